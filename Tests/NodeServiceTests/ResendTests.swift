import Casework
import Foundation
import LocalAPI
import LocalAPITestSupport
import Testing

@testable import NodeService

/// A request that one office declined goes to another one, with what was asked.
@Suite struct ResendTests {
    private static let caller = TestNode.operatorCaller

    private static func declined(
        _ federation: Federation
    ) async throws -> String {
        let (jiangxi, fujian) = (federation[0].test, federation[1].test)
        let record = try await AssistanceRequest.sent(in: federation)
        var decline = AssistanceRequest.step("decline", record)
        decline.fields["decline_reason"] = .text("outside_powers")
        _ = try await fujian.submit(decline)
        try await eventually("the request is back at jiangxi") {
            try await jiangxi.local.record(record, caller: caller).summary.state == "declined"
        }
        return record
    }

    @Test(
        "a request that is sent to somebody else brings what was asked; to the same office it brings what is new, and without one it asks for --to"
    )
    func carries() async throws {
        let federation = try await Federation.make([
            ("jiangxi", "360000"), ("fujian", "350000"), ("guizhou", "520000"),
        ])
        let record = try await Self.declined(federation)
        let jiangxi = federation[0].test
        var resend = AssistanceRequest.step("resend", record)
        resend.fields["attachments"] = .list([.text("补正说明")])
        try await Fault.requireRefused("node.addressee_needed") {
            _ = try await jiangxi.submit(resend)
        }
        resend.to = ["350000"]
        let same = try await jiangxi.local.preview(resend, caller: Self.caller)
        #expect(!same.body.contains("查明产地"))
        resend.to = ["520000"]
        resend.fields["receiver_offices"] = .list([.text("520000")])
        _ = try await jiangxi.submit(resend)
        try await eventually("guizhou's node has signed its receipt") {
            try await federation[2].hasReceived(record)
        }
        let detail = try await federation[2].test.local.record(record, caller: Self.caller)
        let body = try #require(detail.timeline.first { $0.event == "resend" }?.body?.fields)
        #expect(body["request_items"] == .list([.text("查明产地")]))
        #expect(body["subject_name"] == .text("某公司"))
        #expect(body["attachments"] == .list([.text("补正说明")]))
        #expect(body["receiver_offices"] == .list([.text("520000")]))
        #expect(body["decline_reason"] == nil)
        #expect(detail.timeline.first { $0.event == "send" }?.body?.state == .denied)
        let bound = try await jiangxi.local.record(record, caller: Self.caller).clocks?.map(\.bound)
        #expect(bound?.first == ["350000"])
        try await federation.remove()
    }
}
