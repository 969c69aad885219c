package import Casework
package import Cryptography
package import TransparencyLog

/// What a log's entries need to know of charters: those that are here, by digest.
package protocol CharterBook: Sendable {
    /// The charter with this digest; nil while its bytes are missing.
    func charter(_ digest: Digest) -> AdoptableCharter?
    /// The parties of a mechanism by its newest charter in force; nil where there is none.
    func currentParties(of mechanism: MechanismID) -> (any PartyResolver)?
    /// The packs that the newest charter in force of a mechanism names; none where there is no such charter.
    func currentPacks(of mechanism: MechanismID) -> [PackReference]
    /// Whether an entry stands beyond the size at which a charter in force ended the log of a member that left, under the charter
    /// that the log had adopted there.
    func hasEnded(_ origin: Origin, at index: UInt64, under adopted: () -> Digest?) -> Bool
    /// How often a node was out of a mechanism and came back, oldest first.
    func absences(of node: NodeName, in mechanism: MechanismID) -> [MemberAbsence]
}

extension CharterBook {
    /// Whoever knows no revisions one after the other knows of none.
    package func absences(of node: NodeName, in mechanism: MechanismID) -> [MemberAbsence] { [] }
}

/// A charter as far as the key history of a log needs it.
package struct AdoptableCharter: Sendable {
    /// The SHA-256 of its text.
    package let digest: Digest
    /// The mechanism that it defines.
    package let mechanism: MechanismID
    /// The revision before it; nil in the first.
    package let predecessor: Digest?
    /// Whether enough members have signed it, and all before it.
    package let isInForce: Bool
    /// Its members.
    package let members: [Party]
    /// Its members, role bindings and packs as the fold sees them.
    package let parties: any PartyResolver

    /// Makes a charter's view.
    package init(
        digest: Digest,
        mechanism: MechanismID,
        predecessor: Digest?,
        isInForce: Bool,
        members: [Party],
        parties: any PartyResolver
    ) {
        self.digest = digest
        self.mechanism = mechanism
        self.predecessor = predecessor
        self.isInForce = isInForce
        self.members = members
        self.parties = parties
    }

    /// Whether a signer is one of the node's addresses; the office `system` counts for all of them.
    package func belongs(_ signer: Address, to node: NodeName) -> Bool {
        if parties.party(of: signer)?.node == node { return true }
        guard signer.office == .system else { return false }
        if parties.party(of: Address(region: signer.region))?.node == node { return true }
        return members.contains { member in
            guard member.node == node, let office = member.member.office else { return false }
            let address = Address(region: signer.region, office: office)
            return parties.party(of: address)?.node == node
        }
    }
}
