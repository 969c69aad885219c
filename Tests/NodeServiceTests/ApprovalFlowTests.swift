import Auditing
import Casework
import Cryptography
import Foundation
import Ledger
import LocalAPI
import LogStorage
import SQLiteStorage
import Testing
import TransparencyLog

@testable import NodeService

/// A criminal handover between two nodes over real TLS: the chief's approval at home, and the police head's in the mechanism.
@Suite(.serialized) struct ApprovalFlowTests {
    private static let jiangxi = "jiangxi.ipr.example/exercise"

    /// Two nodes, the second one of the police alone.
    static func make(
        _ ports: Ports,
        offices: [String: String] = ["scjg": "公安"]
    ) async throws -> [RunningNode] {
        let tests = [
            try await TestNode.make("jiangxi.ipr.example", region: "360000"),
            try await TestNode(
                opening: TestNode.makeHome(
                    "fujian.ipr.example",
                    region: "350000",
                    offices: offices
                )
            ),
        ]
        try await Federation.introduce(tests)
        let draft = Federation.draft([("jiangxi", "360000"), ("fujian", "350000")])
        let created = try await tests[0].local.create(draft, caller: Federation.caller)
        let signed = try await tests[1].local.sign(
            charter: created.text,
            caller: Federation.caller
        )
        var nodes: [RunningNode] = []
        for test in tests {
            _ = try await test.local.join(charter: signed.text, caller: Federation.caller)
            try await test.close()
            nodes.append(try await RunningNode.start(test.home, ports: ports))
        }
        return nodes
    }

    private static func state(_ record: String, at node: RunningNode) async throws -> String {
        try await node.test.local.record(record, caller: Federation.caller).summary.state
    }

    @Test(
        "a handover that two people sign at each end is the same at both nodes and sound in an audit, also where the node ends between draft and approval"
    )
    func handover() async throws {
        let ports = Ports()
        var nodes = try await Self.make(ports)
        let (chief, head) = (try TestOfficer(), try TestOfficer())
        let enrolled = try await chief.enrol(at: nodes[0].test, rank: "chief")
        try await head.enrol(at: nodes[1].test, rank: "county_police_head")
        let report = try await nodes[0].test.submit(HandoverSteps.step("report"))
        let approve = HandoverSteps.step("approve", record: report.entry)
        let draft = try await nodes[0].test.local.draft(approve, caller: Federation.caller)
        // The draft, with the body's salt, outlives the process.
        try await nodes[0].stop()
        nodes[0] = try await RunningNode.start(nodes[0].test.home, ports: ports)
        let waiting = try await nodes[0].test.local.drafts(after: nil, caller: Federation.caller)
        #expect(waiting.items.map(\.draft) == [draft.draft])
        _ = try await chief.approve(draft.draft, at: nodes[0].test)
        let sent = try await nodes[0].test.submit(
            HandoverSteps.step("send", record: report.entry)
        )
        try await eventually("the handover is at the police") {
            let held = try await nodes[1].holdings(of: Self.jiangxi, at: sent.index)
            return held == [.stored]
        }
        _ = try await nodes[1].test.submit(
            HandoverSteps.step("acknowledge", record: sent.entry)
        )
        let decide = HandoverSteps.step("decide_file", record: sent.entry)
        let decision = try await nodes[1].test.local.draft(decide, caller: Federation.caller)
        #expect(decision.recipients.map(\.node) == ["jiangxi.ipr.example"])
        _ = try await head.approve(decision.draft, at: nodes[1].test)
        try await eventually("the decision is at the sender") {
            try await Self.state(sent.entry, at: nodes[0]) == "filed"
        }
        for node in nodes {
            #expect(try await Self.state(sent.entry, at: node) == "filed")
            let detail = try await node.test.local.record(sent.entry, caller: Federation.caller)
            let last = try #require(detail.timeline.last)
            #expect(last.event == "decide_file" && last.verdict.class == .valid)
            #expect(last.officer?.hasPrefix("o-") == true)
        }
        try await Self.requireSound(nodes)
        // A stolen key: what it approved since then does not count any more.
        nodes[0] = try await RunningNode.start(nodes[0].test.home, ports: ports)
        nodes[1] = try await RunningNode.start(nodes[1].test.home, ports: ports)
        _ = try await nodes[0].test.local.revoke(
            OfficerRevocation(officer: enrolled.officer, since: "2026-01-01T00:00:00+08:00"),
            caller: Federation.caller
        )
        let home = try await nodes[0].test.local.record(report.entry, caller: Federation.caller)
        #expect(home.timeline.contains { $0.event == "approve" && $0.verdict.class == .invalid })
        try await Self.ratify(nodes[0].test, report.entry, sent.entry)
        // What the key signed is named as such, at home alone, and nothing is wrong anywhere.
        let doubts = try await Self.requireSound(nodes).map { findings in
            findings.filter { $0.code == .entryInDoubt }
        }
        #expect(doubts.map { $0.isEmpty } == [false, true], "\(doubts)")
        for doubt in doubts.joined() {
            #expect(doubt.arguments["reason"] == "key_revoked_afterwards")
            #expect(doubt.log?.description == "jiangxi.ipr.example/home")
        }
        for node in nodes { try FileManager.default.removeItem(at: node.test.home.root) }
    }

    /// Both parts of the matter say what is made up for at home, and by which steps its office tells the police, who cannot see it.
    private static func requireNext(
        _ findings: [CodedText],
        _ home: String,
        _ sent: String
    ) throws {
        let makeUp = try #require(findings.first { $0.code == "node.sent_unapproved" })
        #expect(makeUp.arguments["home"] == home)
        #expect(makeUp.arguments["steps"] == "approve, disapprove")
        #expect(makeUp.arguments["steps_zh"] == "批准移送、不批准移送")
        let tell = try #require(findings.first { $0.code == "node.sent_unapproved_step" })
        #expect(tell.arguments["record"] == sent)
        #expect(tell.arguments["addresses"]?.hasPrefix("350000") == true)
        #expect(tell.arguments["steps"]?.contains("record_progress") == true)
    }

