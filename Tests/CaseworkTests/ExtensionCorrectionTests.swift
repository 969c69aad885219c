import Cryptography
import Testing

@testable import Casework

/// Ends that an office named too late, and what it may still put right.
@Suite struct ExtensionCorrectionTests {
    private static let helper = "350000/scjg"

    /// The day on which a matter is due, and what is said of its clock.
    private struct Due: Equatable {
        let day: String
        var codes: [ClockFinding.Code] = []
    }

    /// A request that 福建 is working on since 2026-11-20: 15 working days, to 2026-12-11.
    private static func request() throws -> Scene {
        var scene = try Scene(CooperationPackTests.pack.get(), "assistance")
        let kind = ["assist_type": FactValue.string("investigation")]
        _ = try scene.open("send", .init(to: ["350000"], facts: kind))
        try scene.step("350000/system", "receive")
        try scene.step(helper, "accept")
        return scene
    }

    private static func notify(_ day: String, _ scene: inout Scene) throws {
        let facts = ["new_due": FactValue.string(day)]
        try scene.step(helper, "notify_extension", .init(facts: facts))
        #expect(try scene.refusals() == [])
    }

    private static func due(_ scene: Scene) throws -> Due {
        var fold = ClockFold(packs: PackSet([scene.pack]), calendars: try CalendarSet.builtIn())
        let clock = try #require(fold.clocks(of: try scene.state()).first)
        let due = try #require(try clock.due(asOf: clock.started.at))
        return Due(day: due.lastDay.text, codes: clock.findings.map(\.code))
    }

    @Test(
        "an office corrects its own mistaken end backward and forward, as long as nobody else has done anything since"
    )
    func corrects() throws {
        var scene = try Self.request()
        #expect(try Self.due(scene).day == "2026-12-11")
        try Self.notify("2036-01-08", &scene)
        try Self.notify("2026-12-25", &scene)
        #expect(try Self.due(scene) == Due(day: "2026-12-25", codes: [.extensionCorrected]))
        try Self.notify("2026-12-31", &scene)
        try Self.notify("2026-12-18", &scene)
        let corrected = try Self.due(scene)
        #expect(corrected.day == "2026-12-18" && corrected.codes.last == .extensionCorrected)
    }

    @Test("a correction is never earlier than what the law gives, to the day")
    func floor() throws {
        var scene = try Self.request()
        try Self.notify("2036-01-08", &scene)
        try Self.notify("2026-12-10", &scene)
        #expect(try Self.due(scene) == Due(day: "2036-01-08", codes: [.extensionShortens]))
        try Self.notify("2026-12-11", &scene)
        #expect(try Self.due(scene).day == "2026-12-11")
    }

    @Test("once the other side has gone on from it, an end stands")
    func answered() throws {
        var scene = try Self.request()
        try Self.notify("2036-01-08", &scene)
        try scene.step(Self.helper, "start")
        try scene.step("350000/system", "escalate")
        try Self.notify("2027-01-08", &scene)
        #expect(try Self.due(scene).day == "2027-01-08")
        try scene.step(Scene.opener, "escalate")
        #expect(try scene.refusals() == [])
        try Self.notify("2026-12-31", &scene)
        let kept = try Self.due(scene)
        #expect(kept.day == "2027-01-08" && kept.codes.last == .extensionShortens)
        // A new notice after the answer may be corrected, down to what was answered.
        try Self.notify("2030-01-08", &scene)
        try Self.notify("2027-01-07", &scene)
        #expect(try Self.due(scene).day == "2030-01-08")
        try Self.notify("2027-02-01", &scene)
        #expect(try Self.due(scene).day == "2027-02-01")
    }

