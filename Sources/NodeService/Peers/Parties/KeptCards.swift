import Ledger
import LogStorage
import SQLiteStorage
import TransparencyLog

extension SQLiteTransaction {
    /// Keeps the card of a peer that counts from now on, the one before it, and the newest one of each of its last former
    /// addresses: whoever listens there may still be alive.
    func keep(_ card: PeerCard) throws {
        let name = try card.node.keyName
        var urls: Set<NodeURL> = [card.content.url]
        var others: Set<UInt64> = []
        for stored in try cards(of: name).reversed() where stored.serial < card.content.serial {
            guard others.count < FormerAddresses.placeCountMax else { break }
            // What is no card names no address.
            guard let former = try? PeerCard(parsing: stored.note),
                urls.insert(former.content.url).inserted
            else { continue }
            others.insert(stored.serial)
        }
        try keepCard(
            of: name,
            serial: card.content.serial,
            note: card.note.encoded,
            besides: others
        )
    }
}
