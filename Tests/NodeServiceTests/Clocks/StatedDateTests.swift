import Casework
import Foundation
import Ledger
import LocalAPI
import Testing
import Wording

@testable import NodeService

/// Days that an officer states: those that cannot be are refused before anything is signed, and those that were wrong are put right.
@Suite(.serialized) struct StatedDateTests {
    private static let caller = TestNode.operatorCaller

    static func step(
        _ machine: String,
        _ event: String,
        _ record: String? = nil,
        _ fields: [String: FieldValue] = [:]
    ) -> EntrySubmission {
        var step = EntrySubmission(
            request: UUID().uuidString.lowercased(),
            machine: machine,
            event: event
        )
        (step.record, step.fields) = (record, fields)
        return step
    }

    /// What every opening asks for.
    private static func head(_ number: String) -> [String: FieldValue] {
        [
            "document_no": .text(number), "title": .text("【演练】运动鞋"),
            "mechanism": .text("exercise"), "scope": .text("internal"),
            "no_state_secret": .boolean(true), "sender_office": .text("360000/scjg"),
            "receiver_offices": .list([.text("350000")]), "ip_right": .text("trademark"),
            "handling_officers": .list([.text("甲"), .text("乙")]), "liaison": .text("联络员"),
        ]
    }

    static func day(_ count: Int64) throws -> String {
        let second = NodeTime.system.now() + count * 86_400
        return try #require(LocalDate(inChinaAt: NodeTime.timestamp(at: second))).text
    }

    static func state(
        _ record: String,
        at position: Int,
        _ federation: Federation
    ) async throws -> String? {
        // Nothing is there before the record's first entry came.
        try? await federation[position].test.local.record(record, caller: caller).summary.state
    }

    static func wait(
        for state: String,
        of record: String,
        at position: Int,
        _ federation: Federation
    ) async throws {
        try await eventually("the record is \(state) at node \(position)") {
            try await self.state(record, at: position, federation) == state
        }
    }

    /// A penalty of three years that 江西 decided on a day and pushed to 福建.
    static func pushed(decided day: String, _ federation: Federation) async throws -> String {
        let jiangxi = federation[0].test
        let prepared = try await jiangxi.submit(
            step(
                "credit-penalty",
                "prepare",
                nil,
                [
                    "decision_no": .text("赣市监处罚〔2024〕7号"), "subject_name": .text("某贸易有限公司"),
                    "subject_uscc": .text("91350100M000100Y43"), "violation_type": .text("商标侵权"),
                    "penalty": .text("罚款5万元"), "decided_on": .text(day),
                    "deciding_office": .text("360000/scjg"), "subject_region": .text("350000"),
                ]
            )
        )
        let class3 = ["penalty_class": FieldValue.text("standard")]
        var push = step(
            "credit-penalty",
            "push",
            prepared.entry,
            head("赣市监推〔2026〕1号").merging(class3) { own, _ in own }
        )
        (push.mechanism, push.to) = ("exercise", ["350000"])
        let record = try await jiangxi.submit(push).entry
        for position in [0, 1] {
            try await wait(for: "received", of: record, at: position, federation)
        }
        return record
    }

