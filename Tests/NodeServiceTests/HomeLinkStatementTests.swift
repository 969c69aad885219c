import Foundation
import LocalAPI
import Testing
import Wording

@testable import NodeService

/// Matters at home whose links are gone: which may be the one that was sent, and what an operator states of them.
@Suite(.serialized) struct HomeLinkStatementTests {
    private static let caller = TestNode.operatorCaller

    /// A matter that may be sent to 福建, under a title.
    private static func approved(
        _ title: String,
        at node: TestNode
    ) async throws -> (record: String, send: EntrySubmission) {
        var create = node.submission("create")
        create.fields["title"] = .text(title)
        let created = try await node.submit(create)
        _ = try await node.submit(node.submission("approve", record: created.entry))
        var send = node.submission("send", record: created.entry)
        (send.mechanism, send.to) = ("exercise", ["350000"])
        return (created.entry, send)
    }

    private static func refused(_ send: EntrySubmission, at node: TestNode) async -> String? {
        let error = await #expect(throws: Problem.self) {
            var again = send
            again.request = UUID().uuidString.lowercased()
            _ = try await node.submit(again)
        }
        return error?.code
    }

    /// Two matters of one title, of which the first was sent and lost its link.
    private static func lost() async throws -> (
        nodes: TwoNodes, opening: String, matters: [(record: String, send: EntrySubmission)]
    ) {
        let nodes = try await TwoNodes.make()
        let node = nodes.jiangxi
        let first = try await approved("【演练】运动鞋", at: node)
        let second = try await approved("【演练】运动鞋", at: node)
        let sent = try await node.submit(first.send)
        try await DerivedRowTests.change(node.home, "DELETE FROM home_link")
        return (nodes, sent.entry, [first, second])
    }

    private static func state(
        _ record: String,
        as opening: String?,
        _ reason: String = "卷宗",
        at node: TestNode
    ) async throws -> HomeLinkAnswer {
        try await node.local.state(
            HomeLinkStatement(record: record, sentAs: opening, reason: reason),
            caller: caller
        )
    }

    @Test("a matter of another title than what was sent may be sent though the link is gone")
    func narrowed() async throws {
        let nodes = try await TwoNodes.make()
        let node = nodes.jiangxi
        let first = try await Self.approved("【演练】运动鞋", at: node)
        let second = try await Self.approved("【演练】皮鞋", at: node)
        _ = try await node.submit(first.send)
        try await DerivedRowTests.change(node.home, "DELETE FROM home_link")
        _ = try await node.submit(second.send)
        #expect(await Self.refused(first.send, at: node) == "node.already_opened")
        try await nodes.remove()
    }

    @Test(
        "what was stated not to be sent is sent, the other one is not again, and the statement stays in the status"
    )
    func notSent() async throws {
        let (nodes, _, matters) = try await Self.lost()
        let node = nodes.jiangxi
        for matter in matters {
            #expect(await Self.refused(matter.send, at: node) == "node.home_link_lost")
        }
        let answer = try await Self.state(matters[1].record, as: nil, at: node)
        #expect(answer.openCount == 1)
        _ = try await node.submit(matters[1].send)
        #expect(await Self.refused(matters[0].send, at: node) == "node.home_link_lost")
        try await node.close()
        let again = try await TestNode(opening: node.home)
        let status = try await again.local.status(caller: Self.caller)
        let stated = try #require(
            status.warnings.first { $0.code == "node.home_link_stated_not_sent" }
        )
        #expect(stated.arguments["record"] == matters[1].record)
        #expect(stated.arguments["reason"] == "卷宗")
        for language in Language.allCases {
            let text = Catalogue.message(stated.code, stated.arguments, in: language)
            #expect(text?.sentence.contains("{") == false)
        }
        #expect(status.alarms.map(\.code).contains("node.derived_links_open"))
        try await again.remove()
        try await nodes.fujian.remove()
    }

    @Test("what was stated to be sent has its link again, and the other one is sent")
    func sent() async throws {
        let (nodes, opening, matters) = try await Self.lost()
        let node = nodes.jiangxi
        let answer = try await Self.state(
            matters[0].record,
            as: String(opening.prefix(8)),
            at: node
        )
        #expect(answer == HomeLinkAnswer(record: matters[0].record, sentAs: opening, openCount: 0))
        #expect(await Self.refused(matters[0].send, at: node) == "node.already_opened")
        _ = try await node.submit(matters[1].send)
        try await nodes.remove()
    }

    @Test(
        "nothing is stated where nothing is open, of an entry that cannot be meant, or without a reason of 1 to 1,024 bytes"
    )
    func refusals() async throws {
        let (nodes, opening, matters) = try await Self.lost()
        let node = nodes.jiangxi
        func code(_ record: String, _ opening: String?, _ reason: String) async -> String? {
            let error = await #expect(throws: Problem.self) {
                _ = try await Self.state(record, as: opening, reason, at: node)
            }
            return error?.code
        }
        let (first, second) = (matters[0].record, matters[1].record)
        #expect(await code(first, second, "卷宗") == "node.home_link_other")
        #expect(await code(opening, nil, "卷宗") == "node.home_link_not_lost")
        for reason in ["", " \n", "a\u{7}b", String(repeating: "a", count: 1_025)] {
            #expect(await code(first, opening, reason) == "node.home_link_reason")
        }
        let longest = String(repeating: "a", count: 1_024)
        #expect(try await Self.state(first, as: opening, longest, at: node).openCount == 0)
        // The statement that has the entry is named: it may be the wrong one.
        #expect(await code(second, nil, "卷宗") == "node.home_link_taken")
        try await nodes.remove()
    }
}
