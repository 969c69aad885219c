package import Cryptography
package import TransparencyLog

/// Who writes a log.
package enum LogKind: UInt8, CaseIterable, Hashable, Sendable {
    /// This node: it signs the log's checkpoints.
    case own = 1
    /// Another node, of whose log this store holds a verified copy.
    case mirrored = 2
}

/// A log as the store holds it: its head, and how far verified entries lie beyond the head.
package struct StoredLog: Hashable, Sendable {
    /// The log.
    package let origin: Origin
    /// Who writes it.
    package let kind: LogKind
    /// The root of the head.
    package let root: Digest
    /// The note of the head's checkpoint with the log's own lines; nil exactly while the size is 0.
    package let checkpoint: [UInt8]?
    /// The compact range of the head; its end is the head's size.
    package let edge: CompactRange
    /// The compact range of all stored entries.
    ///
    /// Beyond `edge` only in a mirrored log whose slices are still coming.
    package let stagedEdge: CompactRange

    /// Makes a record of a log's head.
    package init(
        origin: Origin,
        kind: LogKind,
        root: Digest,
        checkpoint: [UInt8]?,
        edge: CompactRange,
        stagedEdge: CompactRange
    ) {
        self.origin = origin
        self.kind = kind
        self.root = root
        self.checkpoint = checkpoint
        self.edge = edge
        self.stagedEdge = stagedEdge
    }

    /// A log just created.
    package init(origin: Origin, kind: LogKind) {
        self.init(
            origin: origin,
            kind: kind,
            root: MerkleTree.emptyRoot,
            checkpoint: nil,
            edge: CompactRange(),
            stagedEdge: CompactRange()
        )
    }

    /// The head's size.
    package var size: TreeSize { edge.end }
    /// How many entries are stored, verified and gapless; at least the head's size.
    package var stagedSize: TreeSize { stagedEdge.end }
    /// Size and root of the head, which the next writer must name.
    package var head: LogHead { LogHead(size: size, root: root) }
}

/// Size and root of a tree: what a compare-and-swap compares.
package struct LogHead: Hashable, Sendable {
    /// The number of entries.
    package let size: TreeSize
    /// The root over them.
    package let root: Digest

    /// Makes a head.
    package init(size: TreeSize, root: Digest) {
        self.size = size
        self.root = root
    }

    /// The head of a log without entries.
    package static let empty = LogHead(size: 0, root: MerkleTree.emptyRoot)
}

extension LogHead: CustomStringConvertible {
    /// Size and root for messages.
    package var description: String { "\(size):\(root)" }
}

extension LogKind {
    /// How many logs the store may hold with a new one of this kind.
    package var logCountMax: Int {
        switch self {
        case .own: Limits.logCountMax
        case .mirrored: Limits.mirroredLogCountMax
        }
    }
}
