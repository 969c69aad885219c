/// One record as an audit of a home has computed it from the entries alone, the home's own rows left aside.
///
/// `clocks` and `summary` are those of ``RecordDetail``; of what bodies say there are the title and the number of the document alone, and
/// these only where the auditor has the storage key.
package struct AuditedRecordDocument: LocalDocument, Hashable {
    /// The moment at which the clocks are looked at.
    package var asOf: String
    /// The statutory clocks in the order in which they were set off; nil where the record could not be judged, and `findings` say why.
    package var clocks: [ClockDocument]?
    /// The number of its document by the bodies that can be opened; nil where none says it.
    package var documentNumber: String?
    /// What is to be said of the whole record.
    package var findings: [CodedText]
    /// The record as in lists; its state is empty where it could not be judged.
    package var summary: RecordSummary
    /// The version of this document.
    package var version: Int

    /// Makes a record without clocks.
    package init(summary: RecordSummary, asOf: String) {
        self.asOf = asOf
        findings = []
        self.summary = summary
        version = documentVersion
    }

    /// Leaves out state and clocks, and says why.
    package mutating func leaveOut(_ reason: CodedText) {
        clocks = nil
        findings.insert(reason, at: 0)
        summary.state = ""
        summary.stateTitles = [:]
        summary.due = nil
        summary.overdue = nil
    }
}
