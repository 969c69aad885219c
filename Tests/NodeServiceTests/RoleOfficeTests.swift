import Casework
import Ledger
import LocalAPI
import Testing
import Wording

@testable import NodeService

/// Roles that ask what an office is called: a criminal handover goes to the police, and only they acknowledge it.
@Suite(.serialized) struct RoleOfficeTests {
    private static let caller = TestNode.operatorCaller

    /// A handover that the chief has approved, and the step that sends it.
    private static func approved(_ nodes: TwoNodes) async throws -> EntrySubmission {
        let chief = try TestOfficer()
        _ = try await chief.enrol(at: nodes.jiangxi, rank: "chief")
        let report = try await nodes.jiangxi.submit(HandoverSteps.step("report"))
        let draft = try await nodes.jiangxi.local.draft(
            HandoverSteps.step("approve", record: report.entry),
            caller: caller
        )
        _ = try await chief.approve(draft.draft, at: nodes.jiangxi)
        return HandoverSteps.step("send", record: report.entry)
    }

    private static func refusal(_ body: () async throws -> Void) async -> Problem? {
        do {
            try await body()
            return nil
        } catch {
            return error as? Problem
        }
    }

    @Test(
        "an approval that is typed late says that the 24 hours to send are over already, before it is signed"
    )
    func typedLate() async throws {
        let clock = try SetClock("2026-01-06T10:00:00+08:00")
        let home = try await TestNode.makeHome("jiangxi.ipr.example", region: "360000")
        let node = try await TestNode(opening: home, time: clock.time)
        let report = try await node.submit(HandoverSteps.step("report"))
        // Approved on 2026-01-06 at 09:00.
        let approve = HandoverSteps.step("approve", record: report.entry)
        let inTime = try await node.local.preview(approve, caller: Self.caller)
        #expect(!inTime.findings.contains { $0.code == "casework.clock_start_over" })
        // The hour of the approval does not count.
        try clock.set("2026-01-07T10:00:01+08:00")
        let late = try await node.local.preview(approve, caller: Self.caller)
        let told = late.findings.first { $0.code == "casework.clock_start_over" }
        #expect(told?.arguments["clock"] == "B3")
        #expect(told?.arguments["at"] == "2026-01-06T09:00:00+08:00")
        try await node.remove()
    }

    @Test("a member that has no police is refused as addressee, by its region and by its office")
    func regulator() async throws {
        let nodes = try await TwoNodes.make()
        let send = try await Self.approved(nodes)
        for to in ["350000", "350000/scjg"] {
            var wrong = send
            wrong.to = [to]
            wrong.fields["receiver_offices"] = .list([.text(to)])
            let told = await Self.refusal { _ = try await nodes.jiangxi.submit(wrong) }
            #expect(told?.code == "node.addressee_not_of_role", "\(to) \(String(describing: told))")
            #expect(told?.arguments["found"] == "市场监管")
            #expect(told?.arguments["fitting"] == "-")
            #expect(told?.worded(in: .zh).cause.contains("公安机关") == true)
            let shown = await Self.refusal {
                _ = try await nodes.jiangxi.local.preview(wrong, caller: Self.caller)
            }
            #expect(shown?.code == "node.addressee_not_of_role")
        }
        try await nodes.remove()
    }

    @Test(
        "an administrative handover to the police is pointed out, since a suspected crime goes another way"
    )
    func administrative() async throws {
        let nodes = try await TwoNodes.make(fujianOffices: ["gaj": "公安", "scjg": "市场监管"])
        func told(_ to: String) throws -> [String] {
            let rules = try #require(
                nodes.jiangxi.node.view.packs.packs.first { $0.reference.id.text == "cooperation" }
            )
            let machine = try #require(MachineID("handover-administrative").flatMap(rules.machine))
            let step = try #require(EventID("send").flatMap(machine.transition))
            var intent = EntryIntent(
                machine: machine.id,
                event: step.id,
                from: nodes.jiangxi.node.view.card.content.region,
                office: try #require(OfficeID("scjg"))
            )
            intent.to = [try #require(Address(to))]
            let offices = RoleOffices(
                view: nodes.jiangxi.node.view,
                machine: machine,
                step: step,
                intent: intent,
                mechanism: MechanismID("exercise")
            )
            #expect(offices.faults().isEmpty)
            return offices.warnings().map(\.code)
        }
        #expect(try told("350000/gaj") == ["node.addressee_has_procedure"])
        #expect(try told("350000/scjg") == [])
        // Any office of that node may take it.
        #expect(try told("350000") == [])
        try await nodes.remove()
    }

    @Test(
        "of a node with several offices the police alone are addressed, and nobody else signs for them"
    )
    func police() async throws {
        let nodes = try await TwoNodes.make(fujianOffices: ["gaj": "公安", "scjg": "市场监管"])
        var send = try await Self.approved(nodes)
        let regulator = await Self.refusal {
            var wrong = send
            wrong.to = ["350000/scjg"]
            wrong.fields["receiver_offices"] = .list([.text("350000/scjg")])
            _ = try await nodes.jiangxi.submit(wrong)
        }
        #expect(regulator?.code == "node.addressee_not_of_role")
        #expect(regulator?.arguments["fitting"] == "350000/gaj 公安")
        send.to = ["350000/gaj"]
        send.fields["receiver_offices"] = .list([.text("350000/gaj")])
        _ = try await nodes.jiangxi.submit(send)
        // The regulator of the receiving node begins nothing as police, whatever the step.
        var reverse = EntrySubmission(
            request: "00000000-0000-4000-8000-000000000001",
            machine: "handover-reverse",
            event: nil
        )
        reverse.office = "scjg"
        let told = await Self.refusal {
            _ = try await nodes.fujian.local.preview(reverse, caller: Self.caller)
        }
        let codes = told.map { $0.reasons.map { $0.map(\.code) } ?? [$0.code] } ?? []
        #expect(codes.contains("node.office_not_of_role"), "\(codes)")
        reverse.office = "gaj"
        let other = await Self.refusal {
            _ = try await nodes.fujian.local.preview(reverse, caller: Self.caller)
        }
        let rest = other.map { $0.reasons.map { $0.map(\.code) } ?? [$0.code] } ?? []
        #expect(!rest.contains("node.office_not_of_role"), "\(rest)")
        try await nodes.remove()
    }
}
