/// The answer of a long poll: the heads of common logs, own and mirrored, that changed (FORMATS.md §5).
package struct HeadsDocument: Hashable, Sendable {
    /// What to poll with next.
    package let cursor: HeadsCursor
    /// The heads, sorted by origin.
    package let logs: [HeadClaim]

    private struct Fields: WireJSON.Versioned {
        let cursor: String
        let logs: [WireJSON.Head]
        let version: Int
    }

    private static let document = "heads"

    /// Makes a document; the list is sorted here and must hold at most 10,000 heads, else `list_too_long`.
    package init(cursor: HeadsCursor, logs: [HeadClaim]) throws(ReplicationError) {
        try ReplicationError.check(
            logs.count,
            atMost: Limits.headCountMax,
            inList: "logs",
            of: Self.document
        )
        self.cursor = cursor
        self.logs = logs.sorted { $0.origin < $1.origin }
    }

    /// Reads a document of at most 4 MiB; throws for anything that breaks FORMATS.md §5.
    package init(parsing bytes: some Collection<UInt8>) throws(ReplicationError) {
        let fields = try WireJSON.decode(
            Fields.self,
            from: bytes,
            of: Self.document,
            limit: Limits.headsByteCountMax
        )
        guard let cursor = HeadsCursor(opaque: fields.cursor) else {
            throw .malformed(Self.document, "cursor")
        }
        self.cursor = cursor
        logs = try WireJSON.heads(fields.logs, of: Self.document)
    }

    /// The bytes to send; throws `document_too_long`.
    package func encoded() throws(ReplicationError) -> [UInt8] {
        let fields = Fields(
            cursor: cursor.text,
            logs: logs.map(WireJSON.Head.init),
            version: 1
        )
        return try WireJSON.encode(fields, of: Self.document, limit: Limits.headsByteCountMax)
    }
}
