import Auditing
import Foundation
import LocalAPI
import SQLiteStorage
import Testing
import Wording

@testable import NodeService

/// What a matter without its link and the entries that may have sent it say beside each other, and what is offered meanwhile.
@Suite(.serialized) struct HomeLinkComparisonTests {
    private static let caller = TestNode.operatorCaller

    /// A matter that may be sent to 福建.
    private static func approved(
        _ goods: String,
        at node: TestNode
    ) async throws -> (record: String, send: EntrySubmission) {
        var create = node.submission("create")
        (create.fields["title"], create.fields["goods"]) = (.text("【演练】案件"), .text(goods))
        let created = try await node.submit(create)
        _ = try await node.submit(node.submission("approve", record: created.entry))
        var send = node.submission("send", record: created.entry)
        (send.mechanism, send.to) = ("exercise", ["350000"])
        return (created.entry, send)
    }

    /// Two matters of one title, of which the first was sent, saying the goods anew, and lost its link.
    private static func lost() async throws -> (
        nodes: TwoNodes, opening: String, matters: [(record: String, send: EntrySubmission)]
    ) {
        let nodes = try await TwoNodes.make()
        let node = nodes.jiangxi
        var first = try await approved("运动鞋", at: node)
        let second = try await approved("皮鞋", at: node)
        first.send.fields["goods"] = .text("皮鞋")
        let sent = try await node.submit(first.send)
        try await DerivedRowTests.change(node.home, "DELETE FROM home_link")
        // Whoever asks for a step has the links compared.
        await #expect(throws: Problem.self) {
            _ = try await node.local.preview(second.send, caller: caller)
        }
        return (nodes, sent.entry, [first, second])
    }

    private static func statement(_ record: String, _ opening: String?) -> HomeLinkStatement {
        HomeLinkStatement(record: record, sentAs: opening, reason: "卷宗")
    }

    @Test(
        "what both sides say stands beside each other, what differs is marked, and nothing is kept"
    )
    func compared() async throws {
        let (nodes, opening, matters) = try await Self.lost()
        let node = nodes.jiangxi
        let first = try await node.local.compare(
            Self.statement(matters[0].record, String(opening.prefix(8))),
            caller: Self.caller
        )
        #expect(first.matter.entry == matters[0].record && first.openings.map(\.entry) == [opening])
        #expect(first.matter.readable && first.openings[0].readable)
        #expect(first.matter.fields["goods"] == .text("运动鞋"))
        #expect(first.openings[0].fields["goods"] == .text("皮鞋"))
        #expect(first.openings[0].differs == ["goods"])
        #expect(first.openings[0].findings.map(\.code) == ["node.home_link_differs"])
        #expect(first.matter.office == "360000/scjg" && first.openings[0].office == "360000/scjg")
        #expect(first.matter.begun != nil && first.openings[0].begun == nil)
        #expect(first.openings[0].body != nil && first.matter.body != nil)
        // Of one that was not sent every entry that may be meant is shown.
        let second = try await node.local.compare(
            Self.statement(matters[1].record, nil),
            caller: Self.caller
        )
        #expect(second.openings.map(\.entry) == [opening] && second.openingCount == 1)
        #expect(second.openings[0].differs == [])
        #expect(second.openings[0].findings.map(\.code) == ["node.home_link_agrees"])
        let found = try await node.node.store.read { try LinkStatement.found(in: $0).whole }
        #expect(found.isEmpty)
        for text in first.openings[0].findings + second.openings[0].findings {
            for language in Language.allCases {
                let said = Catalogue.message(text.code, text.arguments, in: language)
                #expect(said?.sentence.contains("{") == false)
            }
        }
        // What a statement is refused for, the comparison is.
        for (record, opening, code) in [
            (matters[0].record, matters[1].record, "node.home_link_other"),
            (opening, nil, "node.home_link_not_lost"),
        ] as [(String, String?, String)] {
            let error = await #expect(throws: Problem.self) {
                _ = try await node.local.compare(
                    Self.statement(record, opening),
                    caller: Self.caller
                )
            }
            #expect(error?.code == code)
        }
        try await nodes.remove()
    }

    @Test("whoever may not read the bodies reads no field, and is told that nothing was compared")
    func unread() async throws {
        let (nodes, _, matters) = try await Self.lost()
        let blind = Caller(
            credentials: Self.caller.credentials,
            offices: .some(["system"]),
            rights: [.read, .sign]
        )
        let shown = try await nodes.jiangxi.local.compare(
            Self.statement(matters[0].record, nil),
            caller: blind
        )
        for side in [shown.matter] + shown.openings {
            #expect(side.fields["goods"] == nil && side.fields["title"] == nil && !side.readable)
        }
        #expect(shown.openings[0].differs == [])
        #expect(shown.openings[0].findings.map(\.code) == ["node.home_link_unread"])
        try await nodes.remove()
    }

    @Test("a matter that may have been sent is not offered to be sent before it is stated, and why")
    func offered() async throws {
        let (nodes, _, matters) = try await Self.lost()
        let node = nodes.jiangxi
        func waiting(_ record: String) async throws -> InboxItem? {
            try await node.local.inbox(InboxQuery(), caller: Self.caller).items
                .first { $0.summary.record == record }
        }
        // The one that was sent has left the inbox, and its row still says so.
        let item = try #require(try await waiting(matters[1].record))
        #expect(!item.steps.contains { $0.opens == true })
        for matter in matters {
            let shown = try await node.local.record(matter.record, full: false, caller: Self.caller)
            #expect(shown.next?.contains { $0.opens == true } != true)
            let alarms = shown.summary.alarms ?? []
            #expect(alarms.map(\.code) == ["node.home_link_open"])
            #expect(alarms.first?.arguments["record"] == matter.record)
        }
        #expect(item.summary.alarms?.map(\.code) == ["node.home_link_open"])
        _ = try await node.local.state(
            Self.statement(matters[1].record, nil),
            caller: Self.caller
        )
        let free = try #require(try await waiting(matters[1].record))
        #expect(free.steps.contains { $0.event == "send" } && free.summary.alarms == nil)
        try await nodes.remove()
    }

    @Test(
        "a statement that another has replaced can be compared anew, and stays in status and audit"
    )
    func replaced() async throws {
        let (nodes, opening, matters) = try await Self.lost()
        let node = nodes.jiangxi
        _ = try await node.local.state(
            Self.statement(matters[0].record, opening),
            caller: Self.caller
        )
        // It has its link again by what was stated alone, so that may be put right.
        let again = try await node.local.compare(
            Self.statement(matters[0].record, nil),
            caller: Self.caller
        )
        #expect(again.openings.map(\.entry) == [opening])
        _ = try await node.local.state(Self.statement(matters[0].record, nil), caller: Self.caller)
        try await node.close()
        let report = try await node.home.audited()
        let stated = report.findings.filter { $0.code == .linkStated }
        #expect(
            Set(stated.compactMap(\.reason?.code))
                == ["node.home_link_restated", "node.home_link_stated_not_sent"]
        )
        #expect(stated.allSatisfy { $0.weight == .notice })
        let former = try #require(
            stated.first { $0.reason?.code == "node.home_link_restated" }?.reason
        )
        #expect(former.arguments["opening"] == opening)
        #expect(former.arguments["record"] == matters[0].record)
        for language in Language.allCases {
            let said = Catalogue.message(former.code, former.arguments, in: language)
            #expect(said?.sentence.contains("{") == false)
        }
        try FileManager.default.removeItem(at: node.home.root)
        try await nodes.fujian.remove()
    }
}
