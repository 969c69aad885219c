internal import Cryptography
package import Ledger
internal import LogStorage
internal import TransparencyLog

/// A row of a list of records, as it stands.
package struct ListedRecord: Sendable {
    /// What the columns say; nothing of it but the key counts where it is not whole.
    package let row: ProjectedRecord
    /// Whether its checksum holds.
    package let isWhole: Bool
}

/// Rows of the tables that a projection writes and that are not as they were written: whoever makes them anew finds and removes them here.
///
/// Nothing is decided by such a row, and nothing is lost with it: the entries give it again.
extension SQLiteTransaction {
    // MARK: Records

    private static let listedColumns =
        "scope, record, machine, state, updated_at, awaits_acknowledgement, summary"

    /// Up to `limit` records, the latest first; only one machine's where it is given, and only those after `last`.
    ///
    /// Rows that are not whole are among them, of whatever machine they are; those without a digest name no record and are not.
    package func listedRecords(
        machine: String?,
        after last: ProjectedRecord?,
        limit: Int
    ) throws -> [ListedRecord] {
        let columns = Self.listedColumns
        let statement = try statement(
            """
            SELECT \(columns), checksum IS row_checksum(\(columns)) FROM projected_record
            WHERE length(record) = 32
            AND (?1 IS NULL OR machine = ?1 OR checksum IS NOT row_checksum(\(columns)))
            AND (?2 IS NULL OR (updated_at, record, scope) < (?2, ?3, ?4))
            ORDER BY updated_at DESC, record DESC, scope DESC LIMIT ?5
            """
        )
        if let machine { statement.bind(1, machine) }
        if let last {
            statement.bind(2, last.updatedAt)
            statement.bind(3, last.key.record)
            statement.bind(4, last.key.scope.text)
        }
        statement.bind(5, Int64(max(0, limit)))
        var found: [ListedRecord] = []
        try statement.rows { row in
            guard let record = row.digest(1) else { return }
            found.append(
                ListedRecord(
                    row: ProjectedRecord(
                        key: RecordKey(scope: RecordScope(text: row.text(0)), record: record),
                        machine: row.text(2),
                        state: row.text(3),
                        updatedAt: row.int(4),
                        awaitsAcknowledgement: row.int(5) == 1,
                        summary: row.bytes(6)
                    ),
                    isWhole: row.int(7) == 1
                )
            )
        }
        return found
    }

    /// Up to `limit` keys of the records whose digest begins with these lower-case hex digits, by digest and scope.
    package func projectedRecordKeys(
        withDigestPrefix prefix: String,
        limit: Int
    ) throws -> [RecordKey] {
        guard let (first, last) = DigestRange.bounds(ofPrefix: prefix) else { return [] }
        let statement = try statement(
            """
            SELECT record, scope FROM projected_record WHERE record BETWEEN ?1 AND ?2
            ORDER BY record, scope LIMIT ?3
            """
        )
        statement.bind(1, first)
        statement.bind(2, last)
        statement.bind(3, Int64(max(0, limit)))
        var keys: [RecordKey] = []
        try statement.rows { row in
            guard let digest = row.digest(0) else { return }
            keys.append(RecordKey(scope: RecordScope(text: row.text(1)), record: digest))
        }
        return keys
    }

    /// The numbers of the rows that name no record: without a digest, or with a scope that is no text.
    package func namelessRecordRows() throws -> [Int64] {
        var numbers: [Int64] = []
        try statement("SELECT id, record, scope FROM projected_record").rows { row in
            let isText = row.withBytes(2) { String(validating: $0, as: UTF8.self) != nil }
            if row.digest(1) == nil || !isText { numbers.append(row.int(0)) }
        }
        return numbers
    }

    /// Removes a row of a record by its number.
    package func removeRecordRow(_ number: Int64) throws {
        let statement = try statement("DELETE FROM projected_record WHERE id = ?")
        statement.bind(1, number)
        try statement.run()
    }

    /// Removes the row of a record, and leaves what waits in it.
    package func removeRecordRow(of key: RecordKey) throws {
        let statement = try statement(
            "DELETE FROM projected_record WHERE record = ? AND scope = ?"
        )
        statement.bind(1, key.record)
        statement.bind(2, key.scope.text)
        try statement.run()
    }

    /// Removes every damaged row of a record; which records they named.
    package func removeDamagedRecords() throws -> [RecordKey] {
        let condition = "checksum IS NOT row_checksum(\(Self.listedColumns))"
        var keys: [RecordKey] = []
        try statement("SELECT record, scope FROM projected_record WHERE \(condition)").rows { row in
            guard let digest = row.digest(0) else { return }
            keys.append(RecordKey(scope: RecordScope(text: row.text(1)), record: digest))
        }
        try statement("DELETE FROM projected_record WHERE \(condition)").run()
        return keys
    }

