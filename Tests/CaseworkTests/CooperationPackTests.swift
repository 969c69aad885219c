import Cryptography
import Foundation
import TestSupport
import Testing

@testable import Casework

@Suite struct CooperationPackTests {
    static let pack = Result { try RulePack.load(RulePack.cooperationBytes) }

    private static func machine(_ id: String) throws -> Machine {
        try #require(MachineID(id).flatMap { try pack.get().machine($0) })
    }

    @Test("the pack of the nine kinds loads, and its digest is that of its bytes")
    func loads() throws {
        let pack = try Self.pack.get()
        #expect(pack.reference.id.text == "cooperation")
        #expect(pack.reference.digest == SHA256.digest(of: RulePack.cooperationBytes))
        #expect((pack.version, pack.engine) == (1, 2))
        #expect(RulePack.cooperationBytes.count < Limits.packByteCountMax / 4)
        // A home of this edition has it, and its audit judges by the same.
        #expect(RulePack.builtInBytes.first == RulePack.cooperationBytes)
    }

    @Test("nine kinds with thirteen machines, each with its states, steps and fields")
    func counts() throws {
        let pack = try Self.pack.get()
        #expect(
            pack.kinds.map(\.id.text) == [
                "clue", "evidence", "assistance", "joint-operation", "appraisal", "handover",
                "supervision", "credit", "alert",
            ]
        )
        let machines = pack.kinds.flatMap(\.machines)
        #expect(machines.map(\.id.text) == PackWalkTests.machines)
        #expect(
            machines.map(\.states.count) == [13, 13, 14, 9, 13, 13, 24, 12, 11, 11, 11, 7, 6]
        )
        #expect(
            machines.map(\.transitions.count)
                == [22, 19, 20, 18, 19, 20, 32, 17, 16, 15, 17, 9, 10]
        )
        #expect(
            machines.map(\.fields.count)
                == [36, 29, 24, 26, 28, 30, 38, 31, 25, 21, 21, 8, 16]
        )
        #expect(pack.clocks.count == 67)
        #expect(pack.principles.count == 23)
    }

    @Test("the clue has every role, state and step that the pack of the clue alone had")
    func clue() throws {
        let name = try #require(MachineID("clue"))
        let own = try #require(try RulePack.load(RulePack.clueBytes).machine(name))
        let wide = try #require(try Self.pack.get().machine(name))
        #expect(!own.states.isEmpty && !own.transitions.isEmpty)
        #expect(Set(own.roles.map(\.id)).isSubset(of: wide.roles.map(\.id)))
        #expect(Set(own.states.map(\.id)).isSubset(of: wide.states.map(\.id)))
        #expect(Set(own.transitions.map(\.id)).isSubset(of: wide.transitions.map(\.id)))
        for step in own.transitions {
            let same = try #require(wide.transitions.first { $0.id == step.id })
            #expect(Set(step.from).isSubset(of: same.from), "\(step.id)")
            #expect(step.to == same.to && step.by == same.by, "\(step.id)")
        }
    }

    @Test(
        "a kind is found by every name that officers use",
        arguments: [
            ("证据转移", "evidence"), ("协查", "assistance"), ("联合办案", "joint-operation"),
            ("检验鉴定结果互认", "appraisal"), ("两法衔接", "handover"), ("挂牌督办", "supervision"),
            ("信用修复", "credit"), ("布控", "alert"), ("线索移送", "clue"), ("HAND", "handover"),
        ]
    )
    func names(_ name: String, _ kind: String) throws {
        #expect(try Self.pack.get().kind(named: name)?.id.text == kind)
    }

    @Test("what was not verified is tagged, and a clock from memory does not run by itself")
    func tags() throws {
        let clocks = try Self.pack.get().clocks
        func ids(_ status: Verification) -> [String] {
            clocks.filter { $0.status == status }.map(\.id.text)
        }
        #expect(ids(.secondary) == ["B6e", "B6f", "E1", "E2"])
        #expect(
            ids(.memory) == ["C8a", "C8b", "C8c", "F1", "F2", "G1", "G2", "G3", "G4"]
        )
        #expect(clocks.allSatisfy { $0.isEnabled == ($0.status != .memory) })
    }

    @Test("only what a guard or a clock needs may stand in a header, and nothing personal")
    func openFields() throws {
        let pack = try Self.pack.get()
        var open: Set<String> = []
        for machine in pack.kinds.flatMap(\.machines) {
            for field in machine.fields + pack.fields where field.isOpen {
                open.insert(field.id.text)
                #expect(!field.isPersonal)
            }
        }
        #expect(
            open.sorted() == [
                "applied_on", "approved_at", "assist_type", "decided_on", "due_on",
                "economic_crime", "exercise",
                "filed_on", "first_filed_at", "has_reporter", "listed_on", "new_due", "pause_from",
                "pause_to", "penalty_class", "published_on", "received_at", "remote_area",
                "reported_at", "target_type", "valid_until",
            ]
        )
    }

    @Test(
        "an approval is signed where the law that the step cites names the approver, and shown elsewhere"
    )
    func approvals() throws {
        for machine in try Self.pack.get().kinds.flatMap(\.machines) {
            for step in machine.transitions {
                guard let approval = step.approval, approval.isSigned else { continue }
                #expect(step.basis != .design, "\(machine.id) \(step.id)")
                #expect(machine.id.text.hasPrefix("handover-"))
            }
        }
        let criminal = try Self.machine("handover-criminal")
        func approval(_ event: String) throws -> Transition.Approval? {
            try #require(EventID(event).flatMap { criminal.transition($0) }).approval
        }
        for event in ["approve", "disapprove"] {
            #expect(try approval(event)?.rank.text == "chief")
            #expect(try approval(event)?.isSigned == true)
        }
        for event in ["reroute", "decide_file", "decide_not_to_file", "outside_competence"] {
            #expect(try approval(event)?.rank.text == "county_police_head")
            #expect(try approval(event)?.isSigned == true)
        }
        #expect(try approval("extend_review_again")?.rank.text == "superior_police_head")
    }

    @Test("forms have their official numbers, and own templates have none")
    func forms() throws {
        let pack = try Self.pack.get()
        for document in pack.kinds.flatMap(\.machines).flatMap(\.documents) {
            let number = document.form.map { "f\($0)" }
            let isOwn = document.id.text.hasPrefix("own-") || document.id.text.hasPrefix("st-")
            #expect(isOwn ? number == nil : number == document.id.text, "\(document.id)")
            #expect(document.form.map { (1...56).contains($0) } ?? true)
        }
        let letters = try Self.machine("assistance").documents
        #expect(letters.first { $0.form == 17 }?.title.zh == "协助调查函")
    }

    @Test("the identity of a reporter is no field of any kind")
    func reporter() throws {
        let pack = try Self.pack.get()
        let fields = pack.fields + pack.kinds.flatMap(\.machines).flatMap(\.fields)
        let ids = fields.filter { $0.title.zh.contains("举报人") }.map(\.id.text)
        #expect(ids == ["has_reporter"])
    }

    @Test(
        "the clock that a receipt starts follows from what the request stated",
        arguments: [
            ("investigation", Int64?.none, ["A2"]), ("identity_check", nil, ["B12a"]),
            ("identity_check", 0, ["B12a"]), ("identity_check", 1, ["B12b"]),
            ("seizure", 1, ["A2"]),
        ]
    )
    func clockByFacts(_ type: String, _ remote: Int64?, _ clocks: [String]) throws {
        var scene = try Scene(Self.pack.get(), "assistance")
        var facts: [String: FactValue] = ["assist_type": .string(type)]
        if let remote { facts["remote_area"] = .integer(remote) }
        _ = try scene.open("send", .init(to: ["350000"], facts: facts))
        let progress = try scene.state().progress
        let receive = try #require(
            Self.machine("assistance").transition(EventID(unchecked: "receive"))
        )
        let started = receive.timers.filter { timer in
            timer.when.allSatisfy { $0.holds(for: progress.latestFact($0.field)) == true }
        }
        #expect(started.map(\.clock.text) == clocks)
    }

    @Test("a condition on a value that nobody stated is open; an unstated boolean is false")
    func undecided() {
        let field = FieldID(unchecked: "f")
        let choice = ChoiceID(unchecked: "a")
        #expect(FactCondition.isOne(field: field, of: [choice]).holds(for: nil) == nil)
        #expect(FactCondition.isNone(field: field, of: [choice]).holds(for: nil) == nil)
        #expect(FactCondition.isNone(field: field, of: [choice]).holds(for: .string("b")) == true)
        #expect(FactCondition.isFlag(field: field, false).holds(for: nil) == true)
        #expect(FactCondition.isFlag(field: field, true).holds(for: nil) == false)
        #expect(FactCondition.isFlag(field: field, true).holds(for: .string("1")) == nil)
    }
}
