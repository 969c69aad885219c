package import Ledger

extension SQLiteTransaction {
    /// Up to `limit` keys of records, by digest and scope, after a key where it is given; the rows themselves are not read.
    package func projectedRecordKeys(after last: RecordKey?, limit: Int) throws -> [RecordKey] {
        let statement = try statement(
            """
            SELECT record, scope FROM projected_record
            WHERE record >= ?1 AND (record > ?1 OR scope > ?2) AND length(record) = 32
            ORDER BY record, scope LIMIT ?3
            """
        )
        // No scope is the empty text, so that the first page begins before the smallest digest.
        guard let first = last?.record ?? DigestRange.bounds(ofPrefix: "0")?.first else {
            return []
        }
        statement.bind(1, first)
        statement.bind(2, last?.scope.text ?? "")
        statement.bind(3, Int64(max(0, limit)))
        return try keys(statement)
    }

    /// Every record whose next step this node's `system` office may sign; what is damaged of one is found where it is read.
    package func recordKeysAwaitingAcknowledgement() throws -> [RecordKey] {
        try keys(
            statement(
                """
                SELECT record, scope FROM projected_record
                WHERE awaits_acknowledgement = 1
                ORDER BY record, scope
                """
            )
        )
    }

    private func keys(_ statement: PreparedStatement) throws -> [RecordKey] {
        var keys: [RecordKey] = []
        try statement.rows { row in
            // A row without a digest names no record: whoever compares the rows removes it and makes the record's own anew.
            guard let digest = row.digest(0) else { return }
            keys.append(RecordKey(scope: RecordScope(text: row.text(1)), record: digest))
        }
        return keys
    }
}
