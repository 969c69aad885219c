internal import Foundation
internal import GRDB

/// The tables of the database and the steps from each version to the next.
///
/// Keys are built for tens of millions of entries: entries, tiles and checkpoints lie in the order of their log and
/// index under one integer, `log << 40 | index`, so that reading a range reads neighbouring pages and a new entry
/// touches the last page of its log only. A tile is one row that is rewritten in place as it grows: it always has
/// 8,192 bytes, of which `width` hashes count, because SQLite then writes only the pages that differ.
///
/// Rows that the tree does not prove carry a checksum over all their columns (`RowChecksum`): a flipped bit in the file
/// must not change what a row says without an audit naming the row.
enum Schema {
    /// The version that this program writes.
    static let version = 4
    /// Marks a file as a Lianlu database: "LLN" and a zero byte.
    static let applicationID = 0x4C4C_4E00

    /// The step to each version, beginning with version 1 from nothing.
    static let steps: [String] = [versionOne, versionTwo, versionThree, versionFour]

    private static let versionOne = """
        CREATE TABLE log (
            id INTEGER PRIMARY KEY,
            origin BLOB NOT NULL UNIQUE,
            kind INTEGER NOT NULL,
            size INTEGER NOT NULL,
            root BLOB NOT NULL,
            edge BLOB NOT NULL,
            staged_size INTEGER NOT NULL,
            staged_edge BLOB NOT NULL,
            checkpoint BLOB,
            checksum INTEGER NOT NULL
        ) STRICT;
        CREATE TABLE entry (
            position INTEGER PRIMARY KEY,
            bytes BLOB NOT NULL
        ) STRICT;
        CREATE TABLE entry_digest (
            digest BLOB NOT NULL,
            position INTEGER NOT NULL,
            PRIMARY KEY (digest, position)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE tile (
            position INTEGER PRIMARY KEY,
            width INTEGER NOT NULL,
            hashes BLOB NOT NULL
        ) STRICT;
        CREATE TABLE checkpoint (
            position INTEGER PRIMARY KEY,
            note BLOB NOT NULL,
            checksum INTEGER NOT NULL
        ) STRICT;
        CREATE TABLE cosigner (
            id INTEGER PRIMARY KEY,
            name BLOB NOT NULL,
            key_id INTEGER NOT NULL,
            checksum INTEGER NOT NULL,
            UNIQUE (name, key_id)
        ) STRICT;
        CREATE TABLE cosignature (
            log INTEGER NOT NULL,
            cosigner INTEGER NOT NULL,
            size INTEGER NOT NULL,
            time INTEGER NOT NULL,
            line BLOB NOT NULL,
            checksum INTEGER NOT NULL,
            PRIMARY KEY (log, cosigner, size)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX cosignature_by_size ON cosignature (log, size);
        CREATE TABLE request (
            id BLOB NOT NULL PRIMARY KEY,
            digest BLOB NOT NULL,
            position INTEGER NOT NULL,
            tree_size INTEGER NOT NULL,
            checksum INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE holding (
            id INTEGER PRIMARY KEY,
            position INTEGER NOT NULL,
            object BLOB NOT NULL,
            status INTEGER NOT NULL,
            wrapped_key BLOB NOT NULL,
            sealed BLOB NOT NULL,
            checksum INTEGER NOT NULL,
            UNIQUE (position, object)
        ) STRICT;
        CREATE INDEX holding_wanted ON holding (position, object) WHERE status = 1;
        CREATE TABLE document (
            kind INTEGER NOT NULL,
            key BLOB NOT NULL,
            bytes BLOB NOT NULL,
            checksum INTEGER NOT NULL,
            PRIMARY KEY (kind, key)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE projected_log (
            log INTEGER PRIMARY KEY,
            bytes BLOB NOT NULL,
            checksum INTEGER NOT NULL
        ) STRICT;
        CREATE TABLE projected_entry (
            position INTEGER PRIMARY KEY,
            digest BLOB NOT NULL,
            scope TEXT NOT NULL,
            record BLOB,
            machine TEXT NOT NULL,
            event TEXT NOT NULL,
            at INTEGER,
            verdict_class TEXT NOT NULL,
            verdict BLOB NOT NULL,
            checksum INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX projected_entry_by_record ON projected_entry (record)
            WHERE record IS NOT NULL;
        CREATE INDEX projected_entry_not_valid ON projected_entry (verdict_class, position)
            WHERE verdict_class <> 'valid';
        CREATE TABLE projected_record (
            id INTEGER PRIMARY KEY,
            scope TEXT NOT NULL,
            record BLOB NOT NULL,
            machine TEXT NOT NULL,
            state TEXT NOT NULL,
            updated_at INTEGER NOT NULL,
            awaits_acknowledgement INTEGER NOT NULL,
            summary BLOB NOT NULL,
            checksum INTEGER NOT NULL,
            UNIQUE (record, scope)
        ) STRICT;
        CREATE INDEX projected_record_by_time ON projected_record (updated_at, record, scope);
        CREATE INDEX projected_record_awaiting ON projected_record (record, scope)
            WHERE awaits_acknowledgement = 1;
        CREATE TABLE dependency (
            digest BLOB NOT NULL,
            dependent BLOB NOT NULL,
            checksum INTEGER NOT NULL,
            PRIMARY KEY (digest, dependent)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX dependency_by_dependent ON dependency (dependent);
        CREATE TABLE home_link (
            home_record BLOB NOT NULL,
            home_scope TEXT NOT NULL,
            opening BLOB NOT NULL UNIQUE,
            scope TEXT NOT NULL,
            origin BLOB NOT NULL,
            size INTEGER NOT NULL,
            checksum INTEGER NOT NULL,
            PRIMARY KEY (home_record, home_scope)
        ) STRICT, WITHOUT ROWID;
        """

