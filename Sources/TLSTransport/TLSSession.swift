internal import COpenSSL
internal import Cryptography
internal import NIOCore

/// One TLS connection over two memory BIOs: bytes go in and come out, and no socket is known here.
///
/// It stays on one event loop. OpenSSL's error queue belongs to the thread: each call here clears it first and drains
/// it at once, and never lets other code run in between.
final class TLSSession {
    /// Which side of the connection this is.
    enum Role {
        case server
        /// Dials, and asks for a server by name (SNI); nil for an IP address, which SNI cannot carry.
        case client(serverName: String?)
    }

    /// What a step has come to.
    enum Progress<Value> {
        case done(Value)
        case needsInput
        case closedByPeer
        case failed(TLSTransportError)
    }

    /// Where the certificate check stands in an SSL's extra data; index 0 is the application's.
    static let checkIndex: Int32 = 0

    // Keeps the SSL_CTX's owner alive as long as the connection.
    private let context: TLSContext
    private let check: CertificateCheck
    let pointer: OpaquePointer
    private let input: OpaquePointer
    private let output: OpaquePointer

    init(_ context: TLSContext, role: Role, rule: CertificateCheck.Rule) throws {
        self.context = context
        check = CertificateCheck(rule, checksChain: context.checksChain)
        OpenSSLFailure.clear()
        guard let session = SSL_new(context.pointer) else { throw Self.notMade() }
        guard let input = BIO_new(BIO_s_mem()), let output = BIO_new(BIO_s_mem()) else {
            SSL_free(session)
            throw Self.notMade()
        }
        // An empty BIO means "try again", never the end of the connection.
        _ = cossl_BIO_set_mem_eof_return(input, -1)
        _ = cossl_BIO_set_mem_eof_return(output, -1)
        SSL_set_bio(session, input, output)
        self.pointer = session
        self.input = input
        self.output = output
        let data = Unmanaged.passUnretained(check).toOpaque()
        guard SSL_set_ex_data(session, Self.checkIndex, data) == 1, setRole(role) else {
            // deinit frees the SSL, and with it both BIOs.
            throw Self.notMade()
        }
    }

    deinit { SSL_free(pointer) }

    private static func notMade() -> TLSTransportError {
        TLSTransportError(.contextNotMade, ["reason": OpenSSLFailure.drain()])
    }

