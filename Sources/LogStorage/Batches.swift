package import Cryptography
package import TransparencyLog

/// An entry on its way into a store.
package struct NewEntry: Hashable, Sendable {
    /// The entry's bytes.
    package let bytes: [UInt8]
    /// The SHA-256 of the bytes.
    package let digest: Digest

    /// Takes bytes with their digest, which the caller has computed.
    package init(bytes: [UInt8], digest: Digest) {
        self.bytes = bytes
        self.digest = digest
    }
}

/// A hash tile as stored: the widest that is known.
///
/// A narrower one is its beginning.
package struct StoredTile: Hashable, Sendable {
    /// The level, 0 over the entries.
    package let level: TileLevel
    /// The place in the level, from 0.
    package let index: UInt64
    /// 1 to 256 hashes of 32 bytes each.
    package let hashes: [UInt8]

    /// Makes a tile.
    package init(level: TileLevel, index: UInt64, hashes: [UInt8]) {
        self.level = level
        self.index = index
        self.hashes = hashes
    }

    /// Bytes in a full tile (`c2sp.org/tlog-tiles`).
    package static let byteCountMax = 256 * Digest.byteCount
}

/// The first acknowledgement of a client's request, kept so that a retry gets the same one (FORMATS.md §8).
///
/// The proof is not stored: the log, the index and the tree size give the same bytes again.
package struct AcknowledgedRequest: Hashable, Sendable {
    /// The client's request id.
    package let id: RequestID
    /// The SHA-256 of what was asked for.
    package let digest: Digest
    /// Where the entry is.
    package let location: EntryLocation
    /// The size of the checkpoint that was published for it.
    package let treeSize: TreeSize

    /// Makes a record of an acknowledgement.
    package init(id: RequestID, digest: Digest, location: EntryLocation, treeSize: TreeSize) {
        self.id = id
        self.digest = digest
        self.location = location
        self.treeSize = treeSize
    }
}

/// A log and a place in it.
package struct EntryLocation: Hashable, Sendable {
    /// The log.
    package let origin: Origin
    /// The place.
    package let index: EntryIndex

    /// Makes a location.
    package init(origin: Origin, index: EntryIndex) {
        self.origin = origin
        self.index = index
    }
}

/// What one append writes to an own log, all of it or nothing.
package struct AppendBatch: Sendable {
    /// The log.
    package let origin: Origin
    /// The head that the batch was built upon; another stored head refuses the batch.
    package let expected: LogHead
    /// The entries, in order, from index `expected.size`.
    package let entries: [NewEntry]
    /// Every tile that the entries change, with all its hashes.
    package let tiles: [StoredTile]
    /// The compact range after the entries.
    package let edge: CompactRange
    /// The root after the entries.
    package let root: Digest
    /// The signed note of the new checkpoint.
    package let checkpoint: [UInt8]
    /// The requests that the entries answer.
    package let requests: [AcknowledgedRequest]

    /// Makes a batch.
    package init(
        origin: Origin,
        expected: LogHead,
        entries: [NewEntry],
        tiles: [StoredTile],
        edge: CompactRange,
        root: Digest,
        checkpoint: [UInt8],
        requests: [AcknowledgedRequest]
    ) {
        self.origin = origin
        self.expected = expected
        self.entries = entries
        self.tiles = tiles
        self.edge = edge
        self.root = root
        self.checkpoint = checkpoint
        self.requests = requests
    }
}

/// Verified entries of a mirrored log with their authenticated tiles, stored before the head moves.
package struct MirrorSlice: Sendable {
    /// The log.
    package let origin: Origin
    /// The index of the first entry, which must be the staged size.
    package let start: TreeSize
    /// The entries, in order.
    package let entries: [NewEntry]
    /// Every tile that the entries change, with all its hashes.
    package let tiles: [StoredTile]
    /// The compact range after the entries.
    package let edge: CompactRange

    /// Makes a slice.
    package init(
        origin: Origin,
        start: TreeSize,
        entries: [NewEntry],
        tiles: [StoredTile],
        edge: CompactRange
    ) {
        self.origin = origin
        self.start = start
        self.entries = entries
        self.tiles = tiles
        self.edge = edge
    }
}

/// The move of a mirrored log's head to a checkpoint whose entries are all stored.
package struct MirrorHead: Sendable {
    /// The log.
    package let origin: Origin
    /// The head that is replaced; another stored head refuses the move.
    package let expected: LogHead
    /// The new head; its size must be the staged size.
    package let head: LogHead
    /// The note of the new checkpoint with the log's own lines.
    package let checkpoint: [UInt8]

    /// Makes a move.
    package init(origin: Origin, expected: LogHead, head: LogHead, checkpoint: [UInt8]) {
        self.origin = origin
        self.expected = expected
        self.head = head
        self.checkpoint = checkpoint
    }
}
