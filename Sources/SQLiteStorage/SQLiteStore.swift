internal import Cryptography
internal import Dispatch
internal import GRDB
internal import GRDBSQLite
internal import Glibc
package import LogStorage
package import Sequencing
internal import Synchronization
internal import TransparencyLog

/// The SQLite engine: one database in write-ahead mode, one writer, many readers, one process (ARCHITECTURE.md, "Storage").
///
/// Durability: `synchronous=FULL`, so each commit syncs the write-ahead log before `write` returns. The log is moved
/// into the database after a commit that left it at 16 MiB or more, on the writer's queue and after that commit's
/// caller was answered; SQLite's own automatic checkpoints are off because they swallow failures. Deleted bytes are
/// overwritten (`secure_delete`).
///
/// ## Topics
/// - ``open(_:)``, ``close()``
/// - ``read(_:)``, ``write(_:)``
/// - ``plan``, ``watch()``, ``truncateWriteAheadLog()``
package final class SQLiteStore: LogStore {
    /// How to open a store.
    package struct Options: Sendable {
        /// The data directory of the home.
        package var directory: String
        /// Whether to make what is missing; otherwise a missing database is `database_missing`.
        package var createsMissing: Bool
        /// The machine's id, 32 lower-case hex digits.
        package var machineID: String
        /// Free bytes under which writes are refused with `disk_full`.
        package var freeByteCountMin: UInt64
        /// Pages in the write-ahead log from which a commit is followed by a checkpoint.
        package var walPageCountTarget: Int
        /// Bytes that the write-ahead log's file gets at once when the store is opened.
        package var walByteCountKept: Int
        /// Milliseconds from the first unsynced write of the instance file until it is synced.
        package var instanceSyncMillisecondCount: Int

        /// The usual settings for a data directory.
        package init(directory: String, createsMissing: Bool = false) {
            self.directory = directory
            self.createsMissing = createsMissing
            machineID = MachineIdentity.current()
            freeByteCountMin = Limits.freeByteCountMin
            walPageCountTarget = Limits.walPageCountTarget
            walByteCountKept = Limits.walByteCountKept
            instanceSyncMillisecondCount = Limits.instanceSyncMillisecondCount
        }

        /// The database file.
        package var databasePath: String { directory + "/lianlu.sqlite" }
        /// The instance file.
        package var instancePath: String { directory + "/instance" }
        /// The lock file.
        package var lockPath: String { directory + "/lock" }
    }

    /// What the instance file and the stored heads together allow.
    ///
    /// Own logs may grow only for `start`.
    package let plan: RecoveryPlan

    private let options: Options
    private let lock: HomeLock
    private let pool: DatabasePool
    private let gauge: WriteAheadGauge
    private let queue = DispatchQueue(label: "lianlu.storage.writer")
    private let instance: Mutex<InstanceFile?>
    private let failure = Mutex<LogStorageError?>(nil)
    private let isSyncScheduled = Atomic(false)
    private let line = Mutex(WriterLine())
    private let failures: AsyncStream<LogStorageError>
    private let failuresInput: AsyncStream<LogStorageError>.Continuation

    /// What waits for the writer or is at work, and the foreign version as the last of it began.
    private struct WriterLine {
        var count = 0
        var version: Int64?
    }

    private init(
        options: Options,
        lock: HomeLock,
        pool: DatabasePool,
        gauge: WriteAheadGauge,
        plan: RecoveryPlan,
        instance: sending InstanceFile?
    ) {
        self.options = options
        self.lock = lock
        self.pool = pool
        self.gauge = gauge
        self.plan = plan
        self.instance = Mutex(instance)
        (failures, failuresInput) = AsyncStream.makeStream(bufferingPolicy: .bufferingOldest(1))
    }

    /// Opens the store of a home and keeps every other process out of it until the store is closed.
    ///
    /// Throws `home_in_use`, `home_read_only`, `database_missing`, `access_denied`, `database_corrupt`,
    /// `database_foreign`, `write_ahead_log_damaged`, `schema_newer`, `setting_refused`, and `file_failed`; then neither
    /// the database nor its write-ahead log was changed. A home that was restored or copied opens, with a `plan`
    /// that says so; its instance file is then left as it is.
    package static func open(_ options: Options) throws -> SQLiteStore {
        if options.createsMissing {
            try Directory.make(options.directory)
        } else {
            try DatabaseFile.requireReadable(options.databasePath)
        }
        let lock = try HomeLock(path: options.lockPath)
        if options.createsMissing {
            try DatabaseFile.make(options.databasePath)
        }
        try DatabaseFile.check(options.databasePath, mayBeEmpty: options.createsMissing)
        do {
            // SQLite has no word about a damaged log: it opens with what stands before the damage.
            try DatabaseFile.checkWriteAheadLog(options.databasePath + "-wal")
            try requireDurableTail(options)
            let (pool, gauge) = try Connection.openPool(options.databasePath)
            try DatabaseFile.extend(
                options.databasePath + "-wal",
                to: options.walByteCountKept
            )
            try Directory.sync(options.directory)
            let found = try InstanceFile.read(path: options.instancePath)
            let plan = try pool.read { db in try Startup.plan(db, found, options.machineID) }
            var instance: InstanceFile?
            if plan.allowsAppending {
                let record = try pool.writeWithoutTransaction { db in
                    try Startup.record(db, found, options.machineID)
                }
                instance = try InstanceFile(path: options.instancePath, record: record)
            } else {
                try pool.writeWithoutTransaction { db in try Startup.noteLoss(db, found) }
            }
            return SQLiteStore(
                options: options,
                lock: lock,
                pool: pool,
                gauge: gauge,
                plan: plan,
                instance: instance
            )
        } catch {
            throw SQLiteFailure.mapped(error, operation: "open", path: options.databasePath)
        }
    }

    /// Closes the store after the writes in progress; later calls throw `storage_closed`.
    package func close() throws {
        try queue.sync {
            defer { lock.release() }
            if failure.withLock({ $0 == nil }) {
                do {
                    try checkpoint(.truncate)
                } catch {
                    // A reader is in the way, or `checkpoint` has kept the failure: either way all that was committed
                    // stands in the write-ahead log, from which the next start reads it.
                }
            }
            failure.withLock { $0 = $0 ?? LogStorageError(.storageClosed) }
            failuresInput.finish()
            try instance.withLock { try $0?.sync() }
            try pool.close()
        }
    }

    /// Waits until what the disk holds is unknown, and throws why: then the process must end, whoever asked for the write.
    ///
    /// Returns when the store is closed or the task is cancelled. One task may watch a store.
    package func watch() async throws {
        for await failure in failures { throw failure }
    }

    /// Runs `body` on the state of the last finished write, on one of up to eight connections.
    ///
    /// After a commit whose outcome is unknown it throws that failure too: nothing may be told that the disk may not hold.
    package func read<Value: Sendable>(
        _ body: @escaping @Sendable (SQLiteTransaction) throws -> Value
    ) async throws -> Value {
        if let failure = failure.withLock({ $0 }) { throw failure }
        do {
            return try await pool.read { try body(SQLiteTransaction($0)) }
        } catch {
            throw SQLiteFailure.mapped(error, operation: "read", path: options.databasePath)
        }
    }

    /// Runs `body` as the only writer and returns when its changes are on disk and the instance file names its heads.
    ///
    /// Throws what the body throws, `disk_full` before anything is written when too little is free, and
    /// `durability_unknown` when the commit fails: then the process must end.
    package func write<Value: Sendable>(
        _ body: @escaping @Sendable (SQLiteTransaction) throws -> Value
    ) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            enqueue {
                continuation.resume(with: Result { try self.commit(body) })
                self.maintain()
            }
        }
    }

    /// Runs `body` on the writer's own thread, after every write and body that was asked for before.
    package func withWriter(_ body: @escaping @Sendable (SQLiteWriter) -> Void) {
        enqueue {
            body(SQLiteWriter(store: self))
            self.maintain()
        }
    }

    /// A number that changes when something else than this store has written to the database; asked of the writer, whose own
    /// commits do not change it.
    package func foreignVersion() async throws -> Int64 {
        try await withCheckedThrowingContinuation { continuation in
            queue.async { continuation.resume(with: Result { try self.readForeignVersion() }) }
        }
    }

    /// The same for readers, who wait for no write: while the writer is at work, as it was when that began.
    package func latestForeignVersion() async throws -> Int64 {
        if let version = line.withLock({ $0.version }) { return version }
        return try await foreignVersion()
    }

    /// Moves the whole write-ahead log into the database and empties it, so that destroyed keys are nowhere left.
    ///
    /// Throws `storage_failed` when readers stay in the way for five seconds.
    package func truncateWriteAheadLog() async throws {
        try await withCheckedThrowingContinuation {
            (continuation: CheckedContinuation<Void, any Error>) in
            enqueue {
                continuation.resume(with: Result { try self.checkpoint(.truncate) })
            }
        }
    }

    // MARK: The writer's queue

    /// Has the writer do something, and tells readers the foreign version of before until nothing more waits for it.
    private func enqueue(_ work: @escaping @Sendable () -> Void) {
        line.withLock { $0.count += 1 }
        queue.async {
            // What it cannot tell now, it is asked for by whoever needs it, and says why.
            let version = try? self.readForeignVersion()
            self.line.withLock { $0.version = version }
            work()
            self.line.withLock { line in
                line.count -= 1
                if line.count == 0 { line.version = nil }
            }
        }
    }

    private func readForeignVersion() throws -> Int64 {
        if let failure = failure.withLock({ $0 }) { throw failure }
        return try pool.writeWithoutTransaction { db in
            try Int64.fetchOne(db, sql: "PRAGMA data_version") ?? 0
        }
    }

    fileprivate func commit<Value>(_ body: (SQLiteTransaction) throws -> Value) throws -> Value {
        if let failure = failure.withLock({ $0 }) { throw failure }
        try requireFreeSpace()
        return try pool.writeWithoutTransaction { db in
            let transaction = SQLiteTransaction(db)
            let value: Value
            do {
                try transaction.statement("BEGIN IMMEDIATE").run()
                value = try body(transaction)
                try transaction.requireNothingStaged()
            } catch {
                try rollBack(transaction)
                throw SQLiteFailure.mapped(error, operation: "write", path: options.databasePath)
            }
            do {
                try transaction.statement("COMMIT").run()
                try recordHeads(transaction.movedHeads)
            } catch {
                throw fail("commit", error)
            }
            return value
        }
    }

    private func rollBack(_ transaction: SQLiteTransaction) throws {
        // SQLite has already rolled back after some errors, a full disk among them.
        guard transaction.db.isInsideTransaction else { return }
        do {
            try transaction.statement("ROLLBACK").run()
        } catch {
            throw fail("rollback", error)
        }
    }

    private func requireFreeSpace() throws {
        if let fault = spaceFault() { throw fault }
    }

    /// What every write is refused with while too little of the disk is free; nil while there is enough.
    package func spaceFault() -> LogStorageError? {
        guard let free = SQLiteFailure.freeByteCount(options.directory),
            free < options.freeByteCountMin
        else { return nil }
        return SQLiteFailure.diskFull(
            path: options.directory,
            reserve: options.freeByteCountMin,
            cause: nil
        )
    }

    private func recordHeads(_ heads: [Origin: LogHead]) throws {
        guard !heads.isEmpty else { return }
        let isDirty = try instance.withLock { file in
            try file?.write(heads)
            return file?.isDirty ?? false
        }
        guard isDirty, !isSyncScheduled.exchange(true, ordering: .relaxed) else { return }
        queue.asyncAfter(deadline: .now() + .milliseconds(options.instanceSyncMillisecondCount)) {
            [weak self] in self?.syncInstance()
        }
    }

    private func syncInstance() {
        isSyncScheduled.store(false, ordering: .relaxed)
        do {
            try instance.withLock { try $0?.sync() }
        } catch {
            fail("fdatasync", error)
        }
    }

    private func maintain() {
        guard gauge.uncheckpointedPageCount >= options.walPageCountTarget,
            failure.withLock({ $0 == nil })
        else { return }
        do {
            try checkpoint(.passive)
        } catch {
            // `checkpoint` has kept the failure, and the next write throws it.
        }
    }

    private func checkpoint(_ mode: Database.CheckpointMode) throws {
        if let failure = failure.withLock({ $0 }) { throw failure }
        try pool.writeWithoutTransaction { db in
            do {
                gauge.checkpointed(try db.checkpoint(mode).checkpointedFrameCount)
            } catch let error as DatabaseError where error.resultCode == .SQLITE_BUSY {
                throw SQLiteFailure.mapped(
                    error,
                    operation: "checkpoint",
                    path: options.databasePath
                )
            } catch {
                throw fail("checkpoint", error)
            }
        }
    }

    /// Remembers that what the disk holds is unknown: every later write throws the same.
    @discardableResult
    private func fail(_ operation: String, _ error: any Error) -> LogStorageError {
        let failure = LogStorageError(
            .durabilityUnknown,
            ["operation": operation],
            cause: SQLiteFailure.describe(error)
        )
        self.failure.withLock { $0 = $0 ?? failure }
        failuresInput.yield(failure)
        return failure
    }
}

/// Writes to a SQLite store from its writer's thread.
package struct SQLiteWriter: StoreWriter {
    fileprivate let store: SQLiteStore

    /// Runs `body` as the only writer and returns when its changes are on disk, as `SQLiteStore.write`.
    package func write<Value>(_ body: (SQLiteTransaction) throws -> Value) throws -> Value {
        try store.commit(body)
    }
}
