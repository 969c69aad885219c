import Foundation
import LocalAPI

/// Asks a person at a terminal for what a step needs: first who takes it and whom it goes to, then one field after the other.
///
/// What the node would refuse of an answer is said at once, and asked for again.
struct FormDialogue {
    let context: CommandContext

    /// Completes a submission by the answers for what nobody has given yet, and returns the form of its step.
    ///
    /// What was answered stays in the submission, whatever is thrown: `terminal_needed` where nobody can be asked, and
    /// `dialogue_ended` at the end of input.
    func complete(_ submission: inout EntrySubmission) async throws -> StepForm {
        guard context.streams.canAsk else { throw CommandError(.terminalNeeded) }
        let form = try await context.send(
            .form(
                StepFormQuery(
                    kind: submission.machine,
                    event: submission.event,
                    record: submission.record,
                    mechanism: submission.mechanism,
                    rules: submission.rules
                )
            )
        )
        let renderer = context.renderer
        let title = renderer.title(form.eventTitles, else: form.event)
        let machine = renderer.title(form.machineTitles, else: form.machine)
        say("\(machine) · \(title)")
        for line in renderer.law(form) { say("  " + line) }
        submission.event = form.event
        form.name(&submission)
        try await PlaceQuestions(dialogue: self, form: form).complete(&submission)
        for field in form.fields where field.required && !field.said {
            guard submission.fields[field.field] == nil,
                submission.without?.contains(where: field.isCalled) != true
            else { continue }
            // Said once already, as the place to which the step goes.
            if field.type == "mechanism", let mechanism = submission.mechanism {
                submission.fields[field.field] = .text(mechanism)
            } else {
                try await complete(&submission, field)
            }
        }
        return form
    }

    /// Asks for one field until the node has nothing against the answer, however often that is; without one the node says in the end
    /// what is missing.
    private func complete(
        _ submission: inout EntrySubmission,
        _ field: StepForm.Field
    ) async throws {
        while true {
            guard let value = try ask(field) else { return }
            submission.fields[field.field] = value
            let isFine = try await isTaken(submission) { $0.arguments["field"] == field.field }
            if isFine { return }
            submission.fields[field.field] = nil
        }
    }

    /// Whether the node refuses nothing of an answer; else what it says of it is said.
    func isTaken(
        _ submission: EntrySubmission,
        _ concerns: (CodedText) -> Bool
    ) async throws -> Bool {
        do {
            _ = try await context.send(.preview(submission))
            return true
        } catch let problem as Problem {
            let reasons = problem.reasons ?? [CodedText(problem.code, problem.arguments)]
            // What is still to be asked for is refused as well.
            let found = reasons.filter(concerns)
            let renderer = context.renderer
            for reason in found {
                say("  " + renderer.prose([renderer.sentence(reason), renderer.remedy(reason)]))
            }
            return found.isEmpty
        }
    }

    // MARK: Lines

    /// What somebody types behind a prompt; nil for an empty line, and `dialogue_ended` with what was asked for at the end of input.
    func line(_ field: String) throws -> String? {
        context.streams.talk("> ")
        guard let line = context.streams.readLine() else {
            throw CommandError(.dialogueEnded, ["field": field])
        }
        let text = line.trimmingCharacters(in: .whitespaces)
        return text.isEmpty ? nil : text
    }

    func say(_ line: String) { context.streams.talk(TextWidth.harmless(line) + "\n") }

    /// One field's value; nil where nothing was said but empty lines.
    private func ask(_ field: StepForm.Field) throws -> FieldValue? {
        let renderer = context.renderer
        context.streams.talk("\n")
        say(renderer.title(field.titles, else: field.field) + " (\(field.field))")
        let notes = renderer.notes(of: field)
        if notes != "-" { say("  " + notes) }
        for (number, value) in (field.values ?? []).enumerated() {
            say("  \(number + 1)  \(renderer.title(value.titles, else: value.value))")
        }
        guard field.list else { return try value(field, isFirst: true) }
        say("  " + context.text("ask_items"))
        var items: [FieldValue] = []
        while items.count < Limits.promptItemCountMax,
            let item = try value(field, isFirst: items.isEmpty)
        {
            items.append(item)
        }
        return items.isEmpty ? nil : .list(items)
    }

    /// One value, asked for again where a line cannot be one; nil after an empty line, or several of them for the first one.
    private func value(_ field: StepForm.Field, isFirst: Bool) throws -> FieldValue? {
        var emptyCount = 0
        while true {
            guard let text = try line(context.renderer.title(field.titles, else: field.field))
            else {
                emptyCount += 1
                guard isFirst, emptyCount < Limits.promptEmptyLineCountMax else { return nil }
                continue
            }
            if let value = single(text, field) { return value }
            let form = context.renderer.form(of: field)
            context.streams.talk(context.text("ask_again", ["form": form]) + "\n")
        }
    }

    private func single(_ text: String, _ field: StepForm.Field) -> FieldValue? {
        if let values = field.values {
            let number = Int(text).map { $0 - 1 }
            let named =
                number.flatMap { values.indices.contains($0) ? values[$0] : nil }
                ?? values.first { $0.value == text || $0.titles.values.contains(text) }
            return named.map { .text($0.value) }
        }
        switch field.type {
        case "boolean":
            if ["yes", "y", "是"].contains(text) { return .boolean(true) }
            return ["no", "n", "否"].contains(text) ? .boolean(false) : nil
        case "integer", "money", "quantity":
            return Int64(text).map { .integer($0) }
        default:
            return .text(text)
        }
    }
}

extension StepForm {
    /// Puts fields that go by their titles under their ids; what no field or more than one is called is for the node to judge.
    fileprivate func name(_ submission: inout EntrySubmission) {
        let own = byID(submission.fields)
        let without = submission.without ?? []
        let rest = byID(submission.defaults ?? [:]).filter { id, _ in
            own[id] == nil
                && !fields.contains { $0.field == id && without.contains(where: $0.isCalled) }
        }
        submission.fields = own.merging(rest) { stated, _ in stated }
        submission.defaults = nil
    }

    private func byID(_ given: [String: FieldValue]) -> [String: FieldValue] {
        let ids = Dictionary(grouping: given.keys) { name in
            let called = fields.filter { $0.titles.values.contains(name) }
            return called.count == 1 ? called[0].field : name
        }
        return ids.reduce(into: [:]) { named, pair in
            // Of one that is given by two names both go on, and the node says so.
            for name in pair.value { named[pair.value.count == 1 ? pair.key : name] = given[name] }
        }
    }
}

extension StepForm.Field {
    /// Whether a name is its id or one of its titles.
    fileprivate func isCalled(_ name: String) -> Bool {
        name == field || titles.values.contains(name)
    }
}
