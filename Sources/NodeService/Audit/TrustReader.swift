package import Auditing
package import Ledger
package import TransparencyLog

/// One thing that an auditor brings along.
package enum TrustedText: Sendable {
    /// A peer's card, with the key of its node.
    case card(PeerCard)
    /// A verifier key of a node, a log or a mirror.
    case key(VerifierKey)
    /// A tlog-policy.
    case policy(TlogPolicy)

    /// Every key in it.
    package var keys: [VerifierKey] {
        switch self {
        case .card(let card): [card.key] + card.content.mirrors
        case .key(let key): [key]
        case .policy(let policy): policy.logs.map(\.key) + policy.witnesses.map(\.key)
        }
    }
}

/// Reads what an auditor brings along: peer cards, verifier keys and tlog-policies.
package enum TrustReader {
    private static let policyWords = ["log", "witness", "group", "quorum"]

    /// Reads texts of any of the three kinds, as what an audit hangs on; throws what `items` does.
    ///
    /// `known` are checkpoints from before; throws `known_damaged` with the position of the first that is none.
    package static func read(_ texts: [String], known: [String] = []) throws -> Trust {
        var trust = Trust()
        for (position, text) in known.enumerated() {
            do {
                trust.add(known: try UnverifiedCheckpoint(parsing: Array(text.utf8)))
            } catch {
                let arguments = ["position": "\(position + 1)"]
                throw NodeError(.knownDamaged, arguments, cause: "\(error)")
            }
        }
        for (position, item) in try items(texts).enumerated() {
            switch item {
            case .key(let key):
                guard trust.add(key) else { throw unreadable(position) }
            case .policy(let policy): trust.add(policy)
            case .card(let card):
                let mirrors =
                    [(card.content.mirror, nil)]
                    + card.content.retiredMirrors.map { ($0.key, Optional($0.end)) }
                for (key, end) in [(card.key, nil)] + mirrors {
                    guard trust.add(key, until: end) else { throw unreadable(position) }
                }
            }
        }
        return trust
    }

    /// Reads texts of any of the three kinds.
    ///
    /// Throws `trust_unreadable` with the position of the first that is none; for a card or a policy with a fault,
    /// `trust_damaged` with its position, and the fault as the cause.
    package static func items(_ texts: [String]) throws -> [TrustedText] {
        try texts.enumerated().map { try item($1, position: $0) }
    }

    private static func item(_ text: String, position: Int) throws -> TrustedText {
        let bytes = Array(text.utf8)
        func whole<Value>(_ read: () throws -> Value) throws -> Value {
            do {
                return try read()
            } catch {
                let arguments = ["position": "\(position + 1)"]
                throw NodeError(.trustDamaged, arguments, cause: "\(error)")
            }
        }
        if text.hasPrefix("lianlu/card/") {
            return .card(try whole { try PeerCard(parsing: bytes) })
        }
        let isPolicy = text.split(whereSeparator: \.isNewline).contains { line in
            policyWords.contains { line.hasPrefix($0 + " ") }
        }
        if isPolicy { return .policy(try whole { try TlogPolicy(parsing: bytes) }) }
        do {
            let line = bytes.last == UInt8(ascii: "\n") ? Array(bytes.dropLast()) : bytes
            return .key(try VerifierKey(parsing: line))
        } catch {
            throw unreadable(position)
        }
    }

    private static func unreadable(_ position: Int) -> NodeError {
        NodeError(.trustUnreadable, ["position": "\(position + 1)"])
    }
}
