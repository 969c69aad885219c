import Testing

@testable import Casework

/// The clocks of a scene, and what several suites of clocks begin with.
extension Scene {
    /// The clocks of the record by the calendars that come with the program, or by others.
    func clocks(by calendars: CalendarSet? = nil) throws -> [RecordClock] {
        var fold = ClockFold(
            packs: PackSet([pack]),
            calendars: try calendars ?? CalendarSet.builtIn()
        )
        return fold.clocks(of: try state())
    }

    /// The clock of that id that was set off last.
    func clock(_ id: String) throws -> RecordClock {
        try #require(try clocks().last { $0.clock.id.text == id }, "\(id)")
    }

    /// The day so many days before or after that of the first entry.
    static func day(_ count: Int) throws -> String {
        let today = try #require(LocalDate(inChinaAt: Federation.time(Federation.start)))
        return try #require(LocalDate(dayNumber: today.dayNumber + count)).text
    }

    /// What an entry carries that states facts in words.
    static func facts(_ facts: [String: String]) -> Words {
        Words(facts: facts.mapValues { .string($0) })
    }

    /// A penalty of a class that 江西 pushed and 福建 has received.
    static func pushedPenalty(_ penaltyClass: String) throws -> Scene {
        var scene = try Scene(CooperationPackTests.pack.get(), "credit-penalty")
        var push = facts(["penalty_class": penaltyClass])
        push.to = ["350000"]
        _ = try scene.open("push", push)
        try scene.step("350000/system", "receive")
        #expect(try scene.refusals() == [])
        return scene
    }
}
