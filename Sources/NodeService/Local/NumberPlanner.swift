import Casework
import Cryptography
import Ledger
import LocalAPI
import SQLiteStorage

/// Gives a step its document number: the next one of the office's series where the officer gave none.
struct NumberPlanner {
    /// What came of it.
    struct Numbered {
        /// The submission with its number.
        var submission: EntrySubmission
        /// The number that the step takes; nil for none.
        var claim: NumberClaim?
        /// What is to be said of a number that was given.
        var warnings: [CodedText] = []
        /// The number where an earlier one is that of another paper, which is not carried along.
        var uncarried: Set<FieldID> = []
    }

    let planner: StepPlanner
    /// The heads of the offices' series.
    let prefixes: DocumentPrefixes
    let now: Int64

    /// The field that every pack has for it.
    static let fieldID = FieldID("document_no")

    /// A submission with the number that its step takes.
    func numbered(_ submission: EntrySubmission) throws -> Numbered {
        guard let field = Self.fieldID else { return Numbered(submission: submission) }
        let record = try planner.recordKey(submission)
        let rules = try planner.rules(of: submission, for: record)
        let fields = rules.pack.fields + rules.machine.fields
        guard fields.contains(where: { $0.id == field && $0.kind == .identifier }),
            submission.without?.contains(field.text) != true
        else { return Numbered(submission: submission) }
        let state = try record.flatMap {
            try planner.view.projector.state(of: $0, in: planner.transaction)
        }
        // Whose step it is, the plan says, or why that is not known.
        guard
            let office = try? planner.office(
                submission,
                of: state,
                taking: rules.step,
                in: record?.scope
            )
        else { return Numbered(submission: submission) }
        if let given = submission.fields[field.text] {
            let own = Set((state?.steps ?? []).map(\.event.digest))
            return try numbered(submission, given: given, by: office, in: own)
        }
        let isHome = record?.scope.isHome ?? true
        let isAsked = rules.step.requiredFields.contains(field)
        let bearer = try bearer(of: rules, submission, record, office, isHome: isHome)
        let named = bearer.flatMap { prefixes.heads[office.text]?[$0.id.text] }
        var none = Numbered(submission: submission)
        if named == nil || rules.step.opens, let record,
            let number = try planner.carried(to: rules.step, of: record)[field]?.string,
            !number.isEmpty
        {
            // Where a step asks for one, a number that an earlier own step took is carried along, and no other is taken; but for the
            // number of a paper that stays here.
            guard isHome, let state, try isOfPaper(number, in: state, of: record, rules) else {
                return none
            }
            none.uncarried = [field]
        }
        guard let head = named ?? (isAsked ? prefixes.head(of: rules, for: office) : nil) else {
            return none
        }
        var numbered = try allocated(submission, head: head, office: office, field: field)
        numbered.uncarried = none.uncarried
        return numbered
    }

    /// The paper of the step that bears its number, by what this node has said and by what its office is called.
    private func bearer(
        of rules: StepRules,
        _ submission: EntrySubmission,
        _ record: RecordKey?,
        _ office: OfficeID,
        isHome: Bool
    ) throws -> Casework.Document? {
        let fields = submission.fields.compactMap { key, value in
            FieldID(key).map { ($0, BodyValue(value)) }
        }
        let said = Dictionary(fields) { first, _ in first }
        let facts = try facts(for: rules.step, record, said, office)
        return rules.machine.numbered(by: rules.step, isHome: isHome, facts)
    }

    /// What is known of a step: what this node has said, what the step says, and what its office is called.
    private func facts(
        for step: Transition,
        _ record: RecordKey?,
        _ fields: [FieldID: BodyValue],
        _ office: OfficeID
    ) throws -> DocumentFacts {
        var facts = DocumentFacts()
        facts.add(try planner.carried(to: step, of: record))
        facts.add(fields)
        facts.signerTitle = planner.view.card.content.offices.first { $0.id == office }?.title
        return facts
    }

