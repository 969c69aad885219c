public import Cryptography

/// The hashes of the maximal complete subtrees of `[start, end)`, left to right: all that is needed to grow a tree.
///
/// A tree of n entries is a range from 0 with as many hashes as n has one bits.
public struct CompactRange: Hashable, Sendable {
    /// The first entry's index.
    public let start: TreeSize
    /// One past the last entry's index.
    public private(set) var end: TreeSize
    /// The subtrees' hashes, left to right; `CompleteSubtree.covering(start, end)` says whose.
    public private(set) var hashes: [Digest]

    /// An empty range that begins at `start`.
    public init(start: TreeSize = 0) {
        self.start = start
        end = start
        hashes = []
    }

    /// Takes hashes that were computed before; nil when their number does not fit the range.
    public init?(start: TreeSize = 0, end: TreeSize, hashes: [Digest]) {
        guard start <= end, hashes.count == CompleteSubtree.covering(start, end).count else {
            return nil
        }
        self.start = start
        self.end = end
        self.hashes = hashes
    }

    /// Adds the next entry's leaf hash.
    ///
    /// Traps beyond 2^62 entries.
    public mutating func append(leafHash: Digest, hasher: TreeHasher) {
        append(subtreeHash: leafHash, level: 0, hasher: hasher)
    }

    /// Adds the hash of a complete subtree of 2^level entries, which must be aligned at the range's end; traps otherwise.
    package mutating func append(subtreeHash: Digest, level: Int, hasher: TreeHasher) {
        let width = UInt64(1) << UInt64(level)
        precondition(end.rawValue & (width - 1) == 0, "subtree is not aligned at the range's end")
        end = TreeSize(unchecked: end.rawValue + width)
        var hash = subtreeHash
        var size = width << 1
        // A left sibling in the range makes a larger complete subtree, again and again.
        while end.rawValue & (size - 1) == 0, end.rawValue - start.rawValue >= size,
            let left = hashes.popLast()
        {
            hash = hasher.nodeHash(left, hash)
            size <<= 1
        }
        hashes.append(hash)
    }

    /// Adds a range that begins where this one ends; false, and nothing changed, when it does not.
    public mutating func append(_ next: CompactRange, hasher: TreeHasher) -> Bool {
        guard next.start == end else { return false }
        for (subtree, hash) in zip(
            CompleteSubtree.covering(next.start, next.end),
            next.hashes
        ) {
            append(subtreeHash: hash, level: subtree.level, hasher: hasher)
        }
        return true
    }

    /// The root of the tree of `end` entries.
    ///
    /// Only for a range from 0; traps for another.
    public func root(hasher: TreeHasher) -> Digest {
        precondition(start == 0, "only a range from 0 has a root")
        guard var root = hashes.last else { return MerkleTree.emptyRoot }
        for hash in hashes.dropLast().reversed() { root = hasher.nodeHash(hash, root) }
        return root
    }
}
