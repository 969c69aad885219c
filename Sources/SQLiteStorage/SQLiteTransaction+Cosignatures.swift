internal import Cryptography
internal import GRDB
package import LogStorage
package import TransparencyLog

extension SQLiteTransaction {
    private func cosignerNumber(_ cosigner: CosignerID) throws -> Int64? {
        let statement = try statement("SELECT id FROM cosigner WHERE name = ? AND key_id = ?")
        statement.bind(1, cosigner.name.bytes)
        statement.bind(2, Int64(cosigner.keyID.rawValue))
        return try statement.first { $0.int(0) }
    }

    private func insertedCosignerNumber(_ cosigner: CosignerID) throws -> Int64 {
        if let number = try cosignerNumber(cosigner) { return number }
        let newest = try statement("SELECT max(id) FROM cosigner").first { $0.int(0) } ?? 0
        let (number, isBeyond) = newest.addingReportingOverflow(1)
        guard !isBeyond else {
            throw LogStorageError(.dataCorrupt, ["what": "cosigner \(newest)"])
        }
        let statement = try statement(
            """
            INSERT INTO cosigner (id, name, key_id, checksum)
            VALUES (?1, ?2, ?3, row_checksum(?1, ?2, ?3))
            """
        )
        statement.bind(1, number)
        statement.bind(2, cosigner.name.bytes)
        statement.bind(3, Int64(cosigner.keyID.rawValue))
        try statement.run()
        return number
    }

    private func cosigners() throws -> [(number: Int64, id: CosignerID)] {
        var cosigners: [(number: Int64, id: CosignerID)] = []
        try statement("SELECT id, name, key_id FROM cosigner").rows { row in
            let keyID = KeyID(rawValue: UInt32(truncatingIfNeeded: row.int(2)))
            cosigners.append(
                (row.int(0), CosignerID(name: try KeyName(row.bytes(1)), keyID: keyID))
            )
        }
        return cosigners
    }

    package func insertCosignature(_ cosignature: StoredCosignature) throws -> Bool {
        let number = try number(of: cosignature.origin)
        let cosigner = try insertedCosignerNumber(cosignature.cosigner)
        let statement = try statement(
            """
            INSERT INTO cosignature (log, cosigner, size, time, line, checksum)
            VALUES (?1, ?2, ?3, ?4, ?5, row_checksum(?1, ?2, ?3, ?4, ?5))
            ON CONFLICT (log, cosigner, size) DO UPDATE SET
            time = excluded.time, line = excluded.line, checksum = excluded.checksum
            WHERE excluded.time < time
            """
        )
        statement.bind(1, number)
        statement.bind(2, cosigner)
        statement.bind(3, Int64(try bounded(cosignature.size)))
        statement.bind(4, Int64(clamping: cosignature.time))
        statement.bind(5, cosignature.line)
        try statement.run()
        return db.changesCount > 0
    }

    package func cosignatures(of origin: Origin, size: TreeSize) throws -> [StoredCosignature] {
        let known = Dictionary(
            uniqueKeysWithValues: try cosigners().map { ($0.number, $0.id) }
        )
        let statement = try statement(
            "SELECT cosigner, time, line FROM cosignature WHERE log = ? AND size = ?"
        )
        statement.bind(1, try number(of: origin))
        statement.bind(2, Int64(try bounded(size)))
        var cosignatures: [StoredCosignature] = []
        try statement.rows { row in
            guard let cosigner = known[row.int(0)] else {
                throw LogStorageError(.dataMissing, ["what": "cosigner \(row.int(0))"])
            }
            cosignatures.append(
                StoredCosignature(
                    origin: origin,
                    size: size,
                    cosigner: cosigner,
                    time: try time(row.int(1), origin, cosigner),
                    line: row.bytes(2)
                )
            )
        }
        return cosignatures.sorted { $0.cosigner < $1.cosigner }
    }

    package func newestCosignatures(of origin: Origin) throws -> [StoredCosignature] {
        let log = try number(of: origin)
        return try cosigners().sorted { $0.id < $1.id }.compactMap {
            try newest(log, origin, $0.number, $0.id)
        }
    }

