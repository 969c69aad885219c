internal import Cryptography
package import TransparencyLog

/// The checks that every engine makes before it writes, so that no caller's mistake reaches a disk.
package enum BatchValidation {
    /// Checks an append against the stored log.
    package static func check(_ batch: AppendBatch, against log: StoredLog) throws(LogStorageError)
    {
        try check(log, is: .own)
        try check(batch.expected, is: log)
        try check(batch.entries, batch.tiles, from: log.size, to: batch.edge)
        guard !batch.entries.isEmpty else { throw malformed("no entries") }
        for request in batch.requests
        where request.location.origin != batch.origin
            || !batch.edge.end.contains(request.location.index)
            || request.treeSize != batch.edge.end
        {
            throw malformed("a request names another place")
        }
    }

    /// Checks a slice against the stored log.
    package static func check(_ slice: MirrorSlice, against log: StoredLog) throws(LogStorageError)
    {
        try check(log, is: .mirrored)
        guard slice.start == log.stagedSize else {
            throw conflict(log, expected: "\(slice.start)", stored: "\(log.stagedSize)")
        }
        guard !slice.entries.isEmpty else { throw malformed("no entries") }
        try check(slice.entries, slice.tiles, from: slice.start, to: slice.edge)
    }

    /// Checks the move of a mirrored log's head.
    package static func check(_ move: MirrorHead, against log: StoredLog) throws(LogStorageError) {
        try check(log, is: .mirrored)
        try check(move.expected, is: log)
        guard move.head.size == log.stagedSize, move.head.size > log.size else {
            throw conflict(log, expected: "\(move.head.size)", stored: "\(log.stagedSize)")
        }
    }

    /// Checks the edge beyond which staged entries are forgotten.
    package static func check(
        staged edge: CompactRange,
        against log: StoredLog
    ) throws(LogStorageError) {
        try check(log, is: .mirrored)
        guard edge.start == 0, log.size <= edge.end, edge.end <= log.stagedSize else {
            throw malformed("an edge at \(edge.end), not between the head and what is staged")
        }
    }

    /// Checks the sizes of a holding's parts.
    package static func check(_ holding: Holding) throws(LogStorageError) {
        try LogStorageError.check(
            holding.sealed.count,
            atMost: Limits.sealedByteCountMax,
            "sealed bytes"
        )
        try LogStorageError.check(
            holding.wrappedKey.count,
            atMost: Limits.wrappedKeyByteCountMax,
            "wrapped key bytes"
        )
        let hasParts = !holding.sealed.isEmpty && !holding.wrappedKey.isEmpty
        let hasNone = holding.sealed.isEmpty && holding.wrappedKey.isEmpty
        guard holding.status == .stored ? hasParts : hasNone else {
            throw malformed("a holding's bytes do not fit its status")
        }
    }

    /// Checks the sizes of a document and its key.
    package static func check(
        documentKey key: [UInt8],
        bytes: [UInt8]
    ) throws(LogStorageError) {
        try LogStorageError.check(
            key.count,
            atMost: Limits.documentKeyByteCountMax,
            "document key bytes"
        )
        try LogStorageError.check(
            bytes.count,
            atMost: Limits.documentByteCountMax,
            "document bytes"
        )
    }

    static func check(_ log: StoredLog, is kind: LogKind) throws(LogStorageError) {
        guard log.kind == kind else {
            throw LogStorageError(
                .logKindMismatch,
                ["kind": "\(log.kind)", "origin": "\(log.origin)"]
            )
        }
    }

    private static func check(_ head: LogHead, is log: StoredLog) throws(LogStorageError) {
        guard head == log.head else {
            throw conflict(log, expected: "\(head)", stored: "\(log.head)")
        }
    }

    private static func check(
        _ entries: [NewEntry],
        _ tiles: [StoredTile],
        from start: TreeSize,
        to edge: CompactRange
    ) throws(LogStorageError) {
        try LogStorageError.check(
            entries.count,
            atMost: Limits.batchEntryCountMax,
            "entries in a batch"
        )
        guard edge.start == 0, edge.end.rawValue == start.rawValue + UInt64(entries.count) else {
            throw malformed("the compact range does not end after the entries")
        }
        try LogStorageError.check(
            edge.end.int,
            atMost: Int(Limits.logEntryCountMax),
            "entries in a log"
        )
        for entry in entries {
            try LogStorageError.check(
                entry.bytes.count,
                atMost: Limits.entryByteCountMax,
                "entry bytes"
            )
        }
        for tile in tiles
        where tile.hashes.isEmpty || tile.hashes.count > StoredTile.byteCountMax
            || !tile.hashes.count.isMultiple(of: Digest.byteCount)
        {
            throw malformed("a tile has not 1 to 256 hashes")
        }
    }

    private static func conflict(
        _ log: StoredLog,
        expected: String,
        stored: String
    ) -> LogStorageError {
        LogStorageError(
            .checkpointConflict,
            ["expected": expected, "origin": "\(log.origin)", "stored": stored]
        )
    }

    private static func malformed(_ detail: String) -> LogStorageError {
        LogStorageError(.batchMalformed, ["detail": detail])
    }
}
