import Casework
import Ledger
import LocalAPI
import Testing
import Wording

@testable import NodeService

/// What one office states for all, steps that follow from the end of a clock, and what is recorded after it was over.
@Suite(.serialized) struct StatedOwnerTests {
    private static let caller = TestNode.operatorCaller
    private static let kind = "credit-penalty"

    private static func publish(
        _ record: String,
        _ fields: [String: FieldValue]
    ) -> EntrySubmission {
        StatedDateTests.step(kind, "publish", record, fields)
    }

    @Test(
        "a receiver states nothing anew that the sender stated and checks or clocks go by, and says the same as often as it likes"
    )
    func owner() async throws {
        let federation = try await Federation.make([("jiangxi", "360000"), ("fujian", "350000")])
        let fujian = federation[1].test
        let decided = try StatedDateTests.day(-10)
        let record = try await StatedDateTests.pushed(decided: decided, federation)
        let today = try StatedDateTests.day(0)
        let before = try StatedDateTests.day(-20)
        for fields in [
            ["published_on": today, "decided_on": before],
            ["published_on": today, "penalty_class": "short"],
        ] {
            try await Fault.requireRefused("node.field_of_another") {
                _ = try await fujian.local.preview(
                    Self.publish(record, fields.mapValues { .text($0) }),
                    caller: Self.caller
                )
            }
        }
        // A listed value reads as the form has it.
        let listed = await #expect(throws: Problem.self) {
            _ = try await fujian.local.preview(
                Self.publish(
                    record,
                    ["published_on": .text(today), "penalty_class": .text("short")]
                ),
                caller: Self.caller
            )
        }
        let told = listed?.worded(in: .zh).cause ?? ""
        #expect(listed?.arguments["other"] == "standard" && !told.contains("standard"), "\(told)")
        #expect(!told.contains("short"), "\(told)")
        // It serves no check either.
        let backdated = Self.publish(
            record,
            ["published_on": .text(before), "decided_on": .text(before)]
        )
        let error = await #expect(throws: Problem.self) { _ = try await fujian.submit(backdated) }
        #expect(
            error?.reasons?.map(\.code) == ["node.field_of_another", "node.field_before_cause"]
        )
        let same = [
            "published_on": today, "decided_on": decided, "penalty_class": "standard",
        ]
        _ = try await fujian.submit(Self.publish(record, same.mapValues { .text($0) }))
        try await StatedDateTests.wait(for: "published", of: record, at: 1, federation)
        // Nobody ends it before its three years are over, and nobody is offered to.
        let shown = try await fujian.local.record(record, caller: Self.caller)
        let next = try #require(shown.next?.first { $0.event == "stop_publication" })
        #expect(!next.here && next.automatic == "clock")
        let page = try await fujian.local.inbox(InboxQuery(), caller: Self.caller)
        #expect(!page.items.flatMap(\.steps).contains { $0.event == "stop_publication" })
        try await Fault.requireRefused("node.step_before_end") {
            _ = try await fujian.submit(
                StatedDateTests.step(Self.kind, "stop_publication", record)
            )
        }
        try await federation.remove()
    }

    @Test(
        "a publication that was over when it is recorded is taken with the reason, ends nothing by itself, and is ended by its office"
    )
    func over() async throws {
        let federation = try await Federation.make([("jiangxi", "360000"), ("fujian", "350000")])
        let fujian = federation[1].test
        let record = try await StatedDateTests.pushed(decided: "2020-06-01", federation)
        let fields = ["published_on": FieldValue.text("2021-01-05")]
        try await Fault.requireRefused("node.step_ends_at_once") {
            _ = try await fujian.submit(Self.publish(record, fields))
        }
        let reason = ["remarks": FieldValue.text("补登此前的公示")]
        _ = try await fujian.submit(
            Self.publish(record, fields.merging(reason) { own, _ in own })
        )
        for position in [0, 1] {
            try await StatedDateTests.wait(for: "published", of: record, at: position, federation)
        }
        #expect(try await federation[1].count(of: "stop_publication", in: "exercise") == 0)
        // It waits for that office, with the end and with the step that no node takes by itself.
        let page = try await fujian.local.inbox(InboxQuery(), caller: Self.caller)
        let item = try #require(page.items.first { $0.summary.record == record })
        #expect(item.part == .act && item.clock == "C4b" && !item.overdue)
        #expect(item.due == "2024-01-05T23:59:59+08:00" && (item.secondsLeft ?? 0) < 0)
        let stop = try #require(item.steps.first { $0.event == "stop_publication" })
        #expect(stop.here && stop.automatic == nil)
        #expect(page.counts.waiting == 1 && page.counts.overdue == 0)
        let asked = try await federation[0].test.local.inbox(InboxQuery(), caller: Self.caller)
        #expect(asked.items.first { $0.summary.record == record }?.part == .others)
        _ = try await fujian.submit(StatedDateTests.step(Self.kind, "stop_publication", record))
        try await StatedDateTests.wait(for: "stopped", of: record, at: 0, federation)
        try await federation.remove()
    }

    @Test(
        "a publication in the own province asks for nobody who would receive it, and its form offers the day"
    )
    func local() async throws {
        let node = try await TestNode.make("jiangxi.ipr.example", region: "360000")
        let rules = try node.installCooperation()
        var prepare = StatedDateTests.step(
            Self.kind,
            "prepare",
            nil,
            [
                "decision_no": .text("赣市监处罚〔2026〕7号"), "subject_name": .text("某贸易有限公司"),
                "subject_uscc": .text("91350100M000100Y43"), "violation_type": .text("商标侵权"),
                "penalty": .text("罚款5万元"), "decided_on": .text(try StatedDateTests.day(-9)),
                "deciding_office": .text("360000/scjg"), "subject_region": .text("360000"),
            ]
        )
        prepare.rules = rules
        let record = try await node.submit(prepare).entry
        var query = StepFormQuery(kind: Self.kind, event: "publish_locally")
        query.record = record
        let form = try await node.local.form(query, caller: Self.caller)
        let day = try #require(form.fields.first { $0.field == "published_on" })
        #expect(day.elsewhere != true && day.required)
        let asked = form.fields.filter { $0.required && !$0.said }.map(\.field)
        let own = [
            "handling_officers", "ip_right", "no_state_secret", "penalty_class", "published_on",
            "title",
        ]
        #expect(asked.sorted() == own)
        let published = StatedDateTests.step(
            Self.kind,
            "publish_locally",
            record,
            [
                "handling_officers": .list([.text("甲"), .text("乙")]),
                "ip_right": .text("trademark"), "no_state_secret": .boolean(true),
                "penalty_class": .text("short"), "title": .text("【演练】罚款"),
                "published_on": .text(try StatedDateTests.day(-1)),
            ]
        )
        _ = try await node.submit(published)
        let shown = try await node.local.record(record, caller: Self.caller)
        #expect(shown.summary.state == "published")
        try await node.remove()
    }

    @Test("no handover was received before the approval that its sender states")
    func receipt() throws {
        let pack = try RulePack.load(RulePack.cooperationBytes)
        let machine = try #require(MachineID("handover-criminal").flatMap { pack.machine($0) })
        let now = try #require(Timestamp("2026-12-22T09:00:00+08:00")).instant
        let approved = try #require(FieldID("approved_at"))
        let received = try #require(FieldID("received_at"))
        for (event, time, codes) in [
            ("acknowledge", "2026-12-10T08:59:59+08:00", [NodeError.Code.fieldBeforeCause]),
            ("acknowledge", "2026-12-10T09:00:00+08:00", []),
            ("acknowledge_rerouted", "2026-12-09T09:00:00+08:00", [.fieldBeforeCause]),
        ] as [(String, String, [NodeError.Code])] {
            let step = try #require(EventID(event).flatMap { machine.transition($0) })
            let rules = StepRules(pack: pack, machine: machine, step: step)
            let owned = StepDates.owned(by: rules)
            #expect(owned.contains(approved) && !owned.contains(received))
            let said: [(node: NodeName?, fields: [FieldID: BodyValue])] = [
                (
                    NodeName("jiangxi.ipr.example"),
                    [approved: .string("2026-12-10T09:00:00+08:00")]
                ),
                (
                    NodeName("fujian.ipr.example"),
                    [approved: .string("2026-12-01T09:00:00+08:00")]
                ),
            ]
            let ours = try #require(NodeName("fujian.ipr.example"))
            let dates = StepDates(
                fields: [received: .string(time)],
                // What was restated before this rule serves nobody.
                earlier: said[1].fields,
                others: said[0].fields,
                rules: StepDates.Rules(of: step, in: machine, pack),
                ofOthers: StepDates.ofOthers(than: ours, among: owned, said: said),
                receipt: nil,
                now: now
            )
            #expect(dates.faults().map(\.code) == codes, "\(event) \(time)")
            let other = try #require(NodeName("jiangxi.ipr.example"))
            #expect(StepDates.ofOthers(than: other, among: owned, said: said).isEmpty)
        }
    }
}
