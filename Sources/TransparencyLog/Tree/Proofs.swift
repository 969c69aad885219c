public import Cryptography

/// A proof that an entry stands at its index in a tree (RFC 6962 §2.1.1).
public struct InclusionProof: Hashable, Sendable {
    /// The entry's index.
    public let index: EntryIndex
    /// The size of the tree.
    public let size: TreeSize
    /// The hashes, leaf's sibling first, root's child last; none for a tree of one entry.
    public let hashes: [Digest]

    /// Takes a proof that somebody else made; nil when the tree has no such entry.
    public init?(of index: EntryIndex, in size: TreeSize, hashes: [Digest]) {
        guard size.contains(index) else { return nil }
        self.index = index
        self.size = size
        self.hashes = hashes
    }

    /// Makes a proof; throws what the source does, or `entry_out_of_range`.
    public init(
        of index: EntryIndex,
        in size: TreeSize,
        from source: some HashSource,
        hasher: TreeHasher
    ) throws {
        guard size.contains(index) else {
            throw TransparencyLogError(
                .entryOutOfRange,
                ["index": "\(index)", "size": "\(size)"]
            )
        }
        self.index = index
        self.size = size
        hashes = try SubtreeProof(of: Subtree(index), in: size, from: source, hasher: hasher).hashes
    }

    /// Whether it shows that the entry with `leafHash` belongs to the tree with `root`.
    public func isValid(leafHash: Digest, root: Digest, hasher: TreeHasher) -> Bool {
        SubtreeProof(of: Subtree(index), in: size, hashes: hashes)?
            .isValid(subtreeHash: leafHash, root: root, hasher: hasher) ?? false
    }
}

/// A proof that a tree begins with all the entries of a smaller one (RFC 6962 §2.1.2).
public struct ConsistencyProof: Hashable, Sendable {
    /// The smaller size.
    public let oldSize: TreeSize
    /// The larger size, or the same.
    public let size: TreeSize
    /// The hashes, at most 63; none from size 0 and none between equal sizes.
    public let hashes: [Digest]

    /// Takes a proof that somebody else made; nil when the sizes fall.
    public init?(from oldSize: TreeSize, to size: TreeSize, hashes: [Digest]) {
        guard oldSize <= size else { return nil }
        self.oldSize = oldSize
        self.size = size
        self.hashes = hashes
    }

    /// Makes a proof; throws what the source does, or `subtree_out_of_range` when the sizes fall.
    public init(
        from oldSize: TreeSize,
        to size: TreeSize,
        from source: some HashSource,
        hasher: TreeHasher
    ) throws {
        self.oldSize = oldSize
        self.size = size
        hashes = try SubtreeProof(
            of: Subtree(first: oldSize),
            in: size,
            from: source,
            hasher: hasher
        ).hashes
    }

    /// Whether it shows that the tree with `root` continues the one with `oldRoot`.
    public func isValid(oldRoot: Digest, root: Digest, hasher: TreeHasher) -> Bool {
        SubtreeProof(of: Subtree(first: oldSize), in: size, hashes: hashes)?
            .isValid(subtreeHash: oldRoot, root: root, hasher: hasher) ?? false
    }
}
