import Casework
import Cryptography
import Foundation
import Ledger
import LocalAPI
import LocalAPITestSupport
import Testing

@testable import NodeService

/// The statutory clocks that a record shows.
@Suite struct ClockTests {
    private static let caller = TestNode.operatorCaller

    /// The clocks without what only some nodes know: receipts of others, and who is asked.
    private static func comparable(_ clocks: [ClockDocument]?) throws -> [ClockDocument] {
        try #require(clocks).map { clock in
            var clock = clock
            clock.started.provenAfter = nil
            clock.started.provenBefore = nil
            clock.secondsLeft = nil
            for place in clock.pauses.indices {
                clock.pauses[place].began.provenAfter = nil
                clock.pauses[place].began.provenBefore = nil
            }
            return clock
        }
    }

    private static func record(_ record: String, at node: TestNode) async throws -> RecordDetail {
        try await node.local.record(record, caller: caller)
    }

    @Test(
        "members and an observer without bodies show the same clock: by which entry, until when, by which rule, paused or not, and overdue once its end has passed"
    )
    func everywhere() async throws {
        var federation = try await Federation.make(
            [("jiangxi", "360000"), ("fujian", "350000"), ("guizhou", "520000")],
            observers: [2]
        )
        let sent = try await federation.handOver(from: 0, to: 1)
        let fujian = federation[1].test
        _ = try await fujian.submit(fujian.submission("accept", record: sent.entry))
        var start = fujian.submission("start_verification", record: sent.entry)
        start.fields["handling_officers"] = .list([.text("甲"), .text("乙")])
        let started = try await fujian.submit(start)
        for position in [0, 2] {
            try await eventually("all is here") {
                // Nothing is there before the record's first entry came.
                let shown = try? await Self.record(sent.entry, at: federation[position].test)
                return shown?.timeline.contains { $0.entry == started.entry } == true
            }
        }
        let own = try await Self.record(sent.entry, at: fujian)
        let clock = try #require(own.clocks?.first)
        #expect(own.clocks?.count == 1)
        #expect(clock.clock == "A1" && clock.binding && clock.status == "verified")
        #expect(clock.length == .init(count: 15, unit: "working_day"))
        #expect(clock.started.event == "receive" && clock.started.signer == "350000/system")
        #expect(clock.bound == ["350000"] && clock.bearerTitles["zh"] == "接收方")
        #expect(clock.standing == "casework.clock_limit_running" && !clock.overdue)
        #expect(clock.law.first?.article == "18")
        // The pack names its calendars, and they are here; a year of which no calendar is published yet is named.
        let due = try #require(clock.due)
        #expect(clock.findings.isEmpty)
        #expect(!due.calendars.isEmpty || due.provisional && !due.provisionalYears.isEmpty)
        #expect(own.summary.due == clock.due?.last && own.summary.overdue == false)
        for position in [0, 2] {
            let other = try await Self.record(sent.entry, at: federation[position].test)
            #expect(try Self.comparable(other.clocks) == Self.comparable(own.clocks))
            #expect(other.summary.due == own.summary.due)
        }
        #expect(
            try await Self.record(sent.entry, at: federation[2].test).timeline
                .allSatisfy { $0.body?.state != .held }
        )
        try await eventually("a mirror has cosigned the receipt") {
            let shown = try await Self.record(sent.entry, at: fujian).clocks
            return shown?.first?.started.provenBefore != nil
        }
        try await pauseAndMiss(&federation, sent.entry)
        try await federation.remove()
    }

    private func pauseAndMiss(_ federation: inout Federation, _ record: String) async throws {
        let later = NodeTime(
            now: { Int64(Date().timeIntervalSince1970) + 120 * 86_400 },
            isSynchronised: { true }
        )
        try await federation.stop(0)
        try await federation.restart(0, time: later)
        let missed = try await Self.record(record, at: federation[0].test)
        let clock = try #require(missed.clocks?.first)
        #expect(clock.overdue && clock.standing == "casework.clock_limit_passed")
        #expect(clock.secondsLeft.map { $0 < 0 } == true)
        #expect(missed.summary.overdue == true && missed.summary.due == clock.due?.last)
        let fujian = federation[1].test
        var pause = fujian.submission("pause", record: record)
        pause.fields["pause_reason"] = .text("testing")
        let today = try #require(LocalDate(inChinaAt: fujian.node.time.timestamp()))
        pause.fields["pause_from"] = .text(today.text)
        _ = try await fujian.submit(pause)
        let paused = try await Self.record(record, at: fujian)
        #expect(paused.clocks?.first?.standing == "casework.clock_paused")
        // This pack leaves the reason of a pause in the body.
        let shown = try #require(paused.clocks?.first?.pauses.first)
        #expect(shown.from == today.text && shown.to == nil && shown.reason == nil)
        // Record, list and inbox say the same end: as it would be if the pause ended today.
        let due = try #require(paused.clocks?.first?.due?.last)
        #expect(paused.summary.due == due && paused.summary.overdue == false)
        let listed = try await fujian.local.records(RecordQuery(), after: nil, caller: Self.caller)
        #expect(listed.items.map(\.due) == [due] && listed.items.map(\.paused) == [true])
        let inbox = try await fujian.local.inbox(InboxQuery(), caller: Self.caller)
        #expect(inbox.items.map(\.due) == [due] && inbox.items.map(\.paused) == [true])
        let jiangxi = federation[0].test
        try await eventually("the pause is at the sender, 120 days later") {
            let shown = try await Self.record(record, at: jiangxi)
            return shown.clocks?.first?.standing == "casework.clock_paused"
                && shown.clocks?.first?.overdue == false
        }
    }

    @Test(
        "clocks at home are shown at home alone: the three days to approve count, and a rule that nobody verified is a proposal"
    )
    func home() async throws {
        let clock = try SetClock("2026-05-06T10:00:00+08:00")
        let home = try await TestNode.makeHome("jiangxi.ipr.example", region: "360000")
        let node = try await TestNode(opening: home, time: clock.time)
        let rules = try node.installCooperation()
        let reported = try await node.reportCrime(rules: rules)
        var propose = EntrySubmission(
            request: UUID().uuidString.lowercased(),
            machine: "credit-list",
            event: "propose"
        )
        propose.rules = rules
        propose.fields = [
            "decision_no": .text("赣市监处罚〔2026〕1号"), "subject_name": .text("某公司"),
            "subject_uscc": .text("91360000MA35XXXX0X"), "listing_ground": .text("trademark"),
        ]
        let pack = try #require(PackReference(rules).flatMap { node.node.view.packs.pack($0) })
        let grounds = pack.choices.first { $0.id.text == "list_ground" }
        propose.fields["listing_ground"] = .text(try #require(grounds?.values.first).id.text)
        let proposed = try await node.submit(propose)
        try clock.set("2026-05-10T00:00:00+08:00")
        let approval = try await Self.record(reported.entry, at: node)
        let three = try #require(approval.clocks?.first)
        #expect(three.clock == "B2" && three.home && three.binding && three.overdue)
        #expect(three.due?.last == "2026-05-09T23:59:59+08:00" && three.secondsLeft == -1)
        #expect(three.bound == ["360000/scjg"])
        #expect(approval.summary.overdue == true)
        let proposal = try #require(try await Self.record(proposed.entry, at: node).clocks?.first)
        #expect(proposal.clock == "C8a" && !proposal.binding && proposal.status == "memory")
        let listed = try await node.local.records(RecordQuery(), after: nil, caller: Self.caller)
        #expect(
            listed.items.map { $0.record == reported.entry }
                == listed.items.map { $0.due != nil },
            "a proposal binds nobody"
        )
        try await node.remove()
    }

    @Test(
        "an extension after the end is told at the preview and with the acknowledgement, by the step's own name, and does not count"
    )
    func extendedLate() async throws {
        var federation = try await Federation.make([("jiangxi", "360000"), ("fujian", "350000")])
        let sent = try await federation.handOver(from: 0, to: 1)
        let before = federation[1].test
        _ = try await before.submit(before.submission("accept", record: sent.entry))
        var start = before.submission("start_verification", record: sent.entry)
        start.fields["handling_officers"] = .list([.text("甲"), .text("乙")])
        _ = try await before.submit(start)
        var extend = before.submission("extend", record: sent.entry)
        extend.fields["extension_reason"] = .text("案情复杂")
        let early = try await before.local.preview(extend, caller: Self.caller)
        #expect(!early.findings.contains { $0.code.hasPrefix("casework.clock_") })
        try await federation.stop(1)
        let later = NodeTime(
            now: { Int64(Date().timeIntervalSince1970) + 120 * 86_400 },
            isSynchronised: { true }
        )
        try await federation.restart(1, time: later)
        let fujian = federation[1].test
        let preview = try await fujian.local.preview(extend, caller: Self.caller)
        let told = try #require(
            preview.findings.first { $0.code == "casework.clock_extension_late" }
        )
        #expect(told.arguments["entry_zh"] == "（本步骤）")
        let taken = try await fujian.submit(extend)
        #expect(taken.warnings?.contains { $0.code == told.code } == true)
        let shown = try await Self.record(sent.entry, at: fujian)
        let clock = try #require(shown.clocks?.first)
        #expect(clock.extensions.isEmpty && clock.overdue)
        #expect(clock.findings.map(\.code) == [told.code])
        try await federation.remove()
    }
}
