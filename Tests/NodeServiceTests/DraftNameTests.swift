import Foundation
import Ledger
import LocalAPI
import Testing

@testable import NodeService

/// Drafts by the beginning of their ids, also those that wait no more.
@Suite struct DraftNameTests {
    private static let caller = TestNode.operatorCaller

    @Test(
        "the beginning of an id names a draft while it waits, once it is approved and once it has expired"
    )
    func beginnings() async throws {
        let clock = SettableClock()
        let home = try await TestNode.makeHome("jiangxi.ipr.example", region: "360000")
        let node = try await TestNode(opening: home, time: clock.time)
        let chief = try TestOfficer()
        try await chief.enrol(at: node, rank: "chief")
        func draft() async throws -> String {
            let report = try await node.submit(HandoverSteps.step("report"))
            let approve = HandoverSteps.step("approve", record: report.entry)
            return try await node.local.draft(approve, caller: Self.caller).draft
        }
        let (first, second) = (try await draft(), try await draft())
        let (begun, other) = (String(first.prefix(13)), String(second.prefix(8)))
        #expect(try await chief.prepare(begun, at: node).draft == first)
        let approved = try await chief.approve(first, at: node)
        for text in [first, begun, String(first.prefix(8))] {
            #expect(
                await Fault.code { _ = try await chief.prepare(text, at: node) }
                    == "node.draft_approved"
            )
            let question = ApprovalQuestion(
                draft: text,
                key: "\(try chief.publicHalf().handedOver)"
            )
            let again = try await node.local.approved(question, caller: Self.caller)
            #expect(again.entry == approved.entry)
        }
        clock.advance(by: Limits.draftSecondCountMax)
        _ = try await node.local.drafts(after: nil, caller: Self.caller)
        #expect(
            await Fault.code { _ = try await chief.prepare(other, at: node) }
                == "node.draft_expired"
        )
        // Neither a request that was no draft nor too few digits are the beginning of one.
        let plain = HandoverSteps.step("report")
        _ = try await node.submit(plain)
        for text in [String(plain.request.prefix(8)), String(first.prefix(3)), "zzzzzzzz", ""] {
            #expect(
                await Fault.code { _ = try await chief.prepare(text, at: node) }
                    == "node.draft_unknown"
            )
        }
        try await node.remove()
    }
}
