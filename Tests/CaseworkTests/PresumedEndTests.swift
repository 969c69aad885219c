import Foundation
import Testing

@testable import Casework

/// Steps that say that a time ran out unused, and days that came after what brought them about.
@Suite struct PresumedEndTests {
    private static func notified() throws -> Scene {
        var scene = try Scene(CooperationPackTests.pack.get(), "handover-customs")
        _ = try scene.beginAtHome("notify_holder")
        return scene
    }

    private static func lapse(_ scene: Scene) throws -> Transition {
        let machine = try #require(scene.pack.machine(scene.machine))
        return try #require(EventID("lapse").flatMap { machine.transition($0) })
    }

    private static func findings(_ scene: Scene) throws -> [ClockFinding.Code] {
        try scene.clock("D2").findings.map(\.code)
            .filter { [.presumedOver, .presumedUnused].contains($0) }
    }

    @Test(
        "a release for want of an application is nobody's before the holder's days are over, to the second, and is told where it was signed"
    )
    func early() throws {
        var scene = try Self.notified()
        let clock = try scene.clock("D2")
        let last = try #require(try clock.due(asOf: clock.started.at)).last
        let lapse = try Self.lapse(scene)
        for (second, isEarly) in [
            (clock.started.at.instant + 60, true), (last.instant, true), (last.instant + 1, false),
        ] {
            let now = try Federation.time(second)
            #expect(LapsedRights(among: [clock], asOf: now).isEarly(lapse) == isEarly)
            #expect(clock.obstacle(at: now) == (isEarly ? .running(until: last) : nil))
        }
        let waiting = scene
        try scene.step(Scene.opener, "lapse")
        // It moves no verdict: what was released is released, and everybody reads that it was too early.
        #expect(try scene.refusals() == [])
        #expect(try scene.state().state?.text == "released")
        #expect(try Self.findings(scene) == [.presumedOver])
        #expect(try scene.clock("D2").findings.first?.arguments["due"] == last.text)
        scene = waiting
        scene.wait(until: last.instant + 1)
        try scene.step(Scene.opener, "lapse")
        #expect(try Self.findings(scene) == [])
    }

    @Test(
        "what the holder did in time bars it also after the end, and what he did too late does not"
    )
    func used() throws {
        for (day, expected) in [
            (1, [ClockFinding.Code.presumedUnused]), (9, []),
        ] {
            var scene = try Self.notified()
            scene.pass(days: 10)
            try scene.step(
                Scene.opener,
                "holder_applies",
                Scene.facts(["applied_on": try Scene.day(day)])
            )
            let now = try Federation.time(Federation.start + 20 * 86_400)
            let rights = LapsedRights(among: try scene.clocks(), asOf: now)
            #expect(try rights.isEarly(Self.lapse(scene)) == (day == 1))
            scene.pass(days: 10)
            try scene.step(Scene.opener, "lapse")
            #expect(try scene.refusals() == [])
            #expect(try Self.findings(scene) == expected, "\(day)")
        }
    }

    @Test("steps that went to offices which are called otherwise are found by what the record said")
    func misaddressed() throws {
        for (target, title, isWrong) in [
            ("police", "南昌海关", true), ("police", "市场监督管理局", true), ("police", "公安局", false),
            ("police", "海关缉私警察", false), ("regulator", "公安局", true),
            ("regulator", "福州海关", true), ("regulator", "市场监督管理局", false),
            ("regulator", "知识产权局", false), ("regulator", "综合执法队", false),
        ] {
            var scene = try Scene(CooperationPackTests.pack.get(), "handover-customs")
            var words = Scene.facts(["target_type": target])
            words.to = ["350000"]
            _ = try scene.open("transfer", words)
            #expect(try scene.refusals() == [])
            let state = try scene.state()
            let found = state.misaddressed { _ in [title] }
            #expect(found.map(\.event.text) == (isWrong ? ["transfer"] : []), "\(target) \(title)")
            #expect(found.allSatisfy { $0.titles == [title] })
            // Of a node with several offices one that fits is enough, and without a card nothing is known.
            #expect(state.misaddressed { _ in [title, "公安局", "市场监管"] }.isEmpty)
            #expect(state.misaddressed { _ in nil }.isEmpty)
        }
    }

