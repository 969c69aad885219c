package import Ledger
internal import LogStorage
package import TransparencyLog

extension SQLiteTransaction {
    /// Removes all rows of what the entries of a log were judged to be, so that they can be judged anew from the first on.
    package func removeProjection(of origin: Origin) throws {
        guard let number = try knownNumber(of: origin) else { return }
        try removeProjectedRows(
            from: RowKey.position(number, 0),
            to: RowKey.position(number + 1, 0)
        )
        try removeProjectedLog(of: origin)
    }

    /// Removes what is known of a log's keys, so that it is judged anew whatever else goes or stays.
    package func removeProjectedLog(of origin: Origin) throws {
        guard let number = try knownNumber(of: origin) else { return }
        let log = try statement("DELETE FROM projected_log WHERE log = ?")
        log.bind(1, number)
        try log.run()
    }

    /// Removes the rows of what some entries of a log were judged to be.
    package func removeProjectedEntries(
        of origin: Origin,
        from start: UInt64,
        to end: UInt64
    ) throws {
        guard let number = try knownNumber(of: origin) else { return }
        try removeProjectedRows(
            from: RowKey.position(number, start),
            to: RowKey.position(number, end)
        )
    }

    private func removeProjectedRows(from start: Int64, to end: Int64) throws {
        let entries = try statement(
            "DELETE FROM projected_entry WHERE position >= ? AND position < ?"
        )
        entries.bind(1, start)
        entries.bind(2, end)
        try entries.run()
    }

    /// Removes the row of a record of which no entry is here, and what waits in it.
    package func removeProjectedRecord(_ key: RecordKey) throws {
        let statement = try statement(
            "DELETE FROM projected_record WHERE record = ? AND scope = ?"
        )
        statement.bind(1, key.record)
        statement.bind(2, key.scope.text)
        try statement.run()
        try putDuty(nil, of: key)
    }

    /// Whether something of a record is kept for the inbox, damaged or not.
    package func hasDuty(_ key: RecordKey) throws -> Bool {
        let statement = try statement("SELECT 1 FROM document WHERE kind = ?1 AND key = ?2")
        statement.bind(1, Int64(DocumentKind.duty.rawValue))
        statement.bind(2, Self.dutyKey(key))
        return try statement.first { _ in true } ?? false
    }
}
