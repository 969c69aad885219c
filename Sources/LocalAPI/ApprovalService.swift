/// What local commands ask of a node about steps that two people sign.
///
/// The node keeps a step that waits, and signs nothing of it before the officer has. His key never comes here.
package protocol ApprovalService: Sendable {
    /// Plans a step that an officer is to approve, and keeps it; the same request gets the same draft.
    func draft(_ submission: EntrySubmission, caller: Caller) async throws -> DraftDocument
    /// A page of the drafts that wait, of the offices for which the caller reads, oldest first.
    func drafts(after cursor: String?, caller: Caller) async throws -> Page<DraftDocument>
    /// The text that an officer would sign now, with its body; changes nothing.
    func prepare(_ question: ApprovalQuestion, caller: Caller) async throws -> DraftDocument
    /// Takes an officer's signature, adds the office's, and appends the entry; returns only once it is on disk.
    func approve(_ approval: ApprovalDocument, caller: Caller) async throws -> Acknowledgement
    /// The acknowledgement of a draft that the officer with this key has approved before.
    func approved(_ question: ApprovalQuestion, caller: Caller) async throws -> Acknowledgement
    /// Throws a draft away.
    func cancel(_ draft: DraftName, caller: Caller) async throws
}
