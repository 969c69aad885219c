package import TransparencyLog

internal import Cryptography

/// What two people read to each other over the telephone to compare a node key (FORMATS.md §1).
///
/// The eight big-endian 32-bit words of the SHA-256 of the vkey's text, each modulo 100000, as five digits.
package struct Fingerprint: Hashable, Sendable {
    /// Eight groups of five digits, joined by spaces.
    package let text: String

    /// The fingerprint of a key.
    package init(of key: VerifierKey) {
        let bytes = SHA256.digest(of: key.encoded).bytes
        text = stride(from: 0, to: bytes.count, by: 4).map { start in
            let word = bytes[start..<(start + 4)].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
            let digits = String(word % 100_000)
            return String(repeating: "0", count: 5 - digits.utf8.count) + digits
        }.joined(separator: " ")
    }

    /// Takes what a person typed: forty digits, whatever spaces stand between them; nil for anything else.
    package init?(typed text: String) {
        let digits = text.utf8.filter { $0 != UInt8(ascii: " ") }
        guard digits.count == 40,
            digits.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) })
        else { return nil }
        self.text = stride(from: 0, to: 40, by: 5).map {
            String(decoding: digits[$0..<($0 + 5)], as: UTF8.self)
        }.joined(separator: " ")
    }
}

extension Fingerprint: CustomStringConvertible {
    /// The digits.
    package var description: String { text }
}
