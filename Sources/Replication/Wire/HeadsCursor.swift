internal import TransparencyLog

/// Where a long poll of heads left off.
///
/// To the peer that polls it is opaque: it sends back what it was given. To the node that answers it is its boot nonce
/// and a counter; a cursor of another boot is unknown and gets all heads.
package struct HeadsCursor: Hashable, Sendable {
    /// The text, 1 to 64 bytes of `[A-Za-z0-9._~-]`, which needs no escaping in a query.
    package let text: String

    /// Takes a peer's cursor; nil when it is not of that form.
    package init?(opaque text: String) {
        guard !text.isEmpty, text.utf8.count <= Limits.cursorByteCountMax,
            text.utf8.allSatisfy(Self.isUnreserved)
        else { return nil }
        self.text = text
    }

    /// Writes our own cursor.
    package init(boot: BootNonce, counter: UInt64) {
        text = "\(boot)-\(counter)"
    }

    /// The counter, if this is a cursor of `boot`; else nil.
    package func counter(of boot: BootNonce) -> UInt64? {
        let prefix = "\(boot)-"
        guard text.utf8.starts(with: prefix.utf8) else { return nil }
        return Decimal.decode(Array(text.utf8.dropFirst(prefix.utf8.count)))
    }

    private static func isUnreserved(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"),
            UInt8(ascii: "~"), UInt8(ascii: "-"):
            true
        default: false
        }
    }
}

/// The query of a long poll: `since=<cursor>&wait=<1…55>` (FORMATS.md §5).
package struct HeadsQuery: Hashable, Sendable {
    /// Where the last answer left off; nil for the first poll, which gets all heads.
    package let since: HeadsCursor?
    /// How long the answer may be held, in seconds.
    package let waitSeconds: Int

    /// Makes a query; the wait is brought within 1 to 55 seconds.
    package init(since: HeadsCursor?, waitSeconds: Int) {
        self.since = since
        self.waitSeconds = min(max(waitSeconds, Limits.waitSecondsMin), Limits.waitSecondsMax)
    }

    /// Reads the two parameters as they stand in the URL; throws `document_malformed`.
    package init(since: String?, wait: String?) throws(ReplicationError) {
        guard let wait, let seconds = Decimal.decode(Array(wait.utf8)),
            seconds >= UInt64(Limits.waitSecondsMin), seconds <= UInt64(Limits.waitSecondsMax)
        else { throw .malformed("heads query", "wait") }
        var cursor: HeadsCursor?
        if let since {
            guard let opaque = HeadsCursor(opaque: since) else {
                throw .malformed("heads query", "since")
            }
            cursor = opaque
        }
        self.init(since: cursor, waitSeconds: Int(seconds))
    }

    /// The query text.
    package var text: String {
        (since.map { "since=\($0.text)&" } ?? "") + "wait=\(waitSeconds)"
    }
}
