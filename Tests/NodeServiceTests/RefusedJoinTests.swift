import Casework
import Cryptography
import LocalAPI
import LocalAPITestSupport
import LogStorage
import SQLiteStorage
import Testing

@testable import NodeService

/// A charter that is not joined leaves nothing of what was fetched for it.
@Suite(.serialized) struct RefusedJoinTests {
    private static let caller = TestNode.operatorCaller

    @Test("a join that is refused for one pack keeps no other one that a peer gave for it")
    func refused() async throws {
        let nodes = try await TwoNodes.make(isJoined: false)
        let texts = try [OwnPackTests.mediation(), OwnPackTests.mediation(id: "arbitration")]
        let references = try texts.map { try RulePack.load(Array($0.utf8)).reference }
        for text in texts {
            _ = try await nodes.jiangxi.local.add(rulePack: text, caller: Self.caller)
        }
        var draft = CharterDraft.exercise([
            ("360000", "jiangxi.ipr.example"), ("350000", "fujian.ipr.example"),
        ])
        draft.mechanism = "second"
        draft.rules = ["cooperation@1", "mediation@1", "arbitration@1"]
        let created = try await nodes.jiangxi.local.create(draft, caller: Self.caller)
        let signed = try await nodes.fujian.local.sign(charter: created.text, caller: Self.caller)
        let given = Array(texts[0].utf8)
        let (first, second) = (references[0], references[1])
        nodes.fujian.node.setPackSource { $0 == first.digest ? given : nil }
        func held() async throws -> [Bool] {
            let view = nodes.fujian.node.view
            return try await nodes.fujian.node.store.read { transaction in
                [
                    view.packs.pack(first) != nil, view.packs.pack(second) != nil,
                    try transaction.rulePack(first.digest) != nil,
                ]
            }
        }
        let error = await #expect(throws: Problem.self) {
            _ = try await nodes.fujian.local.join(charter: signed.text, caller: Self.caller)
        }
        #expect(error?.code == "node.pack_awaited")
        #expect(try await held() == [false, false, false])
        // Once both come it is joined, and keeps them.
        let other = Array(texts[1].utf8)
        nodes.fujian.node.setPackSource { $0 == first.digest ? given : other }
        _ = try await nodes.fujian.local.join(charter: signed.text, caller: Self.caller)
        #expect(try await held() == [true, true, true])
        try await nodes.remove()
    }

    @Test(
        "a calendar with days of the next January that an earlier version took is there after a start"
    )
    func storedCalendar() async throws {
        let node = try await TestNode.make("jiangxi.ipr.example", region: "360000")
        let old = CalendarArrivalTests.calendar().replacing("2027-01-04", with: "2028-01-03")
        let digest = SHA256.digest(of: Array(old.utf8))
        let refused = await #expect(throws: Problem.self) {
            _ = try await node.local.add(calendar: old, caller: Self.caller)
        }
        #expect(refused?.code == "casework.calendar_date_outside")
        try await node.node.store.write { try $0.putRulePack(digest, bytes: Array(old.utf8)) }
        try await node.close()
        let again = try await TestNode(opening: node.home)
        let shown = try await again.local.calendars(after: nil, caller: Self.caller).items
        #expect(shown.contains { $0.digest == digest.hex })
        try await again.remove()
    }
}