    /// Why days and times that set a clock off or end it have nothing that they must come after.
    private static let unbounded: [String: String] = [
        "clue.filed_on": "an office may have filed by itself before; earlier days are pointed out",
        "clue.received_at": "a paper may have come before; the clock says so",
        "assistance.received_at": "a paper may have come before; the clock says so",
        "handover-administrative.filed_on":
            "an office may have filed by itself before; earlier days are pointed out",
        "handover-administrative.received_at": "a paper may have come before; the clock says so",
        "handover-criminal.filed_on":
            "the police may have filed by themselves before; earlier days are pointed out",
        "handover-criminal.reported_at": "nothing of the matter comes before it",
        "handover-reverse.filed_on":
            "an office may have filed by itself before; earlier days are pointed out",
        "credit-penalty.decided_on": "nothing of the matter comes before it",
        "credit-list.listed_on": "the proposal has no day of its own; the year is bounded",
    ]

    @Test(
        "every day that tells what has happened and moves a clock comes after something, or it is written why not",
        arguments: [1, 2]
    )
    func bounds(_ edition: Int) throws {
        let pack = try RulePack.load(RulePack.builtInBytes[edition - 1])
        var met: Set<String> = []
        for machine in pack.kinds.flatMap(\.machines) {
            var moving: Set<FieldID> = []
            for step in machine.transitions where !step.timers.isEmpty {
                moving.formUnion(step.timers.compactMap(\.at))
                let starts = step.timers.contains { $0.operation == .start }
                if step.automatic == .receipt, starts {
                    moving.insert(FieldID(unchecked: "received_at"))
                }
            }
            for field in machine.fields + pack.fields where moving.contains(field.id) {
                let name = "\(machine.id.text).\(field.id.text)"
                #expect(field.tense == .past, "\(name)")
                if field.after == nil, field.afterSteps.isEmpty { met.insert(name) }
            }
        }
        #expect(met == Set(Self.unbounded.keys))
    }

    /// Steps whose titles or conditions speak of a time that is over, and why no clock decides it.
    private static let unclocked: [String: String] = [
        "clue.escalate": "whichever clock is over; looked at before it is signed",
        "assistance.escalate": "whichever clock is over; looked at before it is signed",
        "supervision.warn": "the milestones have no clock",
    ]

    @Test(
        "every step that speaks of a time that is over waits for the clock, or it is written why not",
        arguments: [1, 2]
    )
    func presumptions(_ edition: Int) throws {
        let pack = try RulePack.load(RulePack.builtInBytes[edition - 1])
        var met: Set<String> = []
        for machine in pack.kinds.flatMap(\.machines) {
            for step in machine.transitions {
                let words = ([step.title] + step.conditions).map(\.zh).joined()
                let speaks = ["逾期", "期满", "到期", "已过"].contains(where: words.contains)
                guard speaks, step.automatic != .clock, step.afterClocks.isEmpty else { continue }
                // What an extension says of one that comes too late the clock says as well.
                guard !step.timers.contains(where: { $0.operation == .extend }) else { continue }
                met.insert("\(machine.id.text).\(step.id.text)")
            }
        }
        #expect(met == Set(Self.unclocked.keys))
    }

    private typealias Fault = RulePackTests.Fault

    private static let customs = "kinds[5].machines[3]"
    private static let many = Array(repeating: "\"公\"", count: Limits.documentWordCountMax)
        .joined(separator: ",")

