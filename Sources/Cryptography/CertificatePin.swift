/// The SHA-256 of a certificate's SubjectPublicKeyInfo: what decides who a TLS peer is (FORMATS.md §1, line `tls`).
package struct CertificatePin: Hashable, Comparable, Sendable {
    private static let prefix = "sha256:"

    /// The digest of the DER SubjectPublicKeyInfo.
    package let digest: Digest

    /// The pin with this digest.
    package init(digest: Digest) { self.digest = digest }

    /// Reads `sha256:` and 64 lower-case hex digits; anything else gives nil.
    package init?(_ text: some StringProtocol) {
        let bytes = Array(text.utf8)
        guard bytes.starts(with: Self.prefix.utf8),
            let digest = Digest(hexBytes: bytes.dropFirst(Self.prefix.utf8.count))
        else { return nil }
        self.digest = digest
    }

    /// Order by the digest's bytes.
    package static func < (a: CertificatePin, b: CertificatePin) -> Bool { a.digest < b.digest }
}

extension CertificatePin: CustomStringConvertible {
    /// `sha256:` and the digest in hex.
    package var description: String { Self.prefix + digest.hex }
}
