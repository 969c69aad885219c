import Testing

@testable import Casework

/// Rights whose time is over, and steps that use them all the same.
@Suite struct LapsedRightTests {
    private static let police = "350000/gaj"
    private static let hour: Int64 = 3_600

    /// The steps of a machine that would use a right which is gone at a second.
    private static func lapsed(_ scene: Scene, _ second: Int64) throws -> [String] {
        let rights = LapsedRights(
            among: try scene.clocks(),
            asOf: try Federation.time(second)
        )
        let machine = try #require(scene.pack.machine(scene.machine))
        let state = try #require(try scene.state().state)
        return machine.transitions.filter {
            $0.from.contains(state) && rights.lapsed($0, of: machine)
        }
        .map(\.id.text)
    }

    @Test(
        "what the police had 24 hours for they may do later, for the law does not say that it is gone, and the clock tells it"
    )
    func police() throws {
        var scene = try Scene(CooperationPackTests.pack.get(), "handover-criminal")
        _ = try scene.open("send", .init(to: [Self.police]))
        let received = try scene.step(Self.police, "acknowledge")
        let clock = try #require(try scene.clocks().first { $0.clock.id.text == "B5a" })
        let end = try #require(try clock.due(asOf: received.at)).last.instant
        #expect(try Self.lapsed(scene, end) == [])
        #expect(try Self.lapsed(scene, end + 1) == [])
        scene.wait(until: end + 1)
        try scene.step(Self.police, "request_supplement")
        #expect(try scene.refusals() == [])
        let used = try #require(try scene.clocks().first { $0.clock.id.text == "B5a" })
        #expect(used.findings.map(\.code) == [.rightLapsed])
        let entry = try #require(scene.entries.last)
        // The law does not say that it is gone.
        #expect(used.forfeit(usedBy: entry.digest) == nil)
        #expect(used.standing(asOf: entry.at).code == "clock_window_late")
    }

    @Test(
        "once the holder's days are over nothing is detained unless he applied, and a release uses no right"
    )
    func customs() throws {
        func notified(_ applied: Bool) throws -> Scene {
            var scene = try Scene(CooperationPackTests.pack.get(), "handover-customs")
            _ = try scene.beginAtHome("notify_holder")
            if applied {
                let day = try #require(LocalDate(inChinaAt: Federation.time(Federation.start)))
                scene.pass(days: 9)
                let facts = ["applied_on": FactValue.string(day.text)]
                try scene.step(Scene.opener, "holder_applies", .init(facts: facts))
                #expect(try scene.refusals() == [])
            }
            scene.pass(days: 20)
            return scene
        }
        let late = Federation.start + 20 * 24 * Self.hour
        #expect(try Self.lapsed(notified(false), late) == ["detain"])
        #expect(try Self.lapsed(notified(true), late) == [])
        // Typed when the days were over, of an application within them.
        let applied = try #require(try notified(true).clocks().first)
        #expect(applied.standing(asOf: try Federation.time(late)).phase == .kept)
        #expect(applied.findings.map(\.code) == [.stopStated])
        var scene = try notified(false)
        let waiting = scene
        let detain = try scene.step(Scene.opener, "detain")
        let gone = try scene.clocks().compactMap { $0.forfeit(usedBy: detain.digest) }
        #expect(gone.map(\.expiry.zh) == ["不得扣留"])
        scene = waiting
        let lapse = try scene.step(Scene.opener, "lapse")
        #expect(try scene.refusals() == [])
        let clocks = try scene.clocks()
        #expect(clocks.allSatisfy { $0.forfeit(usedBy: lapse.digest) == nil })
        #expect(clocks.map { $0.standing(asOf: lapse.at).code } == ["clock_window_passed"])
        #expect(clocks.flatMap(\.findings).isEmpty)
    }

