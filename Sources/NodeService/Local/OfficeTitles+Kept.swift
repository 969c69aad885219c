import Casework
import Ledger
import LocalAPI
import LogStorage
import SQLiteStorage
import TransparencyLog

/// The cards of nodes as they stood at a time: a letter bears the title that the office had when it signed.
final class KeptCards {
    let view: NodeView
    let transaction: SQLiteTransaction
    private var known: [NodeName: [PeerCard]] = [:]

    init(view: NodeView, transaction: SQLiteTransaction) {
        self.view = view
        self.transaction = transaction
    }

    /// The newest card of a node that was made by a time; the oldest one that is kept where there is none; nil where there is no card.
    func card(of node: NodeName, at time: Timestamp) throws -> PeerCard? {
        let newest = node == view.node ? view.card : view.registry[node]
        guard let newest, newest.content.issued.instant > time.instant else { return newest }
        let cards = try cards(of: node)
        return cards.last { $0.content.issued.instant <= time.instant } ?? cards.first ?? newest
    }

    private func cards(of node: NodeName) throws -> [PeerCard] {
        if let cards = known[node] { return cards }
        // What is no card has no title: the newest one counts.
        let cards = try transaction.cards(of: node.keyName).compactMap {
            try? PeerCard(parsing: $0.note)
        }
        known[node] = cards
        return cards
    }
}

extension OfficeTitles {
    /// An office by the card that its node had at a time, and when that card was made where the time is before it: an earlier one is not
    /// kept here.
    func office(
        _ address: Address,
        in mechanism: MechanismID?,
        of node: NodeName?,
        at time: Timestamp,
        _ cards: KeptCards
    ) throws -> (office: PrintedForm.Office, later: Timestamp?) {
        let card = try owner(of: address, in: mechanism, node).flatMap {
            try cards.card(of: $0, at: time)
        }
        let issued = card?.content.issued
        let isLater = issued.map { $0.instant > time.instant } ?? false
        let office = office(address, on: card)
        return (office, isLater && office.title != nil && address.office != .system ? issued : nil)
    }

    /// The offices on the card that the node which acts for an address had at a time, the automatic one left out.
    func all(
        in address: Address,
        _ mechanism: MechanismID?,
        at time: Timestamp,
        _ cards: KeptCards
    ) throws -> [CardContent.Office] {
        let card = try owner(of: address, in: mechanism, nil).flatMap {
            try cards.card(of: $0, at: time)
        }
        return (card?.content.offices ?? []).filter { $0.id != .system }
    }
}
