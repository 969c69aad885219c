import Casework
import Ledger
import LocalAPI
import SQLiteStorage

/// What stays within one office of the node: its matters at home, and what it did there before it sent them.
extension RecordPresenter {
    /// Whether the caller may know that a record is there.
    ///
    /// Headers are everybody's in a mechanism. Of what is at home other offices of this node learn no more than those of other nodes:
    /// nothing, until the opening. Whoever administers the node knows of everything that it keeps.
    func mayKnow(of key: RecordKey) throws -> Bool {
        if !key.scope.isHome || caller.offices.contains(Caller.nodeOffice) { return true }
        return try mayReadBodies(of: key, signing: true)
    }

    /// The part at home of a record in a mechanism; nil where there is none here, and where the caller is not to know of it.
    func knownHome(of key: RecordKey) throws -> RecordKey? {
        guard let home = try transaction.homeLink(to: key.record)?.home, try mayKnow(of: home)
        else { return nil }
        return home
    }
}

extension NodeLocalService {
    /// The record that the beginning of a digest names; for whoever may not know of it, it is not there.
    static func row(
        withPrefix prefix: String,
        toldTo caller: Caller,
        _ view: NodeView,
        _ transaction: SQLiteTransaction
    ) throws -> ProjectedRecord {
        let row = try Self.row(withPrefix: prefix, in: transaction)
        let presenter = RecordPresenter(
            view: view,
            transaction: transaction,
            bodies: BodyReader(storageKey: view.keyring.storageKey),
            caller: caller
        )
        guard try presenter.mayKnow(of: row.key) else {
            throw NodeError(.recordUnknown, ["record": prefix])
        }
        return row
    }
}

extension LogPresenter {
    /// The machines whose entries in a home log stand in the node's other logs as well, for everybody.
    private static let common: Set<MachineID> = [.log, .charter, .node, .office, .officer]

    /// Entries as a caller may see them: of a step in the home log that another office took, the place and the digest alone, so that
    /// the log can be proven all the same.
    func shown(
        _ entries: [LogEntryDocument],
        of name: LogName?,
        to caller: Caller
    )
        -> [LogEntryDocument]
    {
        guard let name, name.isHome, !caller.offices.contains(Caller.nodeOffice),
            case .some(var offices) = caller.readOffices
        else { return entries }
        if case .some(let signed) = caller.offices { offices.formUnion(signed) }
        return entries.map { entry in
            // What cannot be read says nothing of any office.
            guard let text = entry.text,
                let header = (try? UnverifiedEntry(parsing: text.utf8))?.header,
                !Self.common.contains(header.machine),
                header.office.map({ !offices.contains($0.text) }) ?? true
            else { return entry }
            return LogEntryDocument(
                entry: entry.entry,
                index: entry.index,
                text: nil,
                verdict: LocalAPI.EntryVerdict(
                    entry.verdict.class,
                    findings: [CodedText("node.entry_of_another_office")]
                )
            )
        }
    }
}
