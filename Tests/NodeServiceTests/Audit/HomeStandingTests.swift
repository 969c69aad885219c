import Auditing
import Casework
import Foundation
import Ledger
import LocalAPI
import LogStorage
import Testing
import TransparencyLog

@testable import NodeService
@testable import SQLiteStorage

/// What the standing of the node whose home is audited means for what the home can tell.
@Suite(.serialized) struct HomeStandingTests {
    private static let caller = Federation.caller
    private static let members = [
        ("jiangxi", "360000"), ("fujian", "350000"), ("guizhou", "520000"),
    ]

    private static func cards(_ federation: Federation) -> [String] {
        federation.nodes.map { String(decoding: $0.node.view.card.note.encoded, as: UTF8.self) }
    }

    private static func audit(
        _ home: HomeDirectory,
        _ cards: [String]
    ) async throws -> (report: AuditReport, records: [AuditedRecordDocument]) {
        let query = try AuditedRecordQuery(record: nil, at: nil)
        return try await home.audited(by: cards, showing: query, in: "exercise")
    }

    private static let codes: Set<AuditCode> = [.memberLeft, .receiptsNone, .receiptsNotKept]

    private static func told(_ report: AuditReport) -> [AuditFinding] {
        report.findings.filter { codes.contains($0.code) }
    }

