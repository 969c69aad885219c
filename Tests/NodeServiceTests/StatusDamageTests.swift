import Casework
import Cryptography
import Ledger
import LocalAPI
import LogStorage
import Testing

@testable import NodeService
@testable import SQLiteStorage

/// What `status` and pages of records say where rows are damaged or names are long.
@Suite(.serialized) struct StatusDamageTests {
    private static func officer(of office: String) -> Caller {
        Caller(
            credentials: TestNode.operatorCaller.credentials,
            offices: .some([office]),
            rights: [.read]
        )
    }

    @Test(
        "a damaged row of a matter that a statement names keeps nobody's status from being told, and shows nobody else's matter"
    )
    func damagedMatter() async throws {
        let node = try await TestNode(
            opening: TestNode.makeHome(
                "jiangxi.ipr.example",
                region: "360000",
                offices: ["scjg": "市场监管", "gaj": "公安"]
            )
        )
        let record = try await node.approvedBy("scjg", to: "350000").created.entry
        let statement = LinkStatement(
            scope: "jiangxi.ipr.example/home",
            record: record,
            sentAs: nil,
            reason: "卷宗",
            user: 0,
            at: node.node.time.now()
        )
        try await node.node.store.write { try statement.put(in: $0) }
        let code = "node.home_link_stated_not_sent"
        func codes(_ caller: Caller) async throws -> [String] {
            try await node.local.status(caller: caller).warnings.map(\.code)
        }
        let (police, market) = (Self.officer(of: "gaj"), Self.officer(of: "scjg"))
        #expect(try await codes(market).contains(code))
        try await DerivedRowTests.change(
            node.home,
            "UPDATE projected_record SET state = 'x' WHERE record = x'\(record)'"
        )
        for caller in [TestNode.operatorCaller, Self.officer(of: Caller.nodeOffice)] {
            #expect(try await codes(caller).contains(code))
        }
        for caller in [police, market] {
            let told = try await codes(caller)
            #expect(!told.contains(code) && told.contains("node.home_notes_of_others"))
        }
        try await node.remove()
    }

    @Test(
        "a page that ends after a matter which is not told goes on from its cursor, however long the node's name is"
    )
    func longName() async throws {
        let name = String(repeating: "a", count: 60) + "." + String(repeating: "b", count: 39)
        #expect(name.utf8.count == Casework.Limits.nodeNameByteCountMax)
        let node = try await TestNode.make(name, region: "360000")
        for _ in 0..<2 { _ = try await node.submit(node.submission("create")) }
        let rows = try await node.node.store.read { transaction in
            try transaction.projectedRecords(machine: nil, after: nil, limit: 10)
        }
        let view = node.node.view
        let cursor = RecordCursor(storageKey: view.keyring.storageKey, node: view.node)
        var last = try #require(rows.first)
        // Seconds of a year with as many digits as there are.
        last.updatedAt = 99_999_999_999
        for isHidden in [false, true] {
            let text = try cursor.text(last, isHidden: isHidden)
            #expect(text.utf8.count <= LocalAPI.Limits.parameterByteCountMax, "\(text)")
            let place = try await node.node.store.read { try cursor.record(at: text, in: $0) }
            #expect(place.key == last.key && place.updatedAt == last.updatedAt)
            let page = try await node.local.records(
                RecordQuery(),
                after: try cursor.text(try #require(rows.first), isHidden: isHidden),
                caller: TestNode.operatorCaller
            )
            #expect(page.items.map(\.record) == rows.dropFirst().map(\.key.record.hex))
        }
        // A matter of elsewhere is never hidden, and its cursor would name where it is.
        last.key = RecordKey(scope: RecordScope(text: "exercise"), record: last.key.record)
        let elsewhere = try cursor.text(last, isHidden: true)
        #expect(elsewhere.utf8.count <= LocalAPI.Limits.parameterByteCountMax)
        try await node.remove()
    }

    @Test(
        "a charter and a pack that are deleted while the node runs are put back at the next comparison, and an alarm stays"
    )
    func putBack() async throws {
        let nodes = try await TwoNodes.make()
        let node = nodes.jiangxi
        let keeper = DerivedRowKeeper(node.node)
        try await keeper.compareDue()
        let charter = try Charter(parsing: Array(nodes.charter.text.utf8))
        let pack = SHA256.digest(of: try #require(InstalledPacks.stored.first))
        let mechanism = charter.mechanism
        func isThere() async throws -> [Bool] {
            try await node.node.store.read { transaction in
                [
                    try transaction.charter(charter.digest) != nil,
                    try transaction.rulePack(pack) != nil,
                    try AwaitedCharter.loss(in: mechanism, transaction) == nil,
                ]
            }
        }
        #expect(try await isThere() == [true, true, true])
        try await DerivedRowTests.change(
            node.home,
            "DELETE FROM document WHERE key IN (x'\(charter.digest.hex)', x'\(pack.hex)')"
        )
        #expect(try await isThere() == [false, false, false])
        for _ in 0..<2 {
            try await keeper.compareDue()
            #expect(try await isThere() == [true, true, true])
            let alarms = try await DerivedRowTests.alarms(node)
            #expect(
                Set(alarms.compactMap { $0.arguments["what"] })
                    == [charter.digest.hex, pack.hex]
            )
            #expect(
                Set(alarms.map(\.code)) == ["node.charter_row_lost", "node.rules_row_lost"]
            )
        }
        _ = try await node.submit(try await node.approved(to: "350000").send)
        try await nodes.remove()
    }
}
