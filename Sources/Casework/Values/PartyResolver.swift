/// The member of a mechanism that an address belongs to.
package struct Party: Hashable, Sendable {
    /// The member's own address in the charter.
    package let member: Address
    /// The node that the member runs.
    package let node: NodeName

    /// Makes a party.
    package init(member: Address, node: NodeName) {
        self.member = member
        self.node = node
    }
}

/// What a record needs to know of the charter that an entry's log had adopted at the entry's index.
package protocol PartyResolver: Sendable {
    /// The most specific member that an address belongs to; nil outside the mechanism.
    func party(of address: Address) -> Party?
    /// The addresses that the charter's `role` lines bind to a role.
    func addresses(of role: RoleID) -> [Address]
    /// Whether the charter names this pack; at home, whether it is installed.
    func names(_ pack: PackReference) -> Bool
}

/// The parties of a home log: one node and its region, no charter.
package struct HomeParties: PartyResolver {
    private let party: Party
    private let installed: Set<PackReference>

    /// Makes the parties of a home log from the node's name, the region of its card and the packs installed there.
    package init(node: NodeName, region: RegionCode, installed: Set<PackReference>) {
        party = Party(member: Address(region: region), node: node)
        self.installed = installed
    }

    /// The node itself for every address in its region; nil for others.
    package func party(of address: Address) -> Party? {
        party.member.contains(address) ? party : nil
    }

    /// None: roles of other nodes do not act at home.
    package func addresses(of role: RoleID) -> [Address] { [] }

    /// Whether the pack is installed.
    package func names(_ pack: PackReference) -> Bool { installed.contains(pack) }
}
