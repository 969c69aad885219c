internal import Cryptography

/// A connection's place among the others: counted from its beginning, watched for its pin from its handshake on.
///
/// It stays on the connection's event loop.
final class ConnectionLease {
    private let counter: ConnectionCounter?
    private let registry: PinRegistry?
    private var host = ""
    private var isCounted = false
    private var pin: CertificatePin?
    private var token: UInt64?

    /// A client has no counter, a plain web site no registry.
    init(counter: ConnectionCounter?, registry: PinRegistry?) {
        self.counter = counter
        self.registry = registry
    }

    /// Throws `too_many_connections` when a server is full, or has enough of that host.
    func begin(from host: String) throws {
        self.host = host
        try counter?.begin(from: host)
        isCounted = counter != nil
    }

    /// Throws `too_many_connections`, or `peer_withdrawn` when the pin went while the handshake ran.
    func establish(_ identity: PeerIdentity, withdraw: @escaping @Sendable () -> Void) throws {
        try counter?.establish(identity.pin, from: host)
        pin = identity.pin
        guard let registry else { return }
        guard let token = registry.watch(identity, withdraw: withdraw) else {
            throw TLSTransportError(.peerWithdrawn, ["name": identity.name])
        }
        self.token = token
    }

    /// Gives the place back; a second call does nothing.
    func end() {
        if let token { registry?.unwatch(token) }
        token = nil
        if isCounted { counter?.end(pin, from: host) }
        isCounted = false
    }
}
