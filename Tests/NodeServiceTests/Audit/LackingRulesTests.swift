import Auditing
import Casework
import Cryptography
import Foundation
import Ledger
import LocalAPI
import LogStorage
import Testing
import TransparencyLog

@testable import NodeService
@testable import SQLiteStorage

/// What a node says that runs on a home from which rules were removed, and which no peer gives back.
@Suite(.serialized) struct LackingRulesTests {
    private static let caller = Federation.caller
    private static let members = [
        ("jiangxi", "360000"), ("fujian", "350000"), ("guizhou", "520000"),
    ]

    private static func removed(_ condition: String, from home: HomeDirectory) async throws {
        let store = try SQLiteStore.open(.init(directory: home.data.path))
        try await store.write {
            try $0.statement("DELETE FROM document WHERE \(condition)").run()
        }
        try store.close()
    }

    /// Status and mechanism say what is not here.
    private static func requireWarned(
        _ code: String,
        of digest: String,
        at local: NodeLocalService
    ) async throws {
        let warnings = try await local.status(caller: caller).warnings
        let warning = try #require(warnings.first { $0.code == code }, "\(warnings)")
        #expect(warning.arguments["name"]?.contains(digest) == true)
        let mechanism = try await local.mechanism("exercise", caller: caller)
        #expect(mechanism.warnings?.contains { $0.code == code } == true)
    }

    /// Without the calendar, or the pack that names it: the same as the auditor is told (`CalendarArrivalTests`), where all nodes have been
    /// stopped.
    static func running(
        _ federation: inout Federation,
        _ record: String,
        _ filed: String,
        _ calendar: String
    ) async throws {
        let home = federation[1].test.home
        let pack = try RulePack.load(
            Array(
                CalendarArrivalTests.pack(
                    naming: [("cn-2027", CalendarArrivalTests.calendar())]
                )
                .utf8
            )
        )
        .reference
        let start = try #require(Timestamp("2027-02-01T09:00:00+08:00")).instant
        let begun = NodeTime.system.now()
        let time = NodeTime(
            now: { start + NodeTime.system.now() - begun },
            isSynchronised: { true }
        )
        for (digest, code) in [
            (calendar, "node.calendar_gone"), (pack.digest.hex, "node.pack_gone"),
        ] {
            let kept = home.root.appending(path: "kept")
            try FileManager.default.copyItem(at: home.data, to: kept)
            try await removed("kind = 3 AND key = x'\(digest)'", from: home)
            let examined = NodeExamination(home: home).results().filter { $0.text.code == code }
            #expect(examined.map(\.outcome) == [.warned])
            try await federation.restart(1, time: time)
            let local = federation[1].test.local
            try await requireWarned(code, of: digest, at: local)
            let shown = try await local.record(record, caller: caller)
            #expect(shown.findings.contains { $0.code == code })
            let clock = try #require(shown.clocks?.first { $0.clock == "A1" })
            #expect(clock.standing == "casework.clock_rules_gone" && !clock.overdue)
            #expect(clock.secondsLeft == nil)
            #expect(shown.summary.due == nil && shown.summary.overdue == nil)
            // What is missing may correct a year whose calendar is here.
            let other = try await local.record(filed, caller: caller)
            let covered = try #require(other.clocks?.first { $0.clock == "A16" })
            #expect(covered.due?.provisional == false && covered.due?.calendars.isEmpty == false)
            #expect(covered.standing == "casework.clock_rules_gone" && !covered.overdue)
            #expect(other.summary.due == nil && other.summary.overdue == nil)
            let rows = try await local.records(RecordQuery(), after: nil, caller: caller).items
            #expect(rows.contains { $0.record == record })
            for row in rows where row.mechanism == "exercise" {
                #expect(row.overdue == nil && row.due == nil, "\(row)")
            }
            let inbox = try await local.inbox(InboxQuery(), caller: caller)
            #expect(inbox.findings.contains { $0.code == code })
            let item = try #require(inbox.items.first { $0.summary.record == record })
            #expect(item.due == nil && !item.overdue && item.secondsLeft == nil)
            // An officer reads why, where the end would have put it.
            #expect(item.withheld?.code == code.replacing("node.", with: "node.due_"))
            #expect(item.withheld?.arguments["name"]?.contains("@") == false)
            #expect(inbox.counts.overdue == 0)
            let first = try #require(inbox.items.first)
            #expect(first.summary.record == filed && first.withheld == item.withheld)
            let counted = try await local.statistics(
                StatisticsQuery(exercises: true),
                caller: caller
            )
            #expect((counted.withheld ?? 0) >= 2 && counted.total.overdue == 0)
            try await federation.stop(1)
            try FileManager.default.removeItem(at: home.data)
            try FileManager.default.moveItem(at: kept, to: home.data)
        }
    }

