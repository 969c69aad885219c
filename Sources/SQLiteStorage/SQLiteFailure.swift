internal import GRDB
internal import GRDBSQLite
internal import Glibc
internal import LogStorage

/// Turns what SQLite says into the errors that every engine throws.
enum SQLiteFailure {
    /// Passes our own errors through, and maps SQLite's.
    static func mapped(_ error: any Error, operation: String, path: String) -> any Error {
        guard let error = error as? DatabaseError else { return error }
        let cause = describe(error)
        switch error.resultCode {
        case .SQLITE_FULL:
            return diskFull(path: path, reserve: 0, cause: cause)
        case .SQLITE_CORRUPT, .SQLITE_NOTADB:
            return SQLiteStorageError(.databaseCorrupt, ["path": path], cause: cause)
        case .SQLITE_READONLY:
            return LogStorageError(.storageReadOnly, ["path": path], cause: cause)
        default:
            return LogStorageError(.storageFailed, ["operation": operation], cause: cause)
        }
    }

    /// The error for a disk without room.
    static func diskFull(path: String, reserve: UInt64, cause: String?) -> LogStorageError {
        LogStorageError(
            .diskFull,
            ["free": "\(freeByteCount(path) ?? 0)", "path": path, "reserve": "\(reserve)"],
            cause: cause
        )
    }

    /// Bytes that an ordinary process may still write on the file system of `path`; nil when it cannot be asked.
    static func freeByteCount(_ path: String) -> UInt64? {
        var status = statvfs()
        guard statvfs(path, &status) == 0 else { return nil }
        return UInt64(status.f_bavail) * UInt64(status.f_frsize)
    }

    /// SQLite's code and text.
    static func describe(_ error: any Error) -> String {
        guard let error = error as? DatabaseError else { return "\(error)" }
        return "SQLite \(error.extendedResultCode.rawValue): \(error.message ?? "no message")"
    }
}
