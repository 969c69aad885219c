import TestSupport
import Testing

@testable import Casework

/// In every state that asks somebody to act there is a member whose inbox has the record, at home and in the mechanism.
@Suite struct InboxTurnTests {
    @Test(
        "a record that does not rest waits for some member, also where a body outside has the turn",
        arguments: PackWalkTests.machines
    )
    func somebody(_ machine: String) throws {
        let pack = try CooperationPackTests.pack.get()
        let start = try PackWalker(RulePack.cooperationBytes, machine)
        var met: Set<StateID> = []
        for seed in 1...UInt64(40) {
            var random = SeededGenerator(seed: seed)
            var walker = start
            var scene = try Scene(pack, machine)
            for _ in 0..<24 where !walker.isTerminal {
                guard let move = Self.move(walker, &random) else { break }
                let words = Scene.Words(to: move.to, facts: move.facts, rank: move.rank)
                if walker.take(move) {
                    _ =
                        walker.isHome
                        ? try scene.beginAtHome(move.event, words)
                        : try scene.open(by: move.signer, move.event, words)
                } else {
                    try scene.step(move.signer, move.event, words)
                }
                let state = try scene.state()
                guard !state.isResting, !state.isTerminal else { continue }
                let place = "\(machine), \(state.state?.text ?? ""), seed \(seed)"
                let members = try Self.members(state, scene)
                #expect(!members.isEmpty, "\(place)")
                if let id = state.state { met.insert(id) }
            }
        }
        #expect(met.count > 1 || machine == "alert" || machine == "appraisal")
    }

    private static func members(_ state: RecordState, _ scene: Scene) throws -> [Address] {
        var fold = ClockFold(packs: PackSet([scene.pack]), calendars: try CalendarSet.builtIn())
        let clocks = MatterClocks(of: state, home: nil, by: &fold)
        return state.waitingFilling(with: clocks).addresses(by: scene.charter)
            .filter { scene.charter.party(of: $0) != nil }
    }

    private static func move(
        _ walker: PackWalker,
        _ random: inout SeededGenerator
    ) -> PackWalker.Move? {
        let allowed = walker.allowed.shuffled(using: &random)
        for step in allowed.filter({ !walker.ends($0) }) + allowed {
            if let move = walker.move(step, using: &random) { return move }
        }
        return nil
    }

    @Test(
        "a publication is withdrawn where it was made: the end concerns that office besides the one that it binds"
    )
    func withdrawal() throws {
        var scene = try Scene(CooperationPackTests.pack.get(), "credit-penalty")
        let short = ["penalty_class": FactValue.string("short")]
        _ = try scene.open("push", .init(to: ["350000"], facts: short))
        try scene.step("350000/system", "receive")
        try scene.step("350000/scjg", "publish")
        try scene.step(Scene.opener, "order_withdrawal")
        #expect(try scene.refusals() == [])
        var fold = ClockFold(packs: PackSet([scene.pack]), calendars: try CalendarSet.builtIn())
        let state = try scene.state()
        let clock = try #require(fold.clocks(of: state).first { $0.clock.id.text == "C3" })
        let bound = state.filling(boundBy: clock)
        #expect(
            bound.addresses(by: scene.charter).map(\.text) == [Scene.opener],
            "the law binds who decided"
        )
        let concerned = state.filling(concernedBy: clock)
        #expect(
            concerned.addresses(by: scene.charter).map(\.text) == ["350000", Scene.opener].sorted()
        )
        let ends = MatterClocks(of: state, home: nil, by: &fold).dutyEnds(of: state)
        #expect(ends.contains { $0.bound == concerned })
        // Once it has withdrawn nothing is left to anybody.
        try scene.step("350000/scjg", "confirm_withdrawal")
        let after = try #require(
            fold.clocks(of: try scene.state()).first { $0.clock.id.text == "C3" }
        )
        #expect(after.end != nil)
        #expect(try scene.state().filling(concernedBy: after) == bound)
    }
}
