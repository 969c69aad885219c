internal import Cryptography
internal import GRDB
package import LogStorage
package import TransparencyLog

/// A transaction of the SQLite store, or a reader's view.
///
/// It stays with the body that it was given to.
package final class SQLiteTransaction: StoreTransaction {
    /// The connection that the transaction runs on.
    let db: Database
    private var staged = StagedEntries()
    /// The log last read, until it is changed.
    private var cachedLog: (number: Int64, record: StoredLog)?
    /// Computes hashes for the checks of what is read.
    let hasher = TreeHasher()
    /// The heads that the transaction moved, for the instance file.
    private(set) var movedHeads: [Origin: LogHead] = [:]

    init(_ db: Database) { self.db = db }

    /// The cached statement of some SQL.
    func statement(_ sql: String) throws -> PreparedStatement {
        try PreparedStatement(sql, on: db)
    }

    // MARK: Logs

    private static let logColumns =
        """
        id, origin, kind, size, root, edge, staged_size, staged_edge, checkpoint,
        checksum IS row_checksum(id, origin, kind, size, root, edge, staged_size, staged_edge, checkpoint)
        """

    /// The number under which a log's rows are kept; throws `log_unknown`.
    func number(of origin: Origin) throws -> Int64 {
        if let cachedLog, cachedLog.record.origin == origin { return cachedLog.number }
        let statement = try statement("SELECT id FROM log WHERE origin = ?")
        statement.bind(1, origin.bytes)
        guard let number = try statement.first({ $0.int(0) }) else {
            throw LogStorageError(.logUnknown, ["origin": "\(origin)"])
        }
        return try RowKey.log(numbered: number)
    }

    /// The log of a number.
    func origin(of number: Int64) throws -> Origin {
        let statement = try statement("SELECT origin FROM log WHERE id = ?")
        statement.bind(1, number)
        guard let bytes = try statement.first({ $0.bytes(0) }) else {
            throw LogStorageError(.dataCorrupt, ["what": "log \(number)"])
        }
        return try Origin(bytes)
    }

    package func logs() throws -> [StoredLog] {
        var logs: [StoredLog] = []
        try statement("SELECT \(Self.logColumns) FROM log ORDER BY origin").rows { row in
            logs.append(try log(row).record)
        }
        return logs
    }

    /// The logs of a kind; of all others nothing is read.
    package func logs(of kind: LogKind) throws -> [StoredLog] {
        let statement = try statement(
            "SELECT \(Self.logColumns) FROM log WHERE kind = ? ORDER BY origin"
        )
        statement.bind(1, Int64(kind.rawValue))
        var logs: [StoredLog] = []
        try statement.rows { logs.append(try log($0).record) }
        return logs
    }

    /// The rows of all logs, nil for each one that is damaged, which whoever reads its log is told.
    package func logRows() throws -> [StoredLog?] {
        var rows: [StoredLog?] = []
        try statement("SELECT \(Self.logColumns) FROM log ORDER BY origin").rows { row in
            do {
                rows.append(try log(row).record)
            } catch let error as LogStorageError where error.code == .dataCorrupt {
                rows.append(nil)
            }
        }
        return rows
    }

    package func log(_ origin: Origin) throws -> StoredLog? { try numberedLog(origin)?.record }

    private func numberedLog(_ origin: Origin) throws -> (number: Int64, record: StoredLog)? {
        // A batch asks for its log several times.
        if let cachedLog, cachedLog.record.origin == origin { return cachedLog }
        let statement = try statement("SELECT \(Self.logColumns) FROM log WHERE origin = ?")
        statement.bind(1, origin.bytes)
        cachedLog = try statement.first { try log($0) }
        return cachedLog
    }

    private func known(_ origin: Origin) throws -> (number: Int64, record: StoredLog) {
        guard let log = try numberedLog(origin) else {
            throw LogStorageError(.logUnknown, ["origin": "\(origin)"])
        }
        return log
    }

    private func log(_ row: PreparedStatement.Row) throws -> (number: Int64, record: StoredLog) {
        try requireWhole(row, 9, "log \(row.int(0))")
        guard let origin = try? Origin(row.bytes(1)),  // Any reason makes the row unusable.
            let kind = UInt8(exactly: row.int(2)).flatMap({ LogKind(rawValue: $0) }),
            let root = row.digest(4),
            let edge = Self.range(row.int(3), row.digests(5)),
            let stagedEdge = Self.range(row.int(6), row.digests(7)),
            edge.root(hasher: hasher) == root, edge.end <= stagedEdge.end,
            row.isNull(8) == (edge.end == 0)
        else {
            throw LogStorageError(.dataCorrupt, ["what": "log \(row.int(0))"])
        }
        let record = StoredLog(
            origin: origin,
            kind: kind,
            root: root,
            checkpoint: row.isNull(8) ? nil : row.bytes(8),
            edge: edge,
            stagedEdge: stagedEdge
        )
        return (try RowKey.log(numbered: row.int(0)), record)
    }

    private static func range(_ size: Int64, _ hashes: [Digest]?) -> CompactRange? {
        guard size >= 0, let end = TreeSize(UInt64(size)), let hashes else { return nil }
        return CompactRange(end: end, hashes: hashes)
    }

    package func createLog(_ origin: Origin, kind: LogKind) throws {
        guard try numberedLog(origin) == nil else {
            throw LogStorageError(.logExists, ["origin": "\(origin)"])
        }
        // Logs are numbered from 1, and none is ever removed.
        let newest = try statement("SELECT max(id) FROM log").first { $0.int(0) } ?? 0
        let number = try RowKey.log(numbered: RowKey.log(numbered: newest) + 1)
        try LogStorageError.check(Int(number), atMost: kind.logCountMax, "logs")
        let statement = try statement(
            """
            INSERT INTO log
            (id, origin, kind, size, root, edge, staged_size, staged_edge, checkpoint, checksum)
            VALUES (?1, ?2, ?3, 0, ?4, x'', 0, x'', NULL,
            row_checksum(?1, ?2, ?3, 0, ?4, x'', 0, x'', NULL))
            """
        )
        statement.bind(1, number)
        statement.bind(2, origin.bytes)
        statement.bind(3, Int64(kind.rawValue))
        statement.bind(4, MerkleTree.emptyRoot)
        try statement.run()
    }

    // MARK: Appending

    package func stage(_ entry: NewEntry, at location: EntryLocation) throws {
        let (number, log) = try known(location.origin)
        try staged.add(entry, at: location, of: log)
        try insert([entry], into: number, from: location.index.rawValue)
    }

    package func stagedOrStoredEntry(at location: EntryLocation) throws -> [UInt8]? {
        guard let (number, _) = try numberedLog(location.origin) else { return nil }
        _ = try bounded(location.index.treeSize)
        let statement = try statement("SELECT bytes FROM entry WHERE position = ?")
        statement.bind(1, RowKey.position(number, location.index.rawValue))
        return try statement.first { $0.bytes(0) }
    }

    /// Throws when something was staged and not appended.
    func requireNothingStaged() throws { try staged.requireNone() }

    package func append(_ batch: AppendBatch) throws {
        let (number, log) = try known(batch.origin)
        try BatchValidation.check(batch, against: log)
        let rest = try staged.take(for: batch)
        try insert(rest, into: number, from: batch.edge.end.rawValue - UInt64(rest.count))
        try put(batch.tiles, into: number)
        try insertCheckpoint(batch.checkpoint, into: number, size: batch.edge.end)
        try count(
            try batch.requests.map { try insert($0, number) },
            in: number,
            from: batch.expected.size,
            to: batch.edge.end
        )
        try updateHead(
            number,
            LogHead(size: batch.edge.end, root: batch.root),
            edge: batch.edge,
            checkpoint: batch.checkpoint
        )
        movedHeads[batch.origin] = LogHead(size: batch.edge.end, root: batch.root)
    }

    package func commitSlice(_ slice: MirrorSlice) throws {
        let (number, log) = try known(slice.origin)
        try BatchValidation.check(slice, against: log)
        try insert(slice.entries[...], into: number, from: slice.start.rawValue)
        try put(slice.tiles, into: number)
        try updateStaged(number, slice.edge)
    }

    package func commitHead(_ move: MirrorHead) throws {
        let (number, log) = try known(move.origin)
        try BatchValidation.check(move, against: log)
        try insertCheckpoint(move.checkpoint, into: number, size: move.head.size)
        try updateHead(number, move.head, edge: log.stagedEdge, checkpoint: move.checkpoint)
        movedHeads[move.origin] = move.head
    }

    package func discardStaged(_ origin: Origin, beyond edge: CompactRange) throws {
        let (number, log) = try known(origin)
        try BatchValidation.check(staged: edge, against: log)
        // Read in pieces: nobody bounds how much is staged.
        var start = edge.end.rawValue
        while start < log.stagedSize.rawValue {
            let end = min(log.stagedSize.rawValue, start + Self.discardedEntryCount)
            try removeDigests(of: number, from: start, to: end)
            start = end
        }
        let statement = try statement("DELETE FROM entry WHERE position >= ? AND position < ?")
        statement.bind(1, RowKey.position(number, edge.end.rawValue))
        statement.bind(2, RowKey.position(number + 1, 0))
        try statement.run()
        try cutTiles(of: number, to: edge.end)
        try updateStaged(number, edge)
    }

    private static let discardedEntryCount: UInt64 = 1_024

    private func removeDigests(of number: Int64, from start: UInt64, to end: UInt64) throws {
        var position = RowKey.position(number, start)
        for entry in try storedEntries(number, from: start, to: end) {
            let statement = try statement(
                "DELETE FROM entry_digest WHERE digest = ? AND position = ?"
            )
            statement.bind(1, SHA256.digest(of: entry))
            statement.bind(2, position)
            try statement.run()
            position += 1
        }
    }

    /// Removes the hashes of entries beyond a size from the tiles.
    private func cutTiles(of number: Int64, to size: TreeSize) throws {
        for level in 0..<5 as Range<UInt64> {
            guard let tileLevel = TileLevel(level) else { continue }
            let hashCount = size.rawValue >> (8 * level)
            let end =
                RowKey.tile(number, level: tileLevel, index: 0)
                + (Int64(1) << Limits.tileIndexBitCount)
            let removal = try statement("DELETE FROM tile WHERE position >= ? AND position < ?")
            removal.bind(1, RowKey.tile(number, level: tileLevel, index: (hashCount + 255) / 256))
            removal.bind(2, end)
            try removal.run()
            guard hashCount % 256 > 0 else { continue }
            let cut = try statement("UPDATE tile SET width = ? WHERE position = ?")
            cut.bind(1, Int64(hashCount % 256))
            cut.bind(2, RowKey.tile(number, level: tileLevel, index: hashCount / 256))
            try cut.run()
        }
    }

    private func insert(
        _ entries: ArraySlice<NewEntry>,
        into number: Int64,
        from start: UInt64
    ) throws {
        let entryStatement = try statement("INSERT INTO entry (position, bytes) VALUES (?, ?)")
        let digestStatement = try statement(
            "INSERT INTO entry_digest (digest, position) VALUES (?, ?)"
        )
        var position = RowKey.position(number, start)
        for entry in entries {
            entryStatement.bind(1, position)
            entryStatement.bind(2, entry.bytes)
            try entryStatement.run()
            digestStatement.bind(1, entry.digest)
            digestStatement.bind(2, position)
            try digestStatement.run()
            position += 1
        }
    }

    private func put(_ tiles: [StoredTile], into number: Int64) throws {
        let statement = try statement(
            """
            INSERT INTO tile (position, width, hashes) VALUES (?1, ?2, ?3)
            ON CONFLICT (position) DO UPDATE SET width = ?2, hashes = ?3
            """
        )
        for tile in tiles {
            statement.bind(1, RowKey.tile(number, level: tile.level, index: tile.index))
            statement.bind(2, Int64(tile.hashes.count / Digest.byteCount))
            statement.bind(
                3,
                tile.hashes
                    + [UInt8](repeating: 0, count: StoredTile.byteCountMax - tile.hashes.count)
            )
            try statement.run()
        }
    }

    private func insertCheckpoint(_ note: [UInt8], into number: Int64, size: TreeSize) throws {
        let statement = try statement(
            """
            INSERT INTO checkpoint (position, note, checksum)
            VALUES (?1, ?2, row_checksum(?1, ?2))
            """
        )
        statement.bind(1, RowKey.position(number, size.rawValue))
        statement.bind(2, note)
        try statement.run()
    }

    /// Keeps an acknowledgement; its row's checksum.
    private func insert(_ request: AcknowledgedRequest, _ number: Int64) throws -> Int64 {
        let statement = try statement(
            """
            INSERT INTO request (id, digest, position, tree_size, checksum)
            VALUES (?1, ?2, ?3, ?4, row_checksum(?1, ?2, ?3, ?4)) RETURNING checksum
            """
        )
        statement.bind(1, request.id.bytes)
        statement.bind(2, request.digest)
        statement.bind(3, RowKey.position(number, request.location.index.rawValue))
        statement.bind(4, Int64(request.treeSize.rawValue))
        return try statement.first { $0.int(0) } ?? 0
    }

    private func updateHead(
        _ number: Int64,
        _ head: LogHead,
        edge: CompactRange,
        checkpoint: [UInt8]
    ) throws {
        cachedLog = nil
        let statement = try statement(
            """
            UPDATE log SET size = ?2, root = ?3, edge = ?4, staged_size = ?2, staged_edge = ?4,
            checkpoint = ?5, checksum = row_checksum(id, origin, kind, ?2, ?3, ?4, ?2, ?4, ?5)
            WHERE id = ?1
            """
        )
        statement.bind(1, number)
        statement.bind(2, Int64(head.size.rawValue))
        statement.bind(3, head.root)
        statement.bind(4, Self.bytes(edge))
        statement.bind(5, checkpoint)
        try statement.run()
    }

    private func updateStaged(_ number: Int64, _ edge: CompactRange) throws {
        cachedLog = nil
        let statement = try statement(
            """
            UPDATE log SET staged_size = ?2, staged_edge = ?3,
            checksum = row_checksum(id, origin, kind, size, root, edge, ?2, ?3, checkpoint)
            WHERE id = ?1
            """
        )
        statement.bind(1, number)
        statement.bind(2, Int64(edge.end.rawValue))
        statement.bind(3, Self.bytes(edge))
        try statement.run()
    }

    private static func bytes(_ edge: CompactRange) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(edge.hashes.count * Digest.byteCount)
        for hash in edge.hashes { hash.withUnsafeBytes { bytes.append(contentsOf: $0) } }
        return bytes
    }
}
