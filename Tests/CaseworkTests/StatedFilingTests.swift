import Cryptography
import Testing

@testable import Casework

/// What ends on a stated day and what begins on it have one date, and what follows from the end of a clock is nobody's before it.
@Suite struct StatedFilingTests {
    private static let helper = "350000/scjg"

    /// A clue whose filing 福建 signed forty days later, with a day.
    private static func filed(on day: String?) throws -> Scene {
        var scene = try Scene(CooperationPackTests.pack.get(), "clue")
        _ = try scene.open("send", .init(to: ["350000"]))
        try scene.step("350000/system", "receive")
        for event in ["accept", "start_verification"] { try scene.step(helper, event) }
        scene.pass(days: 40)
        try scene.step(helper, "file", Scene.facts(day.map { ["filed_on": $0] } ?? [:]))
        #expect(try scene.refusals() == [])
        return scene
    }

    private static let later = Federation.start + 60 * 24 * 3_600

    @Test(
        "a day of filing that its office states anew is the day of what ended with it too: late where it was late, and in time where it was not"
    )
    func corrected() throws {
        let now = try Federation.time(Self.later)
        let (early, late) = (try Scene.day(5), try Scene.day(35))
        for (first, second, phase, codes) in [
            (early, late, ClockStanding.Phase.late, [ClockFinding.Code.endCorrected]),
            (late, early, .kept, [.endCorrected, .stopStated]),
            (nil, early, .kept, [.endCorrected, .stopStated]),
        ] as [(String?, String, ClockStanding.Phase, [ClockFinding.Code])] {
            var scene = try Self.filed(on: first)
            let file = try #require(scene.entries.last)
            try scene.step(Self.helper, "send_feedback", Scene.facts(["filed_on": second]))
            #expect(try scene.refusals() == [])
            let verification = try scene.clock("A1")
            #expect(verification.end?.mark.at.text == "\(second)T23:59:59+08:00")
            #expect(verification.end?.mark.entry == file.digest)
            #expect(verification.standing(asOf: now).phase == phase)
            #expect(verification.findings.map(\.code) == codes)
            let decision = try scene.clock("A6")
            #expect(decision.started.at.text == "\(second)T00:00:00+08:00")
            for entry in scene.entries { #expect(decision.disregards(entry) == nil) }
        }
    }

    @Test(
        "what was stated stands once another office has gone on from it, and no day after the entry that told it counts"
    )
    func stands() throws {
        let (early, late) = (try Scene.day(5), try Scene.day(35))
        var gone = try Self.filed(on: early)
        try gone.step(Scene.opener, "escalate")
        try gone.step(Self.helper, "send_feedback", Scene.facts(["filed_on": late]))
        #expect(try gone.refusals() == [])
        #expect(try gone.clock("A1").end?.mark.at.text == "\(early)T23:59:59+08:00")
        #expect(try gone.clock("A6").started.at.text == "\(early)T00:00:00+08:00")
        // Whoever says so is told before it is signed.
        let void = try gone.clock("A6").disregards(try #require(gone.entries.last))
        #expect(void?.field.text == "filed_on" && void?.text == late)
        var ahead = try Self.filed(on: early)
        ahead.pass(days: 5)
        try ahead.step(Self.helper, "send_feedback", Scene.facts(["filed_on": Scene.day(43)]))
        #expect(try ahead.clock("A1").end?.mark.at.text == "\(early)T23:59:59+08:00")
        let kept = try ahead.clock("A1").findings.map(\.code)
        #expect(kept.contains(.stopStated) && !kept.contains(.endCorrected))
        let last = try #require(ahead.entries.last)
        #expect(try ahead.clock("A6").disregards(last) != nil)
        let told = try ahead.clock("A1").findings.map(\.code)
        #expect(told == [.stopStated, .stopFactLater])
        // The day of the filing's own entry is that entry's time.
        var same = try Self.filed(on: early)
        let file = try #require(same.entries.last)
        let today = try #require(LocalDate(inChinaAt: file.at)).text
        try same.step(Self.helper, "send_feedback", Scene.facts(["filed_on": today]))
        #expect(try same.clock("A1").end?.mark.at == file.at)
        #expect(try same.clock("A6").started.at == file.at)
    }

    @Test(
        "the end of a publication is nobody's step up to its last second, and an earlier end is another step"
    )
    func early() throws {
        var scene = try Scene.pushedPenalty("short")
        try scene.step(Self.helper, "publish", Scene.facts(["published_on": Scene.day(0)]))
        let clock = try scene.clock("C4a")
        let due = try #require(try clock.due(asOf: clock.started.at)).last
        func early(_ second: Int64) throws -> [String] {
            let rights = LapsedRights(among: [clock], asOf: try Federation.time(second))
            let machine = try #require(scene.pack.machine(scene.machine))
            return machine.transitions.filter { rights.isEarly($0) }.map(\.id.text)
        }
        #expect(try early(due.instant) == ["stop_publication"])
        #expect(try early(due.instant + 1) == [])
        var stopped = scene
        let stop = try stopped.step(Self.helper, "stop_publication")
        #expect(try stopped.clock("C4a").rest(stoppedBy: stop.digest) == due)
        scene.wait(until: due.instant + 1)
        let over = try scene.step(Self.helper, "stop_publication")
        #expect(try scene.refusals() == [])
        #expect(try scene.clock("C4a").rest(stoppedBy: over.digest) == nil)
    }
}
