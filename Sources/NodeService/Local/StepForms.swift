import Casework
import Ledger
package import LocalAPI
import SQLiteStorage

extension NodeLocalService {
    /// What a step asks for, by the rule pack that would judge it.
    package func form(_ query: StepFormQuery, caller: Caller) async throws -> StepForm {
        try await Problems.told {
            let view = node.view
            let now = node.time.now()
            return try await node.store.read { transaction in
                let planner = StepPlanner(
                    view: view,
                    now: now,
                    caller: caller,
                    transaction: transaction,
                    bodies: BodyReader(storageKey: view.keyring.storageKey)
                )
                return try planner.form(query)
            }
        }
    }
}

extension StepPlanner {
    /// What a step asks for; throws what is wrong with its name.
    func form(_ query: StepFormQuery) throws -> StepForm {
        var submission = EntrySubmission(
            request: "",
            machine: query.kind,
            event: query.event
        )
        submission.record = query.record
        submission.mechanism = query.mechanism
        let record = try recordKey(submission)
        let rules = try rules(of: submission, for: record)
        var form = StepForm(
            machine: rules.machine.id.text,
            machineTitles: rules.machine.title.byLanguage,
            event: rules.step.id.text,
            eventTitles: rules.step.title.byLanguage,
            rules: rules.pack.reference.text,
            first: rules.step.from.isEmpty,
            opens: rules.step.opens,
            fields: fields(rules, said: try said(before: rules.step, in: record))
        )
        form.conditions = rules.step.conditions.map(\.byLanguage)
        form.law = rules.step.law.map { Self.law($0, in: rules.pack) }
        return form
    }

    /// The fields that own earlier steps have said; none where the caller may not read them.
    private func said(before step: Transition, in record: RecordKey?) throws -> Set<FieldID> {
        guard let record else { return [] }
        let presenter = RecordPresenter(
            view: view,
            transaction: transaction,
            bodies: bodies,
            caller: caller,
            now: now
        )
        guard try presenter.mayReadBodies(of: record, signing: true) else { return [] }
        return Set(try carried(to: step, of: record).keys)
    }

    private func fields(_ rules: StepRules, said: Set<FieldID>) -> [StepForm.Field] {
        let form = rules.pack.fields + rules.machine.fields
        let rule = BodyRules(pack: rules.pack, machine: rules.machine.id, event: rules.step.id)
        let required = rule?.requiredFields ?? rules.step.requiredFields
        let asked = required.compactMap { id in form.first { $0.id == id } }
        let others = form.filter { !required.contains($0.id) }
        return (asked + others).map { field in
            var shown = StepForm.Field(
                field.id.text,
                titles: field.title.byLanguage,
                type: field.kind.rawValue,
                list: field.isList,
                personal: field.isPersonal,
                open: field.isOpen,
                required: required.contains(field.id),
                said: said.contains(field.id)
            )
            if let note = field.note { shown.notes = note.byLanguage }
            if let choice = rules.pack.choices.first(where: { $0.id == field.choice }) {
                shown.values = choice.values.map {
                    StepForm.Value($0.id.text, titles: $0.title.byLanguage)
                }
            }
            return shown
        }
    }

    private static func law(_ reference: LawReference, in pack: RulePack) -> [String: String] {
        let title = pack.laws.first { $0.id == reference.law }?.title
        guard let title else { return [:] }
        return [
            "en": reference.article.map { "\(title.en), art. \($0)" } ?? title.en,
            "zh": reference.article.map { "《\(title.zh)》第\($0)条" } ?? "《\(title.zh)》",
        ]
    }
}
