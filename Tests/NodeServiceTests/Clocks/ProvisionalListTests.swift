import Casework
import LocalAPI
import Testing

@testable import NodeService

/// What lists say of ends that a calendar which is still to come may move.
@Suite struct ProvisionalListTests {
    @Test("list and inbox mark an end as provisional where the record does")
    func provisional() async throws {
        for (at, isCovered) in [
            ("2026-05-06T09:00:00+08:00", true), ("2026-12-31T09:00:00+08:00", false),
        ] {
            let clock = try SetClock(at)
            let home = try await TestNode.makeHome("jiangxi.ipr.example", region: "360000")
            let node = try await TestNode(opening: home, time: clock.time)
            let rules = try node.installCooperation()
            let report = try await node.reportCrime("第6件", rules: rules, office: "scjg")
            let caller = TestNode.operatorCaller
            let mark: Bool? = isCovered ? nil : true
            let shown = try await node.local.record(report.entry, caller: caller)
            let due = shown.clocks?.first { $0.clock == "B2" }?.due
            #expect(due?.provisional == !isCovered)
            #expect(shown.summary.provisional == mark && shown.summary.due != nil)
            // Read anew, and then as it is kept.
            for _ in 0..<2 {
                let list = try await node.local.records(RecordQuery(), after: nil, caller: caller)
                #expect(list.items.map(\.provisional) == [mark])
                let inbox = try await node.local.inbox(InboxQuery(), caller: caller)
                #expect(inbox.items.map(\.provisional) == [mark])
                #expect(inbox.items.map(\.summary.provisional) == [mark])
            }
            try await node.remove()
        }
    }
}