    @Test(
        "a supervised case is due on the day that its supervisor set, which moves later and not earlier, also when it is over"
    )
    func supervision() throws {
        var scene = try Scene(CooperationPackTests.pack.get(), "supervision")
        _ = try scene.open(by: Scene.superior, "list", .init(to: ["350000"]))
        func words(_ day: String) -> Scene.Words {
            .init(to: [], facts: ["due_on": .string(day)])
        }
        var assign = words("2026-12-31")
        assign.to = ["520000"]
        try scene.step(Scene.superior, "assign", assign)
        #expect(try scene.refusals() == [])
        #expect(try Self.due(scene) == Due(day: "2026-12-31"))
        var fold = ClockFold(packs: PackSet([scene.pack]), calendars: CalendarSet())
        let clock = try #require(fold.clocks(of: try scene.state()).first)
        #expect(clock.clock.id.text == "H2")
        #expect(try scene.state().filling(boundBy: clock).text == "520000")
        try scene.step(Scene.superior, "extend", words("2026-12-20"))
        #expect(try scene.refusals() == [])
        #expect(try Self.due(scene) == Due(day: "2026-12-31", codes: [.extensionShortens]))
        try scene.step(Scene.superior, "extend", words("2027-01-31"))
        #expect(try Self.due(scene).day == "2027-01-31")
        try scene.step("520000/scjg", "submit_plan")
        try scene.step("520000/scjg", "report_completion")
        // Returned a day after the old end: the old day would be over at once.
        scene.pass(days: 73)
        try scene.step(Scene.superior, "return")
        #expect(try scene.refusals() == [.factMissing])
        try scene.step(Scene.superior, "return", words("2027-03-01"))
        #expect(try scene.refusals() == [])
        let again = fold.clocks(of: try scene.state())
        #expect(again.map { $0.end == nil } == [false, true])
        let running = try #require(again.last)
        // 2027-02-01 in China.
        let day = Int64(1_801_411_200)
        #expect((day..<day + 86_400).contains(running.started.at.instant))
        #expect(try running.due(asOf: running.started.at)?.lastDay.text == "2027-03-01")
    }

    @Test(
        "a later day that a supervisor sets at the last second moves the end, and one second after leaves it missed",
        arguments: [Int64(0), 1]
    )
    func afterEnd(_ seconds: Int64) throws {
        var scene = try Scene(CooperationPackTests.pack.get(), "supervision")
        _ = try scene.open(by: Scene.superior, "list", .init(to: ["350000"]))
        func words(_ day: String, to: [String] = []) -> Scene.Words {
            .init(to: to, facts: ["due_on": .string(day)])
        }
        try scene.step(Scene.superior, "assign", words("2026-12-31", to: ["350000"]))
        let end = try #require(Timestamp("2026-12-31T23:59:59+08:00"))
        scene.wait(until: end.instant + seconds)
        let step = try scene.step(Scene.superior, "extend", words("2027-01-31"))
        #expect(step.at.instant == end.instant + seconds)
        #expect(try scene.refusals() == [])
        let now = step.at
        var fold = ClockFold(packs: PackSet([scene.pack]), calendars: CalendarSet())
        let isLate = seconds > 0
        let open = fold.clocks(of: try scene.state())
        #expect(open.map { $0.standing(asOf: now).phase } == (isLate ? [.late] : []) + [.running])
        #expect(open.last?.stated?.text == "2027-01-31T23:59:59+08:00")
        #expect(open.flatMap(\.findings).map(\.code) == (isLate ? [.extensionAfterEnd] : []))
        let state = try scene.state()
        #expect(open.allSatisfy { state.filling(boundBy: $0).text == "350000" })
        // A mistaken day is corrected as others are, and never to before the one that was missed.
        for (day, kept) in [("2027-01-20", "2027-01-20"), ("2026-12-30", "2027-01-20")] {
            try scene.step(Scene.superior, "extend", words(day))
            let stated = fold.clocks(of: try scene.state()).last?.stated
            #expect(stated?.text == "\(kept)T23:59:59+08:00")
        }
        for event in ["submit_plan", "report_completion"] {
            try scene.step("350000/scjg", event)
            #expect(try scene.refusals() == [])
        }
        let clocks = fold.clocks(of: try scene.state())
        #expect(clocks.map { $0.standing(asOf: now).phase } == (isLate ? [.late] : []) + [.kept])
        let count = try #require(RecordCount(of: scene.state(), clocks: clocks, asOf: now))
        #expect(count.answer?.promptness == (isLate ? .late : .onTime))
    }
}
