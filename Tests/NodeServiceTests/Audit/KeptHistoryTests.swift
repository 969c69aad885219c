import Auditing
import Cryptography
import Foundation
import Ledger
import LogStorage
import Testing
import TransparencyLog

@testable import NodeService
@testable import SQLiteStorage

/// What a home keeps of its logs' histories besides the newest head.
@Suite struct KeptHistoryTests {
    private static let origin = AuditOperationsTests.origin

    /// The faults of a home after a change of its database, each with its place.
    private static func faults(
        after change: @escaping @Sendable (SQLiteTransaction) throws -> Void
    ) async throws -> [String] {
        let (home, card, _) = try await AuditOperationsTests.stoppedNode()
        let store = try SQLiteStore.open(.init(directory: home.data.path))
        try await store.write(change)
        try store.close()
        let report = try await HomeAudit(
            of: home,
            trusting: TrustReader.read([card]),
            storageKey: HomeAudit.storageKey(of: home)
        )
        .run()
        try FileManager.default.removeItem(at: home.root)
        return report.findings.filter { $0.weight == .fault }
            .map { "\($0.code.rawValue) \($0.place ?? "-")" }
    }

    @Test(
        "a log that was set back is named by each larger checkpoint that is still there, and entries beyond the head of an own log are surplus"
    )
    func setBack() async throws {
        for keepsEntries in [false, true] {
            let faults = try await Self.faults { try $0.setBack(Self.origin, to: 3, keepsEntries) }
            #expect(faults.contains("checkpoint_size_differs checkpoint 4"), "\(faults)")
            #expect(faults.contains("checkpoint_size_differs checkpoint 5"), "\(faults)")
            #expect(!faults.contains { $0.hasSuffix("checkpoint 3") })
            #expect(faults.contains("entries_surplus log") == keepsEntries, "\(faults)")
        }
    }

    @Test("a kept checkpoint that the log's key has not signed, or of another root, is named")
    func checkpoints() async throws {
        let forged = try await Self.faults { transaction in
            var note = try #require(
                try transaction.checkpoint(of: Origin(Self.origin), size: 3)
            )
            note[note.count - 20] = note[note.count - 20] == 0x41 ? 0x42 : 0x41
            try transaction.putCheckpoint(note, of: Self.origin, size: 3)
        }
        #expect(forged == ["checkpoint_unusable checkpoint 3"])
        let other = try await Self.faults { transaction in
            let note = try #require(
                try transaction.checkpoint(of: Origin(Self.origin), size: 3)
            )
            try transaction.putCheckpoint(note, of: Self.origin, size: 2)
        }
        #expect(other == ["checkpoint_unusable checkpoint 2"])
        let root = try await Self.faults { transaction in
            let note = try #require(
                try transaction.checkpoint(of: Origin(Self.origin), size: 3)
            )
            let claim = try UnverifiedCheckpoint(parsing: note)
            let zero = [UInt8](repeating: 0, count: 32)
            let text = String(decoding: note, as: UTF8.self).replacing(
                String(decoding: Base64.encode(claim.root.bytes).utf8, as: UTF8.self),
                with: String(decoding: Base64.encode(zero).utf8, as: UTF8.self)
            )
            try transaction.putCheckpoint(Array(text.utf8), of: Self.origin, size: 3)
        }
        #expect(root == ["checkpoint_root_differs checkpoint 3"])
    }
}

extension SQLiteTransaction {
    fileprivate func putCheckpoint(_ note: [UInt8], of origin: String, size: UInt64) throws {
        let statement = try statement(
            "UPDATE checkpoint SET note = ?2, checksum = row_checksum(?1, ?2) WHERE position = ?1"
        )
        statement.bind(1, RowKey.position(try number(of: Origin(origin)), size))
        statement.bind(2, note)
        try statement.run()
    }

    /// Sets the head back with every checksum right; what lay beyond it is gone but for the checkpoints, or left as staged.
    fileprivate func setBack(_ name: String, to size: UInt64, _ keepsEntries: Bool) throws {
        let origin = try Origin(name)
        let (log, number) = (try #require(try log(origin)), try number(of: origin))
        let entries = try entries(of: origin, from: 0, count: Int(size))
        var edge = CompactRange()
        for entry in entries {
            edge.append(leafHash: hasher.leafHash(of: entry), hasher: hasher)
        }
        let staged = keepsEntries ? log.edge : edge
        let note = try #require(try checkpoint(of: origin, size: edge.end))
        let update = try statement(
            """
            UPDATE log SET size = ?2, root = ?3, edge = ?4, staged_size = ?5, staged_edge = ?6,
            checkpoint = ?7, checksum = row_checksum(id, origin, kind, ?2, ?3, ?4, ?5, ?6, ?7)
            WHERE id = ?1
            """
        )
        update.bind(1, number)
        update.bind(2, Int64(edge.end.rawValue))
        update.bind(3, edge.root(hasher: hasher))
        update.bind(4, edge.hashes.flatMap(\.bytes))
        update.bind(5, Int64(staged.end.rawValue))
        update.bind(6, staged.hashes.flatMap(\.bytes))
        update.bind(7, note)
        try update.run()
        guard !keepsEntries else { return }
        let first = RowKey.position(number, size)
        for sql in [
            "DELETE FROM entry WHERE position >= \(first)",
            "DELETE FROM entry_digest WHERE position >= \(first)",
            "DELETE FROM request WHERE tree_size > \(size)",
            "DELETE FROM projected_entry WHERE position >= \(first)",
            "UPDATE tile SET width = \(size)",
        ] {
            try statement(sql).run()
        }
    }
}
