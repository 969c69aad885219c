package import Cryptography

/// What this node knows of one mechanism that it shares with a peer; Ledger fills it.
package struct CharterView: Hashable, Sendable {
    /// How a peer's charter stands to ours.
    package enum Relation: Hashable, Sendable {
        /// The same revision.
        case same
        /// The peer is on an ancestor of ours: it lacks the chain that follows.
        case peerIsBehind
        /// A digest that we do not know: a later revision, or a rival.
        case unknown
    }

    /// The mechanism's id.
    package let mechanism: String
    /// The digest of the newest revision in force that we know.
    package let inForce: Digest
    /// The digests of all its predecessors.
    package let ancestors: Set<Digest>

    /// Makes a view.
    package init(mechanism: String, inForce: Digest, ancestors: Set<Digest>) {
        self.mechanism = mechanism
        self.inForce = inForce
        self.ancestors = ancestors
    }

    /// How the charter of that digest stands to ours.
    package func relation(to digest: Digest) -> Relation {
        if digest == inForce { return .same }
        return ancestors.contains(digest) ? .peerIsBehind : .unknown
    }
}

/// What Ledger says of a peer's charter after its bytes were fetched.
package enum CharterVerdict: Hashable, Sendable {
    /// It follows ours and is in force: we have adopted it.
    case newer
    /// Neither is the other's ancestor; these signed both.
    case rival(commonSigners: [String])
    /// It does not verify, is not in force, or could not be fetched.
    case unusable
}
