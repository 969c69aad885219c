package import Casework
internal import TransparencyLog

/// The cards that a node knows, and the decision on each card that comes in.
///
/// The node's signature and the serial alone decide, not the way a card came. One registry holds one card a node.
package struct CardRegistry: Sendable {
    /// What is to be done with a card.
    package enum Judgement: Hashable, Sendable {
        /// A node that was not known: adding it is the operator's to decide.
        case add
        /// A newer card of a known node.
        case replace
        /// The card that is known already.
        case same
        /// Not to be kept; `isAlarm` of the code says whether people must hear of it.
        case refused(PartyError)
    }

    /// Our own card.
    package let own: PeerCard
    /// The proven rotations of node keys.
    package var succession: KeySuccession
    private var known: [NodeName: PeerCard]

    /// Takes our own card and the cards of the peers that were added.
    package init(
        own: PeerCard,
        peers: some Sequence<PeerCard> = [],
        succession: KeySuccession = .init()
    ) {
        self.own = own
        self.succession = succession
        known = Dictionary(peers.map { ($0.node, $0) }) { first, _ in first }
    }

    /// The cards of the peers, sorted by name.
    package var peers: [PeerCard] { known.values.sorted { $0.node < $1.node } }

    /// The card of a peer; nil where none was added.
    package subscript(node: NodeName) -> PeerCard? { known[node] }

    /// Keeps a card that was judged `add` or `replace`.
    package mutating func keep(_ card: PeerCard) { known[card.node] = card }

    /// Forgets a peer.
    package mutating func remove(_ node: NodeName) { known[node] = nil }

    /// Decides on a card at `now`, a POSIX second.
    ///
    /// `operatorConfirmed` says that a person compared the fingerprint of this very card: it allows another node key
    /// for a known name, and nothing else.
    package func judge(
        _ card: PeerCard,
        now: Int64,
        operatorConfirmed: Bool = false
    ) -> Judgement {
        // Our own card comes back to us from peers; an operator who adds it is at the wrong machine.
        if !operatorConfirmed, card.note.text == own.note.text { return .same }
        guard card.node != own.node else {
            return .refused(PartyError(.cardNamesOwnNode, ["node": card.node.text]))
        }
        guard let last = known[card.node] else {
            if card.isExpired(at: now) { return .refused(Self.expired(card)) }
            return reuseFault(card).map(Judgement.refused) ?? .add
        }
        if last.note.text == card.note.text { return .same }
        if !operatorConfirmed, !succession.isKey(card.key, standingFor: last.key) {
            return .refused(Self.keyChanged(card, last))
        }
        let fault = serialFault(card, after: last) ?? reuseFault(card)
        return fault.map(Judgement.refused) ?? .replace
    }

    private static func expired(_ card: PeerCard) -> PartyError {
        PartyError(
            .cardExpired,
            ["expires": card.content.expires.text, "node": card.node.text]
        )
    }

    private static func keyChanged(_ card: PeerCard, _ last: PeerCard) -> PartyError {
        let (found, known) = (card.fingerprint.text, last.fingerprint.text)
        return PartyError(
            .cardKeyChanged,
            ["fingerprint": found, "known": known, "node": card.node.text]
        )
    }

    private func serialFault(_ card: PeerCard, after last: PeerCard) -> PartyError? {
        let (serial, known) = (card.content.serial, last.content.serial)
        if serial > known { return nil }
        if serial == known {
            return PartyError(.cardSerialConflict, ["node": card.node.text, "serial": "\(serial)"])
        }
        return PartyError(
            .cardSerialLower,
            ["known": "\(known)", "node": card.node.text, "serial": "\(serial)"]
        )
    }

    /// Looks for a key or pin that another node, or our own, uses already.
    private func reuseFault(_ card: PeerCard) -> PartyError? {
        let others =
            [own]
            + known.values.filter { $0.node != card.node }.sorted {
                $0.node < $1.node
            }
        let keys = Self.materials(card.content)
        for other in others {
            let arguments = ["node": card.node.text, "other": other.node.text]
            if !keys.isDisjoint(with: Self.materials(other.content)) {
                return PartyError(.cardKeyReused, arguments)
            }
            let taken = Set(other.content.pins + [other.content.boxPin].compactMap(\.self))
            if !taken.isDisjoint(with: card.content.pins) {
                return PartyError(.cardPinReused, arguments)
            }
            if let pin = card.content.boxPin, taken.contains(pin) {
                return PartyError(.cardBoxReused, arguments)
            }
        }
        return nil
    }

    /// The raw public keys of a card, retired ones too: the same key under another name is the same key.
    private static func materials(_ content: CardContent) -> Set<[UInt8]> {
        Set([content.key.publicKey] + content.mirrors.map(\.publicKey))
    }
}
