import Foundation
import TestSupport
import Testing

@testable import Casework

/// Every machine of the packs against a second reading of the same JSON.
@Suite struct PackWalkTests {
    static let tenth = Result {
        let file = Vectors.directory.appending(path: "tenth-kind.json")
        return [UInt8](try Data(contentsOf: file))
    }

    static let machines = [
        "clue", "evidence", "assistance", "joint-operation", "appraisal",
        "handover-administrative", "handover-criminal", "handover-reverse", "handover-customs",
        "supervision", "credit-penalty", "credit-list", "alert",
    ]

    /// What the walks of one machine have met so far.
    private struct Coverage {
        var events: Set<String> = []
        var states: Set<String> = []
        var refused = 0
    }

    @Test(
        "every state is reached and every step applied as the pack's own text says, with signers that it admits",
        arguments: machines
    )
    func walks(_ machine: String) throws {
        try walk(CooperationPackTests.pack.get(), RulePack.cooperationBytes, machine)
    }

    @Test("a tenth kind is a file, and lives like the nine")
    func tenthKind() throws {
        let bytes = try Self.tenth.get()
        try walk(RulePack.load(bytes), bytes, "mediation")
    }

    private func walk(_ pack: RulePack, _ bytes: [UInt8], _ machine: String) throws {
        let walker = try PackWalker(bytes, machine)
        let events = Set(walker.transitions.compactMap { $0["id"] as? String })
        var met = Coverage()
        let states = Set(
            try #require(MachineID(machine).flatMap { pack.machine($0) }).states.map(\.id.text)
        )
        var seed: UInt64 = 0
        while met.events != events || met.states != states || seed < 12 {
            seed += 1
            guard seed <= 600 else { break }
            try walkOnce(pack, walker, machine, seed, &met)
        }
        #expect(met.events == events, "never applied: \(events.subtracting(met.events).sorted())")
        #expect(met.states == states)
        #expect(met.refused > 0)
    }

    private func walkOnce(
        _ pack: RulePack,
        _ start: PackWalker,
        _ machine: String,
        _ seed: UInt64,
        _ met: inout Coverage
    ) throws {
        var random = SeededGenerator(seed: seed)
        var walker = start
        var scene = try Scene(pack, machine)
        var expected: [String?] = []
        for _ in 0..<40 where !walker.isTerminal {
            guard let move = Self.move(walker, met.events, &random) else { break }
            let words = Scene.Words(to: move.to, facts: move.facts, rank: move.rank)
            if walker.take(move) {
                if !expected.isEmpty { try compare(scene, expected, "\(machine), seed \(seed)") }
                expected = []
                if walker.isHome {
                    _ = try scene.beginAtHome(move.event, words)
                } else {
                    _ = try scene.open(by: move.signer, move.event, words)
                }
            } else {
                try scene.step(move.signer, move.event, words)
            }
            met.events.insert(move.event)
            expected.append(walker.state)
            if let state = walker.state { met.states.insert(state) }
            // A step that the state does not allow is stored beside the others and moves nothing.
            if let wrong = Self.wrong(walker, &random) {
                try scene.step(move.signer, wrong)
                expected.append(nil)
                met.refused += 1
            }
        }
        let state = try compare(scene, expected, "\(machine), seed \(seed)")
        let shuffled = try scene.state(shuffledBy: &random)
        #expect(shuffled.order == state.order, "\(machine), seed \(seed)")
        #expect(
            shuffled.steps.map(\.verdict) == state.steps.map(\.verdict),
            "\(machine), seed \(seed)"
        )
        guard !walker.isHome else { return }
        let open = Set(state.openSteps(parties: scene.charter).map(\.id.text))
        #expect(open == walker.openEvents, "\(machine), seed \(seed), \(walker.state ?? "–")")
    }

    /// A random move, of a step that was never met if there is one.
    private static func move(
        _ walker: PackWalker,
        _ met: Set<String>,
        _ random: inout SeededGenerator
    ) -> PackWalker.Move? {
        let allowed = walker.allowed.shuffled(using: &random)
        let isCurious = Int.random(in: 0..<4, using: &random) > 0
        let sorted =
            isCurious
            // What was met may end the record only where nothing else is left to go on with.
            ? allowed.filter { !met.contains($0["id"] as? String ?? "") }
                + allowed.filter { !walker.ends($0) } + allowed : allowed
        for step in sorted {
            if let move = walker.move(step, using: &random) { return move }
        }
        return nil
    }

    private static func wrong(
        _ walker: PackWalker,
        _ random: inout SeededGenerator
    ) -> String? {
        guard Int.random(in: 0..<3, using: &random) == 0 else { return nil }
        let allowed = Set(walker.allowed.compactMap { $0["id"] as? String })
        return walker.transitions.compactMap { $0["id"] as? String }
            .filter { !allowed.contains($0) }.randomElement(using: &random)
    }

    /// Compares what the fold made of each entry with what the walker did: a state, or nil for an entry out of place.
    @discardableResult
    private func compare(
        _ scene: Scene,
        _ expected: [String?],
        _ comment: String
    ) throws -> RecordState {
        let state = try scene.state()
        #expect(state.steps.count == expected.count, "\(comment)")
        for (step, expected) in zip(state.steps, expected) {
            let place = "\(comment): \(step.event.event) by \(step.event.signer), \(step.verdict)"
            #expect((step.verdict == .applied) == (expected != nil), "\(place)")
            #expect(step.state?.text == expected, "\(place)")
            #expect(step.findings.isEmpty, "\(place)")
        }
        return state
    }
}
