/// The boot nonces that one peer has shown, oldest first.
///
/// A nonce heard on a connection that was opened after a newer one was heard means that two copies of the node are
/// alive. It is not signed, so it is an alarm and stops nothing (ARCHITECTURE.md).
package struct BootHistory: Hashable, Sendable {
    /// What a nonce says.
    package enum Finding: Hashable, Sendable {
        /// The peer's first nonce, or the newest again.
        case same
        /// The peer started anew.
        case restarted
        /// An older nonce came back after this newer one.
        case twoLiveCopies(newer: BootNonce)
        /// An older nonce on a connection that is older, too: the last words of the copy before.
        case late
    }

    private struct Seen: Hashable {
        let nonce: BootNonce
        let heardAt: Duration
    }

    private var seen: [Seen] = []

    /// Knows nothing yet.
    package init() {}

    /// The newest nonce.
    package var newest: BootNonce? { seen.last?.nonce }

    /// Takes a nonce that was heard on a connection opened at `openedAt`.
    package mutating func hear(
        _ nonce: BootNonce,
        connectionOpenedAt openedAt: Duration,
        now: Duration
    ) -> Finding {
        guard let last = seen.last else {
            seen.append(Seen(nonce: nonce, heardAt: now))
            return .same
        }
        guard last.nonce != nonce else { return .same }
        let isKnown = seen.contains { $0.nonce == nonce }
        if isKnown, openedAt < last.heardAt { return .late }
        seen.removeAll { $0.nonce == nonce }
        seen.append(Seen(nonce: nonce, heardAt: now))
        if seen.count > Limits.bootNonceCountMax { seen.removeFirst() }
        return isKnown ? .twoLiveCopies(newer: last.nonce) : .restarted
    }
}
