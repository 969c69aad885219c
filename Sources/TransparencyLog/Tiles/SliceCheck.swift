public import Cryptography

/// Checks a slice of a log, `[start, start + count)`, by its leaf hashes against a tree that is proven already.
///
/// The leaf hashes are those of the entries that were fetched; the tree is the checkpoint's, known through
/// `AuthenticatedTiles`. A slice that agrees can be stored at once, long before the tree is complete.
public struct SliceCheck: Sendable {
    /// The index of the slice's first entry.
    public let start: TreeSize
    /// The leaf hashes, in order.
    public let leafHashes: [Digest]

    /// Takes the leaf hashes from `start` on.
    public init(start: TreeSize, leafHashes: [Digest]) {
        self.start = start
        self.leafHashes = leafHashes
    }

    /// One past the last entry's index.
    public var end: TreeSize { start.adding(leafHashes.count) }

    /// The subtrees whose proven hashes the slice is compared with first.
    ///
    /// Few tiles hold them: for a slice that is aligned to 65,536 entries no level-0 and no level-1 tile at all.
    public static func subtrees(_ start: TreeSize, _ end: TreeSize) -> [CompleteSubtree] {
        CompleteSubtree.covering(start, end)
    }

    /// The first entry whose leaf hash is not the tree's; nil when all agree.
    ///
    /// Throws what the source does: with `AuthenticatedTiles`, `tile_missing` for a tile that is needed to find the
    /// place of a difference, `subtree_out_of_range` when the slice reaches beyond the tree.
    public func firstDifference(
        from source: some HashSource,
        hasher: TreeHasher
    ) throws -> EntryIndex? {
        for subtree in Self.subtrees(start, end) {
            if let index = try firstDifference(in: subtree, source, hasher) { return index }
        }
        return nil
    }

    private func firstDifference(
        in top: CompleteSubtree,
        _ source: some HashSource,
        _ hasher: TreeHasher
    ) throws -> EntryIndex? {
        guard try source.hash(of: top) != ownHash(of: top, hasher) else { return nil }
        var subtree = top
        while subtree.level > 0 {
            let left = CompleteSubtree(level: subtree.level - 1, index: 2 * subtree.index)
            let right = CompleteSubtree(level: subtree.level - 1, index: 2 * subtree.index + 1)
            subtree = try source.hash(of: left) != ownHash(of: left, hasher) ? left : right
        }
        return EntryIndex(unchecked: subtree.index)
    }

    private func ownHash(of subtree: CompleteSubtree, _ hasher: TreeHasher) -> Digest {
        let first = Int(subtree.start - start.rawValue)
        return hasher.root(ofComplete: leafHashes[first..<(first + (1 << subtree.level))])
    }
}
