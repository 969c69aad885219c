import Testing

@testable import Casework

/// Clocks of a criminal handover: what starts at a stated time, and what falls away unused.
@Suite struct HandoverClockTests {
    private static let police = "350000/gaj"
    private static let head = "county_police_head"
    private static let minute: Int64 = 60
    private static let hour: Int64 = 3_600

    private static func scene() throws -> Scene {
        try Scene(CooperationPackTests.pack.get(), "handover-criminal")
    }

    private static func clock(_ id: String, _ scene: Scene) throws -> RecordClock {
        try #require(try scene.clocks().first { $0.clock.id.text == id })
    }

    /// The time of the scene's latest entry, moved by some seconds.
    private static func time(_ scene: Scene, _ seconds: Int64 = 0) throws -> Timestamp {
        let last = try #require(scene.entries.last)
        return try Federation.time(last.at.instant + seconds)
    }

    /// A case that arrived so long before the police signed, and was then decided.
    private static func decided(
        _ event: String,
        arrived seconds: Int64,
        to: [String] = []
    ) throws -> Scene {
        var scene = try scene()
        let sent = try scene.open("send", .init(to: [police]))
        let arrival = try Federation.time(sent.at.instant + minute - seconds).text
        try scene.step(police, "acknowledge", .init(facts: ["received_at": .string(arrival)]))
        try scene.step(police, event, .init(to: to, rank: head))
        #expect(try scene.refusals() == [])
        return scene
    }

