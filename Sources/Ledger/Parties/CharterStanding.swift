package import Casework
package import Cryptography

/// Whether a charter is in force, and if not, why (FORMATS.md §2).
package enum CharterStanding: Hashable, Sendable {
    /// It holds.
    case inForce
    /// Signatures are missing.
    case lacksSignatures(CharterShortfall)
    /// It names no size at which these logs of members that leave end.
    case lacksEnds([LogName])
    /// The revision that it names as its predecessor is not here.
    case predecessorUnknown
    /// The revision that it names as its predecessor is not in force itself.
    case predecessorNotInForce
    /// It is not the next revision of the same mechanism.
    case skipsPredecessor(found: UInt64, required: UInt64)

    /// Why `charter`, whose standing this is, is not in force; nil if it is.
    package func fault(of charter: Charter) -> PartyError? {
        let digest = charter.digest.hex
        let predecessor = charter.content.predecessor?.hex ?? "none"
        switch self {
        case .inForce: return nil
        case .lacksSignatures(let shortfall):
            // A first revision has no members before it of whom anything could be said.
            guard charter.content.predecessor != nil else {
                return PartyError(
                    .charterUnsigned,
                    ["digest": digest, "members": Self.list(shortfall.joining)]
                )
            }
            return PartyError(
                .charterLacksSignatures,
                [
                    "digest": digest,
                    "joining": Self.list(shortfall.joining),
                    "majority": "\(shortfall.majority)",
                    "remaining": Self.list(shortfall.remaining),
                    "unsigned": Self.list(shortfall.unsigned),
                ]
            )
        case .lacksEnds(let logs):
            let list = logs.map(\.text).joined(separator: ", ")
            return PartyError(.charterLacksEnds, ["digest": digest, "logs": list])
        case .predecessorUnknown:
            return PartyError(
                .charterPredecessorUnknown,
                ["digest": digest, "predecessor": predecessor]
            )
        case .predecessorNotInForce:
            return PartyError(
                .charterPredecessorNotInForce,
                ["digest": digest, "predecessor": predecessor]
            )
        case .skipsPredecessor(let found, let required):
            return PartyError(
                .charterSkipsPredecessor,
                ["digest": digest, "found": "\(found)", "required": "\(required)"]
            )
        }
    }

    static func list(_ nodes: [NodeName]) -> String {
        nodes.isEmpty ? "–" : nodes.map(\.text).joined(separator: ", ")
    }
}

/// The signatures that a charter lacks.
package struct CharterShortfall: Hashable, Sendable {
    /// Joining members that have not signed: each of them must.
    package var joining: [NodeName]
    /// Remaining members that have not signed; empty where the predecessor's threshold is reached without them.
    package var remaining: [NodeName]
    /// How many more of the predecessor's members must sign, so that more than half of them have.
    package var majority: Int
    /// The predecessor's members that have not signed, those that leave among them: any of them makes up the majority.
    ///
    /// Empty where that is reached.
    package var unsigned: [NodeName]

    /// Makes a shortfall; what is left out is not missing.
    package init(
        joining: [NodeName] = [],
        remaining: [NodeName] = [],
        majority: Int = 0,
        unsigned: [NodeName] = []
    ) {
        self.joining = joining
        self.remaining = remaining
        self.majority = majority
        self.unsigned = unsigned
    }

    /// Whether nothing is missing.
    package var isEmpty: Bool { joining.isEmpty && remaining.isEmpty && majority == 0 }
}

/// Two charters in force of which neither is the other's ancestor.
package struct CharterRivalry: Hashable, Sendable {
    /// The one with the smaller digest.
    package let first: Digest
    /// The other.
    package let second: Digest
    /// The nodes that have signed both.
    package let signers: [NodeName]

    init(_ a: Charter, _ b: Charter, signers: [NodeName]) {
        first = min(a.digest, b.digest)
        second = max(a.digest, b.digest)
        self.signers = signers
    }

    /// What people are told.
    package var error: PartyError {
        PartyError(
            .chartersRival,
            ["first": first.hex, "second": second.hex, "signers": CharterStanding.list(signers)]
        )
    }
}
