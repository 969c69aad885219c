import Cryptography
import LogStorage
import Sequencing
import TestSupport
import Testing
import TransparencyLog

@Suite("The growing tree")
struct GrowingTreeTests {
    private static func leaves(_ count: Int) -> [Digest] {
        (0..<count).map { MerkleTree.leafHash(of: Array("entry \($0)".utf8)) }
    }

    @Test("has the roots of the published checkpoints, however the entries are cut into batches")
    func publishedRoots() throws {
        let checkpoints = try #require(
            Vectors.json("c2sp-vectors.json")["checkpoints"] as? [String: String]
        )
        let leaves = Self.leaves(300)
        var generator = SeededGenerator(seed: 1)
        for (size, note) in checkpoints.sorted(by: { $0.key < $1.key }) {
            let expected = try UnverifiedCheckpoint(parsing: Array(note.utf8))
            var tree = GrowingTree()
            var root = MerkleTree.emptyRoot
            var rest = leaves.prefix(expected.size.int)
            while !rest.isEmpty {
                let part = rest.prefix(Int.random(in: 1...90, using: &generator))
                root = tree.append(Array(part), hasher: TreeHasher()).root
                rest = rest.dropFirst(part.count)
            }
            #expect(root == expected.root, "size \(size)")
            #expect(tree.edge.root(hasher: TreeHasher()) == expected.root)
        }
    }

    @Test("proves every entry of every tree up to 130 entries as the accumulated hash says")
    func accumulatedProofs() throws {
        // c2sp.md gives the SHA-256 of all proofs over single-byte entries, one line each.
        let hasher = SHA256Hasher()
        let treeHasher = TreeHasher()
        let leaves = (0..<130).map { MerkleTree.leafHash(of: [UInt8($0)]) }
        for size in 1...130 {
            var tree = GrowingTree()
            let growth = tree.append(Array(leaves.prefix(size)), hasher: treeHasher)
            for index in 0..<size {
                let proof = try InclusionProof(
                    of: EntryIndex(integerLiteral: UInt64(index)),
                    in: TreeSize(count: size),
                    from: growth,
                    hasher: treeHasher
                )
                let fields = ["\(index)", "\(size)"] + proof.hashes.map(\.hex)
                hasher.update(Array((fields.joined(separator: " ") + "\n").utf8))
            }
        }
        #expect(
            hasher.finish().hex
                == "893ce6eea61adc33c22c0e3a952498b76dfa3c282e78ac659f6fcc0ea44f9983"
        )
    }

    @Test(
        "writes exactly the tiles that change, across the borders of tiles and levels",
        arguments: [
            (0, 1), (0, 255), (0, 256), (1, 255), (255, 2), (256, 1), (700, 900), (65_535, 1),
            (65_535, 258), (65_300, 600),
        ]
    )
    func tiles(before: Int, count: Int) throws {
        var tree = GrowingTree()
        let leaves = Self.leaves(before + count)
        var stored: [TileKey: [UInt8]] = [:]
        for part in [leaves.prefix(before), leaves.suffix(count)] where !part.isEmpty {
            let growth = tree.append(Array(part), hasher: TreeHasher())
            for tile in growth.tiles {
                stored[TileKey(level: tile.level, index: tile.index)] = tile.hashes
            }
        }
        var hashes = leaves
        var level: TileLevel = 0
        var expected: [TileKey: [UInt8]] = [:]
        while !hashes.isEmpty {
            for start in stride(from: 0, to: hashes.count, by: 256) {
                let part = hashes[start..<min(hashes.count, start + 256)]
                expected[TileKey(level: level, index: UInt64(start / 256))] = part.flatMap(\.bytes)
            }
            hashes = stride(from: 0, through: hashes.count - 256, by: 256).map {
                MerkleTree.root(ofLeafHashes: hashes[$0..<($0 + 256)])
            }
            level = try #require(TileLevel(UInt64(level.rawValue) + 1))
        }
        #expect(stored == expected)
    }

    struct TileKey: Hashable {
        let level: TileLevel
        let index: UInt64
    }
}

/// SplitMix64: the same numbers for the same seed.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
