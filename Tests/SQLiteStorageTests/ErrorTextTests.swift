import LogStorage
import SQLiteStorage
import Testing

/// An error in a log or in a finding is its code, which the catalogue knows, and no text of the program's.
@Suite struct ErrorTextTests {
    @Test("an error of the store reads as its code with what belongs to it")
    func description() {
        let corrupt = SQLiteStorageError(
            .databaseCorrupt,
            ["path": "/a/b"],
            cause: "SQLite 11: malformed"
        )
        #expect(
            "\(corrupt)" == "sqlite_storage.database_corrupt path=/a/b cause=SQLite 11: malformed"
        )
        let full = LogStorageError(.limitExceeded, ["found": "2", "limit": "1", "what": "x y"])
        #expect("\(full)" == "log_storage.limit_exceeded found=2 limit=1 what=x y")
    }
}
