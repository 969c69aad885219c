import Foundation
import LocalAPI
import Testing

@testable import NodeService

/// That a node states by itself that a matter is an exercise is said before it does so.
@Suite struct ExerciseNoticeTests {
    private static let caller = TestNode.operatorCaller
    private static let added = "node.exercise_added"

    @Test(
        "whoever is about to open a matter whose texts speak of an exercise is told what is added"
    )
    func told() async throws {
        let node = try await TestNode.make("jiangxi.ipr.example", region: "360000")
        let report = HandoverSteps.step("report")
        let preview = try await node.local.preview(report, caller: Self.caller)
        let told = try #require(preview.findings.first { $0.code == Self.added })
        #expect(
            told.arguments["field"] == "exercise" && told.arguments["field_zh"] == "演练（exercise）"
        )
        let taken = try await node.submit(report)
        #expect(taken.warnings?.contains { $0.code == Self.added } != true, "it was said before")
        // What comes afterwards states nothing, and an officer's own word needs no addition.
        let approve = HandoverSteps.step("approve", record: taken.entry)
        let next = try await node.local.preview(approve, caller: Self.caller)
        #expect(!next.findings.contains { $0.code == Self.added })
        for own in [true, false] {
            var stated = HandoverSteps.step("report")
            stated.fields["exercise"] = .boolean(own)
            let shown = try await node.local.preview(stated, caller: Self.caller)
            #expect(!shown.findings.contains { $0.code == Self.added })
        }
        var plain = HandoverSteps.step("report")
        plain.fields["title"] = .text("运动鞋")
        let silent = try await node.local.preview(plain, caller: Self.caller)
        #expect(!silent.findings.contains { $0.code == Self.added })
        try await node.remove()
    }
}
