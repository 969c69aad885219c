import Foundation
import LogStorage
import Testing

@testable import NodeService
@testable import SQLiteStorage

/// A damaged row of the table of logs says nothing, and hides nothing else that is missing.
@Suite(.serialized) struct LogRowTests {
    /// Changes the root in the row of a log and leaves its checksum.
    private static func damage(_ origin: String, in transaction: SQLiteTransaction) throws {
        let statement = try transaction.statement(
            "UPDATE log SET root = zeroblob(32) WHERE origin = ?"
        )
        statement.bind(1, Array(origin.utf8))
        try statement.run()
    }

    @Test(
        "where the row of one log is damaged the rows beside the others are looked at all the same"
    )
    func damaged() async throws {
        let nodes = try await TwoNodes.make()
        let node = nodes.jiangxi.node
        let logs = try await node.store.read { try $0.logs().map { "\($0.origin)" } }
        #expect(logs.count > 1)
        for damaged in logs {
            let found = try await node.store.write { transaction in
                try Self.faults(damaging: damaged, in: transaction)
            }
            #expect(found.rows.count == 1, "\(damaged)")
            #expect(
                found.faults == ["anchor/exercise", "instance", "storage-key"],
                "\(damaged): \(found.faults)"
            )
        }
        try await nodes.remove()
    }

    /// What is missed after a log's row is damaged and three rows are removed, which is taken back afterwards.
    private static func faults(
        damaging origin: String,
        in transaction: SQLiteTransaction
    ) throws -> (rows: [StoredLog?], faults: [String]) {
        let statement = try transaction.statement("SELECT root FROM log WHERE origin = ?")
        statement.bind(1, Array(origin.utf8))
        let root = try #require(try statement.first { $0.bytes(0) })
        try damage(origin, in: transaction)
        let keys = ["anchor/exercise", "instance", "storage-key"].map { Array($0.utf8) }
        var kept: [([UInt8], [UInt8])] = []
        for key in keys {
            kept.append((key, try #require(try transaction.document(.meta, key))))
            try transaction.removeDocument(.meta, key)
        }
        let files = HomeRows.Files(storageKey: nil, instanceID: "x")
        let faults = try HomeRows.faults(in: transaction, beside: files).map(\.row)
        let rows = try transaction.logRows().filter { $0 == nil }
        for (key, bytes) in kept { try transaction.putDocument(.meta, key, bytes) }
        let back = try transaction.statement("UPDATE log SET root = ? WHERE origin = ?")
        back.bind(1, root)
        back.bind(2, Array(origin.utf8))
        try back.run()
        return (rows, faults)
    }

    @Test("what is no damage is thrown, as if nothing could be said of any row")
    func unreadable() async throws {
        let node = try await TestNode.make("jiangxi.ipr.example", region: "360000")
        try await node.close()
        let store = try SQLiteStore.open(.init(directory: node.home.data.path))
        try await store.write { transaction in
            try transaction.statement("ALTER TABLE projected_record RENAME TO gone").run()
        }
        await #expect(throws: (any Error).self) {
            try await store.read { transaction in
                _ = try HomeRows.faults(in: transaction, beside: HomeRows.Files())
            }
        }
        try store.close()
        try FileManager.default.removeItem(at: node.home.root)
    }
}
