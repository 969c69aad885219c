import Cryptography
import Testing

@testable import Casework

/// A calendar that was written down wrongly and one that corrects it bear the day of the same notice: the later version of the pack counts.
@Suite struct CalendarEditionTests {
    /// A calendar of 2026 of one notice, in which one Tuesday is a rest day.
    private static func calendar(off day: String) throws -> DayCalendar {
        try DayCalendar.load(
            Array(
                """
                {"format": "lianlu/calendar/v1", "id": "cn-2026",
                "title": {"zh": "2026年（演练）", "en": "2026 (exercise)"}, "years": [2026],
                "instrument": {"title": {"zh": "通知（演练）", "en": "notice (exercise)"}, "date": "2026-11-10"},
                "status": "secondary",
                "off": [{"date": "\(day)", "name": {"zh": "节", "en": "holiday"}}], "work": []}
                """.utf8
            )
        )
    }

    private static func pack(_ version: Int, naming calendar: DayCalendar) throws -> RulePack {
        let (id, digest) = (calendar.reference.id, calendar.reference.digest.hex)
        return try RulePack.load(
            Array(
                """
                {"format": "lianlu/rules/v1", "id": "calendars", "version": \(version), "engine": 1,
                "effective_from": "2026-11-10", "title": {"zh": "工作日历", "en": "calendars"},
                "calendars": [{"id": "\(id)", "digest": "\(digest)"}]}
                """.utf8
            )
        )
    }

    /// The same two calendars, each once as the first and once as the correction, so that one of the two has the digest that is greater.
    private static func pairs() throws -> [[DayCalendar]] {
        let one = try calendar(off: "2026-11-24")
        let other = try calendar(off: "2026-12-26")
        return [[one, other], [other, one]]
    }

    @Test("of two calendars of one day of issue the one of the later version counts, in any order")
    func days() throws {
        for pair in try Self.pairs() {
            let editions = [pair[0].reference: 1, pair[1].reference: 2]
            for order in [pair, pair.reversed()] {
                let days = WorkingDays(order, editions: editions)
                #expect(days.calendar(of: 2026) == pair[1].reference)
            }
            // A later notice counts, whatever the version that names it.
            let builtIn = try DayCalendar.load(DayCalendar.builtInBytes[2])
            let days = WorkingDays(
                pair + [builtIn],
                editions: editions.merging([builtIn.reference: 3]) { old, _ in old }
            )
            #expect(days.calendar(of: 2026) == pair[1].reference)
        }
    }

    @Test(
        "clocks count by the later version of a pack of calendars, in whatever order both are named"
    )
    func clocks() throws {
        for pair in try Self.pairs() {
            var federation = try Federation(pack: clockPack())
            let clue = try federation.verify()
            var calendars = try CalendarSet.builtIn()
            for calendar in pair { calendars.insert(calendar) }
            let packs = try pair.enumerated().map {
                try Self.pack($0.offset + 1, naming: $0.element)
            }
            for pack in packs { federation.packs.insert(pack) }
            func due(_ adopted: [RulePack]) throws -> [String?] {
                try federation.clocks(
                    of: clue,
                    calendars: calendars,
                    adopted: adopted.map(\.reference)
                )
                .map { try $0.dueDay() }
            }
            let second = try due([packs[1]])
            #expect(try due([packs[0]]) != second)
            #expect(try due(packs) == second)
            #expect(try due(packs.reversed()) == second)
        }
    }
}
