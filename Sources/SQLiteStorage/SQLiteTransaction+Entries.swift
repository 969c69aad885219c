package import Cryptography
package import LogStorage
package import TransparencyLog

extension SQLiteTransaction {
    /// Every entry is hashed and compared with its tile before it leaves the store; a difference is `data_corrupt`.
    package func entries(
        of origin: Origin,
        from start: EntryIndex,
        count: Int
    ) throws -> [[UInt8]] {
        try LogStorageError.check(
            count,
            atMost: LogStorage.Limits.batchEntryCountMax,
            "entries in a read"
        )
        guard let log = try log(origin) else {
            throw LogStorageError(.logUnknown, ["origin": "\(origin)"])
        }
        let end = min(log.stagedSize.rawValue, start.rawValue + UInt64(max(0, count)))
        guard start.rawValue < end else { return [] }
        let number = try number(of: origin)
        let entries = try storedEntries(number, from: start.rawValue, to: end)
        try check(entries, of: origin, number, from: start.rawValue)
        return entries
    }

    /// The entries `[start, end)` of a log, unchecked except for gaps.
    func storedEntries(_ number: Int64, from start: UInt64, to end: UInt64) throws -> [[UInt8]] {
        var entries: [[UInt8]] = []
        var expected = RowKey.position(number, start)
        let statement = try statement(
            "SELECT position, bytes FROM entry WHERE position >= ? AND position < ? ORDER BY position"
        )
        statement.bind(1, expected)
        statement.bind(2, RowKey.position(number, end))
        try statement.rows { row in
            guard row.int(0) == expected else { throw missing("entry", expected) }
            entries.append(row.bytes(1))
            expected += 1
        }
        guard expected == RowKey.position(number, end) else { throw missing("entry", expected) }
        return entries
    }

    private func check(
        _ entries: [[UInt8]],
        of origin: Origin,
        _ number: Int64,
        from start: UInt64
    ) throws {
        var tile: [UInt8] = []
        for (offset, entry) in entries.enumerated() {
            let index = start + UInt64(offset)
            let place = Int(index % 256)
            if tile.isEmpty || place == 0 {
                tile = try storedTile(number, .leaves, index / 256) ?? []
            }
            let found = hasher.leafHash(of: entry)
            guard tile.count >= (place + 1) * Digest.byteCount,
                found.withUnsafeBytes({
                    $0.elementsEqual(tile[(place * Digest.byteCount)...].prefix(Digest.byteCount))
                })
            else {
                throw LogStorageError(.dataCorrupt, ["what": "\(origin) entry \(index)"])
            }
        }
    }

    package func locations(ofEntry digest: Digest) throws -> [EntryLocation] {
        var positions: [Int64] = []
        let statement = try statement("SELECT position FROM entry_digest WHERE digest = ?")
        statement.bind(1, digest)
        try statement.rows { positions.append($0.int(0)) }
        return try positions.map { try location(of: $0) }
            .sorted { ($0.origin, $0.index) < ($1.origin, $1.index) }
    }

    /// Log and index of a row's position.
    func location(of position: Int64) throws -> EntryLocation {
        EntryLocation(
            origin: try origin(of: RowKey.log(position)),
            index: EntryIndex(unchecked: RowKey.index(position))
        )
    }

    package func tile(
        of origin: Origin,
        level: TileLevel,
        index: UInt64,
        width: Int
    ) throws -> [UInt8]? {
        let number = try number(of: origin)
        guard (1...256).contains(width), RowKey.holds(level: level, index: index),
            let hashes = try storedTile(number, level, index),
            hashes.count >= width * Digest.byteCount
        else { return nil }
        return Array(hashes.prefix(width * Digest.byteCount))
    }

    /// The stored hashes of a tile, without the padding; nil when there is no such tile.
    private func storedTile(
        _ number: Int64,
        _ level: TileLevel,
        _ index: UInt64
    ) throws -> [UInt8]? {
        let statement = try statement("SELECT width, hashes FROM tile WHERE position = ?")
        let position = RowKey.tile(number, level: level, index: index)
        statement.bind(1, position)
        return try statement.first { row in
            let width = Int(row.int(0))
            return try row.withBytes(1) { bytes in
                guard (1...256).contains(width), bytes.count == StoredTile.byteCountMax else {
                    throw LogStorageError(.dataCorrupt, ["what": "tile \(position)"])
                }
                return Array(bytes.prefix(width * Digest.byteCount))
            }
        }
    }

    package func checkpoint(of origin: Origin, size: TreeSize) throws -> [UInt8]? {
        let statement = try statement("SELECT note FROM checkpoint WHERE position = ?")
        statement.bind(1, RowKey.position(try number(of: origin), try bounded(size)))
        return try statement.first { $0.bytes(0) }
    }

    package func checkpointSizes(
        of origin: Origin,
        from size: TreeSize,
        limit: Int
    ) throws -> [TreeSize] {
        let number = try number(of: origin)
        let statement = try statement(
            """
            SELECT position FROM checkpoint WHERE position >= ? AND position < ?
            ORDER BY position LIMIT ?
            """
        )
        statement.bind(1, RowKey.position(number, try bounded(size)))
        statement.bind(2, RowKey.position(number + 1, 0))
        statement.bind(3, Int64(max(0, limit)))
        var sizes: [TreeSize] = []
        try statement.rows { sizes.append(TreeSize(unchecked: RowKey.index($0.int(0)))) }
        return sizes
    }

    /// The number of a size that the keys can hold.
    func bounded(_ size: TreeSize) throws(LogStorageError) -> UInt64 {
        try LogStorageError.check(
            size.int,
            atMost: Int(LogStorage.Limits.logEntryCountMax),
            "entries in a log"
        )
        return size.rawValue
    }

    /// The error for a row that must be there.
    func missing(_ table: String, _ position: Int64) -> LogStorageError {
        LogStorageError(
            .dataMissing,
            [
                "what":
                    "\(table) \(RowKey.index(position)) of log \(RowKey.log(position))"
            ]
        )
    }
}
