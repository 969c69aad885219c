import TestSupport
import Testing

@testable import Casework

@Suite struct StepNamesTests {
    private static let names = Result {
        StepNames([
            try RulePack.load(RulePack.clueBytes), try RulePack.load(RulePack.cooperationBytes),
        ])
    }

    @Test(
        "a kind is known by its id, code, titles and other names, with either kind of hyphen",
        arguments: [
            ("clue", ["clue"]), ("CLUE", ["clue"]), ("线索通报", ["clue"]), ("案件线索流转", ["clue"]),
            ("案件协查", ["assistance"]), ("证据移转", ["evidence"]),
            ("joint-operation", ["joint-operation"]),
            ("joint_operation", ["joint-operation"]),
            (
                "handover",
                [
                    "handover-administrative", "handover-criminal", "handover-reverse",
                    "handover-customs",
                ]
            ),
            ("handover-criminal", ["handover-criminal"]), ("刑事移送", ["handover-criminal"]),
            ("行政移送", ["handover-administrative"]), ("反向移送", ["handover-reverse"]),
            ("海关移送", ["handover-customs"]), ("处罚信息公示", ["credit-penalty"]),
            ("handover_criminal", ["handover-criminal"]), ("nosuch", []), ("", []),
        ]
    )
    func kinds(_ row: (String, [String])) throws {
        #expect(try Self.names.get().machines(named: row.0).map(\.text) == row.1)
    }

    @Test("every kind, machine and step of the packs is found by each of its names")
    func all() throws {
        let names = try Self.names.get()
        let pack = try RulePack.load(RulePack.cooperationBytes)
        for kind in pack.kinds {
            let machines = kind.machines.map(\.id)
            for name in [kind.id.text, kind.code, kind.title.zh, kind.title.en] + kind.aliases {
                #expect(names.machines(named: name) == machines, "\(name)")
            }
            for machine in kind.machines {
                for name in machine.aliases {
                    #expect(names.machines(named: name) == [machine.id], "\(name)")
                }
                for step in machine.transitions {
                    let found = try names.step(
                        named: step.id.text.replacing("_", with: "-"),
                        of: [machine.id]
                    )
                    #expect(found == StepNames.Step(machine: machine.id, event: step.id))
                }
            }
        }
    }

    @Test(
        "a step is known by its id or title, and without one a record begins with its only first step"
    )
    func steps() throws {
        let names = try Self.names.get()
        let clue = names.machines(named: "clue")
        for name in ["decide_not_to_file", "decide-not-to-file", "不予立案"] {
            #expect(try names.step(named: name, of: clue).event.text == "decide_not_to_file")
        }
        #expect(try names.step(named: nil, of: clue).event.text == "create")
        let handover = names.machines(named: "handover")
        #expect(try names.step(named: "report", of: handover).machine.text == "handover-criminal")
    }

    @Test("what fits nothing or several steps is told with what there is")
    func faults() throws {
        let names = try Self.names.get()
        let handover = names.machines(named: "handover")
        let ambiguous = #expect(throws: StepNames.Fault.self) {
            _ = try names.step(named: "create", of: handover)
        }
        if case .ambiguous(let steps)? = ambiguous {
            #expect(steps.map(\.machine.text) == ["handover-administrative", "handover-reverse"])
        } else {
            Issue.record("two machines of handover begin with create")
        }
        let unknown = #expect(throws: StepNames.Fault.self) {
            _ = try names.step(named: "sing", of: names.machines(named: "clue"))
        }
        if case .stepUnknown(_, let steps)? = unknown {
            #expect(steps.contains("decide_not_to_file"))
        } else {
            Issue.record("a clue does not sing")
        }
        let none = #expect(throws: StepNames.Fault.self) {
            _ = try names.step(named: "create", of: [])
        }
        if case .kindUnknown(let kinds)? = none {
            #expect(kinds.first == "clue" && kinds.count == 9)
        } else {
            Issue.record("nothing was named")
        }
    }
}
