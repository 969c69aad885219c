import Cryptography
import Testing
import TransparencyLog

@Suite struct CompactRangeTests {
    private let tree = AccumulatedHashTests.SmallTree()
    private let hasher = TreeHasher()

    @Test("the maximal complete subtrees of a range cover it without gap, and none could be larger")
    func covering() {
        for end in 0...130 {
            for start in 0...end {
                let parts = CompleteSubtree.covering(TreeSize(count: start), TreeSize(count: end))
                var position = UInt64(start)
                for part in parts {
                    guard part.start == position, part.end <= UInt64(end) else {
                        Issue.record("[\(start), \(end)) has a gap")
                        return
                    }
                    position = part.end
                    let parent = CompleteSubtree(level: part.level + 1, index: part.index / 2)
                    if parent.start >= UInt64(start), parent.end <= UInt64(end) {
                        Issue.record("[\(start), \(end)): \(part) is not maximal")
                    }
                }
                if position != UInt64(end) { Issue.record("[\(start), \(end)) is not covered") }
            }
        }
        #expect(CompleteSubtree.covering(0, TreeSize(unchecked: 1 << 62)).map(\.level) == [62])
    }

    @Test("the hashes of [0, A) and [A, B) fold to both roots, for every A and B to 130")
    func growth() throws {
        for b in 0...130 {
            let root = try tree.root(of: TreeSize(count: b), hasher: hasher)
            for a in 0...b {
                var range = try tree.compactRange(to: TreeSize(count: a))
                let rest = try tree.compactRange(from: TreeSize(count: a), to: TreeSize(count: b))
                var grown = CompactRange(start: TreeSize(count: a))
                for leaf in tree.levels[0][a..<b] { grown.append(leafHash: leaf, hasher: hasher) }
                guard grown == rest, range.append(rest, hasher: hasher) else {
                    Issue.record("[\(a), \(b)) differs when grown leaf by leaf")
                    return
                }
                if range.root(hasher: hasher) != root { Issue.record("\(a) + \(b): wrong root") }
                if range.hashes.count != b.nonzeroBitCount { Issue.record("\(b): not compact") }
            }
        }
    }

    @Test("a range takes exactly as many hashes as it has maximal subtrees")
    func counts() {
        let hash = MerkleTree.emptyRoot
        #expect(CompactRange(start: 0, end: 7, hashes: [hash, hash, hash]) != nil)
        #expect(CompactRange(start: 0, end: 7, hashes: [hash, hash]) == nil)
        #expect(CompactRange(start: 3, end: 9, hashes: [hash, hash, hash]) != nil)
        #expect(CompactRange(start: 3, end: 2, hashes: []) == nil)
        #expect(CompactRange(end: 0, hashes: [])?.root(hasher: hasher) == MerkleTree.emptyRoot)
        var range = CompactRange(start: 0)
        let isJoined = range.append(CompactRange(start: 1), hasher: hasher)
        #expect(!isJoined)
        #expect(range == CompactRange(start: 0))
    }
}
