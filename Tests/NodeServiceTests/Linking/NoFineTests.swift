import LocalAPI
import Testing

@testable import NodeService

/// What is no prior penalty although a field for penalties says something.
@Suite struct NoFineTests {
    @Test("a fine of nothing is no prior penalty")
    func nothing() async throws {
        let node = try await TestNode.make("jiangxi.ipr.example", region: "360000")
        var records: [String] = []
        for fine in [FieldValue.integer(0), .integer(500_000)] {
            var report = HandoverSteps.step("report")
            report.fields["subject_uscc"] = .text(LinkingScene.firm)
            report.fields["prior_fines"] = fine
            records.append(try await node.submit(report).entry)
        }
        let filed = try await LinkingScene.draft(
            at: node,
            ["subject_uscc": .text(LinkingScene.firm)]
        )
        let answer = try await LinkingScene.links(of: filed.entry, at: node)
        #expect(answer.links.count == 2)
        #expect(answer.penalties.map(\.record.record) == [records[1]])
        try await node.remove()
    }
}
