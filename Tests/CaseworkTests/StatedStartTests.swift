import Cryptography
import Testing

@testable import Casework

/// Clocks that begin or end at a time which a step states: what a slip of the pen does, and how it is put right.
@Suite struct StatedStartTests {
    private static let helper = "350000/scjg"
    private static let hour: Int64 = 3_600

    /// A penalty of three years that 福建 published on a day.
    private static func published(_ day: String) throws -> Scene {
        var scene = try Scene.pushedPenalty("standard")
        try scene.step(helper, "publish", Scene.facts(["published_on": day]))
        #expect(try scene.refusals() == [])
        return scene
    }

    private static func expiry(_ scene: Scene) throws -> [ExpiryStep] {
        try scene.state().expirySteps(
            for: Scene.node(of: "350000"),
            parties: scene.charter,
            clocks: scene.clocks()
        )
    }

    @Test(
        "a publication whose day was typed as years ago ends nothing by itself, and the office that typed it puts the day right on the order of the other one"
    )
    func corrected() throws {
        var scene = try Self.published("2021-01-05")
        #expect(try Self.expiry(scene) == [])
        let typed = try scene.clock("C4b")
        let over = try #require(try typed.due(asOf: typed.started.at))
        #expect(typed.wasOver(by: over))
        try scene.step(Scene.opener, "order_correction")
        let today = try Scene.day(0)
        let confirm = try scene.step(
            Self.helper,
            "confirm_correction",
            Scene.facts(["published_on": today])
        )
        #expect(try scene.refusals() == [])
        let clock = try scene.clock("C4b")
        // The day of the entry that told it first is that entry's own time.
        let told = try #require(scene.entries.first { $0.event.text == "publish" })
        #expect(clock.started.at == told.at && clock.started.entry == told.digest)
        #expect(clock.startWritten?.entry == confirm.digest)
        #expect(clock.findings.map(\.code) == [.startCorrected])
        let end = try #require(try Self.expiry(scene).first)
        #expect(try clock.due(asOf: clock.started.at)?.last == end.last)
        #expect(end.last.instant > confirm.at.instant)
    }

    @Test("a confirmation that says no day leaves the one that stands, without a word")
    func unsaid() throws {
        let day = try Scene.day(-3)
        var scene = try Self.published(day)
        try scene.step(Scene.opener, "order_correction")
        try scene.step(Self.helper, "confirm_correction")
        let clock = try scene.clock("C4b")
        #expect(LocalDate(inChinaAt: clock.started.at)?.text == day)
        #expect(!clock.findings.contains { [.startRepeated, .startCorrected].contains($0.code) })
        #expect(try scene.clocks().count { $0.clock.id.text == "C4b" } == 1)
        #expect(try Self.expiry(scene).count == 1)
    }

    @Test(
        "an office states its own time anew in any later step while nobody else has gone on from it, and never after the entry that told it first"
    )
    func anew() throws {
        func scene() throws -> Scene {
            var scene = try Scene(CooperationPackTests.pack.get(), "handover-criminal")
            _ = try scene.open("send", .init(to: ["350000/gaj"]))
            let arrival = try Federation.time(Federation.start - 72 * Self.hour).text
            try scene.step("350000/gaj", "acknowledge", Scene.facts(["received_at": arrival]))
            return scene
        }
        let right = try Federation.time(Federation.start + 60).text
        var first = try scene()
        try first.step(
            "350000/gaj",
            "request_supplement",
            Scene.facts(["received_at": right])
        )
        let review = try first.clock("B6")
        #expect(review.started.at.text == right)
        #expect(review.findings.map(\.code) == [.startCorrected])
        // The right that the same step uses counts from the corrected time.
        #expect(try first.clock("B5a").findings.map(\.code) == [.startCorrected])
        // After the entry that told it first: it stands as it was.
        var late = try scene()
        late.pass(days: 1)
        let after = try Federation.time(Federation.start + 24 * Self.hour).text
        try late.step("350000/gaj", "request_supplement", Scene.facts(["received_at": after]))
        #expect(try late.clock("B6").findings.last?.code == .startFactLater)
        #expect(try late.clock("B6").started.at.text != after)
        // The sender has gone on from it.
        var answered = try scene()
        try answered.step("350000/gaj", "request_supplement")
        try answered.step(Scene.opener, "supply")
        #expect(try answered.refusals() == [])
        let rank = "county_police_head"
        try answered.step(
            "350000/gaj",
            "decide_file",
            .init(facts: ["received_at": .string(right)], rank: rank)
        )
        #expect(try answered.refusals() == [])
        let kept = try answered.clock("B6")
        #expect(!kept.findings.contains { $0.code == .startCorrected })
    }

    // MARK: The day of a filing

    private static func filed(
        _ machine: String,
        after days: Int64,
        on day: String
    ) throws -> Scene {
        var scene = try Scene(CooperationPackTests.pack.get(), machine)
        _ = try scene.open("send", .init(to: ["350000"]))
        let isClue = machine == "clue"
        try scene.step("350000/system", isClue ? "receive" : "receipt")
        try scene.step(helper, "accept")
        if isClue { try scene.step(helper, "start_verification") }
        scene.pass(days: days)
        var file = Scene.facts(["filed_on": day])
        if !isClue { file.rank = "responsible" }
        try scene.step(helper, "file", file)
        #expect(try scene.refusals() == [])
        return scene
    }

