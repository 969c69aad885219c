import TestSupport
import Testing

@testable import Casework

/// A time by Chinese time from a date or a date with time.
func chinaTime(_ text: String) throws -> Timestamp {
    let full =
        switch text.utf8.count {
        case 10: "\(text)T12:00:00+08:00"
        case 22: "\(text.prefix(16)):00\(text.suffix(6))"
        default: text
        }
    guard let time = Timestamp(full) else { throw TestFailure(description: text) }
    return time
}

func day(_ text: String) throws -> LocalDate {
    guard let date = LocalDate(text) else { throw TestFailure(description: text) }
    return date
}

func span(_ from: String, _ to: String) throws -> DateSpan {
    guard let span = DateSpan(from: try day(from), to: try day(to)) else {
        throw TestFailure(description: "\(from)…\(to)")
    }
    return span
}

/// The days of 2024–2026.
func builtInDays() throws -> WorkingDays {
    WorkingDays(try DayCalendar.builtInBytes.map { try DayCalendar.load($0) })
}

@Suite struct ClockCountTests {
    private func count(
        _ trigger: String,
        _ length: Int,
        _ unit: Clock.Unit,
        roll: Clock.Roll = .none,
        extensions: [ClockLength] = [],
        named: String? = nil,
        pauses: [(String, String)] = []
    ) throws -> ClockCount {
        ClockCount(
            trigger: try chinaTime(trigger),
            length: ClockLength(length, unit),
            roll: roll,
            extensions: extensions,
            named: try named.map(day),
            pauses: try pauses.map { try span($0.0, $0.1) },
            days: try builtInDays()
        )
    }

