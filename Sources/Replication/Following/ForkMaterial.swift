package import TransparencyLog

/// What proves that a log forked, in the three forms of FORMATS.md §6; Ledger makes the evidence of it.
package enum ForkMaterial: Hashable, Sendable {
    /// Two signed checkpoints of one size with different roots.
    case sameSize(Checkpoint, Checkpoint, keys: [[UInt8]])
    /// Two signed checkpoints and the subtree hashes that make the larger one's root and not the smaller one's.
    case growth(smaller: Checkpoint, larger: Checkpoint, edge: TreeEdge, keys: [[UInt8]])
    /// Two different first entries under one node key.
    case open([UInt8], [UInt8])

    /// The form's word in the evidence.
    package var form: String {
        switch self {
        case .sameSize: "same-size"
        case .growth: "growth"
        case .open: "open"
        }
    }

    /// Whether the material proves what it says, signatures aside: a `Checkpoint` is verified already.
    package var holds: Bool {
        switch self {
        case .sameSize(let a, let b, _):
            a.origin == b.origin && a.size == b.size && a.root != b.root
        case .growth(let smaller, let larger, let edge, _):
            smaller.origin == larger.origin && edge.left.end == smaller.size
                && edge.right.end == larger.size && edge.leftRoot != smaller.root
                && TreeEdge(
                    at: smaller.size,
                    of: larger,
                    left: edge.left.hashes,
                    right: edge.right.hashes
                ) == edge
        case .open(let a, let b): a != b
        }
    }
}
