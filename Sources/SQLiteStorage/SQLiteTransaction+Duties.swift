package import Cryptography
package import Ledger
internal import LogStorage

extension SQLiteTransaction {
    package func putDuty(_ duty: RecordDuty?, of key: RecordKey) throws {
        if let duty {
            try putDocument(.duty, Self.dutyKey(key), duty.encoded())
        } else {
            try removeDocument(.duty, Self.dutyKey(key))
        }
    }

    /// What waits in one record; nil where nothing does, where that was never made, and where the row is damaged.
    package func duty(of key: RecordKey) throws -> RecordDuty.Stored? {
        let statement = try statement(
            """
            SELECT bytes FROM document WHERE kind = ?1 AND key = ?2
            AND checksum IS row_checksum(kind, key, bytes)
            """
        )
        statement.bind(1, Int64(DocumentKind.duty.rawValue))
        statement.bind(2, Self.dutyKey(key))
        let found = try statement.first { row in
            row.withBytes(0) { RecordDuty.Stored(decoding: $0) }
        }
        return found ?? nil
    }

    /// Every record in which something waits, by its digest, and what waits; nil for a row that cannot be read.
    ///
    /// Checksums are left to the audit: whoever shows a record folds it anew.
    package func forEachDuty(
        _ body: (_ record: Digest, _ scope: String, _ duty: RecordDuty.Stored?) throws -> Void
    ) throws {
        let statement = try statement("SELECT key, bytes FROM document WHERE kind = ?1")
        statement.bind(1, Int64(DocumentKind.duty.rawValue))
        try statement.rows { row in
            let key = row.withBytes(0) { bytes -> (Digest, String)? in
                guard bytes.count > Digest.byteCount,
                    let digest = Digest(Array(bytes[..<Digest.byteCount]))
                else { return nil }
                return (digest, String(decoding: bytes[Digest.byteCount...], as: UTF8.self))
            }
            guard let (record, scope) = key else { return }
            let duty = row.withBytes(1) { RecordDuty.Stored(decoding: $0) }
            try body(record, scope, duty)
        }
    }

    static func dutyKey(_ key: RecordKey) -> [UInt8] {
        key.record.bytes + key.scope.text.utf8
    }
}