    @Test(
        "a day of publication years ago is refused, with what it would end and when; the right one is taken, and ends nothing"
    )
    func publication() async throws {
        let federation = try await Federation.make([("jiangxi", "360000"), ("fujian", "350000")])
        let fujian = federation[1].test
        let record = try await Self.pushed(decided: "2020-06-01", federation)
        func publish(_ day: String) -> EntrySubmission {
            Self.step("credit-penalty", "publish", record, ["published_on": .text(day)])
        }
        // What the other office said of its decision stands in the body that came.
        try await Fault.requireRefused("node.field_before_cause") {
            _ = try await fujian.submit(publish("2020-05-31"))
        }
        for attempt in [publish("2020-06-01"), publish("2021-01-05")] {
            try await Fault.requireRefused("node.step_ends_at_once") {
                _ = try await fujian.local.preview(attempt, caller: Self.caller)
            }
            let error = await #expect(throws: Problem.self) { _ = try await fujian.submit(attempt) }
            #expect(error?.arguments["start"]?.hasPrefix("202") == true)
            #expect(error?.arguments["event"] == "stop_publication")
        }
        #expect(try await federation[1].count(of: "publish", in: "exercise") == 0)
        // Of a day within the three years.
        let wrong = try Self.day(-30)
        _ = try await fujian.submit(publish(wrong))
        try await Self.wait(for: "published", of: record, at: 0, federation)
        _ = try await federation[0].test.submit(
            Self.step("credit-penalty", "order_correction", record, ["correction": .text("公示日期有误")])
        )
        try await Self.wait(for: "correction_ordered", of: record, at: 1, federation)
        let right = try Self.day(-1)
        func confirm(_ day: String) -> EntrySubmission {
            Self.step("credit-penalty", "confirm_correction", record, ["published_on": .text(day)])
        }
        try await Fault.requireRefused("node.step_ends_at_once") {
            _ = try await fujian.submit(confirm("2021-01-05"))
        }
        let told = try await fujian.local.preview(confirm(right), caller: Self.caller)
        #expect(told.findings.contains { $0.code == "casework.clock_start_corrected" })
        _ = try await fujian.submit(confirm(right))
        for position in [0, 1] {
            try await Self.wait(for: "published", of: record, at: position, federation)
            let shown = try await federation[position].test.local.record(
                record,
                caller: Self.caller
            )
            let clock = try #require(shown.clocks?.first { $0.clock == "C4b" })
            #expect(clock.started.at.hasPrefix(right) && clock.end == nil)
        }
        #expect(try await federation[1].count(of: "stop_publication", in: "exercise") == 0)
        try await federation.remove()
    }

