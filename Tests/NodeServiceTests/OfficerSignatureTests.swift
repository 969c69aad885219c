import Foundation
import LocalAPI
import Testing

@testable import NodeService

/// Whose signature counts where an officer signs, and how many.
@Suite struct OfficerSignatureTests {
    private static let caller = TestNode.operatorCaller

    @Test("a signature that the rules do not ask for is by the rank that they show all the same")
    func shownRank() async throws {
        let node = try await TestNode.make("jiangxi.ipr.example", region: "360000")
        let (head, responsible) = (try TestOfficer(), try TestOfficer())
        try await head.enrol(at: node, rank: "handling_head")
        try await responsible.enrol(at: node, rank: "responsible")
        let created = try await node.submit(node.submission("create"))
        let draft = try await node.local.draft(
            node.submission("approve", record: created.entry),
            caller: Self.caller
        )
        let size = try await node.size(of: "home")
        let refused = await Fault.code { _ = try await head.prepare(draft.draft, at: node) }
        #expect(refused == "casework.approver_rank")
        #expect(try await node.size(of: "home") == size)
        _ = try await responsible.approve(draft.draft, at: node)
        #expect(try await node.size(of: "home") == size + 1)
        try await node.remove()
    }

    @Test("a note with a second line of signature is not an officer's own")
    func twoLines() async throws {
        let node = try await TestNode.make("jiangxi.ipr.example", region: "360000")
        let (chief, second) = (try TestOfficer(), try TestOfficer())
        try await chief.enrol(at: node, rank: "chief")
        let report = try await node.submit(HandoverSteps.step("report"))
        let draft = try await node.local.draft(
            HandoverSteps.step("approve", record: report.entry),
            caller: Self.caller
        )
        let size = try await node.size(of: "home")
        let text = try await chief.prepare(draft.draft, at: node).text
        let line = try #require(try second.note(text).split(separator: "\n").last)
        let note = try chief.note(text) + line + "\n"
        let refused = await Fault.code {
            _ = try await node.local.approve(
                ApprovalDocument(draft: draft.draft, note: note),
                caller: Self.caller
            )
        }
        #expect(refused == "node.approval_signature_wrong")
        #expect(try await node.size(of: "home") == size)
        try await node.remove()
    }
}
