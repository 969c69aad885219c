import Foundation
import LocalAPI
import Testing

@testable import NodeService

/// Receiving offices that are written beside several addressees.
@Suite struct ReceivingOfficeTests {
    @Test(
        "each addressee has a receiving office where any is written, and each of these an addressee"
    )
    func each() async throws {
        let nodes = try await TwoNodes.make(fujianOffices: ["scjg": "市场监管", "zscq": "知识产权"])
        var propose = EntrySubmission(
            request: UUID().uuidString.lowercased(),
            machine: "joint-operation",
            event: "propose"
        )
        (propose.mechanism, propose.office) = ("exercise", "scjg")
        propose.to = ["350000/scjg", "350000/zscq"]
        propose.fields = [
            "operation_type": .text("simultaneous_raid"), "goods": .text("运动鞋"),
            "ip_right": .text("trademark"), "title": .text("统一收网"),
        ]
        let local = nodes.jiangxi.local
        for (offices, isRefused) in [
            (["350000/scjg", "350000/zscq"], false), (["350000/scjg"], true),
            (["350000"], false), (["350000", "360000/scjg"], true),
        ] {
            propose.fields["receiver_offices"] = .list(offices.map { .text($0) })
            do {
                _ = try await local.preview(propose, caller: TestNode.operatorCaller)
                #expect(!isRefused, "\(offices)")
            } catch let problem as Problem {
                #expect(isRefused && problem.code == "node.field_contradicts", "\(problem)")
            }
        }
        try await nodes.remove()
    }
}
