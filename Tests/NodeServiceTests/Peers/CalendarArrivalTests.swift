import Auditing
import Casework
import Cryptography
import Foundation
import Ledger
import LocalAPI
import LocalAPITestSupport
import LogStorage
import Testing
import TransparencyLog

@testable import NodeService
@testable import SQLiteStorage

/// The notice for the next year comes: a calendar and a pack that names it are data, at members, at an observer and for the auditor.
@Suite(.serialized) struct CalendarArrivalTests {
    private static let caller = Federation.caller
    private static let parties = [
        ("jiangxi", "360000"), ("fujian", "350000"), ("guizhou", "520000"),
    ]

    /// A calendar of 2027 for exercises: New Year's Day is a Friday, as the law has it, and the Monday after it is off as well.
    static func calendar(_ id: String = "cn-2027", title: String = "2027年（演练）") -> String {
        """
        {"format": "lianlu/calendar/v1", "id": "\(id)",
        "title": {"zh": "\(title)", "en": "2027 (exercise)"}, "years": [2027],
        "instrument": {"title": {"zh": "通知（演练）", "en": "notice (exercise)"}, "date": "2026-12-01"},
        "status": "secondary",
        "off": [{"date": "2027-01-01", "name": {"zh": "元旦", "en": "New Year's Day"}},
        {"date": "2027-01-04", "name": {"zh": "元旦", "en": "New Year's Day"}}], "work": []}
        """
    }

    /// A pack that names calendars, and nothing else.
    static func pack(naming calendars: [(id: String, text: String)], version: Int = 1) -> String {
        let named = calendars.map { calendar in
            let digest = SHA256.digest(of: Array(calendar.text.utf8)).hex
            return "{\"id\": \"\(calendar.id)\", \"digest\": \"\(digest)\"}"
        }
        return """
            {"format": "lianlu/rules/v1", "id": "calendars", "version": \(version), "engine": 1,
            "effective_from": "2026-11-10", "title": {"zh": "工作日历", "en": "calendars"},
            "calendars": [\(named.joined(separator: ", "))]}
            """
    }

    private static func due(_ record: String, at node: TestNode) async throws -> ClockDocument.Due?
    {
        // Nothing is there before the record's first entry came.
        let shown = try? await node.local.record(record, caller: caller)
        return shown?.clocks?.first { $0.clock == "A1" }?.due
    }

    @Test(
        "a due date in January moves from provisional to fixed at both members and at an observer, by a charter revision alone"
    )
    func arrival() async throws {
        var federation = try await Federation.make(Self.parties, observers: [2])
        let start = try #require(Timestamp("2026-12-14T10:00:00+08:00")).instant
        let begun = NodeTime.system.now()
        // A clock that goes on, so that whatever waits for time comes to its end.
        let time = NodeTime(
            now: { start + NodeTime.system.now() - begun },
            isSynchronised: { true }
        )
        for position in 0..<3 { try await federation.stop(position) }
        for position in 0..<3 { try await federation.restart(position, time: time) }
        let record = try await verifying(federation)
        for position in 0..<3 {
            try await eventually("node \(position) shows the provisional end") {
                try await Self.due(record, at: federation[position].test)?.last != nil
            }
            let due = try #require(try await Self.due(record, at: federation[position].test))
            #expect(due.day == "2027-01-05" && due.provisionalYears == [2027])
            #expect(due.provisional && due.calendars.map { $0.prefix(7) } == ["cn-2026"])
            #expect(due.fixedHolidays?.hasPrefix("cn-fixed@") == true)
        }
        // What an operator has added himself takes no room from what a charter names.
        for number in 0..<NodeService.Limits.calendarCountMax {
            let own = Self.calendar("cn-\(number)")
            _ = try await federation[1].test.local.add(calendar: own, caller: Self.caller)
        }
        let text = Self.calendar()
        let jiangxi = federation[0].test.local
        let added = try await jiangxi.add(calendar: text, caller: Self.caller)
        #expect(added.packs.isEmpty && added.mechanisms.isEmpty && !added.builtIn)
        #expect(try await Self.due(record, at: federation[0].test)?.provisional == true)
        _ = try await jiangxi.add(
            rulePack: Self.pack(naming: [("cn-2027", text)]),
            caller: Self.caller
        )
        try await revise(federation)
        for position in 0..<3 {
            let test = federation[position].test
            try await eventually("node \(position) counts by the new calendar") {
                try await Self.due(record, at: test)?.provisional == false
            }
            let shown = try await test.local.record(record, caller: Self.caller)
            let clock = try #require(shown.clocks?.first { $0.clock == "A1" })
            #expect(clock.due?.last == "2027-01-06T23:59:59+08:00" && clock.findings.isEmpty)
            let names = try #require(clock.due?.calendars)
            #expect(names.contains("cn-2027@\(added.digest)"), "\(names)")
            let listed = try await test.local.calendars(after: nil, caller: Self.caller).items
            let known = try #require(listed.first { $0.digest == added.digest })
            #expect(known.mechanisms == ["exercise"] && known.packs.count == 1)
            let bytes = try await test.local.rulePack(added.digest, caller: Self.caller)
            #expect(bytes == Array(text.utf8))
        }
        let inbox = try await federation[1].test.local.inbox(InboxQuery(), caller: Self.caller)
        #expect(inbox.items.first?.due == "2027-01-06T23:59:59+08:00")
        let filed = try await filing(federation)
        try await goOn(federation, record)
        try await export(federation, added.digest)
        try await audit(federation, record)
        try await lacking(federation, record, filed, added.digest)
        try await LackingRulesTests.running(&federation, record, filed, added.digest)
        try await federation.remove(stopped: [0, 1, 2])
    }

