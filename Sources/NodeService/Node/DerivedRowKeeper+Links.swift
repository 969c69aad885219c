import Casework
import Cryptography
import Ledger
import LocalAPI
import Logging
import SQLiteStorage

/// Links of matters at home to what they went on as.
extension DerivedRowKeeper {
    /// Makes links anew that openings prove, and notes the matters of which it is not known whether they were sent.
    func requireLinks() async throws {
        let version = try await node.store.latestForeignVersion()
        guard !node.derivedRows.hasLinks(at: version) else { return }
        try await node.derivedRows.turn.pass {
            guard !node.derivedRows.hasLinks(at: version) else { return }
            let view = node.view
            try await removeDamagedLinks()
            try await requireMatters(view)
            let outcome = try await node.store.read {
                try LinkRestoration(view: view, transaction: $0).outcome()
            }
            let links = outcome.links
            let made =
                links.isEmpty
                ? nil
                : Repair("node.derived_links_made_anew", countedBy: "count", links.count)
            let open =
                outcome.openCount == 0
                ? nil : CodedText("node.derived_links_open", ["count": "\(outcome.openCount)"])
            if made != nil || open != nil {
                let now = node.time.now()
                try await node.store.write { transaction in
                    for link in links { _ = try view.projector.link(link, in: transaction) }
                    if let made { try AlarmBook.add(made, at: now, in: transaction) }
                    if let open { try AlarmBook.keep(open, at: now, in: transaction) }
                }
                tell([made, open.map { Repair($0.code, $0.arguments) }].compactMap(\.self))
            }
            node.derivedRows.foundLinks(at: version, open: outcome.open)
        }
    }

    /// Removes links that are damaged, with the alarm that stays: one that is missing is made anew where an opening proves it, and where
    /// none does no matter that may be meant is sent.
    private func removeDamagedLinks() async throws {
        let damaged = try await node.store.read { try $0.damagedLinks() }
        guard !damaged.isEmpty else { return }
        let repair = Repair("node.derived_links_removed", countedBy: "count", damaged.count)
        let now = node.time.now()
        try await node.store.write { transaction in
            try transaction.removeDamagedLinks()
            try AlarmBook.add(repair, at: now, in: transaction)
        }
        for link in damaged {
            node.logger.error("a damaged link was removed", metadata: ["link": "\(link)"])
        }
        tell([repair])
    }

    /// Makes the rows of the own home's entries and matters anew where openings have no link: a matter without them would be none that
    /// may have been sent, and they might be made anew only after that was noted.
    private func requireMatters(_ view: NodeView) async throws {
        let home = try await node.store.read { transaction in
            let restoration = try LinkRestoration(view: view, transaction: transaction)
            return try restoration.openings().isEmpty ? nil : restoration.home
        }
        guard let home else { return }
        var pass = DerivedRowPass()
        try await compareEntries(&pass, of: home)
        try await requireRecords(of: home, &pass)
    }
}
