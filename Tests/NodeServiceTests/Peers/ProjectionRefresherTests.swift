import Auditing
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
    private static let failed = "verdicts not made anew"
    private static let members = [
        (name: "jiangxi", region: "360000"), (name: "fujian", region: "350000"),
        (name: "guizhou", region: "520000"),
    ]

    @Test(
        "a damaged row keeps nothing from being judged anew but what needs it, and that is once it is whole"
    )
    func damagedRow() async throws {
        var federation = try await Federation.make(Array(Self.members.prefix(2)))
        let recorder = LogRecorder()
        try await federation.stop(0)
        try await federation.restart(0, logger: recorder.logger)
        let (node, refresher) = (federation[0].node, federation[0].supervisor.refresher)
        let sent = try await federation.send(from: 0, to: "350000")
        // Whoever still asks for the body would find the damaged row, too, which is another alarm.
        try await eventually("the other node has the body") {
            try await federation[1].hasReceived(sent.entry)
        }
        let view = node.view
        let facts = view.library.projectionFacts(with: view.packs)
        let scanned = Self.text(view.library.grantFacts)
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
            let before = recorder.messages.count { $0 == Self.failed }
            refresher.ring()
            try await eventually("one more round has failed") {
                recorder.messages.count { $0 == Self.failed } > before
            }
            let alarms = try await federation[0].test.local.status(caller: Federation.caller).alarms
            #expect(alarms.map(\.text) == [damage])
        }
        _ = try Self.exchange(digest, at: sent.index, in: node)
        refresher.ring()
        try await eventually("the last one is done") {
            try await Self.isKept(facts, scanned, node)
        }
        try await federation.remove()
    }

    @Test(
        "where the list of what was judged is damaged, that is an alarm, and everything is judged and looked through again"
    )
    func damagedList() async throws {
        let federation = try await Federation.make(Array(Self.members.prefix(2)))
        let (node, refresher) = (federation[0].node, federation[0].supervisor.refresher)
        let view = node.view
        let facts = view.library.projectionFacts(with: view.packs)
        let scanned = Self.text(view.library.grantFacts)
        try await eventually("all is judged by the charter") {
            try await Self.isKept(facts, scanned, node)
        }
        try await node.store.write { transaction in
            try transaction.putMeta(CharterLibrary.scannedFactsName, Array("charter x".utf8))
        }
        try Self.change(
            "UPDATE document SET bytes = zeroblob(length(bytes)) WHERE key = ?",
            [Data(CharterLibrary.projectedFactsName.utf8)],
            in: node
        )
        refresher.ring()
        try await eventually("all is judged and looked through again") {
            do {
                return try await Self.isKept(facts, scanned, node)
            } catch let error as LogStorageError {
                guard error.code == .dataCorrupt else { throw error }
                return false
            }
        }
        let alarms = try await federation[0].test.local.status(caller: Federation.caller).alarms
        #expect(alarms.map(\.text.code) == ["log_storage.data_corrupt"])
        try await federation.remove()
    }

    @Test(
        "a damaged log keeps no object that another log grants from being wanted, and is looked through once it is whole"
    )
    func damagedLog() async throws {
        let federation = try await Federation.make(Self.members)
        let (node, refresher) = (federation[0].node, federation[0].supervisor.refresher)
        let (damaged, whole) = ("fujian.ipr.example/exercise", "guizhou.ipr.example/exercise")
        let sent = try await federation.send(from: 2, to: "360000")
        let view = node.view
        let facts = view.library.projectionFacts(with: view.packs)
        let scanned = Self.text(view.library.grantFacts)
        try await eventually("the clue with its body and the other log are here") {
            let holdings = try await federation[0].holdings(of: whole, at: sent.index)
            let size = try await federation[0].size(of: damaged)
            let isKept = try await Self.isKept(facts, scanned, node)
            return size > 0 && holdings == [.stored] && isKept
        }
        let logs = try await node.store.read { try $0.logs().map { "\($0.origin)" } }
        #expect(logs.firstIndex(of: damaged) ?? 9 < logs.firstIndex(of: whole) ?? 0)
        let place = "position = ((SELECT id FROM log WHERE origin = ?) << 40)"
        try Self.change(
            "UPDATE entry SET bytes = zeroblob(length(bytes)) WHERE \(place)",
            [Data(damaged.utf8)],
            in: node
        )
        // As if a revision granted only now what came long ago.
        try Self.change(
            "DELETE FROM holding WHERE \(place) + ?",
            [Data(whole.utf8), Int64(sent.index)],
            in: node
        )
        try await node.store.write { transaction in
            try transaction.putMeta(CharterLibrary.scannedFactsName, Array("charter x".utf8))
        }
        refresher.ring()
        try await eventually("what the log behind the damaged one grants is wanted") {
            try await !federation[0].holdings(of: whole, at: sent.index).isEmpty
        }
        #expect(try await !Self.isKept(facts, scanned, node), "the damaged one is not done")
        try await eventually("the damage is an alarm") {
            try await federation[0].test.local.status(caller: Federation.caller).alarms
                .contains { $0.text.code == "log_storage.data_corrupt" }
        }
        try await federation.remove()
    }

    @Test(
        "a home that an earlier edition of the fold has folded is folded anew by itself, and then stands its audit"
    )
    func edition() async throws {
        let federation = try await Federation.make(Array(Self.members.prefix(2)))
        let (node, refresher) = (federation[1].node, federation[1].supervisor.refresher)
        let sent = try await federation.send(from: 0, to: "350000")
        let whole = try await Self.records(node, [sent.entry])
        let view = node.view
        let facts = view.library.projectionFacts(with: view.packs)
        #expect(facts.contains("fold \(RecordFold.edition)"))
        let scanned = Self.text(view.library.grantFacts)
        try await eventually("all is judged by the charter") {
            try await Self.isKept(facts, scanned, node)
        }
        for earlier in [[], ["fold 1"]] as [Set<String>] {
            try await Self.spoil(node)
            try await node.store.write { transaction in
                let past = facts.filter { !$0.hasPrefix("fold ") }.union(earlier)
                try transaction.putMeta(CharterLibrary.projectedFactsName, Self.text(past))
            }
            let before = try await Self.audit(federation)
            #expect(before.contains(.recordDiffers) && before.contains(.projectionsOutdated))
            refresher.ring()
            try await eventually("the edition is noted") {
                try await Self.isKept(facts, scanned, node)
            }
            #expect(try await Self.records(node, [sent.entry]) == whole)
            #expect(try await Self.audit(federation) == [])
        }
        try await federation.remove()
    }

    @Test(
        "a node that ends while it folds all records anew begins so again when it starts, and leaves none out"
    )
    func endsWhileFolding() async throws {
        var federation = try await Federation.make(Array(Self.members.prefix(2)))
        var sent: [String] = []
        for _ in 0..<3 { sent.append(try await federation.send(from: 0, to: "350000").entry) }
        let node = federation[1].node
        let whole = try await Self.records(node, sent)
        let facts = node.view.library.projectionFacts(with: node.view.packs)
        let scanned = Self.text(node.view.library.grantFacts)
        try await eventually("all is judged by the charter") {
            try await Self.isKept(facts, scanned, node)
        }
        // As the store is when the process is killed after the first page of the work: some are folded, and the edition is not noted.
        try await Self.spoil(node)
        let first = try #require(whole.keys.min())
        try await node.store.write { transaction in
            let past = facts.filter { !$0.hasPrefix("fold ") }
            try transaction.putMeta(CharterLibrary.projectedFactsName, Self.text(past))
            _ = try node.view.projector.refold([first], in: transaction)
        }
        let half = try await Self.read(node)
        #expect(half.filter { whole[$0.key] == $0.value }.map(\.key) == [first])
        try await federation.stop(1)
        try await federation.restart(1)
        let again = federation[1].node
        try await eventually("the edition is noted") {
            try await Self.isKept(facts, scanned, again)
        }
        #expect(try await Self.read(again) == whole)
        try await federation.remove()
    }

    @Test(
        "records are folded anew so many at a time, and a damaged row keeps no other record from it"
    )
    func pages() async throws {
        let federation = try await Federation.make(Array(Self.members.prefix(2)))
        let node = federation[1].node
        var sent: [(entry: String, index: UInt64)] = []
        for _ in 0..<3 {
            let clue = try await federation.send(from: 0, to: "350000")
            sent.append((clue.entry, clue.index))
        }
        let entries = sent.map(\.entry)
        let whole = try await Self.records(node, entries)
        for size in [1, 2, 3, 200] {
            try await Self.spoil(node)
            var refold = ProjectionRefresher.Refold()
            try await ProjectionRefresher.refold(node, &refold, pageSize: size)
            #expect(try await Self.records(node, entries) == whole, "pages of \(size)")
        }
        try await Self.spoil(node)
        let digest = try Self.exchange(Data(count: 32), at: sent[1].index, in: node)
        for size in [1, 200] {
            var refold = ProjectionRefresher.Refold()
            await #expect(throws: LogStorageError.self) {
                try await ProjectionRefresher.refold(node, &refold, pageSize: size)
            }
            #expect(refold.failed.map(\.record.hex) == [entries[1]] && refold.isThrough)
            let found = try await Self.read(node)
            let healed = found.filter { whole[$0.key] == $0.value }
            #expect(healed.count == whole.count - 1)
            #expect(!healed.keys.contains { $0.record.hex == entries[1] })
        }
        _ = try Self.exchange(digest, at: sent[1].index, in: node)
        var refold = ProjectionRefresher.Refold()
        try await ProjectionRefresher.refold(node, &refold)
        #expect(try await Self.read(node) == whole)
        try await federation.remove()
    }

    @Test("a damaged record is tried again by itself: those that were folded are not folded again")
    func damagedRecord() async throws {
        let federation = try await Federation.make(Array(Self.members.prefix(2)))
        let node = federation[1].node
        var sent: [(entry: String, index: UInt64)] = []
        for _ in 0..<3 {
            let clue = try await federation.send(from: 0, to: "350000")
            sent.append((clue.entry, clue.index))
        }
        let whole = try await Self.records(node, sent.map(\.entry))
        let digest = try Self.exchange(Data(count: 32), at: sent[1].index, in: node)
        var refold = ProjectionRefresher.Refold()
        for round in 0..<2 {
            try await Self.spoil(node)
            let spoiled = try await Self.read(node)
            await #expect(throws: LogStorageError.self) {
                try await ProjectionRefresher.refold(node, &refold, pageSize: 1)
            }
            #expect(refold.failed.map(\.record.hex) == [sent[1].entry])
            let found = try await Self.read(node)
            let healed = found.filter { spoiled[$0.key] != $0.value }
            // The first time all others were folded, the second time none.
            #expect(healed.count == (round == 0 ? whole.count - 1 : 0))
        }
        _ = try Self.exchange(digest, at: sent[1].index, in: node)
        try await ProjectionRefresher.refold(node, &refold, pageSize: 1)
        #expect(refold.failed.isEmpty)
        let found = try await Self.read(node)
        let healed = found.filter { whole[$0.key] == $0.value }
        #expect(healed.keys.map(\.record.hex) == [sent[1].entry])
        try await federation.remove()
    }

    /// All records, once some have come and were received by the node itself.
    private static func records(
        _ node: Node,
        _ entries: [String]
    ) async throws -> [RecordKey: ProjectedRecord] {
        try await eventually("the clues were received") {
            let found = try await read(node).filter { $0.value.state == "received" }
            return Set(entries).isSubset(of: found.keys.map(\.record.hex))
        }
        return try await read(node)
    }

    private static func read(_ node: Node) async throws -> [RecordKey: ProjectedRecord] {
        let rows = try await node.store.read {
            try $0.projectedRecords(machine: nil, after: nil, limit: 100)
        }
        return Dictionary(rows.map { ($0.key, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// Leaves every record as an edition with other rules might have folded it.
    private static func spoil(_ node: Node) async throws {
        let rows = try await read(node).values.map { row in
            var other = row
            other.state = "accepted"
            return other
        }
        try await node.store.write { transaction in
            for row in rows { try transaction.putProjectedRecord(row) }
        }
    }

    /// The codes of what an audit of the second node's home finds, as far as it is more than a hint.
    private static func audit(_ federation: Federation) async throws -> [AuditCode] {
        let home = federation[1].test.home
        let cards = federation.nodes.map {
            String(decoding: $0.node.view.card.note.encoded, as: UTF8.self)
        }
        let report = try await HomeAudit(
            of: home,
            trusting: TrustReader.read(cards),
            storageKey: HomeAudit.storageKey(of: home)
        ).run()
        return report.findings.filter { $0.weight == .fault || $0.code == .projectionsOutdated }
            .map(\.code)
    }

    @Test("what says that stored bytes are wrong is damage, and what may pass is none")
    func damage() {
        let damages: [any Error] = [
            SQLiteStorageError(.databaseCorrupt, ["path": "x"]),
            LogStorageError(.dataCorrupt, ["what": "x"]),
            LogStorageError(.dataMissing, ["what": "x"]),
            LedgerError(.originNotOurs, ["origin": "x"]),
            CryptographyError(.openingFailed, ["algorithm": "x"]),
        ]
        for error in damages { #expect(PeerFailure.isDamage(error), "\(error)") }
        let others: [any Error] = [
            LogStorageError(.storageFailed, ["operation": "read"]),
            LogStorageError(.diskFull, ["free": "0", "path": "x", "reserve": "0"]),
            LogStorageError(.durabilityUnknown, ["operation": "commit"]), CancellationError(),
        ]
        for error in others { #expect(!PeerFailure.isDamage(error), "\(error)") }
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

    /// Changes rows behind the store's back, as a failing disk does.
    private static func change(
        _ sql: String,
        _ arguments: StatementArguments,
        in node: Node
    ) throws {
        let database = try node.home.openDatabase()
        let count = try database.write { db in
            try db.execute(sql: sql, arguments: arguments)
            return db.changesCount
        }
        #expect(count == 1)
        try database.close()
    }

    /// Writes another digest into an entry's row behind the store's back, as a failing disk does; returns the one before.
    private static func exchange(_ digest: Data, at index: UInt64, in node: Node) throws -> Data {
        let database = try node.home.openDatabase()
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
