import Cryptography
import Testing
import TransparencyLog

@Suite struct TreeEdgeTests {
    private let hasher = TreeHasher()

    @Test("batches of any length give the tiles and the root that one batch gives")
    func batches() throws {
        let seed: UInt64 = 20_260_801
        var generator = SeededGenerator(seed: seed)
        let leaves = (0..<2_000).map { number in
            hasher.leafHash(of: withUnsafeBytes(of: UInt32(number)) { Array($0) })
        }
        let whole = MemoryTiles(leafHashes: leaves)
        var edge = TreeEdge()
        var stored: [TileCoordinate: [UInt8]] = [:]
        while edge.size.int < leaves.count {
            let before = edge.size
            let count = min(Int.random(in: 0...300, using: &generator), leaves.count - before.int)
            let tiles = edge.append(leaves[before.int..<(before.int + count)], hasher: hasher)
            let expected = Set(edge.size.tiles(since: before))
            #expect(Set(tiles.map(\.coordinate)) == expected, "seed \(seed), from \(before)")
            #expect(tiles.count == expected.count)
            for tile in tiles { stored[tile.coordinate] = tile.encoded }
            let root = MerkleTree.root(ofLeafHashes: leaves.prefix(edge.size.int))
            #expect(edge.root(hasher: hasher) == root, "seed \(seed), size \(edge.size)")
            #expect(edge.compactRange(hasher: hasher).end == edge.size)
            let restored = TreeEdge(size: edge.size, partialTiles: edge.partialTiles.reversed())
            #expect(restored == edge)
        }
        for (coordinate, bytes) in whole.bytes {
            #expect(stored[coordinate] == bytes, "seed \(seed), \(coordinate)")
        }
    }

    @Test("an edge is made of exactly the partial tiles of its size")
    func restoring() throws {
        var edge = TreeEdge()
        _ = edge.append(Fixture.leafHashes(300), hasher: hasher)
        let tiles = edge.partialTiles
        #expect(tiles.map(\.coordinate.path) == ["tile/0/001.p/44", "tile/1/000.p/1"])
        #expect(edge.root(hasher: hasher) == (try Fixture.checkpoint(300).root))
        #expect(TreeEdge(size: 300, partialTiles: tiles) == edge)
        #expect(TreeEdge(size: 300, partialTiles: [tiles[0]]) == nil)
        #expect(TreeEdge(size: 300, partialTiles: [tiles[0], tiles[0]]) == nil)
        #expect(TreeEdge(size: 301, partialTiles: tiles) == nil)
        #expect(TreeEdge(size: 0, partialTiles: []) == TreeEdge())
        #expect(TreeEdge().root(hasher: hasher) == MerkleTree.emptyRoot)
    }
}
