package import Casework
package import Ledger
package import TransparencyLog

/// What a node knows at one moment of itself, its peers, its charters and its packs: a value that is replaced whole.
package struct NodeView: Sendable {
    /// The private keys.
    package var keyring: NodeKeyring
    /// Our own card and those of the peers that were added.
    package var registry: CardRegistry
    /// The charters of the mechanisms that were joined, or that await signatures.
    package var library: CharterLibrary
    /// The rule packs that are here.
    package var packs: PackSet
    /// The key histories that were read last; all copies of a view share it.
    private let histories = KeyHistoryCache()

    /// Makes a view.
    package init(
        keyring: NodeKeyring,
        registry: CardRegistry,
        library: CharterLibrary,
        packs: PackSet
    ) {
        self.keyring = keyring
        self.registry = registry
        self.library = library
        self.packs = packs
    }

    /// Our own card.
    package var card: PeerCard { registry.own }
    /// Our own name.
    package var node: NodeName { card.node }
    /// Our node as peers see it.
    package var own: PeerNode { PeerNode(card) }

    /// What judging and folding need.
    package var projector: Projector {
        Projector(
            ProjectionContext(
                charters: library,
                packs: packs,
                node: node,
                region: card.content.region,
                histories: histories
            )
        )
    }

    /// The node keys that count as a log's root of trust: our own, a peer's card, or what the charters name.
    package func trustedKeys(of node: NodeName) -> [VerifierKey] {
        if node == self.node { return [card.key] }
        var keys = registry[node].map { [$0.key] } ?? []
        for chain in library.chains.values {
            for charter in chain.all where chain.isInForce(charter.digest) {
                for key in charter.content.memberKeys
                where key.name.bytes == Array(node.text.utf8) && !keys.contains(key) {
                    keys.append(key)
                }
            }
        }
        return keys
    }
}