    private static func audit(
        _ home: HomeDirectory,
        _ cards: [String]
    ) async throws -> (faults: [AuditFinding], records: [AuditedRecordDocument]) {
        let (report, records) = try await home.audited(
            by: cards,
            showing: AuditedRecordQuery(record: nil, at: "2027-12-01T09:00:00+08:00"),
            in: "exercise"
        )
        return (report.findings.filter { $0.weight == .fault }, records)
    }

    /// A node without a charter by which it has judged says so, gives no clock a standing and signs nothing.
    private static func requireWithheld(_ record: String, at node: TestNode) async throws {
        let warnings = try await node.local.status(caller: caller).warnings
        #expect(warnings.contains { $0.code == "node.charter_gone" }, "\(warnings)")
        let shown = try await node.local.record(record, caller: caller)
        #expect(shown.findings.contains { $0.code == "node.charter_gone" })
        let clocks = try #require(shown.clocks)
        #expect(!clocks.isEmpty && clocks.allSatisfy { !$0.overdue && $0.secondsLeft == nil })
        #expect(clocks.allSatisfy { $0.standing == "casework.clock_rules_gone" })
        #expect(shown.next?.allSatisfy { !$0.here } == true)
        let rows = try await node.local
            .records(RecordQuery(), after: nil, caller: caller).items
        #expect(!rows.isEmpty && rows.allSatisfy { $0.due == nil && $0.overdue == nil })
        let inbox = try await node.local.inbox(InboxQuery(), caller: caller)
        #expect(inbox.findings.contains { $0.code == "node.charter_gone" })
        #expect(inbox.items.allSatisfy { $0.due == nil && $0.steps.isEmpty })
        // What is kept for the inbox knows it as what is shown does.
        let view = node.node.view
        let scope = RecordScope(mechanism: try #require(MechanismID("exercise")))
        let digest = try #require(Digest(hex: record))
        let shownAs = try await node.node.store.read { transaction in
            try LackingBook().rules(
                of: RecordKey(scope: scope, record: digest),
                view,
                transaction
            ).isCharterGone
        }
        #expect(shownAs && view.projector.context.isCharterGone(in: scope))
        let counted = try await node.local
            .statistics(StatisticsQuery(exercises: true), caller: caller)
        #expect(counted.withheld == 1 && counted.total.overdue == 0)
        let refused = await #expect(throws: Problem.self) {
            _ = try await node.submit(
                node.submission("accept", record: record)
            )
        }
        #expect(refused?.code == "node.charter_gone")
    }

