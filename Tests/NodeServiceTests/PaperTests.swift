import Casework
import Foundation
import LocalAPI
import Testing

@testable import NodeService

/// Whose paper a document is, on what law, and what it repeats.
@Suite(.timeLimit(.minutes(20))) struct PaperTests {
    private static let caller = TestNode.operatorCaller
    private static let members = [
        ("jiangxi", "360000"), ("fujian", "350000"), ("guizhou", "520000"),
    ]

    private static func printed(
        _ document: String,
        of record: String,
        at node: TestNode,
        entry: String? = nil
    ) async throws -> PrintedForm {
        try await node.local.printed(record, document: document, entry: entry, caller: caller)
    }

    @Test(
        "the receipt that a node signs by itself is its office's paper on the law of that office, and says that it is an exercise where nobody can read a title"
    )
    func receipt() async throws {
        let federation = try await Federation.make(Self.members, isExercise: false)
        let record = try await AdministrativeHandover.sent(in: federation)
        let guizhou = federation[2].test
        try await eventually("guizhou has the receipt") {
            // Nothing is there before the record's first entry came.
            let shown = try? await guizhou.local.record(record, caller: Self.caller)
            return shown?.summary.state == "receipted"
        }
        for node in [federation[1].test, guizhou] {
            let paper = try await Self.printed("own-handover-receipt", of: record, at: node)
            #expect(paper.sender.title == "市场监管" && paper.sender.region == "福建省")
            #expect(paper.laws.map(\.article) == ["18"])
            #expect(paper.laws.first?.titles["zh"]?.contains("行政处罚程序规定") == true)
            #expect(paper.exercise)
        }
        let seen = try await guizhou.local.record(record, caller: Self.caller)
        #expect(seen.timeline.first?.facts?["exercise"] == .integer(1))
        #expect(seen.timeline.first?.body?.fields == nil)
        try await federation.remove()
    }

    @Test(
        "what stays in the office's files goes to nobody, and a letter cites the same law as its draft"
    )
    func drafts() async throws {
        let node = try await TestNode.make("jiangxi.ipr.example", region: "360000")
        let record = try await AdministrativeHandover.approved(at: node)
        let form = try await Self.printed("f8", of: record, at: node)
        #expect(form.inHouse && form.addressees.isEmpty && form.party == nil)
        #expect(form.exercise && form.fields.allSatisfy { $0.field != "exercise" })
        var draft = EntrySubmission(
            request: UUID().uuidString.lowercased(),
            machine: "assistance",
            event: "create"
        )
        draft.office = "scjg"
        draft.fields = [
            "assist_type": .text("investigation"), "cause": .text("涉嫌侵权"),
            "request_items": .list([.text("核实销售数量")]), "urgent": .boolean(true),
        ]
        let begun = try await node.submit(draft)
        var approve = EntrySubmission(
            request: UUID().uuidString.lowercased(),
            machine: "assistance",
            event: "approve"
        )
        (approve.record, approve.office) = (begun.entry, "scjg")
        _ = try await node.submit(approve)
        let letter = try await Self.printed("f17", of: begun.entry, at: node)
        #expect(letter.draft && letter.urgent && !letter.exercise)
        // That of the step that sends it.
        #expect(letter.laws.map(\.article) == ["45"])
        try await node.remove()
    }

    @Test("what the opener states of an exercise stands, whatever a title says")
    func stated() async throws {
        let node = try await TestNode.make("jiangxi.ipr.example", region: "360000")
        for (isStated, isExercise) in [(nil, false), (false, false), (true, true)]
            as [(Bool?, Bool)]
        {
            var create = AdministrativeHandover.step("create", nil)
            create.fields = [
                "cause": .text("涉嫌商标侵权"), "title": .text("演练用鞋仿冒案"),
                "jurisdiction_rule": .text("《市场监督管理行政处罚程序规定》第14条"),
                "subject_name": .text("某公司"), "goods": .text("运动鞋"), "ip_right": .text("trademark"),
            ]
            create.fields["exercise"] = isStated.map { .boolean($0) }
            let record = try await node.submit(create).entry
            _ = try await node.submit(AdministrativeHandover.step("approve", record))
            let form = try await Self.printed("f8", of: record, at: node)
            #expect(form.exercise == isExercise, "\(isStated as Bool?)")
        }
        try await node.remove()
    }

    private static func jointStep(
        _ event: String,
        of record: String? = nil,
        _ fields: [String: FieldValue] = [:]
    ) -> EntrySubmission {
        var step = EntrySubmission(
            request: UUID().uuidString.lowercased(),
            machine: "joint-operation",
            event: event
        )
        (step.record, step.office, step.fields) = (record, "scjg", fields)
        return step
    }

    private static func awaited(_ entry: String, of record: String, at node: TestNode) async throws
    {
        try await eventually("\(entry) is at \(node.node.view.node)") {
            // Nothing is there before the record's first entry came.
            let shown = try? await node.local.record(record, caller: caller)
            let found = shown?.timeline.first { $0.entry == entry }
            return found.map { $0.body?.state ?? .held == .held } ?? false
        }
    }

    @Test("an invitation repeats the proposal, and a co-signed plan what was planned")
    func carried() async throws {
        let federation = try await Federation.make(Array(Self.members.prefix(2)))
        let (jiangxi, fujian) = (federation[0].test, federation[1].test)
        var propose = Self.jointStep(
            "propose",
            of: nil,
            [
                "operation_type": .text("simultaneous_raid"), "goods": .text("运动鞋"),
                "ip_right": .text("trademark"), "title": .text("统一收网"),
            ]
        )
        (propose.mechanism, propose.to) = ("exercise", ["350000"])
        let record = try await jiangxi.submit(propose).entry
        var invite = Self.jointStep(
            "invite",
            of: record,
            ["participants": .list([.text("350000")])]
        )
        invite.to = ["350000"]
        let invited = try await jiangxi.submit(invite)
        let letter = try await Self.printed("own-joint-invitation", of: record, at: jiangxi)
        #expect(letter.entry == invited.entry && letter.asks && letter.subject == "统一收网")
        #expect(letter.fields.map(\.field).contains("goods"))
        #expect(letter.fields.map(\.field).contains("participants"))
        try await Self.awaited(invited.entry, of: record, at: fujian)
        let joined = try await fujian.submit(Self.jointStep("join", of: record))
        try await Self.awaited(joined.entry, of: record, at: jiangxi)
        var plan = Self.jointStep(
            "freeze_plan",
            of: record,
            [
                "operation_code": .text("甲一"), "targets": .list([.text("某市场")]),
                "time_window": .text("上午"), "division": .text("各负其责"),
                "evidence_requirements": .text("拍照"), "document_no": .text("赣市监联〔2026〕1号"),
                "mechanism": .text("exercise"), "scope": .text("internal"),
                "no_state_secret": .boolean(true), "sender_office": .text("360000/scjg"),
                "receiver_offices": .list([.text("350000")]),
                "handling_officers": .list([.text("甲"), .text("乙")]),
                "liaison": .text("联络员"),
            ]
        )
        plan.to = ["350000"]
        let frozen = try await jiangxi.submit(plan)
        try await Self.awaited(frozen.entry, of: record, at: fujian)
        let cosigned = try await fujian.submit(Self.jointStep("cosign_plan", of: record))
        let paper = try await Self.printed("own-joint-cosigned-plan", of: record, at: fujian)
        #expect(paper.entry == cosigned.entry && paper.sender.region == "福建省")
        let said = Set(paper.fields.map(\.field))
        #expect(said.isSuperset(of: ["operation_code", "targets", "time_window", "division"]))
        // The number is that of whoever made the plan, and the copy goes back to him.
        #expect(paper.documentNumber == nil && paper.repeats == true)
        #expect(paper.answered?.documentNumber == "赣市监联〔2026〕1号")
        #expect(paper.answered?.entry == frozen.entry)
        #expect(paper.addressees.map(\.region) == ["江西省"])
        let own = try await Self.printed(
            "own-joint-plan",
            of: record,
            at: jiangxi,
            entry: frozen.entry
        )
        #expect(own.documentNumber == "赣市监联〔2026〕1号" && own.repeats == nil)
        try await federation.remove()
    }
}
