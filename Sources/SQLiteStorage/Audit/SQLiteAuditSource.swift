package import Auditing
internal import Cryptography
internal import Ledger
package import LogStorage
package import TransparencyLog

/// A home's database as the source of an audit: rows as they lie, none of them compared with another.
package struct SQLiteAuditSource: AuditSource {
    /// The data directory.
    package var name: String { store.directory }
    /// The store, for what an audit asks beyond its port.
    package let store: ReadOnlyStore

    /// Takes a store that was opened for reading only.
    package init(_ store: ReadOnlyStore) { self.store = store }

    /// The logs that are there.
    package func origins() throws -> [Origin] {
        try store.read { transaction in
            var origins: [Origin] = []
            try transaction.statement("SELECT origin FROM log ORDER BY origin").rows { row in
                // A row of another name is a finding of the container.
                if let origin = try? Origin(row.bytes(0)) { origins.append(origin) }
            }
            return origins
        }
    }

    /// The note of the head.
    package func checkpoint(of origin: Origin) throws -> [UInt8]? {
        try store.read { transaction in
            let statement = try transaction.statement(
                "SELECT checkpoint FROM log WHERE origin = ? AND checkpoint IS NOT NULL"
            )
            statement.bind(1, origin.bytes)
            return try statement.first { $0.bytes(0) }
        }
    }

    /// Every size of which a checkpoint was stored.
    package func checkpointSizes(of origin: Origin) throws -> [TreeSize] {
        try store.read { try $0.checkpointSizes(of: origin, from: 0, limit: .max) }
    }

    /// The checkpoint that was stored for one size.
    package func checkpoint(of origin: Origin, size: TreeSize) throws -> [UInt8]? {
        try store.read { try $0.checkpoint(of: origin, size: size) }
    }

    /// The entries without a gap from `start`: up to the head, or all of them where some lie beyond what is staged.
    package func entries(
        of origin: Origin,
        from start: EntryIndex,
        count: Int
    ) throws -> [[UInt8]] {
        try store.read { transaction in
            let number = try transaction.rawNumber(of: origin)
            guard count > 0, start.rawValue <= LogStorage.Limits.logEntryCountMax else { return [] }
            let head = try transaction.rawSize(of: number)
            let statement = try transaction.statement(
                """
                SELECT position, bytes FROM entry WHERE position >= ? AND position < ?
                ORDER BY position LIMIT ?
                """
            )
            var expected = RowKey.position(number, start.rawValue)
            statement.bind(1, expected)
            statement.bind(2, RowKey.position(number, head))
            statement.bind(3, Int64(count))
            var entries: [[UInt8]] = []
            try statement.rows { row in
                guard row.int(0) == expected else { return }
                entries.append(row.bytes(1))
                expected += 1
            }
            return entries
        }
    }

    /// The stored hashes of a tile, up to `width`: a mirror's tile may already have hashes of staged entries.
    package func tile(
        of origin: Origin,
        level: TileLevel,
        index: UInt64,
        width: Int
    ) throws -> [UInt8]? {
        try store.read { transaction in
            guard RowKey.holds(level: level, index: index) else { return nil }
            let statement = try transaction.statement(
                "SELECT width, hashes FROM tile WHERE position = ?"
            )
            let number = try transaction.rawNumber(of: origin)
            statement.bind(1, RowKey.tile(number, level: level, index: index))
            return try statement.first { row in
                let bytes = row.bytes(1)
                // A node reads no tile of another length, whatever its first hashes are.
                guard bytes.count == StoredTile.byteCountMax else { return [] }
                let count = min(width, Int(clamping: row.int(0)))
                return Array(bytes.prefix(max(0, count) * Digest.byteCount))
            }
        }
    }

    /// Every tile's place and width, without the part that belongs to staged entries.
    package func tileCoordinates(of origin: Origin) throws -> [StoredTileCoordinate] {
        try store.read { transaction in
            let number = try transaction.rawNumber(of: origin)
            let log = try transaction.log(origin)
            let statement = try transaction.statement(
                "SELECT position, width FROM tile WHERE position >= ? AND position < ?"
            )
            statement.bind(1, RowKey.position(number, 0))
            statement.bind(2, RowKey.position(number + 1, 0))
            var coordinates: [StoredTileCoordinate] = []
            try statement.rows { row in
                let place = RowKey.index(row.int(0))
                let bits = UInt64(Limits.tileIndexBitCount)
                guard let level = TileLevel(place >> bits) else { return }
                let tile = StoredTileCoordinate(
                    level: level,
                    index: place & ((1 << bits) - 1),
                    width: Int(clamping: row.int(1))
                )
                if let tile = Self.withoutStaged(tile, log) { coordinates.append(tile) }
            }
            return coordinates
        }
    }

    private static func withoutStaged(
        _ tile: StoredTileCoordinate,
        _ log: StoredLog?
    ) -> StoredTileCoordinate? {
        guard let log, log.stagedSize > log.size else { return tile }
        let shift = 8 * UInt64(tile.level.rawValue)
        let end = tile.index * 256 + UInt64(clamping: tile.width)
        let hashCount = log.size.rawValue >> shift
        guard end > hashCount, end <= log.stagedSize.rawValue >> shift else { return tile }
        guard hashCount > tile.index * 256 else { return nil }
        return StoredTileCoordinate(
            level: tile.level,
            index: tile.index,
            width: Int(hashCount - tile.index * 256)
        )
    }

    /// Every cosignature of the log.
    package func cosignatures(of origin: Origin) throws -> [KeptCosignature] {
        try store.read { transaction in
            let statement = try transaction.statement(
                "SELECT size, line FROM cosignature WHERE log = ? ORDER BY size"
            )
            statement.bind(1, try transaction.rawNumber(of: origin))
            var cosignatures: [KeptCosignature] = []
            try statement.rows { row in
                guard let size = TreeSize(UInt64(clamping: row.int(0))) else { return }
                cosignatures.append(KeptCosignature(size: size, line: row.bytes(1)))
            }
            return cosignatures
        }
    }

    /// Every charter's note.
    package func charters() throws -> [[UInt8]] {
        try documents(.charter).map(\.bytes)
    }

    /// Every rule pack's file.
    package func rulePacks() throws -> [[UInt8]] {
        try documents(.rulePack).map(\.bytes)
    }

    /// The database keeps no such list: the keys are in the logs.
    package func keyEntries(of origin: Origin) -> [[UInt8]]? { nil }

    /// Every stored card, older ones too.
    package func cards() throws -> [[UInt8]] {
        try documents(.card).map(\.bytes)
    }

    /// The node and mirror keys of every stored card.
    package func offeredKeys() throws -> [[UInt8]] {
        try cards().flatMap { card -> [[UInt8]] in
            // A card that cannot be read is a finding of the container.
            guard let content = try? PeerCard(parsing: card).content else { return [] }
            return ([content.key] + content.mirrors).map(\.encoded)
        }
    }

    /// Every document of a kind whose key begins with `prefix`, whether its checksum holds or not.
    package func documents(
        _ kind: DocumentKind,
        prefix: [UInt8] = []
    ) throws -> [Document] {
        try store.read { transaction in
            let statement = try transaction.statement(
                "SELECT key, bytes FROM document WHERE kind = ? AND key >= ? ORDER BY key"
            )
            statement.bind(1, Int64(kind.rawValue))
            statement.bind(2, prefix)
            var documents: [Document] = []
            try statement.rows { row in
                let document = Document(key: row.bytes(0), bytes: row.bytes(1))
                if document.key.starts(with: prefix) { documents.append(document) }
            }
            return documents
        }
    }

    /// What says that entries of some log are lost which were durable once, or that they are others now; each names the log
    /// where it is known.
    package func losses() throws -> [AuditFinding] { try StoreCheck(store: store).losses() }

    /// What is wrong with the files, the tables and the rows that belong to no log.
    package func containerFindings() -> [AuditFinding] { StoreCheck(store: store).findings() }
}

extension SQLiteTransaction {
    /// The number of a log, whatever else its row says.
    fileprivate func rawNumber(of origin: Origin) throws -> Int64 {
        let statement = try statement("SELECT id FROM log WHERE origin = ?")
        statement.bind(1, origin.bytes)
        guard let number = try statement.first({ $0.int(0) }) else {
            throw LogStorageError(.logUnknown, ["origin": "\(origin)"])
        }
        return try RowKey.log(numbered: number)
    }

    /// How many entries belong to a log: those up to its head, and all that lie beyond what is staged.
    fileprivate func rawSize(of number: Int64) throws -> UInt64 {
        let statement = try statement(
            """
            SELECT CASE WHEN EXISTS (
                SELECT 1 FROM entry WHERE position >= (?1 << 40) + staged_size
                AND position < ((?1 + 1) << 40)
            ) THEN (1 << 40) - 1 ELSE size END FROM log WHERE id = ?1
            """
        )
        statement.bind(1, number)
        return try statement.first { UInt64(clamping: $0.int(0)) } ?? 0
    }
}
