import Cryptography
import TestSupport
import Testing

@testable import Casework

/// Steps of two offices that cross: neither had heard of the other's.
@Suite struct CrossingTests {
    private static let helper = "350000/scjg"

    private static func pushed() throws -> Scene { try Scene.pushedPenalty("short") }

    private static func running(_ scene: Scene) throws -> Set<String> {
        Set(
            try scene.clocks().filter { $0.end == nil && !$0.isProposal }.map(\.clock.id.text)
        )
    }

    /// A publication and a withdrawal of the push that cross; whichever is signed first, by a minute.
    private static func crossed(publishedFirst: Bool) throws -> Scene {
        var scene = try pushed()
        let received = try #require(scene.entries.last).digest
        let steps = [(helper, "publish"), (Scene.opener, "withdraw_push")]
        for (who, event) in publishedFirst ? steps : steps.reversed() {
            try scene.step(who, event, .init(parents: [received]))
        }
        return scene
    }

    @Test(
        "a publication that crosses the withdrawal of its push is in place, and is withdrawn within three days from the later of the two",
        arguments: [true, false]
    )
    func crossing(_ publishedFirst: Bool) throws {
        var scene = try Self.crossed(publishedFirst: publishedFirst)
        var state = try scene.state()
        #expect(state.steps.allSatisfy { $0.verdict == .applied })
        #expect(state.state?.text == "withdrawal_ordered")
        #expect(state.waitingFilling.text == "350000")
        #expect(try Self.running(scene) == ["C3", "C4a"])
        #expect(try scene.clock("C3").started.entry == scene.entries.last?.digest)
        let parents = scene.entries.suffix(2).map(\.digest)
        try scene.step(Self.helper, "confirm_withdrawal", .init(parents: parents))
        state = try scene.state()
        #expect(state.steps.allSatisfy { $0.verdict == .applied })
        #expect(state.state?.text == "withdrawn")
        #expect(try Self.running(scene) == [])
        #expect(try scene.clock("C3").end?.reason == .stopped)
        #expect(try scene.clock("C4a").end?.reason == .stopped)
    }

    @Test("who knows the withdrawal publishes nothing, and is offered no publication")
    func known() throws {
        var scene = try Self.pushed()
        try scene.step(Scene.opener, "withdraw_push")
        let offered = try scene.state().openSteps(parties: scene.charter).map(\.id.text)
        #expect(offered == ["confirm_withdrawal"])
        let next = try scene.state().nextSteps(
            for: address(Self.helper),
            node: Scene.node(of: Self.helper),
            parties: scene.charter
        )
        #expect(next.map(\.id.text) == ["confirm_withdrawal"])
        try scene.step(Self.helper, "publish")
        #expect(try scene.refusals() == [.stateNotAllowed])
    }

    @Test("a log tells what its office knew, whatever its entry names")
    func sameLog() throws {
        var scene = try Self.pushed()
        let received = try #require(scene.entries.last).digest
        try scene.step(Scene.opener, "withdraw_push", .init(parents: [received]))
        // The helper took note of the withdrawal in an entry of its own, although out of place.
        try scene.step(Self.helper, "confirm_correction")
        try scene.step(Self.helper, "publish", .init(parents: [received]))
        #expect(try scene.refusals() == [.stateNotAllowed])
    }

    @Test("what would have been out of place without the other step is so with it")
    func twice() throws {
        var scene = try Self.crossed(publishedFirst: false)
        let own = try #require(scene.entries.last).digest
        try scene.step(Self.helper, "publish", .init(parents: [own]))
        #expect(try scene.refusals() == [.stateNotAllowed])
    }

