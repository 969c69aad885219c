import Cryptography
import Testing

@testable import Casework

/// Clocks that begin or end at a time which a step states: what a slip of the pen does, and how it is put right.
@Suite struct StatedStartTests {
    private static let helper = "350000/scjg"
    private static let hour: Int64 = 3_600

    private static func clocks(_ scene: Scene) throws -> [RecordClock] {
        var fold = ClockFold(packs: PackSet([scene.pack]), calendars: try CalendarSet.builtIn())
        return fold.clocks(of: try scene.state())
    }

    private static func clock(_ id: String, _ scene: Scene) throws -> RecordClock {
        try #require(try clocks(scene).last { $0.clock.id.text == id })
    }

    /// The day so many days before or after that of the scene's first entry.
    private static func day(_ count: Int) throws -> String {
        let today = try #require(LocalDate(inChinaAt: Federation.time(Federation.start)))
        return try #require(LocalDate(dayNumber: today.dayNumber + count)).text
    }

    private static func facts(_ facts: [String: String]) -> Scene.Words {
        .init(facts: facts.mapValues { .string($0) })
    }

    /// A penalty of three years that 福建 published on a day.
    private static func published(_ day: String) throws -> Scene {
        var scene = try Scene(CooperationPackTests.pack.get(), "credit-penalty")
        var push = facts(["penalty_class": "standard"])
        push.to = ["350000"]
        _ = try scene.open("push", push)
        try scene.step("350000/system", "receive")
        try scene.step(helper, "publish", facts(["published_on": day]))
        #expect(try scene.refusals() == [])
        return scene
    }

    private static func expiry(_ scene: Scene) throws -> [ExpiryStep] {
        try scene.state().expirySteps(
            for: Scene.node(of: "350000"),
            parties: scene.charter,
            clocks: clocks(scene)
        )
    }

