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

@Suite struct StatisticsTests {
    private static let caller = TestNode.operatorCaller

    private func reader(_ office: String) -> Caller {
        Caller(
            credentials: PeerCredentials(pid: 1, uid: 4_711, gids: []),
            offices: .some([office]),
            rights: [.read]
        )
    }

    @Test("both members count the same, whoever may read the bodies; drafts at home are in no row")
    func members() async throws {
        let federation = try await Federation.make([("jiangxi", "360000"), ("fujian", "350000")])
        _ = try await federation[0].test.submit(federation[0].test.submission("create"))
        let first = try await federation.send(from: 0, to: "350000")
        let second = try await federation.send(from: 1, to: "360000")
        for (position, entry) in [(1, first.entry), (0, second.entry)] {
            try await eventually("the receiver's node has signed its receipt") {
                try await federation[position].hasReceived(entry)
            }
        }
        var back = federation[1].test.submission("return_misdirected", record: first.entry)
        back.fields = ["misdirected_rule": .text("第十四条")]
        _ = try await federation[1].test.submit(back)
        for by in [nil, "mechanism", "pair", "kind", "month"] as [String?] {
            var counted: [StatisticsDocument] = []
            for position in 0...1 {
                try await eventually("every step has come, \(by ?? "in all")") {
                    let shown = try await federation[position].test.local.statistics(
                        StatisticsQuery(by: by, exercises: true),
                        caller: Self.caller
                    )
                    return shown.total.opened == 2 && shown.total.answered == 1
                }
                var shown = try await federation[position].test.local.statistics(
                    StatisticsQuery(by: by, exercises: true),
                    caller: reader("nobody")
                )
                shown.asOf = ""
                counted.append(shown)
            }
            #expect(counted[0] == counted[1], "\(by ?? "in all")")
            #expect(counted[0].total.onTime + counted[0].total.untimed == 1)
            #expect(counted[0].uncounted == 0 && counted[0].total.overdue == 0)
            #expect(counted[0].rows.map(\.opened).reduce(0, +) == (by == nil ? 0 : 2))
        }
        let pairs = try await federation[0].test.local.statistics(
            StatisticsQuery(by: "pair", exercises: true),
            caller: Self.caller
        )
        #expect(pairs.rows.map(\.group) == ["350000>360000", "360000>350000"])
        #expect(pairs.rows.first?.titles["zh"] == "闽350000→赣360000")
        try await federation.remove()
    }

    @Test("the right is counted where the caller may read it, and is not known here otherwise")
    func rights() async throws {
        let nodes = try await TwoNodes.make()
        let (_, send) = try await nodes.jiangxi.approved(to: "350000")
        _ = try await nodes.jiangxi.submit(send)
        func rows(_ caller: Caller) async throws -> [StatisticsRow] {
            try await nodes.jiangxi.local.statistics(
                StatisticsQuery(by: "right", exercises: true),
                caller: caller
            ).rows
        }
        let own = try await rows(reader("scjg"))
        #expect(own.map(\.group) == ["trademark"] && own.map(\.opened) == [1])
        #expect(own.first?.titles["zh"] == "注册商标专用权")
        let other = try await rows(reader("gaj"))
        #expect(other.map(\.standing) == [.notKnownHere] && other.map(\.opened) == [1])
        #expect(other.map(\.group) == [nil])
        try await nodes.remove()
    }

    @Test("days count by Chinese time and both ends belong to the period; kinds go by any name")
    func filters() async throws {
        let nodes = try await TwoNodes.make()
        let (_, send) = try await nodes.jiangxi.approved(to: "350000")
        _ = try await nodes.jiangxi.submit(send)
        let local = nodes.jiangxi.local
        let today = try String(nodes.jiangxi.node.time.timestamp().text.prefix(10))
        func opened(_ query: StatisticsQuery) async throws -> Int {
            var query = query
            query.exercises = true
            return try await local.statistics(query, caller: Self.caller).total.opened
        }
        #expect(try await opened(StatisticsQuery(from: today, to: today)) == 1)
        #expect(try await opened(StatisticsQuery(to: "2020-01-01")) == 0)
        #expect(try await opened(StatisticsQuery(from: "2099-01-01")) == 0)
        #expect(try await opened(StatisticsQuery(mechanism: "exercise", kind: "线索移送")) == 1)
        let faults: [(StatisticsQuery, String)] = [
            (StatisticsQuery(by: "colour"), "node.dimension_unknown"),
            (StatisticsQuery(from: "2026-02-30"), "node.day_invalid"),
            (StatisticsQuery(from: "2026-02-02", to: "2026-02-01"), "node.period_reversed"),
            (StatisticsQuery(mechanism: "elsewhere"), "node.mechanism_unknown"),
            (StatisticsQuery(kind: "no-such-kind"), "node.kind_unknown"),
        ]
        for (query, code) in faults {
            try await Fault.requireRefused(code) { _ = try await opened(query) }
        }
        try await nodes.remove()
    }

    @Test("records are read page by page, and each is counted once")
    func pages() async throws {
        let nodes = try await TwoNodes.make()
        for _ in 0..<3 {
            let (_, send) = try await nodes.jiangxi.approved(to: "350000")
            _ = try await nodes.jiangxi.submit(send)
        }
        let (seen, all) = try await nodes.jiangxi.node.store.read { transaction in
            var seen: [String] = []
            var page = try transaction.projectedRecords(scope: "exercise", after: nil, limit: 2)
            while let last = page.last {
                seen += page.map(\.key.record.hex)
                page = try transaction.projectedRecords(
                    scope: "exercise",
                    after: last.key,
                    limit: 2
                )
            }
            let all = try transaction.projectedRecords(scope: nil, after: nil, limit: 100)
            return (seen, all.count)
        }
        #expect(seen.count == 3 && Set(seen).count == 3 && seen == seen.sorted())
        #expect(all == 6)
        try await nodes.remove()
    }
}
