package import Cryptography
internal import GRDB
package import LogStorage
package import TransparencyLog

extension SQLiteTransaction {
    // MARK: Holdings

    func position(_ origin: Origin, _ index: EntryIndex) throws -> Int64 {
        _ = try bounded(index.treeSize)
        return RowKey.position(try number(of: origin), index.rawValue)
    }

    package func putHolding(_ holding: Holding) throws -> Bool {
        try BatchValidation.check(holding)
        let statement = try statement(
            """
            INSERT INTO holding (position, object, status, wrapped_key, sealed, checksum)
            VALUES (?1, ?2, ?3, ?4, ?5, row_checksum(?1, ?2, ?3, ?4, ?5))
            ON CONFLICT (position, object) DO UPDATE SET
            status = excluded.status, wrapped_key = excluded.wrapped_key, sealed = excluded.sealed,
            checksum = excluded.checksum
            WHERE status <> \(HoldingStatus.erased.rawValue)
            """
        )
        statement.bind(1, try position(holding.key.origin, holding.key.index))
        statement.bind(2, holding.key.object)
        statement.bind(3, Int64(holding.status.rawValue))
        statement.bind(4, holding.wrappedKey)
        statement.bind(5, holding.sealed)
        try statement.run()
        guard db.changesCount > 0 else { return false }
        try noteIdentifiers(of: holding.key, isStored: holding.status == .stored)
        return true
    }

    package func eraseHolding(_ key: HoldingKey) throws {
        let statement = try statement(
            """
            INSERT INTO holding (position, object, status, wrapped_key, sealed, checksum)
            VALUES (?1, ?2, \(HoldingStatus.erased.rawValue), x'', x'',
            row_checksum(?1, ?2, \(HoldingStatus.erased.rawValue), x'', x''))
            ON CONFLICT (position, object) DO UPDATE SET
            status = excluded.status, wrapped_key = x'', sealed = x'', checksum = excluded.checksum
            """
        )
        statement.bind(1, try position(key.origin, key.index))
        statement.bind(2, key.object)
        try statement.run()
        try noteIdentifiers(of: key, isStored: false)
    }

    package func holding(_ key: HoldingKey) throws -> Holding? {
        let statement = try statement(
            """
            SELECT status, wrapped_key, sealed,
            checksum IS row_checksum(position, object, status, wrapped_key, sealed)
            FROM holding WHERE position = ? AND object = ?
            """
        )
        statement.bind(1, try position(key.origin, key.index))
        statement.bind(2, key.object)
        return try statement.first { row in
            try requireWhole(row, 3, "holding of \(key.object)")
            return Holding(
                key: key,
                status: try status(row.int(0)),
                wrappedKey: row.bytes(1),
                sealed: row.bytes(2)
            )
        }
    }

    package func holdingStatuses(
        of origin: Origin,
        index: EntryIndex
    ) throws -> [(object: Digest, status: HoldingStatus)] {
        let statement = try statement(
            """
            SELECT object, status, checksum IS row_checksum(position, object, status, wrapped_key, sealed)
            FROM holding WHERE position = ? ORDER BY object
            """
        )
        statement.bind(1, try position(origin, index))
        var statuses: [(object: Digest, status: HoldingStatus)] = []
        try statement.rows { row in
            try requireWhole(row, 2, "holding at \(origin) \(index)")
            statuses.append((try object(row.digest(0)), try status(row.int(1))))
        }
        return statuses
    }

    package func wantedHoldings(
        of origin: Origin,
        after key: HoldingKey?,
        limit: Int
    ) throws -> [HoldingKey] {
        let number = try number(of: origin)
        let statement = try statement(
            """
            SELECT position, object FROM holding WHERE status = \(HoldingStatus.wanted.rawValue)
            AND position < ?3 AND (position, object) > (?1, ?2) ORDER BY position, object LIMIT ?4
            """
        )
        statement.bind(
            1,
            try key.map { try position($0.origin, $0.index) } ?? RowKey.position(number, 0)
        )
        statement.bind(2, key?.object.bytes ?? [])
        statement.bind(3, RowKey.position(number + 1, 0))
        statement.bind(4, Int64(max(0, limit)))
        var keys: [HoldingKey] = []
        try statement.rows { row in
            keys.append(
                HoldingKey(
                    origin: origin,
                    index: EntryIndex(unchecked: RowKey.index(row.int(0))),
                    object: try object(row.digest(1))
                )
            )
        }
        return keys
    }

