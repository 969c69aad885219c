internal import COpenSSL
package import Cryptography
internal import Synchronization

/// The settings that connections share: identity, authorities, versions; never changed once made.
package final class TLSContext: @unchecked Sendable {
    // Sendable because an SSL_CTX is reference counted, only read by SSL_new, and OpenSSL locks what it counts.
    let pointer: OpaquePointer
    /// Whether a peer's chain and dates are checked beside its pin.
    let checksChain: Bool

    /// The protocol that both sides speak, as ALPN names it.
    static let applicationProtocol = Array("http/1.1".utf8)

    /// For connections between nodes, in both roles: TLS 1.3 only, both sides show a certificate, no resumption.
    ///
    /// With `authorities` a peer's chain and dates are checked as well as its pin. Throws `context_not_made`.
    package init(identity: TLSIdentity, authorities: CertificateAuthorities? = nil) throws {
        pointer = try Self.make(minimumVersion: TLS1_3_VERSION)
        checksChain = authorities != nil
        if let authorities { try Self.trust(authorities, in: pointer) }
        try Self.show(identity, in: pointer)
    }

    /// For reading a plain web site: TLS 1.2 or 1.3, no certificate of our own.
    ///
    /// Throws `context_not_made`.
    package init(siteAuthorities: CertificateAuthorities) throws {
        pointer = try Self.make(minimumVersion: TLS1_2_VERSION)
        checksChain = true
        try Self.trust(siteAuthorities, in: pointer)
    }

    deinit { SSL_CTX_free(pointer) }

    private static func make(minimumVersion: Int32) throws -> OpaquePointer {
        OpenSSLFailure.clear()
        guard let context = SSL_CTX_new(TLS_method()) else { throw failure() }
        let wire = [UInt8(applicationProtocol.count)] + applicationProtocol
        let options = cossl_OP_NO_RENEGOTIATION | cossl_OP_NO_TICKET | cossl_OP_NO_COMPRESSION
        _ = SSL_CTX_set_options(context, options)
        let modes =
            SSL_MODE_RELEASE_BUFFERS | SSL_MODE_ENABLE_PARTIAL_WRITE
            | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER
        _ = cossl_SSL_CTX_set_mode(context, Int(modes))
        _ = cossl_SSL_CTX_set_session_cache_mode(context, Int(SSL_SESS_CACHE_OFF))
        // SSL_CTX_set_alpn_protos is the one that returns 0 on success.
        guard cossl_SSL_CTX_set_min_proto_version(context, minimumVersion) == 1,
            cossl_SSL_CTX_set_max_proto_version(context, TLS1_3_VERSION) == 1,
            SSL_CTX_set_num_tickets(context, 0) == 1,
            SSL_CTX_set_alpn_protos(context, wire, UInt32(wire.count)) == 0
        else {
            defer { SSL_CTX_free(context) }
            throw failure()
        }
        SSL_CTX_set_verify(context, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, nil)
        SSL_CTX_set_cert_verify_callback(context, CertificateCheck.verifyCallback, nil)
        SSL_CTX_set_alpn_select_cb(context, selectProtocol, nil)
        return context
    }

    private static func trust(
        _ authorities: CertificateAuthorities,
        in context: OpaquePointer
    )
        throws
    {
        authorities.withUnsafePointer { SSL_CTX_set1_cert_store(context, $0) }
    }

    private static func show(_ identity: TLSIdentity, in context: OpaquePointer) throws {
        OpenSSLFailure.clear()
        guard let leaf = identity.certificates.first,
            leaf.withUnsafePointer({ SSL_CTX_use_certificate(context, $0) }) == 1,
            identity.key.withUnsafePointer({ SSL_CTX_use_PrivateKey(context, $0) }) == 1,
            identity.certificates.dropFirst().allSatisfy({ certificate in
                certificate.withUnsafePointer { cossl_SSL_CTX_add1_chain_cert(context, $0) } == 1
            })
        else { throw failure() }
    }

    private static func failure() -> TLSTransportError {
        TLSTransportError(.contextNotMade, ["reason": OpenSSLFailure.drain()])
    }

    /// The server's choice among the protocols that a client offers: ours or a fatal alert.
    private static let selectProtocol: SSL_CTX_alpn_select_cb_func = {
        _,
        chosen,
        chosenCount,
        offered,
        offeredCount,
        _ in
        let list = UnsafeBufferPointer(start: offered, count: Int(offeredCount))
        var position = 0
        while position < list.count {
            let count = Int(list[position])
            let name = list[(position + 1)...].prefix(count)
            if name.elementsEqual(applicationProtocol) {
                // Points into the client's list, which OpenSSL copies from when this returns.
                chosen?.pointee = offered.map { $0 + position + 1 }
                chosenCount?.pointee = UInt8(count)
                return SSL_TLSEXT_ERR_OK
            }
            position += 1 + count
        }
        return SSL_TLSEXT_ERR_ALERT_FATAL
    }
}

/// The context that new connections use: replaced when the node's certificate is, while old connections go on.
package final class CurrentTLSContext: Sendable {
    private let context: Mutex<TLSContext>

    /// Begins with one context.
    package init(_ context: TLSContext) { self.context = Mutex(context) }

    /// The context for a connection that begins now.
    package var value: TLSContext { context.withLock { $0 } }

    /// Takes another context for the connections that begin from now on.
    package func replace(_ next: TLSContext) { context.withLock { $0 = next } }
}
