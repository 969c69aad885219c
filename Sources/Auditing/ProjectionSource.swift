package import Cryptography
package import Ledger
package import TransparencyLog

/// What a home says its entries have come to, for an audit that has computed it anew.
///
/// Rows as they lie; each function throws where one cannot be read.
package protocol ProjectionSource: Sendable {
    /// The logs that the home says it writes itself.
    func ownLogs() throws -> [Origin]
    /// The facts that the projections were made with (`CharterLibrary.projectionFacts`), sorted lines; nil where none were kept.
    func projectedFacts() throws -> [UInt8]?
    /// Those among such facts that held once and whose charter has gone since (`CharterLibrary.goneFactsName`); nil where there are none.
    func goneFacts() throws -> [UInt8]?
    /// The state of one log's keys; nil where there is none.
    func projectedLog(_ origin: Origin) throws -> [UInt8]?
    /// Every row of a log's entries, by index.
    func forEachProjectedEntry(
        of origin: Origin,
        _ body: (ProjectedEntry) throws -> Void
    ) throws
    /// How many rows of entries there are, of logs that are here and of others.
    func projectedEntryCount() throws -> UInt64
    /// Every record, in no order.
    func forEachProjectedRecord(_ body: (ProjectedRecord) throws -> Void) throws
    /// Every dependency: a digest, and the key of what depends on it.
    func forEachDependency(_ body: (Digest, [UInt8]) throws -> Void) throws
    /// The links between matters at home and their openings: the one thing that no entry repeats.
    func homeLinks() throws -> [HomeLink]
}

extension ProjectionSource {
    /// None: sources that no node runs on keep none.
    package func goneFacts() throws -> [UInt8]? { nil }
}
