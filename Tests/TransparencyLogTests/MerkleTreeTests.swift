import Cryptography
import Testing
import TransparencyLog

@Suite struct MerkleTreeTests {
    /// The eight leaves of the classic RFC 6962 test tree.
    static let leaves = [
        "", "00", "10", "2021", "3031", "40414243", "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    ]
    static let roots = [
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    ]

    static func leafHashes() throws -> [Digest] {
        try leaves.map { leaf in
            let bytes = try #require(Hex.decode(leaf.utf8))
            return MerkleTree.leafHash(of: bytes)
        }
    }

    @Test("the RFC 6962 tree has its published roots", arguments: 0...8)
    func publishedRoots(size: Int) throws {
        let hashes = try Self.leafHashes().prefix(size)
        #expect(MerkleTree.root(ofLeafHashes: hashes).hex == Self.roots[size])
        var edge = TreeEdge()
        _ = edge.append(hashes, hasher: TreeHasher())
        #expect(edge.root(hasher: TreeHasher()).hex == Self.roots[size])
    }

    @Test("the empty root is the SHA-256 of nothing")
    func emptyRoot() {
        #expect(MerkleTree.emptyRoot.hex == Self.roots[0])
        #expect(
            Base64.encode(MerkleTree.emptyRoot.bytes)
                == "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="
        )
    }

    static let inclusions: [(EntryIndex, TreeSize, [String])] = [
        (
            5, 8,
            [
                "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
                "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            ]
        ),
        (2, 3, ["fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"]),
        (0, 1, []),
    ]

    @Test("inclusion proofs are the published ones", arguments: inclusions)
    func publishedInclusion(index: EntryIndex, size: TreeSize, hashes: [String]) throws {
        let hasher = TreeHasher()
        let source = LeafHashSource(try Self.leafHashes())
        let proof = try InclusionProof(of: index, in: size, from: source, hasher: hasher)
        #expect(proof.hashes.map(\.hex) == hashes)
        let leaf = try Self.leafHashes()[index.int]
        let root = try #require(Digest(hex: Self.roots[size.int]))
        #expect(proof.isValid(leafHash: leaf, root: root, hasher: hasher))
    }

    static let consistencies: [(TreeSize, TreeSize, [String])] = [
        (
            6, 8,
            [
                "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
                "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            ]
        ),
        (
            2, 5,
            [
                "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
            ]
        ),
        (
            3, 7,
            [
                "0298d122906dcfc10892cb53a73992fc5b9f493ea4c9badb27b791b4127a7fe7",
                "07506a85fd9dd2f120eb694f86011e5bb4662e5c415a62917033d4a9624487e7",
                "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
                "837dbb152e9b079010717e84e865da4ebc0fa198a806d59d31bf15accef22d0e",
            ]
        ),
        (0, 8, []),
        (4, 4, []),
    ]

    @Test("consistency proofs are the published ones", arguments: consistencies)
    func publishedConsistency(old: TreeSize, new: TreeSize, hashes: [String]) throws {
        let hasher = TreeHasher()
        let source = LeafHashSource(try Self.leafHashes())
        let proof = try ConsistencyProof(from: old, to: new, from: source, hasher: hasher)
        #expect(proof.hashes.map(\.hex) == hashes)
        let oldRoot = try #require(Digest(hex: Self.roots[old.int]))
        let root = try #require(Digest(hex: Self.roots[new.int]))
        #expect(proof.isValid(oldRoot: oldRoot, root: root, hasher: hasher))
    }

    @Test("the vectors' add-checkpoint proofs come out", arguments: [255, 256])
    func vectorConsistency(old: Int) throws {
        let body: String = try Fixture.value("add_checkpoint_\(old)_300")
        let lines = body.prefix(upTo: try #require(body.firstRange(of: "\n\n")).lowerBound)
            .split(separator: "\n").dropFirst().map(String.init)
        let source = LeafHashSource(Fixture.leafHashes(300))
        let proof = try ConsistencyProof(
            from: TreeSize(count: old),
            to: 300,
            from: source,
            hasher: TreeHasher()
        )
        #expect(proof.hashes.map { Base64.encode($0.bytes) } == lines)
        #expect(
            proof.isValid(
                oldRoot: try Fixture.checkpoint(old).root,
                root: try Fixture.checkpoint(300).root,
                hasher: TreeHasher()
            )
        )
    }

    @Test("the vectors' package proofs come out", arguments: [0, 256])
    func vectorSubtreeProofs(start: Int) throws {
        let end = min(start + 256, 300)
        let lines: [String] = try Fixture.value("add_entries_0_300", "proof_[\(start),\(end))")
        let subtree = try #require(
            Subtree(start: TreeSize(count: start), end: TreeSize(count: end))
        )
        let source = LeafHashSource(Fixture.leafHashes(300))
        let proof = try SubtreeProof(of: subtree, in: 300, from: source, hasher: TreeHasher())
        #expect(proof.hashes.map { Base64.encode($0.bytes) } == lines)
        let hash = try source.hash(of: subtree, hasher: TreeHasher())
        if start == 256 {
            #expect(hash.hex == "aee96e10d366c7b5cc99cadc960fc74c24b5d2490d525050612f819b739fe4d5")
        }
        let root = try Fixture.checkpoint(300).root
        #expect(proof.isValid(subtreeHash: hash, root: root, hasher: TreeHasher()))
    }

    @Test("sizes and indexes end at 2^62")
    func limits() {
        #expect(TreeSize(UInt64(1) << 62)?.int == 1 << 62)
        #expect(TreeSize((UInt64(1) << 62) + 1) == nil)
        #expect(EntryIndex((UInt64(1) << 62) - 1)?.treeSize.rawValue == 1 << 62)
        #expect(EntryIndex(UInt64(1) << 62) == nil)
        #expect(TileLevel(UInt64(63))?.rawValue == 63)
        #expect(TileLevel(UInt64(64)) == nil)
    }

    @Test(
        "a decimal number has digits only and no leading zero",
        arguments: [
            ("0", 0), ("7", 7), ("18446744073709551615", UInt64.max),
            ("18446744073709551616", nil), ("99999999999999999999", nil),
            ("000000000000000000001", nil), ("", nil), ("00", nil), ("007", nil), ("+5", nil),
            ("-0", nil), (" 1", nil), ("1 ", nil), ("1\n", nil), ("０", nil), ("0x1", nil),
        ] as [(String, UInt64?)]
    )
    func decimals(text: String, value: UInt64?) {
        #expect(Decimal.decode(text.utf8) == value)
        if let value { #expect(Decimal.encode(value) == Array(text.utf8)) }
    }
}
