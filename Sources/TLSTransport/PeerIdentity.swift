package import Cryptography

/// Who is at the other end of a connection, as its certificate has proven.
package struct PeerIdentity: Hashable, Sendable {
    /// The node name that the pin stands for; for a plain web site its host.
    package let name: String
    /// The pin of the certificate that was shown.
    package let pin: CertificatePin

    /// Puts a name and its pin together.
    package init(name: String, pin: CertificatePin) {
        self.name = name
        self.pin = pin
    }
}
