import Casework
import Cryptography
import Ledger
import LogStorage
import SQLiteStorage
import TransparencyLog

/// What a log that is damaged, and of which the keys are not here, keeps from being signed: its node's own entries, and whatever its
/// entries may have told of.
extension DerivedRowKeeper {
    /// Throws what is damaged of a log of the mechanism, where entries of that log may belong to the record of a step.
    func requireUnharmed(_ header: EntryHeader, to origin: Origin) async throws {
        let damages = node.derivedRows.damages(besides: origin)
        guard !damages.isEmpty, let scope = LogName(origin).map({ RecordScope($0) }) else { return }
        let view = node.view
        for (log, damage) in damages {
            guard log != origin, !header.isReserved, let name = LogName(log) else { throw damage }
            let isMeant = try await node.store.read { transaction in
                try HarmedRecord(header, in: scope, by: (log, name.node), view, transaction)
                    .isMeant()
            }
            if isMeant { throw damage }
        }
    }
}

/// A record of which a step is to be signed, beside a log that cannot be read.
///
/// Its entries count only for those who take part: the log's node does where it signed a step that is here, where one is addressed to it, or
/// where it may take one by the charter. A record that begins has none of its entries.
private struct HarmedRecord {
    private let header: EntryHeader
    private let scope: RecordScope
    private let log: Origin
    private let other: NodeName
    private let view: NodeView
    private let transaction: SQLiteTransaction

    init(
        _ header: EntryHeader,
        in scope: RecordScope,
        by log: (origin: Origin, node: NodeName),
        _ view: NodeView,
        _ transaction: SQLiteTransaction
    ) {
        (self.header, self.scope) = (header, scope)
        (self.log, other) = log
        (self.view, self.transaction) = (view, transaction)
    }

    /// Whether entries of the log may belong to it; what cannot be told may.
    func isMeant() throws -> Bool {
        guard let parties = view.projector.context.currentParties(in: scope) else { return true }
        func isOther(_ address: Address) -> Bool {
            parties.party(of: address).map { $0.node == other } ?? true
        }
        if header.to.contains(where: isOther) { return true }
        guard let record = header.record else { return false }
        let key = RecordKey(scope: scope, record: record)
        for row in try transaction.projectedEntries(record: key) {
            guard row.origin != log,
                let bytes = try transaction.entryBytes(of: row.origin, at: row.index),
                // What cannot be read may be addressed to anybody.
                let entry = try? UnverifiedEntry(parsing: bytes),
                !entry.header.to.contains(where: isOther)
            else { return true }
        }
        guard let state = try view.projector.state(of: key, in: transaction),
            let machine = state.machine.flatMap({ id in
                state.pack.flatMap(view.packs.pack)?.machine(id)
            })
        else { return true }
        return machine.transitions.contains { step in
            state.signers(of: step, parties: parties).contains {
                $0.addresses.contains(where: isOther)
            }
        }
    }
}
