internal import Foundation
internal import GRDB
internal import Glibc
package import Sequencing

/// The store of a home opened for reading only: neither the database nor its write-ahead log is changed.
///
/// - While a node runs, the database is read beside it, as any reader does.
/// - Otherwise the home's lock is held, shared, so that no node starts meanwhile. Without a write-ahead log the file is
///   read as immutable. With one, SQLite needs an index beside it and rebuilds `lianlu.sqlite-shm`, which holds nothing
///   of its own; where the directory cannot be written, database and log are copied to a temporary directory.
///
/// Everything is read in one transaction, so all answers fit together.
package final class ReadOnlyStore: Sendable {
    /// How the database was opened.
    package enum Access: String, Sendable {
        /// Beside a running node.
        case live
        /// No write-ahead log: the file as it is.
        case immutable
        /// With its write-ahead log, in place.
        case inPlace
        /// A private copy of both.
        case copy
    }

    /// The data directory.
    package let directory: String
    /// How it was opened.
    package let access: Access
    private let queue: DatabaseQueue
    private let recorded: Result<InstanceFile.Contents, SQLiteStorageError>
    private let lock: SharedHomeLock?
    private let copy: String?

    /// Opens a home's data directory; throws as `SQLiteStore.open` does, except that a read-only home is fine.
    package init(directory: String) throws {
        self.directory = directory
        let options = SQLiteStore.Options(directory: directory)
        let path = options.databasePath
        try DatabaseFile.requireReadable(path)
        try DatabaseFile.check(path, mayBeEmpty: false)
        lock = SharedHomeLock(path: options.lockPath)
        let isLive = lock == nil && Glibc.access(options.lockPath, F_OK) == 0
        do {
            if isLive {
                (access, copy) = (.live, nil)
                queue = try Self.open(path, "mode=ro")
            } else if DatabaseFile.byteCount(path + "-wal") == 0 {
                (access, copy) = (.immutable, nil)
                queue = try Self.open(path, "immutable=1")
            } else if Glibc.access(directory, W_OK) == 0 {
                (access, copy) = (.inPlace, nil)
                queue = try Self.open(path, "mode=ro")
            } else {
                let copy = try Self.copy(path)
                (access, self.copy) = (.copy, copy)
                queue = try Self.open(copy + "/lianlu.sqlite", "mode=rw")
            }
        } catch {
            throw SQLiteFailure.mapped(error, operation: "open", path: path)
        }
        // Before the state of the database is fixed: a running node records a head only after it has stored it.
        recorded = Result { () throws(SQLiteStorageError) in
            try InstanceFile.contents(path: options.instancePath)
        }
        try read { transaction in
            _ = try Schema.check(transaction.db, path: path)
            // The first statement of the transaction fixes what all later ones see.
            try transaction.statement("BEGIN").run()
            do {
                _ = try transaction.statement("SELECT count(*) FROM log").first { $0.int(0) }
            } catch let error as DatabaseError where error.resultCode == .SQLITE_ERROR {
                // The table is not there, or is no such table: a file of ours, and no whole database.
                throw SQLiteStorageError(
                    .databaseCorrupt,
                    ["path": path],
                    cause: SQLiteFailure.describe(error)
                )
            }
        }
    }

    deinit {
        // The copy is this object's own; what cannot be removed lies in the temporary directory.
        if let copy { try? FileManager.default.removeItem(atPath: copy) }
    }

    /// Reads from the one state that the store was opened at.
    package func read<Value>(_ body: (SQLiteTransaction) throws -> Value) throws -> Value {
        do {
            return try queue.unsafeRead { try body(SQLiteTransaction($0)) }
        } catch {
            throw SQLiteFailure.mapped(
                error,
                operation: "read",
                path: SQLiteStore.Options(directory: directory).databasePath
            )
        }
    }

    /// The instance file as it was when the store was opened.
    package func instanceFile() throws -> RecoveryPlan.InstanceFile { try recorded.get().file }

    /// Whether one of the two slots of the instance file could not be read then.
    package func isInstanceSlotDamaged() throws -> Bool { try recorded.get().isSlotDamaged }

    /// What SQLite finds wrong with the structure of the database; at most `Limits.integrityFaultCountMax` lines, empty when all is well.
    package func integrityFaults() throws -> [String] {
        try read { transaction in
            try String.fetchAll(
                transaction.db,
                sql: "PRAGMA integrity_check(\(Limits.integrityFaultCountMax))"
            )
            .filter { $0 != "ok" }
        }
    }

    /// What SQLite finds wrong with the structure of the tables, and not of the indexes, first; nil when all is well.
    package func firstFault() throws -> String? {
        let found = try read { transaction in
            try String.fetchOne(transaction.db, sql: "PRAGMA quick_check(1)")
        }
        return found == "ok" ? nil : found
    }

    private static func open(_ path: String, _ parameters: String) throws -> DatabaseQueue {
        var configuration = Configuration()
        configuration.readonly = parameters != "mode=rw"
        configuration.allowsUnsafeTransactions = true
        configuration.busyMode = .timeout(Double(Limits.lockWaitMillisecondCount) / 1_000)
        configuration.prepareDatabase { db in
            RowChecksum.register(on: db)
            try db.execute(sql: "PRAGMA cell_size_check = ON")
            try db.execute(sql: "PRAGMA trusted_schema = OFF")
            try db.execute(sql: "PRAGMA query_only = ON")
        }
        var name = ""
        for byte in path.utf8 {
            let isPlain = byte > 32 && byte < 127 && !"%?#".utf8.contains(byte)
            name += isPlain ? String(UnicodeScalar(byte)) : "%" + hex(byte)
        }
        return try DatabaseQueue(path: "file:\(name)?\(parameters)", configuration: configuration)
    }

    private static func hex(_ byte: UInt8) -> String {
        let digits = String(byte, radix: 16, uppercase: true)
        return digits.count == 1 ? "0" + digits : digits
    }

    private static func copy(_ path: String) throws -> String {
        let directory = NSTemporaryDirectory() + "lianlu-audit-" + UUID().uuidString
        try FileManager.default.createDirectory(
            atPath: directory,
            withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700]
        )
        for suffix in ["", "-wal"] {
            try FileManager.default.copyItem(
                atPath: path + suffix,
                toPath: directory + "/lianlu.sqlite" + suffix
            )
        }
        return directory
    }
}

/// A share in a home's lock: while somebody holds one, no node starts on the home.
final class SharedHomeLock: Sendable {
    private let descriptor: CInt

    /// Takes a share; nil when a node holds the lock or there is no lock file that can be read.
    init?(path: String) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        guard flock(descriptor, LOCK_SH | LOCK_NB) == 0 else {
            close(descriptor)
            return nil
        }
        self.descriptor = descriptor
    }

    deinit {
        // As in `HomeLock`: a child that is just being made has the descriptor too.
        flock(descriptor, LOCK_UN)
        close(descriptor)
    }
}
