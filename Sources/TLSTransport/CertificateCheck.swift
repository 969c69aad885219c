internal import COpenSSL
internal import Cryptography

/// How one connection judges the certificate that it is shown, and what came of it.
///
/// It stays on the connection's event loop: OpenSSL calls it inside the handshake.
final class CertificateCheck {
    /// What must hold of a certificate.
    enum Rule: Sendable {
        /// The pin stands in the registry, for `expected` where a name is given, and the SAN carries that name.
        case peer(PinRegistry, expected: String?)
        /// A plain web site: this pin, or a chain to an authority and the host's name.
        case site(host: String, pin: CertificatePin?)
    }

    private let rule: Rule
    private let checksChain: Bool
    /// Who the peer is, once its certificate was accepted.
    private(set) var identity: PeerIdentity?
    /// Why its certificate was refused.
    private(set) var failure: TLSTransportError?

    init(_ rule: Rule, checksChain: Bool) {
        self.rule = rule
        self.checksChain = checksChain
    }

    /// The host name that OpenSSL must find in a site's certificate; nil where a pin decides.
    var hostForChain: String? {
        guard case .site(let host, nil) = rule else { return nil }
        return host
    }

    /// Where OpenSSL enters: finds the connection's check and lets it judge.
    static let verifyCallback: @convention(c) (OpaquePointer?, UnsafeMutableRawPointer?) -> Int32 =
        { storeContext, _ in
            let index = SSL_get_ex_data_X509_STORE_CTX_idx()
            guard let storeContext, let session = X509_STORE_CTX_get_ex_data(storeContext, index),
                let data = SSL_get_ex_data(OpaquePointer(session), TLSSession.checkIndex)
            else { return 0 }
            let check = Unmanaged<CertificateCheck>.fromOpaque(data).takeUnretainedValue()
            return check.judge(storeContext) ? 1 : 0
        }

    private func judge(_ storeContext: OpaquePointer) -> Bool {
        guard let pointer = X509_STORE_CTX_get0_cert(storeContext), X509_up_ref(pointer) == 1,
            let certificate = try? Certificate(adopting: pointer)
        else {
            // A certificate that cannot be read is refused; which field of it is broken helps nobody.
            return refuse(
                storeContext,
                X509_V_ERR_CERT_REJECTED,
                TLSTransportError(.handshakeFailed, ["reason": "unreadable certificate"])
            )
        }
        switch rule {
        case .peer(let registry, let expected):
            return judge(certificate, registry, expected, storeContext)
        case .site(let host, let pin):
            guard let pin else { return judgeChain(certificate, host, storeContext) }
            guard certificate.pin == pin else {
                return refuse(
                    storeContext,
                    X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT,
                    TLSTransportError(.peerUnknown, ["pin": certificate.pin.description])
                )
            }
            return accept(host, certificate, storeContext)
        }
    }

    private func judge(
        _ certificate: Certificate,
        _ registry: PinRegistry,
        _ expected: String?,
        _ storeContext: OpaquePointer
    ) -> Bool {
        let pin = certificate.pin.description
        guard let name = registry.name(for: certificate.pin) else {
            // Sent to the peer as alert unknown_ca: "we do not know your certificate".
            return refuse(
                storeContext,
                X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT,
                TLSTransportError(.peerUnknown, ["pin": pin])
            )
        }
        if let expected, expected != name {
            return refuse(
                storeContext,
                X509_V_ERR_CERT_REJECTED,
                TLSTransportError(
                    .peerUnexpected,
                    ["expected": expected, "found": name, "pin": pin]
                )
            )
        }
        guard certificate.names(name) else {
            return refuse(
                storeContext,
                X509_V_ERR_HOSTNAME_MISMATCH,
                TLSTransportError(.peerNameMissing, ["name": name, "pin": pin])
            )
        }
        guard checksChain else { return accept(name, certificate, storeContext) }
        return judgeChain(certificate, name, storeContext)
    }

    private func judgeChain(
        _ certificate: Certificate,
        _ name: String,
        _ storeContext: OpaquePointer
    ) -> Bool {
        guard X509_verify_cert(storeContext) == 1 else {
            let code = X509_STORE_CTX_get_error(storeContext)
            let reason = String(cString: X509_verify_cert_error_string(Int(code)))
            let pin = certificate.pin.description
            return refuse(
                storeContext,
                code,
                TLSTransportError(.chainRefused, ["pin": pin, "reason": reason])
            )
        }
        return accept(name, certificate, storeContext)
    }

    private func accept(
        _ name: String,
        _ certificate: Certificate,
        _ storeContext: OpaquePointer
    )
        -> Bool
    {
        X509_STORE_CTX_set_error(storeContext, X509_V_OK)
        identity = PeerIdentity(name: name, pin: certificate.pin)
        failure = nil
        return true
    }

    /// The X.509 error decides which alert OpenSSL sends.
    private func refuse(
        _ storeContext: OpaquePointer,
        _ code: Int32,
        _ error: TLSTransportError
    ) -> Bool {
        X509_STORE_CTX_set_error(storeContext, code)
        identity = nil
        failure = error
        return false
    }
}
