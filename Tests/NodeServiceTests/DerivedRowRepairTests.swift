import Foundation
import GRDB
import Ledger
import LocalAPI
import LogStorage
import Synchronization
import Testing

@testable import NodeService
@testable import SQLiteStorage

/// What is made anew and the alarm that says so, and what damage, a broken pass or a node that is not settled keeps from being compared.
@Suite(.serialized) struct DerivedRowRepairTests {
    typealias Damage = DerivedRowTests.Damage

    private static let noAlarm = """
        CREATE TRIGGER refused BEFORE INSERT ON document WHEN NEW.kind = 8
        BEGIN SELECT RAISE(ABORT, 'refused'); END
        """

    private static func compare(_ node: TestNode) async throws {
        try await DerivedRowKeeper(node.node).compareDue()
    }

    private static func codes(_ node: TestNode) async throws -> Set<String> {
        Set(try await DerivedRowTests.alarms(node).map(\.code))
    }

    // MARK: Both or none

    @Test(
        "where the alarm cannot be written nothing is made anew, and both are once it can",
        arguments: [Damage.allRecords, .duties, .lastEntry, .keys, .links]
    )
    func noAlarmNoRepair(_ damage: Damage) async throws {
        let (nodes, _) = try await DerivedRowTests.node()
        let node = nodes.jiangxi
        try await Self.compare(node)
        let whole = try await DerivedRowTests.rows(node.home)
        try await DerivedRowTests.change(node.home, "\(damage.sql); \(Self.noAlarm)")
        let damaged = try await DerivedRowTests.rows(node.home)
        #expect(damaged != whole)
        await #expect(throws: (any Error).self) { try await Self.compare(node) }
        #expect(try await DerivedRowTests.rows(node.home) == damaged)
        #expect(try await Self.codes(node).isEmpty)
        try await DerivedRowTests.change(node.home, "DROP TRIGGER refused")
        try await Self.compare(node)
        #expect(try await DerivedRowTests.rows(node.home) == whole)
        #expect(try await Self.codes(node).contains(damage.told))
        try await nodes.remove()
    }

    @Test("where a row cannot be made anew no alarm says that it was")
    func noRepairNoAlarm() async throws {
        let (nodes, _) = try await DerivedRowTests.node()
        let node = nodes.jiangxi
        try await DerivedRowTests.change(
            node.home,
            """
            DELETE FROM projected_record;
            CREATE TRIGGER refused BEFORE INSERT ON projected_record
            BEGIN SELECT RAISE(ABORT, 'refused'); END
            """
        )
        await #expect(throws: (any Error).self) { try await Self.compare(node) }
        #expect(try await Self.codes(node).isEmpty)
        try await nodes.remove()
    }

    @Test(
        "a pack that was deleted is an alarm also where the next start fails behind its coming back"
    )
    func packBeforeFailedStart() async throws {
        let node = try await TestNode.make("jiangxi.ipr.example", region: "360000")
        try await node.close()
        let kind = DocumentKind.rulePack.rawValue
        try await DerivedRowTests.change(node.home, "DELETE FROM document WHERE kind = \(kind)")
        let whole = try Data(contentsOf: node.home.configuration)
        let broken = """

            callers:
              - user: "0"
                offices: [nobody]
                rights: [read]
            """
        try (whole + Data(broken.utf8)).write(to: node.home.configuration)
        await #expect(throws: (any Error).self) { _ = try await TestNode(opening: node.home) }
        try whole.write(to: node.home.configuration)
        let again = try await TestNode(opening: node.home)
        #expect(try await Self.codes(again) == ["node.rules_row_lost"])
        try await again.remove()
    }

    // MARK: Alarms

