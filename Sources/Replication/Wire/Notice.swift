package import Cryptography

/// A text that nodes pass on: `POST /v1/notices`, one a request, its kind by its first line (FORMATS.md §5).
///
/// Reading says the kind only; a receiver verifies a notice before it stores it, and a known one is no error.
package struct Notice: Hashable, Sendable {
    /// What a notice is.
    package enum Kind: String, CaseIterable, Sendable {
        /// A peer card.
        case card = "lianlu/card/v1"
        /// A charter revision.
        case charter = "lianlu/charter/v1"
        /// Fork evidence.
        case fork = "lianlu/fork/v1"
    }

    /// The kind.
    package let kind: Kind
    /// The whole text.
    package let bytes: [UInt8]
    /// The SHA-256 of the text, by which a queue tells notices apart.
    package let digest: Digest

    /// Takes a text of at most 64 KiB that ends in LF; throws `document_too_long`, `document_malformed` and
    /// `notice_kind_unknown`.
    package init(parsing bytes: some Collection<UInt8>) throws(ReplicationError) {
        try ReplicationError.check(bytes.count, atMost: Limits.noticeByteCountMax, of: "notice")
        let text = Array(bytes)
        guard text.last == UInt8(ascii: "\n"), String(validating: text, as: UTF8.self) != nil else {
            throw .malformed("notice", "text")
        }
        let line = text.prefix { $0 != UInt8(ascii: "\n") }
        guard let kind = Kind.allCases.first(where: { $0.rawValue.utf8.elementsEqual(line) }) else {
            throw ReplicationError(.noticeKindUnknown)
        }
        self.kind = kind
        self.bytes = text
        digest = SHA256.digest(of: text)
    }
}
