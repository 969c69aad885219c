import Cryptography
import TestSupport
import Testing

@testable import Casework

/// A calendar that the rules name and that is not here: it may correct a year that another one covers.
@Suite struct MissingCalendarTests {
    private static let missing = SHA256.digest(of: [9]).hex

    /// The rules of penalties whose publication ends with a working day, and that name one calendar more than is here.
    private static func pack(naming isMissingNamed: Bool = true) throws -> RulePack {
        var text = String(decoding: RulePack.cooperationBytes, as: UTF8.self)
        func replace(_ old: String, _ new: String, after mark: String) throws {
            let start = try #require(text.firstRange(of: mark)?.lowerBound)
            let place = try #require(text[start...].firstRange(of: old))
            text.replaceSubrange(place, with: new)
        }
        try replace(
            "\"roll\": \"none\"",
            "\"roll\": \"holiday_and_weekend\"",
            after: "\"id\": \"C4a\""
        )
        if isMissingNamed {
            let named = "{\"id\": \"cn-2026-corrected\", \"digest\": \"\(missing)\"}"
            try replace("[", "[\(named), ", after: "\"calendars\":")
        }
        return try RulePack.load(Array(text.utf8))
    }

    /// A penalty whose publication runs for three months.
    private static func published(by pack: RulePack) throws -> Scene {
        var scene = try Scene(pack, "credit-penalty")
        let today = try #require(LocalDate(inChinaAt: Federation.time(Federation.start)))
        _ = try scene.open(
            "push",
            .init(to: ["350000"], facts: ["penalty_class": .string("short")])
        )
        try scene.step("350000/system", "receive")
        try scene.step(
            "350000/scjg",
            "publish",
            .init(facts: ["published_on": .string(today.text)])
        )
        #expect(try scene.refusals() == [])
        return scene
    }

    private static func clocks(_ scene: Scene) throws -> [RecordClock] {
        var fold = ClockFold(packs: PackSet([scene.pack]), calendars: try .builtIn())
        return fold.clocks(of: try scene.state())
    }

    @Test(
        "an end that rests on calendars says so although its year is covered, and what it brings about is owed and not signed"
    )
    func covered() throws {
        for isMissing in [false, true] {
            let scene = try Self.published(by: try Self.pack(naming: isMissing))
            let all = try Self.clocks(scene)
            let clock = try #require(all.first { $0.clock.id.text == "C4a" })
            let due = try #require(try clock.due(asOf: clock.started.at))
            #expect(due.usesCalendars && clock.lacksCalendar == isMissing)
            func steps(_ isWithheld: (RecordClock) -> Bool) throws -> [String] {
                try scene.state().expirySteps(
                    for: Scene.node(of: "350000"),
                    parties: scene.charter,
                    clocks: all,
                    withholding: isWithheld
                )
                .map(\.step.event.text)
            }
            #expect(try steps { _ in false } == ["stop_publication"])
            #expect(try steps(\.lacksCalendar) == (isMissing ? [] : ["stop_publication"]))
        }
    }

    @Test("of a period without working days nothing hangs on a calendar")
    func plain() throws {
        let plain = try RulePack.load(RulePack.cooperationBytes)
        let clock = try #require(
            try Self.clocks(try Self.published(by: plain)).first { $0.clock.id.text == "C4a" }
        )
        let due = try #require(try clock.due(asOf: clock.started.at))
        #expect(!due.usesCalendars && !clock.lacksCalendar)
    }

    @Test("what nobody can tell is nobody's delay and is not over, whatever the calendars here say")
    func withheld() {
        for kind in DutyTime.kinds {
            var time = DutyTime(kind: kind, last: 10, isPaused: false, usesCalendars: true)
            time.isWithheld = true
            #expect(!time.isOverdue(at: 11) && time.isOpen(at: 11))
        }
    }
}
