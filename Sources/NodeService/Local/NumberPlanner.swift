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
        let isAsked = rules.step.requiredFields.contains(field)
        let issued = try issued(by: rules, isHome: record?.scope.isHome ?? true)
            .filter { try !isRuledOut($0, rules, submission, record) }
        let named = head(of: office, for: issued)
        guard
            let head = named
                ?? (isAsked ? self.head(of: office, for: rules.pack, rules.machine) : nil)
        else { return Numbered(submission: submission) }
        // Where a step asks for one, a number that an earlier own step took is carried along, and no other is taken.
        if named == nil || rules.step.opens, let record,
            try planner.carried(to: rules.step, of: record)[field]?.isEmpty == false
        {
            return Numbered(submission: submission)
        }
        return try allocated(submission, head: head, office: office, field: field)
    }

    /// The documents that a step issues: at home those alone that the opening does not issue.
    private func issued(by rules: StepRules, isHome: Bool) -> [DocumentID] {
        guard isHome, !rules.step.opens else { return rules.step.documents }
        let later = rules.machine.transitions.filter(\.opens).flatMap(\.documents)
        return rules.step.documents.filter { !later.contains($0) }
    }

    /// Whether what this node has said by then says that another document is the one that the step issues.
    private func isRuledOut(
        _ id: DocumentID,
        _ rules: StepRules,
        _ submission: EntrySubmission,
        _ record: RecordKey?
    ) throws -> Bool {
        guard let document = rules.machine.documents.first(where: { $0.id == id }),
            !document.when.isEmpty
        else { return false }
        var facts = DocumentFacts()
        facts.add(try planner.carried(to: rules.step, of: record))
        facts.add(
            Dictionary(
                submission.fields.compactMap { key, value in
                    FieldID(key).map { ($0, BodyValue(value)) }
                },
                uniquingKeysWith: { first, _ in first }
            )
        )
        return document.when.contains { condition in
            // What somebody else may have said, or what the office is called, decides nothing here.
            if case .says = condition { return condition.holds(for: facts) == false }
            return false
        }
    }

    /// The head of the first of these documents that has one.
    private func head(of office: OfficeID, for documents: [DocumentID]) -> String? {
        documents.lazy.compactMap { prefixes.heads[office.text]?[$0.text] }.first
    }

    /// The head of a machine's kind.
    private func head(
        of office: OfficeID,
        for pack: RulePack,
        _ machine: Machine
    ) -> String? {
        let kind = pack.kinds.first { kind in kind.machines.contains { $0.id == machine.id } }
        return kind.flatMap { prefixes.heads[office.text]?[$0.id.text] }
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