    @Test(
        "where the revision is gone that left a node out, audit, doctor and status say so, no clock has a standing, nothing is signed, and the node that has run on it leaves the trace"
    )
    func departed() async throws {
        var federation = try await Federation.make(Self.members)
        let sent = try await federation.send(from: 0, to: "520000")
        let log = "guizhou.ipr.example/exercise"
        try await eventually("guizhou has acknowledged, and the others hold that") {
            guard try await federation[2].hasReceived(sent.entry) else { return false }
            let size = try await federation[2].size(of: log)
            let here = try await [federation[0].size(of: log), federation[1].size(of: log)]
            return here == [size, size]
        }
        let (jiangxi, fujian) = (federation[0].test.local, federation[1].test.local)
        let created = try await jiangxi.create(
            Federation.draft(Array(Self.members.prefix(2))),
            caller: Self.caller
        )
        let removal = try await fujian.sign(charter: created.text, caller: Self.caller)
        for position in [2, 0, 1] {
            _ = try await federation[position].test.local
                .join(charter: removal.text, caller: Self.caller)
        }
        let digest = try Charter(parsing: Array(removal.text.utf8)).digest
        @Sendable func hasJudged(_ node: RunningNode) async throws -> Bool {
            try await node.node.store.read { transaction in
                let facts = try transaction.meta(CharterLibrary.projectedFactsName) ?? []
                return String(decoding: facts, as: UTF8.self).contains("charter \(digest.hex)")
            }
        }
        try await eventually("guizhou has judged by the revision") {
            try await hasJudged(federation[2])
        }
        let cards = federation.nodes.map {
            String(decoding: $0.node.view.card.note.encoded, as: UTF8.self)
        }
        for position in 0..<3 { try await federation.stop(position) }
        let home = federation[2].test.home
        #expect(try await Self.audit(home, cards).faults.isEmpty)
        try await Self.removed("kind = 2 AND key = x'\(digest.hex)'", from: home)
        for _ in 0..<2 {
            let (faults, records) = try await Self.audit(home, cards)
            let gone = try #require(faults.first { $0.code == .charterGone }, "\(faults)")
            #expect(gone.arguments["digest"] == digest.hex)
            #expect(gone.arguments["logs"]?.contains(log) == true, "\(gone)")
            #expect(!records.isEmpty)
            #expect(records.allSatisfy { $0.clocks == nil && $0.summary.overdue == nil })
            let examined = NodeExamination(home: home).results().filter {
                $0.text.code == "node.charter_gone"
            }
            #expect(examined.map(\.outcome) == [.warned])
            try await federation.restart(2)
            let node = federation[2]
            try await eventually("all is judged without the charter") {
                try await !hasJudged(node)
            }
            try await Self.requireWithheld(sent.entry, at: node.test)
            try await federation.stop(2)
        }
        // Its file is there: the operator gives it back, and the membership has ended again.
        try await federation.restart(2)
        let again = federation[2].test.local
        let files = try FileManager.default.contentsOfDirectory(atPath: home.charters.path)
        let name = try #require(files.first { $0.contains(digest.hex.prefix(12)) })
        let text = try String(
            contentsOf: home.charters.appending(path: name),
            encoding: .utf8
        )
        _ = try await again.join(charter: text, caller: Self.caller)
        let codes = try await again.status(caller: Self.caller).warnings.map(\.code)
        #expect(!codes.contains("node.charter_gone") && codes.contains("node.membership_ended"))
        try await federation.remove(stopped: [0, 1])
    }

    @Test("a clock that was paused when the node left has no end that moves with the day of asking")
    func paused() {
        func mark(_ event: String) -> ClockDocument.Mark {
            .init(
                entry: String(repeating: "a", count: 64),
                event: event,
                at: "2026-05-06T10:00:00+08:00",
                signer: "350000/scjg"
            )
        }
        var clock = ClockDocument(
            clock: "A1",
            titles: [:],
            kind: "limit",
            bearer: "receiver",
            length: .init(count: 15, unit: "working_day"),
            roll: "none",
            rules: "clue@1",
            rulesVersion: 1,
            status: "verified",
            started: mark("receive"),
            standing: "casework.clock_paused"
        )
        clock.due = .init(last: "2027-01-05T23:59:59+08:00", day: "2027-01-05")
        var pause = ClockDocument.Pause(began: mark("pause"), from: "2026-05-08")
        clock.pauses = [pause]
        #expect(clock.cutOff.due == nil && clock.cutOff.standing == "casework.clock_cut_off")
        pause.ended = mark("resume")
        clock.pauses = [pause]
        #expect(clock.cutOff.due == clock.due)
        clock.end = .init(mark: mark("file"), reason: "stopped")
        clock.pauses = [ClockDocument.Pause(began: mark("pause"), from: "2026-05-08")]
        #expect(clock.cutOff == clock)
    }
}
