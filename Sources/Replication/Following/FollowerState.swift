package import Cryptography
package import TransparencyLog

/// What the store knows of a mirrored log: all that a follower needs to go on after a restart.
package struct FollowerState: Sendable {
    /// The newest cosignature that this node made of a log.
    package struct Cosigned: Hashable, Sendable {
        /// The size.
        package let size: TreeSize
        /// When, in POSIX seconds.
        package let time: UInt64

        /// Makes a record.
        package init(size: TreeSize, time: UInt64) {
            self.size = size
            self.time = time
        }
    }

    /// The log.
    package let origin: Origin
    /// The node that writes it.
    package let author: KeyName
    /// Whether this node cosigns what it mirrors: a member does.
    package var cosigns = true
    /// The checkpoint of the stored head, verified again when it was read; nil while nothing is committed.
    package var head: Checkpoint?
    /// The checkpoint of the stored head where no stored key verifies it; the log's keys are asked for then.
    package var unreadHead: UnverifiedCheckpoint?
    /// The compact range of the head.
    package var headEdge = CompactRange()
    /// The compact range of all stored entries.
    package var stagedEdge = CompactRange()
    /// The checkpoint under which the entries beyond the head were authenticated, stored with them.
    package var stagedTarget: Checkpoint?
    /// The log's keys; nil before first contact.
    package var keys: LogKeys?
    /// Our newest cosignature.
    package var cosigned: Cosigned?
    /// Sizes whose receipts the origin has not answered, ascending.
    package var unsentReceipts: [TreeSize] = []
    /// The digest of stored fork evidence of this log.
    package var evidence: Digest?
    /// The form of that evidence; empty where there is none.
    package var evidenceForm = ""
    /// Whether the log is quarantined.
    package var isQuarantined = false

    /// A log of which nothing is stored.
    package init(origin: Origin, author: KeyName) {
        self.origin = origin
        self.author = author
    }
}
