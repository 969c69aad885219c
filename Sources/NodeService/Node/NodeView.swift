package import Casework
package import Cryptography
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
    /// The calendars of working days that are here.
    package var calendars: CalendarSet
    /// The charters by which this node had judged and that were gone when it started, by mechanism.
    package var goneCharters: [MechanismID: Set<Digest>] = [:]
    /// The key histories that were read last; all copies of a view share it.
    private let histories = KeyHistoryCache()
    /// Who signed the entries that were looked at last; all copies of a view share it.
    let headerParties = HeaderPartyCache()

    /// Makes a view.
    package init(
        keyring: NodeKeyring,
        registry: CardRegistry,
        library: CharterLibrary,
        packs: PackSet,
        calendars: CalendarSet
    ) {
        self.keyring = keyring
        self.registry = registry
        self.library = library
        self.packs = packs
        self.calendars = calendars
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
                calendars: calendars,
                histories: histories,
                withoutCharter: withoutCharter
            )
        )
    }

    /// The mechanisms of which one of those has not come since.
    private var withoutCharter: Set<MechanismID> {
        Set(goneCharters.filter { $0.value.contains { library.charter($0) == nil } }.keys)
    }

    /// The node keys that count for one log: those under which charters in force of its mechanism name the node, else its card's.
    ///
    /// What one mechanism's charter says of a node counts in that mechanism alone.
    package func trustedKeys(of log: LogName) -> [VerifierKey] {
        if log.node == node { return [card.key] }
        var keys: [VerifierKey] = []
        let chain = library.chains[log.mechanism]
        for charter in chain?.all ?? [] where chain?.isInForce(charter.digest) == true {
            for key in charter.content.memberKeys
            where key.name.bytes == Array(log.node.text.utf8) && !keys.contains(key) {
                keys.append(key)
            }
        }
        return keys.isEmpty ? registry[log.node].map { [$0.key] } ?? [] : keys
    }

    /// Throws `charter_key_differs` where a charter names a node that we know by its card under another key.
    ///
    /// Whoever signs or adopts it would trust that key for the node's logs.
    func requireKnownKeys(of charter: Charter) throws {
        let named =
            charter.content.members.map { ($0.node, $0.key) }
            + charter.content.observers.compactMap { key in key.nodeName.map { ($0, key) } }
        for (name, key) in named {
            guard let known = name == node ? card.key : registry[name]?.key, known != key else {
                continue
            }
            throw NodeError(
                .charterKeyDiffers,
                [
                    "card": Fingerprint(of: known).text, "charter": Fingerprint(of: key).text,
                    "node": name.text,
                ]
            )
        }
    }
}
