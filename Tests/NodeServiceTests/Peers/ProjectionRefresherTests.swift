import Casework
import Cryptography
import Foundation
import GRDB
import Ledger
import LocalAPI
import LogStorage
import SQLiteStorage
import Testing
import TransparencyLog

@testable import NodeService

/// What is judged anew when charters and packs come in, where the disk has changed something.
@Suite(.serialized) struct ProjectionRefresherTests {
    private static let origin = "jiangxi.ipr.example/exercise"

    @Test(
        "a damaged row keeps nothing from being judged anew but what needs it, and that is once it is whole"
    )
    func damagedRow() async throws {
        let federation = try await Federation.make([
            (name: "jiangxi", region: "360000"), (name: "fujian", region: "350000"),
        ])
        let (node, refresher) = (federation[0].node, federation[0].supervisor.refresher)
        let sent = try await federation.send(from: 0, to: "350000")
        let view = node.view
        let facts = view.library.projectionFacts(with: view.packs)
        let scanned = Self.text(view.library.projectionFacts(with: PackSet()))
        try await eventually("all is judged by the charter") {
            try await Self.isKept(facts, scanned, node)
        }
        let digest = try Self.exchange(Data(count: 32), at: sent.index, in: node)
        // Facts of yesterday: what depends on them is judged again, and the first needs the damaged row.
        let other = SHA256.digest(of: [1]).hex
        let past = "ended 0 \(other) \(Self.origin)"
        try await node.store.write { transaction in
            let text = Self.text(facts.union([past, "pack \(other)"]))
            try transaction.putMeta(CharterLibrary.projectedFactsName, text)
            try transaction.putMeta(CharterLibrary.scannedFactsName, Array("charter x".utf8))
        }
        refresher.ring()
        try await eventually("all but the one that needs the row is done") {
            try await Self.isKept(facts.union([past]), scanned, node)
        }
        let damage = CodedText(
            "log_storage.data_corrupt",
            ["what": "projected entry \(sent.index) of \(Self.origin)"]
        )
        for _ in 0..<2 {
            let alarms = try await federation[0].test.local.status(caller: Federation.caller).alarms
            #expect(alarms.map(\.text) == [damage])
            refresher.ring()
        }
        _ = try Self.exchange(digest, at: sent.index, in: node)
        refresher.ring()
        try await eventually("the last one is done") {
            try await Self.isKept(facts, scanned, node)
        }
        try await federation.remove()
    }

    private static func text(_ facts: Set<String>) -> [UInt8] {
        Array(facts.sorted().joined(separator: "\n").utf8)
    }

    /// Whether the store says that it was judged by these facts, and looked through by those.
    private static func isKept(
        _ facts: Set<String>,
        _ scanned: [UInt8],
        _ node: Node
    ) async throws
        -> Bool
    {
        try await node.store.read { transaction in
            try transaction.meta(CharterLibrary.projectedFactsName) == text(facts)
                && transaction.meta(CharterLibrary.scannedFactsName) == scanned
        }
    }

    /// Writes another digest into an entry's row behind the store's back, as a failing disk does; returns the one before.
    private static func exchange(_ digest: Data, at index: UInt64, in node: Node) throws -> Data {
        let database = try DatabaseQueue(path: node.home.data.path + "/lianlu.sqlite")
        let row = "position = ((SELECT id FROM log WHERE origin = ?) << 40) + ?"
        let place: StatementArguments = [Data(origin.utf8), Int64(index)]
        let before = try database.write { db in
            let before = try Data.fetchOne(
                db,
                sql: "SELECT digest FROM projected_entry WHERE \(row)",
                arguments: place
            )
            try db.execute(
                sql: "UPDATE projected_entry SET digest = ? WHERE \(row)",
                arguments: [digest] + place
            )
            return before
        }
        try database.close()
        return try #require(before)
    }
}
