import Cryptography
import Testing

@testable import Casework

/// What officers are told of steps that move clocks otherwise than they may think, and whom a clock of both sides binds.
@Suite struct ClockNoticeTests {
    private static func only(_ federation: Federation, _ clue: CaseEvent) throws -> RecordClock {
        let clocks = try federation.clocks(of: clue)
        #expect(clocks.count == 1)
        return try #require(clocks.first)
    }

    private static func fold(_ federation: Federation) throws -> ClockFold {
        ClockFold(packs: federation.packs, calendars: try .builtIn())
    }

    @Test("a clock whose bearer is both binds opener and addressees, whoever set it off")
    func both() throws {
        let change = (old: "\"bearer\": \"receiver\"", new: "\"bearer\": \"both\"")
        var federation = try Federation(pack: clockPack([change]))
        let clue = try federation.verify()
        let clock = try Self.only(federation, clue)
        #expect(clock.clock.bearer == .both && clock.started.signer.text == "350000/scjg")
        // The superior is the charter's, and no side.
        #expect(
            federation.state(of: clue).filling(boundBy: clock).text == "350000 360000/scjg"
        )
        var fold = try Self.fold(federation)
        let state = federation.state(of: clue)
        let ends = MatterClocks(of: state, home: nil, by: &fold).dutyEnds(of: state)
        #expect(ends.map(\.bound.text) == ["350000 360000/scjg"])
    }

    @Test(
        "an arrival before what arrived was signed counts and is told; ten minutes are the clocks'"
    )
    func arrival() throws {
        // The clue was sent at 09:00 on 2026-11-20.
        for (stated, codes) in [
            ("2026-11-20T08:50:00+08:00", [ClockFinding.Code]()),
            ("2026-11-20T08:49:59+08:00", [.startFactEarlier]),
            ("2026-10-01T00:00:00+08:00", [.startFactEarlier, .startOver]),
        ] {
            var federation = try Federation(pack: clockPack())
            let clue = try federation.open { $0.at = try chinaTime("2026-11-20T09:00:00+08:00") }
            try federation.act(
                "receive",
                of: clue,
                at: "2026-11-20T10:00:00+08:00",
                facts: [("received_at", stated)]
            )
            let clock = try Self.only(federation, clue)
            #expect(clock.codes == codes && clock.started.at.text == stated, "\(stated)")
        }
    }

    @Test(
        "a state that an extension led to which moved no clock is marked until another step leads on"
    )
    func void() throws {
        for (time, isVoid) in [
            ("2026-12-11T23:59:59+08:00", false), ("2026-12-12T00:00:00+08:00", true),
        ] {
            var federation = try Federation(pack: clockPack())
            let clue = try federation.verify()
            var fold = try Self.fold(federation)
            func isMarked() -> Bool {
                let state = federation.state(of: clue)
                return MatterClocks(of: state, home: nil, by: &fold).isExtensionVoid(in: state)
            }
            #expect(!isMarked())
            try federation.act("extend", of: clue, at: time)
            #expect(federation.state(of: clue).state?.text == "extended")
            #expect(isMarked() == isVoid, "\(time)")
            // A step that stays in the state changes nothing of that.
            try federation.act(
                "pause",
                of: clue,
                at: "2026-12-12T09:00:00+08:00",
                facts: [("pause_from", "2026-12-12")]
            )
            #expect(isMarked() == isVoid)
            try federation.act("file", of: clue, at: "2026-12-13")
            #expect(federation.state(of: clue).state?.text == "filed" && !isMarked())
            let machine = federation.state(of: clue).progress.machine
            let reached = machine?.states.filter { machine?.isReachedByExtension($0.id) == true }
            #expect(reached?.map(\.id.text) == ["extended"])
        }
    }

    @Test("a step that nobody has signed yet is told what it would not do to the clock")
    func planned() throws {
        var federation = try Federation(pack: clockPack())
        let clue = try federation.verify()
        var fold = try Self.fold(federation)
        func told(_ event: StaticString, _ time: String) throws -> [ClockFinding.Code] {
            var planned = federation
            let step = try planned.act(event, of: clue, at: time)
            return fold.findings(about: step, after: federation.state(of: clue)).map(\.code)
        }
        #expect(try told("extend", "2026-12-11T23:59:59+08:00") == [])
        #expect(try told("extend", "2026-12-12T00:00:00+08:00") == [.extensionLate])
        // What is told beforehand is what the clock says afterwards, and not told of the next step again.
        try federation.act("extend", of: clue, at: "2026-12-12T00:00:00+08:00")
        #expect(try Self.only(federation, clue).codes == [.extensionLate])
        #expect(try told("pause", "2026-12-12T09:00:00+08:00") == [.pauseBeyondEnd])
    }

    @Test("a step in the mechanism is told what it would not do to a clock that began at home")
    func plannedOnHome() throws {
        let approve =
            "\"evidence_summary\"],\n              \"documents\": [\"own-clue-notice\"],\n"
        let start = "              \"timers\": [{\"op\": \"start\", \"clock\": \"A1\"}],\n"
        var federation = try Federation(
            pack: clockPack([(old: start, new: ""), (old: approve, new: approve + start)])
        )
        let draft = try federation.add(Federation.jiangxi, "create", home: true)
        try federation.step(Federation.jiangxi, "approve", of: draft)
        let clue = try federation.verify()
        let home = federation.state(of: draft)
        var fold = try Self.fold(federation)
        var planned = federation
        let late = try planned.act("extend", of: clue, at: "2026-12-20T09:00:00+08:00")
        let state = federation.state(of: clue)
        #expect(fold.findings(about: late, after: state) == [], "nothing is known of its clock")
        let told = fold.findings(about: late, after: state, home: home)
        #expect(told.map(\.code) == [.extensionLate])
    }

    @Test(
        "an extension without a number in the rules is told from the second one on, and each counts"
    )
    func repeated() throws {
        let changes = [
            (
                old: "\"from\": [\"verifying\"],\n              \"to\": \"extended\"",
                new: "\"from\": [\"verifying\", \"extended\"],\n              \"to\": \"extended\""
            ),
            (old: "\"guards\": [{\"guard\": \"once\", \"scope\": \"record\"}],\n", new: ""),
            (old: "\"times\": 1,", new: ""),
        ]
        var federation = try Federation(pack: clockPack(changes))
        let clue = try federation.verify()
        try federation.act("extend", of: clue, at: "2026-12-01")
        #expect(try Self.only(federation, clue).codes == [])
        try federation.act("extend", of: clue, at: "2026-12-02")
        let clock = try Self.only(federation, clue)
        #expect(clock.extensions.count == 2 && clock.codes == [.extensionRepeated])
        #expect(clock.findings.first?.arguments["count"] == "2")
    }

    @Test(
        "a timer that nobody can decide is a finding of its step, and one that is settled is none"
    )
    func undecided() throws {
        let pack = try CooperationPackTests.pack.get()
        func told(_ scene: Scene) throws -> [CaseFinding] {
            let last = try #require(scene.state().steps.last)
            #expect(last.verdict == .applied)
            return last.findings.filter { $0.code == .timerUndecided }
        }
        func published(_ facts: [String: FactValue]) throws -> [CaseFinding] {
            var scene = try Scene(pack, "credit-penalty")
            _ = try scene.beginAtHome("prepare", Scene.Words(facts: facts))
            try scene.step(Scene.opener, "publish_locally")
            return try told(scene)
        }
        #expect(
            try published([:]) == [
                CaseFinding(.timerUndecided, ["clocks": "C4a, C4b", "field": "penalty_class"])
            ]
        )
        #expect(try published(["penalty_class": .string("short")]).isEmpty)
        // A value that the rules do not have decides nothing.
        #expect(try published(["penalty_class": .string("nobody")]).count == 1)
        // A boolean that nobody stated is false.
        var scene = try Scene(pack, "handover-criminal")
        _ = try scene.open("send", Scene.Words(to: ["350000"]))
        try scene.step("350000/scjg", "acknowledge")
        #expect(try told(scene).isEmpty)
    }
}
