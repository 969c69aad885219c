import Casework
import Cryptography
import Foundation
import Ledger
import LocalAPI
import LocalAPITestSupport
import LogStorage
import SQLiteStorage
import Testing

@testable import NodeService

/// What waits for an office.
@Suite struct InboxTests {
    private static let caller = TestNode.operatorCaller
    private static let later = NodeTime(
        now: { Int64(Date().timeIntervalSince1970) + 120 * 86_400 },
        isSynchronised: { true }
    )

    private static func caller(of offices: Set<String>) -> Caller {
        Caller(
            credentials: PeerCredentials(pid: 2, uid: 1_000, gids: []),
            offices: .some(offices),
            rights: [.read, .sign]
        )
    }

    /// A node with four drafts: one overdue since yesterday, one due today, one tomorrow, and the oldest without a clock that binds.
    private static func drafts(
        offices: [String: String] = ["scjg": "市场监管"]
    ) async throws -> (node: TestNode, clock: SetClock, records: [String]) {
        let clock = try SetClock("2026-05-06T09:00:00+08:00")
        let home = try await TestNode.makeHome(
            "jiangxi.ipr.example",
            region: "360000",
            offices: offices
        )
        let node = try await TestNode(opening: home, time: clock.time)
        let rules = try node.installCooperation()
        var create = node.submission("create")
        create.office = "scjg"
        var records = [try await node.submit(create).entry]
        // The later ones are written first, so that the order of writing is not that of the inbox.
        for day in [6, 8, 7] {
            try clock.set("2026-05-0\(day)T10:00:00+08:00")
            let office = day == 8 && offices["gaj"] != nil ? "gaj" : "scjg"
            let report = try await node.reportCrime("第\(day)件", rules: rules, office: office)
            records.append(report.entry)
        }
        try clock.set("2026-05-10T12:00:00+08:00")
        return (node, clock, [records[1], records[3], records[2], records[0]])
    }

    private static func inbox(
        _ node: TestNode,
        _ query: InboxQuery = InboxQuery(),
        caller: Caller = caller
    ) async throws -> InboxPage {
        try await node.local.inbox(query, caller: caller)
    }

