import Casework
import Cryptography
import Ledger
import LocalAPI
import LogStorage
import SQLiteStorage

/// The records that one answer leaves out, because something of what they rest on is damaged.
final class LeftOutRecords {
    private(set) var keys: Set<RecordKey> = []

    func insert(_ key: RecordKey) { keys.insert(key) }
}

/// Records of which something is damaged: they keep no other from being shown.
///
/// A damaged row is no evidence: the entries give it again, here for the answer itself and in the store by `DerivedRowKeeper`. Where the
/// entries are damaged, too, the answer says which record it leaves out.
extension RecordPresenter {
    /// Records that a finding names; the others are counted.
    private static let namedCountMax = 8

    /// The row of a record, folded anew where it is damaged; nil where there is none, and where it cannot be folded, which is noted.
    func row(_ key: RecordKey) throws -> ProjectedRecord? {
        try unlessDamaged(key) {
            try Self.row(key, view, in: transaction)
        } ?? nil
    }

    /// The row of a record, folded anew where it is damaged; throws what is damaged of its entries.
    static func row(
        _ key: RecordKey,
        _ view: NodeView,
        in transaction: SQLiteTransaction
    ) throws -> ProjectedRecord? {
        do {
            let row = try transaction.projectedRecord(key)
            if let row { _ = try Ledger.RecordSummary(decoding: row.summary) }
            return row
        } catch  where PeerFailure.isDamage(error) {
            // Where no entry names it, what does may be damaged, too.
            guard let folded = try view.projector.foldedRow(of: key, in: transaction) else {
                throw error
            }
            return folded
        }
    }

    /// The row of a list, folded anew where it is damaged; throws what is damaged where it cannot be.
    func row(_ listed: ListedRecord) throws -> ProjectedRecord? {
        guard !listed.isWhole else { return listed.row }
        return try Self.row(listed.row.key, view, in: transaction)
    }

    /// What an answer says of a record; nil where something of it is damaged, which is noted.
    func unlessDamaged<Value>(_ key: RecordKey, _ read: () throws -> Value) throws -> Value? {
        do {
            return try read()
        } catch  where Self.isDamage(error) {
            leftOut.insert(key)
            return nil
        }
    }

    /// A line of a list; of a record of which something is damaged, what is known without it.
    func line(of listed: ListedRecord) throws -> LocalAPI.RecordSummary? {
        let key = listed.row.key
        var known = ProjectedRecord(
            key: key,
            machine: "",
            state: "",
            updatedAt: 0,
            awaitsAcknowledgement: false,
            summary: Ledger.RecordSummary().encoded()
        )
        do {
            guard let row = try row(listed) else { return nil }
            known = row
            return try summary(of: row)
        } catch  where Self.isDamage(error) {
            guard knows(of: key) else { return nil }
            let stored = try Ledger.RecordSummary(decoding: known.summary)
            var line = LocalAPI.RecordSummary(known, stored, packs: view.packs)
            line.alarms = [Self.damage(of: key)]
            name([line.opener] + line.addressees, in: &line)
            return line
        }
    }

    /// Whether an error says that stored bytes are wrong; an entry that cannot be read is one that was stored whole.
    private static func isDamage(_ error: any Error) -> Bool {
        error is Reason || PeerFailure.isDamage(error)
    }

    /// Whether a row of a list may be asked for; one that is damaged by what the entries give, and always where these are damaged.
    ///
    /// `mechanism` is the only one that is asked for, or the home log; no damage says that a record is elsewhere.
    func mayMatch(
        _ listed: ListedRecord,
        in mechanism: String?,
        _ isMeant: (ProjectedRecord) -> Bool
    ) throws -> Bool {
        guard !listed.isWhole else { return isMeant(listed.row) }
        do {
            return try row(listed).map(isMeant) ?? false
        } catch  where Self.isDamage(error) {
            let own = listed.row.key.scope.mechanism?.text ?? LogName.home.text
            return mechanism.map { $0 == own } ?? true
        }
    }

    /// What is said of a record whose entries the last comparison found damaged.
    func damageAlarm(of key: RecordKey) -> [CodedText] {
        isLeft(key) ? [Self.damage(of: key)] : []
    }

    private static func damage(of key: RecordKey) -> CodedText {
        CodedText("node.record_damaged", ["record": key.record.hex])
    }

    /// What is to be said of the records that were left out: which, as far as the caller may know, and how many.
    var leftOutFindings: [CodedText] {
        guard !leftOut.keys.isEmpty else { return [] }
        let known = leftOut.keys.filter(knows).map(\.record.hex).sorted()
        let named = known.prefix(Self.namedCountMax).joined(separator: ", ")
        return [
            CodedText(
                "node.records_left_out",
                ["count": "\(leftOut.keys.count)", "records": named.isEmpty ? "-" : named]
            )
        ]
    }

    /// Whether the caller may know that there is a record of which something is damaged; where that cannot be read, whoever administers
    /// the node alone may.
    func knows(of key: RecordKey) -> Bool {
        do {
            return try mayKnow(of: key)
        } catch {
            // What cannot be read permits nothing.
            return false
        }
    }
}
