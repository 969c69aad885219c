package import TransparencyLog

/// Why this node refuses to append; the text says what to do.
///
/// Texts stand in Wording under `replication.<code>`.
package struct RecoveryReason: Hashable, Sendable {
    /// Stable codes.
    package enum Code: String, CaseIterable, Sendable {
        case instanceMissing = "instance_missing"
        case instanceMismatch = "instance_mismatch"
        case instanceHeadBeyondLog = "instance_head_beyond_log"
        case ownHeadLarger = "own_head_larger"
        case ownHeadConflicting = "own_head_conflicting"
        case askingPeers = "asking_peers"

        /// How grave it is that the node refuses to append for this reason.
        package var gravity: Gravity {
            switch self {
            case .ownHeadLarger, .ownHeadConflicting: .grave
            case .instanceMissing, .instanceMismatch, .instanceHeadBeyondLog: .lasting
            case .askingPeers: .passing
            }
        }

        /// The names of the arguments that every reason of this code carries.
        package var argumentNames: [String] {
            switch self {
            case .instanceMissing, .instanceMismatch: []
            case .instanceHeadBeyondLog: ["origin", "shown", "stored"]
            case .ownHeadLarger: ["origin", "peer", "shown", "stored"]
            case .ownHeadConflicting: ["origin", "peer", "shown"]
            case .askingPeers: ["origin"]
            }
        }
    }

    /// The stable code.
    package let code: Code
    /// Values for the text, by argument name.
    package let arguments: [String: String]

    /// Makes a reason; the arguments must be exactly those that the code names.
    package init(_ code: Code, _ arguments: [String: String] = [:]) {
        assert(
            Set(arguments.keys) == Set(code.argumentNames),
            "\(code): arguments \(arguments.keys)"
        )
        self.code = code
        self.arguments = arguments
    }
}

/// What `data/instance` says of this home (FORMATS.md §7).
package enum InstanceCheck: Hashable, Sendable {
    /// Both ids agree and each head is a prefix of the stored log: a plain restart.
    case matches
    /// There is no such file.
    case missing
    /// It is of another machine or another copy.
    case mismatch
    /// It knows a head that the stored log does not reach.
    case headBeyondLog(origin: Origin, shown: TreeSize, stored: TreeSize)
}
