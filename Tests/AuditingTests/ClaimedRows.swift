import Auditing
import Cryptography
import Ledger
import TransparencyLog

/// What a home says that its entries have come to, and nothing else that it might say.
struct ClaimedRows: ProjectionSource {
    var rows: [ProjectedEntry] = []
    var own: [Origin] = []
    /// The lines of what it says it has judged by; nil where it says nothing.
    var facts: Set<String>?

    func ownLogs() throws -> [Origin] { own }
    func projectedFacts() throws -> [UInt8]? {
        facts.map { Array($0.sorted().joined(separator: "\n").utf8) }
    }
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
