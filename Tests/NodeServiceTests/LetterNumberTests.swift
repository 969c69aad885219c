import Casework
import Ledger
import LocalAPI
import Testing

@testable import NodeService

/// Whose number a letter bears, and to which office it goes where only a region was named.
@Suite struct LetterNumberTests {
    private static let caller = TestNode.operatorCaller

    private static func printed(
        _ document: String,
        of record: String,
        at node: TestNode
    ) async throws -> PrintedForm {
        try await node.local.printed(record, document: document, entry: nil, caller: caller)
    }

    /// A suspected crime that 江西 has sent to 福建, and the record.
    private static func sent(
        _ nodes: TwoNodes,
        _ more: [String: FieldValue]
    ) async throws -> String {
        let chief = try TestOfficer()
        _ = try await chief.enrol(at: nodes.jiangxi, rank: "chief")
        let report = try await nodes.jiangxi.submit(HandoverSteps.step("report"))
        let draft = try await nodes.jiangxi.local.draft(
            HandoverSteps.step("approve", record: report.entry),
            caller: caller
        )
        _ = try await chief.approve(draft.draft, at: nodes.jiangxi)
        var send = HandoverSteps.step("send", record: report.entry)
        send.fields.merge(more) { _, new in new }
        return try await nodes.jiangxi.submit(send).entry
    }

    @Test(
        "the handover of a suspected crime goes to the police of the region and bears its number, the notice to the party none, and neither tells what the office keeps"
    )
    func handover() async throws {
        let nodes = try await TwoNodes.make(
            fujianOffices: ["gaj": "福建省公安厅", "scjg": "福建省市场监督管理局"]
        )
        let record = try await Self.sent(
            nodes,
            ["coercive_decision_no": .text("赣市监强〔2026〕3号")]
        )
        let letter = try await Self.printed("f5", of: record, at: nodes.jiangxi)
        #expect(letter.addressees.map(\.title) == ["福建省公安厅"])
        #expect(letter.documentNumber == "赣市监移〔2026〕1号")
        let kept: Set = ["approved_at", "reported_at", "disapproval_reason"]
        #expect(kept.isDisjoint(with: letter.fields.map(\.field)))
        let notice = try await Self.printed("f6", of: record, at: nodes.jiangxi)
        #expect(notice.documentNumber == nil && notice.party?.name == "某公司")
        let lines = notice.fields.map(\.field)
        #expect(kept.union(["handling_officers", "investigation_report"]).isDisjoint(with: lines))
        #expect(lines.contains("item_list") && lines.contains("coercive_decision_no"))
        let receivers = notice.fields.first { $0.field == "receiver_offices" }
        #expect(receivers?.values["350000"]?["zh"] == "福建省公安厅")
        #expect(notice.says?["zh"]?.contains("查封、扣押") == true)
        #expect(letter.otherTitles?["f6"]?["zh"] == "查封/扣押物品移送告知书")
        try await nodes.remove()
    }

    @Test("without a decision to seal or seize no notice of it is offered")
    func unseized() async throws {
        let nodes = try await TwoNodes.make(
            fujianOffices: ["gaj": "福建省公安厅", "scjg": "福建省市场监督管理局"]
        )
        let record = try await Self.sent(nodes, [:])
        let letter = try await Self.printed("f5", of: record, at: nodes.jiangxi)
        #expect(letter.others.contains("f24") && !letter.others.contains("f6"))
        try await Fault.requireRefused("node.document_unfit") {
            _ = try await Self.printed("f6", of: record, at: nodes.jiangxi)
        }
        try await nodes.remove()
    }

    @Test("a summary of a penalty is a summary: no decision is offered, and nobody is addressed")
    func summary() async throws {
        let node = try await TestNode.make("jiangxi.ipr.example", region: "360000")
        var prepare = EntrySubmission(
            request: "00000000-0000-4000-8000-000000000002",
            machine: "credit-penalty",
            event: "prepare"
        )
        prepare.office = "scjg"
        prepare.fields = [
            "decision_no": .text("赣市监罚〔2026〕1号"), "subject_name": .text("某公司"),
            "subject_uscc": .text("91350100M000100Y43"), "violation_type": .text("销售侵权商品"),
            "penalty": .text("罚款三千元"), "decided_on": .text("2026-11-02"),
            "deciding_office": .text("360000/scjg"), "ip_right": .text("trademark"),
            "title": .text("【演练】摘要"),
        ]
        let prepared = try await node.submit(prepare)
        let form = try await Self.printed("own-penalty-summary", of: prepared.entry, at: node)
        #expect(form.inHouse && form.addressees.isEmpty && form.party == nil)
        #expect(form.fields.map(\.field).contains("decided_on"))
        // At home no charter says whose the address is.
        let office = form.fields.first { $0.field == "deciding_office" }
        #expect(office?.values["360000/scjg"]?["zh"] == "市场监管")
        try await Fault.requireRefused("node.document_unknown") {
            _ = try await Self.printed("f45", of: prepared.entry, at: node)
        }
        try await node.remove()
    }
}
