import Cryptography
import Foundation
import Ledger
import LocalAPI
import LogStorage
import Testing
import TransparencyLog
import Wording

@testable import NodeService
@testable import SQLiteStorage

/// Links that are gone where a field was said anew, where a statement is older than what was sent or is damaged, and logs of which one
/// is damaged.
@Suite(.serialized) struct LinkAndLogDamageTests {
    private static let caller = TestNode.operatorCaller
    private static let title = "【演练】运动鞋"

    /// A matter that may be sent to 福建.
    private static func approved(
        _ goods: String,
        at node: TestNode
    ) async throws -> (record: String, send: EntrySubmission) {
        var create = node.submission("create")
        (create.fields["title"], create.fields["goods"]) = (.text(title), .text(goods))
        let created = try await node.submit(create)
        _ = try await node.submit(node.submission("approve", record: created.entry))
        var send = node.submission("send", record: created.entry)
        (send.mechanism, send.to) = ("exercise", ["350000"])
        return (created.entry, send)
    }

    private static func refused(_ submission: EntrySubmission, at node: TestNode) async -> String? {
        let error = await #expect(throws: Problem.self) {
            var again = submission
            again.request = UUID().uuidString.lowercased()
            _ = try await node.submit(again)
        }
        return error?.code
    }

    private static func stateNotSent(
        _ record: String,
        at node: TestNode
    ) async throws -> HomeLinkAnswer {
        try await node.local.state(
            HomeLinkStatement(record: record, sentAs: nil, reason: "卷宗"),
            caller: caller
        )
    }

    private static func loseLinks(_ node: TestNode, _ more: String = "") async throws {
        try await DerivedRowTests.change(node.home, "DELETE FROM home_link; \(more)")
    }

    @Test(
        "of two matters of one title neither is sent where a field was said anew in sending, though one says it all as it was sent"
    )
    func saidAnew() async throws {
        let nodes = try await TwoNodes.make()
        let node = nodes.jiangxi
        var first = try await Self.approved("运动鞋", at: node)
        let second = try await Self.approved("皮鞋", at: node)
        first.send.fields["goods"] = .text("皮鞋")
        _ = try await node.submit(first.send)
        try await Self.loseLinks(node)
        for matter in [first, second] {
            #expect(await Self.refused(matter.send, at: node) == "node.home_link_lost")
        }
        try await nodes.remove()
    }

    @Test(
        "what was sent after somebody had stated that it was not is not sent again when its link is gone"
    )
    func sentSince() async throws {
        let nodes = try await TwoNodes.make()
        try await nodes.jiangxi.close()
        let clock = SettableClock()
        let node = try await TestNode(opening: nodes.jiangxi.home, time: clock.time)
        let first = try await Self.approved("运动鞋", at: node)
        let second = try await Self.approved("运动鞋", at: node)
        _ = try await node.submit(first.send)
        try await Self.loseLinks(node)
        #expect(try await Self.stateNotSent(second.record, at: node).openCount == 1)
        clock.advance(by: 1)
        _ = try await node.submit(second.send)
        try await Self.loseLinks(node)
        for matter in [first, second] {
            #expect(await Self.refused(matter.send, at: node) == "node.home_link_lost")
        }
        try await node.remove()
        try await nodes.fujian.remove()
    }

    @Test("a damaged statement is told, decides nothing, and another is kept in its place")
    func damagedStatement() async throws {
        let nodes = try await TwoNodes.make()
        let node = nodes.jiangxi
        let first = try await Self.approved("运动鞋", at: node)
        let second = try await Self.approved("运动鞋", at: node)
        _ = try await node.submit(first.send)
        try await Self.loseLinks(node)
        _ = try await Self.stateNotSent(second.record, at: node)
        let name = "link-statement/\(second.record)"
        try await Self.loseLinks(
            node,
            "UPDATE document SET bytes = x'7b7d' WHERE key = CAST('\(name)' AS BLOB)"
        )
        for matter in [first, second] {
            #expect(await Self.refused(matter.send, at: node) == "node.home_link_lost")
        }
        let told = try await node.local.status(caller: Self.caller).warnings
        #expect(
            told.contains(CodedText("log_storage.data_corrupt", ["what": name])),
            "\(told)"
        )
        #expect(try await Self.stateNotSent(second.record, at: node).openCount == 1)
        _ = try await node.submit(second.send)
        let then = try await node.local.status(caller: Self.caller).warnings.map(\.code)
        #expect(!then.contains("log_storage.data_corrupt"))
        #expect(then.contains("node.home_link_stated_not_sent"))
        try await nodes.remove()
    }

    @Test("a wrong statement is put right by a later one, and both are in the status")
    func restated() async throws {
        let nodes = try await TwoNodes.make()
        let node = nodes.jiangxi
        let first = try await Self.approved("运动鞋", at: node)
        let second = try await Self.approved("运动鞋", at: node)
        let opening = try await node.submit(first.send).entry
        try await Self.loseLinks(node)
        func sent(_ record: String) async throws -> HomeLinkAnswer {
            try await node.local.state(
                HomeLinkStatement(record: record, sentAs: opening, reason: "卷宗"),
                caller: Self.caller
            )
        }
        #expect(try await sent(second.record).openCount == 0)
        #expect(await Self.refused(second.send, at: node) == "node.already_opened")
        #expect(try await Self.stateNotSent(second.record, at: node).openCount == 1)
        #expect(await Self.refused(first.send, at: node) == "node.home_link_lost")
        #expect(try await sent(first.record).openCount == 0)
        #expect(await Self.refused(first.send, at: node) == "node.already_opened")
        _ = try await node.submit(second.send)
        let told = try await node.local.status(caller: Self.caller).warnings
        let restated = try #require(told.first { $0.code == "node.home_link_restated" })
        #expect(restated.arguments["record"] == second.record)
        #expect(restated.arguments["opening"] == opening)
        #expect(told.contains { $0.code == "node.home_link_stated_not_sent" })
        #expect(told.contains { $0.code == "node.home_link_stated" })
        for language in Language.allCases {
            let text = Catalogue.message(restated.code, restated.arguments, in: language)
            #expect(text?.sentence.contains("{") == false)
        }
        try await nodes.remove()
    }

    @Test("nothing is stated while links are compared by what was read before")
    func turn() async throws {
        let nodes = try await TwoNodes.make()
        let node = nodes.jiangxi
        let first = try await Self.approved("运动鞋", at: node)
        let second = try await Self.approved("运动鞋", at: node)
        _ = try await node.submit(first.send)
        try await Self.loseLinks(node)
        #expect(await Self.refused(second.send, at: node) == "node.home_link_lost")
        let turn = node.node.derivedRows.turn
        try await turn.enter()
        let (local, caller) = (node.local, Self.caller)
        let statement = HomeLinkStatement(record: second.record, sentAs: nil, reason: "卷宗")
        let stating = Task { try await local.state(statement, caller: caller) }
        try await eventually("the statement waits") { turn.waiterCount == 1 }
        let found = try await node.node.store.read { try LinkStatement.found(in: $0).whole }
        #expect(found.isEmpty)
        turn.leave()
        #expect(try await stating.value.openCount == 1)
        try await nodes.remove()
    }

    @Test(
        "a damaged log that cannot be judged anew is told, and keeps no other log from it nor what is signed there"
    )
    func damagedLog() async throws {
        let nodes = try await TwoNodes.make()
        let node = nodes.jiangxi
        let matter = try await Self.approved("运动鞋", at: node)
        let home = try Origin("\(node.node.view.node)/home")
        let own = try Origin("\(node.node.view.node)/exercise")
        try await DerivedRowTests.change(
            node.home,
            """
            DELETE FROM projected_log;
            UPDATE entry SET bytes = x'00' WHERE position = (SELECT min(position) FROM entry
            JOIN log ON entry.position / (1 << 40) = log.id WHERE origin = CAST('\(own)' AS BLOB))
            """
        )
        for _ in 0..<2 { _ = try await node.submit(node.submission("create")) }
        let rows = node.node.derivedRows
        #expect(rows.leftLogs == [own])
        #expect(rows.damages(besides: own).map(\.log) == [own])
        #expect(rows.damages(besides: home).isEmpty)
        await #expect(throws: Problem.self) { _ = try await node.submit(matter.send) }
        try await DerivedRowKeeper(node.node).compareDue()
        let status = try await node.local.status(caller: Self.caller)
        let made = status.alarms.first { $0.code == "node.derived_log_made_anew" }
        #expect(made?.arguments["origin"] == "\(home)")
        #expect(status.alarms.contains { $0.code == "log_storage.data_corrupt" })
        let left = CodedText("node.derived_log_left", ["origin": "\(own)"])
        #expect(status.warnings.contains(left), "\(status.warnings)")
        #expect(status.warnings.contains(CodedText("node.derived_links_left")))
        for code in [left.code, "node.derived_none_compared", "node.derived_links_left"] {
            for language in Language.allCases {
                let text = try #require(Catalogue.message(code, left.arguments, in: language))
                #expect(!text.sentence.contains("{"))
            }
        }
        try await nodes.remove()
    }

    @Test("a damaged row of another node's log keeps nobody from telling what an own log lacks")
    func foreignRow() async throws {
        let node = try await TestNode.make("jiangxi.ipr.example", region: "360000")
        try await DerivedRowTests.change(
            node.home,
            """
            INSERT INTO log (origin, kind, size, root, edge, staged_size, staged_edge, checksum)
            VALUES (CAST('fujian.ipr.example/exercise' AS BLOB), 2, 0, x'', x'', 0, x'', 0)
            """
        )
        try await node.node.store.read { transaction in
            #expect(throws: LogStorageError.self) { _ = try transaction.logs() }
            let own = try transaction.logs(of: .own).map(\.kind)
            #expect(own == [.own])
            let mechanism = try LogName.required(Origin("fujian.ipr.example/exercise")).mechanism
            #expect(try AwaitedCharter.loss(in: mechanism, transaction) == nil)
        }
        try await node.remove()
    }
}
