internal import Foundation
internal import GRDB
internal import LogStorage
package import TransparencyLog

/// What a store kept of acknowledged requests that are not its rows any more: since when no id is known to be new, and of which logs.
package struct LostRequests: Hashable, Codable, Sendable {
    /// The name under which the store keeps it.
    package static let name = "requests-lost"

    /// The POSIX second at which it was found last.
    package var at: Int64
    /// What was found of each log, by its origin: how many rows are missing, and how far their checksums are from those that were kept.
    package var logs: [String: String]
    /// The version of this form.
    package var version = 1

    /// Makes a note.
    package init(at: Int64, logs: [String: String]) {
        self.at = at
        self.logs = logs
    }
}

/// The rows of requests of one own log, where they are not those that were kept with its entries.
package struct RequestDeviation: Hashable, Sendable {
    /// The log.
    package let origin: Origin
    /// How many rows are missing; 0 where some were changed, or nobody knows how many there were.
    package let missingCount: Int64
    /// What is wrong, as `LostRequests` keeps it.
    package let found: String
    /// Whether the count is not there either.
    package let isUncounted: Bool
}

extension SQLiteTransaction {
    /// How many rows there are, and what their checksums come to.
    private struct Sums: Equatable {
        var size: Int64 = 0
        var count: Int64 = 0
        var low: Int64 = 0
        var high: Int64 = 0
    }

    /// The tables of requests and of their counts, as the schema names them.
    private static let requestTables = ["request", "request_count"]

    /// Counts the requests of a batch that is appended, by the checksums of their rows.
    func count(
        _ checksums: [Int64],
        in number: Int64,
        from start: TreeSize,
        to end: TreeSize
    ) throws {
        let low = checksums.reduce(0) { $0 + $1 & 0xFFFF_FFFF }
        let high = checksums.reduce(0) { $0 + ($1 >> 32) & 0xFFFF_FFFF }
        if start == TreeSize(unchecked: 0) {
            // What an earlier attempt left counts nothing.
            let opening = try statement(
                """
                INSERT INTO request_count (log, size, row_count, low, high, checksum)
                VALUES (?1, 0, 0, 0, 0, row_checksum(?1, 0, 0, 0, 0))
                ON CONFLICT (log) DO NOTHING
                """
            )
            opening.bind(1, number)
            try opening.run()
        }
        // A count that is missing or damaged is not begun anew here: it is missed.
        let statement = try statement(
            """
            UPDATE request_count SET size = ?2, row_count = row_count + ?3, low = low + ?4,
            high = high + ?5,
            checksum = row_checksum(log, ?2, row_count + ?3, low + ?4, high + ?5)
            WHERE log = ?1 AND checksum IS row_checksum(log, size, row_count, low, high)
            """
        )
        statement.bind(1, number)
        statement.bind(2, Int64(end.rawValue))
        statement.bind(3, Int64(checksums.count))
        statement.bind(4, low)
        statement.bind(5, high)
        try statement.run()
    }

    /// The own logs whose rows of requests are not those that were kept with their entries, ordered by origin.
    ///
    /// Nothing is missed in a home of a schema that counted none.
    package func requestDeviations() throws -> [RequestDeviation] {
        let version = try statement("PRAGMA user_version").first { $0.int(0) } ?? 0
        guard version >= 4 else { return [] }
        let present = try presentTables()
        let kept = try present.contains("request_count") ? keptSums() : [:]
        let found = try present.contains("request") ? foundSums() : [:]
        var deviations: [RequestDeviation] = []
        try statement("SELECT id, origin, size FROM log WHERE kind = 1 ORDER BY origin").rows {
            row in
            let (number, size) = (row.int(0), row.int(2))
            var sums = found[number] ?? Sums()
            sums.size = size
            // A log that nothing was appended to has no count.
            guard size > 0 || sums.count > 0, kept[number] != sums else { return }
            // A log whose name cannot be read is told where its row is.
            guard let origin = try? Origin(row.bytes(1)) else { return }
            guard let kept = kept[number] else {
                deviations.append(
                    RequestDeviation(
                        origin: origin,
                        missingCount: 0,
                        found: "uncounted",
                        isUncounted: true
                    )
                )
                return
            }
            // The size of a row that was put back is behind the log's, and goes on with it.
            let marks = [
                kept.count &- sums.count, kept.low &- sums.low, kept.high &- sums.high,
                kept.size == size ? 0 : 1,
            ]
            deviations.append(
                RequestDeviation(
                    origin: origin,
                    missingCount: max(0, kept.count &- sums.count),
                    found: marks.map { "\($0)" }.joined(separator: " "),
                    isUncounted: false
                )
            )
        }
        return deviations
    }

    /// Makes the tables and counts anew that are gone, so that what comes from now on is counted.
    package func restoreRequestCounts() throws {
        let present = try presentTables()
        for table in Self.requestTables where !present.contains(table) {
            guard let definition = Schema.definition(of: table) else { continue }
            try db.execute(sql: definition)
        }
        try db.execute(
            sql:
                "DELETE FROM request_count WHERE checksum IS NOT row_checksum(log, size, row_count, low, high)"
        )
        try db.execute(sql: Schema.countedRequests)
    }

    /// Which rows of requests the node has missed; nil for none, and for a note that cannot be read: then they are missed anew.
    package func lostRequests() throws -> LostRequests? {
        let bytes: [UInt8]?
        do {
            bytes = try meta(LostRequests.name)
        } catch let error as LogStorageError where error.code == .dataCorrupt {
            return nil
        }
        // What is no note is told by the count that it was made of.
        return bytes.flatMap { try? JSONDecoder().decode(LostRequests.self, from: Data($0)) }
    }

    /// Keeps which rows of requests the node has missed.
    package func putLostRequests(_ lost: LostRequests) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        try putMeta(LostRequests.name, Array(try encoder.encode(lost)))
    }

    private func presentTables() throws -> Set<String> {
        let statement = try statement(
            "SELECT CAST(name AS BLOB) FROM sqlite_schema WHERE type = 'table'"
        )
        var names: Set<String> = []
        try statement.rows { names.insert(String(decoding: $0.bytes(0), as: UTF8.self)) }
        return names.intersection(Self.requestTables)
    }

    /// What was kept, by the log's number; a row that is not whole is none.
    private func keptSums() throws -> [Int64: Sums] {
        var kept: [Int64: Sums] = [:]
        let sql = """
            SELECT log, size, row_count, low, high FROM request_count
            WHERE checksum IS row_checksum(log, size, row_count, low, high)
            """
        try statement(sql).rows { row in
            kept[row.int(0)] = Sums(
                size: row.int(1),
                count: row.int(2),
                low: row.int(3),
                high: row.int(4)
            )
        }
        return kept
    }

    /// What the whole rows come to, by the log's number; a row that is not as it was written answers nobody and is none.
    private func foundSums() throws -> [Int64: Sums] {
        var found: [Int64: Sums] = [:]
        let sql = """
            SELECT position >> 40, count(*), sum(checksum & 4294967295),
            sum((checksum >> 32) & 4294967295) FROM request
            WHERE checksum IS row_checksum(id, digest, position, tree_size) GROUP BY 1
            """
        try statement(sql).rows { row in
            found[row.int(0)] = Sums(count: row.int(1), low: row.int(2), high: row.int(3))
        }
        return found
    }
}