    /// The wrapped keys of up to `limit` stored objects, those first that lie here longest; rows that are damaged are left out.
    package func oldestWrappedKeys(limit: Int) throws -> [[UInt8]] {
        let statement = try statement(
            """
            SELECT wrapped_key FROM holding WHERE status = \(HoldingStatus.stored.rawValue)
            AND checksum IS row_checksum(position, object, status, wrapped_key, sealed)
            ORDER BY id LIMIT ?
            """
        )
        statement.bind(1, Int64(max(0, limit)))
        var keys: [[UInt8]] = []
        try statement.rows { keys.append($0.bytes(0)) }
        return keys
    }

    private func status(_ value: Int64) throws -> HoldingStatus {
        guard let status = UInt8(exactly: value).flatMap({ HoldingStatus(rawValue: $0) })
        else {
            throw LogStorageError(.dataCorrupt, ["what": "holding status \(value)"])
        }
        return status
    }

    private func object(_ digest: Digest?) throws -> Digest {
        guard let digest else {
            throw LogStorageError(.dataCorrupt, ["what": "holding object"])
        }
        return digest
    }

    // MARK: Documents

    package func putDocument(_ kind: DocumentKind, _ key: [UInt8], _ bytes: [UInt8]) throws {
        try BatchValidation.check(documentKey: key, bytes: bytes)
        let statement = try statement(
            """
            INSERT INTO document (kind, key, bytes, checksum)
            VALUES (?1, ?2, ?3, row_checksum(?1, ?2, ?3))
            ON CONFLICT (kind, key) DO UPDATE SET
            bytes = excluded.bytes, checksum = excluded.checksum
            """
        )
        statement.bind(1, Int64(kind.rawValue))
        statement.bind(2, key)
        statement.bind(3, bytes)
        try statement.run()
    }

    package func removeDocument(_ kind: DocumentKind, _ key: [UInt8]) throws {
        let statement = try statement("DELETE FROM document WHERE kind = ? AND key = ?")
        statement.bind(1, Int64(kind.rawValue))
        statement.bind(2, key)
        try statement.run()
    }

    package func document(_ kind: DocumentKind, _ key: [UInt8]) throws -> [UInt8]? {
        let statement = try statement(
            """
            SELECT bytes, checksum IS row_checksum(kind, key, bytes) FROM document
            WHERE kind = ? AND key = ?
            """
        )
        statement.bind(1, Int64(kind.rawValue))
        statement.bind(2, key)
        return try statement.first { row in
            try requireWhole(row, 1, "documents/\(kind)")
            return row.bytes(0)
        }
    }

    package func documents(_ kind: DocumentKind, prefix: [UInt8]) throws -> [Document] {
        let statement = try statement(
            """
            SELECT key, bytes, checksum IS row_checksum(kind, key, bytes) FROM document
            WHERE kind = ? AND key >= ? AND key < ? ORDER BY key
            """
        )
        statement.bind(1, Int64(kind.rawValue))
        statement.bind(2, prefix)
        statement.bind(3, Self.end(ofPrefix: prefix))
        var documents: [Document] = []
        try statement.rows { row in
            try requireWhole(row, 2, "documents/\(kind)")
            documents.append(Document(key: row.bytes(0), bytes: row.bytes(1)))
        }
        return documents
    }

    /// The keys of all documents of a kind that begin with `prefix`, those included of which the bytes are damaged.
    package func documentKeys(_ kind: DocumentKind, prefix: [UInt8]) throws -> [[UInt8]] {
        let statement = try statement(
            "SELECT key FROM document WHERE kind = ? AND key >= ? AND key < ? ORDER BY key"
        )
        statement.bind(1, Int64(kind.rawValue))
        statement.bind(2, prefix)
        statement.bind(3, Self.end(ofPrefix: prefix))
        var keys: [[UInt8]] = []
        try statement.rows { keys.append($0.bytes(0)) }
        return keys
    }

    /// Throws `data_corrupt` where a row is not what was written: nothing is decided by a damaged one, nor served of it.
    ///
    /// `column` says whether its checksum holds.
    func requireWhole(_ row: PreparedStatement.Row, _ column: CInt, _ what: String) throws {
        guard row.int(column) == 1 else { throw LogStorageError(.dataCorrupt, ["what": what]) }
    }

    /// The first key after all keys that begin with `prefix`.
    private static func end(ofPrefix prefix: [UInt8]) -> [UInt8] {
        var end = prefix
        while let last = end.popLast() {
            if last < UInt8.max { return end + [last + 1] }
        }
        // No key is as long as this one.
        return [UInt8](repeating: .max, count: LogStorage.Limits.documentKeyByteCountMax + 1)
    }
}
