import Auditing
import Cryptography
import Testing
import TransparencyLog

@Suite struct TreeRecomputationTests {
    private static func leaf(_ number: Int) -> Digest {
        MerkleTree.leafHash(of: Array("leaf \(number)".utf8))
    }

    @Test("gives the root of every size from 0 to 600 that the leaves give when hashed as one list")
    func rootsOfAllSizes() {
        let leaves = (0..<600).map(Self.leaf)
        let sizes = (0...600).map { TreeSize(integerLiteral: UInt64($0)) }
        var tree = TreeRecomputation(watching: sizes)
        for leaf in leaves { _ = tree.append(leafHash: leaf) }
        for size in 0...600 {
            let expected = MerkleTree.root(ofLeafHashes: leaves.prefix(size))
            #expect(tree.roots[TreeSize(integerLiteral: UInt64(size))] == expected)
        }
    }

    @Test(
        "gives out each tile once, full, and keeps the rest as partial tiles",
        arguments: [1, 255, 256, 257, 511, 512, 65_535, 65_536, 65_537]
    )
    func tiles(size: Int) {
        var tree = TreeRecomputation(watching: [])
        var full: [TreeRecomputation.Tile] = []
        for number in 0..<size { full += tree.append(leafHash: Self.leaf(number)) }
        #expect(full.allSatisfy { $0.hashes.count == 256 })
        let partial = tree.partialTiles
        for level in 0..<3 {
            let at = TileLevel(integerLiteral: UInt8(level))
            let count = size >> (8 * level)
            #expect(full.count { $0.level == at } == count / 256)
            let rest = partial.first { $0.level == at }
            #expect((rest?.hashes.count ?? 0) == count % 256)
            #expect(rest.map { Int($0.index) } ?? count / 256 == count / 256)
        }
    }
}
