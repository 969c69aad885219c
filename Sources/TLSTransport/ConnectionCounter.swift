internal import Cryptography
internal import Synchronization

/// How many connections a server holds: in all, in their handshake, and of each pin.
///
/// Strangers can fill only the share of the handshakes, and one peer only its own.
package final class ConnectionCounter: Sendable {
    private struct State {
        var total = 0
        var handshaking = 0
        var byPin: [CertificatePin: Int] = [:]
    }

    private let connectionCountMax: Int
    private let handshakeCountMax: Int
    private let perPinCountMax: Int
    private let state = Mutex(State())

    /// A counter with its three limits.
    package init(
        connectionCountMax: Int? = nil,
        handshakeCountMax: Int? = nil,
        perPinCountMax: Int? = nil
    ) {
        self.connectionCountMax = connectionCountMax ?? Limits.connectionCountMax
        self.handshakeCountMax = handshakeCountMax ?? Limits.handshakeCountMax
        self.perPinCountMax = perPinCountMax ?? Limits.connectionCountPerPinMax
    }

    /// Connections held now.
    package var total: Int { state.withLock { $0.total } }

    /// Takes in a new connection; throws `too_many_connections`.
    func begin() throws {
        try state.withLock { state in
            guard state.total < connectionCountMax else {
                throw TLSTransportError(.tooManyConnections, ["limit": String(connectionCountMax)])
            }
            guard state.handshaking < handshakeCountMax else {
                throw TLSTransportError(.tooManyConnections, ["limit": String(handshakeCountMax)])
            }
            state.total += 1
            state.handshaking += 1
        }
    }

    /// Moves a connection from its handshake to its pin; throws `too_many_connections`, and it stays where it was.
    func establish(_ pin: CertificatePin) throws {
        try state.withLock { state in
            guard state.byPin[pin, default: 0] < perPinCountMax else {
                throw TLSTransportError(.tooManyConnections, ["limit": String(perPinCountMax)])
            }
            state.handshaking -= 1
            state.byPin[pin, default: 0] += 1
        }
    }

    /// Lets go of a connection that `begin` took in, and `establish` under `pin` where it came that far.
    func end(_ pin: CertificatePin?) {
        state.withLock { state in
            state.total -= 1
            guard let pin else {
                state.handshaking -= 1
                return
            }
            let count = state.byPin[pin, default: 1] - 1
            state.byPin[pin] = count == 0 ? nil : count
        }
    }
}