    /// Whether a number that a step at home took is that of a paper which stays here.
    private func isOfPaper(
        _ number: String,
        in state: RecordState,
        of record: RecordKey,
        _ rules: StepRules
    ) throws -> Bool {
        let book = NumberBook(transaction: planner.transaction)
        let text = DocumentNumber(number)?.text
        let taken = try state.steps.last { try book.number(of: $0.event.digest) == text }
        guard text != nil, let event = taken?.event,
            let step = rules.machine.transition(event.event)
        else { return false }
        let earlier = StepRules(pack: rules.pack, machine: rules.machine, step: step)
        let facts = try facts(for: rules.step, record, [:], event.office)
        return prefixes.paper(of: number, at: earlier, for: event.office, facts) != nil
    }

    private func allocated(
        _ submission: EntrySubmission,
        head: String,
        office: OfficeID,
        field: FieldID
    ) throws -> Numbered {
        let time = try NodeTime.timestamp(at: now)
        let year = (LocalDate(inChinaAt: time) ?? LocalDate(of: time)).year
        let book = NumberBook(transaction: planner.transaction)
        let next = try book.next(head: head, year: year, office: office)
        var numbered = Numbered(submission: submission)
        numbered.submission.fields[field.text] = .text(next.text)
        numbered.claim = NumberClaim(office: office, number: next.text, series: next)
        return numbered
    }

    /// A number that the office's registry gave: looked at, and never refused.
    private func numbered(
        _ submission: EntrySubmission,
        given: FieldValue,
        by office: OfficeID,
        in own: Set<Digest>
    ) throws -> Numbered {
        var numbered = Numbered(submission: submission)
        guard case .text(let text) = given, !text.isEmpty else { return numbered }
        guard let number = DocumentNumber(text) else {
            numbered.warnings = [
                CodedText(NodeError(.documentNumberForm, ["number": text]))
            ]
            return numbered
        }
        let book = NumberBook(transaction: planner.transaction)
        // An earlier step of the same record may say it again.
        if let entry = try book.entry(of: number.text, office: office), !own.contains(entry) {
            numbered.warnings = [
                CodedText(
                    NodeError(
                        .documentNumberUsed,
                        ["entry": entry.hex, "number": number.text]
                    )
                )
            ]
        }
        numbered.claim = NumberClaim(office: office, number: number.text, series: nil)
        return numbered
    }
}

/// The heads of document numbers by office, and by document or kind: `document-numbers` of `lianlu.yaml`.
package struct DocumentPrefixes: Sendable, Equatable {
    /// By office, then by a document's or a kind's id.
    package var heads: [String: [String: String]]

    /// Makes prefixes.
    package init(_ heads: [String: [String: String]] = [:]) { self.heads = heads }
}

extension DocumentPrefixes {
    /// The head of a machine's kind.
    func head(of rules: StepRules, for office: OfficeID) -> String? {
        let kind = rules.pack.kinds.first { kind in
            kind.machines.contains { $0.id == rules.machine.id }
        }
        return kind.flatMap { heads[office.text]?[$0.id.text] }
    }

    /// The paper that stays here, of those of a step at home, whose number this is; nil for a number that is meant for the letter which goes
    /// out.
    ///
    /// A number that continues the series of such a paper is its own, unless a letter shares the series; so is any that was given with a
    /// writ, unless it continues a letter's series. What is known of the step rules out the papers that it does not issue.
    func paper(
        of number: String,
        at rules: StepRules,
        for office: OfficeID,
        _ facts: DocumentFacts
    ) -> DocumentID? {
        let papers = rules.machine.papers(of: rules.step, isHome: true)
            .filter { !$0.isRuledOut(by: facts) }
        let writ = papers.first.flatMap { $0.isWrit ? $0 : nil }
        guard let head = DocumentNumber(number)?.head else { return writ?.id }
        let own = heads[office.text] ?? [:]
        // What shares a letter's series, the writ for which the series was named has taken from it.
        if let writ, own[writ.id.text] == head { return writ.id }
        let letters = rules.machine.outgoing.compactMap { own[$0.text] }
        let isAsked = NumberPlanner.fieldID.map(rules.step.requiredFields.contains) ?? false
        guard !letters.contains(head), isAsked || head != self.head(of: rules, for: office) else {
            return nil
        }
        return papers.first { own[$0.id.text] == head }?.id ?? writ?.id
    }
}
