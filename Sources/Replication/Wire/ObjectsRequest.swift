package import Cryptography
package import TransparencyLog

/// A request for up to 256 small objects of one log: `POST /log/<id>/objects` (FORMATS.md §5).
package struct ObjectsRequest: Hashable, Sendable {
    /// One object under the entry that grants it.
    package struct Want: Hashable, Sendable {
        /// The entry's index.
        package let index: EntryIndex
        /// The object's name.
        package let object: Digest

        /// Names an object.
        package init(index: EntryIndex, object: Digest) {
            self.index = index
            self.object = object
        }
    }

    /// The objects, in the order in which they are answered.
    package let wants: [Want]

    private struct Fields: WireJSON.Versioned {
        struct Item: Codable {
            let index: UInt64
            let sha256: String
        }
        let version: Int
        let want: [Item]
    }

    private static let document = "objects request"

    /// Makes a request; throws `list_too_long`.
    package init(_ wants: [Want]) throws(ReplicationError) {
        try ReplicationError.check(
            wants.count,
            atMost: Limits.objectWantCountMax,
            inList: "want",
            of: Self.document
        )
        self.wants = wants
    }

    /// Reads a request; throws for anything that breaks FORMATS.md §5.
    package init(parsing bytes: some Collection<UInt8>) throws(ReplicationError) {
        let fields = try WireJSON.decode(
            Fields.self,
            from: bytes,
            of: Self.document,
            limit: Limits.objectsRequestByteCountMax
        )
        var wants: [Want] = []
        for item in fields.want {
            guard item.index <= Limits.integerMax, let index = EntryIndex(item.index) else {
                throw .malformed(Self.document, "want.index")
            }
            guard let object = Digest(hex: item.sha256) else {
                throw .malformed(Self.document, "want.sha256")
            }
            wants.append(Want(index: index, object: object))
        }
        try self.init(wants)
    }

    /// The bytes to send; throws `document_too_long`.
    package func encoded() throws(ReplicationError) -> [UInt8] {
        let fields = Fields(
            version: 1,
            want: wants.map { .init(index: $0.index.rawValue, sha256: $0.object.hex) }
        )
        return try WireJSON.encode(
            fields,
            of: Self.document,
            limit: Limits.objectsRequestByteCountMax
        )
    }
}