    @Test(
        "an appraisal that somebody asked for or adopted is withdrawn and replaced to his knowledge, and one that nobody did is just withdrawn"
    )
    func appraisals() throws {
        let pack = try CooperationPackTests.pack.get()
        let steps: [String: [(String, String)]] = [
            "adopted": [("350000/scjg", "request"), ("350000/scjg", "adopt")],
            "challenged": [
                ("350000/scjg", "request"), ("350000/scjg", "adopt"),
                ("350000/scjg", "challenge"),
            ],
            "offered": [],
        ]
        for (state, taken) in steps.sorted(by: { $0.key < $1.key }) {
            var scene = try Scene(pack, "appraisal")
            _ = try scene.open("offer", .init(to: ["350000"]))
            for (who, event) in taken { try scene.step(who, event) }
            #expect(try scene.state().state?.text == state)
            let isTold = state != "offered"
            try scene.step(Scene.opener, isTold ? "withdraw" : "withdraw_and_tell")
            let refused = Set(try scene.refusals())
            #expect(refused.contains(.latestNotAllowed) == isTold, "\(state)")
            #expect(refused.contains(.stateNotAllowed) == (state != "challenged"), "\(state)")
            #expect(refused.count == (state == "adopted" ? 2 : 1), "\(state)")
            try scene.step(Scene.opener, isTold ? "withdraw_and_tell" : "withdraw")
            #expect(try scene.refusals() == [], "\(state)")
            let waits = try scene.state().waitsFor(parties: scene.charter)
            #expect(waits?.addresses.map(\.text) == (isTold ? ["350000"] : nil), "\(state)")
            guard isTold else { continue }
            try scene.step("350000/scjg", "acknowledge_withdrawal")
            #expect(try scene.state().state?.text == "withdrawn")
        }
        var scene = try Scene(pack, "appraisal")
        _ = try scene.open("offer", .init(to: ["350000"]))
        for event in ["request", "adopt", "challenge"] { try scene.step("350000/scjg", event) }
        try scene.step(Scene.opener, "supersede")
        #expect(
            try scene.state().waitsFor(parties: scene.charter)?.addresses.map(\.text)
                == ["350000"]
        )
        try scene.step("350000/scjg", "acknowledge_replacement")
        #expect(try scene.refusals() == [])
        #expect(try scene.state().state?.text == "superseded")
    }

    @Test(
        "an offer that nobody asked for is withdrawn also when it was challenged, and an office that was told and never answers holds nothing up"
    )
    func unanswered() throws {
        let pack = try CooperationPackTests.pack.get()
        var offered = try Scene(pack, "appraisal")
        _ = try offered.open("offer", .init(to: ["350000"]))
        try offered.step("350000/scjg", "challenge")
        try offered.step(Scene.opener, "withdraw")
        #expect(try offered.refusals() == [])
        #expect(try offered.state().state?.text == "withdrawn")
        // Dismissed, so that the other office decides anew: it is told from then on.
        var again = try Scene(pack, "appraisal")
        _ = try again.open("offer", .init(to: ["350000"]))
        try again.step("350000/scjg", "challenge")
        try again.step(Scene.opener, "dismiss_challenge")
        try again.step("350000/scjg", "challenge")
        try again.step(Scene.opener, "withdraw")
        #expect(try again.refusals() == [.latestNotAllowed])
        for (tells, known, ends, state) in [
            ("withdraw_and_tell", "acknowledge_withdrawal", "end_withdrawal", "withdrawn"),
            ("supersede", "acknowledge_replacement", "end_replacement", "superseded"),
        ] {
            var scene = try Scene(pack, "appraisal")
            _ = try scene.open("offer", .init(to: ["350000"]))
            for event in ["request", "challenge"] { try scene.step("350000/scjg", event) }
            // That the other office knows of it, the other office alone can say.
            for event in [tells, known] { try scene.step(Scene.opener, event) }
            #expect(try !scene.refusals().isEmpty)
            #expect(try scene.state().state?.text != state)
            try scene.step(Scene.opener, ends)
            #expect(try scene.refusals().isEmpty)
            #expect(try scene.state().state?.text == state)
        }
        var home = try Scene(pack, "appraisal")
        _ = try home.beginAtHome("register")
        try home.step(Scene.opener, "withdraw")
        #expect(try home.refusals() == [])
    }
}
