import Casework
import Foundation
import Ledger
import LocalAPI
import LocalAPITestSupport
import LogStorage
import SQLiteStorage
import Testing

@testable import NodeService

/// Whose inbox a record is in hangs on the charter in force and on whom its clocks bind, whatever was kept of it.
@Suite(.serialized) struct InboxCharterTests {
    private static let caller = Federation.caller
    private static let parties = [
        ("jiangxi", "360000"), ("fujian", "350000"), ("guizhou", "520000"), ("hunan", "430000"),
    ]
    private static let later = NodeTime(
        now: { Int64(Date().timeIntervalSince1970) + 120 * 86_400 },
        isSynchronised: { true }
    )

    private static func inbox(_ node: RunningNode) async throws -> InboxPage {
        try await node.test.local.inbox(InboxQuery(), caller: caller)
    }

    private static func duties(_ node: RunningNode) async throws -> [[UInt8]: [UInt8]] {
        let documents = try await node.node.store.read { try $0.documents(.duty, prefix: []) }
        return Dictionary(uniqueKeysWithValues: documents.map { ($0.key, $0.bytes) })
    }

    @Test(
        "a charter revision that binds the superior to another member moves what is overdue into that member's inbox, and nothing is written anew"
    )
    func rebound() async throws {
        var federation = try await Federation.make(Self.parties, roles: ["superior": ["520000"]])
        let sent = try await federation.handOver(from: 0, to: 1)
        for position in [2, 3] {
            let test = federation[position].test
            try await eventually("the receipt is at node \(position)") {
                // Nothing is there before the record's first entry came.
                let shown = try? await test.local.record(sent.entry, caller: Self.caller)
                return shown?.summary.state == "received"
            }
        }
        for position in 0..<4 { try await federation.stop(position) }
        for position in 0..<4 { try await federation.restart(position, time: Self.later) }
        let before = try await Self.inbox(federation[2])
        #expect(before.items.map(\.summary.record) == [sent.entry])
        #expect(before.items.first?.part == .others && before.items.first?.overdue == true)
        #expect(before.items.first?.steps.map(\.event) == ["urge"])
        #expect(try await Self.inbox(federation[3]).items.isEmpty)
        let kept = try await Self.duties(federation[3])
        var draft = Federation.draft(Self.parties)
        draft.roles = ["superior": ["430000"]]
        var charter = try await federation[0].test.local.create(draft, caller: Self.caller)
        for position in 1..<4 {
            charter = try await federation[position].test.local.sign(
                charter: charter.text,
                caller: Self.caller
            )
        }
        for position in 0..<4 {
            _ = try await federation[position].test.local.join(
                charter: charter.text,
                caller: Self.caller
            )
        }
        let after = try await Self.inbox(federation[3])
        #expect(after.items.map(\.summary.record) == [sent.entry])
        #expect(after.items.first?.part == .others && after.items.first?.overdue == true)
        #expect(after.items.first?.steps.map(\.event) == ["urge"])
        #expect(try await Self.inbox(federation[2]).items.isEmpty)
        #expect(try await Self.duties(federation[3]) == kept)
        try await federation.remove()
    }

    @Test(
        "a period that binds both sides stands among what each must do, whoever the state waits for"
    )
    func both() async throws {
        var federation = try await Federation.make([("jiangxi", "360000"), ("fujian", "350000")])
        let record = try await consulting(federation)
        let running = try #require(try await Self.inbox(federation[0]).items.first)
        #expect(running.part == .act && running.clock == "A3" && !running.overdue)
        #expect(try await Self.inbox(federation[1]).items.first?.part == .act)
        for position in 0..<2 { try await federation.stop(position) }
        for position in 0..<2 { try await federation.restart(position, time: Self.later) }
        for position in 0..<2 {
            let page = try await Self.inbox(federation[position])
            let item = try #require(page.items.first)
            #expect(item.part == .act && item.overdue && item.clock == "A3")
            #expect(page.counts == InboxPage.Counts(waiting: 1, overdue: 1, others: 0))
            let shown = try await federation[position].test.local.record(
                record,
                caller: Self.caller
            )
            let clock = try #require(shown.clocks?.first { $0.clock == "A3" })
            #expect(clock.bound == ["350000", "360000/scjg"] && clock.overdue)
            #expect(clock.due?.last == item.due)
        }
        try await federation.remove()
    }

    /// An administrative handover from 江西 to 福建 on which both consult.
    private func consulting(_ federation: Federation) async throws -> String {
        let (jiangxi, fujian) = (federation[0].test, federation[1].test)
        let record = try await AdministrativeHandover.sent(in: federation)
        var consult = AdministrativeHandover.step("open_consultation", record)
        consult.fields["objection"] = .text("违法行为发生地不在本地")
        _ = try await fujian.submit(consult)
        try await eventually("jiangxi sees the consultation") {
            let shown = try await jiangxi.local.record(record, caller: Self.caller)
            return shown.summary.state == "consulting"
        }
        return record
    }
}
