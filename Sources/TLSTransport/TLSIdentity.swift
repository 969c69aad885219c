package import Cryptography

/// What a node shows to its peers: a certificate, the chain above it where there is one, and its private key.
package struct TLSIdentity: Sendable {
    /// The node's certificate first, then those that lead to an authority.
    package let certificates: [Certificate]
    /// The certificate's private key.
    package let key: P256.PrivateKey

    /// Puts certificates and key together; throws `identity_mismatch` when the first is not the key's.
    package init(certificates: [Certificate], key: P256.PrivateKey) throws {
        guard let leaf = certificates.first, leaf.pin == key.pin else {
            throw TLSTransportError(.identityMismatch)
        }
        self.certificates = certificates
        self.key = key
    }

    /// The pin by which peers know this node.
    package var pin: CertificatePin { key.pin }
}
