package import Cryptography
package import Replication
package import TransparencyLog

/// Everything that a peer may ask of this node.
///
/// The peer's name comes from its TLS pin. Every method that returns an optional answers nil for what is not there and for what this
/// peer may not know of, alike: the router turns both into the one constant 404. The service asks the scope gate before any
/// lookup and the access decision before an object is looked up.
package protocol PeerService: Sendable {
    /// Answers a session document with this node's own; throws a ``PeerRefusal`` for rival charters.
    func session(_ document: SessionDocument, from peer: KeyName) async throws -> SessionDocument
    /// Waits until a common head changed, at most as long as the query says; nil when none did.
    func heads(_ query: HeadsQuery, for peer: KeyName) async throws -> HeadsDocument?
    /// A charter's note, for those whom it names.
    func charter(_ digest: Digest, for peer: KeyName) async throws -> [UInt8]?
    /// A rule pack's bytes, for those whom a charter that names it names.
    func rulePack(_ digest: Digest, for peer: KeyName) async throws -> [UInt8]?

    /// The entries that name a log's keys.
    func keyEntries(of log: LogID, for peer: KeyName) async throws -> KeyEntries?
    /// The newest checkpoint: the log's lines and at most 14 cosignatures.
    func checkpoint(of log: LogID, for peer: KeyName) async throws -> [UInt8]?
    /// All cosignature lines for one size.
    func cosignatures(of log: LogID, size: TreeSize, for peer: KeyName) async throws -> [UInt8]?
    /// Stores a mirror's cosignatures: the storage receipt.
    func store(
        _ submission: CosignatureSubmission,
        of log: LogID,
        from peer: KeyName
    ) async throws -> ReceiptOutcome?
    /// One hash tile, exactly as wide as asked for.
    func tile(_ tile: TileCoordinate, of log: LogID, for peer: KeyName) async throws -> [UInt8]?
    /// One entry bundle, exactly as wide as asked for.
    func bundle(
        _ bundle: BundleCoordinate,
        of log: LogID,
        for peer: KeyName
    ) async throws -> [UInt8]?

    /// The salted bytes of one object under the entry that grants it.
    func object(
        _ object: Digest,
        at index: EntryIndex,
        of log: LogID,
        for peer: KeyName
    ) async throws -> [UInt8]?
    /// Up to 256 small objects, each decided and answered singly.
    func objects(
        _ request: ObjectsRequest,
        of log: LogID,
        for peer: KeyName
    ) async throws -> ObjectsAnswer?

    /// Verifies and stores a card, a charter or fork evidence; throws a ``PeerRefusal`` when it does not verify.
    func receive(_ notice: Notice, from peer: KeyName) async throws
}

/// What became of a submission of cosignatures.
package enum ReceiptOutcome: Hashable, Sendable {
    /// Stored, or known already.
    case stored
    /// This log has no checkpoint of that size; its newest is of this one.
    case sizeUnknown(TreeSize)
}

/// A refusal that the peer is told, with a code of the closed list.
package struct PeerRefusal: Error, Hashable, Sendable {
    /// The code, which goes with one HTTP status.
    package let code: Problem.Code
    /// What happened, for the operator at the other end; in English, the language of the protocol.
    package let cause: String
    /// What to do there.
    package let remedy: String

    /// Makes a refusal.
    package init(_ code: Problem.Code, cause: String, remedy: String) {
        self.code = code
        self.cause = cause
        self.remedy = remedy
    }
}
