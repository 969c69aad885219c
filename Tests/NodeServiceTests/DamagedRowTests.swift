import Foundation
import GRDB
import Ledger
import LocalAPI
import LogStorage
import Testing
import Wording

@testable import NodeService
@testable import SQLiteStorage

/// Derived rows of which a column is rubbish: every list goes on without them or with them folded anew, and the next comparison makes
/// them anew under an alarm that stays.
@Suite(.serialized) struct DamagedRowTests {
    private static let caller = TestNode.operatorCaller

    /// A table that a projection writes, with the row that is damaged.
    enum Table: String, CaseIterable, CustomTestStringConvertible {
        case entries = "projected_entry"
        case records = "projected_record"
        case keys = "projected_log"
        case dependencies = "dependency"
        case links = "home_link"
        case duties = "document"
        case identifiers = "identifier"
        case objects = "identifier_object"

        var testDescription: String { rawValue }

        /// What finds the row: the first one that is not of a record.
        func row(besides record: String) -> String {
            switch self {
            case .entries:
                """
                position = (SELECT min(position) FROM projected_entry
                WHERE record IS NOT NULL AND record <> x'\(record)')
                """
            case .records:
                """
                record = (SELECT min(record) FROM projected_record WHERE record <> x'\(record)')
                """
            case .keys: "log = (SELECT min(log) FROM projected_log)"
            case .dependencies:
                """
                (digest, dependent) =
                (SELECT digest, dependent FROM dependency ORDER BY digest, dependent LIMIT 1)
                """
            case .links: "home_record = (SELECT min(home_record) FROM home_link)"
            case .duties:
                """
                kind = 12 AND key = (SELECT min(key) FROM document
                WHERE kind = 12 AND substr(key, 1, 32) <> x'\(record)')
                """
            case .identifiers:
                """
                (key, holding, field) =
                (SELECT key, holding, field FROM identifier ORDER BY key, holding, field LIMIT 1)
                """
            case .objects: "holding = (SELECT min(holding) FROM identifier_object)"
            }
        }

        /// Whether `DerivedRowKeeper` makes its rows anew; the index of identifiers has a keeper of its own.
        var isOfEntries: Bool { self != .identifiers && self != .objects }

        /// The table's columns; of documents not the kind, by which a row is what waits in a record, and of records not the number, which
        /// says nothing.
        func columns(_ db: Database) throws -> [(name: String, type: String, isNullable: Bool)] {
            try Row.fetchAll(db, sql: "PRAGMA table_info(\(rawValue))").map { row in
                let isNullable: Int = row["notnull"]
                return (row["name"], row["type"], isNullable == 0)
            }
            .filter { $0.name != (self == .duties ? "kind" : self == .records ? "id" : "") }
        }
    }

    /// What may stand in a column of a type instead of what was written.
    private static func rubbish(_ type: String, isNullable: Bool) -> [String] {
        let values: [String] =
            switch type {
            case "INTEGER": ["7000000001", "-1"]
            case "TEXT": ["''", "'rubbish'", "CAST(x'ff80' AS TEXT)"]
            default: ["x''", "x'00'", "zeroblob(32)", "x'\(String(repeating: "ab", count: 40))'"]
            }
        return values + (isNullable && type != "INTEGER" ? ["NULL"] : [])
    }

    private static func damages(
        _ table: Table,
        besides record: String,
        of home: HomeDirectory
    ) async throws -> [String] {
        let queue = try home.openDatabase()
        let columns = try await queue.read { try table.columns($0) }
        try queue.close()
        let row = table.row(besides: record)
        return columns.flatMap { column in
            rubbish(column.type, isNullable: column.isNullable).map {
                "UPDATE \(table.rawValue) SET \(column.name) = \($0) WHERE \(row)"
            }
        }
    }

    /// What lists of a node show.
    private struct Shown: Equatable {
        var home: Set<String> = []
        var records: Set<String> = []
        var waiting: Set<String> = []
        var counted = 0

        static func of(_ node: TestNode, beside record: String) async throws -> Shown {
            var shown = Shown()
            shown.records = Set(
                try await node.local.records(
                    RecordQuery(),
                    after: nil,
                    caller: DamagedRowTests.caller
                ).items
                    .map(\.record)
            )
            shown.home = Set(
                try await node.local.records(
                    RecordQuery(mechanism: "home"),
                    after: nil,
                    caller: DamagedRowTests.caller
                )
                .items.map(\.record)
            )
            shown.waiting = Set(
                try await node.local.inbox(InboxQuery(), caller: DamagedRowTests.caller).items
                    .map(\.summary.record)
            )
            let statistics = try await node.local.statistics(
                StatisticsQuery(),
                caller: DamagedRowTests.caller
            )
            shown.counted =
                statistics.total.opened + statistics.uncounted
                + (statistics.exercisesLeftOut ?? 0)
            _ = try await node.local.search(
                IdentifierQuery("91350100M000100Y43"),
                caller: DamagedRowTests.caller
            )
            _ = try await node.local.links(of: record, LinksQuery(), caller: DamagedRowTests.caller)
            let detail = try await node.local.record(
                record,
                full: false,
                caller: DamagedRowTests.caller
            )
            #expect(detail.summary.record == record)
            _ = try await node.local.status(caller: DamagedRowTests.caller)
            return shown
        }
    }