    package func newestCosignature(
        of origin: Origin,
        by cosigner: CosignerID
    ) throws -> StoredCosignature? {
        let log = try number(of: origin)
        guard let number = try cosignerNumber(cosigner) else { return nil }
        return try newest(log, origin, number, cosigner)
    }

    private func newest(
        _ log: Int64,
        _ origin: Origin,
        _ cosigner: Int64,
        _ id: CosignerID
    ) throws -> StoredCosignature? {
        let statement = try statement(
            """
            SELECT size, time, line FROM cosignature WHERE log = ? AND cosigner = ?
            ORDER BY size DESC LIMIT 1
            """
        )
        statement.bind(1, log)
        statement.bind(2, cosigner)
        return try statement.first { row in
            guard let size = UInt64(exactly: row.int(0)).flatMap({ TreeSize($0) }) else {
                throw corrupt(origin, id)
            }
            return StoredCosignature(
                origin: origin,
                size: size,
                cosigner: id,
                time: try time(row.int(1), origin, id),
                line: row.bytes(2)
            )
        }
    }

    private func time(
        _ value: Int64,
        _ origin: Origin,
        _ cosigner: CosignerID
    ) throws(LogStorageError) -> UInt64 {
        guard let time = UInt64(exactly: value) else { throw corrupt(origin, cosigner) }
        return time
    }

    private func corrupt(_ origin: Origin, _ cosigner: CosignerID) -> LogStorageError {
        LogStorageError(
            .dataCorrupt,
            ["what": "\(origin) cosignature of \(cosigner.name)"]
        )
    }

    package func request(_ id: RequestID) throws -> AcknowledgedRequest? {
        let statement = try statement(
            """
            SELECT digest, position, tree_size, checksum IS row_checksum(id, digest, position, tree_size)
            FROM request WHERE id = ?
            """
        )
        statement.bind(1, id.bytes)
        let row = try statement.first { row in
            try requireWhole(row, 3, "request \(id)")
            return (row.digest(0), row.int(1), row.int(2))
        }
        guard let (storedDigest, position, size) = row else { return nil }
        guard let digest = storedDigest, size > RowKey.index(position) else {
            throw LogStorageError(.dataCorrupt, ["what": "request \(id)"])
        }
        return AcknowledgedRequest(
            id: id,
            digest: digest,
            location: try location(of: position),
            treeSize: TreeSize(unchecked: UInt64(size))
        )
    }
}

extension SQLiteTransaction {
    /// Of each cosigner of a log: the time of its last cosignature of a tree without an entry, and of its first one of a tree with it.
    ///
    /// Each is nil where there is none.
    package func cosignatureTimes(
        of origin: Origin,
        around index: EntryIndex
    ) throws -> [CosignatureTimes] {
        guard let log = try knownNumber(of: origin) else { return [] }
        let size = Int64(clamping: index.rawValue)
        return try cosigners().compactMap { cosigner in
            let times = CosignatureTimes(
                cosigner: cosigner.id,
                without: try time(
                    "size <= ?3 ORDER BY size DESC",
                    log,
                    cosigner.number,
                    size
                ),
                with: try time("size > ?3 ORDER BY size", log, cosigner.number, size)
            )
            return times.without == nil && times.with == nil ? nil : times
        }
    }

    private func time(
        _ condition: String,
        _ log: Int64,
        _ cosigner: Int64,
        _ size: Int64
    ) throws -> Int64? {
        let statement = try statement(
            "SELECT time FROM cosignature WHERE log = ?1 AND cosigner = ?2 AND \(condition) LIMIT 1"
        )
        statement.bind(1, log)
        statement.bind(2, cosigner)
        statement.bind(3, size)
        return try statement.first { $0.int(0) }
    }
}

/// When one cosigner saw a log without an entry last, and with it first: POSIX seconds.
package struct CosignatureTimes: Hashable, Sendable {
    /// Who cosigned.
    package let cosigner: CosignerID
    /// The time of its last cosignature of a tree without the entry.
    package let without: Int64?
    /// The time of its first cosignature of a tree with the entry.
    package let with: Int64?
}
