import Cryptography
import Testing
import TransparencyLog

@Suite struct AuthenticatedTilesTests {
    private let hasher = TreeHasher()

    private func leaves(_ count: Int) -> [Digest] {
        (0..<count).map { hasher.leafHash(of: Array("leaf \($0)".utf8)) }
    }

    private func unauthenticated(
        _ coordinate: TileCoordinate,
        _ source: MemoryTiles
    ) throws -> UnauthenticatedTile {
        try UnauthenticatedTile(coordinate, bytes: source.tileBytes(coordinate))
    }

    /// Counts how often each tile is asked for.
    private final class CountingSource: TileSource {
        var tiles: MemoryTiles
        var counts: [TileCoordinate: Int] = [:]

        init(_ tiles: MemoryTiles) { self.tiles = tiles }

        func tileBytes(_ coordinate: TileCoordinate) throws -> [UInt8] {
            counts[coordinate, default: 0] += 1
            return try tiles.tileBytes(coordinate)
        }
    }

    @Test(
        "a forged leaf is refused under the true root, at every size of the published regression",
        arguments: [
            (257, "hVuTaqAMuYtRFEhCSa0514pr6TYj4mwB6OSH3AIYSlo="),
            (258, "dFgtT+42ZaJn47ZYO505VSjgz1kiObSipHctEuiUQco="),
            (259, "XwpEGUe3nlQbZSUPs1iCeihU1OBLB/r/+zK6i/5aEHs="),
            (300, "56/ILTiUT8eTBUUygJHUWCMojB9zTL2sBjlnE+vUtdU="),
            (511, "ymtPPbK06NA6gzynOB8aZncoM4xtFkHw5tCy2k7EqTQ="),
        ]
    )
    func forgedLeaf(size: Int, root: String) throws {
        let leaves = leaves(size)
        let digest = try #require(Base64.decode(root.utf8).flatMap { Digest($0) })
        #expect(MerkleTree.root(ofLeafHashes: leaves) == digest)
        var tiles = MemoryTiles(leafHashes: leaves)
        let honest = AuthenticatedTiles(size: TreeSize(count: size), root: digest)
        #expect(try TileReader(honest, source: tiles).leafHash(at: 5) == leaves[5])

        let first = try #require(TileCoordinate(level: .leaves, index: 0))
        let evil = hasher.leafHash(of: Array("evil".utf8))
        tiles.bytes[first]?.replaceSubrange(5 * 32..<6 * 32, with: evil.bytes)
        for index in [5, 6, 255] as [EntryIndex] {
            #expect(
                Fixture.code { try TileReader(honest, source: tiles).leafHash(at: index) }
                    == .tileNotAuthentic
            )
        }
    }

    @Test(
        "any changed byte of any tile is refused when a hash in it is read",
        arguments: [1, 255, 256, 257, 300, 513]
    )
    func changedBytes(size: Int) throws {
        let leaves = leaves(size)
        let tiles = MemoryTiles(leafHashes: leaves)
        let root = MerkleTree.root(ofLeafHashes: leaves)
        let none = AuthenticatedTiles(size: TreeSize(count: size), root: root)
        let all = (0..<size).map { CompleteSubtree(level: 0, index: UInt64($0)) }
        let wanted = try none.needed(for: all)
        #expect(Set(wanted) == Set(TreeSize(count: size).tiles()))
        #expect(Set(wanted).count == wanted.count)
        for coordinate in wanted {
            for position in stride(from: 0, to: coordinate.width * 32, by: 31) {
                var changed = tiles
                changed.bytes[coordinate]?[position] ^= 0x10
                var proven = none
                #expect(
                    Fixture.code {
                        try proven.authenticate(
                            wanted.map { try unauthenticated($0, changed) },
                            hasher: hasher
                        )
                    } == .tileNotAuthentic,
                    "\(coordinate) byte \(position)"
                )
            }
        }
        var proven = none
        let found = try proven.authenticate(
            wanted.map { try unauthenticated($0, tiles) },
            hasher: hasher
        )
        #expect(
            found.map(\.coordinate).sorted { $0.path < $1.path }
                == wanted.sorted { $0.path < $1.path }
        )
        for (index, leaf) in leaves.enumerated() {
            #expect(try proven.hash(of: CompleteSubtree(level: 0, index: UInt64(index))) == leaf)
        }
    }

    @Test("each tile is fetched and proven exactly once, however many hashes are read")
    func once() throws {
        let leaves = leaves(66_000)
        let source = CountingSource(MemoryTiles(leafHashes: leaves))
        let root = MerkleTree.root(ofLeafHashes: leaves)
        let reader = TileReader(
            AuthenticatedTiles(size: TreeSize(count: leaves.count), root: root),
            source: source
        )
        let tree = LeafHashSource(leaves)
        for index in [0, 5, 255, 256, 40_000, 65_535, 65_536, 65_999] as [EntryIndex] {
            #expect(try reader.leafHash(at: index) == leaves[index.int])
            let proof = try reader.inclusionProof(of: index)
            #expect(proof.isValid(leafHash: leaves[index.int], root: root, hasher: hasher))
        }
        for old in [1, 255, 256, 257, 65_536, 66_000] as [TreeSize] {
            let proof = try reader.consistencyProof(from: old)
            let oldRoot = try tree.root(of: old, hasher: hasher)
            #expect(proof.isValid(oldRoot: oldRoot, root: root, hasher: hasher))
        }
        #expect(source.counts.values.allSatisfy { $0 == 1 })
    }

    @Test("the empty tree has no tile, no hash and no leaf")
    func emptyTree() throws {
        let checkpoint = try Fixture.checkpoint(0)
        var tiles = AuthenticatedTiles(checkpoint)
        #expect(try tiles.needed(for: []).isEmpty)
        #expect(try tiles.needed(forLeaves: 0, 0).isEmpty)
        let none = try tiles.authenticate([], hasher: hasher)
        #expect(none.isEmpty)
        let reader = TileReader(checkpoint, source: MemoryTiles(leafHashes: []))
        #expect(Fixture.code { try reader.leafHash(at: 0) } == .entryOutOfRange)
        #expect(try reader.root(of: 0, hasher: hasher) == MerkleTree.emptyRoot)
        let tile = try UnauthenticatedTile(
            try #require(TileCoordinate(level: 0, index: 0, width: 1)),
            bytes: [UInt8](repeating: 0, count: 32)
        )
        #expect(Fixture.code { try tiles.authenticate([tile], hasher: hasher) } == .tileNotInTree)
    }

    @Test("what lies beyond the tree is refused")
    func outOfRange() throws {
        let source = MemoryTiles(leafHashes: Fixture.leafHashes(300))
        let reader = TileReader(try Fixture.checkpoint(300), source: source)
        #expect(try reader.leafHash(at: 299) == Fixture.leafHashes(300)[299])
        #expect(Fixture.code { try reader.leafHash(at: 300) } == .entryOutOfRange)
        #expect(
            Fixture.code { try reader.hash(of: CompleteSubtree(level: 8, index: 1)) }
                == .subtreeOutOfRange
        )
        let tiles = AuthenticatedTiles(try Fixture.checkpoint(300))
        #expect(Fixture.code { try tiles.needed(forLeaves: 299, 301) } == .subtreeOutOfRange)
        #expect(
            try tiles.needed(forLeaves: 255, 257).map(\.path)
                == ["tile/1/000.p/1", "tile/0/001.p/44", "tile/0/000"]
        )
        // A narrower tile than the tree has is not asked for, and not taken.
        var others = tiles
        for path in [
            "tile/0/001.p/43", "tile/0/001.p/45", "tile/0/001", "tile/0/000.p/1", "tile/1/000",
            "tile/2/000.p/1",
        ] {
            let coordinate = try #require(TileCoordinate(path: path))
            let tile = try UnauthenticatedTile(
                coordinate,
                bytes: [UInt8](repeating: 0, count: coordinate.width * 32)
            )
            #expect(
                Fixture.code { try others.authenticate([tile], hasher: hasher) } == .tileNotInTree
            )
        }
    }

    @Test("no hash is given out, and no tile proven, before everything above is proven")
    func missing() throws {
        let leaves = Fixture.leafHashes(300)
        let source = MemoryTiles(leafHashes: leaves)
        var tiles = AuthenticatedTiles(try Fixture.checkpoint(300))
        let first = try #require(TileCoordinate(path: "tile/0/000"))
        let edge = try (300 as TreeSize).partialTiles.map { try unauthenticated($0, source) }
        let leaf = CompleteSubtree(level: 0, index: 0)
        #expect(Fixture.code { try tiles.hash(of: leaf) } == .tileMissing)
        #expect(
            Fixture.code {
                try tiles.authenticate([try unauthenticated(first, source)], hasher: hasher)
            } == .tileMissing
        )
        #expect(Fixture.code { try tiles.authenticate([edge[0]], hasher: hasher) } == .tileMissing)
        #expect(tiles.tile(first) == nil)
        try tiles.authenticate(edge, hasher: hasher)
        #expect(Fixture.code { try tiles.hash(of: leaf) } == .tileMissing)
        let found = try tiles.authenticate([try unauthenticated(first, source)], hasher: hasher)
        #expect(found == [tiles.tile(first)])
        let again = try tiles.authenticate([try unauthenticated(first, source)], hasher: hasher)
        #expect(again.isEmpty)
        #expect(try tiles.hash(of: leaf) == leaves[0])
        tiles.dropLeafTiles()
        #expect(tiles.tile(first) == nil)
        #expect(try tiles.hash(of: CompleteSubtree(level: 0, index: 256)) == leaves[256])
    }

    @Test("a wider tile serves for a partial one; any other count of bytes is refused")
    func widths() throws {
        let leaves = Fixture.leafHashes(512)
        let full = MemoryTiles(leafHashes: leaves)
        var tiles = AuthenticatedTiles(try Fixture.checkpoint(300))
        let second = try #require(TileCoordinate(path: "tile/0/001"))
        let partial = try #require(TileCoordinate(path: "tile/0/001.p/44"))
        let bytes = try full.tileBytes(second)
        let above = try #require(TileCoordinate(path: "tile/1/000.p/1"))
        let aboveBytes = try full.tileBytes(try #require(TileCoordinate(path: "tile/1/000.p/2")))
        try tiles.authenticate(
            [
                UnauthenticatedTile(partial, bytes: bytes),
                UnauthenticatedTile(above, bytes: aboveBytes),
            ],
            hasher: hasher
        )
        #expect(try tiles.hash(of: CompleteSubtree(level: 0, index: 299)) == leaves[299])
        for count in [0, 1, 31, 43 * 32, 44 * 32 - 1, 44 * 32 + 1, 257 * 32] {
            let wrong = Array((bytes + bytes).prefix(count))
            #expect(
                Fixture.code { try UnauthenticatedTile(partial, bytes: wrong) }
                    == .tileWidthMismatch,
                "\(count) bytes"
            )
        }
    }
}
