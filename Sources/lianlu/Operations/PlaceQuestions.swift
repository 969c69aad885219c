import LocalAPI
import Wording

/// Asks who takes a step, in which mechanism, and whom it goes to, before anybody types a field.
struct PlaceQuestions {
    /// What may be answered: what counts, and what it is called.
    private struct Choice {
        let id: String
        let titles: [String]
        /// What stands beside it.
        let remark: String
    }

    let dialogue: FormDialogue
    let form: StepForm

    private var context: CommandContext { dialogue.context }

    /// Completes what nobody has given yet.
    func complete(_ submission: inout EntrySubmission) async throws {
        if submission.office == nil, let offices = form.offices {
            let choices = offices.map { office in
                Choice(
                    id: office.value,
                    titles: Array(office.titles.values),
                    remark: context.renderer.title(office.titles, else: "")
                )
            }
            try await ask("office", "option_office", choices, &submission) { submission, ids in
                submission.office = ids.first
            }
        }
        guard form.opens else { return }
        // What goes into a mechanism goes to somebody.
        if submission.mechanism == nil {
            let choices = try await mechanisms()
            try await ask("mechanism", "option_mechanism", choices, &submission) {
                submission,
                ids in
                submission.mechanism = ids.first
            }
        }
        guard submission.to.isEmpty else { return }
        let choices = try await members(of: submission.mechanism)
        try await ask("addressee", "option_to", choices, &submission) { submission, ids in
            submission.to = ids
        }
    }

    /// Asks until the node has nothing against the answer; after empty lines alone the node says in the end what is missing.
    private func ask(
        _ topic: String,
        _ question: String,
        _ choices: [Choice],
        _ submission: inout EntrySubmission,
        _ fill: (inout EntrySubmission, [String]) -> Void
    ) async throws {
        var emptyCount = 0
        while emptyCount < Limits.promptEmptyLineCountMax {
            context.streams.talk("\n")
            dialogue.say(context.text(question))
            for (number, choice) in choices.enumerated() {
                dialogue.say("  \(number + 1)  \(choice.id)  \(choice.remark)")
            }
            let name = context.renderer.label(topic == "addressee" ? "addressees" : topic)
            guard let line = try dialogue.line(name) else {
                emptyCount += 1
                continue
            }
            var answered = submission
            fill(&answered, Identifier.list([line]).map { Self.id($0, among: choices) })
            if try await dialogue.isTaken(answered, { Self.concerns($0, topic) }) {
                submission = answered
                return
            }
        }
    }

    /// What a number, a title or an id stands for; anything else as it was typed, for the node to judge.
    private static func id(_ text: String, among choices: [Choice]) -> String {
        if let number = Int(text), choices.indices.contains(number - 1) {
            return choices[number - 1].id
        }
        return choices.first { $0.titles.contains(text) }?.id ?? text
    }

    /// Whether a refusal is about an answer: by its code, or by the key of the submission that it names.
    private static func concerns(_ reason: CodedText, _ topic: String) -> Bool {
        let keys = ["addressee": "to", "mechanism": "mechanism", "office": "office"]
        guard !reason.code.hasSuffix("_needed") else { return false }
        if reason.code == "node.submission_malformed" {
            return reason.arguments["key"] == keys[topic]
        }
        let name = reason.code.split(separator: ".").last ?? ""
        return name.hasPrefix("\(topic)_")
    }

    // MARK: Choices

    /// The mechanisms in which steps count now.
    private func mechanisms() async throws -> [Choice] {
        var choices: [Choice] = []
        try await context.client.list(.mechanisms) { charter in
            choices.append(
                Choice(
                    id: charter.mechanism,
                    titles: [charter.titleZh, charter.titleEn],
                    remark: context.language == .zh ? charter.titleZh : charter.titleEn
                )
            )
        }
        return choices
    }

    /// The members of a mechanism, each with those offices of its own that its card names.
    private func members(of mechanism: String?) async throws -> [Choice] {
        guard let mechanism else { return [] }
        var offices: [String: [String: String]] = [:]
        try await context.client.list(.peers) { offices[$0.node] = $0.offices }
        let charter = try await context.send(.mechanism(mechanism))
        let own = try await context.send(.card).node
        return charter.members.filter { $0.node != own }.flatMap { member in
            [Choice(id: member.address, titles: [], remark: member.node)]
                + (member.address.contains("/") ? [:] : offices[member.node] ?? [:])
                .sorted { $0.key < $1.key }
                .map { id, title in
                    Choice(id: "\(member.address)/\(id)", titles: [title], remark: title)
                }
        }
    }
}
