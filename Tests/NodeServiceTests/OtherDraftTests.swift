import Foundation
import Ledger
import LocalAPI
import Testing
import Wording

@testable import NodeService

/// Several drafts of one step of one matter.
@Suite struct OtherDraftTests {
    private static let caller = TestNode.operatorCaller
    private static let code = "node.draft_again"

    @Test(
        "who drafts a step once more and who approves one of the drafts are told which others wait; other steps and matters have nothing to do with it"
    )
    func told() async throws {
        let home = try await TestNode.makeHome("jiangxi.ipr.example", region: "360000")
        let node = try await TestNode(opening: home)
        let chief = try TestOfficer()
        try await chief.enrol(at: node, rank: "chief")
        func reported() async throws -> String {
            try await node.submit(HandoverSteps.step("report")).entry
        }
        func draft(_ record: String) async throws -> DraftDocument {
            try await node.local.draft(
                HandoverSteps.step("approve", record: record),
                caller: Self.caller
            )
        }
        func told(_ draft: DraftDocument) -> CodedText? {
            draft.findings.first { $0.code == Self.code }
        }
        func prepared(_ draft: DraftDocument) async throws -> DraftDocument {
            try await node.local.prepare(
                ApprovalQuestion(draft: draft.draft, key: "\(try chief.publicHalf().handedOver)"),
                caller: Self.caller
            )
        }
        let (record, other) = (try await reported(), try await reported())
        let first = try await draft(record)
        #expect(told(first) == nil)
        #expect(told(try await draft(other)) == nil, "another matter")
        let second = try await draft(record)
        let said = try #require(told(second))
        #expect(said.arguments["count"] == "1")
        #expect(said.arguments["drafts"]?.contains(first.draft) == true, "\(said)")
        #expect(said.arguments["drafts"]?.contains("uid \(Self.caller.credentials.uid)") == true)
        for language in Language.allCases {
            let message = Catalogue.message(said.code, said.arguments, in: language)
            #expect(message?.sentence.contains("{") == false)
        }
        let shown = try await prepared(first)
        #expect(told(shown)?.arguments["drafts"]?.contains(second.draft) == true)
        for _ in 0..<3 { _ = try await draft(record) }
        let many = try #require(told(try await prepared(first)))
        #expect(many.arguments["count"] == "4")
        #expect(many.arguments["drafts"]?.hasSuffix("…") == true, "three of four are named")
        for item in try await node.local.drafts(after: nil, caller: Self.caller).items
        where item.record == record && item.draft != first.draft {
            try await node.local.cancel(DraftName(item.draft), caller: Self.caller)
        }
        #expect(told(try await prepared(first)) == nil)
        try await node.remove()
    }
}