    @Test("an alarm says when rows were made anew first and last, how often, and how many in all")
    func again() async throws {
        let now = Mutex<Int64>(1_800_000_000)
        let (nodes, _) = try await DerivedRowTests.node()
        try await nodes.jiangxi.close()
        let time = NodeTime(now: { now.withLock { $0 } }, isSynchronised: { true })
        let node = try await TestNode(opening: nodes.jiangxi.home, time: time)
        var counts: [Int] = []
        for _ in 0..<3 {
            let queue = try node.home.openDatabase()
            counts.append(
                try await queue.read {
                    try Int.fetchOne($0, sql: "SELECT count(*) FROM projected_record") ?? 0
                }
            )
            try queue.close()
            try await DerivedRowTests.change(node.home, Damage.allRecords.sql)
            try await Self.compare(node)
            // Well within the hour in which nothing is said that a peer may repeat.
            now.withLock { $0 += 1 }
        }
        let told = Damage.allRecords.told
        let alarm = try #require(
            try await DerivedRowTests.alarms(node).first { $0.code == told }
        )
        #expect(alarm.times == 3)
        #expect(alarm.arguments["count"] == "\(counts.reduce(0, +))")
        #expect(alarm.at == NodeTime.shown(at: 1_800_000_000))
        #expect(alarm.last == NodeTime.shown(at: 1_800_000_002))
        try await node.remove()
        try await nodes.fujian.remove()
    }

    @Test("what was made anew has its alarm however many alarms stand")
    func noPlaceLeft() async throws {
        let (nodes, _) = try await DerivedRowTests.node()
        let node = nodes.jiangxi
        try await node.node.store.write { transaction in
            for number in 0..<Limits.alarmCountMax { try transaction.putAlarm("x/\(number)", []) }
        }
        try await DerivedRowTests.change(node.home, Damage.allRecords.sql)
        try await Self.compare(node)
        #expect(try await Self.codes(node).contains(Damage.allRecords.told))
        try await nodes.remove()
    }

    // MARK: Damage

    @Test(
        "a damaged row whose entry is damaged, too, is named and counted, keeps no other row from being compared, and has nothing compared again",
        arguments: ["projected_entry", "projected_record"]
    )
    func damaged(_ table: String) async throws {
        let (nodes, _) = try await DerivedRowTests.node()
        let home = nodes.jiangxi.home
        try await nodes.jiangxi.close()
        let first = "(SELECT min(position) FROM projected_entry WHERE record IS NOT NULL)"
        let record = "(SELECT record FROM projected_entry WHERE position = \(first))"
        let isMeant =
            table == "projected_entry" ? "position = \(first)" : "record = \(record)"
        let last = "(SELECT max(id) FROM projected_record WHERE scope NOT LIKE '%/home')"
        try await DerivedRowTests.change(
            home,
            """
            UPDATE entry SET bytes = x'00' WHERE position = \(first);
            UPDATE \(table) SET machine = 'other' WHERE \(isMeant);
            DELETE FROM projected_record WHERE id = \(last)
            """
        )
        let recorder = LogRecorder()
        let node = try await TestNode(opening: home, logger: recorder.logger)
        try await Self.compare(node)
        let status = try await node.local.status(caller: TestNode.operatorCaller)
        let left = status.warnings.first { $0.code == "node.derived_rows_left" }
        #expect(Int(left?.arguments["count"] ?? "") ?? 0 > 0, "\(status.warnings)")
        let codes = Set(status.alarms.map(\.code))
            // A record whose entry is not what its row says cannot be folded.
            .subtracting(["ledger.entry_bytes_differ"])
        #expect(codes == ["log_storage.data_corrupt", "node.derived_records_made_anew"])
        // A row that the node itself removes changes no version: only a pass without a cause would find it.
        try await node.node.store.write { transaction in
            let keys = try transaction.projectedRecordKeys(after: nil, limit: 16)
            if let key = keys.last { try transaction.removeProjectedRecord(key) }
        }
        try await Self.compare(node)
        let alarms = try await DerivedRowTests.alarms(node)
        #expect(
            alarms.first { $0.code == "node.derived_records_made_anew" }?.times == 1,
            "\(alarms)"
        )
        try await node.remove()
        try await nodes.fujian.remove()
    }

    // MARK: Unsettled

    @Test(
        "of a node that is not settled only what is missing is told, once, and the rest when it is"
    )
    func unsettled() async throws {
        let (nodes, _) = try await DerivedRowTests.node()
        let node = nodes.jiangxi
        try await node.note(settled: false)
        try await DerivedRowTests.change(node.home, Damage.duties.sql)
        try await Self.compare(node)
        #expect(try await Self.codes(node).isEmpty)
        try await node.node.store.write { transaction in
            let keys = try transaction.projectedRecordKeys(after: nil, limit: 16)
            if let key = keys.last { try transaction.removeProjectedRecord(key) }
        }
        // Nothing else has written since: nothing is compared.
        try await Self.compare(node)
        #expect(try await Self.codes(node).isEmpty)
        try await node.note(settled: true)
        try await Self.compare(node)
        let expected: Set<String> = [Damage.duties.told, Damage.allRecords.told]
        #expect(try await Self.codes(node) == expected)
        try await nodes.remove()
    }

    // MARK: Judging anew

    @Test(
        "a log that is judged anew before a start is told with its size, and begun anew where that was broken off"
    )
    func brokenOff() async throws {
        let (nodes, _) = try await DerivedRowTests.node()
        let home = nodes.jiangxi.home
        try await Self.compare(nodes.jiangxi)
        try await nodes.jiangxi.close()
        let whole = try await DerivedRowTests.rows(home)
        try await DerivedRowTests.change(
            home,
            """
            DELETE FROM projected_log;
            CREATE TRIGGER refused BEFORE INSERT ON projected_entry
            WHEN NEW.event = 'send' BEGIN SELECT RAISE(ABORT, 'refused'); END
            """
        )
        let recorder = LogRecorder()
        let broken = try await TestNode(opening: home, logger: recorder.logger)
        let sizes = recorder.values(of: "entries", with: "a log is judged anew")
        #expect(!sizes.isEmpty && sizes.allSatisfy { Int($0) ?? 0 > 0 })
        #expect(try await Self.codes(broken) == [Damage.keys.told])
        try await broken.close()
        try await DerivedRowTests.change(home, "DROP TRIGGER refused")
        let again = try await TestNode(opening: home, logger: recorder.logger)
        #expect(recorder.messages.contains("a log was judged anew"))
        try await Self.compare(again)
        try await again.close()
        #expect(try await DerivedRowTests.rows(home) == whole)
        try FileManager.default.removeItem(at: home.root)
        try await nodes.fujian.remove()
    }
}
