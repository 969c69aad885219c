import Casework
import Cryptography
import Ledger
import LocalAPI
import TransparencyLog

extension StepPlanner {
    /// What is to be said of those who take part in a matter before a step of it is signed.
    func partyNotices(
        _ header: EntryHeader,
        by rules: StepRules,
        in scope: RecordScope,
        after past: RecordState?,
        _ departed: DepartedParties?
    ) throws -> [CodedText] {
        let unjoined = try scope.mechanism.flatMap {
            try UnjoinedRevision(of: $0, in: view, transaction)?.text
        }
        return [departed?.text(before: header), unjoined].compactMap(\.self)
    }

    // MARK: What people judge

    /// The conditions of a step that the rules have in words alone, and what those who were asked have answered so far, also where a guard
    /// asks for that.
    ///
    /// No node decides them, so that whoever signs is asked (`design.md`: a pack's `conditions` are for people).
    func conditionNotices(
        of rules: StepRules,
        in mechanism: MechanismID?,
        after past: RecordState?
    ) -> [CodedText] {
        let conditions = rules.step.conditions.map { condition in
            CodedText(
                "node.condition_for_people",
                [
                    "condition": condition.en, "condition_en": condition.en,
                    "condition_zh": condition.zh,
                ]
            )
        }
        guard !conditions.isEmpty || rules.step.asksForAnswers, rules.step.per == nil, let past,
            let mechanism,
            let parties: Membership = view.library.newest(of: mechanism)
        else { return conditions }
        let answers = Answers(
            machine: rules.machine,
            state: past,
            parties: parties,
            names: PartyNames(view: view)
        )
        return conditions + [answers.text].compactMap(\.self)
    }
}

/// What each member of the roles that answer one by one has answered last.
private struct Answers {
    let machine: Machine
    let state: RecordState
    let parties: Membership
    let names: PartyNames

    /// One sentence with all answers; nil where nobody answers one by one.
    var text: CodedText? {
        let found = addresses.map { address in (address, last(of: address)?.title) }
        guard !found.isEmpty else { return nil }
        func said(_ language: String, _ none: String, _ separator: String) -> String {
            let titles = names.names(of: found.map(\.0.text), in: parties.charter.mechanism)
            return found.map { address, title in
                let name = titles[address.text]?[language].map { "\($0) \(address)" }
                return "\(name ?? address.text) \(title?.byLanguage[language] ?? none)"
            }
            .joined(separator: separator)
        }
        let plain = found.map { "\($0.text) \($1?.en ?? "-")" }.joined(separator: ", ")
        return CodedText(
            "node.answers_so_far",
            [
                "answers": plain, "answers_en": said("en", "no answer yet", "; "),
                "answers_zh": said("zh", "尚未答复", "；"),
            ]
        )
    }

    /// The steps in which each member of a role answers for itself.
    private var steps: [Transition] { machine.transitions.filter { $0.per != nil } }

    private var addresses: [Address] {
        let found = steps.flatMap { step in
            state.signers(of: step, parties: parties)
                .filter { $0.role.id == step.per }.flatMap(\.addresses)
        }
        return Set(found).sorted()
    }

    private func last(of address: Address) -> Transition? {
        let event = state.steps.last { past in
            past.verdict == .applied && state.acts(past.event, for: address)
                && steps.contains { $0.id == past.event.event }
        }
        return event.flatMap { machine.transition($0.event.event) }
    }
}
