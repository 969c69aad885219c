import Foundation
import Ledger
import LocalAPI
import Testing

@testable import NodeService

/// Customs go on with goods that they hold after the case went out.
@Suite(.serialized) struct BesideStepTests {
    private static let caller = TestNode.operatorCaller

    static func step(
        _ event: String,
        _ record: String? = nil,
        _ fields: [String: FieldValue] = [:]
    ) -> EntrySubmission {
        StatedDateTests.step("handover-customs", event, record, fields)
    }

    /// Goods that 南昌海关 detained, and whose case it then passed on to a market regulator.
    static func transferred(_ node: TestNode) async throws -> String {
        let home = try await node.submit(
            step("notify_holder", nil, ["goods": .text("运动鞋"), "port": .text("南昌")])
        )
        _ = try await node.submit(step("detain", home.entry))
        return try await node.submit(transfer(of: home.entry)).entry
    }

    /// The step that passes the case on.
    static func transfer(
        of home: String,
        to address: String = "350000/scjg",
        target: String = "regulator"
    ) -> EntrySubmission {
        var transfer = step(
            "transfer",
            home,
            [
                "document_no": .text("洪关移〔2026〕1号"), "title": .text("【演练】运动鞋"),
                "mechanism": .text("exercise"), "scope": .text("internal"),
                "no_state_secret": .boolean(true), "sender_office": .text("360000/scjg"),
                "receiver_offices": .list([.text(address)]), "ip_right": .text("trademark"),
                "handling_officers": .list([.text("甲"), .text("乙")]), "liaison": .text("联络员"),
                "subject_name": .text("某公司"), "target_type": .text(target),
            ]
        )
        (transfer.mechanism, transfer.to) = ("exercise", [address])
        return transfer
    }

    @Test(
        "customs are offered what the detention asks for, and no step for which it has not come so far; a release ends the periods that began at home"
    )
    func release() async throws {
        let nodes = try await TwoNodes.make(
            jiangxiOffices: ["scjg": "南昌海关"],
            fujianOffices: ["scjg": "市场监管"]
        )
        let node = nodes.jiangxi
        let record = try await Self.transferred(node)
        func shown() async throws -> (steps: Set<String>, running: Set<String>) {
            let shown = try await node.local.record(record, caller: Self.caller)
            #expect(shown.summary.state == "transferred")
            let clocks = (shown.clocks ?? []).filter { $0.end == nil }
            return (
                Set((shown.next ?? []).filter(\.here).map(\.event)), Set(clocks.map(\.clock))
            )
        }
        let before = try await shown()
        #expect(before.steps == ["determine", "cannot_determine", "court_notice", "release"])
        #expect(before.running == ["D3", "D4b"])
        let inbox = try await node.local.inbox(InboxQuery(), caller: Self.caller)
        let listed = inbox.items.first { $0.summary.record == record }?.steps.map(\.event)
        #expect(Set(listed ?? []) == before.steps)
        // To everybody else the goods might not be detained yet: this node knows that they are.
        let refused = await #expect(throws: Problem.self) {
            _ = try await node.submit(Self.step("detain", record))
        }
        #expect(refused?.code == "casework.state_not_allowed")
        #expect(refused?.arguments["state"] == "detained")
        _ = try await node.submit(Self.step("release", record))
        let after = try await shown()
        #expect(after.steps.isEmpty && after.running.isEmpty, "\(after)")
        try await nodes.remove()
    }
}
