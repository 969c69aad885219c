import Casework
import Foundation
import Ledger
import LocalAPI
import Testing
import Wording

@testable import NodeService

/// Seizures that customs hand on: to whom they may go, and which days and steps cannot be.
@Suite(.serialized) struct CustomsHandoverTests {
    private static let caller = TestNode.operatorCaller

    private static func step(
        _ event: String,
        _ record: String? = nil,
        _ fields: [String: FieldValue] = [:]
    ) -> EntrySubmission {
        StatedDateTests.step("handover-customs", event, record, fields)
    }

    private static func notify() -> EntrySubmission {
        step("notify_holder", nil, ["goods": .text("运动鞋"), "port": .text("南昌")])
    }

    private static func problem(_ body: () async throws -> Void) async -> Problem? {
        do {
            try await body()
            return nil
        } catch {
            return error as? Problem
        }
    }

    private static func codes(_ problem: Problem?) -> [String] {
        problem.map { $0.reasons.map { $0.map(\.code) } ?? [$0.code] } ?? []
    }

    @Test(
        "customs send police what is for the police and a market regulator what is for it, and nothing to other customs"
    )
    func receivers() async throws {
        let nodes = try await TwoNodes.make(
            jiangxiOffices: ["scjg": "南昌海关"],
            fujianOffices: ["hg": "福州海关", "gaj": "公安", "scjg": "市场监管"]
        )
        let jiangxi = nodes.jiangxi
        let record = try await jiangxi.submit(Self.notify()).entry
        func told(_ to: String, _ target: String) async throws -> Problem? {
            var transfer = Self.step(
                "transfer",
                record,
                ["target_type": .text(target), "receiver_offices": .list([.text(to)])]
            )
            (transfer.mechanism, transfer.to) = ("exercise", [to])
            return await Self.problem {
                _ = try await jiangxi.local.preview(transfer, caller: Self.caller)
            }
        }
        for (to, target, found) in [
            ("350000/hg", "police", "福州海关"), ("350000/hg", "regulator", "福州海关"),
            ("350000/gaj", "regulator", "公安"), ("350000/scjg", "police", "市场监管"),
        ] {
            let problem = try #require(try await told(to, target), "\(to) \(target)")
            #expect(Self.codes(problem) == ["node.addressee_other_office"], "\(to) \(target)")
            for language in Language.allCases {
                let text = problem.worded(in: language)
                #expect(text.cause.contains(found), "\(text.cause)")
                #expect(text.cause.contains("公安"), "\(text.cause)")
                #expect(!text.cause.contains("{") && !text.remedy.isEmpty)
            }
            let isCustoms = found.contains("海关")
            let text = problem.worded(in: .zh).cause
            #expect(text.contains("handover-administrative") == isCustoms)
            #expect(text.contains("接收方类型"), "\(text)")
        }
        for (to, target) in [
            ("350000/gaj", "police"), ("350000/scjg", "regulator"), ("350000", "police"),
        ] {
            let codes = Self.codes(try await told(to, target))
            #expect(!codes.contains("node.addressee_other_office"), "\(to) \(target) \(codes)")
        }
        try await nodes.remove()
    }