    private func setRole(_ role: Role) -> Bool {
        guard case .client(let serverName) = role else {
            SSL_set_accept_state(pointer)
            return true
        }
        SSL_set_connect_state(pointer)
        if let serverName, cossl_SSL_set_tlsext_host_name(pointer, serverName) != 1 { return false }
        guard let host = check.hostForChain else { return true }
        guard serverName != nil else {
            return X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(pointer), host) == 1
        }
        return SSL_set1_host(pointer, host) == 1
    }

    /// Who the peer is, once its certificate was accepted.
    var identity: PeerIdentity? { check.identity }

    /// Whether both sides have agreed on HTTP/1.1 by ALPN.
    var hasAgreedProtocol: Bool {
        var name: UnsafePointer<UInt8>?
        var count: UInt32 = 0
        SSL_get0_alpn_selected(pointer, &name, &count)
        return UnsafeBufferPointer(start: name, count: Int(count))
            .elementsEqual(TLSContext.applicationProtocol)
    }

    /// Takes bytes that came from the peer.
    func receive(_ bytes: UnsafeRawBufferPointer) -> Progress<Void> {
        OpenSSLFailure.clear()
        guard BIO_write(input, bytes.baseAddress, Int32(bytes.count)) == Int32(bytes.count) else {
            return .failed(
                TLSTransportError(.connectionFailed, ["reason": OpenSSLFailure.drain()])
            )
        }
        return .done(())
    }

    /// Takes the handshake as far as the received bytes allow.
    func handshake() -> Progress<PeerIdentity> {
        OpenSSLFailure.clear()
        let result = SSL_do_handshake(pointer)
        if result == 1 {
            guard let identity = check.identity else {
                return .failed(
                    TLSTransportError(.handshakeFailed, ["reason": "no peer certificate"])
                )
            }
            return .done(identity)
        }
        switch SSL_get_error(pointer, result) {
        case SSL_ERROR_WANT_READ: return .needsInput
        case SSL_ERROR_ZERO_RETURN: return .closedByPeer
        default: return .failed(failure(.handshakeFailed))
        }
    }

    /// Decrypts into `buffer`.
    func read(into buffer: UnsafeMutableRawBufferPointer) -> Progress<Int> {
        OpenSSLFailure.clear()
        var count = 0
        let result = SSL_read_ex(pointer, buffer.baseAddress, buffer.count, &count)
        if result == 1 { return .done(count) }
        switch SSL_get_error(pointer, result) {
        case SSL_ERROR_WANT_READ: return .needsInput
        case SSL_ERROR_ZERO_RETURN: return .closedByPeer
        default: return .failed(failure(.connectionFailed))
        }
    }

    /// Encrypts some of `bytes`, which must not be empty, and says how many.
    ///
    /// It can need input first, when a message of the peer's handshake layer has arrived in part.
    func write(_ bytes: UnsafeRawBufferPointer) -> Progress<Int> {
        OpenSSLFailure.clear()
        var count = 0
        let result = SSL_write_ex(pointer, bytes.baseAddress, bytes.count, &count)
        if result == 1 { return .done(count) }
        switch SSL_get_error(pointer, result) {
        case SSL_ERROR_WANT_READ: return .needsInput
        default: return .failed(failure(.connectionFailed))
        }
    }

    /// Queues our close_notify; the peer's need not have come.
    func sendCloseNotify() {
        OpenSSLFailure.clear()
        // 0 means "sent, the other's has not come yet", and no error can matter to a connection that ends.
        _ = SSL_shutdown(pointer)
        OpenSSLFailure.clear()
    }

    /// Bytes that wait to be sent to the peer.
    var outputByteCount: Int { Int(BIO_ctrl_pending(output)) }

    /// Moves all bytes that wait for the peer to the end of `buffer`.
    func takeOutput(into buffer: inout ByteBuffer) {
        let count = outputByteCount
        guard count > 0 else { return }
        buffer.writeWithUnsafeMutableBytes(minimumWritableBytes: count) {
            Int(BIO_read(output, $0.baseAddress, Int32(count)))
        }
    }

    /// What the failed call has left in this thread's queue, in our terms.
    private func failure(_ code: TLSTransportError.Code) -> TLSTransportError {
        let reason = cossl_ERR_GET_REASON(ERR_peek_last_error())
        let text = OpenSSLFailure.drain()
        if let refusal = check.failure {
            return TLSTransportError(refusal.code, refusal.arguments, cause: text)
        }
        if let alert = CertificateAlert(reason: reason) {
            return TLSTransportError(
                .certificateRefusedByPeer,
                ["alert": alert.rawValue],
                cause: text
            )
        }
        return TLSTransportError(code, ["reason": text])
    }
}

/// The alerts (RFC 8446 §6.2) by which a peer says that it does not take our certificate.
enum CertificateAlert: String {
    case badCertificate = "bad_certificate"
    case unsupportedCertificate = "unsupported_certificate"
    case certificateRevoked = "certificate_revoked"
    case certificateExpired = "certificate_expired"
    case certificateUnknown = "certificate_unknown"
    case unknownAuthority = "unknown_ca"
    case accessDenied = "access_denied"
    case certificateRequired = "certificate_required"

    /// OpenSSL reports a received alert as the reason 1000 + its number.
    init?(reason: Int32) {
        switch reason - 1000 {
        case 42: self = .badCertificate
        case 43: self = .unsupportedCertificate
        case 44: self = .certificateRevoked
        case 45: self = .certificateExpired
        case 46: self = .certificateUnknown
        case 48: self = .unknownAuthority
        case 49: self = .accessDenied
        case 116: self = .certificateRequired
        default: return nil
        }
    }
}
