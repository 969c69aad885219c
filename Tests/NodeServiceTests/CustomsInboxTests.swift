import Casework
import Foundation
import Ledger
import LocalAPI
import Testing

@testable import NodeService

/// What customs read in their inbox while the holder of a right, who is no member, has the turn.
@Suite(.serialized) struct CustomsInboxTests {
    private static let caller = TestNode.operatorCaller

    @Test(
        "a matter that waits for the right holder stands in the inbox of customs, with the end of his days; once they are over, with the release"
    )
    func holderNotified() async throws {
        let clock = try SetClock("2026-05-06T09:00:00+08:00")
        let home = try await TestNode.makeHome(
            "jiangxi.ipr.example",
            region: "360000",
            offices: ["hg": "南昌海关", "scjg": "江西省市场监督管理局"]
        )
        let node = try await TestNode(opening: home, time: clock.time)
        var notify = StatedDateTests.step(
            "handover-customs",
            "notify_holder",
            nil,
            ["goods": .text("运动鞋"), "port": .text("南昌")]
        )
        notify.office = "hg"
        notify.rules = try node.installCooperation()
        let record = try await node.submit(notify).entry
        func items(_ office: String?) async throws -> [InboxItem] {
            try await node.local.inbox(InboxQuery(office: office), caller: Self.caller).items
        }
        for office in [nil, "hg"] as [String?] {
            let found = try await items(office)
            #expect(found.map(\.summary.record) == [record], "\(office ?? "all")")
            let item = try #require(found.first)
            #expect(item.part == .act)
            #expect(item.clock == "D2")
            #expect(item.due?.hasPrefix("2026-05-09") == true, "\(item.due ?? "none")")
            #expect(item.overdue == false)
            #expect(item.awaitedTitles["zh"] == "权利人")
            let steps = Set(item.steps.map(\.event))
            #expect(steps.isSuperset(of: ["detain", "holder_applies"]), "\(steps.sorted())")
            #expect(!steps.contains("lapse"))
        }
        #expect(try await items("scjg").isEmpty, "another office of the node has no part in it")
        try clock.set("2026-05-26T09:00:00+08:00")
        let over = try #require(try await items("hg").first)
        #expect(over.part == .act && over.clock == nil && over.due == nil)
        #expect(over.overdue == false, "a right that was not used is nobody's delay")
        #expect(over.steps.contains { $0.event == "lapse" })
        try await node.remove()
    }
}