    @Test(
        "what others say of a cause that lies ahead of our clock keeps nobody from a step, and is pointed out"
    )
    func strangers() throws {
        let pack = try RulePack.load(RulePack.cooperationBytes)
        let machine = try #require(MachineID("credit-penalty").flatMap { pack.machine($0) })
        let publish = try #require(EventID("publish").flatMap { machine.transition($0) })
        func dates(decided: String, published: String, own: Bool) throws -> StepDates {
            let decision = [try #require(FieldID("decided_on")): BodyValue.string(decided)]
            return StepDates(
                fields: [try #require(FieldID("published_on")): .string(published)],
                earlier: own ? decision : [:],
                others: own ? [:] : decision,
                rules: StepDates.Rules(of: publish, in: machine, pack),
                receipt: nil,
                now: try #require(Timestamp("2026-11-22T09:00:00+08:00")).instant
            )
        }
        for (decided, own, faults, warnings) in [
            ("2026-11-22", false, [], []),
            ("2026-11-23", false, [], ["node.day_before_another"]),
            ("9999-01-01", false, [], ["node.day_before_another"]),
            ("2026-11-22", true, [], []),
        ] as [(String, Bool, [NodeError.Code], [String])] {
            let dates = try dates(decided: decided, published: "2026-11-22", own: own)
            #expect(dates.faults().map(\.code) == faults, "\(decided)")
            #expect(dates.warnings().map(\.code) == warnings, "\(decided)")
        }
        for own in [true, false] {
            let dates = try dates(decided: "2026-11-22", published: "2026-11-21", own: own)
            #expect(dates.faults().map(\.code) == [.fieldBeforeCause] && dates.warnings().isEmpty)
        }
    }

    @Test(
        "a right whose days are over is offered no more and refused where the law says that it is gone; what is recorded from paper late is told"
    )
    func lapsed() async throws {
        let clock = try SetClock("2026-05-06T09:00:00+08:00")
        let home = try await TestNode.makeHome(
            "jiangxi.ipr.example",
            region: "360000",
            offices: ["scjg": "南昌海关"]
        )
        let node = try await TestNode(opening: home, time: clock.time)
        let rules = try node.installCooperation()
        func step(_ event: String, _ record: String? = nil) -> EntrySubmission {
            Self.step("handover-customs", event, record)
        }
        var notify = step("notify_holder")
        notify.rules = rules
        notify.fields = ["goods": .text("运动鞋"), "port": .text("南昌")]
        let record = try await node.submit(notify).entry
        func offered() async throws -> Set<String> {
            let shown = try await node.local.record(record, caller: Self.caller)
            let page = try await node.local.inbox(InboxQuery(), caller: Self.caller)
            let listed = page.items.first { $0.summary.record == record }?.steps.map(\.event)
            let next = Set((shown.next ?? []).filter(\.here).map(\.event))
            #expect(Set(listed ?? []).isSubset(of: next))
            return next
        }
        let early = try await offered()
        #expect(early.contains("detain") && !early.contains("lapse"))
        try clock.set("2026-05-26T09:00:00+08:00")
        let late = try await offered()
        #expect(late.contains("lapse") && !late.contains("detain"))
        let refused = await #expect(throws: Problem.self) {
            _ = try await node.submit(step("detain", record))
        }
        #expect(refused?.code == "node.right_lapsed")
        #expect(refused?.worded(in: .zh).cause.contains("不得扣留") == true)
        // He applied in time, and it is typed only now.
        #expect(late.contains("holder_applies"))
        var apply = step("holder_applies", record)
        apply.fields = ["applied_on": .text("2026-05-26")]
        let missed = try await node.local.preview(apply, caller: Self.caller)
        #expect(missed.findings.contains { $0.code == "casework.clock_right_lapsed" })
        apply.fields = ["applied_on": .text("2026-05-08")]
        let applied = try await node.local.preview(apply, caller: Self.caller)
        #expect(applied.findings.contains { $0.code == "casework.clock_stop_stated" })
        _ = try await node.submit(apply)
        #expect(try await offered().contains("detain"))
        _ = try await node.submit(step("detain", record))
        let shown = try await node.local.record(record, caller: Self.caller)
        let window = try #require(shown.clocks?.first { $0.clock == "D2" })
        #expect(window.standing == "casework.clock_window_kept")
        #expect(window.findings.contains { $0.code == "casework.clock_stop_stated" })
        try await node.remove()
    }

    @Test("the withdrawal of an appraisal waits in the inbox of the office that adopted it")
    func appraisal() async throws {
        let federation = try await Federation.make([("jiangxi", "360000"), ("fujian", "350000")])
        let (jiangxi, fujian) = (federation[0].test, federation[1].test)
        func step(
            _ event: String,
            _ record: String? = nil,
            _ fields: [String: FieldValue] = [:]
        ) -> EntrySubmission {
            Self.step("appraisal", event, record, fields)
        }
        let registered = try await jiangxi.submit(
            step(
                "register",
                nil,
                [
                    "appraisal_kind": .text("testing"), "conclusion": .text("假冒"),
                    "institution": .text("某检测中心"), "sample": .text("1号"), "goods": .text("运动鞋"),
                ]
            )
        )
        var offer = step("offer", registered.entry, Self.head("赣市监鉴〔2026〕1号"))
        (offer.mechanism, offer.to) = ("exercise", ["350000"])
        let record = try await jiangxi.submit(offer).entry
        try await eventually("the offer is at fujian, with its body") {
            // Nothing is there before the record's first entry came.
            let shown = try? await fujian.local.record(record, caller: Self.caller)
            return shown?.timeline.first { $0.event == "offer" }?.body?.state == .held
        }
        _ = try await fujian.submit(
            step("request", record, ["use_case_no": .text("闽市监立〔2026〕1号")])
        )
        _ = try await fujian.submit(step("adopt", record))
        try await Self.wait(for: "adopted", of: record, at: 0, federation)
        func waits() async throws -> [String] {
            let page = try await fujian.local.inbox(InboxQuery(), caller: Self.caller)
            return page.items.filter { $0.part == .act && $0.summary.record == record }
                .flatMap(\.steps).map(\.event)
        }
        // Whoever adopted it may close the matter.
        #expect(try await waits().contains("close"))
        _ = try await jiangxi.submit(step("withdraw_and_tell", record))
        try await eventually("fujian is told") {
            try await waits() == ["acknowledge_withdrawal"]
        }
        _ = try await fujian.submit(step("acknowledge_withdrawal", record))
        #expect(try await waits() == [])
        #expect(try await Self.state(record, at: 1, federation) == "withdrawn")
        try await federation.remove()
    }
}
