import LocalAPI
import Testing

@testable import NodeService

/// Which steps and fields of a matter at home count when it is compared with what may have sent it.
@Suite(.serialized) struct HomeLinkCutTests {
    private static let caller = TestNode.operatorCaller

    /// A matter that may be sent to 福建.
    private static func approved(
        _ fields: [String: FieldValue],
        at node: TestNode
    ) async throws -> (record: String, send: EntrySubmission) {
        var create = node.submission("create")
        create.fields.merge(fields) { $1 }
        let created = try await node.submit(create)
        _ = try await node.submit(node.submission("approve", record: created.entry))
        var send = node.submission("send", record: created.entry)
        (send.mechanism, send.to) = ("exercise", ["350000"])
        return (created.entry, send)
    }

    /// Takes the links away and has them compared.
    private static func lose(_ node: TestNode, asking send: EntrySubmission) async throws {
        try await DerivedRowTests.change(node.home, "DELETE FROM home_link")
        await #expect(throws: Problem.self) {
            _ = try await node.local.preview(send, caller: caller)
        }
    }

    private static func compare(
        _ record: String,
        _ opening: String? = nil,
        at node: TestNode
    ) async throws -> HomeLinkComparison {
        try await node.local.compare(
            HomeLinkStatement(record: record, sentAs: opening, reason: "卷宗"),
            caller: caller
        )
    }

    @Test(
        "what the matter states and the entry lacks counts, and not what the entry states besides"
    )
    func lacking() async throws {
        let nodes = try await TwoNodes.make()
        let node = nodes.jiangxi
        let plain = try await Self.approved([:], at: node)
        let more = try await Self.approved(["suggested_action": .text("查封")], at: node)
        var sent = plain.send
        sent.fields["mark_text"] = .text("某商标")
        let opening = try await node.submit(sent).entry
        try await Self.lose(node, asking: more.send)
        let other = try await Self.compare(more.record, at: node)
        #expect(other.openings.map(\.entry) == [opening])
        #expect(other.openings[0].differs == ["suggested_action"])
        #expect(other.openings[0].findings.map(\.code) == ["node.home_link_differs"])
        // The other way round: what was added in sending is no difference.
        let own = try await Self.compare(plain.record, opening, at: node)
        #expect(own.openings[0].differs == [])
        #expect(own.openings[0].findings.map(\.code) == ["node.home_link_agrees"])
        try await nodes.remove()
    }

    @Test("what was signed at home after the entry is none of what it was sent as")
    func later() async throws {
        let nodes = try await TwoNodes.make()
        let node = nodes.jiangxi
        let sent = try await Self.approved(["goods": .text("运动鞋")], at: node)
        let other = try await Self.approved(["goods": .text("运动鞋")], at: node)
        let opening = try await node.submit(sent.send).entry
        var cancel = node.submission("cancel", record: other.record)
        cancel.fields["goods"] = .text("皮鞋")
        _ = try await node.submit(cancel)
        try await Self.lose(node, asking: sent.send)
        let compared = try await Self.compare(other.record, at: node)
        #expect(compared.openings.map(\.entry) == [opening])
        #expect(compared.matter.fields["goods"] == .text("皮鞋"))
        #expect(compared.openings[0].matterFields?["goods"] == .text("运动鞋"))
        #expect(compared.openings[0].differs == [])
        #expect(compared.openings[0].findings.map(\.code) == ["node.home_link_agrees"])
        try await nodes.remove()
    }

    @Test("all entries are compared, those that agree come first, and 16 are shown and no more")
    func manyOpenings() async throws {
        let nodes = try await TwoNodes.make()
        let node = nodes.jiangxi
        let limit = NodeService.Limits.comparedOpeningCountMax
        var matters: [(record: String, send: EntrySubmission)] = []
        for number in 0...limit {
            let fields: [String: FieldValue] = ["goods": .text("货物\(number)")]
            matters.append(try await Self.approved(fields, at: node))
        }
        let asked = try await Self.approved(["goods": .text("货物")], at: node)
        var openings: [String] = []
        for (number, matter) in matters.enumerated() {
            var send = matter.send
            send.fields["document_no"] = .text("赣市监线〔2026〕\(number + 1)号")
            openings.append(try await node.submit(send).entry)
        }
        try await Self.lose(node, asking: asked.send)
        let none = try await Self.compare(asked.record, at: node)
        #expect(none.openingCount == limit + 1 && none.openings.count == limit)
        // The one that comes last by its digest agrees, and is shown first all the same.
        let last = try #require(openings.max())
        let own = try #require(openings.firstIndex(of: last))
        let compared = try await Self.compare(matters[own].record, at: node)
        #expect(compared.openingCount == limit + 1 && compared.openings.count == limit)
        #expect(compared.openings.first?.entry == last)
        #expect(
            compared.openings.map { $0.findings.map(\.code) }.first == ["node.home_link_agrees"]
        )
        #expect(compared.openings.dropFirst().allSatisfy { $0.differs == ["goods"] })
        try await nodes.remove()
    }
}
