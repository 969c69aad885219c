import Foundation
import LocalAPI
import LocalAPITestSupport
import Testing
import Wording

@testable import NodeService

/// What somebody was shown before agreeing is what is signed, and a matter of a region is offered to the office that has it.
@Suite(.serialized) struct ReviewedStepTests {
    private static let caller = TestNode.operatorCaller

    @Test(
        "a step for other addressees than those that were shown is refused with both, and what was shown is no part of a request that is sent again"
    )
    func reviewed() async throws {
        let nodes = try await TwoNodes.make()
        var (_, send) = try await nodes.jiangxi.approved(to: "350000")
        send.reviewedTo = ["350000/scjg"]
        let refused = await #expect(throws: Problem.self) {
            _ = try await nodes.jiangxi.submit(send)
        }
        #expect(refused?.code == "node.addressees_not_reviewed")
        #expect(refused?.arguments["expected"] == "350000/scjg")
        #expect(refused?.arguments["addresses"] == "350000")
        for language in Language.allCases {
            let told = refused?.worded(in: language)
            #expect(told?.cause.contains("350000/scjg") == true, "\(told?.cause ?? "-")")
            #expect(told?.remedy.isEmpty == false)
        }
        send.reviewedTo = ["350000"]
        let sent = try await nodes.jiangxi.submit(send)
        send.reviewedTo = nil
        #expect(try await nodes.jiangxi.submit(send).entry == sent.entry)
        try await nodes.remove()
    }

    @Test(
        "of what went to a region as a whole the office that the receiving offices name is offered the steps, and another one reads who has it"
    )
    func region() async throws {
        let federation = try await Federation.make([("jiangxi", "360000"), ("fujian", "350000")])
        let (jiangxi, fujian) = (federation[0].test, federation[1].test)
        var (_, send) = try await jiangxi.approved(to: "350000")
        send.fields["receiver_offices"] = .list([.text("350000/scjg")])
        let record = try await jiangxi.submit(send).entry
        try await eventually("fujian has received it") {
            // Nothing is there before the record's first entry came.
            let shown = try? await fujian.local.record(record, caller: Self.caller)
            return shown?.summary.state == "received"
        }
        let shown = try await fujian.local.record(record, caller: Self.caller)
        #expect(shown.summary.addressees == ["350000"])
        _ = try await fujian.local.add(
            OfficeDocument(office: "ga", title: "公安局"),
            caller: Self.caller
        )
        func item(_ office: String?) async throws -> InboxItem? {
            let page = try await fujian.local.inbox(InboxQuery(office: office), caller: Self.caller)
            return page.items.first { $0.summary.record == record }
        }
        for office in ["scjg", nil] {
            let own = try #require(try await item(office))
            let accept = try #require(own.steps.first { $0.event == "accept" })
            #expect(accept.offices == ["scjg"] && accept.officeTitles?["scjg"] == "市场监管")
        }
        let others = try #require(try await item("ga"))
        #expect(others.steps.isEmpty, "\(others.steps.map(\.event))")
        #expect(others.awaited == ["350000/scjg"])
        #expect(others.summary.names?["350000/scjg"]?["zh"] == "市场监管")
        try await federation.remove(stopped: [])
    }
}
