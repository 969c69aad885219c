package import Cryptography
package import TransparencyLog

/// Something that knows the hashes of a tree's complete subtrees.
package protocol SubtreeHashes {
    /// What asking for a hash can throw.
    associatedtype Failure: Error = any Error
    /// The hash of one complete subtree.
    func hash(of subtree: CompleteSubtree) throws(Failure) -> Digest
}

extension SubtreeHashes {
    /// The compact range of the tree's first `size` entries.
    package func compactRange(at size: TreeSize) throws(Failure) -> CompactRange? {
        let hashes = try CompleteSubtree.covering(0, size).map { (subtree) throws(Failure) in
            try hash(of: subtree)
        }
        return CompactRange(end: size, hashes: hashes)
    }

    /// The inclusion proof of an entry in the tree of `size` entries, leaf's sibling first (RFC 6962 §2.1.1).
    ///
    /// The index must be below the size; traps otherwise.
    package func inclusionProof(
        of index: EntryIndex,
        in size: TreeSize,
        hasher: TreeHasher
    ) throws(Failure) -> [Digest] {
        precondition(size.contains(index), "index beyond the tree")
        var path: [Digest] = []
        var start: UInt64 = 0
        var end = size.rawValue
        while end - start > 1 {
            // The largest power of two below the number of entries.
            let half = UInt64(1) << UInt64(63 - (end - start - 1).leadingZeroBitCount)
            let middle = start + half
            if index.rawValue < middle {
                path.append(try hash(from: middle, to: end, hasher: hasher))
                end = middle
            } else {
                path.append(try hash(from: start, to: middle, hasher: hasher))
                start = middle
            }
        }
        return path.reversed()
    }

    /// The hash over `[start, end)`, whose start is a multiple of the smallest power of two that reaches its end.
    private func hash(
        from start: UInt64,
        to end: UInt64,
        hasher: TreeHasher
    ) throws(Failure) -> Digest {
        let subtrees = CompleteSubtree.covering(
            TreeSize(unchecked: start),
            TreeSize(unchecked: end)
        )
        var hashes = try subtrees.map { (subtree) throws(Failure) in try hash(of: subtree) }
        var root = hashes.popLast() ?? MerkleTree.emptyRoot
        while let left = hashes.popLast() { root = hasher.nodeHash(left, root) }
        return root
    }
}
