import Cryptography
import Testing
import TransparencyLog

/// One hash over the whole space of small trees, as published or made by a second implementation.
///
/// Entry i is the single byte i, i = 0…129.
@Suite struct AccumulatedHashTests {
    /// The hashes of all ranges that the loops below ask for.
    struct SmallTree: HashSource {
        let levels: [[Digest]]

        init() {
            let hasher = TreeHasher()
            var levels = [(0..<130).map { hasher.leafHash(of: [UInt8($0)]) }]
            while let row = levels.last, row.count > 1 {
                levels.append(
                    stride(from: 0, to: row.count - 1, by: 2).map {
                        hasher.nodeHash(row[$0], row[$0 + 1])
                    }
                )
            }
            self.levels = levels
        }

        func hash(of subtree: CompleteSubtree) throws -> Digest {
            levels[subtree.level][Int(subtree.index)]
        }
    }

    private let tree = SmallTree()
    private let hasher = TreeHasher()

    private func digest(_ body: (SHA256Hasher) throws -> Void) rethrows -> String {
        let sum = SHA256Hasher()
        try body(sum)
        return sum.finish().hex
    }

    private func line(_ head: String, _ hashes: [Digest]) -> [UInt8] {
        Array((([head] + hashes.map(\.hex)).joined(separator: " ") + "\n").utf8)
    }

    private func size(_ number: Int) -> TreeSize { TreeSize(count: number) }

    private func index(_ number: Int) -> EntryIndex { EntryIndex(unchecked: UInt64(number)) }

    @Test("all roots to size 130")
    func roots() throws {
        let sum = try digest { sum in
            for n in 0...130 {
                sum.update(line("\(n)", [try tree.root(of: size(n), hasher: hasher)]))
            }
        }
        #expect(sum == "9c67f07f906103b6bf201842a50ff0b8c91fca9b3e211334a6b7aa3133165dec")
    }

    @Test("all inclusion proofs to size 130")
    func inclusion() throws {
        let sum = try digest { sum in
            for n in 1...130 {
                for i in 0..<n {
                    let proof = try InclusionProof(
                        of: index(i),
                        in: size(n),
                        from: tree,
                        hasher: hasher
                    )
                    sum.update(line("\(i) \(n)", proof.hashes))
                }
            }
        }
        #expect(sum == "893ce6eea61adc33c22c0e3a952498b76dfa3c282e78ac659f6fcc0ea44f9983")
    }

    @Test("all consistency proofs to size 130")
    func consistency() throws {
        let sum = try digest { sum in
            for n in 1...130 {
                for m in 1...n {
                    let proof = try ConsistencyProof(
                        from: size(m),
                        to: size(n),
                        from: tree,
                        hasher: hasher
                    )
                    sum.update(line("\(m) \(n)", proof.hashes))
                }
            }
        }
        #expect(sum == "2498232e1aebe8d1aa8d339d897fc471f4495fe0b8a55ac08f7dae3d88bc4c2a")
    }

    @Test("all subtree consistency proofs to size 130, each of them valid")
    func subtreeProofs() throws {
        let sum = try digest { sum in
            for n in 0...130 {
                let root = try tree.root(of: size(n), hasher: hasher)
                for e in 0...n {
                    for s in 0...e {
                        guard let subtree = Subtree(start: size(s), end: size(e)) else { continue }
                        let proof = try SubtreeProof(
                            of: subtree,
                            in: size(n),
                            from: tree,
                            hasher: hasher
                        )
                        sum.update(line("\(subtree) \(n)", proof.hashes))
                        let hash = try tree.hash(of: subtree, hasher: hasher)
                        let isValid = proof.isValid(subtreeHash: hash, root: root, hasher: hasher)
                        if !isValid { Issue.record("\(subtree) in \(n) is not valid") }
                    }
                }
            }
        }
        #expect(sum == "10fa99b37bf9bf9ffa26b412fbd98bd75363256d0b75d61bc4538b9c9c5a0a74")
    }

    @Test("all proofs of a record in a subtree to size 130")
    func recordInSubtree() throws {
        let sum = try digest { sum in
            for e in 0...130 {
                for s in 0...e {
                    guard let subtree = Subtree(start: size(s), end: size(e)) else { continue }
                    let shifted = ShiftedTree(tree: tree, offset: UInt64(s))
                    for i in s..<e {
                        let proof = try InclusionProof(
                            of: index(i - s),
                            in: size(e - s),
                            from: shifted,
                            hasher: hasher
                        )
                        sum.update(line("\(i) \(subtree)", proof.hashes))
                    }
                }
            }
        }
        #expect(sum == "ac2a8f989e44d99e399db448050ff5f19757df53cfb716aa81015d3955d8163f")
    }

    @Test("all subtree hashes to size 130")
    func subtreeHashes() throws {
        let sum = try digest { sum in
            for e in 0...130 {
                for s in 0...e {
                    guard let subtree = Subtree(start: size(s), end: size(e)) else { continue }
                    sum.update(line("\(subtree)", [try tree.hash(of: subtree, hasher: hasher)]))
                }
            }
        }
        #expect(sum == "b82806ad4265bb151c1119c0f4db437bb4d1a1f887b3a7fba1cd4ebf552e3e81")
    }

    /// A subtree seen as a tree of its own.
    private struct ShiftedTree: HashSource {
        let tree: SmallTree
        let offset: UInt64

        func hash(of subtree: CompleteSubtree) throws -> Digest {
            try tree.hash(
                of: CompleteSubtree(
                    level: subtree.level,
                    index: subtree.index + (offset >> UInt64(subtree.level))
                )
            )
        }
    }
}
