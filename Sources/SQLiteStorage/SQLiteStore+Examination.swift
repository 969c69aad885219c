extension SQLiteStore {
    /// Looks at the files of a store that no process has open as `open` would, and changes nothing.
    ///
    /// Throws what would keep it from being opened: `database_missing`, `access_denied`, `database_corrupt`,
    /// `write_ahead_log_damaged`. The files of a running store change under whoever reads them, and are left to it.
    package static func examineAtRest(_ options: Options) throws {
        guard !HomeLock.isHeld(options.lockPath) else { return }
        try DatabaseFile.requireReadable(options.databasePath)
        try DatabaseFile.check(options.databasePath, mayBeEmpty: false)
        try DatabaseFile.checkWriteAheadLog(options.databasePath + "-wal")
    }
}
