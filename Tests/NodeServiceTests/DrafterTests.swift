import Foundation
import Ledger
import LocalAPI
import Testing

@testable import NodeService

/// The clerk who drafts and the officer who approves, by their logins: keys alone do not make two persons.
@Suite struct DrafterTests {
    private static let clerk = TestNode.operatorCaller

    /// Somebody else of the office.
    private static let other = Caller(
        credentials: PeerCredentials(pid: 1, uid: 4_711, gids: []),
        offices: .some(["scjg"]),
        rights: [.read, .sign]
    )

    /// A node whose configuration ends with some lines, its chief, and a draft of the clerk's.
    private static func drafted(
        under lines: String
    ) async throws -> (TestNode, TestOfficer, DraftDocument) {
        let home = try await TestNode.makeHome("jiangxi.ipr.example", region: "360000")
        let text = try String(contentsOf: home.configuration, encoding: .utf8)
        try Data((text + lines).utf8).write(to: home.configuration)
        let node = try await TestNode(opening: home)
        let chief = try TestOfficer()
        try await chief.enrol(at: node, rank: "chief")
        let report = try await node.submit(HandoverSteps.step("report"))
        let step = HandoverSteps.step("approve", record: report.entry)
        return (node, chief, try await node.local.draft(step, caller: clerk))
    }

    private static func prepared(
        _ draft: DraftDocument,
        _ chief: TestOfficer,
        by caller: Caller,
        at node: TestNode
    ) async throws -> DraftDocument {
        let question = ApprovalQuestion(
            draft: draft.draft,
            key: "\(try chief.publicHalf().handedOver)"
        )
        return try await node.local.prepare(question, caller: caller)
    }

    @Test("whoever approves under the login that drafted is told so, and nobody else is")
    func told() async throws {
        for lines in ["", "approver-login: any\n"] {
            let (node, chief, draft) = try await Self.drafted(under: lines)
            let code = "node.drafter_approves"
            let own = try await Self.prepared(draft, chief, by: Self.clerk, at: node)
            let finding = try #require(own.findings.first { $0.code == code })
            #expect(finding.arguments["uid"] == "\(Self.clerk.credentials.uid)")
            try Fault.requireTold(code, finding.arguments)
            let others = try await Self.prepared(draft, chief, by: Self.other, at: node)
            #expect(!others.findings.contains { $0.code == code })
            // It is a finding: the step is taken.
            #expect(try await chief.approve(draft.draft, at: node).index > 0)
            try await node.remove()
        }
    }

    @Test(
        "where the configuration asks for two logins the drafter's is refused, before anything is shown or signed, and another approves"
    )
    func refused() async throws {
        let (node, chief, draft) = try await Self.drafted(under: "approver-login: other\n")
        let size = try await node.size(of: "home")
        try await Fault.requireRefused("node.drafter_not_approver") {
            _ = try await Self.prepared(draft, chief, by: Self.clerk, at: node)
        }
        let others = try await Self.prepared(draft, chief, by: Self.other, at: node)
        let approval = ApprovalDocument(draft: draft.draft, note: try chief.note(others.text))
        // Nor does a text that another login was given go in under the drafter's.
        try await Fault.requireRefused("node.drafter_not_approver") {
            _ = try await node.local.approve(approval, caller: Self.clerk)
        }
        #expect(try await node.size(of: "home") == size)
        let done = try await node.local.approve(approval, caller: Self.other)
        #expect(try await node.size(of: "home") == size + 1)
        // Sent again, as after a lost answer, it is the same entry.
        let again = try await node.local.approve(approval, caller: Self.other)
        #expect(again.entry == done.entry && again.proof == done.proof)
        try await node.remove()
    }

    @Test("another word for `approver-login` is refused with its line, and what is written is read")
    func configuration() async throws {
        let home = try await TestNode.makeHome("jiangxi.ipr.example", region: "360000")
        let text = try String(contentsOf: home.configuration, encoding: .utf8)
        let line = text.split(separator: "\n", omittingEmptySubsequences: false).count
        let error = #expect(throws: NodeError.self) {
            _ = try ConfigurationFile.parse(text + "approver-login: both\n")
        }
        #expect(error?.code == .configurationValueUnknown)
        #expect(
            error?.arguments == [
                "found": "both", "key": "approver-login", "known": "any, other",
                "line": "\(line)",
            ]
        )
        var configuration = try ConfigurationFile.parse(text)
        #expect(!configuration.asksForTwoLogins)
        configuration.asksForTwoLogins = true
        #expect(
            try ConfigurationFile.parse(ConfigurationFile.text(of: configuration)) == configuration
        )
        try FileManager.default.removeItem(at: home.root)
    }
}
