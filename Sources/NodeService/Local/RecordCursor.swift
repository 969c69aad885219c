import Cryptography
import Ledger
import LogStorage
import SQLiteStorage
import TransparencyLog

/// Where a page of records ends: the place after a row as it stood when its page was made, since it may have moved by then.
///
/// A cursor names a record. After one of which the caller is not told it is sealed under the node's key, and names nothing to him.
struct RecordCursor {
    /// What a sealed cursor begins with.
    private static let mark = "~"

    let storageKey: [UInt8]

    /// The cursor after a row.
    func text(_ row: ProjectedRecord, isHidden: Bool) throws -> String {
        let plain = "\(row.key.record.hex)@\(row.updatedAt)@\(row.key.scope.text)"
        guard isHidden else { return plain }
        return Self.mark
            + Hex.encode(try SealedRow(storageKey: storageKey).sealed(Array(plain.utf8)))
    }

    /// The row that a cursor names; throws `cursor_unknown` for one that this node never gave.
    func record(
        at cursor: String,
        in transaction: SQLiteTransaction
    ) throws -> ProjectedRecord {
        let parts = try opened(cursor).split(separator: "@", maxSplits: 2)
        guard parts.count == 3, let digest = Digest(hex: parts[0]),
            let updatedAt = Decimal.decode(parts[1].utf8).flatMap({ Int64(exactly: $0) }),
            var row = try transaction.projectedRecord(
                RecordKey(scope: RecordScope(text: String(parts[2])), record: digest)
            )
        else { throw NodeError(.cursorUnknown) }
        row.updatedAt = updatedAt
        return row
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