    @Test("a withdrawal crosses the receipt, a defect that is reported, and a correction")
    func others() throws {
        for events in [["receive"], ["receive", "report_defect"], ["receive", "publish"]] {
            var scene = try Scene(CooperationPackTests.pack.get(), "credit-penalty")
            var push = Scene.facts(["penalty_class": "short"])
            push.to = ["350000"]
            var last = try scene.open("push", push).digest
            try scene.step(Scene.opener, "withdraw_push", .init(parents: [last]))
            for event in events {
                let who = event == "receive" ? "350000/system" : Self.helper
                last = try scene.step(who, event, .init(parents: [last])).digest
                #expect(try scene.refusals() == [], "\(event)")
            }
            #expect(try scene.state().state?.text == "withdrawal_ordered")
            let published = events.contains("publish")
            #expect(try Self.running(scene) == (published ? ["C3", "C4a"] : []), "\(events)")
        }
        var scene = try Self.pushed()
        try scene.step(Self.helper, "publish")
        try scene.step(Scene.opener, "order_correction")
        let ordered = try #require(scene.entries.last).digest
        try scene.step(Scene.opener, "order_withdrawal", .init(parents: [ordered]))
        try scene.step(Self.helper, "confirm_correction", .init(parents: [ordered]))
        #expect(try scene.refusals() == [])
        #expect(try scene.state().state?.text == "withdrawal_ordered")
        #expect(try Self.running(scene) == ["C3", "C4a"])
    }

    @Test(
        "an end of publication that crosses the order to withdraw it is in place, and is withdrawn"
    )
    func ended() throws {
        var scene = try Self.pushed()
        let published = try scene.step(Self.helper, "publish").digest
        try scene.step(Scene.opener, "order_withdrawal", .init(parents: [published]))
        let ordered = try #require(scene.entries.last).digest
        try scene.step("350000/system", "stop_publication", .init(parents: [published]))
        let stop = try #require(scene.entries.last).digest
        #expect(try scene.refusals() == [])
        #expect(try scene.state().state?.text == "withdrawal_ordered")
        #expect(try Self.running(scene) == ["C3"])
        #expect(try scene.clock("C4a").end?.reason == .stopped)
        try scene.step(Self.helper, "confirm_withdrawal", .init(parents: [ordered, stop]))
        #expect(try scene.refusals() == [])
        #expect(try scene.state().state?.text == "withdrawn")
        // Whoever knows the order ends nothing: the withdrawal does.
        var known = try Self.pushed()
        try known.step(Self.helper, "publish")
        try known.step(Scene.opener, "order_withdrawal")
        try known.step("350000/system", "stop_publication")
        #expect(try known.refusals() == [.stateNotAllowed])
    }

    @Test(
        "whatever either office had heard of the other: without a step that knew the withdrawal nothing is out of place, and what was published is withdrawn (seed in the message)",
        arguments: 0..<200 as Range<UInt64>
    )
    func drawn(_ seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        var scene = try Scene(CooperationPackTests.pack.get(), "credit-penalty")
        var push = Scene.facts(["penalty_class": "short"])
        push.to = ["350000"]
        var theirs = [try scene.open("push", push).digest]
        let way = Bool.random(using: &random) ? "publish" : "report_defect"
        let events = Array(["receive", way].prefix(Int.random(in: 0...2, using: &random)))
        let turn = Int.random(in: 0...events.count, using: &random)
        func withdraw() throws {
            let heard = Int.random(in: theirs.indices, using: &random)
            try scene.step(Scene.opener, "withdraw_push", .init(parents: [theirs[heard]]))
        }
        for (place, event) in events.enumerated() {
            if place == turn { try withdraw() }
            let who = event == "receive" ? "350000/system" : Self.helper
            let last = try #require(theirs.last)
            theirs.append(try scene.step(who, event, .init(parents: [last])).digest)
        }
        if turn == events.count {
            // Who has heard of a publication orders its withdrawal instead.
            if events.contains("publish") { theirs.removeLast() }
            try withdraw()
        }
        let state = try scene.state()
        #expect(state.steps.allSatisfy { $0.verdict == .applied }, "seed \(seed)")
        #expect(state.state?.text == "withdrawal_ordered", "seed \(seed)")
        let expected: Set = events.contains("publish") ? ["C3", "C4a"] : []
        #expect(try Self.running(scene) == expected, "seed \(seed)")
        let shuffled = try scene.state(shuffledBy: &random)
        #expect(shuffled.order == state.order, "seed \(seed)")
        #expect(shuffled.steps.prefix(state.placedCount).map(\.state) == state.steps.map(\.state))
    }

