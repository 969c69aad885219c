internal import Foundation
internal import Glibc

extension SQLiteStore {
    /// Looks at the files of a store that no process has open as `open` would, and changes nothing.
    ///
    /// Returns false where a process has it open, or where nobody can tell: such files may change under whoever reads
    /// them, and are left to it. While they are looked at no process can open the store. Throws what would keep it from
    /// being opened: `database_missing`, `access_denied`, `database_corrupt`, `write_ahead_log_damaged`.
    package static func examineAtRest(_ options: Options) throws -> Bool {
        let lock = SharedHomeLock(path: options.lockPath)
        guard lock != nil || access(options.lockPath, F_OK) != 0 else { return false }
        return try withExtendedLifetime(lock) {
            try DatabaseFile.requireReadable(options.databasePath)
            try DatabaseFile.check(options.databasePath, mayBeEmpty: false)
            try DatabaseFile.checkWriteAheadLog(options.databasePath + "-wal")
            try requireDurableTail(options)
            return true
        }
    }

    /// Refuses a write-ahead log whose last transaction is damaged although data/instance names what it held; throws
    /// `write_ahead_log_damaged`.
    ///
    /// An interrupted write tears the last transaction as well, but it was never durable, and no head of it was recorded. A home
    /// that a node has started with before although data/instance names more, such as a restored one, lost that otherwise. The caller has
    /// the home's lock.
    static func requireDurableTail(_ options: Options) throws {
        let path = options.databasePath + "-wal"
        guard DatabaseFile.byteCount(path) > 0 else { return }
        let bytes = try Data(contentsOf: URL(filePath: path), options: .alwaysMapped)
        guard let fault = bytes.withUnsafeBytes({ WriteAheadLogCheck.firstFault(in: $0) }) else {
            return
        }
        // What cannot be read is told by whoever opens it.
        guard let store = try? ReadOnlyStore(directory: options.directory),
            try StoreCheck(store: store).lacksRecorded()
        else { return }
        throw SQLiteStorageError(
            .writeAheadLogDamaged,
            ["frame": "\(fault.frame)", "path": path]
        )
    }

    /// Bytes of the database; 0 when there is none.
    package static func databaseByteCount(_ options: Options) -> Int {
        DatabaseFile.byteCount(options.databasePath)
    }
}
