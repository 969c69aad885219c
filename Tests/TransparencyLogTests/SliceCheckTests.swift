import Cryptography
import Testing
import TransparencyLog

@Suite struct SliceCheckTests {
    private let hasher = TreeHasher()

    @Test("a slice is checked with the few tiles above it, whatever its bounds")
    func slices() throws {
        let leaves = Fixture.leafHashes(70_000)
        let source = MemoryTiles(leafHashes: leaves)
        let root = MerkleTree.root(ofLeafHashes: leaves)
        let ranges: [(Int, Int, Int)] = [
            (0, 65_536, 3), (65_536, 70_000, 3), (0, 70_000, 3), (100, 65_536, 5), (0, 1, 5),
            (69_999, 70_000, 3), (300, 301, 5), (0, 0, 0), (70_000, 70_000, 0),
        ]
        for (start, end, tileCount) in ranges {
            var tiles = AuthenticatedTiles(size: 70_000, root: root)
            let subtrees = SliceCheck.subtrees(TreeSize(count: start), TreeSize(count: end))
            let needed = subtrees.isEmpty ? [] : try tiles.needed(for: subtrees)
            #expect(needed.count == tileCount, "[\(start), \(end)) needs \(needed)")
            if !needed.isEmpty {
                try tiles.authenticate(
                    needed.map { try UnauthenticatedTile($0, bytes: source.tileBytes($0)) },
                    hasher: hasher
                )
            }
            let slice = SliceCheck(
                start: TreeSize(count: start),
                leafHashes: Array(leaves[start..<end])
            )
            #expect(try slice.firstDifference(from: tiles, hasher: hasher) == nil)
        }
    }

    @Test("the first wrong entry of a slice is found, wherever it stands")
    func differences() throws {
        let leaves = Fixture.leafHashes(1_000)
        let root = MerkleTree.root(ofLeafHashes: leaves)
        let tiles = AuthenticatedTiles(size: 1_000, root: root)
        let reader = TileReader(tiles, source: MemoryTiles(leafHashes: leaves))
        let wrong = hasher.leafHash(of: Array("wrong".utf8))
        for (start, end) in [(0, 1_000), (3, 999), (255, 513), (512, 768)] {
            for position in [start, start + 1, (start + end) / 2, end - 2, end - 1] {
                var changed = Array(leaves[start..<end])
                for later in position..<min(position + 2, end) { changed[later - start] = wrong }
                let slice = SliceCheck(start: TreeSize(count: start), leafHashes: changed)
                let found = try slice.firstDifference(from: reader, hasher: hasher)
                #expect(found?.int == position, "[\(start), \(end))")
            }
        }
        // Two entries swapped are found at the first of them; a slice that is too long at its end.
        var swapped = leaves
        swapped.swapAt(600, 601)
        let slice = SliceCheck(start: 0, leafHashes: swapped)
        #expect(try slice.firstDifference(from: reader, hasher: hasher)?.int == 600)
        let longer = SliceCheck(start: 0, leafHashes: leaves + [wrong])
        #expect(
            Fixture.code { try longer.firstDifference(from: reader, hasher: hasher) }
                == .subtreeOutOfRange
        )
        let bare = SliceCheck(start: 0, leafHashes: leaves)
        #expect(
            Fixture.code { try bare.firstDifference(from: tiles, hasher: hasher) } == .tileMissing
        )
    }
}
