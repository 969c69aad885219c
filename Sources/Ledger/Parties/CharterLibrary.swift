package import Casework
package import Cryptography
package import TransparencyLog

/// The charters of all mechanisms that a node has joined or audits: one chain a mechanism.
package struct CharterLibrary: Sendable {
    /// The chains, by mechanism.
    package private(set) var chains: [MechanismID: CharterChain] = [:]
    private var succession: KeySuccession
    // Kept, because every entry of a log asks for the one that holds at its index.
    private var memberships: [Digest: Membership] = [:]

    /// Makes an empty library.
    package init(succession: KeySuccession = .init()) { self.succession = succession }

    /// Begins the chain of a mechanism with a charter that the operator trusts.
    ///
    /// Nothing changes where there is a chain already; use `insert(_:)` for its other revisions.
    package mutating func join(anchor: Charter) {
        guard chains[anchor.mechanism] == nil else { return }
        chains[anchor.mechanism] = CharterChain(anchor: anchor, succession: succession)
        memberships[anchor.digest] = Membership(anchor, succession: succession)
    }

    /// Adds a charter to the chain of its mechanism; nil where that was not joined.
    ///
    /// Throws as `CharterChain.insert(_:)` does.
    package mutating func insert(
        _ charter: Charter
    ) throws(PartyError) -> CharterChain.Insertion? {
        let insertion = try chains[charter.mechanism]?.insert(charter)
        note(charter)
        return insertion
    }

    /// Takes a charter that a peer sent to the chain of its mechanism; nil where that was not joined.
    ///
    /// Throws as `CharterChain.take(_:)` does.
    package mutating func take(
        _ charter: Charter
    ) throws(PartyError) -> CharterChain.Insertion? {
        let insertion = try chains[charter.mechanism]?.take(charter)
        note(charter)
        return insertion
    }

    /// Puts back a charter that was kept before, in any order.
    package mutating func restore(_ charter: Charter) {
        chains[charter.mechanism]?.restore(charter)
        note(charter)
    }

    private mutating func note(_ charter: Charter) {
        guard let stored = chains[charter.mechanism]?[charter.digest] else { return }
        memberships[charter.digest] = Membership(stored, succession: succession)
    }

    /// Notes a proven rotation of a node key, for all chains.
    package mutating func add(_ old: VerifierKey, handsOverTo new: VerifierKey) {
        succession.add(old, handsOverTo: new)
        for mechanism in chains.keys { chains[mechanism]?.succession = succession }
        for (digest, membership) in memberships {
            memberships[digest] = Membership(membership.charter, succession: succession)
        }
    }

    /// Who is who under the charter with this digest; nil where it is not here.
    package func membership(of digest: Digest) -> Membership? {
        memberships[digest]
    }

    /// Who is who under the newest charter in force of a mechanism, after the revision that our own log has adopted.
    ///
    /// Nil while nothing is in force.
    package func newest(of mechanism: MechanismID, adopted: Digest? = nil) -> Membership? {
        chains[mechanism]?.newestInForce(from: adopted).flatMap { memberships[$0.digest] }
    }
}

extension CharterLibrary: CharterBook {
    /// The charter with this digest as the key history of a log sees it; nil while its bytes are missing.
    package func charter(_ digest: Digest) -> AdoptableCharter? {
        guard let membership = memberships[digest],
            let chain = chains[membership.charter.mechanism]
        else { return nil }
        let content = membership.charter.content
        return AdoptableCharter(
            digest: digest,
            mechanism: content.mechanism,
            predecessor: content.predecessor,
            isInForce: chain.isInForce(digest),
            members: membership.parties,
            parties: membership
        )
    }

    /// The newest charter in force of a mechanism before any dispute; nil where there is none.
    package func newest(of mechanism: MechanismID) -> AdoptableCharter? {
        chains[mechanism]?.newestInForce().flatMap { charter($0.digest) }
    }

    /// The size at which a log has ended for now; nil for a log of a member, and where nothing ended it.
    ///
    /// A successor log of a node that is no member any more has ended before its first entry where no line says otherwise: nobody
    /// goes on counting under another name.
    package func endedSize(of origin: Origin) -> UInt64? {
        LogName(origin).flatMap { chains[$0.mechanism] }?.endedSize(of: origin)
    }

    /// How often a node was out of a mechanism and came back, oldest first.
    package func absences(of node: NodeName, in mechanism: MechanismID) -> [MemberAbsence] {
        chains[mechanism]?.absences(of: node) ?? []
    }

    /// Whether an entry stands beyond the end of its log, under the charter that the log had adopted there.
    package func hasEnded(
        _ origin: Origin,
        at index: UInt64,
        under adopted: () -> Digest?
    ) -> Bool {
        LogName(origin).flatMap { chains[$0.mechanism] }?
            .hasEnded(origin, at: index, under: adopted) ?? false
    }
}
