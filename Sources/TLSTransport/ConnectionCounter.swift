internal import Cryptography
internal import Glibc
internal import NIOCore
internal import Synchronization

/// How many connections a server holds: in all, in their handshake, in the handshake from one host, and of each pin.
///
/// Strangers can fill only the share of the handshakes, a stranger on one host a part of it, and one peer only its own.
package final class ConnectionCounter: Sendable {
    private struct State {
        var total = 0
        var handshaking = 0
        var byHost: [String: Int] = [:]
        var byPin: [CertificatePin: Int] = [:]

        mutating func endHandshake(from host: String) {
            handshaking -= 1
            let count = byHost[host, default: 1] - 1
            byHost[host] = count == 0 ? nil : count
        }
    }

    private let connectionCountMax: Int
    private let handshakeCountMax: Int
    private let perHostCountMax: Int
    private let perPinCountMax: Int
    private let state = Mutex(State())

    /// A counter with its four limits.
    package init(
        connectionCountMax: Int? = nil,
        handshakeCountMax: Int? = nil,
        perHostCountMax: Int? = nil,
        perPinCountMax: Int? = nil
    ) {
        self.connectionCountMax = connectionCountMax ?? Limits.connectionCountMax
        self.handshakeCountMax = handshakeCountMax ?? Limits.handshakeCountMax
        self.perHostCountMax = perHostCountMax ?? Limits.handshakeCountPerHostMax
        self.perPinCountMax = perPinCountMax ?? Limits.connectionCountPerPinMax
    }

    /// Connections held now.
    package var total: Int { state.withLock { $0.total } }

    /// Takes in a new connection from a host; throws `too_many_connections`.
    func begin(from host: String) throws {
        try state.withLock { state in
            guard state.total < connectionCountMax else {
                throw TLSTransportError(.tooManyConnections, ["limit": String(connectionCountMax)])
            }
            guard state.handshaking < handshakeCountMax else {
                throw TLSTransportError(.tooManyConnections, ["limit": String(handshakeCountMax)])
            }
            guard state.byHost[host, default: 0] < perHostCountMax else {
                throw TLSTransportError(.tooManyConnections, ["limit": String(perHostCountMax)])
            }
            state.total += 1
            state.handshaking += 1
            state.byHost[host, default: 0] += 1
        }
    }

    /// Moves a connection from its handshake to its pin; throws `too_many_connections`, and it stays where it was.
    func establish(_ pin: CertificatePin, from host: String) throws {
        try state.withLock { state in
            guard state.byPin[pin, default: 0] < perPinCountMax else {
                throw TLSTransportError(.tooManyConnections, ["limit": String(perPinCountMax)])
            }
            state.endHandshake(from: host)
            state.byPin[pin, default: 0] += 1
        }
    }

    /// Lets go of a connection that `begin` took in, and `establish` under `pin` where it came that far.
    func end(_ pin: CertificatePin?, from host: String) {
        state.withLock { state in
            state.total -= 1
            guard let pin else {
                state.endHandshake(from: host)
                return
            }
            let count = state.byPin[pin, default: 1] - 1
            state.byPin[pin] = count == 0 ? nil : count
        }
    }

    /// What counts as one host: an IPv4 address, or a network of 64 bits of IPv6, of which one host has all addresses.
    static func host(of address: SocketAddress?) -> String {
        guard let text = address?.ipAddress else { return "" }
        var bytes = [UInt8](repeating: 0, count: 16)
        guard inet_pton(AF_INET6, text, &bytes) == 1 else { return text }
        // A dual-stack listener shows IPv4 addresses as ::ffff:a.b.c.d.
        let isMapped = bytes[..<10].allSatisfy { $0 == 0 } && bytes[10] == 0xFF && bytes[11] == 0xFF
        return (isMapped ? bytes[12...] : bytes[..<8]).map { String($0) }.joined(separator: ".")
    }
}
