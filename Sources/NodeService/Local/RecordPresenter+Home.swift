import Casework
import Cryptography
import Ledger
import LocalAPI
import LogStorage
import SQLiteStorage
import TransparencyLog

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
        let row = try Self.row(withPrefix: prefix, in: transaction, foldingBy: view)
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

extension NodeLocalService {
    /// Throws `entry_unknown`, as of an entry that never was, for a step at home of another office.
    static func requireKnown(
        _ location: EntryLocation,
        asked prefix: String,
        by caller: Caller,
        _ transaction: SQLiteTransaction
    ) throws {
        guard let name = LogName(location.origin), LogPresenter.hides(inLog: name, from: caller)
        else { return }
        let bytes = try transaction.entryBytes(of: location.origin, at: location.index) ?? []
        // What cannot be read says nothing of any office.
        guard let header = (try? UnverifiedEntry(parsing: bytes))?.header,
            LogPresenter.hides(header, from: caller)
        else { return }
        throw NodeError(.entryUnknown, ["entry": prefix])
    }

    /// What `status` says, without what names matters at home of which the caller may not know: of these how many.
    ///
    /// Whoever administers the node reads all of it. Of a matter whose rows are damaged nobody can tell who else may know of it.
    func known(_ texts: [CodedText], to caller: Caller) async throws -> [CodedText] {
        guard !caller.offices.contains(Caller.nodeOffice) else { return texts }
        let view = node.view
        return try await node.store.read { transaction in
            let presenter = RecordPresenter(
                view: view,
                transaction: transaction,
                bodies: BodyReader(storageKey: view.keyring.storageKey),
                caller: caller
            )
            let home = RecordScope(text: "\(view.node)/\(LogName.home)")
            let known = try texts.filter { text in
                try text.arguments.values.compactMap { Digest(hex: $0) }.allSatisfy { digest in
                    let key = RecordKey(scope: home, record: digest)
                    do {
                        return try transaction.projectedRecord(key) == nil
                            || presenter.mayKnow(of: key)
                    } catch  where PeerFailure.isDamage(error) {
                        return false
                    }
                }
            }
            let count = texts.count - known.count
            guard count > 0 else { return known }
            return known + [CodedText("node.home_notes_of_others", ["count": "\(count)"])]
        }
    }
}

extension StepPlanner {
    /// What the caller may read of records, here as where they are shown.
    var presenter: RecordPresenter {
        RecordPresenter(
            view: view,
            transaction: transaction,
            bodies: bodies,
            caller: caller,
            now: now
        )
    }

    /// A matter at home; throws `record_unknown`, as of a record that never was, where the caller may not know of it.
    func known(_ record: RecordKey) throws -> RecordKey {
        guard try presenter.mayKnow(of: record) else {
            throw NodeError(.recordUnknown, ["record": record.record.hex])
        }
        return record
    }
}

extension LogPresenter {
    /// The machines whose entries in a home log stand in the node's other logs as well, for everybody.
    private static let common: Set<MachineID> = [.log, .charter, .node, .office, .officer]

    /// Whether a log has steps that a caller is not to know of: it is the home log, and he stands for some offices alone.
    static func hides(inLog name: LogName, from caller: Caller) -> Bool {
        guard name.isHome, !caller.offices.contains(Caller.nodeOffice),
            case .some = caller.readOffices
        else { return false }
        return true
    }

    /// Whether an entry of such a log is another office's step.
    static func hides(_ header: EntryHeader, from caller: Caller) -> Bool {
        guard case .some(var offices) = caller.readOffices else { return false }
        if case .some(let signed) = caller.offices { offices.formUnion(signed) }
        return !common.contains(header.machine)
            && header.office.map { !offices.contains($0.text) } ?? true
    }

    /// Entries as a caller may see them: of a step in the home log that another office took, the place and the digest alone, so that
    /// the log can be proven all the same.
    func shown(
        _ entries: [LogEntryDocument],
        of name: LogName?,
        to caller: Caller
    )
        -> [LogEntryDocument]
    {
        guard let name, Self.hides(inLog: name, from: caller) else { return entries }
        return entries.map { entry in
            // What cannot be read says nothing of any office.
            guard let text = entry.text,
                let header = (try? UnverifiedEntry(parsing: text.utf8))?.header,
                Self.hides(header, from: caller)
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
