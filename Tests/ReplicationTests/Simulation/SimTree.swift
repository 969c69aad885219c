import Cryptography
import TransparencyLog

/// The entries of a simulated log, named by numbers: those of the true branch, of the other one, and rubbish.
enum SimEntry {
    static let count = 4_096
    static let rubbish = 3 * count

    /// The entry's number on a branch.
    static func id(_ index: Int, onOtherBranch: Bool) -> Int {
        onOtherBranch ? count + index : index
    }

    static let leafHashes: [Digest] = {
        let hasher = TreeHasher()
        return (0..<2 * count).map { hasher.leafHash(of: Array("entry \($0)".utf8)) }
    }()

    static func leafHash(_ id: Int) -> Digest {
        id < leafHashes.count
            ? leafHashes[id] : MerkleTree.leafHash(of: Array("rubbish \(id)".utf8))
    }
}

/// The Merkle tree of one branch: the true one up to `fork`, the other one from there.
final class SimTree: Sendable {
    /// Hashes of complete subtrees on each pure branch, by level and index; built once for all runs.
    private static let pure: [[[Digest]]] = [false, true].map { other in
        let hasher = TreeHasher()
        var levels = [
            (0..<SimEntry.count).map { SimEntry.leafHash(SimEntry.id($0, onOtherBranch: other)) }
        ]
        while let last = levels.last, last.count > 1 {
            levels.append(
                stride(from: 0, to: last.count, by: 2).map {
                    hasher.nodeHash(last[$0], last[$0 + 1])
                }
            )
        }
        return levels
    }

    let fork: Int

    init(fork: Int = SimEntry.count) { self.fork = fork }

    func entry(_ index: Int) -> Int { SimEntry.id(index, onOtherBranch: index >= fork) }

    func entries(_ range: Range<Int>) -> [Int] { range.map { entry($0) } }

    private func hash(_ level: Int, _ index: Int) -> Digest {
        let start = index << level
        let end = start + (1 << level)
        if end <= fork { return Self.pure[0][level][index] }
        if start >= fork { return Self.pure[1][level][index] }
        return MerkleTree.nodeHash(hash(level - 1, 2 * index), hash(level - 1, 2 * index + 1))
    }

    func hashes(_ start: TreeSize, _ end: TreeSize) -> [Digest] {
        CompleteSubtree.covering(start, end).map { hash($0.level, Int($0.index)) }
    }

    func root(_ size: TreeSize) -> Digest {
        CompactRange(end: size, hashes: hashes(0, size))?.root(hasher: TreeHasher())
            ?? MerkleTree.emptyRoot
    }

    /// Hashes entries onto a range; whole subtrees at once where they are this branch's.
    func grow(_ range: CompactRange, by ids: [Int]) -> CompactRange {
        let hasher = TreeHasher()
        var grown = range
        let start = range.end.int
        if ids == entries(start..<start + ids.count) {
            for subtree in CompleteSubtree.covering(range.end, range.end.adding(ids.count)) {
                grown.append(
                    subtreeHash: hash(subtree.level, Int(subtree.index)),
                    level: subtree.level,
                    hasher: hasher
                )
            }
        } else {
            for id in ids { grown.append(leafHash: SimEntry.leafHash(id), hasher: hasher) }
        }
        return grown
    }
}