    private static let faults: [Fault] = [
        Fault(
            "\"after_clock\": [\"D2\"]",
            "\"after_clock\": [\"D0\"]",
            .packReferenceUnknown,
            "\(customs).transitions[4].after_clock[0]"
        ),
        Fault(
            "\"after_clock\": [\"D2\"]",
            "\"after_clock\": [\"A7\"]",
            .packClockNotStarted,
            "\(customs).transitions[4]"
        ),
        Fault(
            "\"after_step\": [\"notify_holder\"]",
            "\"after_step\": [\"notify\"]",
            .packReferenceUnknown,
            "\(customs).fields[20].after_step[0]"
        ),
        Fault(
            "\"type\": \"string\", \"required\": true, \"meaning\": \"subject_name\"",
            "\"type\": \"string\", \"after_step\": [], \"required\": true, \"meaning\": \"subject_name\"",
            .packValueMalformed
        ),
        Fault(
            "\"is\": [\"police\"]}], \"offices\": [\"公安\", \"经侦\", \"警\"]",
            "\"is\": [\"army\"]}], \"offices\": [\"公安\", \"经侦\", \"警\"]",
            .packReferenceUnknown,
            "\(customs).roles[1].offices_if[0].when[0].is[0]"
        ),
        Fault(
            "\"is\": [\"police\"]}], \"offices\": [\"公安\", \"经侦\", \"警\"]",
            "\"is\": [\"police\"]}]",
            .packKeyMissing,
            "\(customs).roles[1].offices_if[0].offices | not_offices"
        ),
        Fault(
            "\"is\": [\"police\"]}], \"offices\": [\"公安\", \"经侦\", \"警\"]",
            "\"is\": [\"police\"]}], \"offices\": [\(many), \"警\"]",
            .packValueMalformed,
            "\(customs).roles[1].offices_if[0].offices"
        ),
        Fault(
            "{\"bind\": \"outside\"}]},\n            {\"id\": \"court\"",
            "{\"bind\": \"outside\"}], \"offices_if\": [{\"offices\": [\"甲\"]}]},\n            {\"id\": \"court\"",
            .packValueMalformed,
            "\(customs).roles[2].offices_if"
        ),
    ]

    @Test("what such rules name is looked at as strictly as the rest, and the element is named")
    func strict() throws {
        let text = String(decoding: RulePack.cooperationBytes, as: UTF8.self)
        for fault in Self.faults {
            let place = try #require(text.firstRange(of: fault.old), "\(fault.old)")
            let changed = text[..<place.lowerBound] + fault.new + text[place.upperBound...]
            let error = #expect(throws: CaseworkError.self) {
                try RulePack.load(Array(changed.utf8))
            }
            #expect(error?.code == fault.code, "\(fault.new)")
            #expect(error?.arguments["line"].flatMap { Int($0) } ?? 0 > 1)
            if let path = fault.path { #expect(error?.arguments["path"] == path) }
        }
        // As many words as a list may have.
        let words = try #require(text.firstRange(of: "\"offices\": [\"公安\", \"经侦\", \"警\"]},\n"))
        let whole =
            text[..<words.lowerBound] + "\"offices\": [\(Self.many)]},\n"
            + text[words.upperBound...]
        _ = try RulePack.load(Array(whole.utf8))
    }

    @Test("people read what such rules say, and a change of them is a difference")
    func shown() throws {
        let pack = try RulePack.load(RulePack.cooperationBytes)
        let text = String(decoding: RulePack.cooperationBytes, as: UTF8.self)
        let police =
            "{\"when\": [{\"field\": \"target_type\", \"is\": [\"police\"]}], \"offices\": [\"公安\", \"经侦\", \"警\"]},"
        var looser = text
        for old in [
            "\"after_clock\": [\"D2\"],", ", \"after_step\": [\"notify_holder\"]", police,
        ] {
            let place = try #require(looser.firstRange(of: old), "\(old)")
            looser.replaceSubrange(place, with: "")
        }
        let changes = PackDifference(from: pack, to: try RulePack.load(Array(looser.utf8)))
            .changes
        let places = Set(changes.map { "\($0.item.place.machine?.text ?? "").\($0.item.place.id)" })
        #expect(
            places.isSuperset(of: [
                "handover-customs.lapse", "handover-customs.receiver",
                "handover-customs.applied_on",
            ]),
            "\(places)"
        )
    }
}
