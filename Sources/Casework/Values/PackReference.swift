package import Cryptography

/// Names one edition of a rule pack by its id and the SHA-256 of its bytes: `<pack id>@<digest>` (FORMATS.md §3).
package struct PackReference: Hashable, Comparable, Sendable {
    /// The id of the pack.
    package let id: PackID
    /// The digest of the file's bytes.
    package let digest: Digest

    /// Makes a reference.
    package init(id: PackID, digest: Digest) {
        self.id = id
        self.digest = digest
    }

    /// Reads a reference from bytes; nil where they are none.
    package init?(_ bytes: some Collection<UInt8>) {
        guard let reference = withContiguousBytes(of: bytes, Self.init(contiguous:))
        else { return nil }
        self = reference
    }

    private init?(contiguous bytes: UnsafeBufferPointer<UInt8>) {
        guard let mark = bytes.firstIndex(of: UInt8(ascii: "@")),
            let id = PackID(UnsafeBufferPointer(rebasing: bytes[..<mark])),
            let digest = Digest(hexBytes: UnsafeBufferPointer(rebasing: bytes[(mark + 1)...]))
        else { return nil }
        self.init(id: id, digest: digest)
    }

    /// Reads a reference from text; nil where it is none.
    package init?(_ text: some StringProtocol) {
        self.init(text.utf8)
    }

    /// The reference as it is written.
    package var text: String { "\(id.text)@\(digest.hex)" }

    /// Order by the bytes of the written form.
    package static func < (a: PackReference, b: PackReference) -> Bool {
        a.id == b.id ? a.digest < b.digest : a.text < b.text
    }
}

extension PackReference: CustomStringConvertible {
    /// The reference as it is written.
    package var description: String { text }
}