    /// An auditor of the home of a member, and of the observer's, counts by the calendar of 2027 that lies there.
    private func audit(_ federation: Federation, _ record: String) async throws {
        let cards = federation.nodes.map {
            String(decoding: $0.node.view.card.note.encoded, as: UTF8.self)
        }
        for position in [1, 2] {
            let home = federation[position].test.home
            let records = try await home.audited(
                by: cards,
                showing: AuditedRecordQuery(record: record, at: "2026-12-20T09:00:00+08:00")
            ).records
            #expect(records.allSatisfy { $0.clocks != nil }, "\(records.map(\.findings))")
            let dues = records.flatMap { $0.clocks ?? [] }.filter { $0.clock == "A1" }.map(\.due)
            #expect(dues.count == 1)
            let due = try #require(dues.compactMap(\.self).first)
            #expect(due.last == "2027-01-06T23:59:59+08:00", "node \(position)")
            #expect(!due.provisional, "node \(position)")
        }
    }

    /// Takes one more step, which is judged under the new revision, and waits until it is everywhere.
    private func goOn(_ federation: Federation, _ record: String) async throws {
        let fujian = federation[1].test
        var step = fujian.submission("start_verification", record: record)
        step.fields["handling_officers"] = .list([.text("甲"), .text("乙")])
        let taken = try await fujian.submit(step)
        for position in 0..<3 {
            try await eventually("the step is at node \(position)") {
                let shown = try await federation[position].test.local.record(
                    record,
                    caller: Self.caller
                )
                return shown.timeline.contains { $0.entry == taken.entry }
            }
        }
    }

