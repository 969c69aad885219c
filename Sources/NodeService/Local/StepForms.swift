import Casework
import Ledger
package import LocalAPI
import SQLiteStorage
import Wording

extension NodeLocalService {
    /// What a step asks for, by the rule pack that would judge it.
    package func form(_ query: StepFormQuery, caller: Caller) async throws -> StepForm {
        try await Problems.told {
            let view = node.view
            let now = node.time.now()
            let prefixes = node.configuration.documentNumbers
            return try await node.store.read { transaction in
                let planner = StepPlanner(
                    view: view,
                    now: now,
                    caller: caller,
                    transaction: transaction,
                    bodies: BodyReader(storageKey: view.keyring.storageKey)
                )
                let numbers = NumberPlanner(planner: planner, prefixes: prefixes, now: now)
                return try planner.form(query, numbers)
            }
        }
    }
}

extension StepPlanner {
    /// What a step asks for; throws what is wrong with its name.
    func form(_ query: StepFormQuery, _ numbers: NumberPlanner) throws -> StepForm {
        var submission = EntrySubmission(
            request: "",
            machine: query.kind,
            event: query.event
        )
        submission.record = query.record
        submission.mechanism = query.mechanism
        submission.rules = query.rules
        let record = try recordKey(submission)
        let rules = try rules(of: submission, for: record)
        var said = try said(before: rules, in: record)
        let numbered = try numbers.numbered(submission)
        said.subtract(numbered.uncarried)
        if let number = numbered.claim, let field = NumberPlanner.fieldID {
            // What the node numbers by itself nobody need give.
            if !number.number.isEmpty { said.insert(field) }
        }
        var form = StepForm(
            machine: rules.machine.id.text,
            machineTitles: rules.machine.title.byLanguage,
            event: rules.step.id.text,
            eventTitles: rules.step.title.byLanguage,
            rules: rules.pack.reference.text,
            first: rules.step.from.isEmpty,
            opens: rules.step.opens,
            fields: fields(rules, said: said)
        )
        form.conditions = rules.step.conditions.map(\.byLanguage)
        form.law = rules.step.law.map { Self.law($0, of: rules) }
        form.offices = try offices(submission, of: record, taking: rules.step)
        return form
    }

    /// The offices of which somebody must name one; nil where it is known which one takes the step.
    private func offices(
        _ submission: EntrySubmission,
        of record: RecordKey?,
        taking step: Transition
    ) throws -> [StepForm.Value]? {
        let state = try record.flatMap { try view.projector.state(of: $0, in: transaction) }
        do {
            _ = try office(submission, of: state, taking: step, in: record?.scope)
            return nil
        } catch let error as NodeError where error.code == .officeNeeded {
            let offices = view.card.content.offices.filter {
                $0.id != .system && caller.offices.contains($0.id.text)
            }
            return offices.isEmpty
                ? nil
                : offices.map {
                    StepForm.Value($0.id.text, titles: ["en": $0.title, "zh": $0.title])
                }
        }
    }

    /// Whether the caller may read, or sign a step by, what the bodies of a record say.
    func mayReadBodies(of record: RecordKey) throws -> Bool {
        try presenter.mayReadBodies(of: record, signing: true)
    }

    /// The fields that nobody need give any more; none where the caller may not read what was said.
    private func said(before rules: StepRules, in record: RecordKey?) throws -> Set<FieldID> {
        guard let record else { return [] }
        guard try mayReadBodies(of: record) else { return [] }
        let isHome = record.scope.isHome
        let anew = rules.statedAnew(isOpening: rules.step.opens && isHome, isHome: isHome)
        return Set(try carried(to: rules.step, of: record).keys)
            .subtracting(anew)
            .union(try settled(before: rules, in: record))
    }

    /// What others have said of a matter's form, as far as it can be read here: a step by which the form is to be complete need not
    /// say it again.
    func settled(before rules: StepRules, in record: RecordKey?) throws -> Set<FieldID> {
        guard let record,
            let asked = BodyRules(
                pack: rules.pack,
                machine: rules.machine.id,
                event: rules.step.id
            )?
            .formFields, !asked.isEmpty
        else { return [] }
        let said = try bodies.fields(of: record, in: transaction).filter { !$0.value.isEmpty }
        return asked.intersection(said.keys)
    }

    private func fields(_ rules: StepRules, said: Set<FieldID>) -> [StepForm.Field] {
        let form = rules.pack.fields + rules.machine.fields
        let rule = BodyRules(pack: rules.pack, machine: rules.machine.id, event: rules.step.id)
        let required = rule?.requiredFields ?? rules.step.requiredFields
        let offered = rule?.offeredFields
        let asked = required.compactMap { id in form.first { $0.id == id } }
        let others = form.filter { !required.contains($0.id) }
        return (asked + others).map { field in
            var shown = StepForm.Field(
                field.id.text,
                titles: field.title.byLanguage,
                type: field.kind.rawValue,
                list: field.isList || field.isPerItem,
                personal: field.isPersonal,
                open: field.isOpen,
                required: required.contains(field.id),
                said: said.contains(field.id)
            )
            if offered?.contains(field.id) == false { shown.elsewhere = true }
            if let note = field.note { shown.notes = note.byLanguage }
            if let choice = rules.pack.choices.first(where: { $0.id == field.choice }) {
                shown.values = choice.values.map {
                    StepForm.Value($0.id.text, titles: $0.title.byLanguage)
                }
            }
            return shown
        }
    }

    /// A law behind the step, with when it is the one that applies.
    private static func law(_ reference: LawReference, of rules: StepRules) -> [String: String] {
        guard let law = rules.pack.laws.first(where: { $0.id == reference.law }) else { return [:] }
        let titles = [
            "en": ArticleText.en(law.title.en, reference.article),
            "zh": ArticleText.zh(law.title.zh, reference.article),
        ]
        let conditions = (law.when + reference.when).map {
            rules.pack.words(of: $0, in: rules.machine)
        }
        guard !conditions.isEmpty else { return titles }
        return Dictionary(
            uniqueKeysWithValues: titles.map { language, title in
                let texts = PackWording.texts(
                    .phrase(.lawWhen, ["law": .text(title), "conditions": .list(conditions)])
                )
                return (language, language == "zh" ? texts.zh : texts.en)
            }
        )
    }
}
