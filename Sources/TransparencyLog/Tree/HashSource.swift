public import Cryptography

/// Something that knows the hashes of a tree's complete subtrees: a store, authenticated tiles, leaf hashes in memory.
public protocol HashSource {
    /// The hash of one complete subtree, which lies within the tree; throws when it is not at hand.
    func hash(of subtree: CompleteSubtree) throws -> Digest
}

extension HashSource {
    /// The compact range of `[start, end)`.
    public func compactRange(from start: TreeSize = 0, to end: TreeSize) throws -> CompactRange {
        let hashes = try CompleteSubtree.covering(start, end).map { try hash(of: $0) }
        guard let range = CompactRange(start: start, end: end, hashes: hashes) else {
            preconditionFailure("a range must not end before it starts")
        }
        return range
    }

    /// The root of the tree's first `size` entries.
    public func root(of size: TreeSize, hasher: TreeHasher) throws -> Digest {
        try compactRange(to: size).root(hasher: hasher)
    }

    /// The root over a subtree's entries.
    public func hash(of subtree: Subtree, hasher: TreeHasher) throws -> Digest {
        // Its start is aligned to all its parts, so that the right-to-left fold is RFC 6962's hash of the range.
        let parts = CompleteSubtree.covering(subtree.start, subtree.end)
        guard let last = parts.last else { return MerkleTree.emptyRoot }
        var root = try hash(of: last)
        for part in parts.dropLast().reversed() {
            root = hasher.nodeHash(try hash(of: part), root)
        }
        return root
    }
}

/// Leaf hashes in memory as a source of all hashes over them.
///
/// Every question hashes anew: for tests and small trees.
public struct LeafHashSource: HashSource {
    private let leafHashes: [Digest]

    /// Takes the leaf hashes of a whole tree, in order.
    public init(_ leafHashes: [Digest]) { self.leafHashes = leafHashes }

    /// The hash of a complete subtree; throws `hash_missing` beyond the leaves.
    public func hash(of subtree: CompleteSubtree) throws -> Digest {
        guard subtree.end <= UInt64(leafHashes.count) else {
            throw TransparencyLogError(
                .hashMissing,
                ["index": "\(subtree.index)", "level": "\(subtree.level)"]
            )
        }
        return TreeHasher().root(ofComplete: leafHashes[Int(subtree.start)..<Int(subtree.end)])
    }
}