    @Test(
        "goods are not released for want of an application before the holder's days are over, nor after he applied in time"
    )
    func lapse() async throws {
        let clock = try SetClock("2026-05-06T09:00:00+08:00")
        let home = try await TestNode.makeHome(
            "jiangxi.ipr.example",
            region: "360000",
            offices: ["scjg": "南昌海关"]
        )
        let node = try await TestNode(opening: home, time: clock.time)
        let rules = try node.installCooperation()
        func notified() async throws -> String {
            var notify = Self.notify()
            notify.rules = rules
            return try await node.submit(notify).entry
        }
        func offered(_ record: String) async throws -> Set<String> {
            let shown = try await node.local.record(record, caller: Self.caller)
            return Set((shown.next ?? []).filter(\.here).map(\.event))
        }
        let (first, second) = (try await notified(), try await notified())
        try clock.set("2026-05-06T09:05:00+08:00")
        #expect(try await !offered(first).contains("lapse"))
        let early = await Self.problem { _ = try await node.submit(Self.step("lapse", first)) }
        #expect(early?.code == "node.step_before_end")
        // Three working days: the 7th, the 8th, and the 9th, on which people work.
        let day = try #require(early?.arguments["due"])
        #expect(day.hasPrefix("2026-05-"))
        // An application before the notice is none.
        let before = Self.step("holder_applies", second, ["applied_on": .text("2026-05-05")])
        let refused = await Self.problem { _ = try await node.submit(before) }
        #expect(refused?.code == "node.field_before_step")
        #expect(refused?.worded(in: .zh).cause.contains("2026-05-06T09:00:00") == true)
        var explained = before
        explained.fields["remarks"] = .text("当面告知在先")
        let shown = try await node.local.preview(explained, caller: Self.caller)
        #expect(shown.findings.contains { $0.code == "node.day_before_step" })
        _ = try await node.submit(
            Self.step("holder_applies", second, ["applied_on": .text("2026-05-06")])
        )
        try clock.set("2026-05-26T09:00:00+08:00")
        #expect(try await offered(first).contains("lapse"))
        #expect(try await !offered(second).contains("lapse"))
        let used = await Self.problem { _ = try await node.submit(Self.step("lapse", second)) }
        #expect(used?.code == "node.time_was_used")
        for language in Language.allCases {
            #expect(used?.worded(in: language).cause.contains("{") == false)
        }
        var withdrawn = Self.step("lapse", second, ["remarks": .text("权利人撤回申请")])
        withdrawn.office = "scjg"
        let told = try await node.local.preview(withdrawn, caller: Self.caller)
        #expect(told.findings.contains { $0.code == "casework.clock_presumed_unused" })
        _ = try await node.submit(Self.step("lapse", first))
        let clocks = try await node.local.record(first, caller: Self.caller).clocks
        #expect(clocks?.flatMap(\.findings).isEmpty == true)
        try await node.remove()
    }

    @Test(
        "a letter is not received before it was signed, a little apart from clocks that differ; the step that ends the clock offers the time anew"
    )
    func receipt() throws {
        let pack = try RulePack.load(RulePack.cooperationBytes)
        for (machine, sent) in [("handover-customs", "transfer"), ("handover-reverse", "send")] {
            let rules = try #require(MachineID(machine).flatMap { pack.machine($0) })
            let step = try #require(EventID("receipt").flatMap { rules.transition($0) })
            let send = try #require(EventID(sent))
            let field = try #require(FieldID("received_at"))
            let taken = try #require(Timestamp("2026-11-20T09:00:00+08:00"))
            func dates(_ time: String) throws -> StepDates {
                StepDates(
                    fields: [field: .string(time)],
                    earlier: [:],
                    others: [:],
                    rules: StepDates.Rules(of: step, in: rules, pack),
                    taken: [send: taken],
                    receipt: nil,
                    now: try #require(Timestamp("2026-11-22T09:00:00+08:00")).instant
                )
            }
            for (time, isFault) in [
                ("2026-11-20T08:50:00+08:00", false), ("2026-11-20T08:49:59+08:00", true),
                ("2026-10-01T09:00:00+08:00", true), ("2026-11-21T09:00:00+08:00", false),
            ] {
                let faults = try dates(time).faults()
                #expect(faults.map(\.code) == (isFault ? [.fieldBeforeStep] : []), "\(time)")
            }
            let remarks = try #require(FieldID("remarks"))
            let early = try dates("2026-10-01T09:00:00+08:00")
            #expect(early.faults(explainedBy: [remarks: .string("纸质函件先到")]).isEmpty)
            #expect(early.warnings().map(\.code) == ["node.day_before_step"])
        }
        let accept = try #require(
            BodyRules(
                pack: pack,
                machine: MachineID("handover-customs") ?? .log,
                event: EventID("accept") ?? .correct
            )
        )
        #expect(accept.offeredFields.contains { $0.text == "received_at" })
    }
}