    // MARK: Entries and logs

    /// The positions of rows that are of no entry of any log, up to `limit`; empty where a log's own row is damaged.
    package func strayEntryRows(limit: Int) throws -> [Int64] {
        let rows = try logRows()
        let logs = rows.compactMap(\.self)
        guard logs.count == rows.count else { return [] }
        var ends: [(start: Int64, end: Int64)] = []
        for log in logs {
            let number = try number(of: log.origin)
            let size = max(log.size.rawValue, log.stagedSize.rawValue)
            ends.append((RowKey.position(number, 0), RowKey.position(number, size)))
        }
        ends.sort { $0.start < $1.start }
        var found: [Int64] = []
        var next = Int64.min
        for (start, end) in ends + [(start: Int64.max, end: Int64.max)] {
            if next < start { found += try entryRows(from: next, to: start, limit: limit) }
            next = max(next, end)
        }
        return Array(found.prefix(max(0, limit)))
    }

    private func entryRows(from start: Int64, to end: Int64, limit: Int) throws -> [Int64] {
        let statement = try statement(
            """
            SELECT position FROM projected_entry WHERE position >= ? AND position < ?
            ORDER BY position LIMIT ?
            """
        )
        statement.bind(1, start)
        statement.bind(2, end)
        statement.bind(3, Int64(max(0, limit)))
        var found: [Int64] = []
        try statement.rows { found.append($0.int(0)) }
        return found
    }

    /// Removes the row of an entry by its position.
    package func removeEntryRow(_ position: Int64) throws {
        let statement = try statement("DELETE FROM projected_entry WHERE position = ?")
        statement.bind(1, position)
        try statement.run()
    }

    /// How many rows of keys are of no log.
    package func strayLogRowCount() throws -> Int {
        let statement = try statement(
            "SELECT count(*) FROM projected_log WHERE log NOT IN (SELECT id FROM log)"
        )
        return try statement.first { Int($0.int(0)) } ?? 0
    }

    /// Removes the rows of keys that are of no log.
    package func removeStrayLogRows() throws {
        try statement("DELETE FROM projected_log WHERE log NOT IN (SELECT id FROM log)").run()
    }

    // MARK: Dependencies

    private static let damagedDependency =
        "checksum IS NOT row_checksum(digest, dependent) OR length(digest) IS NOT 32"

    /// How many rows of who waits are damaged, and whom they name, as far as they do.
    package func damagedDependents() throws -> (count: Int, known: [Dependent]) {
        var found: [Dependent] = []
        var count = 0
        let statement = try statement(
            "SELECT dependent FROM dependency WHERE \(Self.damagedDependency)"
        )
        try statement.rows { row in
            count += 1
            if let dependent = Dependent(key: row.bytes(0)) { found.append(dependent) }
        }
        return (count, found)
    }

    /// Removes the rows of who waits that are damaged.
    package func removeDamagedDependencies() throws {
        try statement("DELETE FROM dependency WHERE \(Self.damagedDependency)").run()
    }

    // MARK: What waits

    /// The keys of the rows of what waits that are damaged.
    package func damagedDutyKeys() throws -> [[UInt8]] {
        let statement = try statement(
            """
            SELECT key FROM document WHERE kind = ?1
            AND checksum IS NOT row_checksum(kind, key, bytes)
            """
        )
        statement.bind(1, Int64(DocumentKind.duty.rawValue))
        var keys: [[UInt8]] = []
        try statement.rows { keys.append($0.bytes(0)) }
        return keys
    }

    /// Removes the row of what waits under a key; the record that the key names, nil where it names none.
    package func removeDuty(_ key: [UInt8]) throws -> RecordKey? {
        try removeDocument(.duty, key)
        guard key.count > Digest.byteCount, let digest = Digest(Array(key[..<Digest.byteCount])),
            let scope = String(validating: key[Digest.byteCount...], as: UTF8.self)
        else { return nil }
        return RecordKey(scope: RecordScope(text: scope), record: digest)
    }

    // MARK: Links

    private static let damagedLink =
        """
        checksum IS NOT row_checksum(home_scope, home_record, opening, scope, origin, size)
        OR length(home_record) IS NOT 32 OR length(opening) IS NOT 32
        """

    /// The links that are damaged, each as far as it can be read.
    package func damagedLinks() throws -> [String] {
        let statement = try statement(
            """
            SELECT lower(hex(home_record)), lower(hex(opening)) FROM home_link
            WHERE \(Self.damagedLink)
            """
        )
        var found: [String] = []
        try statement.rows { found.append("\($0.text(0)) \($0.text(1))") }
        return found
    }

    /// Removes the links that are damaged.
    package func removeDamagedLinks() throws {
        try statement("DELETE FROM home_link WHERE \(Self.damagedLink)").run()
    }
}
