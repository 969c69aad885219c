import Casework
import LocalAPI
import LocalAPITestSupport
import Testing

@testable import NodeService

/// An alert whose rule pack a revision of the charter leaves out.
@Suite(.serialized) struct LeftOutExpiryTests {
    private static let caller = TestNode.operatorCaller

    @Test(
        "a revision that leaves out the pack of an alert in force counts it, and the alert ends at its time all the same, also for an auditor"
    )
    func alert() async throws {
        var federation = try await Federation.make([("jiangxi", "360000"), ("fujian", "350000")])
        let clock = SettableClock()
        for position in [0, 1] {
            try await federation.stop(position)
            try await federation.restart(position, time: clock.time)
        }
        let (jiangxi, fujian) = (federation[0].test, federation[1].test)
        for node in [jiangxi, fujian] {
            _ = try await node.local.add(
                rulePack: OwnPackTests.mediation(),
                caller: Self.caller
            )
        }
        let until = try ExpiryTests.text(clock.time.now() + 3_600)
        let issue = try await ExpiryTests.drafted(until: until, at: jiangxi)
        let alert = try await jiangxi.submit(issue).entry
        try await eventually("fujian has the alert") {
            // Nothing is there before the record's first entry came.
            (try? await fujian.local.record(alert, caller: Self.caller)) != nil
        }
        var draft = CharterDraft.exercise([
            ("360000", "jiangxi.ipr.example"), ("350000", "fujian.ipr.example"),
        ])
        draft.rules = ["mediation@1"]
        let created = try await jiangxi.local.create(draft, caller: Self.caller)
        let told = created.warnings?.filter { $0.code == "node.charter_leaves_pack" } ?? []
        #expect(told.contains { $0.arguments["count"] == "1" }, "\(told)")
        let signed = try await fujian.local.sign(charter: created.text, caller: Self.caller)
        for node in [jiangxi, fujian] {
            _ = try await node.local.join(charter: signed.text, caller: Self.caller)
        }
        clock.advance(by: 3_601)
        try await federation.stop(0)
        try await federation.restart(0, time: clock.time)
        for position in [0, 1] {
            try await eventually("the alert has ended at node \(position)") {
                let shown = try await federation[position].test.local
                    .record(alert, caller: Self.caller)
                return shown.summary.state == "expired"
            }
        }
        #expect(try await federation[0].count(of: "expire", in: "exercise") == 1)
        try await federation.remove()
    }
}
