import Auditing
import Cryptography
import Foundation
import Ledger
import TestSupport
import TransparencyLog

/// The federation of the vectors as an audit source, with every tile made from its entries, and open to changes.
struct VectorSource: AuditSource {
    struct Log {
        var checkpoint: [UInt8]
        var entries: [[UInt8]]
        var cosignatures: [KeptCosignature] = []
    }

    struct Malformed: Error {}

    let name = "vectors"
    var logs: [Origin: Log] = [:]
    var charterNotes: [[UInt8]] = []
    var keys: [[UInt8]] = []
    var cardNotes: [[UInt8]] = []
    var packs: [[UInt8]] = []
    var tileChanges: [StoredTileCoordinate: [UInt8]] = [:]
    var surplusTiles: [StoredTileCoordinate] = []
    /// From which entry on each log cannot be read.
    var unreadable: [Origin: Int] = [:]
    var hasUnreadableCharters = false
    /// Earlier checkpoints that are kept, of whatever log.
    var earlier: [TreeSize: [UInt8]] = [:]

    init() throws {
        let json = try Vectors.json("lianlu-vectors.json")
        guard let logs = json["logs"] as? [String: [String: Any]],
            let charters = json["charters"] as? [[String: Any]],
            let keys = json["keys"] as? [String: String]
        else { throw Malformed() }
        for (origin, log) in logs {
            guard let entries = log["entries"] as? [[String: Any]] else { throw Malformed() }
            var kept = Log(
                checkpoint: try Self.bytes(log["checkpoint"]),
                entries: try entries.map { try Self.bytes($0["bytes"]) }
            )
            if let line = (log["cosignature"] as? [String: Any])?["line"] as? String {
                kept.cosignatures = [
                    KeptCosignature(
                        size: TreeSize(integerLiteral: UInt64(entries.count)),
                        line: Array(line.utf8)
                    )
                ]
            }
            self.logs[try Origin(origin)] = kept
        }
        charterNotes = try charters.map { try Self.bytes($0["note"]) }
        self.keys = keys.filter { !$0.key.contains("/") || $0.key.contains("/mirror") }
            .map { Array($0.value.utf8) }
    }

    private static func bytes(_ value: Any?) throws -> [UInt8] {
        guard let text = value as? String, let bytes = Base64.decode(Array(text.utf8)) else {
            throw Malformed()
        }
        return bytes
    }

    func origins() throws -> [Origin] { Array(logs.keys) }
    func checkpoint(of origin: Origin) throws -> [UInt8]? { logs[origin]?.checkpoint }
    func checkpointSizes(of origin: Origin) throws -> [TreeSize] { earlier.keys.sorted() }
    func checkpoint(of origin: Origin, size: TreeSize) throws -> [UInt8]? { earlier[size] }
    func cosignatures(of origin: Origin) throws -> [KeptCosignature] {
        logs[origin]?.cosignatures ?? []
    }
    func charters() throws -> [[UInt8]] {
        guard !hasUnreadableCharters else { throw Malformed() }
        return charterNotes
    }
    func rulePacks() throws -> [[UInt8]] { packs }
    func keyEntries(of origin: Origin) throws -> [[UInt8]]? { nil }
    func offeredKeys() throws -> [[UInt8]] { keys }
    func cards() throws -> [[UInt8]] { cardNotes }
    func containerFindings() throws -> [AuditFinding] { [] }

    func entries(of origin: Origin, from start: EntryIndex, count: Int) throws -> [[UInt8]] {
        if let first = unreadable[origin], start.int + count > first { throw Malformed() }
        return Array((logs[origin]?.entries ?? []).dropFirst(start.int).prefix(count))
    }

    func tile(of origin: Origin, level: TileLevel, index: UInt64, width: Int) throws -> [UInt8]? {
        let place = StoredTileCoordinate(level: level, index: index, width: width)
        if let changed = tileChanges[place] { return changed.isEmpty ? nil : changed }
        guard level == .leaves, index == 0 else { return nil }
        return (logs[origin]?.entries ?? []).prefix(width)
            .flatMap { MerkleTree.leafHash(of: $0).bytes }
    }

    func tileCoordinates(of origin: Origin) throws -> [StoredTileCoordinate] { surplusTiles }
}