    /// The clocks of a part at home whose approval was taken anew.
    private static func requireClocks(of made: RecordDetail) throws {
        // The hour that the void approval stated ends no clock: the first signature that counts does, and the clock says so.
        let report = try #require(made.clocks?.first { $0.clock == "B2" })
        let taken = try #require(made.timeline.last { $0.event == "approve" })
        #expect(report.end?.mark.at == taken.at && report.end?.mark.entry == taken.entry)
        #expect(report.findings.map(\.code).contains("casework.clock_stated_voided"))
        #expect(report.standing == "casework.clock_limit_late")
        // It was sent before the approval that counts: nobody can say whether that was in time.
        let transfer = try #require(made.clocks?.first { $0.clock == "B3" })
        #expect(transfer.standing == "casework.clock_undecided")
        #expect(transfer.findings.map(\.code).contains("casework.clock_stop_before_start"))
    }

    /// What a revoked key had approved at home is approved anew although the matter has left: the heads of both parts say so, and the
    /// inbox has the step.
    private static func ratify(_ node: TestNode, _ home: String, _ sent: String) async throws {
        func record(_ digest: String) async throws -> RecordDetail {
            try await node.local.record(digest, caller: Federation.caller)
        }
        func waiting() async throws -> InboxItem? {
            try await node.local.inbox(InboxQuery(), caller: Federation.caller).items
                .first { $0.summary.record == home }
        }
        let findings = try await record(sent).findings
        let told = findings.map(\.code)
        #expect(told.contains("node.step_voided"))
        #expect(told.contains("casework.home_part_unprepared"))
        try requireNext(findings, home, sent)
        try await requireNext(record(home).findings, home, sent)
        func notes() async throws -> [String]? {
            let caller = Federation.caller
            let paper = try await node.local.printed(
                sent,
                document: "f5",
                entry: nil,
                caller: caller
            )
            return paper.notes?.map(\.code)
        }
        // What was approved with the key bears a note until it is approved anew.
        #expect(try await notes() == ["node.step_voided"])
        let lacking = try await record(home)
        #expect(lacking.findings.map(\.code).contains("node.step_voided"))
        #expect(lacking.next?.map(\.event) == ["approve", "disapprove"])
        #expect(lacking.next?.map(\.rank) == ["chief", "chief"])
        #expect(lacking.clocks?.map(\.clock) == ["B2"] && lacking.clocks?.first?.end == nil)
        let item = try #require(try await waiting())
        #expect(item.summary.stateNote?.code == "node.state_sent_unapproved")
        #expect(item.clock == "B2" && item.steps.map(\.event) == ["approve", "disapprove"])
        let second = try TestOfficer()
        try await second.enrol(at: node, rank: "chief")
        let approve = HandoverSteps.step("approve", record: home)
        let draft = try await node.local.draft(approve, caller: Federation.caller)
        let shown = try await second.prepare(draft.draft, at: node)
        #expect(shown.matter?.state == "reported" && shown.matter?.title == "【演练】运动鞋")
        // He decides at home on a matter that is out: both he and the clerk are told, and he sees where it stands.
        #expect(shown.sent?.record == sent && shown.sent?.state == "filed")
        for findings in [draft.findings, shown.findings] {
            let told = try #require(findings.first { $0.code == "node.draft_after_opening" })
            #expect(told.arguments["opening"] == sent && told.arguments["state_zh"] != nil)
        }
        #expect(shown.known["cause"] == .text("涉嫌假冒注册商标罪"))
        #expect(Set(shown.labels.map(\.field)).isSuperset(of: ["approved_at", "cause"]))
        _ = try await second.approve(draft.draft, at: node)
        #expect(try await notes() == nil)
        let made = try await record(home)
        #expect(made.summary.state == "chief_approved" && made.next == [])
        #expect(made.findings.map(\.code).contains("casework.home_ratified"))
        #expect(made.clocks?.allSatisfy { $0.end != nil } == true)
        try requireClocks(of: made)
        #expect(try await waiting() == nil)
        let after = try await record(sent).findings.map(\.code)
        #expect(after.contains("casework.home_ratified"))
        #expect(!after.contains("casework.home_part_unprepared"))
        #expect(!after.contains { $0.hasPrefix("node.sent_unapproved") })
        #expect(made.summary.stateNote == nil)
        await #expect(throws: (any Error).self) {
            let again = HandoverSteps.step("approve", record: home)
            _ = try await node.local.draft(again, caller: Federation.caller)
        }
    }

    /// Stops the nodes, and reads their homes as an auditor does; nothing is wrong, and what else was found is returned node by node.
    @discardableResult private static func requireSound(
        _ nodes: [RunningNode]
    ) async throws -> [[AuditFinding]] {
        var found: [[AuditFinding]] = []
        let cards = nodes.map { String(decoding: $0.node.view.card.note.encoded, as: UTF8.self) }
        for node in nodes { try await node.stop() }
        for node in nodes {
            let home = node.test.home
            let report = try await HomeAudit(
                of: home,
                trusting: TrustReader.read(cards),
                storageKey: HomeAudit.storageKey(of: home)
            )
            .run()
            let faults = report.findings.filter { $0.weight == .fault }
            #expect(faults.isEmpty, "\(node.name): \(faults.map(\.code))")
            found.append(report.findings)
        }
        return found
    }
}
