import Foundation
import LocalAPI
import Testing

@testable import NodeService

/// A case that one office lists with another and assigns to a third.
@Suite struct SupervisionTests {
    private static let caller = TestNode.operatorCaller
    /// Some weeks ahead: no day may lie more than a year ahead of the node's clock.
    private static let due = Date().addingTimeInterval(30 * 86_400)
        .formatted(.iso8601.year().month().day())

    private static func step(
        _ event: String,
        _ record: String?,
        to addressees: [String] = []
    ) -> EntrySubmission {
        var step = EntrySubmission(
            request: UUID().uuidString.lowercased(),
            machine: "supervision",
            event: event
        )
        (step.record, step.to) = (record, addressees)
        return step
    }

    /// A case that 江西 lists with 福建, to be handled by 贵州.
    private static func listed(in federation: Federation) async throws -> String {
        var list = step("list", nil, to: ["350000"])
        list.mechanism = "exercise"
        list.fields = [
            "document_no": .text("赣市监督〔2026〕1号"), "title": .text("【演练】运动鞋案督办"),
            "mechanism": .text("exercise"), "scope": .text("internal"),
            "no_state_secret": .boolean(true), "sender_office": .text("360000/scjg"),
            "receiver_offices": .list([.text("350000")]), "liaison": .text("联络员"),
            "handling_officers": .list([.text("甲"), .text("乙")]), "goods": .text("运动鞋"),
            "ip_right": .text("trademark"), "cause": .text("销售假冒运动鞋案"),
            "supervision_level": .text("joint"), "listing_ground": .text("two_provinces"),
            "supervised_offices": .list([.text("520000/scjg")]), "due_on": .text(due),
            "requirements": .text("查清源头"),
        ]
        let listed = try await federation[0].test.submit(list)
        return listed.entry
    }

    private static func said(
        _ event: String,
        of record: String,
        at node: TestNode
    ) async throws -> Set<String> {
        let query = StepFormQuery(event: event, record: record)
        let form = try await node.local.form(query, caller: caller)
        return Set(form.fields.filter(\.said).map(\.field))
    }

    @Test(
        "an assignment brings the office in charge what was said when the case was listed, as its form tells, and no number of that letter"
    )
    func assigned() async throws {
        let federation = try await Federation.make([
            ("jiangxi", "360000"), ("fujian", "350000"), ("guizhou", "520000"),
        ])
        let (jiangxi, guizhou) = (federation[0].test, federation[2].test)
        let record = try await Self.listed(in: federation)
        let filled = try await Self.said("assign", of: record, at: jiangxi)
        let told: Set = ["cause", "due_on", "requirements", "supervised_offices"]
        #expect(filled.isSuperset(of: told), "\(filled)")
        // Another office than the one that was named is stated anew.
        let other = await #expect(throws: Problem.self) {
            _ = try await jiangxi.local.preview(
                Self.step("assign", record, to: ["350000"]),
                caller: Self.caller
            )
        }
        #expect(other?.code == "node.fields_missing")
        #expect(other?.arguments["fields"] == "supervised_offices")
        _ = try await jiangxi.submit(Self.step("assign", record, to: ["520000"]))
        try await eventually("the assignment is at guizhou, with its body") {
            // Nothing is there before the record's first entry came.
            let shown = try? await guizhou.local.record(record, caller: Self.caller)
            return shown?.timeline.last { $0.event == "assign" }?.body?.state == .held
        }
        let shown = try await guizhou.local.record(record, caller: Self.caller)
        let body = try #require(shown.timeline.last { $0.event == "assign" }?.body?.fields)
        #expect(body["cause"] == .text("销售假冒运动鞋案") && body["goods"] == .text("运动鞋"))
        #expect(body["requirements"] == .text("查清源头"))
        #expect(body["supervised_offices"] == .list([.text("520000/scjg")]))
        #expect(body["receiver_offices"] == nil && body["document_no"] == nil)
        #expect(shown.summary.title == "【演练】运动鞋案督办")
        #expect(shown.timeline.first { $0.event == "list" }?.body?.state == .denied)
        #expect(shown.clocks?.first { $0.clock == "H2" }?.due?.last.hasPrefix(Self.due) == true)
        // A new term is stated by the step that sets it.
        let extended = try await Self.said("extend", of: record, at: jiangxi)
        #expect(extended.contains("cause") && !extended.contains("due_on"), "\(extended)")
        try await federation.remove()
    }
}
