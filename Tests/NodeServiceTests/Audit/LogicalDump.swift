import Foundation
import GRDB

/// Everything that the rows of a home's database say, the write-ahead log included, as SQLite alone reads them.
enum LogicalDump {
    /// Reads a private copy, so that the files themselves stay as they are; nil where SQLite cannot read it.
    static func of(_ data: URL) throws -> [String]? {
        let copy = FileManager.default.temporaryDirectory.appending(
            path: "lianlu-dump-\(UUID().uuidString)"
        )
        try FileManager.default.createDirectory(at: copy, withIntermediateDirectories: true)
        defer {
            // A copy that stays behind in the temporary directory harms nobody.
            try? FileManager.default.removeItem(at: copy)
        }
        for name in ["lianlu.sqlite", "lianlu.sqlite-wal"] {
            try FileManager.default.copyItem(
                at: data.appending(path: name),
                to: copy.appending(path: name)
            )
        }
        do {
            return try rows(copy.appending(path: "lianlu.sqlite").path)
        } catch is DatabaseError {
            return nil
        }
    }

    private static func rows(_ path: String) throws -> [String] {
        let queue = try DatabaseQueue(path: path)
        defer {
            // The copy is thrown away.
            try? queue.close()
        }
        return try queue.read { db in
            let tables = try String.fetchAll(
                db,
                sql: "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"
            )
            return try tables.flatMap { table in
                try Row.fetchAll(db, sql: "SELECT \(columns(of: table)) FROM \(table)")
                    .map { "\(table) \($0.databaseValues.map { "\($0)" })" }
                    .sorted()
            }
        }
    }

    /// A tile's row keeps room for the hashes that are still to come; what lies there says nothing.
    private static func columns(of table: String) -> String {
        table == "tile" ? "position, width, substr(hashes, 1, 32 * width)" : "*"
    }
}