    // MARK: The rules

    private static let corrections =
        "\"crossings\": [{\"from\": [\"withdrawal_ordered\"], \"to\": \"=\"}],"
    private static let place = "kinds[7].machines[0].transitions[9]"

    private static func from(_ state: String) -> String {
        corrections.replacing("withdrawal_ordered", with: state)
    }

    static let faults: [RulePackTests.Fault] = [
        .init(corrections, from("correction_ordered"), .packIDRepeated, "\(place).crossings[0]"),
        .init(corrections, from("withdrawn"), .packStateTerminalLeft, place),
        .init(corrections, from("prepared"), .packWayInVain, place),
        .init(corrections, from("defect_reported"), .packWayInVain, place),
        .init(corrections, from("revoked"), .packReferenceUnknown, "\(place).crossings[0].from[0]"),
        .init(
            corrections,
            "\"crossings\": [{\"from\": [], \"to\": \"=\"}],",
            .packKeyMissing,
            "\(place).crossings[0].from"
        ),
        .init(
            corrections,
            "\"beside\": [\"correction_ordered\"],",
            .packIDRepeated,
            "\(place).beside[0]"
        ),
        .init(corrections, "\"beside\": [\"withdrawal_ordered\"],", .packWayInVain, place),
        .init(
            corrections,
            "\"crossings\": [\(Array(repeating: "{\"from\": [\"withdrawal_ordered\"], \"to\": \"=\"}", count: Limits.transitionCrossingCountMax + 1).joined(separator: ", "))],",
            .packLimit,
            "\(place).crossings"
        ),
        .init(
            "\"to\": \"transferred\",",
            "\"to\": \"transferred\", \"beside\": [\"accepted\"],",
            .packValueMalformed,
            "kinds[5].machines[3].transitions[10].beside"
        ),
        .init(
            "\"to\": \"transferred\",",
            "\"to\": \"transferred\", \"crossings\": [{\"from\": [\"accepted\"], \"to\": \"=\"}],",
            .packValueMalformed,
            "kinds[5].machines[3].transitions[10].crossings"
        ),
    ]

    @Test(
        "a pack with a way that nobody could ever take is refused, with the place",
        arguments: faults
    )
    func refused(_ fault: RulePackTests.Fault) throws {
        let text = String(decoding: RulePack.cooperationBytes, as: UTF8.self)
        let place = try #require(text.firstRange(of: fault.old), "not in the pack: \(fault.old)")
        let changed = text[..<place.lowerBound] + fault.new + text[place.upperBound...]
        #expect {
            try RulePack.load(Array(changed.utf8))
        } throws: { error in
            guard let error = error as? CaseworkError else { return false }
            #expect(error.code == fault.code)
            #expect(error.arguments["path"] == fault.path)
            return true
        }
    }

    @Test("as many crossings as the limit says are read")
    func limit() throws {
        let text = String(decoding: RulePack.cooperationBytes, as: UTF8.self)
        let one = "{\"from\": [\"withdrawal_ordered\"], \"to\": \"=\"}"
        let many = Array(repeating: one, count: Limits.transitionCrossingCountMax)
        let changed = text.replacing(
            Self.corrections,
            with: "\"crossings\": [\(many.joined(separator: ", "))],"
        )
        // Each state has one way alone: that is what is wrong with these, and not their number.
        #expect {
            try RulePack.load(Array(changed.utf8))
        } throws: {
            ($0 as? CaseworkError)?.code == .packIDRepeated
        }
    }

    @Test("the ways of a step are among what people read of it")
    func shown() throws {
        let pack = try CooperationPackTests.pack.get()
        let step = try #require(
            pack.items.first {
                $0.place.machine?.text == "credit-penalty" && $0.place.id == "publish"
            }
        )
        let phrases = step.values(.to).compactMap { value -> PackPhrase? in
            if case .phrase(let phrase, _) = value { phrase } else { nil }
        }
        #expect(phrases == [.crossingTimed])
    }
}
