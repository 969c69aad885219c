/// How grave an alarm is; the order is that of urgency.
package enum Gravity: Hashable, Sendable, CaseIterable {
    /// The node gets over it by itself, and a peer may make it happen often.
    case passing
    /// It stays until somebody has dealt with it; the node goes on.
    case lasting
    /// A person must find the cause: somebody has signed two histories, or what was stored is gone.
    case grave
}

/// What an operator must be told, with stable codes; texts stand in Wording under `replication.<code>`.
package struct Alarm: Hashable, Sendable {
    /// Stable codes.
    package enum Code: String, CaseIterable, Sendable {
        case twoLiveCopies = "two_live_copies"
        case originRolledBack = "origin_rolled_back"
        case forkDetected = "fork_detected"
        case charterRivalsFound = "charter_rivals_found"
        case peerStalled = "peer_stalled"
        case evidenceRefused = "evidence_refused"
        case receiptRefused = "receipt_refused"
        case ownCopyDamaged = "own_copy_damaged"
        case objectDamaged = "object_damaged"
        case nodeKeyRotated = "node_key_rotated"
        case ownCardNewer = "own_card_newer"
        case ownCopyLive = "own_copy_live"

        /// How grave an alarm of this code is.
        package var gravity: Gravity {
            switch self {
            case .twoLiveCopies, .originRolledBack, .forkDetected, .charterRivalsFound,
                .ownCopyDamaged, .ownCardNewer, .ownCopyLive:
                .grave
            case .objectDamaged, .nodeKeyRotated: .lasting
            case .peerStalled, .evidenceRefused, .receiptRefused: .passing
            }
        }

        /// The names of the arguments that every alarm of this code carries.
        package var argumentNames: [String] {
            switch self {
            case .twoLiveCopies: ["newer", "older", "peer"]
            case .originRolledBack: ["held", "origin", "shown"]
            case .forkDetected: ["form", "origin"]
            case .charterRivalsFound: ["mechanism", "ours", "peer", "theirs"]
            case .peerStalled: ["count", "peer"]
            case .evidenceRefused: ["origin"]
            case .receiptRefused, .ownCopyDamaged: ["origin", "size"]
            case .objectDamaged: ["index", "object", "origin"]
            case .nodeKeyRotated: ["fingerprint", "known", "node"]
            case .ownCardNewer: ["holder", "node", "serial", "url"]
            case .ownCopyLive: ["node", "url"]
            }
        }
    }

    /// The stable code.
    package let code: Code
    /// Values for the text, by argument name.
    package let arguments: [String: String]

    /// Makes an alarm; the arguments must be exactly those that the code names.
    package init(_ code: Code, _ arguments: [String: String]) {
        assert(
            Set(arguments.keys) == Set(code.argumentNames),
            "\(code): arguments \(arguments.keys)"
        )
        self.code = code
        self.arguments = arguments
    }
}
