import Casework
import Cryptography
import Ledger
import LogStorage
import SQLiteStorage
import TransparencyLog

/// Where a page of records ends: the place after a row as it stood when its page was made, since it may have moved by then.
///
/// A cursor names a record. After one of which the caller is not told it is sealed under the node's key, and names nothing to him; that
/// is one of the home log, whose name is left out, so that a cursor fits into a parameter however long the node's name is.
struct RecordCursor {
    /// What a sealed cursor begins with.
    private static let mark = "~"

    let storageKey: [UInt8]
    /// The scope of the home log.
    let home: RecordScope

    init(storageKey: [UInt8], node: NodeName) {
        self.storageKey = storageKey
        home = RecordScope(text: "\(node)/\(LogName.home)")
    }

    /// The cursor after a row.
    func text(_ row: ProjectedRecord, isHidden: Bool) throws -> String {
        let place = "\(row.key.record.hex)@\(row.updatedAt)@"
        guard isHidden else { return place + row.key.scope.text }
        let plain = row.key.scope == home ? place : place + row.key.scope.text
        return Self.mark
            + Hex.encode(try SealedRow(storageKey: storageKey).sealed(Array(plain.utf8)))
    }

    /// The row that a cursor names; throws `cursor_unknown` for one that this node never gave.
    func record(
        at cursor: String,
        in transaction: SQLiteTransaction
    ) throws -> ProjectedRecord {
        let parts = try opened(cursor)
            .split(separator: "@", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, let digest = Digest(hex: parts[0]),
            let updatedAt = Decimal.decode(parts[1].utf8).flatMap({ Int64(exactly: $0) }),
            var row = try row(
                RecordKey(
                    scope: parts[2].isEmpty ? home : RecordScope(text: String(parts[2])),
                    record: digest
                ),
                in: transaction
            )
        else { throw NodeError(.cursorUnknown) }
        row.updatedAt = updatedAt
        return row
    }

    /// The row of a record; where it is damaged, its key alone: a place needs no more.
    private func row(
        _ key: RecordKey,
        in transaction: SQLiteTransaction
    ) throws -> ProjectedRecord? {
        do {
            return try transaction.projectedRecord(key)
        } catch  where PeerFailure.isDamage(error) {
            return ProjectedRecord(
                key: key,
                machine: "",
                state: "",
                updatedAt: 0,
                awaitsAcknowledgement: false,
                summary: []
            )
        }
    }

    private func opened(_ cursor: String) throws -> String {
        guard cursor.hasPrefix(Self.mark) else { return cursor }
        guard let bytes = Hex.decode(Array(cursor.dropFirst().utf8)) else {
            throw NodeError(.cursorUnknown)
        }
        do {
            let content = try SealedRow(storageKey: storageKey).open(bytes)
            return String(decoding: content, as: UTF8.self)
        } catch {
            // Whatever is wrong with it, this node did not give it.
            throw NodeError(.cursorUnknown)
        }
    }
}
