package import Cryptography
package import TransparencyLog

/// The subtree hashes of `[0, size)` and of `[size, tree)` in a tree whose root is known, left to right.
///
/// It authenticates itself: all hashes fold to the tree's root, or it is refused. So it matters to nobody where the
/// tiles came from that it was read from.
package struct TreeEdge: Hashable, Sendable {
    /// The subtrees of `[0, size)`.
    package let left: CompactRange
    /// The subtrees of `[size, tree)`.
    package let right: CompactRange

    /// Takes what was read; nil unless it folds to the checkpoint's root.
    package init?(
        at size: TreeSize,
        of tree: Checkpoint,
        left: [Digest],
        right: [Digest]
    ) {
        guard let head = CompactRange(end: size, hashes: left),
            let tail = CompactRange(start: size, end: tree.size, hashes: right)
        else { return nil }
        let hasher = TreeHasher()
        var whole = head
        guard whole.append(tail, hasher: hasher), whole.root(hasher: hasher) == tree.root else {
            return nil
        }
        self.left = head
        self.right = tail
    }

    /// The root of the tree's first entries.
    package var leftRoot: Digest { left.root(hasher: TreeHasher()) }
}
