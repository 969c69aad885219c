import Cryptography
import TestSupport
import Testing

@testable import Casework

/// What is said of steps that cross: that a signer's entry does not build on the other's step.
@Suite struct CrossedStepTests {
    private static let helper = "350000/scjg"

    /// A publication and a withdrawal of the push that cross; whichever is signed first, by a minute.
    static func crossed(publishedFirst: Bool) throws -> Scene {
        var scene = try Scene.pushedPenalty("short")
        let received = try #require(scene.entries.last).digest
        let steps = [(helper, "publish"), (Scene.opener, "withdraw_push")]
        for (who, event) in publishedFirst ? steps : steps.reversed() {
            try scene.step(who, event, .init(parents: [received]))
        }
        return scene
    }

    private static func told(_ state: RecordState) -> [Digest: [CaseFinding]] {
        var told: [Digest: [CaseFinding]] = [:]
        for step in state.steps {
            let crossed = step.findings.filter { $0.code.rawValue == "step_crossed" }
            if !crossed.isEmpty { told[step.event.digest] = crossed }
        }
        return told
    }

    @Test(
        "of two steps that cross the later in the order names the other, its office and its entry",
        arguments: [true, false]
    )
    func named(_ publishedFirst: Bool) throws {
        let scene = try Self.crossed(publishedFirst: publishedFirst)
        let first = scene.entries[scene.entries.count - 2]
        let crossing = try #require(scene.entries.last)
        let told = Self.told(try scene.state())
        #expect(told.keys.map(\.hex) == [crossing.digest.hex])
        let finding = try #require(told[crossing.digest]?.first)
        #expect(told[crossing.digest]?.count == 1)
        #expect(
            finding.arguments == [
                "entry": first.digest.hex, "event": crossing.event.text,
                "last": first.event.text, "signer": first.signer.text,
            ]
        )
    }

    @Test("nothing is said where the signer's entry builds on the other step")
    func knowing() throws {
        var scene = try Scene.pushedPenalty("short")
        try scene.step(Self.helper, "publish")
        try scene.step(Scene.opener, "withdraw_push")
        try scene.step(Self.helper, "confirm_withdrawal")
        #expect(Self.told(try scene.state()).isEmpty)
    }

    @Test(
        "the same is said of the same steps in whatever order entries come, and of nothing else (seed in the message)",
        arguments: 0..<200 as Range<UInt64>
    )
    func anyOrder(_ seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        var scene = try Scene(CooperationPackTests.pack.get(), "credit-penalty")
        var push = Scene.facts(["penalty_class": "short"])
        push.to = ["350000"]
        var theirs = [try scene.open("push", push).digest]
        let turn = Int.random(in: 0...2, using: &random)
        func withdraw() throws {
            let heard = Int.random(in: theirs.indices, using: &random)
            try scene.step(Scene.opener, "withdraw_push", .init(parents: [theirs[heard]]))
        }
        for (place, event) in ["receive", "publish"].enumerated() {
            if place == turn { try withdraw() }
            let who = event == "receive" ? "350000/system" : Self.helper
            let last = try #require(theirs.last)
            theirs.append(try scene.step(who, event, .init(parents: [last])).digest)
        }
        if turn == 2 { try withdraw() }
        let state = try scene.state()
        let told = Self.told(state)
        let crossing = state.steps.filter { $0.way?.kind == .crossing }.map(\.event.digest)
        #expect(Set(told.keys) == Set(crossing), "seed \(seed)")
        for _ in 0..<4 {
            #expect(Self.told(try scene.state(shuffledBy: &random)) == told, "seed \(seed)")
        }
    }

    @Test("a step comes after a receipt by its own time, or by when its log was seen without it")
    func receipt() throws {
        let scene = try Self.crossed(publishedFirst: false)
        let state = try scene.state()
        let crossed = try #require(state.crossedSteps.first)
        #expect(state.crossedSteps.count == 1)
        #expect(crossed.step.event.text == "publish" && crossed.other.event.text == "withdraw_push")
        func time(_ seconds: Int64) throws -> Timestamp {
            let signed = crossed.step.at.instant
            return try #require(Timestamp(instant: signed + seconds, offsetMinutes: 480))
        }
        // Both times are by the clock of the node that signed.
        #expect(!crossed.isAfterReceipt(at: nil))
        #expect(try crossed.isAfterReceipt(at: time(-1)))
        #expect(try !crossed.isAfterReceipt(at: time(0)))
        #expect(try !crossed.isAfterReceipt(at: time(1)))
    }
}
