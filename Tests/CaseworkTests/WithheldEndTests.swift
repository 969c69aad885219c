import Testing

@testable import Casework

/// Rights, steps and extensions that go by an end which is withheld, because rules are not here that give it.
@Suite struct WithheldEndTests {
    private static func day(_ count: Int) throws -> String {
        let today = try #require(LocalDate(inChinaAt: Federation.time(Federation.start)))
        return try #require(LocalDate(dayNumber: today.dayNumber + count)).text
    }

    @Test("a right whose end is withheld is not called gone")
    func rights() throws {
        var scene = try Scene(CooperationPackTests.pack.get(), "handover-customs")
        _ = try scene.beginAtHome("notify_holder")
        let machine = try #require(scene.pack.machine(scene.machine))
        let detain = try #require(machine.transitions.first { $0.id.text == "detain" })
        for (second, isGone) in [(Int64(3_600), false), (30 * 86_400, true)] {
            for isWithheld in [false, true] {
                let rights = LapsedRights(
                    among: try scene.clocks(),
                    asOf: try Federation.time(Federation.start + second)
                ) { _ in isWithheld }
                #expect(rights.lapsed(detain, of: machine) == (isGone && !isWithheld))
            }
        }
    }

    @Test(
        "a step that follows from an end which is withheld is neither called early nor left to an office in a mechanism"
    )
    func ends() throws {
        for (published, isLeft) in [(-3, false), (-300, true)] {
            var scene = try Scene(CooperationPackTests.pack.get(), "credit-penalty")
            var push = Scene.Words(facts: ["penalty_class": .string("short")])
            push.to = ["350000"]
            _ = try scene.open("push", push)
            try scene.step("350000/system", "receive")
            let day = FactValue.string(try Self.day(published))
            try scene.step("350000/scjg", "publish", .init(facts: ["published_on": day]))
            #expect(try scene.refusals() == [])
            let machine = try #require(scene.pack.machine(scene.machine))
            let stop = try #require(
                machine.transitions.first { $0.id.text == "stop_publication" }
            )
            for isWithheld in [false, true] {
                let rights = LapsedRights(
                    among: try scene.clocks(),
                    asOf: try Federation.time(Federation.start)
                ) { _ in isWithheld }
                #expect(rights.isEarly(stop) == (!isLeft && !isWithheld))
                #expect(rights.isLeftToOffice(stop, atHome: false) == (isLeft && !isWithheld))
                // At home an office ends it, whenever that is.
                #expect(rights.isLeftToOffice(stop, atHome: true))
            }
        }
    }

    @Test(
        "whether an extension counts is undecided where the end is withheld that it was to move, whether it moved it or came too late"
    )
    func extensions() throws {
        for time in ["2026-12-11T23:59:59+08:00", "2026-12-12T00:00:00+08:00"] {
            var federation = try Federation(pack: clockPack())
            let clue = try federation.verify()
            var fold = ClockFold(packs: federation.packs, calendars: try .builtIn())
            func isUndecided(_ isWithheld: Bool) -> Bool {
                let state = federation.state(of: clue)
                return MatterClocks(of: state, home: nil, by: &fold)
                    .isExtensionUndecided(in: state) { _ in isWithheld }
            }
            #expect(!isUndecided(true))
            try federation.act("extend", of: clue, at: time)
            #expect(!isUndecided(false) && isUndecided(true), "\(time)")
            try federation.act("file", of: clue, at: "2026-12-13")
            #expect(!isUndecided(true))
        }
    }
}
