public import Cryptography

/// A proof that a subtree belongs to a tree: the hashes from which both roots follow.
///
/// It is the subtree consistency proof of `c2sp.org/tlog-cosignature`. For one entry it is RFC 6962's inclusion proof
/// (§2.1.1), for the first m entries its consistency proof (§2.1.2); all three are made and checked by this one code.
public struct SubtreeProof: Hashable, Sendable {
    /// The subtree.
    public let subtree: Subtree
    /// The size of the tree.
    public let size: TreeSize
    /// The hashes, lowest first.
    public let hashes: [Digest]

    /// Takes a proof that somebody else made; nil when the subtree reaches beyond the tree.
    ///
    /// Nothing is checked but that; a list of more than 63 hashes is never valid.
    public init?(of subtree: Subtree, in size: TreeSize, hashes: [Digest]) {
        guard subtree.end <= size else { return nil }
        self.subtree = subtree
        self.size = size
        self.hashes = hashes
    }

    /// Makes a proof from the tree's hashes; throws what the source does, or `subtree_out_of_range`.
    public init(
        of subtree: Subtree,
        in size: TreeSize,
        from source: some HashSource,
        hasher: TreeHasher
    ) throws {
        guard subtree.end <= size else {
            throw TransparencyLogError(
                .subtreeOutOfRange,
                ["size": "\(size)", "subtree": "\(subtree)"]
            )
        }
        self.subtree = subtree
        self.size = size
        var hashes: [Digest] = []
        if !subtree.isEmpty {
            for step in Self.path(to: subtree, in: size) {
                hashes.append(try source.hash(of: step, hasher: hasher))
            }
        }
        self.hashes = hashes
    }

    /// The subtrees whose hashes the proof consists of, lowest first.
    ///
    /// For a caller that must fetch hashes before it can make the proof.
    public static func path(to subtree: Subtree, in size: TreeSize) -> [Subtree] {
        guard !subtree.isEmpty, subtree.end <= size else { return [] }
        var path: [Subtree] = []
        var descent = Descent(to: subtree, in: size)
        while let step = descent.next() { path.append(part(step.sibling)) }
        if descent.needsOwnHash { path.append(part((descent.low, descent.high))) }
        return path.reversed()
    }

    private static func part(_ range: (low: UInt64, high: UInt64)) -> Subtree {
        guard
            let subtree = Subtree(
                start: TreeSize(unchecked: range.low),
                end: TreeSize(unchecked: range.high)
            )
        else { preconditionFailure("halving a tree gives subtrees") }
        return subtree
    }

    /// Whether the proof shows that the subtree with `subtreeHash` belongs to the tree with `root`.
    public func isValid(subtreeHash: Digest, root: Digest, hasher: TreeHasher) -> Bool {
        guard hashes.count <= Limits.proofHashCountMax else { return false }
        guard !subtree.isEmpty else {
            return hashes.isEmpty && subtreeHash == MerkleTree.emptyRoot
                && (size > 0 || root == MerkleTree.emptyRoot)
        }
        var steps: [Descent.Step] = []
        var descent = Descent(to: subtree, in: size)
        while let step = descent.next() { steps.append(step) }
        guard hashes.count == steps.count + (descent.needsOwnHash ? 1 : 0) else { return false }
        var rest = hashes[...]
        var own = subtreeHash
        if descent.needsOwnHash, let hash = rest.popFirst() { own = hash }
        var tree = own
        for (step, hash) in zip(steps.reversed(), rest) {
            if step.sharesSibling { own = hasher.nodeHash(hash, own) }
            tree =
                step.siblingIsLeft ? hasher.nodeHash(hash, tree) : hasher.nodeHash(tree, hash)
        }
        return own == subtreeHash && tree == root
    }
}

/// The way from a tree's root down to the piece of the subtree that halving the tree reaches.
private struct Descent {
    /// One halving: which half was left aside.
    struct Step {
        /// The other half, whose hash is in the proof.
        let sibling: (low: UInt64, high: UInt64)
        /// Whether that half is the left one.
        let siblingIsLeft: Bool
        /// Whether that half belongs to the subtree too.
        let sharesSibling: Bool
    }

    private var start: UInt64
    private let end: UInt64
    private(set) var low: UInt64 = 0
    private(set) var high: UInt64
    /// Whether the piece reached is less than the subtree, so that its hash is in the proof.
    private(set) var needsOwnHash = false

    init(to subtree: Subtree, in size: TreeSize) {
        start = subtree.start.rawValue
        end = subtree.end.rawValue
        high = size.rawValue
    }

    mutating func next() -> Step? {
        guard start != low || end != high else { return nil }
        let middle = Subtree.split(low, high)
        if end <= middle {
            let step = Step(sibling: (middle, high), siblingIsLeft: false, sharesSibling: false)
            high = middle
            return step
        }
        let spans = start < middle
        let step = Step(sibling: (low, middle), siblingIsLeft: true, sharesSibling: spans)
        low = middle
        if spans {
            start = middle
            needsOwnHash = true
        }
        return step
    }
}
