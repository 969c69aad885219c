import Casework
import Foundation
import LocalAPI
import Testing

@testable import NodeService

/// What a node signs by itself when a clock has run out, and what is ruled out before that.
@Suite(.serialized) struct ExpiryTests {
    private static let caller = TestNode.operatorCaller

    private static func step(_ event: String, _ record: String? = nil) -> EntrySubmission {
        var step = EntrySubmission(
            request: UUID().uuidString.lowercased(),
            machine: "alert",
            event: event
        )
        step.record = record
        return step
    }

    /// An alert that is approved, and the step that issues it.
    static func drafted(until: String, at node: TestNode) async throws -> EntrySubmission {
        var create = step("create")
        create.fields = [
            "alert_level": .text("general"), "alert_kind": .text("watch"),
            "goods": .text("运动鞋"), "ip_right": .text("trademark"), "act_region": .text("360000"),
            "title": .text("【演练】运动鞋"), "scope": .text("internal"),
            "no_state_secret": .boolean(true), "sender_office": .text("360000/scjg"),
        ]
        let created = try await node.submit(create)
        _ = try await node.submit(step("approve", created.entry))
        var issue = step("issue", created.entry)
        (issue.mechanism, issue.to) = ("exercise", ["350000"])
        issue.fields = [
            "valid_until": .text(until), "content": .text("注意查验"),
            "receiver_offices": .list([.text("350000")]), "mechanism": .text("exercise"),
            "document_no": .text("赣市监警〔2026〕1号"), "liaison": .text("联络员"),
            "handling_officers": .list([.text("甲"), .text("乙")]),
        ]
        return issue
    }

    static func text(_ second: Int64) throws -> String {
        try NodeTime.timestamp(at: second).text
    }

    private static func summary(
        _ record: String,
        at node: RunningNode
    ) async throws -> LocalAPI.RecordSummary? {
        // Nothing is there before the record's first entry came.
        try? await node.test.local.record(record, caller: caller).summary
    }

