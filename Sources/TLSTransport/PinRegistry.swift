package import Cryptography
internal import Synchronization

/// The pins of the peer cards: which certificate is whose.
///
/// It may be replaced at any time. Connections whose pin still stands for the same name go on; the others are closed.
package final class PinRegistry: Sendable {
    private struct Watcher {
        let identity: PeerIdentity
        let withdraw: @Sendable () -> Void
    }

    private struct State {
        var names: [CertificatePin: String]
        var watchers: [UInt64: Watcher] = [:]
        var nextToken: UInt64 = 0
    }

    private let state: Mutex<State>

    /// A registry with these pins and their node names.
    package init(_ names: [CertificatePin: String] = [:]) {
        state = Mutex(State(names: names))
    }

    /// The node that a pin stands for, or nil for a stranger's.
    package func name(for pin: CertificatePin) -> String? {
        state.withLock { $0.names[pin] }
    }

    /// Takes new pins in place of all earlier ones, and closes the connections whose pin is withdrawn.
    package func replace(_ names: [CertificatePin: String]) {
        let withdrawn = state.withLock { state in
            state.names = names
            let gone = state.watchers.filter {
                names[$0.value.identity.pin] != $0.value.identity.name
            }
            for token in gone.keys { state.watchers[token] = nil }
            return gone.values.map(\.withdraw)
        }
        // Outside the lock: closing a connection ends in `unwatch`.
        for withdraw in withdrawn { withdraw() }
    }

    /// Asks to be told when an identity is withdrawn; nil when it is withdrawn already.
    func watch(_ identity: PeerIdentity, withdraw: @escaping @Sendable () -> Void) -> UInt64? {
        state.withLock { state in
            guard state.names[identity.pin] == identity.name else { return nil }
            state.nextToken += 1
            state.watchers[state.nextToken] = Watcher(identity: identity, withdraw: withdraw)
            return state.nextToken
        }
    }

    /// Forgets a watcher; one that was told already is forgotten already.
    func unwatch(_ token: UInt64) {
        state.withLock { $0.watchers[token] = nil }
    }

    /// How many connections stand under these pins.
    package var connectionCount: Int { state.withLock { $0.watchers.count } }
}