    @Test(
        "a filing on the second day is in time: what the police did not use in the first 24 hours was late for nobody and is counted nowhere",
        arguments: ["decide_file", "decide_not_to_file"]
    )
    func filedOnTheSecondDay(_ event: String) throws {
        let scene = try Self.decided(event, arrived: 30 * Self.hour)
        // The sender's three days to hand the items over have only begun.
        let now = try Self.time(scene, 24 * Self.hour)
        for id in ["B4", "B5a"] {
            let clock = try Self.clock(id, scene)
            #expect(clock.standing(asOf: now).code == "clock_window_passed", "\(id)")
            #expect(clock.end?.reason == .dropped && !clock.isOverdue(asOf: now))
        }
        #expect(try Self.clock("B6", scene).standing(asOf: now).code == "clock_limit_kept")
        let count = try #require(
            RecordCount(of: scene.state(), clocks: scene.clocks(), asOf: now)
        )
        #expect(count.answer?.promptness == .onTime && !count.isOverdue)
    }

    @Test("before the filing nobody is behind with what he may leave undone")
    func waiting() throws {
        var scene = try Self.scene()
        _ = try scene.open("send", .init(to: [Self.police]))
        try scene.step(Self.police, "acknowledge")
        let now = try Self.time(scene, 30 * Self.hour)
        let clocks = try scene.clocks()
        #expect(!clocks.contains { $0.isOverdue(asOf: now) })
        let open = clocks.compactMap { DutyTime(of: $0) }.filter { $0.isOpen(at: now.instant) }
        #expect(open.map(\.kind) == [.limit])
    }

    @Test(
        "inside the 24 hours a filing drops what was not used, and a re-routing uses it",
        arguments: [
            ("decide_file", [String](), "clock_dropped"),
            ("reroute", ["520000/gaj"], "clock_window_kept"),
        ]
    )
    func inTime(_ event: String, _ to: [String], _ code: String) throws {
        let scene = try Self.decided(event, arrived: Self.hour, to: to)
        let now = try Self.time(scene)
        #expect(try Self.clock("B4", scene).standing(asOf: now).code == code)
        #expect(try Self.clock("B5a", scene).standing(asOf: now).code == "clock_dropped")
    }

    @Test("a decision of the police ends the sender's days for material without having met them")
    func supplementDropped() throws {
        var scene = try Self.scene()
        _ = try scene.open("send", .init(to: [Self.police]))
        try scene.step(Self.police, "acknowledge")
        try scene.step(Self.police, "request_supplement")
        try scene.step(Self.police, "decide_file", .init(rank: Self.head))
        let now = try Self.time(scene)
        #expect(try Self.clock("B5b", scene).standing(asOf: now).phase == .dropped)
        #expect(try Self.clock("B5a", scene).standing(asOf: now).phase == .kept)
    }

    @Test(
        "the 24 hours to send count from the approval that the step states, the three days from the report; a time after the signature counts as the signature"
    )
    func statedStarts() throws {
        var scene = try Self.scene()
        let start = Federation.start
        let reported = try Federation.time(start - 26 * Self.hour).text
        let approved = try Federation.time(start - 25 * Self.hour).text
        _ = try scene.beginAtHome("report", .init(facts: ["reported_at": .string(reported)]))
        try scene.step(
            Scene.opener,
            "approve",
            .init(facts: ["approved_at": .string(approved)], rank: "chief")
        )
        #expect(try Self.clock("B2", scene).started.at.text == reported)
        let b3 = try Self.clock("B3", scene)
        #expect(b3.started.at.text == approved && b3.findings.map(\.code) == [.startOver])
        #expect(b3.isOverdue(asOf: try Self.time(scene)))

        scene = try Self.scene()
        let later = try Federation.time(start + Self.hour).text
        let report = try scene.beginAtHome(
            "report",
            .init(facts: ["reported_at": .string(later)])
        )
        let clock = try Self.clock("B2", scene)
        #expect(clock.started.at == report.at)
        #expect(clock.findings.map(\.code) == [.startFactLater])
    }

    @Test(
        "the days to publish a penalty count from the day of the decision, those of its display from the day of publication; a push publishes nothing at home"
    )
    func publication() throws {
        var scene = try Scene(CooperationPackTests.pack.get(), "credit-penalty")
        let short: [String: FactValue] = ["penalty_class": .string("short")]
        let decided = try #require(LocalDate(inChinaAt: Federation.time(Federation.start)))
        let day = try #require(LocalDate(dayNumber: decided.dayNumber - 20)).text
        _ = try scene.beginAtHome("prepare", .init(facts: ["decided_on": .string(day)]))
        for id in ["C1", "C2a"] {
            let started = try Self.clock(id, scene).started.at
            #expect(LocalDate(inChinaAt: started)?.text == day, "\(id)")
        }
        _ = try scene.open(
            "push",
            .init(to: ["350000"], facts: short.merging(["decided_on": .string(day)]) { $1 })
        )
        try scene.step("350000/scjg", "receive")
        #expect(try scene.refusals() == [])
        // Before the push: it counts, and is told.
        try scene.step("350000/scjg", "publish", .init(facts: ["published_on": .string(day)]))
        #expect(try scene.refusals() == [])
        let shown = try Self.clock("C4a", scene)
        #expect(LocalDate(inChinaAt: shown.started.at)?.text == day)
        #expect(shown.findings.contains { $0.code == .startFactEarlier })
        let machine = try #require(scene.pack.machine(scene.machine))
        let receive = try #require(machine.transition(EventID(unchecked: "receive")))
        #expect(
            receive.timers.map { "\($0.operation) \($0.clock)" }
                == ["drop C1", "stop C2a", "start C2b"]
        )
    }

    @Test("a day that a step states is its own: on the day of the entry the entry's time counts")
    func sameDay() throws {
        var scene = try Scene(CooperationPackTests.pack.get(), "credit-penalty")
        let today = try #require(LocalDate(inChinaAt: Federation.time(Federation.start + 60))).text
        let first = try scene.beginAtHome("prepare", .init(facts: ["decided_on": .string(today)]))
        #expect(try Self.clock("C1", scene).started.at == first.at)
    }

    @Test("an arrival before the case was sent is told on every clock that it sets off, and counts")
    func arrivedBeforeItWasSent() throws {
        let scene = try Self.decided("decide_file", arrived: 30 * Self.hour)
        for id in ["B4", "B5a", "B6"] {
            let clock = try Self.clock(id, scene)
            #expect(clock.findings.map(\.code) == [.startFactEarlier], "\(id)")
        }
    }

    @Test(
        "a timer starts or stops at an open time of its step alone, and no other one has a time",
        arguments: [
            ("\"at\": \"approved_at\"", "\"at\": \"cause\""),
            ("\"at\": \"approved_at\"", "\"at\": \"economic_crime\""),
            (
                "\"op\": \"drop\", \"clock\": \"B5b\"",
                "\"op\": \"drop\", \"clock\": \"B5b\", \"at\": \"received_at\""
            ),
        ]
    )
    func malformed(_ old: String, _ new: String) throws {
        let text = String(decoding: RulePack.cooperationBytes, as: UTF8.self)
        let wrong = text.replacing(old, with: new)
        #expect(wrong != text)
        #expect(throws: CaseworkError.self) { _ = try RulePack.load(Array(wrong.utf8)) }
    }
}
