package import Cryptography
package import TransparencyLog

/// The id of a log in paths: the lower-case hex SHA-256 of its origin (FORMATS.md §5).
package struct LogID: Hashable, Comparable, Sendable {
    /// The digest of the origin.
    package let digest: Digest

    /// The id of a log.
    package init(_ origin: Origin) { digest = origin.digest }

    /// Reads 64 lower-case hex digits; nil for anything else.
    package init?(hex: some StringProtocol) {
        guard let digest = Digest(hex: hex) else { return nil }
        self.digest = digest
    }

    /// Order by bytes.
    package static func < (a: LogID, b: LogID) -> Bool { a.digest < b.digest }
}

extension LogID: CustomStringConvertible {
    /// The hex form.
    package var description: String { digest.hex }
}
