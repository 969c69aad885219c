/// The answer to a request for objects, in the order asked: u8 status ‖ u32 BE length ‖ salted bytes (FORMATS.md §5).
package struct ObjectsAnswer: Hashable, Sendable {
    /// What is said of one object.
    package enum Item: Hashable, Sendable {
        /// Denied or absent; which of the two is not told.
        case denied
        /// The salted bytes.
        case bytes([UInt8])
        /// Ask again later: there was no room, or the bytes are not here yet.
        case later
    }

    /// The items, in the order asked.
    package private(set) var items: [Item] = []
    private let wantCount: Int
    private var byteCount = 0

    private static let document = "objects answer"
    private static let frameByteCount = 5

    /// Starts the answer to a request of `wantCount` objects, at most 256.
    package init(wantCount: Int) {
        precondition((0...Limits.objectWantCountMax).contains(wantCount), "too many objects")
        self.wantCount = wantCount
    }

    /// Adds the next item.
    ///
    /// Bytes for which the answer has no more room become "ask later"; traps beyond the count asked.
    package mutating func append(_ item: Item) {
        precondition(items.count < wantCount, "more items than were asked for")
        // The frames of the items to come always fit.
        let reserved = (wantCount - items.count) * Self.frameByteCount
        var item = item
        if case .bytes(let bytes) = item,
            byteCount + reserved + bytes.count > Limits.objectsAnswerByteCountMax
        {
            item = .later
        }
        byteCount += Self.frameByteCount
        if case .bytes(let bytes) = item { byteCount += bytes.count }
        items.append(item)
    }

    /// Reads a whole answer of at most 16 MiB with exactly `wantCount` items; throws `document_too_long` and
    /// `document_malformed`.
    package init(
        parsing bytes: some Collection<UInt8>,
        wantCount: Int
    ) throws(ReplicationError) {
        self.init(wantCount: wantCount)
        try ReplicationError.check(
            bytes.count,
            atMost: Limits.objectsAnswerByteCountMax,
            of: Self.document
        )
        var rest = Array(bytes)[...]
        for _ in 0..<wantCount {
            guard rest.count >= Self.frameByteCount else {
                throw .malformed(Self.document, "shorter")
            }
            let status = rest[rest.startIndex]
            let length = rest.dropFirst().prefix(4).reduce(0) { $0 << 8 | Int($1) }
            rest = rest.dropFirst(Self.frameByteCount)
            guard length <= rest.count else { throw .malformed(Self.document, "shorter") }
            switch (status, length) {
            case (0, 0): append(.denied)
            case (1, _): append(.bytes(Array(rest.prefix(length))))
            case (2, 0): append(.later)
            default: throw .malformed(Self.document, "status")
            }
            rest = rest.dropFirst(length)
        }
        guard rest.isEmpty else { throw .malformed(Self.document, "longer") }
    }

    /// The bytes to send.
    ///
    /// Traps unless every object asked for was answered.
    package func encoded() -> [UInt8] {
        precondition(items.count == wantCount, "an object was not answered")
        var bytes: [UInt8] = []
        bytes.reserveCapacity(byteCount)
        for item in items {
            var content: [UInt8] = []
            switch item {
            case .denied: bytes.append(0)
            case .bytes(let object):
                bytes.append(1)
                content = object
            case .later: bytes.append(2)
            }
            withUnsafeBytes(of: UInt32(content.count).bigEndian) { bytes += $0 }
            bytes += content
        }
        return bytes
    }
}