    /// What an auditor is told of a member's home from which the calendar, the pack, or the revision was removed: no clock is met or
    /// missed by what is left, no state is shown that later entries may have moved, and the home's own word is not called wrong.
    private func lacking(
        _ federation: Federation,
        _ record: String,
        _ filed: String,
        _ calendar: String
    ) async throws {
        let cards = federation.nodes.map {
            String(decoding: $0.node.view.card.note.encoded, as: UTF8.self)
        }
        let home = federation[1].test.home
        let pack = try RulePack.load(
            Array(Self.pack(naming: [("cn-2027", Self.calendar())]).utf8)
        )
        .reference
        func audited(
            _ record: String,
            without document: String
        ) async throws -> (faults: [AuditFinding], record: AuditedRecordDocument) {
            let kept = home.root.appending(path: "kept")
            try FileManager.default.copyItem(at: home.data, to: kept)
            let store = try SQLiteStore.open(.init(directory: home.data.path))
            try await store.write {
                try $0.statement("DELETE FROM document WHERE \(document)").run()
            }
            try store.close()
            let outcome = try await home.audited(
                by: cards,
                showing: AuditedRecordQuery(record: record, at: "2027-02-01T09:00:00+08:00")
            )
            try FileManager.default.removeItem(at: home.data)
            try FileManager.default.moveItem(at: kept, to: home.data)
            let faults = outcome.report.findings.filter { $0.weight == .fault }
            return (faults, try #require(outcome.records.first))
        }
        for (digest, code) in [(calendar, AuditCode.calendarGone), (pack.digest.hex, .packGone)] {
            let found = try await audited(record, without: "kind = 3 AND key = x'\(digest)'")
            let fault = try #require(found.faults.first { $0.code == code }, "\(found.faults)")
            #expect(fault.arguments["name"]?.contains(digest) == true)
            #expect(fault.arguments["revision"] == "2")
            let clock = try #require(found.record.clocks?.first { $0.clock == "A1" })
            #expect(clock.standing == "casework.clock_rules_gone" && !clock.overdue)
            #expect(found.record.summary.overdue == nil && found.record.summary.due == nil)
            #expect(found.record.findings.contains { $0.code == "auditing.record_rules_gone" })
            // What is missing may correct a year whose calendar is here; what goes by no calendar is told.
            let other = try await audited(filed, without: "kind = 3 AND key = x'\(digest)'").record
            let clocks = other.clocks ?? []
            let gone = clocks.filter { $0.standing == "casework.clock_rules_gone" }
            #expect(Set(gone.map(\.clock)).isSuperset(of: ["A1", "A6", "A16"]))
            let covered = try #require(gone.first { $0.clock == "A16" })
            #expect(covered.due?.provisional == false && !covered.overdue)
            #expect(other.summary.due == nil && other.summary.overdue == nil)
            for clock in clocks where clock.standing != "casework.clock_rules_gone" {
                #expect(clock.due?.calendars.isEmpty != false, "\(clock.clock)")
            }
        }
        let second = try ReadOnlyStore(directory: home.data.path).read { transaction in
            try transaction.documents(.charter, prefix: []).map(\.bytes)
                .map { try Charter(parsing: $0) }.first { $0.content.revision == 2 }
        }
        let revision = try #require(second).digest.hex
        let found = try await audited(record, without: "kind = 2 AND key = x'\(revision)'")
        let codes = Set(found.faults.map(\.code))
        #expect(codes == [.charterGone], "\(codes)")
        #expect(found.record.clocks == nil && found.record.summary.state == "")
        #expect(found.record.findings.first?.code == "auditing.record_not_judged")
    }

    /// Files a case about another clue, so that two clocks run into the next year and one ends in this one.
    private func filing(_ federation: Federation) async throws -> String {
        let (jiangxi, fujian) = (federation[0].test, federation[1].test)
        var (_, send) = try await jiangxi.approved(to: "350000")
        send.fields["receiver_offices"] = .list([.text("350000")])
        send.fields["document_no"] = .text("赣市监线〔2026〕2号")
        let sent = try await jiangxi.submit(send)
        try await eventually("fujian has acknowledged the other clue") {
            try await federation[1].hasReceived(sent.entry)
        }
        let now = try fujian.node.time.timestamp()
        let steps: [(String, [String: FieldValue])] = [
            ("accept", [:]),
            ("start_verification", ["handling_officers": .list([.text("甲"), .text("乙")])]),
            (
                "file",
                [
                    "case_no": .text("闽市监立〔2026〕1号"), "has_reporter": .boolean(true),
                    "filed_on": .text(try #require(LocalDate(inChinaAt: now)).text),
                    "first_filed_at": .text(now.text),
                ]
            ),
        ]
        for (event, fields) in steps {
            var step = fujian.submission(event, record: sent.entry)
            step.fields.merge(fields) { _, given in given }
            _ = try await fujian.submit(step)
        }
        return sent.entry
    }

    /// Sends a clue whose verification binds the receiver for fifteen working days.
    private func verifying(_ federation: Federation) async throws -> String {
        let sent = try await federation.handOver(from: 0, to: 1)
        let fujian = federation[1].test
        _ = try await fujian.submit(fujian.submission("accept", record: sent.entry))
        return sent.entry
    }

    /// Names the pack of calendars in a revision; the other member and the observer were never given a file.
    private func revise(_ federation: Federation) async throws {
        var draft = Federation.draft(Self.parties, observers: [2])
        draft.rules = ["cooperation@1", "cooperation@2", "calendars@1"]
        let (jiangxi, fujian) = (federation[0].test.local, federation[1].test.local)
        var charter = try await jiangxi.create(draft, caller: Self.caller)
        charter = try await fujian.sign(charter: charter.text, caller: Self.caller)
        _ = try await jiangxi.join(charter: charter.text, caller: Self.caller)
        let reference = try RulePack.load(
            Array(Self.pack(naming: [("cn-2027", Self.calendar())]).utf8)
        )
        .reference
        try await eventually("the pack has come") {
            let packs = try await fujian.rules(after: nil, caller: Self.caller).items
            return packs.contains { $0.digest == reference.digest.hex }
        }
        _ = try await fujian.join(charter: charter.text, caller: Self.caller)
    }

    /// What an export hands to an auditor has the calendar that the charter's pack names, and no fault.
    private func export(_ federation: Federation, _ digest: String) async throws {
        for position in 0..<3 { try await federation.stop(position) }
        let home = federation[1].test.home
        let folder = home.root.deletingLastPathComponent()
            .appending(path: "export-\(UUID().uuidString)")
        let export = try LogExport(
            of: Origin("fujian.ipr.example/exercise"),
            in: home,
            to: folder.path
        )
        _ = try export.run { _, _ in }
        let source = try ExportedDirectory(folder.path)
        #expect(try source.calendars().references.contains { $0.digest.hex == digest })
        let observer = SQLiteAuditSource(
            try ReadOnlyStore(directory: federation[2].test.home.data.path)
        )
        #expect(try observer.calendars().references.contains { $0.digest.hex == digest })
        let report = await ExportAudit(of: source, trusting: try TrustReader.read([])).run()
        #expect(report.findings.allSatisfy { $0.code != .fileNotListed })
        let audited = try await federation[2].test.home.audited()
        let faults = audited.findings.filter { $0.weight == .fault }
        #expect(faults.isEmpty, "\(faults)")
        try FileManager.default.removeItem(at: folder)
    }

    @Test(
        "at home a clock says that its calendar is missing, counts by it once it is added, and goes on so after a restart"
    )
    func missing() async throws {
        let clock = try SetClock("2026-12-28T10:00:00+08:00")
        let home = try await TestNode.makeHome("jiangxi.ipr.example", region: "360000")
        var node = try await TestNode(opening: home, time: clock.time)
        let text = Self.calendar()
        _ = try await node.local.add(
            rulePack: Self.pack(naming: [("cn-2027", text)]),
            caller: Self.caller
        )
        let record = try await propose(node)
        func clocks() async throws -> ClockDocument {
            let shown = try await node.local.record(record, caller: Self.caller)
            return try #require(shown.clocks?.first)
        }
        #expect(try await clocks().findings.map(\.code) == ["casework.clock_calendar_missing"])
        #expect(try await clocks().due?.provisionalYears == [2027])
        let before = try await clocks().due?.last
        // The bytes of another calendar are not it, whatever it calls itself.
        _ = try await node.local.add(calendar: Self.calendar(title: "另一历"), caller: Self.caller)
        #expect(try await clocks().findings.map(\.code) == ["casework.clock_calendar_missing"])
        _ = try await node.local.add(calendar: text, caller: Self.caller)
        #expect(try await clocks().findings.isEmpty)
        #expect(try await clocks().due?.provisional == false)
        #expect(try await clocks().due?.last != before)
        try await node.close()
        node = try await TestNode(opening: home, time: clock.time)
        #expect(try await clocks().findings.isEmpty)
        try await node.remove()
    }

    private func propose(_ node: TestNode) async throws -> String {
        let pack = try RulePack.load(RulePack.cooperationBytes)
        var propose = EntrySubmission(
            request: UUID().uuidString.lowercased(),
            machine: "credit-list",
            event: "propose"
        )
        let grounds = pack.choices.first { $0.id.text == "list_ground" }
        propose.rules = pack.reference.text
        propose.fields = [
            "decision_no": .text("赣市监处罚〔2026〕1号"), "subject_name": .text("某公司"),
            "subject_uscc": .text("91360000MA35XXXX0X"),
            "listing_ground": .text(try #require(grounds?.values.first).id.text),
        ]
        return try await node.submit(propose).entry
    }

    @Test(
        "an operator adds 64 calendars and no more, takes again what it has, and refuses what is none"
    )
    func limits() async throws {
        let node = try await TestNode.make("jiangxi.ipr.example", region: "360000")
        let here = try await node.local.calendars(after: nil, caller: Self.caller).items
        #expect(here.map(\.calendar) == ["cn-2024", "cn-2025", "cn-2026", "cn-fixed"])
        #expect(here.allSatisfy { $0.builtIn && $0.packs.count == 2 })
        for number in 0..<NodeService.Limits.calendarCountMax {
            _ = try await node.local.add(
                calendar: Self.calendar("cn-\(number)"),
                caller: Self.caller
            )
        }
        try await Fault.requireRefused("node.packs_too_many") {
            _ = try await node.local.add(calendar: Self.calendar(), caller: Self.caller)
        }
        _ = try await node.local.add(calendar: Self.calendar("cn-9"), caller: Self.caller)
        for (wrong, code) in [
            ("{}", "casework.calendar_format"), ("", "casework.json_empty"),
            (Self.pack(naming: []), "casework.calendar_format"),
            (
                Self.calendar() + String(repeating: " ", count: 256 << 10),
                "casework.json_too_large"
            ),
        ] {
            try await Fault.requireRefused(code) {
                _ = try await node.local.add(calendar: wrong, caller: Self.caller)
            }
        }
        try await node.remove()
    }
}
