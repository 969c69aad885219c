import Auditing
import Cryptography
import GRDB
import LogStorage
import StorageTestSupport
import Testing
import TransparencyLog

@testable import SQLiteStorage

/// Rows of acknowledged requests, removed or changed with every checksum right: they are counted, and missed.
@Suite struct RequestCountTests {
    /// A home with an own log of three batches, of which the last two answered three requests.
    static func filledHome() async throws -> TestHome {
        let home = try TestHome()
        let store = try home.open()
        var log = try TestLog("node.example/home")
        let origin = log.origin
        try await store.write { try $0.createLog(origin, kind: .own) }
        var number = 0
        for (count, requests) in [(1, 0), (4, 2), (3, 1)] {
            let size = log.entries.count + count
            let start = log.entries.count
            let answered = try (0..<requests).map { place in
                number += 1
                return AcknowledgedRequest(
                    id: try #require(
                        RequestID(bytes: [UInt8](repeating: UInt8(number), count: 16))
                    ),
                    digest: SHA256.digest(of: [UInt8(number)]),
                    location: EntryLocation(
                        origin: origin,
                        index: try #require(EntryIndex(UInt64(start + place)))
                    ),
                    treeSize: try #require(TreeSize(UInt64(size)))
                )
            }
            let batch = try log.batch(TestLog.entries(count, from: start), requests: answered)
            try await store.write { try $0.append(batch) }
        }
        try store.close()
        return home
    }

    static func edit(_ home: TestHome, _ sql: String) throws {
        let queue = try DatabaseQueue(path: home.options().databasePath)
        try queue.write { db in
            RowChecksum.register(on: db)
            try db.execute(sql: sql)
        }
        try queue.close()
    }

    private static func missing(in home: TestHome) throws -> [[String: String]] {
        SQLiteAuditSource(try ReadOnlyStore(directory: home.data)).containerFindings()
            .filter { $0.code.rawValue == "requests_missing" }.map(\.arguments)
    }

    @Test("what was appended and closed is missed by nobody, and counted on after another start")
    func whole() async throws {
        let home = try await Self.filledHome()
        #expect(try Self.missing(in: home) == [])
        let store = try home.open()
        #expect(try await store.read { try $0.requestDeviations() } == [])
        try store.close()
    }

    @Test(
        "a row that is removed or changed is missed, and so is its count",
        arguments: [
            ("DELETE FROM request WHERE id = (SELECT min(id) FROM request)", "1"),
            ("DELETE FROM request", "3"),
            ("DROP TABLE request", "3"),
            (
                "UPDATE request SET id = zeroblob(16) WHERE id = (SELECT max(id) FROM request)", "1"
            ),
            (
                """
                UPDATE request SET digest = zeroblob(32),
                checksum = row_checksum(id, zeroblob(32), position, tree_size)
                WHERE id = (SELECT max(id) FROM request)
                """, "0"
            ),
            ("DELETE FROM request_count", "0"),
            ("DROP TABLE request_count", "0"),
            ("UPDATE request_count SET row_count = row_count - 1", "0"),
        ]
    )
    func missed(sql: String, count: String) async throws {
        let home = try await Self.filledHome()
        try Self.edit(home, sql)
        let expected = [["count": count, "origin": "node.example/home"]]
        #expect(try Self.missing(in: home) == expected)
        // Whoever opens the home makes the tables anew, and what was missed stays missed.
        let store = try home.open()
        let found = try await store.read { try $0.requestDeviations() }
        #expect(found.map { "\($0.missingCount)" } == [count])
        try await store.write { transaction in
            try transaction.restoreRequestCounts()
            try transaction.putLostRequests(
                LostRequests(at: 1, logs: ["node.example/home": try #require(found.first).found])
            )
        }
        let again = try await store.read { try $0.requestDeviations() }
        #expect(again.allSatisfy { !$0.isUncounted && $0.found == found.first?.found })
        try store.close()
        #expect(try Self.missing(in: home) == expected)
    }

    @Test("a home of the schema before is counted as it is opened, and misses what goes afterwards")
    func migrated() async throws {
        let home = try await Self.filledHome()
        try Self.edit(home, "DROP TABLE request_count; PRAGMA user_version = 3")
        #expect(try Self.missing(in: home) == [])
        try home.open().close()
        #expect(try Self.missing(in: home) == [])
        try Self.edit(home, "DELETE FROM request WHERE id = (SELECT max(id) FROM request)")
        #expect(try Self.missing(in: home).map { $0["count"] } == ["1"])
    }
}
