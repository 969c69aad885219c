import Auditing
import Casework
import Cryptography
import Foundation
import GRDB
import Ledger
import LocalAPI
import LogStorage
import Testing
import TransparencyLog
import Wording

@testable import NodeService
@testable import SQLiteStorage

/// Rows that the entries of a home give, removed or changed with every checksum right: the node makes them anew and says so.
@Suite(.serialized) struct DerivedRowTests {
    private static let caller = TestNode.operatorCaller

    /// What somebody does to the tables of a node that has sent two matters and has a third at home.
    enum Damage: String, CaseIterable, CustomTestStringConvertible {
        case oneRecord, allRecords, duties, firstEntry, lastEntry, allEntries, keys
        case links, recordsAndDuties

        var testDescription: String { rawValue }

        var sql: String {
            switch self {
            case .oneRecord:
                "DELETE FROM projected_record WHERE id = (SELECT min(id) FROM projected_record)"
            case .allRecords: "DELETE FROM projected_record"
            case .duties: "DELETE FROM document WHERE kind = 12"
            case .firstEntry:
                """
                DELETE FROM projected_entry WHERE position =
                (SELECT min(position) FROM projected_entry WHERE record IS NOT NULL)
                """
            case .lastEntry:
                """
                DELETE FROM projected_entry
                WHERE position = (SELECT max(position) FROM projected_entry)
                """
            case .allEntries: "DELETE FROM projected_entry"
            case .keys: "DELETE FROM projected_log"
            case .links: "DELETE FROM home_link"
            case .recordsAndDuties:
                "DELETE FROM projected_record; DELETE FROM document WHERE kind = 12"
            }
        }

        /// The alarm that must be among those that stand afterwards.
        var told: String {
            switch self {
            case .oneRecord, .allRecords, .recordsAndDuties: "node.derived_records_made_anew"
            case .duties: "node.derived_duties_made_anew"
            case .firstEntry, .lastEntry, .allEntries: "node.derived_entries_made_anew"
            case .keys: "node.derived_log_made_anew"
            case .links: "node.derived_links_made_anew"
            }
        }
    }

    /// A node that has sent two matters, one after the other, and has a third at home.
    static func node() async throws -> (nodes: TwoNodes, sends: [EntrySubmission]) {
        let nodes = try await TwoNodes.make()
        var sends: [EntrySubmission] = []
        for _ in 0..<2 {
            var (_, send) = try await nodes.jiangxi.approved(to: "350000")
            _ = try await nodes.jiangxi.submit(send)
            // The same request again would be answered with the same entry.
            send.request = UUID().uuidString.lowercased()
            sends.append(send)
        }
        sends.append(try await nodes.jiangxi.approved(to: "350000").send)
        // A running node has judged all by what it knows; before it has, nothing is said of what waits in records.
        try await nodes.jiangxi.settle()
        return (nodes, sends)
    }

    static func change(_ home: HomeDirectory, _ sql: String) async throws {
        let queue = try home.openDatabase()
        try await queue.write { try $0.execute(sql: sql) }
        try queue.close()
    }

    /// Everything that the tables of derived rows say, without the numbers of rows.
    static func rows(_ home: HomeDirectory) async throws -> [String] {
        let queue = try home.openDatabase()
        let rows = try await queue.read { db -> [String] in
            let queries: [String] = [
                "SELECT * FROM projected_log ORDER BY log",
                "SELECT * FROM projected_entry ORDER BY position",
                """
                SELECT scope, record, machine, state, updated_at, awaits_acknowledgement, summary,
                checksum FROM projected_record ORDER BY record, scope
                """,
                "SELECT * FROM document WHERE kind = 12 ORDER BY key",
                "SELECT * FROM dependency ORDER BY digest, dependent",
                "SELECT * FROM home_link ORDER BY home_record",
            ]
            return try queries.map { sql -> String in
                try Row.fetchAll(db, sql: sql).map { row -> String in
                    row.map { column, value -> String in
                        // The description of a blob tells its length alone.
                        let bytes = Data.fromDatabaseValue(value)?.base64EncodedString()
                        return "\(column)=\(bytes ?? value.description)"
                    }
                    .joined(separator: " ")
                }
                .joined(separator: "\n")
            }
        }
        try queue.close()
        return rows
    }

