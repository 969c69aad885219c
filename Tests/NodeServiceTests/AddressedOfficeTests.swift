import Casework
import Foundation
import Ledger
import LocalAPI
import LogStorage
import Testing
import Wording

@testable import NodeService

/// Offices of a region that is addressed as a whole, where the rules say what whoever acts there is called.
@Suite(.serialized) struct AddressedOfficeTests {
    private static let caller = TestNode.operatorCaller
    private static let named = "node.addressee_office_named"

    /// A handover that the chief has approved, and the step that sends it to a region as a whole.
    private static func approved(_ node: TestNode) async throws -> EntrySubmission {
        let chief = try TestOfficer()
        try await chief.enrol(at: node, rank: "chief")
        let report = try await node.submit(HandoverSteps.step("report"))
        let draft = try await node.local.draft(
            HandoverSteps.step("approve", record: report.entry),
            caller: caller
        )
        _ = try await chief.approve(draft.draft, at: node)
        return HandoverSteps.step("send", record: report.entry)
    }

    private static func addressees(_ entry: String, at node: TestNode) async throws -> [String] {
        try await node.local.record(entry, caller: caller).summary.addressees
    }

    @Test(
        "a region with one office of several that the rules ask for is addressed by that office, which is told before and after"
    )
    func one() async throws {
        let nodes = try await TwoNodes.make(fujianOffices: ["gaj": "公安", "scjg": "市场监管"])
        let send = try await Self.approved(nodes.jiangxi)
        let preview = try await nodes.jiangxi.local.preview(send, caller: Self.caller)
        #expect(preview.text.contains("350000/gaj"), "\(preview.text)")
        let told = try #require(preview.findings.first { $0.code == Self.named })
        #expect(told.arguments["address"] == "350000")
        #expect(told.arguments["found"] == "350000/gaj 公安")
        let sent = try await nodes.jiangxi.submit(send)
        #expect(sent.warnings?.contains { $0.code == Self.named } == true)
        #expect(try await Self.addressees(sent.entry, at: nodes.jiangxi) == ["350000/gaj"])
        try await nodes.remove()
    }

    @Test("a region with one office stays as it is written, and nothing is said")
    func alone() async throws {
        let nodes = try await TwoNodes.make(fujianOffices: ["gaj": "公安"])
        let send = try await Self.approved(nodes.jiangxi)
        let preview = try await nodes.jiangxi.local.preview(send, caller: Self.caller)
        #expect(!preview.findings.contains { $0.code == Self.named })
        let sent = try await nodes.jiangxi.submit(send)
        #expect(try await Self.addressees(sent.entry, at: nodes.jiangxi) == ["350000"])
        try await nodes.remove()
    }

    @Test(
        "of two such offices the receiving office is meant that is written, and without one they are named"
    )
    func several() async throws {
        let nodes = try await TwoNodes.make(
            fujianOffices: ["gaj": "公安", "jzd": "经侦", "scjg": "市场监管"]
        )
        var send = try await Self.approved(nodes.jiangxi)
        do {
            _ = try await nodes.jiangxi.submit(send)
            Issue.record("nobody was asked which office is meant")
        } catch let problem as Problem {
            #expect(problem.code == "node.addressee_offices_several")
            #expect(problem.arguments["offices"] == "350000/gaj 公安, 350000/jzd 经侦")
            #expect(problem.worded(in: .zh).cause.contains("公安机关"))
        }
        send.fields["receiver_offices"] = .list([.text("350000/jzd")])
        let sent = try await nodes.jiangxi.submit(send)
        #expect(try await Self.addressees(sent.entry, at: nodes.jiangxi) == ["350000/jzd"])
        try await nodes.remove()
    }

    @Test("a receiving office is named by its title as well, where one office alone is called so")
    func titles() async throws {
        let nodes = try await TwoNodes.make(fujianOffices: ["gaj": "公安", "scjg": "市场监管"])
        var send = try await Self.approved(nodes.jiangxi)
        send.fields["receiver_offices"] = .list([.text("公 安")])
        let preview = try await nodes.jiangxi.local.preview(send, caller: Self.caller)
        #expect(preview.body.contains("350000/gaj"), "\(preview.body)")
        // Both nodes have one that is called so.
        send.fields["receiver_offices"] = .list([.text("市场监管")])
        do {
            _ = try await nodes.jiangxi.local.preview(send, caller: Self.caller)
            Issue.record("a title of two offices was taken for one of them")
        } catch let problem as Problem {
            let codes = problem.reasons.map { $0.map(\.code) } ?? [problem.code]
            #expect(codes.contains("node.field_no_office"), "\(codes)")
        }
        try await nodes.remove()
    }

    @Test(
        "what came to a region as a whole waits for the office that is called as the rules ask, and its commands name it"
    )
    func inbox() async throws {
        let nodes = try await ApprovalFlowTests.make(Ports())
        let send = try await Self.approved(nodes[0].test)
        let sent = try await nodes[0].test.submit(send)
        let fujian = nodes[1].test
        try await eventually("the handover is at the police") {
            try await nodes[1].holdings(of: "jiangxi.ipr.example/exercise", at: sent.index)
                == [.stored]
        }
        #expect(try await Self.addressees(sent.entry, at: fujian) == ["350000"])
        func items(_ office: String?) async throws -> [InboxItem] {
            try await fujian.local.inbox(InboxQuery(office: office), caller: Self.caller).items
        }
        let alone = try #require(try await items(nil).first)
        #expect(alone.steps.allSatisfy { $0.offices == nil })
        // An office that comes afterwards has no part in what the police alone may take.
        _ = try await fujian.local.add(
            OfficeDocument(office: "zscq", title: "知识产权局"),
            caller: Self.caller
        )
        #expect(try await items("zscq").isEmpty)
        let police = try #require(try await items("scjg").first)
        #expect(police.summary.record == sent.entry && police.part == .act)
        for item in [police, try #require(try await items(nil).first)] {
            let steps = item.steps.filter { $0.automatic == nil }
            #expect(!steps.isEmpty && steps.allSatisfy { $0.offices == ["scjg"] })
        }
        // Who names no office signs as the one that may.
        var acknowledge = HandoverSteps.step("acknowledge", record: sent.entry)
        acknowledge.office = nil
        _ = try await fujian.submit(acknowledge)
        let shown = try await fujian.local.record(sent.entry, caller: Self.caller)
        #expect(shown.timeline.last { $0.event == "acknowledge" }?.office == "scjg")
        for node in nodes {
            try await node.stop()
            try FileManager.default.removeItem(at: node.test.home.root)
        }
    }
}