    @Test("every worked example of the statutory periods comes out", arguments: ClockExample.all)
    func examples(_ example: ClockExample) throws {
        let due = try count(
            example.trigger,
            example.length,
            example.unit,
            roll: example.roll,
            extensions: example.extended > 0
                ? [ClockLength(example.extended, example.unit)] : [],
            pauses: example.pauses
        ).due()
        if example.unit == .hour {
            #expect(due.last == (try chinaTime(example.due)))
            #expect(due.elapsed == (try example.elapsed.map(chinaTime)))
        } else {
            #expect(due.lastDay.text == example.due)
            #expect(due.last.text == "\(example.due)T23:59:59+08:00")
            #expect(due.elapsed == nil)
        }
        #expect(due.nominal?.text == example.nominal)
        #expect(!due.isProvisional)
        let days = try builtInDays()
        for rest in example.restWeekdays { #expect(!days.isWorking(try day(rest))) }
        for worked in example.workedWeekends { #expect(days.isWorking(try day(worked))) }
    }

    @Test("the table has all 23 examples, each with the tag of its rule")
    func table() {
        #expect(ClockExample.all.count == 23)
        #expect(Set(ClockExample.all.map(\.id)).count == 23)
        #expect(ClockExample.all.filter { $0.rule != nil }.allSatisfy { $0.status != nil })
        #expect(ClockExample.all.filter { $0.status == .verified }.count >= 20)
    }

    @Test(
        "a month that has no such day ends on its last day",
        arguments: [
            ("2026-01-31", 1, "2026-02-28"), ("2024-01-31", 1, "2024-02-29"),
            ("2024-02-29", 12, "2025-02-28"), ("2024-02-29", 48, "2028-02-29"),
            ("2026-08-31", 1, "2026-09-30"), ("2026-10-31", 4, "2027-02-28"),
            ("2026-12-15", 1, "2027-01-15"), ("2024-11-30", 3, "2025-02-28"),
        ]
    )
    func months(_ trigger: String, _ length: Int, _ due: String) throws {
        #expect(try count(trigger, length, .month).due().lastDay.text == due)
    }

    @Test(
        "an extension in months goes on with the same count and is not counted from a short month"
    )
    func monthsExtended() throws {
        let due = try count("2026-01-31", 1, .month, extensions: [ClockLength(1, .month)]).due()
        #expect(due.lastDay.text == "2026-03-31")
    }

    @Test("a month is lengthened by the paused days on its way, and by those that this adds")
    func monthsPaused() throws {
        // Two days before the end push it into a second pause of three days.
        let due = try count(
            "2026-03-10",
            1,
            .month,
            pauses: [("2026-04-01", "2026-04-02"), ("2026-04-11", "2026-04-13")]
        ).due()
        #expect(due.lastDay.text == "2026-04-15")
        #expect(due.pausedDayCount == 5)
    }

    @Test("the day of the trigger is the day in China, wherever the clock stood that wrote it")
    func zones() throws {
        let west = try count("2026-03-02T17:00:00-02:00", 1, .calendarDay).due()
        #expect(west.lastDay.text == "2026-03-04")
        let utc = try count("2026-03-02T15:59:59+00:00", 1, .calendarDay).due()
        #expect(utc.lastDay.text == "2026-03-03")
    }

    @Test("hours begin with the next clock hour, even if the trigger stands on one")
    func hours() throws {
        #expect(
            try count("2026-03-02T10:00:00+08:00", 24, .hour).due().last.text
                == "2026-03-03T11:00:00+08:00"
        )
        let late = try count("2026-03-02T10:59:59+08:00", 1, .hour).due()
        #expect(late.last.text == "2026-03-02T12:00:00+08:00")
        #expect(late.elapsed?.text == "2026-03-02T11:59:59+08:00")
        #expect(late.admits(late.last))
        #expect(!late.admits(try chinaTime("2026-03-02T12:00:01+08:00")))
    }

    @Test("hours of a paused day do not count")
    func hoursPaused() throws {
        let due = try count(
            "2026-03-02T20:30:00+08:00",
            24,
            .hour,
            pauses: [("2026-03-03", "2026-03-04")]
        ).due()
        #expect(due.last.text == "2026-03-05T21:00:00+08:00")
        #expect(due.elapsed?.text == "2026-03-05T20:30:00+08:00")
        #expect(due.pausedDayCount == 2)
    }

    @Test("the last second of the due day is in time and the next one is not")
    func lastSecond() throws {
        let due = try count("2026-03-02", 3, .calendarDay).due()
        #expect(due.admits(try chinaTime("2026-03-05T23:59:59+08:00")))
        #expect(due.admits(try chinaTime("2026-03-05T15:59:59+00:00")))
        #expect(!due.admits(try chinaTime("2026-03-06T00:00:00+08:00")))
    }

    @Test("two pauses that overlap or touch count once, in whatever order they are given")
    func overlap() throws {
        let pauses = [
            ("2026-04-27", "2026-05-01"), ("2026-04-29", "2026-05-08"),
            ("2026-04-30", "2026-04-30"),
        ]
        let one = try count("2026-04-20", 15, .workingDay, pauses: pauses).due()
        #expect(one.lastDay.text == "2026-05-22")
        #expect(one.pausedDayCount == 12)
        let turned = try count("2026-04-20", 15, .workingDay, pauses: pauses.reversed()).due()
        #expect(turned == one)
    }

    @Test("a pause before the count, of the trigger's day or beyond the end changes nothing")
    func outside() throws {
        let plain = try count("2026-04-20", 5, .calendarDay).due()
        for pause in [
            ("2026-04-01", "2026-04-20"), ("2026-04-26", "2026-05-26"),
        ] {
            #expect(try count("2026-04-20", 5, .calendarDay, pauses: [pause]).due() == plain)
        }
        let last = try count(
            "2026-04-20",
            5,
            .calendarDay,
            pauses: [("2026-04-25", "2026-05-24")]
        ).due()
        #expect(last.lastDay.text == "2026-05-25")
    }

    @Test("a pause that begins while the end is only rolling changes nothing")
    func rolling() throws {
        let due = try count(
            "2026-09-30",
            3,
            .calendarDay,
            roll: .holiday,
            pauses: [("2026-10-05", "2026-10-20")]
        ).due()
        #expect(due.nominal?.text == "2026-10-03")
        #expect(due.lastDay.text == "2026-10-08")
    }

    @Test("an extension in another unit goes on from the last counted day, and the end rolls once")
    func mixed() throws {
        let due = try count(
            "2026-09-30",
            3,
            .calendarDay,
            roll: .holiday,
            extensions: [ClockLength(1, .month)]
        ).due()
        #expect(due.nominal?.text == "2026-11-03")
        let hours = try count(
            "2026-03-02",
            1,
            .calendarDay,
            extensions: [ClockLength(2, .hour)]
        ).due()
        #expect(hours.last.text == "2026-03-04T02:00:00+08:00")
        let days = try count(
            "2026-03-02T22:30:00+08:00",
            1,
            .hour,
            extensions: [ClockLength(1, .calendarDay)]
        ).due()
        #expect(days.lastDay.text == "2026-03-03")
        #expect(days.elapsed == nil)
    }

    @Test("a named day extends and never shortens")
    func named() throws {
        let later = try count("2026-03-02", 5, .workingDay, named: "2026-03-20").due()
        #expect(later.last.text == "2026-03-20T23:59:59+08:00")
        #expect(later.isNamed)
        let earlier = try count("2026-03-02", 5, .workingDay, named: "2026-03-04").due()
        #expect(earlier.lastDay.text == "2026-03-09")
        #expect(!earlier.isNamed)
    }

    @Test(
        "an end in a year without a calendar follows the weekdays and the holidays of fixed dates, and is provisional"
    )
    func provisional() throws {
        let due = try count("2026-12-21", 10, .workingDay).due()
        #expect(due.lastDay.text == "2027-01-05")
        #expect(due.provisionalYears == [2027])
        #expect(due.calendars.map(\.id.text) == ["cn-2026"])
        #expect(due.fixedHolidays?.id.text == "cn-fixed")
        let rolled = try count("2026-12-30", 4, .calendarDay, roll: .holidayAndWeekend).due()
        #expect(rolled.lastDay.text == "2027-01-04")
        #expect(rolled.isProvisional)
        let plain = try count("2026-12-30", 4, .calendarDay).due()
        #expect(plain.lastDay.text == "2027-01-03")
        #expect(!plain.isProvisional)
        #expect(plain.calendars.isEmpty && plain.fixedHolidays == nil)
        let days = try count("2025-12-29", 5, .workingDay).due()
        #expect(days.calendars.map(\.id.text) == ["cn-2025", "cn-2026"])
    }

    // MARK: Limits

    private func code(_ count: ClockCount) throws -> CaseworkError.Code? {
        do {
            _ = try count.due()
            return nil
        } catch {
            return error.code
        }
    }

    @Test("a length, or an extension, of nothing is refused")
    func nothing() throws {
        #expect(try code(count("2026-03-02", 0, .calendarDay)) == .clockLength)
        let extended = try count(
            "2026-03-02",
            1,
            .calendarDay,
            extensions: [ClockLength(0, .calendarDay)]
        )
        #expect(try code(extended) == .clockLength)
        #expect(try code(count("2026-03-02", 1, .calendarDay)) == nil)
        #expect(DateSpan(from: try day("2026-03-02"), to: try day("2026-03-01")) == nil)
    }

    @Test("100,000 units are counted and one more is refused, with the extensions and without")
    func units() throws {
        let limit = Limits.clockUnitCountMax
        #expect(try code(count("2026-03-02", limit, .hour)) == nil)
        #expect(try code(count("2026-03-02", limit + 1, .hour)) == .clockLength)
        let rest = [ClockLength(limit - 1, .calendarDay)]
        #expect(try code(count("2026-03-02", 1, .calendarDay, extensions: rest)) == nil)
        #expect(try code(count("2026-03-02", 2, .calendarDay, extensions: rest)) == .clockLength)
        let overflow = [ClockLength(.max, .hour)]
        #expect(try code(count("2026-03-02", 1, .hour, extensions: overflow)) == .clockLength)
    }

    @Test("a thousand pauses are counted and one more is refused")
    func pauseCount() throws {
        let limit = Limits.clockPauseCountMax
        let pause = ("2026-03-04", "2026-03-04")
        let full = try count(
            "2026-03-02",
            2,
            .calendarDay,
            pauses: Array(repeating: pause, count: limit)
        )
        #expect(try full.due().lastDay.text == "2026-03-05")
        var over = full
        over.pauses.append(try span("2026-03-04", "2026-03-04"))
        #expect(try code(over) == .clockPauses)
    }

    @Test("an end after the year 9999 is refused")
    func years() throws {
        for unit in [Clock.Unit.calendarDay, .workingDay, .month, .hour] {
            let last = try count("9999-12-31T23:10:00+08:00", 1, unit)
            #expect(try code(last) == .clockOutOfYears, "\(unit)")
        }
        #expect(try code(count("9999-12-30", 1, .calendarDay)) == nil)
        let paused = try count(
            "2026-03-02",
            1,
            .workingDay,
            pauses: [("2026-03-03", "9999-12-31")]
        )
        #expect(try code(paused) == .clockOutOfYears)
    }
}