    @Test(
        "a home that a revision has left out says so in the report and at each record, to the auditor and to whoever looks at the record"
    )
    func left() async throws {
        let federation = try await Federation.make(Self.members)
        let sent = try await federation.send(from: 0, to: "520000")
        let log = "guizhou.ipr.example/exercise"
        try await eventually("guizhou has acknowledged, and the others hold that") {
            guard try await federation[2].count(of: "receive", in: "exercise") == 1 else {
                return false
            }
            let size = try await federation[2].size(of: log)
            let here = try await [federation[0].size(of: log), federation[1].size(of: log)]
            return try await federation[2].receipts(of: "exercise") == 2 && here == [size, size]
        }
        let (jiangxi, fujian) = (federation[0].test.local, federation[1].test.local)
        let guizhou = federation[2].test.local
        let created = try await jiangxi.create(
            Federation.draft(Array(Self.members.prefix(2))),
            caller: Self.caller
        )
        let removal = try await fujian.sign(charter: created.text, caller: Self.caller)
        for local in [jiangxi, fujian, guizhou] {
            _ = try await local.join(charter: removal.text, caller: Self.caller)
        }
        let shown = try await guizhou.record(sent.entry, caller: Self.caller)
        #expect(shown.findings.contains { $0.code == "node.membership_ended" })
        let inside = try await fujian.record(sent.entry, caller: Self.caller)
        #expect(inside.findings.allSatisfy { $0.code != "node.membership_ended" })
        let cards = Self.cards(federation)
        for position in 0..<3 { try await federation.stop(position) }
        let outside = try await Self.audit(federation[2].test.home, cards)
        #expect(outside.report.isSound, "\(outside.report.findings)")
        let finding = try #require(Self.told(outside.report).first)
        #expect(finding.code == .memberLeft && finding.weight == .notice)
        #expect(finding.arguments["revision"] == "2")
        #expect(finding.arguments["node"] == "guizhou.ipr.example")
        #expect(!outside.records.isEmpty)
        for record in outside.records {
            let notices = record.findings.filter { $0.code == "auditing.record_member_left" }
            #expect(notices.map { $0.arguments["revision"] } == ["2"])
            // What came since is not here: nobody is behind, and nothing is left of a time that others may have used.
            #expect(record.summary.due == nil && record.summary.overdue == nil)
        }
        let clocks = outside.records.flatMap { $0.clocks ?? [] }.filter { $0.end == nil }
        #expect(!clocks.isEmpty && clocks.allSatisfy { $0.standing == "casework.clock_cut_off" })
        #expect(clocks.allSatisfy { $0.secondsLeft == nil && !$0.overdue })
        #expect(shown.clocks?.map(\.standing) == outside.records[0].clocks?.map(\.standing))
        #expect(shown.summary.due == nil)
        let member = try await Self.audit(federation[0].test.home, cards)
        #expect(Self.told(member.report).isEmpty)
        let parted = member.records.flatMap(\.findings).filter { $0.code == "node.party_left" }
        #expect(parted.map { $0.arguments["addresses"] } == ["520000"])
        // Who left is still called by name.
        let name = inside.summary.names?["520000"]?["zh"]
        #expect(name == "市场监管" || name?.contains("市场监管") == true, "\(name ?? "-")")
        #expect(parted.first?.arguments["addresses_zh"]?.contains("市场监管") == true)
        for record in member.records {
            #expect(record.summary.names?["520000"]?["zh"]?.contains("市场监管") == true)
        }
        #expect(
            member.records.flatMap(\.findings).allSatisfy {
                $0.code != "auditing.record_member_left"
            }
        )
        try await federation.remove(stopped: [0, 1, 2])
    }

    @Test("the home of a member whose log has not adopted the revision in force says so")
    func revisionNotAdopted() async throws {
        let federation = try await Federation.make(Array(Self.members.prefix(2)))
        let (jiangxi, fujian) = (federation[0].test.local, federation[1].test.local)
        var draft = Federation.draft(Array(Self.members.prefix(2)))
        draft.titleEn = "Two"
        let created = try await jiangxi.create(draft, caller: Self.caller)
        let revision = try await fujian.sign(charter: created.text, caller: Self.caller)
        _ = try await jiangxi.join(charter: revision.text, caller: Self.caller)
        try await eventually("fujian is told") {
            try await fujian.status(caller: Self.caller).warnings
                .contains { $0.code == "node.revision_not_joined" }
        }
        let cards = Self.cards(federation)
        for position in 0..<2 { try await federation.stop(position) }
        for position in 0..<2 {
            let report = try await Self.audit(federation[position].test.home, cards).report
            let found = report.findings.filter { $0.code == .revisionNotAdopted }
            let expected = [
                "mechanism": "exercise", "node": "fujian.ipr.example", "revision": "2",
            ]
            #expect(found.map(\.arguments) == (position == 1 ? [expected] : []))
            #expect(report.isSound, "\(report.findings)")
        }
        try await federation.remove(stopped: [0, 1])
    }

    @Test(
        "an observer keeps no receipts, and says so instead of calling what members can prove unproven; receipts that are all gone from a member's home are told"
    )
    func receipts() async throws {
        let federation = try await Federation.make(Self.members, observers: [2])
        let sent = try await federation.handOver(from: 0, to: 1)
        let taken = try await federation[1].test.submit(
            federation[1].test.submission("accept", record: sent.entry)
        )
        for position in 0..<3 {
            try await eventually("the step is at node \(position), and cosigned") {
                // Nothing is there before the record's first entry came.
                let shown = try? await federation[position].test.local.record(
                    sent.entry,
                    caller: Self.caller
                )
                let entry = shown?.timeline.first { $0.entry == taken.entry }
                return position == 2 ? entry != nil : (entry?.receipts?.count ?? 0) > 0
            }
        }
        let shown = try await federation[2].test.local.record(sent.entry, caller: Self.caller)
        #expect(shown.timeline.allSatisfy { $0.receipts == nil })
        #expect(shown.clocks?.allSatisfy { $0.end?.proof != "open" } == true)
        let cards = Self.cards(federation)
        for position in 0..<3 { try await federation.stop(position) }
        // Without the observer's own card its home log hangs on nothing: the auditor is asked for that card.
        let bare = try await Self.audit(federation[2].test.home, Array(cards.prefix(2)))
        let asked = bare.report.findings.filter { $0.weight == .fault }
        #expect(asked.map(\.code) == [.ownCardNotGiven], "\(asked)")
        #expect(asked.first?.arguments["node"] == "guizhou.ipr.example")
        let observer = try await Self.audit(federation[2].test.home, cards)
        #expect(Self.told(observer.report).map(\.code) == [.receiptsNotKept])
        #expect(!observer.records.isEmpty)
        for record in observer.records {
            #expect(record.findings.contains { $0.code == "auditing.record_receipts_not_kept" })
            #expect(record.clocks?.allSatisfy { $0.end?.proof != "open" } == true)
        }
        let jiangxi = federation[0].test.home
        #expect(Self.told(try await Self.audit(jiangxi, cards).report).isEmpty)
        let store = try SQLiteStore.open(.init(directory: jiangxi.data.path))
        try await store.write { try $0.statement("DELETE FROM cosignature").run() }
        try store.close()
        let emptied = try await Self.audit(jiangxi, cards)
        #expect(Self.told(emptied.report).map(\.code) == [.receiptsNone])
        // That there were some the list of cosigners says, and those that wait to be sent.
        let removed = Set(emptied.report.findings.filter { $0.weight == .fault }.map(\.code))
        #expect(removed.contains(.receiptsRemoved), "\(emptied.report.findings)")
        #expect(removed.isSubset(of: [.receiptsRemoved, .receiptRemoved]))
        try await federation.remove(stopped: [0, 1, 2])
    }
}