    @Test(
        "whatever column of a derived row is rubbish, lists show all others, and the row is made anew as it was under an alarm that stays",
        arguments: Table.allCases
    )
    func everyColumn(_ table: Table) async throws {
        let (nodes, sends) = try await DerivedRowTests.node()
        let node = nodes.jiangxi
        let third = try #require(sends.last?.record)
        try await DerivedRowKeeper(node.node).compareDue()
        #expect(try await DerivedRowTests.alarms(node).isEmpty)
        let whole = try await DerivedRowTests.rows(node.home)
        let before = try await Shown.of(node, beside: third)
        #expect(before.home.contains(third) && before.records.count >= 3)
        let damages = try await Self.damages(table, besides: third, of: node.home)
        #expect(damages.count >= 4)
        for damage in damages {
            do {
                try await DerivedRowTests.change(node.home, damage)
            } catch let error as DatabaseError where error.resultCode == .SQLITE_CONSTRAINT {
                // No such row can stand in the table.
                continue
            }
            if table.isOfEntries {
                #expect(
                    try await DerivedRowTests.rows(node.home) != whole,
                    "\(damage) changes nothing"
                )
            }
            let beside = try await Shown.of(node, beside: third)
            #expect(beside.home.contains(third), "\(damage)")
            #expect(beside.waiting.contains(third) == before.waiting.contains(third), "\(damage)")
            #expect(before.records.subtracting(beside.records).count <= 1, "\(damage)")
            try await DerivedRowKeeper(node.node).compareDue()
            guard table.isOfEntries else { continue }
            let after = try await DerivedRowTests.rows(node.home)
            #expect(after == whole, "\(damage)")
            #expect(try await Shown.of(node, beside: third) == before, "\(damage)")
            let status = try await node.local.status(caller: Self.caller)
            #expect(!status.alarms.isEmpty, "\(damage)")
            #expect(!status.alarms.contains { $0.code == "log_storage.data_corrupt" }, "\(damage)")
            #expect(node.node.derivedRows.leftCount == 0, "\(damage)")
            guard after == whole else { break }
        }
        let alarms = try await DerivedRowTests.alarms(node)
        for alarm in alarms {
            for language in Language.allCases {
                let text = Catalogue.message(alarm.code, alarm.arguments, in: language)
                #expect(text?.sentence.contains("{") == false, "\(alarm.code)")
            }
        }
        try await nodes.remove()
    }

    @Test(
        "a damaged row whose entries are damaged, too, is named by the lists that cannot show it, and all others are shown",
        arguments: ["", "UPDATE projected_entry SET record = x'00' WHERE digest = "]
    )
    func entriesToo(_ more: String) async throws {
        let (nodes, sends) = try await DerivedRowTests.node()
        let node = nodes.jiangxi
        let third = try #require(sends.last?.record)
        let other = try await node.submit(node.submission("create")).entry
        try await DerivedRowKeeper(node.node).compareDue()
        try await DerivedRowTests.change(
            node.home,
            """
            UPDATE projected_record SET state = 'x' WHERE record = x'\(third)';
            UPDATE entry SET bytes = x'00' WHERE position =
            (SELECT position FROM entry_digest WHERE digest = x'\(third)');
            \(more.isEmpty ? "" : "\(more)x'\(third)'")
            """
        )
        for _ in 0..<2 {
            let page = try await node.local.records(
                RecordQuery(),
                after: nil,
                caller: Self.caller
            )
            #expect(page.items.contains { $0.record == other && $0.alarms == nil })
            let line = try #require(page.items.first { $0.record == third })
            #expect(line.state.isEmpty)
            #expect(line.alarms?.map(\.code) == ["node.record_damaged"])
            let inbox = try await node.local.inbox(InboxQuery(), caller: Self.caller)
            #expect(!inbox.items.contains { $0.summary.record == third })
            #expect(inbox.items.contains { $0.summary.record == other })
            let left = inbox.findings.first { $0.code == "node.records_left_out" }
            #expect(left?.arguments["records"]?.contains(third) == true, "\(inbox.findings)")
            _ = try await node.local.statistics(StatisticsQuery(), caller: Self.caller)
            try await DerivedRowKeeper(node.node).compareDue()
        }
        #expect(node.node.derivedRows.leftCount > 0)
        let status = try await node.local.status(caller: Self.caller)
        #expect(status.alarms.contains { $0.code == "log_storage.data_corrupt" })
        #expect(status.warnings.contains { $0.code == "node.derived_rows_left" })
        try await nodes.remove()
    }

    @Test("a record whose row is whole and whose entry is damaged is marked in lists")
    func entryAlone() async throws {
        let (nodes, sends) = try await DerivedRowTests.node()
        let node = nodes.jiangxi
        let third = try #require(sends.last?.record)
        try await DerivedRowTests.change(
            node.home,
            """
            UPDATE entry SET bytes = x'00' WHERE position =
            (SELECT position FROM entry_digest WHERE digest = x'\(third)')
            """
        )
        try await DerivedRowKeeper(node.node).compareDue()
        let page = try await node.local.records(RecordQuery(), after: nil, caller: Self.caller)
        for line in page.items {
            let isMarked = line.alarms?.contains { $0.code == "node.record_damaged" } == true
            #expect(isMarked == (line.record == third), "\(line)")
        }
        try await nodes.remove()
    }
}