    static func alarms(_ node: TestNode) async throws -> [AlarmStatus] {
        try await node.local.status(caller: caller).alarms
    }

    @Test(
        "what was removed between stop and start is made anew as it was, and stays an alarm with a text in both languages",
        arguments: Damage.allCases
    )
    func stopped(_ damage: Damage) async throws {
        let (nodes, _) = try await Self.node()
        let home = nodes.jiangxi.home
        try await DerivedRowKeeper(nodes.jiangxi.node).compareDue()
        #expect(try await Self.alarms(nodes.jiangxi).isEmpty)
        try await nodes.jiangxi.close()
        let before = try await Self.rows(home)
        #expect(before.allSatisfy { !$0.isEmpty })
        try await Self.change(home, damage.sql)
        let again = try await TestNode(opening: home)
        try await DerivedRowKeeper(again.node).compareDue()
        let alarms = try await Self.alarms(again)
        #expect(alarms.map(\.code).contains(damage.told), "\(alarms)")
        for alarm in alarms {
            for language in Language.allCases {
                let text = try #require(
                    Catalogue.message(alarm.code, alarm.arguments, in: language)
                )
                #expect(!text.sentence.contains("{"), "\(text.sentence)")
            }
            #expect(alarm.at != nil)
        }
        try await again.close()
        #expect(try await Self.rows(home) == before)
        // It stays after the next start, and nothing is added to it.
        let last = try await TestNode(opening: home)
        try await DerivedRowKeeper(last.node).compareDue()
        #expect(try await Self.alarms(last) == alarms)
        try await last.remove()
        try await nodes.fujian.remove()
    }

    @Test(
        "what was removed while the node runs is found by the next comparison, and what is signed afterwards counts",
        arguments: [Damage.allRecords, .duties, .lastEntry, .keys, .links]
    )
    func running(_ damage: Damage) async throws {
        let (nodes, sends) = try await Self.node()
        let node = nodes.jiangxi
        try await DerivedRowKeeper(node.node).compareDue()
        try await Self.change(node.home, damage.sql)
        try await DerivedRowKeeper(node.node).compareDue()
        let sent = try await node.submit(sends[2])
        let told = try await Self.alarms(node).map(\.code)
        #expect(told.contains(damage.told), "\(told)")
        let shown = try await node.local.record(sent.entry, caller: Self.caller)
        #expect(shown.summary.state != "")
        try await node.close()
        let card = String(decoding: node.node.view.card.note.encoded, as: UTF8.self)
        let report = try await HomeAudit(of: node.home, trusting: TrustReader.read([card])).run()
        let codes: Set<AuditCode> = [.projectionDiffers, .verdictDiffers, .recordDiffers]
        let faults = report.findings.filter { codes.contains($0.code) }
        #expect(faults.isEmpty, "\(faults)")
        try FileManager.default.removeItem(at: node.home.root)
        try await nodes.fujian.remove()
    }

    @Test(
        "a record whose row says another state, checksum and all, is folded again once all is judged"
    )
    func changed() async throws {
        let federation = try await Federation.make([("jiangxi", "360000"), ("fujian", "350000")])
        let sent = try await federation.handOver(from: 0, to: 1)
        let node = federation[0]
        try await eventually("the acknowledgement has come") {
            try await node.test.local.record(sent.entry, caller: Self.caller).summary.state
                == "received"
        }
        let before = try await node.test.local.record(sent.entry, caller: Self.caller).summary
        let view = node.node.view
        try await eventually("all is judged") {
            try await node.node.store.read {
                try ProjectionRefresher.facts(in: $0) == ProjectionRefresher.facts(of: view)
            }
        }
        let digest = try #require(Digest(hex: sent.entry))
        let scope = RecordScope(mechanism: try #require(MechanismID("exercise")))
        try await node.node.store.write { transaction in
            let key = RecordKey(scope: scope, record: digest)
            var row = try #require(try transaction.projectedRecord(key))
            row.state = "closed"
            try transaction.putProjectedRecord(row)
        }
        try await DerivedRowKeeper(node.node).compareDue()
        let codes = try await Self.alarms(node.test).map(\.code)
        #expect(codes == ["node.derived_records_made_anew"])
        #expect(
            try await node.test.local.record(sent.entry, caller: Self.caller).summary.state
                == before.state
        )
        try await federation.remove()
    }

    // MARK: Links

    @Test("a matter whose link is gone is not sent a second time, and has its link again")
    func sentTwice() async throws {
        let (nodes, sends) = try await Self.node()
        let home = nodes.jiangxi.home
        let size = try await nodes.jiangxi.size(of: "exercise")
        try await nodes.jiangxi.close()
        try await Self.change(home, "DELETE FROM home_link")
        let again = try await TestNode(opening: home)
        for send in sends[..<2] {
            let error = await #expect(throws: Problem.self) { _ = try await again.submit(send) }
            #expect(error?.code == "node.already_opened")
        }
        #expect(try await again.size(of: "exercise") == size)
        let alarms = try await Self.alarms(again)
        #expect(alarms.map(\.code) == ["node.derived_links_made_anew"])
        #expect(alarms.first?.arguments["count"] == "2")
        _ = try await again.submit(sends[2])
        try await again.remove()
        try await nodes.fujian.remove()
    }

    @Test(
        "where two matters may be the one that was sent neither is, and one that was drawn up later is"
    )
    func ambiguous() async throws {
        let nodes = try await TwoNodes.make()
        var first = try await nodes.jiangxi.approved(to: "350000").send
        let second = try await nodes.jiangxi.approved(to: "350000").send
        let sent = try await nodes.jiangxi.submit(first)
        first.request = UUID().uuidString.lowercased()
        let third = try await nodes.jiangxi.approved(to: "350000").send
        try await Self.change(nodes.jiangxi.home, "DELETE FROM home_link")
        for send in [first, second] {
            let error = await #expect(throws: Problem.self) {
                _ = try await nodes.jiangxi.submit(send)
            }
            #expect(error?.code == "node.home_link_lost")
            #expect(error?.arguments["opening"] == sent.entry)
            for language in Language.allCases {
                #expect(error?.worded(in: language).cause.contains("{") == false)
            }
        }
        let codes = try await Self.alarms(nodes.jiangxi).map(\.code)
        #expect(codes == ["node.derived_links_open"])
        _ = try await nodes.jiangxi.submit(third)
        try await nodes.remove()
    }

    // MARK: Documents

    @Test(
        "a charter that was deleted is an alarm that stays, whatever peers give"
    )
    func charter() async throws {
        var federation = try await Federation.make([("jiangxi", "360000"), ("fujian", "350000")])
        let digest = try Charter(parsing: Array(federation.charter.utf8)).digest
        try await federation.stop(0)
        let home = federation[0].test.home
        let store = try SQLiteStore.open(.init(directory: home.data.path))
        try await store.write { try $0.removeDocument(.charter, digest.bytes) }
        try store.close()
        for _ in 0..<2 {
            try await federation.restart(0)
            let node = federation[0]
            let alarms = try await Self.alarms(node.test)
            #expect(alarms.map(\.code) == ["node.charter_row_lost"], "\(alarms)")
            #expect(alarms.first?.arguments["what"] == digest.hex)
            try await federation.stop(0)
        }
        try await federation.remove(stopped: [0])
    }

    @Test(
        "a rule pack and a calendar that were deleted and that the program gives again are alarms that stay"
    )
    func rules() async throws {
        let node = try await TestNode.make("jiangxi.ipr.example", region: "360000")
        let digests = InstalledPacks.stored.map { SHA256.digest(of: $0).hex }
        #expect(digests.count > 1)
        try await node.close()
        try await Self.change(node.home, "DELETE FROM document WHERE kind = \(Self.rulesKind)")
        for _ in 0..<2 {
            let again = try await TestNode(opening: node.home)
            let alarms = try await Self.alarms(again)
            #expect(Set(alarms.map(\.code)) == ["node.rules_row_lost"])
            #expect(Set(alarms.compactMap { $0.arguments["what"] }) == Set(digests))
            try await again.close()
        }
        try FileManager.default.removeItem(at: node.home.root)
    }

    private static let rulesKind = DocumentKind.rulePack.rawValue
}
