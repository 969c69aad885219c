import Cryptography
import LogStorage
import Testing
import TransparencyLog

@Suite("What every engine checks before it writes")
struct BatchValidationTests {
    private let origin: Origin
    private let leaf = MerkleTree.leafHash(of: [1])
    private let entry = NewEntry(bytes: [1], digest: SHA256.digest(of: [1] as [UInt8]))

    init() throws { origin = try Origin("node.example/home") }

    private var edge: CompactRange {
        var edge = CompactRange()
        edge.append(leafHash: leaf, hasher: TreeHasher())
        return edge
    }

    private func batch(
        entries: [NewEntry]? = nil,
        tiles: [StoredTile] = [],
        edge: CompactRange? = nil,
        requests: [AcknowledgedRequest] = []
    ) -> AppendBatch {
        AppendBatch(
            origin: origin,
            expected: .empty,
            entries: entries ?? [entry],
            tiles: tiles,
            edge: edge ?? self.edge,
            root: leaf,
            checkpoint: [1],
            requests: requests
        )
    }

    private func detail(of batch: AppendBatch) -> String? {
        let error = #expect(throws: LogStorageError.self) {
            try BatchValidation.check(batch, against: StoredLog(origin: origin, kind: .own))
        }
        #expect(error?.code == .batchMalformed)
        return error?.arguments["detail"]
    }

    @Test("accepts a batch whose parts fit together")
    func sound() throws {
        let tile = StoredTile(level: 0, index: 0, hashes: leaf.bytes)
        try BatchValidation.check(
            batch(tiles: [tile]),
            against: StoredLog(origin: origin, kind: .own)
        )
    }

    @Test("refuses a batch without entries, with another range, a cut tile, or a foreign request")
    func malformed() throws {
        let id = try #require(RequestID(bytes: [UInt8](repeating: 0, count: 16)))
        let request = AcknowledgedRequest(
            id: id,
            digest: leaf,
            location: EntryLocation(origin: origin, index: 1),
            treeSize: 1
        )
        #expect(detail(of: batch(entries: [], edge: CompactRange())) == "no entries")
        #expect(
            detail(of: batch(edge: CompactRange()))
                == "the compact range does not end after the entries"
        )
        for hashes in [[], Array(leaf.bytes.dropLast()), [UInt8](repeating: 0, count: 257 * 32)] {
            let tile = StoredTile(level: 0, index: 0, hashes: hashes)
            #expect(detail(of: batch(tiles: [tile])) == "a tile has not 1 to 256 hashes")
        }
        #expect(detail(of: batch(requests: [request])) == "a request names another place")
    }

    @Test("accepts 65,536 entries in a batch and refuses one more by name")
    func batchLimit() throws {
        let log = StoredLog(origin: origin, kind: .own)
        let hasher = TreeHasher()
        var edge = CompactRange()
        for _ in 0..<65_536 { edge.append(leafHash: leaf, hasher: hasher) }
        let entries = [NewEntry](repeating: entry, count: 65_536)
        try BatchValidation.check(batch(entries: entries, edge: edge), against: log)
        edge.append(leafHash: leaf, hasher: hasher)
        let error = #expect(throws: LogStorageError.self) {
            try BatchValidation.check(batch(entries: entries + [entry], edge: edge), against: log)
        }
        #expect(error?.code == .limitExceeded)
        #expect(error?.arguments["limit"] == "65536")
    }
}
