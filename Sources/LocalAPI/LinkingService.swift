/// What a node answers about identifiers and about records that may belong together.
///
/// Both answers hold only what the caller may read at this node; nothing is signed, and no peer is asked.
package protocol LinkingService: Sendable {
    /// The records in whose bodies an identifier stands.
    func search(_ query: IdentifierQuery, caller: Caller) async throws -> SearchAnswer
    /// Records that may belong to one, and prior penalties of its subject; the record by its digest or a unique prefix.
    func links(
        of prefix: String,
        _ query: LinksQuery,
        caller: Caller
    ) async throws -> LinksAnswer
    /// Keeps what an operator states of a matter at home whose link is gone; status 409 for one of which nothing is open.
    func state(_ statement: HomeLinkStatement, caller: Caller) async throws -> HomeLinkAnswer
    /// Shows beside each other what a statement would be about; refused as the statement would be.
    func compare(
        _ statement: HomeLinkStatement,
        caller: Caller
    ) async throws -> HomeLinkComparison
    /// Empties the index of identifiers and has the node make it anew from the bodies that it holds.
    func rebuild(_ request: IndexRebuild, caller: Caller) async throws -> IndexRebuildAnswer
}