    @Test(
        "the verification ends and the decision's days begin on the day of the filing that the step states, and what is signed late says so",
        arguments: ["clue", "handover-administrative"]
    )
    func filing(_ machine: String) throws {
        let day = try Scene.day(5)
        let scene = try Self.filed(machine, after: 6, on: day)
        let now = try Federation.time(Federation.start + 40 * 24 * Self.hour)
        let verification = try scene.clock("A1")
        #expect(verification.end?.mark.at.text == "\(day)T23:59:59+08:00")
        #expect(verification.standing(asOf: now).phase == .kept)
        #expect(verification.findings.isEmpty)
        #expect(try scene.clock("A6").started.at.text == "\(day)T00:00:00+08:00")
        // Signed after the fifteen working days of what was filed in them.
        let late = try Self.filed(machine, after: 40, on: day)
        let kept = try late.clock("A1")
        #expect(kept.standing(asOf: now).phase == .kept)
        #expect(kept.findings.map(\.code) == [.stopStated])
        // Filed after them.
        let missed = try Self.filed(machine, after: 40, on: Scene.day(35))
        let over = try missed.clock("A1")
        #expect(over.standing(asOf: now).phase == .late && over.findings.isEmpty)
        // A day to come counts as the entry's own.
        let ahead = try Self.filed(machine, after: 2, on: Scene.day(9))
        #expect(try ahead.clock("A1").end?.mark.at == ahead.entries.last?.at)
    }

    @Test("cosignatures that came after the end do not contradict a filing of a day before it")
    func proof() throws {
        let scene = try Self.filed("clue", after: 40, on: Scene.day(5))
        let file = try #require(scene.entries.last)
        var fold = ClockFold(
            packs: PackSet([scene.pack]),
            calendars: try CalendarSet.builtIn()
        ) { entry in
            entry == file.digest ? ProvenInterval(earliest: file.at, latest: file.at) : nil
        }
        let clocks = fold.clocks(of: try scene.state())
        let clock = try #require(clocks.first { $0.clock.id.text == "A1" })
        let due = try #require(try clock.due(asOf: file.at))
        #expect(clock.end?.mark.proof(by: due) == .open)
    }

    @Test(
        "the chief's three days end at the approval that he states, and the police's at the day of their filing, whenever both are typed"
    )
    func approval() throws {
        var scene = try Scene(CooperationPackTests.pack.get(), "handover-criminal")
        let reported = try Federation.time(Federation.start - Self.hour).text
        let approved = try Federation.time(Federation.start).text
        _ = try scene.beginAtHome("report", Scene.facts(["reported_at": reported]))
        scene.pass(days: 9)
        var approve = Scene.facts(["approved_at": approved])
        approve.rank = "chief"
        let typed = try scene.step(Scene.opener, "approve", approve)
        #expect(try scene.refusals() == [])
        let decision = try scene.clock("B2")
        #expect(decision.end?.mark.at.text == approved)
        #expect(decision.standing(asOf: typed.at).phase == .kept)
        #expect(decision.findings.map(\.code) == [.stopStated])
        var sent = try Scene(CooperationPackTests.pack.get(), "handover-criminal")
        _ = try sent.open("send", .init(to: ["350000/gaj"]))
        try sent.step("350000/gaj", "acknowledge")
        sent.pass(days: 9)
        let day = try Scene.day(2)
        var file = Scene.facts(["filed_on": day])
        file.rank = "county_police_head"
        let filed = try sent.step("350000/gaj", "decide_file", file)
        #expect(try sent.refusals() == [])
        let review = try sent.clock("B6")
        #expect(review.end?.mark.at.text == "\(day)T23:59:59+08:00")
        #expect(review.standing(asOf: filed.at).phase == .kept)
    }

    @Test("the day of a filing counts for the reporter who has to be told")
    func reporter() throws {
        var scene = try Scene(CooperationPackTests.pack.get(), "clue")
        _ = try scene.open(
            "send",
            .init(to: ["350000"], facts: ["has_reporter": .integer(1)])
        )
        try scene.step("350000/system", "receive")
        try scene.step(Self.helper, "accept")
        try scene.step(Self.helper, "start_verification")
        scene.pass(days: 4)
        let day = try Scene.day(2)
        try scene.step(Self.helper, "file", Scene.facts(["filed_on": day]))
        #expect(try scene.clock("A16").started.at.text == "\(day)T00:00:00+08:00")
    }

    // MARK: Extensions

    @Test(
        "a day that an office names anew on the day of its own notice is no further extension, whichever way it moves the end"
    )
    func namedAnew() throws {
        var scene = try Scene(CooperationPackTests.pack.get(), "assistance")
        _ = try scene.open(
            "send",
            .init(to: ["350000"], facts: ["assist_type": .string("investigation")])
        )
        try scene.step("350000/system", "receive")
        try scene.step(Self.helper, "accept")
        func told(_ day: String) throws -> [ClockFinding.Code] {
            try scene.step(Self.helper, "notify_extension", Scene.facts(["new_due": day]))
            #expect(try scene.refusals() == [])
            let clock = try scene.clock("A2")
            let last = scene.entries.last?.digest.hex
            return clock.findings.filter { $0.arguments["entry"] == last }.map(\.code)
        }
        #expect(try told("2027-06-01") == [])
        #expect(try told("2026-12-25") == [.extensionCorrected])
        #expect(try told("2026-12-11") == [.extensionCorrected])
        #expect(try told("2026-12-18") == [.extensionCorrected])
        #expect(try scene.clock("A2").extensions.count == 1)
        scene.pass(days: 3)
        #expect(try told("2026-12-30") == [.extensionRepeated])
        #expect(try scene.clock("A2").findings.last?.arguments["count"] == "2")
    }
}
