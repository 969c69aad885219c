/// The entries that name a log's keys, oldest first, framed as in an entry bundle: `GET /log/<id>/keys`
/// (FORMATS.md §5).
package struct KeyEntries: Hashable, Sendable {
    /// `log`/`open`, then each `log`/`rekey`.
    ///
    /// Bytes only: who signed them is judged elsewhere.
    package let entries: [[UInt8]]

    private static let document = "keys"

    /// Takes 1 to 1,024 entries of at most 16 KiB each; throws `list_too_long`, `document_too_long`, `document_malformed`.
    package init(_ entries: [[UInt8]]) throws(ReplicationError) {
        guard !entries.isEmpty else { throw .malformed(Self.document, "empty") }
        try ReplicationError.check(
            entries.count,
            atMost: Limits.keyEntryCountMax,
            inList: "entries",
            of: Self.document
        )
        var byteCount = 0
        for entry in entries {
            guard !entry.isEmpty else { throw .malformed(Self.document, "empty entry") }
            try ReplicationError.check(
                entry.count,
                atMost: Limits.keyEntryByteCountMax,
                of: "key entry"
            )
            byteCount += 2 + entry.count
        }
        try ReplicationError.check(byteCount, atMost: Limits.keysByteCountMax, of: Self.document)
        self.entries = entries
    }

    /// Reads the frames; a frame that is cut short is `document_malformed`.
    package init(parsing bytes: some Collection<UInt8>) throws(ReplicationError) {
        try ReplicationError.check(bytes.count, atMost: Limits.keysByteCountMax, of: Self.document)
        var rest = Array(bytes)[...]
        var entries: [[UInt8]] = []
        while let high = rest.popFirst() {
            guard let low = rest.popFirst() else { throw .malformed(Self.document, "shorter") }
            let count = Int(high) << 8 | Int(low)
            guard count <= rest.count else { throw .malformed(Self.document, "shorter") }
            entries.append(Array(rest.prefix(count)))
            rest = rest.dropFirst(count)
        }
        try self.init(entries)
    }

    /// The bytes to send.
    package var encoded: [UInt8] {
        entries.reduce(into: []) { bytes, entry in
            bytes.append(UInt8(entry.count >> 8))
            bytes.append(UInt8(entry.count & 255))
            bytes += entry
        }
    }
}
