import Auditing
package import Cryptography
package import Ledger
internal import LogStorage
package import TransparencyLog

extension SQLiteAuditSource: ProjectionSource {
    package func ownLogs() throws -> [Origin] {
        try store.read { transaction in
            let statement = try transaction.statement("SELECT origin FROM log WHERE kind = ?")
            statement.bind(1, Int64(LogKind.own.rawValue))
            var origins: [Origin] = []
            try statement.rows { origins.append(try Origin($0.bytes(0))) }
            return origins
        }
    }

    package func projectedFacts() throws -> [UInt8]? {
        try store.read { try $0.meta(CharterLibrary.projectedFactsName) }
    }

    package func goneFacts() throws -> [UInt8]? {
        try store.read { try $0.meta(CharterLibrary.goneFactsName) }
    }

    package func projectedLog(_ origin: Origin) throws -> [UInt8]? {
        try store.read { transaction in
            let statement = try transaction.statement(
                """
                SELECT projected_log.bytes FROM projected_log
                JOIN log ON log.id = projected_log.log WHERE origin = ?
                """
            )
            statement.bind(1, origin.bytes)
            return try statement.first { $0.bytes(0) }
        }
    }

    package func forEachProjectedEntry(
        of origin: Origin,
        _ body: (ProjectedEntry) throws -> Void
    ) throws {
        try store.read { try $0.forEachProjectedEntry(of: origin, body) }
    }

    package func projectedEntryCount() throws -> UInt64 {
        try store.read { transaction in
            let statement = try transaction.statement("SELECT count(*) FROM projected_entry")
            return try statement.first { UInt64(clamping: $0.int(0)) } ?? 0
        }
    }

    package func forEachProjectedRecord(_ body: (ProjectedRecord) throws -> Void) throws {
        try store.read { try $0.forEachProjectedRecord(body) }
    }

    package func forEachDependency(_ body: (Digest, [UInt8]) throws -> Void) throws {
        try store.read { transaction in
            let statement = try transaction.statement("SELECT digest, dependent FROM dependency")
            try statement.rows { row in
                guard let digest = row.digest(0) else {
                    throw LogStorageError(.dataCorrupt, ["what": "dependency"])
                }
                try body(digest, row.bytes(1))
            }
        }
    }

    package func homeLinks() throws -> [HomeLink] { try store.read { try $0.homeLinks() } }
}
