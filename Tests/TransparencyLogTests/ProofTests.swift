import Cryptography
import Testing
import TransparencyLog

@Suite struct ProofTests {
    private let tree = AccumulatedHashTests.SmallTree()
    private let hasher = TreeHasher()

    private func roots() throws -> [Digest] {
        try (0...130).map { try tree.root(of: TreeSize(count: $0), hasher: hasher) }
    }

    private func flipped(_ digest: Digest, bit: Int) throws -> Digest {
        var bytes = digest.bytes
        bytes[bit / 8] ^= 1 << (bit % 8)
        return try #require(Digest(bytes))
    }

    @Test(
        "every inclusion proof to size 130 holds, and none with a hash's bit, the index or the size changed"
    )
    func inclusion() throws {
        let roots = try roots()
        for n in 1...130 {
            for i in 0..<n {
                let index = EntryIndex(unchecked: UInt64(i))
                let size = TreeSize(count: n)
                let leaf = tree.levels[0][i]
                let proof = try InclusionProof(of: index, in: size, from: tree, hasher: hasher)
                func holds(_ hashes: [Digest], leaf: Digest = leaf, root: Digest = roots[n]) -> Bool
                {
                    InclusionProof(of: index, in: size, hashes: hashes)?
                        .isValid(leafHash: leaf, root: root, hasher: hasher) ?? false
                }
                guard holds(proof.hashes) else {
                    Issue.record("(\(i), \(n)) does not hold")
                    return
                }
                // Another bit in each hash of each proof, so that all 256 are met.
                var wrong = [proof.hashes + [leaf], Array(proof.hashes.dropLast())]
                if proof.hashes.isEmpty { wrong.removeLast() }
                for position in proof.hashes.indices {
                    var changed = proof.hashes
                    changed[position] = try flipped(
                        changed[position],
                        bit: (i * 131 + n * 17 + position * 37) % 256
                    )
                    wrong.append(changed)
                }
                let bit = (i + n) % 256
                let passed =
                    wrong.filter { holds($0) }.count
                    + (holds(proof.hashes, leaf: try flipped(leaf, bit: bit)) ? 1 : 0)
                    + (holds(proof.hashes, root: try flipped(roots[n], bit: bit)) ? 1 : 0)
                if passed > 0 { Issue.record("(\(i), \(n)): \(passed) wrong proofs hold") }
                let neighbour = InclusionProof(
                    of: EntryIndex(unchecked: UInt64(i ^ 1)),
                    in: size,
                    hashes: proof.hashes
                )
                if neighbour?.isValid(leafHash: leaf, root: roots[n], hasher: hasher) == true {
                    Issue.record("(\(i), \(n)) holds at \(i ^ 1)")
                }
            }
        }
    }

    @Test("every consistency proof to size 130 holds, and none with a hash's bit or a root changed")
    func consistency() throws {
        let roots = try roots()
        for n in 0...130 {
            for m in 0...n {
                let old = TreeSize(count: m)
                let size = TreeSize(count: n)
                let proof = try ConsistencyProof(from: old, to: size, from: tree, hasher: hasher)
                func holds(_ hashes: [Digest], old oldRoot: Digest, new root: Digest) -> Bool {
                    ConsistencyProof(from: old, to: size, hashes: hashes)?
                        .isValid(oldRoot: oldRoot, root: root, hasher: hasher) ?? false
                }
                guard holds(proof.hashes, old: roots[m], new: roots[n]) else {
                    Issue.record("(\(m), \(n)) does not hold")
                    return
                }
                var passed = 0
                for position in proof.hashes.indices {
                    var changed = proof.hashes
                    changed[position] = try flipped(
                        changed[position],
                        bit: (m * 131 + n * 17 + position * 37) % 256
                    )
                    if holds(changed, old: roots[m], new: roots[n]) { passed += 1 }
                }
                let bit = (m + n) % 256
                let otherOld = try flipped(roots[m], bit: bit)
                let otherNew = try flipped(roots[n], bit: bit)
                if holds(proof.hashes, old: otherOld, new: roots[n]) { passed += 1 }
                // From nothing to anything every root is a continuation.
                if m > 0, holds(proof.hashes, old: roots[m], new: otherNew) { passed += 1 }
                if holds(proof.hashes + [roots[n]], old: roots[m], new: roots[n]) { passed += 1 }
                if !proof.hashes.isEmpty,
                    holds(Array(proof.hashes.dropLast()), old: roots[m], new: roots[n])
                {
                    passed += 1
                }
                if passed > 0 { Issue.record("(\(m), \(n)): \(passed) wrong proofs hold") }
            }
        }
    }

    @Test("an index or a size beyond the tree has no proof")
    func outOfRange() {
        #expect(InclusionProof(of: 5, in: 5, hashes: []) == nil)
        #expect(InclusionProof(of: 0, in: 0, hashes: []) == nil)
        #expect(ConsistencyProof(from: 6, to: 5, hashes: []) == nil)
        #expect(
            Fixture.code { try InclusionProof(of: 5, in: 5, from: tree, hasher: hasher) }
                == .entryOutOfRange
        )
        #expect(
            Fixture.code { try ConsistencyProof(from: 6, to: 5, from: tree, hasher: hasher) }
                == .subtreeOutOfRange
        )
        let short = LeafHashSource(Array(tree.levels[0].prefix(4)))
        #expect(
            Fixture.code { try InclusionProof(of: 0, in: 5, from: short, hasher: hasher) }
                == .hashMissing
        )
    }

    @Test("a proof of 62 hashes can hold, one of 64 never does")
    func longest() throws {
        // The first leaf of a tree of 2^62 equal halves: every sibling is the node of its height.
        let leaf = MerkleTree.leafHash(of: [])
        var hashes: [Digest] = []
        var root = leaf
        for _ in 0..<62 {
            hashes.append(root)
            root = hasher.nodeHash(root, root)
        }
        let size = TreeSize(unchecked: 1 << 62)
        let proof = try #require(InclusionProof(of: 0, in: size, hashes: hashes))
        #expect(proof.isValid(leafHash: leaf, root: root, hasher: hasher))
        for extra in 1...2 {
            let longer = InclusionProof(
                of: 0,
                in: size,
                hashes: hashes + Array(repeating: root, count: extra)
            )
            #expect(longer?.isValid(leafHash: leaf, root: root, hasher: hasher) == false)
        }
    }

    @Test("a subtree starts at a multiple of the power of two that holds it")
    func subtrees() {
        for (start, end) in [(0, 0), (3, 3), (0, 7), (5, 6), (4, 7), (8, 13), (6, 8)]
            as [(UInt64, UInt64)]
        {
            #expect(
                Subtree(start: TreeSize(unchecked: start), end: TreeSize(unchecked: end)) != nil
            )
        }
        for (start, end) in [(3, 2), (1, 3), (2, 5), (4, 9), (6, 9)] as [(UInt64, UInt64)] {
            #expect(
                Subtree(start: TreeSize(unchecked: start), end: TreeSize(unchecked: end)) == nil
            )
        }
    }
}
