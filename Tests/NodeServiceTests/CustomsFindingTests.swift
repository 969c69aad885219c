import Casework
import Foundation
import LocalAPI
import Testing

@testable import NodeService

/// What customs write of goods that they hold, wherever the case is by then.
@Suite(.timeLimit(.minutes(20))) struct CustomsFindingTests {
    private static let caller = TestNode.operatorCaller
    private static let document = "st-customs-finding"
    /// What concerns the case and not the party to whom the paper goes.
    private static let omitted: Set<String> = [
        "receiver_offices", "target_type", "remarks", "related_records", "legal_basis",
    ]

    private static func require(_ form: PrintedForm) {
        let lines = Dictionary(
            form.fields.map { ($0.field, $0.value) },
            uniquingKeysWith: { first, _ in first }
        )
        #expect(lines["goods"] == .text("运动鞋"))
        #expect(lines["port"] == .text("南昌"))
        #expect(form.party?.name == "某公司")
        #expect(omitted.isDisjoint(with: lines.keys), "\(lines.keys.sorted())")
        #expect(form.addressees.isEmpty && form.body == .held)
        #expect(form.attachments.isEmpty)
    }

    @Test(
        "a finding of after the transfer names the goods that the case is about, at customs and at whoever received it; whoever reads nothing of it is offered no paper with blanks"
    )
    func beside() async throws {
        let federation = try await Federation.make(
            [("jiangxi", "360000"), ("fujian", "350000"), ("guizhou", "520000")],
            offices: [0: ["scjg": "南昌海关"]]
        )
        let (customs, fujian, guizhou) = (
            federation[0].test, federation[1].test, federation[2].test
        )
        let record = try await BesideStepTests.transferred(customs)
        let finding = try await customs.submit(BesideStepTests.step("determine", record)).entry
        func entry(at node: TestNode) async throws -> TimelineEntry? {
            let shown = try? await node.local.record(record, caller: Self.caller)
            return shown?.timeline.first { $0.entry == finding }
        }
        for node in [fujian, guizhou] {
            try await eventually("the finding has come") { try await entry(at: node) != nil }
        }
        try await eventually("fujian has what it was sent") {
            let shown = try await fujian.local.record(record, caller: Self.caller)
            return shown.timeline.first?.body?.state == .held
        }
        for node in [customs, fujian] {
            Self.require(
                try await node.local.printed(
                    record,
                    document: Self.document,
                    entry: finding,
                    caller: Self.caller
                )
            )
            let offered = try await entry(at: node)?.documents?.map(\.document)
            #expect(offered == [Self.document])
        }
        let papers = try await entry(at: guizhou)?.documents ?? []
        #expect(papers.isEmpty)
        for asked in [Self.document, nil] {
            let refused = await #expect(throws: Problem.self) {
                _ = try await guizhou.local.printed(
                    record,
                    document: asked,
                    entry: finding,
                    caller: Self.caller
                )
            }
            #expect(refused?.code == "node.document_unfit", "\(asked ?? "any")")
        }
        try await federation.remove()
    }

    @Test("a finding of before the transfer gathers what customs wrote at home")
    func atHome() async throws {
        let home = try await TestNode.makeHome(
            "jiangxi.ipr.example",
            region: "360000",
            offices: ["scjg": "南昌海关"]
        )
        let node = try await TestNode(opening: home)
        var notify = BesideStepTests.step(
            "notify_holder",
            nil,
            [
                "goods": .text("运动鞋"), "port": .text("南昌"), "subject_name": .text("某公司"),
                "remarks": .text("线索来自举报人"),
            ]
        )
        notify.rules = try node.installCooperation()
        let record = try await node.submit(notify).entry
        for event in ["detain", "determine"] {
            _ = try await node.submit(BesideStepTests.step(event, record))
        }
        for document in [Self.document, "st-customs-detention"] {
            Self.require(
                try await node.local.printed(
                    record,
                    document: document,
                    entry: nil,
                    caller: Self.caller
                )
            )
        }
        try await node.remove()
    }
}