    @Test(
        "a publication whose day was typed as years ago ends nothing by itself, and the office that typed it puts the day right on the order of the other one"
    )
    func corrected() throws {
        var scene = try Self.published("2021-01-05")
        #expect(try Self.expiry(scene) == [])
        let typed = try Self.clock("C4b", scene)
        let over = try #require(try typed.due(asOf: typed.started.at))
        #expect(typed.wasOver(by: over))
        try scene.step(Scene.opener, "order_correction")
        let today = try Self.day(0)
        let confirm = try scene.step(
            Self.helper,
            "confirm_correction",
            Self.facts(["published_on": today])
        )
        #expect(try scene.refusals() == [])
        let clock = try Self.clock("C4b", scene)
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
        let day = try Self.day(-3)
        var scene = try Self.published(day)
        try scene.step(Scene.opener, "order_correction")
        try scene.step(Self.helper, "confirm_correction")
        let clock = try Self.clock("C4b", scene)
        #expect(LocalDate(inChinaAt: clock.started.at)?.text == day)
        #expect(!clock.findings.contains { [.startRepeated, .startCorrected].contains($0.code) })
        #expect(try Self.clocks(scene).count { $0.clock.id.text == "C4b" } == 1)
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
            try scene.step("350000/gaj", "acknowledge", Self.facts(["received_at": arrival]))
            return scene
        }
        let right = try Federation.time(Federation.start + 60).text
        var first = try scene()
        try first.step(
            "350000/gaj",
            "request_supplement",
            Self.facts(["received_at": right])
        )
        let review = try Self.clock("B6", first)
        #expect(review.started.at.text == right)
        #expect(review.findings.map(\.code) == [.startCorrected])
        // The right that the same step uses counts from the corrected time.
        #expect(try Self.clock("B5a", first).findings.map(\.code) == [.startCorrected])
        // After the entry that told it first: it stands as it was.
        var late = try scene()
        late.pass(days: 1)
        let after = try Federation.time(Federation.start + 24 * Self.hour).text
        try late.step("350000/gaj", "request_supplement", Self.facts(["received_at": after]))
        #expect(try Self.clock("B6", late).findings.last?.code == .startFactLater)
        #expect(try Self.clock("B6", late).started.at.text != after)
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
        let kept = try Self.clock("B6", answered)
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
        var file = facts(["filed_on": day])
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
        let day = try Self.day(5)
        let scene = try Self.filed(machine, after: 6, on: day)
        let now = try Federation.time(Federation.start + 40 * 24 * Self.hour)
        let verification = try Self.clock("A1", scene)
        #expect(verification.end?.mark.at.text == "\(day)T23:59:59+08:00")
        #expect(verification.standing(asOf: now).phase == .kept)
        #expect(verification.findings.isEmpty)
        #expect(try Self.clock("A6", scene).started.at.text == "\(day)T00:00:00+08:00")
        // Signed after the fifteen working days of what was filed in them.
        let late = try Self.filed(machine, after: 40, on: day)
        let kept = try Self.clock("A1", late)
        #expect(kept.standing(asOf: now).phase == .kept)
        #expect(kept.findings.map(\.code) == [.stopStated])
        // Filed after them.
        let missed = try Self.filed(machine, after: 40, on: Self.day(35))
        let over = try Self.clock("A1", missed)
        #expect(over.standing(asOf: now).phase == .late && over.findings.isEmpty)
        // A day to come counts as the entry's own.
        let ahead = try Self.filed(machine, after: 2, on: Self.day(9))
        #expect(try Self.clock("A1", ahead).end?.mark.at == ahead.entries.last?.at)
    }

    @Test("cosignatures that came after the end do not contradict a filing of a day before it")
    func proof() throws {
        let scene = try Self.filed("clue", after: 40, on: Self.day(5))
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
        _ = try scene.beginAtHome("report", Self.facts(["reported_at": reported]))
        scene.pass(days: 9)
        var approve = Self.facts(["approved_at": approved])
        approve.rank = "chief"
        let typed = try scene.step(Scene.opener, "approve", approve)
        #expect(try scene.refusals() == [])
        let decision = try Self.clock("B2", scene)
        #expect(decision.end?.mark.at.text == approved)
        #expect(decision.standing(asOf: typed.at).phase == .kept)
        #expect(decision.findings.map(\.code) == [.stopStated])
        var sent = try Scene(CooperationPackTests.pack.get(), "handover-criminal")
        _ = try sent.open("send", .init(to: ["350000/gaj"]))
        try sent.step("350000/gaj", "acknowledge")
        sent.pass(days: 9)
        let day = try Self.day(2)
        var file = Self.facts(["filed_on": day])
        file.rank = "county_police_head"
        let filed = try sent.step("350000/gaj", "decide_file", file)
        #expect(try sent.refusals() == [])
        let review = try Self.clock("B6", sent)
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
        let day = try Self.day(2)
        try scene.step(Self.helper, "file", Self.facts(["filed_on": day]))
        #expect(try Self.clock("A16", scene).started.at.text == "\(day)T00:00:00+08:00")
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
            try scene.step(Self.helper, "notify_extension", Self.facts(["new_due": day]))
            #expect(try scene.refusals() == [])
            let clock = try Self.clock("A2", scene)
            let last = scene.entries.last?.digest.hex
            return clock.findings.filter { $0.arguments["entry"] == last }.map(\.code)
        }
        #expect(try told("2027-06-01") == [])
        #expect(try told("2026-12-25") == [.extensionCorrected])
        #expect(try told("2026-12-11") == [.extensionCorrected])
        #expect(try told("2026-12-18") == [.extensionCorrected])
        #expect(try Self.clock("A2", scene).extensions.count == 1)
        scene.pass(days: 3)
        #expect(try told("2026-12-30") == [.extensionRepeated])
        #expect(try Self.clock("A2", scene).findings.last?.arguments["count"] == "2")
    }
}
