import Casework
import Cryptography
import Ledger
import LocalAPI
import LocalAPITestSupport
import SQLiteStorage
import Testing
import TransparencyLog
import Wording

@testable import NodeService

/// Steps that go by ends which a node cannot tell, because rules are not here that give them.
@Suite(.serialized) struct UndecidedEndTests {
    private static let caller = TestNode.operatorCaller

    @Test("a right whose end is withheld is refused to nobody; one whose end is known is")
    func rights() async throws {
        let clock = try SetClock("2026-05-06T09:00:00+08:00")
        let home = try await TestNode.makeHome(
            "jiangxi.ipr.example",
            region: "360000",
            offices: ["scjg": "南昌海关"]
        )
        let node = try await TestNode(opening: home, time: clock.time)
        let rules = try node.installCooperation()
        var notify = StatedDateTests.step("handover-customs", "notify_holder", nil)
        notify.rules = rules
        notify.fields = ["goods": .text("运动鞋"), "port": .text("南昌")]
        let record = try await node.submit(notify).entry
        try clock.set("2026-05-26T09:00:00+08:00")
        let view = node.node.view
        let origin = try Origin("\(view.node)/\(LogName.home)")
        let key = RecordKey(
            scope: RecordScope(try LogName.required(origin)),
            record: try #require(Digest(hex: record))
        )
        let refused = try await node.node.store.read { transaction in
            let planner = StepPlanner(
                view: view,
                now: clock.now,
                caller: Self.caller,
                transaction: transaction,
                bodies: BodyReader(storageKey: view.keyring.storageKey)
            )
            let state = try #require(try view.projector.state(of: key, in: transaction))
            let event = CaseEvent(
                digest: SHA256.digest(of: []),
                origin: "\(origin)",
                index: 0,
                node: view.node,
                isHome: true,
                at: try NodeTime.timestamp(at: clock.now),
                machine: try #require(MachineID("handover-customs")),
                event: try #require(EventID("detain")),
                from: view.card.content.region,
                office: try #require(OfficeID("scjg")),
                to: [],
                record: key.record,
                facts: [],
                rules: state.pack,
                parties: try #require(view.projector.context.currentParties(in: key.scope))
            )
            var fold = view.projector.context.clockFold(in: key.scope)
            let clocks = fold.clocks(adding: event, after: state, home: nil)
            return try [false, true].map { isWithheld -> NodeError.Code? in
                do {
                    try planner.requireSense(
                        event,
                        after: state,
                        clocks,
                        withholding: { _ in isWithheld },
                        isExplained: false
                    )
                    return nil
                } catch let error as NodeError {
                    return error.code
                }
            }
        }
        #expect(refused == [.rightLapsed, nil])
        try await node.remove()
    }

    @Test(
        "without a pack that the charter names whoever extends a clock is told that its end is not judged; with it nothing is said"
    )
    func told() async throws {
        let federation = try await Federation.make([("jiangxi", "360000"), ("fujian", "350000")])
        let nodes = [federation[0].test, federation[1].test]
        for node in nodes {
            _ = try await node.local.add(rulePack: OwnPackTests.mediation(), caller: Self.caller)
        }
        var draft = CharterDraft.exercise([
            ("360000", "jiangxi.ipr.example"), ("350000", "fujian.ipr.example"),
        ])
        draft.rules = ["cooperation@1", "mediation@1"]
        let created = try await nodes[0].local.create(draft, caller: Self.caller)
        let signed = try await nodes[1].local.sign(charter: created.text, caller: Self.caller)
        for node in nodes {
            _ = try await node.local.join(charter: signed.text, caller: Self.caller)
        }
        let record = try await federation.handOver(from: 0, to: 1).entry
        let fujian = nodes[1]
        _ = try await fujian.submit(fujian.submission("accept", record: record))
        var start = fujian.submission("start_verification", record: record)
        start.fields["handling_officers"] = .list([.text("甲"), .text("乙")])
        _ = try await fujian.submit(start)
        // Nobody gives the pack again.
        try await federation.stop(0)
        var prolong = fujian.submission("extend", record: record)
        prolong.fields["extension_reason"] = .text("须再次取样")
        func notices() async throws -> [CodedText] {
            try await fujian.local.preview(prolong, caller: Self.caller).findings
                .filter { $0.code == "node.end_not_judged" }
        }
        #expect(try await notices().isEmpty)
        let pack = try RulePack.load(Array(OwnPackTests.mediation().utf8)).reference
        fujian.node.update { $0.packs.remove(pack) }
        let told = try await notices()
        #expect(told.map { $0.arguments["clock"] } == ["A1"])
        let notice = try #require(told.first)
        for language in Language.allCases {
            let text = Catalogue.message(notice.code, notice.arguments, in: language)
            #expect(text?.sentence.contains("{") == false)
        }
        try await federation.remove(stopped: [0])
    }
}