    /// The index of identifiers, without what it says of whole objects.
    private static let versionTwo = """
        CREATE TABLE identifier (
            key BLOB NOT NULL,
            holding INTEGER NOT NULL,
            field TEXT NOT NULL,
            kind TEXT NOT NULL,
            checksum INTEGER NOT NULL,
            PRIMARY KEY (key, holding, field)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX identifier_by_holding ON identifier (holding);
        CREATE TABLE identifier_due (
            holding INTEGER PRIMARY KEY,
            checksum INTEGER NOT NULL
        ) STRICT;
        """

    /// What the index says of each stored object: whether it is indexed, and which rows it has.
    ///
    /// The objects that are stored already are listed page by page when a node has started, and not here.
    private static let versionThree = """
        DROP TABLE identifier_due;
        DELETE FROM identifier;
        CREATE TABLE identifier_object (
            holding INTEGER PRIMARY KEY,
            state INTEGER NOT NULL,
            epoch INTEGER NOT NULL,
            row_count INTEGER NOT NULL,
            code BLOB NOT NULL,
            checksum INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX identifier_object_by_epoch ON identifier_object (epoch, holding);
        CREATE INDEX identifier_object_not_read ON identifier_object (state, holding)
            WHERE state IN (1, 2);
        """

    /// How many requests each own log has acknowledged, so that a row that somebody removes is missed; counted once as a home is opened.
    private static let versionFour = """
        CREATE TABLE request_count (
            log INTEGER PRIMARY KEY,
            size INTEGER NOT NULL,
            row_count INTEGER NOT NULL,
            low INTEGER NOT NULL,
            high INTEGER NOT NULL,
            checksum INTEGER NOT NULL
        ) STRICT;
        \(countedRequests)
        """

    /// Counts the requests of those own logs of which no count is kept.
    static let countedRequests = """
        INSERT INTO request_count (log, size, row_count, low, high, checksum)
        SELECT id, size, n, low, high, row_checksum(id, size, n, low, high) FROM (
            SELECT log.id AS id, log.size AS size, count(request.id) AS n,
            ifnull(sum(request.checksum & 4294967295), 0) AS low,
            ifnull(sum((request.checksum >> 32) & 4294967295), 0) AS high
            FROM log LEFT JOIN request ON request.position >> 40 = log.id
            WHERE log.kind = 1 AND log.size > 0
            AND NOT EXISTS (SELECT 1 FROM request_count WHERE request_count.log = log.id)
            GROUP BY log.id
        );
        """

    /// The statement of the steps that makes a table.
    static func definition(of table: String) -> String? {
        let opening = "CREATE TABLE \(table) ("
        return steps.lazy.compactMap { step -> String? in
            guard let start = step.range(of: opening)?.lowerBound,
                let end = step[start...].firstIndex(of: ";")
            else { return nil }
            return String(step[start...end])
        }.first
    }

    /// The tables whose rows carry a checksum, with the columns that it covers, in its order; the first names the row.
    static let checkedTables: [(name: String, columns: [String])] = [
        (
            "log",
            [
                "id", "origin", "kind", "size", "root", "edge", "staged_size", "staged_edge",
                "checkpoint",
            ]
        ),
        ("checkpoint", ["position", "note"]),
        ("cosigner", ["id", "name", "key_id"]),
        ("cosignature", ["log", "cosigner", "size", "time", "line"]),
        ("request", ["id", "digest", "position", "tree_size"]),
        ("request_count", ["log", "size", "row_count", "low", "high"]),
        ("holding", ["position", "object", "status", "wrapped_key", "sealed"]),
        ("document", ["kind", "key", "bytes"]),
        ("projected_log", ["log", "bytes"]),
        (
            "projected_entry",
            [
                "position", "digest", "scope", "record", "machine", "event", "at",
                "verdict_class", "verdict",
            ]
        ),
        (
            "projected_record",
            [
                "scope", "record", "machine", "state", "updated_at", "awaits_acknowledgement",
                "summary",
            ]
        ),
        ("dependency", ["digest", "dependent"]),
        ("identifier", ["key", "holding", "field", "kind"]),
        ("identifier_object", ["holding", "state", "epoch", "row_count", "code"]),
        ("home_link", ["home_scope", "home_record", "opening", "scope", "origin", "size"]),
    ]

    /// Brings a database to this program's version, each step in its own transaction.
    ///
    /// Throws `schema_newer` for a later version and `database_foreign` for a file that is not ours; both leave the
    /// file as it is.
    static func migrate(_ db: Database, path: String) throws {
        let found = try check(db, path: path)
        for version in found..<Self.version {
            try db.inTransaction(.immediate) {
                try db.execute(sql: steps[version])
                try db.execute(sql: "PRAGMA user_version = \(version + 1)")
                try db.execute(sql: "PRAGMA application_id = \(applicationID)")
                return .commit
            }
        }
    }

    /// The version of a database, 0 when it is empty.
    static func check(_ db: Database, path: String) throws -> Int {
        let found = try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0
        let owner = try Int.fetchOne(db, sql: "PRAGMA application_id") ?? 0
        let tables = try Int.fetchOne(db, sql: "SELECT count(*) FROM sqlite_schema") ?? 0
        guard owner == applicationID || (owner == 0 && found == 0 && tables == 0) else {
            throw SQLiteStorageError(.databaseForeign, ["path": path])
        }
        guard found <= version else {
            throw SQLiteStorageError(
                .schemaNewer,
                ["found": "\(found)", "path": path, "supported": "\(version)"]
            )
        }
        return found
    }
}
