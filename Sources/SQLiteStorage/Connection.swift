internal import GRDB
internal import GRDBSQLite
internal import Synchronization

/// How many pages of the write-ahead log are not in the database yet.
final class WriteAheadGauge: Sendable {
    private let pageCount = Atomic(0)
    private let checkpointedPageCount = Atomic(0)

    /// Called by SQLite after each commit with the number of pages in the log.
    func committed(_ pageCount: Int) {
        // A smaller number means that the log began anew, all of it being in the database.
        if pageCount < self.pageCount.exchange(pageCount, ordering: .relaxed) { checkpointed(0) }
    }

    /// Called after each checkpoint with the number of pages that are in the database now.
    func checkpointed(_ pageCount: Int) {
        checkpointedPageCount.store(pageCount, ordering: .relaxed)
    }

    /// The number of pages that a checkpoint would move.
    var uncheckpointedPageCount: Int {
        pageCount.load(ordering: .relaxed) - checkpointedPageCount.load(ordering: .relaxed)
    }
}

/// Opens connections with the settings that durability depends on, and asserts them.
enum Connection {
    /// A pool with one writer, migrated to this program's schema.
    static func openPool(_ path: String) throws -> (DatabasePool, WriteAheadGauge) {
        try checkSchema(path)
        var configuration = Configuration()
        configuration.maximumReaderCount = Limits.readerCountMax
        configuration.busyMode = .timeout(Double(Limits.lockWaitMillisecondCount) / 1_000)
        configuration.prepareDatabase { db in try prepare(db) }
        let pool = try DatabasePool(path: path, configuration: configuration)
        let gauge = WriteAheadGauge()
        try pool.writeWithoutTransaction { db in
            try prepareWriter(db, gauge)
            // Taken as written by GRDB, without a sync, when the log was empty. Each transaction is durable before the next one.
            try DatabaseFile.sync(path + "-wal")
            try Schema.migrate(db, path: path)
        }
        return (pool, gauge)
    }

    /// Refuses a newer schema and a foreign file while nothing can be written yet.
    ///
    /// GRDB's pool makes a table and drops it again as it opens, which would change the file.
    private static func checkSchema(_ path: String) throws {
        guard DatabaseFile.byteCount(path) > 0 else { return }
        var configuration = Configuration()
        configuration.readonly = true
        configuration.busyMode = .timeout(Double(Limits.lockWaitMillisecondCount) / 1_000)
        do {
            let queue = try DatabaseQueue(path: path, configuration: configuration)
            _ = try queue.read { try Schema.check($0, path: path) }
            try queue.close()
        } catch let error as DatabaseError
            where error.extendedResultCode == .SQLITE_READONLY_ROLLBACK
        {
            // A home whose making was interrupted has a rollback journal, which only a writer may play back. The migration
            // asks for the schema again after that.
        }
    }

    /// Settings of every connection.
    static func prepare(_ db: Database) throws {
        RowChecksum.register(on: db)
        for setting in [
            "secure_delete = ON", "cell_size_check = ON", "trusted_schema = OFF", "mmap_size = 0",
            "temp_store = MEMORY", "cache_size = -\(Limits.cacheKibibyteCount)",
        ] {
            try db.execute(sql: "PRAGMA \(setting)")
        }
    }

    /// Settings of the writer.
    ///
    /// GRDB sets `synchronous` to NORMAL when it turns to write-ahead mode, so FULL comes after it.
    private static func prepareWriter(_ db: Database, _ gauge: WriteAheadGauge) throws {
        try db.execute(sql: "PRAGMA synchronous = FULL")
        try db.execute(sql: "PRAGMA wal_autocheckpoint = 0")
        try db.execute(sql: "PRAGMA journal_size_limit = \(Limits.walByteCountKept)")
        // The gauge outlives the connection: both belong to the store, which closes the connection first.
        sqlite3_wal_hook(
            db.sqliteConnection,
            { context, _, _, pageCount in
                guard let context else { return SQLITE_OK }
                Unmanaged<WriteAheadGauge>.fromOpaque(context).takeUnretainedValue()
                    .committed(Int(pageCount))
                return SQLITE_OK
            },
            Unmanaged.passUnretained(gauge).toOpaque()
        )
        try require(db, "synchronous", "2")
        try require(db, "journal_mode", "wal")
        try require(db, "secure_delete", "1")
    }

    private static func require(_ db: Database, _ setting: String, _ required: String) throws {
        let found = try String.fetchOne(db, sql: "PRAGMA \(setting)") ?? "-"
        guard found == required else {
            throw SQLiteStorageError(
                .settingRefused,
                ["found": found, "required": required, "setting": setting]
            )
        }
    }
}
