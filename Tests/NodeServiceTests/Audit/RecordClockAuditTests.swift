import Auditing
import Casework
import Foundation
import Ledger
import LocalAPI
import Testing
import TransparencyLog

@testable import NodeService
@testable import SQLiteStorage

/// An auditor computes the clocks of each record from the entries alone, and finds what the nodes show.
@Suite(.serialized) struct RecordClockAuditTests {
    private static let caller = TestNode.operatorCaller

    /// What the home of an observer says beside everything else.
    private static let unkept = "auditing.record_receipts_not_kept"

    /// A clock without what only some homes know: which receipts they hold.
    private static func comparable(_ clocks: [ClockDocument]?) throws -> [ClockDocument] {
        func plain(_ mark: ClockDocument.Mark) -> ClockDocument.Mark {
            var mark = mark
            (mark.provenAfter, mark.provenBefore) = (nil, nil)
            return mark
        }
        return try #require(clocks).map { clock in
            var clock = clock
            clock.started = plain(clock.started)
            clock.secondsLeft = nil
            for place in clock.pauses.indices {
                clock.pauses[place].began = plain(clock.pauses[place].began)
                clock.pauses[place].ended = clock.pauses[place].ended.map(plain)
            }
            if let end = clock.end { clock.end?.mark = plain(end.mark) }
            clock.end?.proof = nil
            return clock
        }
    }

    private static func timeless(_ clocks: [ClockDocument]?) -> [ClockDocument]? {
        clocks.map { clocks in
            clocks.map { clock in
                var clock = clock
                clock.secondsLeft = nil
                return clock
            }
        }
    }

    private static func cards(_ federation: Federation) -> [String] {
        federation.nodes.map { String(decoding: $0.node.view.card.note.encoded, as: UTF8.self) }
    }

    /// What an auditor with all cards computes of the records of a home; `at` is when he looks.
    private static func audit(
        _ home: HomeDirectory,
        _ cards: [String],
        record: String? = nil,
        at: String? = nil
    ) async throws -> (report: AuditReport, records: [AuditedRecordDocument]) {
        try await home.audited(by: cards, showing: AuditedRecordQuery(record: record, at: at))
    }

    /// The one record of that digest in each home.
    private static func audited(
        _ record: String,
        _ federation: Federation,
        at: String? = nil
    ) async throws -> [AuditedRecordDocument] {
        var found: [AuditedRecordDocument] = []
        for node in federation.nodes {
            let (report, records) = try await audit(
                node.test.home,
                cards(federation),
                record: record,
                at: at
            )
            #expect(report.isSound, "\(report.findings)")
            #expect(records.map(\.summary.record) == [record])
            found += records
        }
        return found
    }

    /// Waits until every node shows an entry in a record, and returns what the first one shows.
    private static func shown(
        _ record: String,
        with entry: String,
        _ federation: Federation
    ) async throws -> RecordDetail {
        for node in federation.nodes {
            try await eventually("\(entry) is at \(node.name)") {
                // Nothing is there before the record's first entry came.
                let detail = try? await node.test.local.record(record, caller: caller)
                return detail?.timeline.contains { $0.entry == entry } == true
            }
        }
        return try await federation[0].test.local.record(record, caller: caller)
    }

    /// In each home a record is being verified, with the clocks that the nodes show.
    private static func requireRunning(
        _ running: RecordDetail,
        of entry: String,
        _ federation: Federation
    ) async throws {
        for record in try await audited(entry, federation) {
            #expect(try comparable(record.clocks) == comparable(running.clocks))
            #expect(record.summary.state == "verifying")
            #expect(record.findings.allSatisfy { $0.code == unkept })
            #expect(record.summary.due == running.summary.due && record.summary.overdue == false)
            let clock = try #require(record.clocks?.first)
            #expect(clock.standing == "casework.clock_limit_running" && clock.clock == "A1")
        }
    }

    /// What an auditor finds who looks later, or who looks back.
    private static func requireOtherTimes(of record: String, _ federation: Federation) async throws
    {
        let fujian = federation[1].test
        let later = try NodeTime.timestamp(at: fujian.node.time.now() + 120 * 86_400)
        for shown in try await audited(record, federation, at: later.text) {
            #expect(shown.asOf == later.text)
            #expect(shown.clocks?.first?.standing == "casework.clock_limit_passed")
            #expect(shown.clocks?.first?.overdue == true && shown.summary.overdue == true)
        }
        let earlier = try await audited(
            record,
            federation,
            at: "2020-01-01T00:00:00+08:00"
        )
        for (position, shown) in earlier.enumerated() {
            // The third is an observer's home.
            let codes = position == 2 ? ["auditing.record_receipts_not_kept"] : []
            #expect(shown.findings.map(\.code) == codes + ["auditing.record_goes_on"])
            #expect(shown.clocks?.isEmpty == true && shown.summary.due == nil)
            let arguments = shown.findings.last?.arguments ?? [:]
            #expect(arguments["count"].flatMap { Int($0) } ?? 0 > 1, "\(arguments)")
            #expect(arguments["first"] ?? "~" <= arguments["at"] ?? "", "\(arguments)")
        }
        try await requireToldOfLogs(of: record, federation, later.text)
    }

    /// The report says of each log how many entries are later than the moment that was asked for; none are later than one to come.
    private static func requireToldOfLogs(
        of record: String,
        _ federation: Federation,
        _ later: String
    ) async throws {
        let (home, cards) = (federation[1].test.home, cards(federation))
        func told(_ at: String?) async throws -> (AuditReport, [AuditFinding]) {
            let report = try await audit(home, cards, record: record, at: at).report
            return (report, report.findings.filter { $0.code == .entriesAfterMoment })
        }
        let (report, findings) = try await told("2020-01-01T00:00:00+08:00")
        #expect(report.isSound && findings.count == report.logs.count)
        for log in report.logs {
            let finding = findings.first { $0.log == log.origin }
            #expect(
                finding?.arguments["count"] == "\(log.entryCount)" && finding?.index?.rawValue == 0
            )
        }
        #expect(try await told(later).1.isEmpty)
        #expect(try await told(nil).1.isEmpty)
    }

    /// Why an end is not proven: no key was brought, or no receipt is here.
    private static func requireUnproven(_ record: String, _ federation: Federation) async throws {
        let fujian = federation[1].test
        let unanchored = try await audit(fujian.home, [], record: record).records
        #expect(unanchored.first?.clocks?.first?.end?.proof == "open")
        #expect(
            unanchored.first?.findings.map(\.code) == ["auditing.record_proof_unanchored"],
            "\(unanchored.first?.findings ?? [])"
        )
        try await fujian.node.store.write { transaction in
            try transaction.statement("DELETE FROM cosignature").run()
        }
        let bare = try await audit(fujian.home, cards(federation), record: record)
        #expect(
            bare.records.first?.findings.map(\.code) == ["auditing.record_proof_none"],
            "\(bare.records.first?.findings ?? [])"
        )
    }

    /// Of one home nothing differs, neither what its receipts prove nor anything else, but for the second at which one looks.
    private static func requireWhole(
        _ record: String,
        at node: TestNode,
        _ federation: Federation
    ) async throws {
        try await eventually("the auditor of the home finds its clocks whole") {
            let shown = try await node.local.record(record, caller: caller)
            let found = try await audit(node.home, cards(federation), record: record)
            return timeless(found.records.first?.clocks) == timeless(shown.clocks)
        }
    }

    @Test(
        "the clocks of a record are the same to the auditor of a member's and of an observer's home as at the nodes: running, missed later, paused, and met"
    )
    func everywhere() async throws {
        let federation = try await Federation.make(
            [("jiangxi", "360000"), ("fujian", "350000"), ("guizhou", "520000")],
            observers: [2]
        )
        let sent = try await federation.handOver(from: 0, to: 1)
        let fujian = federation[1].test
        func take(
            _ event: String,
            _ fields: [String: FieldValue] = [:]
        ) async throws -> RecordDetail {
            var step = fujian.submission(event, record: sent.entry)
            step.fields.merge(fields) { _, given in given }
            let taken = try await fujian.submit(step)
            return try await Self.shown(sent.entry, with: taken.entry, federation)
        }
        _ = try await take("accept")
        let running = try await take(
            "start_verification",
            ["handling_officers": .list([.text("甲"), .text("乙")])]
        )
        try await eventually("a mirror has cosigned the receipt") {
            let shown = try await fujian.local.record(sent.entry, caller: Self.caller)
            return shown.clocks?.first?.started.provenBefore != nil
        }
        try await Self.requireRunning(running, of: sent.entry, federation)
        // Receipts under the auditor's own keys prove the time to him too; without keys nothing does.
        let proven = try await Self.audit(fujian.home, Self.cards(federation), record: sent.entry)
        #expect(proven.records.first?.clocks?.first?.started.provenBefore != nil)
        try await Self.requireWhole(sent.entry, at: fujian, federation)
        let alone = try await Self.audit(fujian.home, [], record: sent.entry)
        #expect(alone.records.first?.clocks?.first?.started.provenBefore == nil)
        try await Self.requireOtherTimes(of: sent.entry, federation)
        let today = try #require(LocalDate(inChinaAt: fujian.node.time.timestamp())).text
        let paused = try await take(
            "pause",
            ["pause_reason": .text("testing"), "pause_from": .text(today)]
        )
        for record in try await Self.audited(sent.entry, federation) {
            #expect(try Self.comparable(record.clocks) == Self.comparable(paused.clocks))
            #expect(record.clocks?.first?.standing == "casework.clock_paused")
            #expect(record.summary.due == paused.summary.due)
        }
        _ = try await take("resume", ["pause_to": .text(today)])
        let filed = try await take(
            "file",
            [
                "case_no": .text("闽市监立〔2026〕1号"), "filed_on": .text(today),
                "first_filed_at": .text(try fujian.node.time.timestamp().text),
            ]
        )
        for record in try await Self.audited(sent.entry, federation) {
            #expect(try Self.comparable(record.clocks) == Self.comparable(filed.clocks))
            #expect(record.summary.state == "filed")
            let met = try #require(record.clocks?.first)
            #expect(met.standing == "casework.clock_limit_kept" && met.end?.mark.event == "file")
            #expect(record.clocks?.map(\.clock).prefix(2) == ["A1", "A6"])
        }
        try await Self.requireUnproven(sent.entry, federation)
        try await federation.remove()
    }

    @Test(
        "an entry that is gone leaves the clocks of its own record out, which says so; another record keeps its clocks, and names the log"
    )
    func damage() async throws {
        let federation = try await Federation.make(
            [("jiangxi", "360000"), ("fujian", "350000"), ("guizhou", "520000")],
            observers: [2]
        )
        let fujian = federation[1].test
        var sent: [String] = []
        for _ in 0..<2 {
            let record = try await federation.send(from: 0, to: "350000").entry
            try await eventually("the receipt is signed") {
                try await federation[1].hasReceived(record)
            }
            sent.append(record)
        }
        let accepted = try await fujian.submit(fujian.submission("accept", record: sent[1]))
        _ = try await Self.shown(sent[1], with: accepted.entry, federation)
        let cards = Self.cards(federation)
        for position in 0..<3 { try await federation.stop(position) }
        let home = federation[2].test.home
        let store = try SQLiteStore.open(.init(directory: home.data.path))
        try await store.write { transaction in
            let statement = try transaction.statement(
                "DELETE FROM entry WHERE position = (SELECT id << 40 FROM log WHERE origin = ?) + ?"
            )
            statement.bind(1, try Origin(accepted.origin).bytes)
            statement.bind(2, Int64(accepted.index))
            try statement.run()
        }
        try store.close()
        let (report, records) = try await Self.audit(home, cards)
        #expect(!report.isSound)
        let short = CodedText("auditing.record_logs_short", ["logs": accepted.origin])
        let broken = try #require(records.first { $0.summary.record == sent[1] })
        #expect(broken.clocks == nil && broken.summary.state == "" && broken.summary.due == nil)
        #expect(broken.findings.contains(CodedText("auditing.record_not_judged")))
        #expect(broken.findings.contains(short))
        let whole = try #require(records.first { $0.summary.record == sent[0] })
        #expect(whole.clocks?.map(\.clock) == ["A1"] && whole.summary.state == "received")
        #expect(whole.findings.filter { $0.code != Self.unkept } == [short])
        #expect(records.count == 2)
        // Where the home's own rows cannot be read either, nothing says whose step is gone: no record of the mechanism is judged.
        let again = try SQLiteStore.open(.init(directory: home.data.path))
        try await again.write { transaction in
            try transaction.statement("UPDATE projected_entry SET digest = x'00'").run()
        }
        try again.close()
        let blind = try await Self.audit(home, cards)
        #expect(!blind.report.isSound && blind.records.count == 2)
        for record in blind.records {
            #expect(record.clocks == nil && record.summary.state == "")
            #expect(record.findings.first == CodedText("auditing.record_not_judged"))
        }
        try await federation.remove(stopped: [0, 1, 2])
    }

    @Test(
        "clocks that were set off at home are shown with the home's own records, and every record is listed once"
    )
    func home() async throws {
        let clock = try SetClock("2026-05-06T10:00:00+08:00")
        let home = try await TestNode.makeHome("jiangxi.ipr.example", region: "360000")
        let node = try await TestNode(opening: home, time: clock.time)
        let rules = try node.installCooperation()
        let reported = try await node.reportCrime(rules: rules)
        let other = try await node.reportCrime("【演练】另一件", rules: rules)
        try clock.set("2026-05-10T00:00:00+08:00")
        let shown = try await node.local.record(reported.entry, caller: Self.caller)
        let (_, records) = try await Self.audit(home, [], at: "2026-05-10T00:00:00+08:00")
        #expect(Set(records.map(\.summary.record)) == [reported.entry, other.entry])
        #expect(records.count == 2)
        let record = try #require(records.first { $0.summary.record == reported.entry })
        #expect(record.clocks == shown.clocks)
        #expect(record.summary.due == shown.summary.due && record.summary.overdue == true)
        #expect(record.summary.title == shown.summary.title && record.summary.mechanism == nil)
        let one = try await Self.audit(home, [], record: String(other.entry.prefix(8)))
        #expect(one.records.map(\.summary.record) == [other.entry])
        let none = try await Self.audit(home, [], record: "00000000")
        #expect(none.records.isEmpty)
        try await node.remove()
    }

    @Test(
        "a moment that is none is refused before anything is read",
        arguments: ["", "2026-05-10"]
    )
    func moment(_ text: String) {
        #expect(throws: NodeError.self) { try AuditedRecordQuery(record: nil, at: text) }
    }
}