    @Test(
        "an alert ends by itself at the second that it names, at every node and once, whether its node runs then or starts later"
    )
    func alerts() async throws {
        var federation = try await Federation.make([("jiangxi", "360000"), ("fujian", "350000")])
        let clock = SettableClock()
        for position in [0, 1] {
            try await federation.stop(position)
            try await federation.restart(position, time: clock.time)
        }
        let jiangxi = federation[0].test
        let now = clock.time.now()
        // What is over is refused before its number is used, in a preview too.
        let late = try await Self.drafted(until: Self.text(now - 1), at: jiangxi)
        let refused = await #expect(throws: Problem.self) { _ = try await jiangxi.submit(late) }
        let codes = refused.map { $0.reasons.map { $0.map(\.code) } ?? [$0.code] }
        #expect(codes == ["node.field_in_past"])
        await #expect(throws: Problem.self) {
            _ = try await jiangxi.local.preview(late, caller: Self.caller)
        }
        let until = try Self.text(now + 3_600)
        var issue = late
        (issue.request, issue.fields["valid_until"]) = (
            UUID().uuidString.lowercased(), .text(until)
        )
        let alert = try await jiangxi.submit(issue).entry
        for position in [0, 1] {
            try await eventually("node \(position) has the alert") {
                try await Self.summary(alert, at: federation[position]) != nil
            }
            let shown = try #require(try await Self.summary(alert, at: federation[position]))
            #expect(shown.due == until && shown.state == "issued")
            let inbox = try await federation[position].test.local.inbox(
                InboxQuery(),
                caller: Self.caller
            )
            #expect(inbox.items.filter { $0.summary.record == alert }.map(\.due) == [until])
        }
        try await federation.stop(0)
        clock.advance(by: 3_601)
        // The issuer's node is away: the end is told before a step that comes after it.
        let fujian = federation[1].test
        let preview = try await fujian.local.preview(
            Self.step("acknowledge", alert),
            caller: Self.caller
        )
        let told = preview.findings.first { $0.code == "node.term_over" }
        #expect(told?.arguments["at"] == until && told?.arguments["event"] == "expire")
        try await federation.restart(0, time: clock.time)
        for position in [0, 1] {
            try await eventually("the alert has ended at node \(position)") {
                try await Self.summary(alert, at: federation[position])?.state == "expired"
            }
        }
        try await federation.stop(0)
        try await federation.restart(0, time: clock.time)
        #expect(try await federation[0].count(of: "expire", in: "exercise") == 1)
        #expect(try await federation[1].count(of: "expire", in: "exercise") == 0)
        let after = await #expect(throws: Problem.self) {
            _ = try await fujian.submit(Self.step("acknowledge", alert))
        }
        #expect(after != nil)
        try await federation.remove()
    }

    @Test("a node that runs signs the end by itself, as soon as it has come")
    func running() async throws {
        let federation = try await Federation.make([("jiangxi", "360000"), ("fujian", "350000")])
        let jiangxi = federation[0].test
        let until = try Self.text(NodeTime.system.now() + 5)
        let issue = try await Self.drafted(until: until, at: jiangxi)
        let alert = try await jiangxi.submit(issue).entry
        try await eventually("the alert has ended") {
            try await Self.summary(alert, at: federation[1])?.state == "expired"
        }
        try await federation.remove()
    }

    @Test("no extension ends in the past or before the end that stands, and nothing is signed")
    func extensions() async throws {
        let federation = try await Federation.make([("jiangxi", "360000"), ("fujian", "350000")])
        let fujian = federation[1].test
        let record = try await AssistanceRequest.sent(in: federation)
        _ = try await fujian.submit(AssistanceRequest.step("accept", record))
        let now = NodeTime.system.now()
        func notify(days: Int64) throws -> EntrySubmission {
            var notify = AssistanceRequest.step("notify_extension", record)
            notify.fields["extension_reason"] = .text("案情复杂")
            notify.fields["new_due"] = .text(String(try Self.text(now + days * 86_400).prefix(10)))
            return notify
        }
        for (days, code) in [
            (-1, "node.field_in_past"), (2, "node.end_not_later"),
            (367, "node.field_out_of_range"),
        ] as [(Int64, String)] {
            let error = await #expect(throws: Problem.self) {
                _ = try await fujian.submit(notify(days: days))
            }
            #expect(error.map { $0.reasons?.map(\.code) ?? [$0.code] } == [code])
        }
        #expect(try await federation[1].count(of: "notify_extension", in: "exercise") == 0)
        _ = try await fujian.submit(notify(days: 90))
        let shown = try await fujian.local.record(record, caller: Self.caller)
        let clock = try #require(shown.clocks?.first)
        #expect(clock.due?.named == true && clock.findings.isEmpty)
        // Its own mistake is put right, while nobody has answered, and not beyond what the law gives.
        let corrected = try await fujian.local.preview(notify(days: 60), caller: Self.caller)
        #expect(corrected.findings.contains { $0.code == "casework.clock_extension_corrected" })
        _ = try await fujian.submit(notify(days: 60))
        try await Fault.requireRefused("node.end_not_later") {
            _ = try await fujian.submit(notify(days: 2))
        }
        let again = try await fujian.local.record(record, caller: Self.caller)
        let day = String(try Self.text(now + 60 * 86_400).prefix(10))
        #expect(again.clocks?.first?.due?.day == day)
        try await federation.remove()
    }

    @Test(
        "what has happened does not lie ahead, and what came after another thing does not lie before it"
    )
    func dates() async throws {
        let clock = try SetClock("2026-11-22T10:00:00+08:00")
        let home = try await TestNode.makeHome("jiangxi.ipr.example", region: "360000")
        let node = try await TestNode(opening: home, time: clock.time)
        func codes(_ submission: EntrySubmission) async -> [String] {
            do {
                _ = try await node.submit(submission)
                return []
            } catch let problem as Problem {
                return problem.reasons.map { $0.map(\.code) } ?? [problem.code]
            } catch {
                return ["\(error)"]
            }
        }
        var report = HandoverSteps.step("report")
        report.fields["reported_at"] = .text("2027-11-20T09:00:00+08:00")
        #expect(await codes(report) == ["node.field_in_future"])
        report.fields["reported_at"] = .text("2026-11-20T09:00:00+08:00")
        let reported = try await node.submit(report)
        var approve = HandoverSteps.step("approve", record: reported.entry)
        approve.fields["approved_at"] = .text("2027-11-10T16:00:00+08:00")
        #expect(await codes(approve) == ["node.field_in_future"])
        // Approved before it was reported: it is not, unless the report's time was wrong.
        approve.fields["approved_at"] = .text("2026-11-10T16:00:00+08:00")
        #expect(await codes(approve) == ["node.field_before_cause"])
        approve.fields["reported_at"] = .text("2026-11-10T09:00:00+08:00")
        _ = try await node.local.preview(approve, caller: Self.caller)
        try await node.remove()
    }
}
