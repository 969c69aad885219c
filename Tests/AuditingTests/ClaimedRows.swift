import Auditing
import Cryptography
import Ledger
import TransparencyLog

/// What a home says that its entries have come to, and nothing else that it might say.
struct ClaimedRows: ProjectionSource {
    var rows: [ProjectedEntry] = []
    var own: [Origin] = []

    func ownLogs() throws -> [Origin] { own }
    func projectedFacts() throws -> [UInt8]? { nil }
    func projectedLog(_ origin: Origin) throws -> [UInt8]? { nil }
    func forEachProjectedEntry(
        of origin: Origin,
        _ body: (ProjectedEntry) throws -> Void
    ) throws {
        for row in rows where row.origin == origin { try body(row) }
    }
    func projectedEntryCount() throws -> UInt64 { UInt64(rows.count) }
    func forEachProjectedRecord(_ body: (ProjectedRecord) throws -> Void) throws {}
    func forEachDependency(_ body: (Digest, [UInt8]) throws -> Void) throws {}
    func homeLinks() throws -> [HomeLink] { [] }
}
