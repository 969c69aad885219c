package import LogStorage
internal import Cryptography
internal import GRDB
internal import Ledger
internal import TransparencyLog

extension SQLiteAuditSource {
    /// The key of every holding of a log that is here, with its status.
    package func forEachHolding(_ body: (HoldingKey, HoldingStatus) throws -> Void) throws {
        try store.read { transaction in
            let statement = try transaction.statement(
                """
                SELECT origin, position, object, status FROM holding
                JOIN log ON log.id = position >> 40 ORDER BY position, object
                """
            )
            try statement.rows { row in
                guard let object = row.digest(2), let status = HoldingStatus(rawValue: row.int(3)),
                    let index = EntryIndex(RowKey.index(row.int(1)))
                else { throw LogStorageError(.dataCorrupt, ["what": "holding"]) }
                let key = HoldingKey(origin: try Origin(row.bytes(0)), index: index, object: object)
                try body(key, status)
            }
        }
    }

    /// The facts under which it was last looked whole which objects are granted to the node; nil where that was never done.
    package func scannedFacts() throws -> [UInt8]? {
        try store.read { try $0.meta(CharterLibrary.scannedFactsName) }
    }

    /// How many holdings there are of logs that are not here.
    package func strayHoldingCount() throws -> Int {
        try store.read { transaction in
            let statement = try transaction.statement(
                """
                SELECT count(*) FROM holding
                WHERE NOT EXISTS (SELECT 1 FROM log WHERE id = position >> 40)
                """
            )
            return try statement.first { Int(clamping: $0.int(0)) } ?? 0
        }
    }
}

extension HoldingStatus {
    fileprivate init?(rawValue: Int64) {
        guard let value = UInt8(exactly: rawValue) else { return nil }
        self.init(rawValue: value)
    }
}