    @Test(
        "what is overdue comes first, then by due time, and last what has no due time; each with its clock, kind, title and the steps that may be taken"
    )
    func order() async throws {
        let (node, clock, records) = try await Self.drafts()
        let page = try await Self.inbox(node)
        #expect(page.asOf == "2026-05-10T12:00:00+08:00" && page.findings.isEmpty)
        #expect(page.items.map(\.summary.record) == records)
        #expect(page.items.map(\.overdue) == [true, false, false, false])
        #expect(page.items.map(\.clock) == ["B2", "B2", "B2", nil])
        #expect(page.counts == InboxPage.Counts(waiting: 4, overdue: 1, others: 0))
        #expect(page.items.map(\.part) == [.act, .act, .act, .act])
        let first = try #require(page.items.first)
        #expect(first.due == "2026-05-09T23:59:59+08:00" && first.secondsLeft == -43_201)
        #expect(first.kind == "handover" && first.kindTitles["zh"] == "案件移送")
        #expect(first.summary.title == "第6件" && first.summary.opener == "360000/scjg")
        #expect(first.steps.map(\.event) == ["approve", "disapprove"])
        #expect(first.awaited == ["360000/scjg"])
        #expect(page.items.last?.kind == "clue")
        #expect(page.items.last?.steps.map(\.event) == ["approve", "cancel"])
        // A day later the second one is overdue too, and nothing was written for that.
        try clock.set("2026-05-11T00:00:00+08:00")
        let next = try await Self.inbox(node)
        #expect(next.items.map(\.summary.record) == records)
        #expect(next.items.map(\.overdue) == [true, true, false, false])
        var cancel = node.submission("cancel", record: records[3])
        cancel.fields["reason"] = nil
        _ = try await node.submit(cancel)
        #expect(
            try await Self.inbox(node).items.map(\.summary.record) == Array(records.dropLast()),
            "what has ended waits for nobody"
        )
        try await node.remove()
    }

    @Test("pages go on where the one before ended, by the time of the first one")
    func pages() async throws {
        let (node, clock, records) = try await Self.drafts()
        var query = InboxQuery(limit: 1)
        var found: [String] = []
        for _ in 0..<5 {
            let page = try await Self.inbox(node, query)
            #expect(page.asOf == "2026-05-10T12:00:00+08:00" && page.items.count == 1)
            found += page.items.map(\.summary.record)
            query.after = page.next
            try clock.set("2026-06-01T00:00:00+08:00")
            if page.next == nil { break }
        }
        #expect(found == records)
        for cursor in ["", "x", "1@2", "1@0@0@0@zz@home"] {
            try await Fault.requireRefused("node.cursor_unknown") {
                _ = try await Self.inbox(node, InboxQuery(after: cursor))
            }
        }
        try await node.remove()
    }

    @Test("an office sees its own records and no other's, and whoever stands for none sees nothing")
    func offices() async throws {
        let (node, _, records) = try await Self.drafts(
            offices: ["scjg": "市场监管", "gaj": "公安"]
        )
        let gaj = Self.caller(of: ["gaj"])
        let own = try await Self.inbox(node, caller: gaj)
        #expect(own.items.map(\.summary.record) == [records[2]])
        #expect(own.items.map(\.summary.title) == ["第8件"])
        #expect(own.counts == InboxPage.Counts(waiting: 1, overdue: 0, others: 0))
        let other = try await Self.inbox(node, InboxQuery(office: "scjg"))
        #expect(other.items.map(\.summary.record) == [records[0], records[1], records[3]])
        #expect(try await Self.inbox(node, caller: Self.caller(of: [])).items.isEmpty)
        try await Fault.requireRefused("local_api.office_not_permitted") {
            _ = try await Self.inbox(node, InboxQuery(office: "scjg"), caller: gaj)
        }
        try await Fault.requireRefused("node.office_unknown") {
            _ = try await Self.inbox(node, InboxQuery(office: "zscq"))
        }
        try await Fault.requireRefused("node.mechanism_unknown") {
            _ = try await Self.inbox(node, InboxQuery(mechanism: "nowhere"))
        }
        #expect(try await Self.inbox(node, InboxQuery(mechanism: "home")).items.count == 4)
        try await node.remove()
    }

    @Test(
        "what waits is found in a home of an earlier edition, and after the calendars have changed"
    )
    func renewed() async throws {
        let (node, _, records) = try await Self.drafts()
        let kept = try await Self.duties(node)
        #expect(kept.count == 4)
        // As a home from before there was an inbox.
        try await node.node.store.write { transaction in
            try transaction.removeDocument(.meta, Array(DutyKeeper.keptName.utf8))
            for document in try transaction.documents(.duty, prefix: []) {
                try transaction.removeDocument(.duty, document.key)
            }
        }
        #expect(try await Self.inbox(node).items.map(\.summary.record) == records)
        #expect(try await Self.duties(node) == kept)
        node.node.update { $0.calendars = CalendarSet() }
        let page = try await Self.inbox(node)
        #expect(page.items.map(\.summary.record) == records && page.findings.isEmpty)
        let renewed = try await Self.duties(node)
        #expect(renewed.keys == kept.keys && renewed != kept)
        // A row that cannot be read is made again as well.
        try await node.node.store.write { transaction in
            for document in try transaction.documents(.duty, prefix: []) {
                try transaction.putDocument(.duty, document.key, [0])
            }
        }
        #expect(try await Self.inbox(node).items.map(\.summary.record) == records)
        #expect(try await Self.duties(node) == renewed)
        try await node.remove()
    }

    private static func duties(_ node: TestNode) async throws -> [[UInt8]: [UInt8]] {
        let documents = try await node.node.store.read { try $0.documents(.duty, prefix: []) }
        return Dictionary(uniqueKeysWithValues: documents.map { ($0.key, $0.bytes) })
    }

    @Test(
        "what others are behind with is in the second part of those who may press them, without a title for whoever reads no body, and a paused clock is nobody's delay"
    )
    func others() async throws {
        var federation = try await Federation.make(
            [("jiangxi", "360000"), ("fujian", "350000"), ("guizhou", "520000")],
            roles: ["superior": ["520000"]]
        )
        let sent = try await federation.handOver(from: 0, to: 1)
        let fujian = federation[1].test
        _ = try await fujian.submit(fujian.submission("accept", record: sent.entry))
        var start = fujian.submission("start_verification", record: sent.entry)
        start.fields["handling_officers"] = .list([.text("甲"), .text("乙")])
        _ = try await fujian.submit(start)
        let own = try #require(try await Self.inbox(fujian).items.first)
        #expect(own.part == .act && own.clock == "A1" && !own.overdue)
        #expect(own.summary.title == "【演练】出口运动鞋" && own.kindTitles["zh"] == "线索通报")
        #expect(own.steps.map(\.event).contains("file"))
        for position in [0, 2] {
            let test = federation[position].test
            try await eventually("all is here") {
                // Nothing is there before the record's first entry came.
                let shown = try? await test.local.record(sent.entry, caller: Self.caller)
                return shown?.summary.state == "verifying"
            }
            // The sender waits for the others from the first day; a superior has nothing to do while nobody is behind.
            let items = try await Self.inbox(test).items
            #expect(items.map(\.part) == (position == 0 ? [.others] : []))
            #expect(items.allSatisfy { !$0.overdue && $0.clock == "A1" })
            try await federation.stop(position)
            try await federation.restart(position, time: Self.later)
        }
        let sender = try #require(try await Self.inbox(federation[0].test).items.first)
        #expect(sender.part == .others && sender.overdue && sender.clock == "A1")
        #expect(sender.steps.map(\.event) == ["supplement", "escalate"])
        #expect(sender.awaited == ["350000"] && sender.summary.title != nil)
        let superior = try await Self.inbox(federation[2].test)
        #expect(superior.counts == InboxPage.Counts(waiting: 0, overdue: 1, others: 1))
        #expect(superior.items.map(\.summary.title) == [nil])
        #expect(superior.items.first?.steps.map(\.event) == ["urge"])
        try await pause(sent.entry, in: federation)
        try await federation.remove()
    }

    private func pause(_ record: String, in federation: Federation) async throws {
        let fujian = federation[1].test
        var pause = fujian.submission("pause", record: record)
        pause.fields["pause_reason"] = .text("testing")
        let today = try #require(LocalDate(inChinaAt: fujian.node.time.timestamp()))
        pause.fields["pause_from"] = .text(today.text)
        _ = try await fujian.submit(pause)
        let item = try #require(try await Self.inbox(fujian).items.first)
        #expect(item.paused && !item.overdue && item.due != nil && item.part == .act)
        for position in [0, 2] {
            try await eventually("the pause is here") {
                let items = try await Self.inbox(federation[position].test).items
                return items.allSatisfy { $0.paused && !$0.overdue }
                    && items.count == (position == 0 ? 1 : 0)
            }
        }
        // Every projection has kept what a look at the whole record finds.
        for node in federation.nodes {
            let kept = try await Self.duties(node.test)
            let projector = node.node.view.projector
            try await node.node.store.write { transaction in
                var keys: [RecordKey] = []
                try transaction.forEachDuty { record, scope, _ in
                    keys.append(RecordKey(scope: RecordScope(text: scope), record: record))
                }
                try projector.renewDuties(of: keys, in: transaction)
            }
            #expect(try await Self.duties(node.test) == kept)
        }
    }
}
