import Casework
import Cryptography
import Foundation
import Ledger
import LocalAPI
import LocalAPITestSupport
import LogStorage
import SQLiteStorage
import TestSupport
import Testing

@testable import NodeService

/// How many documents of rules there are room for, and that a pack which a charter comes to name stays.
@Suite struct RuleRoomTests {
    private static let caller = TestNode.operatorCaller

    private static func code(_ body: () async throws -> Void) async -> Problem? {
        do {
            try await body()
            return nil
        } catch {
            return error as? Problem
        }
    }

    /// A pack that names so many calendars that are nowhere.
    private static func pack(_ number: Int, calendars: Int) -> String {
        let named = (0..<calendars).map { calendar in
            let digest = SHA256.digest(of: Array("\(number) \(calendar)".utf8)).hex
            return "{\"id\": \"cn-\(2_100 + calendar)\", \"digest\": \"\(digest)\"}"
        }
        return """
            {"format": "lianlu/rules/v1", "id": "calendars", "version": \(number + 1), "engine": 1,
            "effective_from": "2026-11-10", "title": {"zh": "工作日历", "en": "calendars"},
            "calendars": [\(named.joined(separator: ", "))]}
            """
    }

    @Test(
        "the packs of one mechanism's charters may name so many calendars and no more, and the error names the limit and the mechanism"
    )
    func calendars() async throws {
        let node = try await TestNode.make("jiangxi.ipr.example", region: "360000")
        let limit = NodeService.Limits.mechanismCalendarCountMax
        let each = Casework.Limits.packCalendarCountMax
        #expect(limit % each == 0)
        var references: [String] = []
        for number in 0..<(limit / each) {
            let text = Self.pack(number, calendars: each)
            _ = try await node.local.add(rulePack: text, caller: Self.caller)
            references.append(try RulePack.load(Array(text.utf8)).reference.text)
        }
        var draft = CharterDraft.exercise([("360000", "jiangxi.ipr.example")])
        draft.rules = references
        let last = Self.pack(limit, calendars: 1)
        _ = try await node.local.add(rulePack: last, caller: Self.caller)
        let created = try await node.local.create(draft, caller: Self.caller)
        _ = try await node.local.join(charter: created.text, caller: Self.caller)
        #expect(node.node.view.calendarWarnings.isEmpty)
        draft.rules.append(try RulePack.load(Array(last.utf8)).reference.text)
        let refused = await Self.code {
            _ = try await node.local.create(draft, caller: Self.caller)
        }
        #expect(refused?.code == "node.calendars_too_many")
        #expect(refused?.arguments["limit"] == "\(limit)")
        #expect(refused?.arguments["mechanism"] == "exercise")
        #expect(refused?.arguments["count"] == "\(limit + 1)")
        try await node.remove()
    }

    /// A pack of an office's own that both nodes have, and a charter that names it and that both have signed.
    private static func chartered(
        by nodes: TwoNodes
    ) async throws -> (pack: String, charter: CharterDocument) {
        let text = try OwnPackTests.mediation()
        for each in [nodes.jiangxi, nodes.fujian] {
            _ = try await each.local.add(rulePack: text, caller: caller)
        }
        var draft = CharterDraft.exercise([
            ("360000", "jiangxi.ipr.example"), ("350000", "fujian.ipr.example"),
        ])
        draft.rules = ["cooperation@1", "mediation@1"]
        let created = try await nodes.jiangxi.local.create(draft, caller: caller)
        return (text, try await nodes.fujian.local.sign(charter: created.text, caller: caller))
    }

    @Test("what charters name takes none of the room that an operator has")
    func own() async throws {
        let nodes = try await TwoNodes.make()
        let node = nodes.jiangxi
        let signed = try await Self.chartered(by: nodes).charter
        _ = try await node.local.join(charter: signed.text, caller: Self.caller)
        try await node.node.store.write { transaction in
            for number in 0..<(NodeService.Limits.rulePackCountMax - 1) {
                let bytes = Array("\(number)".utf8)
                try transaction.putRulePack(SHA256.digest(of: bytes), bytes: bytes)
            }
        }
        let second = try OwnPackTests.mediation(version: 2)
        _ = try await node.local.add(rulePack: second, caller: Self.caller)
        let over = await Self.code {
            let third = try OwnPackTests.mediation(version: 3)
            _ = try await node.local.add(rulePack: third, caller: Self.caller)
        }
        #expect(over?.code == "node.packs_too_many")
        let calendar = await Self.code {
            let text = CalendarArrivalTests.calendar()
            _ = try await node.local.add(calendar: text, caller: Self.caller)
        }
        #expect(calendar?.code == "node.packs_too_many")
        try await nodes.remove()
    }

    @Test(
        "a pack that a charter comes to name while it waits to be removed stays, in the store and in what counts"
    )
    func race() async throws {
        let nodes = try await TwoNodes.make()
        let node = nodes.jiangxi
        let (text, signed) = try await Self.chartered(by: nodes)
        let charter = try Charter(parsing: Array(signed.text.utf8))
        let reference = try RulePack.load(Array(text.utf8)).reference
        try await node.node.changes.enter()
        let local = node.local
        let removal = Task {
            await Self.code {
                _ = try await local.remove(rulePack: reference.digest.hex, caller: Self.caller)
            }
        }
        // It waits for its turn by now, or will come to it later: either way the charter was first.
        for _ in 0..<1_000 { await Task.yield() }
        try node.node.update { _ = try $0.library.insert(charter) }
        node.node.changes.leave()
        let refused = await removal.value
        #expect(refused?.code == "node.pack_in_use")
        #expect(refused?.arguments["mechanisms"] == "exercise")
        #expect(node.node.view.packs.pack(reference) != nil)
        #expect(try await node.node.store.read { try $0.rulePack(reference.digest) } != nil)
        try await nodes.remove()
    }
}
