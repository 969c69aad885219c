package import Casework
package import TransparencyLog

/// A node as a connection or a bundle shows it: by its name and the node key on its card.
package struct PeerNode: Hashable, Sendable {
    /// The name.
    package let name: NodeName
    /// The node key.
    package let key: VerifierKey

    /// Takes a node key; nil for a key that is not a node's.
    package init?(key: VerifierKey) {
        guard let name = key.nodeName else { return nil }
        self.name = name
        self.key = key
    }

    /// The node that a card describes.
    package init(_ card: PeerCard) {
        name = card.node
        key = card.key
    }
}

/// Who is who under one charter.
package struct Membership: Sendable {
    /// What a node is to the mechanism.
    package enum Place: Hashable, Sendable {
        /// It writes a log; a cross-border member never receives personal data.
        case member(isCrossBorder: Bool)
        /// It may hold and audit headers.
        case observer
        /// The charter names this node under another key.
        case otherKey
        /// The charter does not name it.
        case outside
    }

    /// The charter.
    package let charter: Charter
    /// The members as the fold sees them; kept, because every entry of a log asks for them.
    let parties: [Party]
    private let succession: KeySuccession
    private let members: [Address: CharterContent.Member]
    private let nodes: [NodeName: Node]

    private struct Node: Sendable {
        var key: VerifierKey
        var addresses: [Address] = []
        var isCrossBorder = false
    }

    /// Reads a charter; `succession` says which keys stand for those that it names.
    package init(_ charter: Charter, succession: KeySuccession = .init()) {
        self.charter = charter
        parties = charter.content.members.map { Party(member: $0.address, node: $0.node) }
        self.succession = succession
        var members: [Address: CharterContent.Member] = [:]
        var nodes: [NodeName: Node] = [:]
        for member in charter.content.members {
            members[member.address] = member
            nodes[member.node, default: Node(key: member.key)].addresses.append(member.address)
            if member.isCrossBorder { nodes[member.node]?.isCrossBorder = true }
        }
        for key in charter.content.observers {
            if let name = key.nodeName { nodes[name] = Node(key: key) }
        }
        self.members = members
        self.nodes = nodes
    }

    /// The most specific member that an address belongs to; nil outside the mechanism.
    package func member(of address: Address) -> CharterContent.Member? {
        address.mostSpecific(among: members.keys).flatMap { members[$0] }
    }

    /// The node that an address belongs to; nil outside the mechanism.
    package func node(of address: Address) -> NodeName? { member(of: address)?.node }

    /// The node that an address belongs to, under the key that the charter names or its newest proven successor.
    package func peer(of address: Address) -> PeerNode? {
        member(of: address).flatMap { member in
            PeerNode(key: succession.lineage(of: member.key).last ?? member.key)
        }
    }

    /// The addresses of a node; none for an observer and for others.
    package func addresses(of node: NodeName) -> [Address] { nodes[node]?.addresses ?? [] }

    /// What a node is to the mechanism.
    ///
    /// One address that is marked cross-border marks the node.
    package func place(of peer: PeerNode) -> Place {
        guard let node = nodes[peer.name] else { return .outside }
        guard succession.isKey(peer.key, standingFor: node.key) else { return .otherKey }
        return node.addresses.isEmpty
            ? .observer : .member(isCrossBorder: node.isCrossBorder)
    }

    /// Whether (`from`, `office`) is an address that belongs to this node.
    ///
    /// The office `system` counts for every address of its node: also where the node has one office of a region whose
    /// other offices are another node's.
    package func belongs(_ region: RegionCode, _ office: OfficeID, to node: NodeName) -> Bool {
        if self.node(of: Address(region: region, office: office)) == node { return true }
        guard office == .system else { return false }
        return addresses(of: node).contains { own in
            self.node(of: Address(region: region, office: own.office)) == node
        }
    }
}

extension Membership: PartyResolver {
    /// The most specific member that an address belongs to; nil outside the mechanism.
    package func party(of address: Address) -> Party? {
        member(of: address).map { Party(member: $0.address, node: $0.node) }
    }

    /// The addresses that the charter's `role` lines bind to a role.
    package func addresses(of role: RoleID) -> [Address] {
        charter.content.roles.filter { $0.role == role }.map(\.address)
    }

    /// Whether the charter names this pack.
    package func names(_ pack: PackReference) -> Bool { charter.content.rules.contains(pack) }
}
