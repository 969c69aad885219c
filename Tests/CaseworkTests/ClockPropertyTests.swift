import TestSupport
import Testing

@testable import Casework

@Suite struct ClockPropertyTests {
    private typealias Date = NaiveCount.Date

    /// One period drawn at random.
    private struct Draw {
        let trigger: Date
        let hour: Int
        let length: Int
        let added: Int
        let unit: Clock.Unit
        let roll: Clock.Roll
        let pauses: [ClosedRange<Date>]

        init(_ random: inout SplitMix, unit: Clock.Unit? = nil) {
            trigger = Self.date(&random)
            hour = Int.random(in: 0...23, using: &random)
            let units: [Clock.Unit] = [.workingDay, .calendarDay, .month]
            self.unit = unit ?? units[Int.random(in: 0..<3, using: &random)]
            let most = self.unit == .month ? 14 : self.unit == .hour ? 80 : 95
            length = Int.random(in: 1...most, using: &random)
            added = Bool.random(using: &random) ? Int.random(in: 1...30, using: &random) : 0
            let rolls: [Clock.Roll] = [.none, .holiday, .holidayAndWeekend, .notApplicable]
            roll = rolls[Int.random(in: 0..<4, using: &random)]
            var pauses: [ClosedRange<Date>] = []
            for _ in 0..<Int.random(in: 0...3, using: &random) {
                var first = trigger
                for _ in 0..<Int.random(in: 0...60, using: &random) { first = first.next }
                var last = first
                for _ in 0..<Int.random(in: 0...25, using: &random) { last = last.next }
                pauses.append(first...last)
            }
            self.pauses = pauses
        }

        private static func date(_ random: inout SplitMix) -> Date {
            let year = Int.random(in: 2024...2026, using: &random)
            let month = Int.random(in: 1...12, using: &random)
            let last = Date.length(of: month, in: year)
            // Ends of months are where mistakes are.
            let isLast = Int.random(in: 0..<8, using: &random) == 0
            return Date(
                year: year,
                month: month,
                day: isLast ? last : Int.random(in: 1...last, using: &random)
            )
        }

        func count(_ days: WorkingDays) throws -> ClockCount {
            let clock = hour < 10 ? "0\(hour)" : "\(hour)"
            return ClockCount(
                trigger: try chinaTime("\(trigger.text)T\(clock):37:11+08:00"),
                length: ClockLength(length, unit),
                roll: roll,
                extensions: added > 0 ? [ClockLength(added, unit)] : [],
                pauses: try pauses.map { try span($0.lowerBound.text, $0.upperBound.text) },
                days: days
            )
        }
    }

    @Test("a thousand generated periods agree with a naive walk along the days")
    func naive() throws {
        let seed: UInt64 = 20_260_301
        var random = SplitMix(seed: seed)
        let calendars = try DayCalendar.builtInBytes.map { try DayCalendar.load($0) }
        let days = WorkingDays(calendars)
        let naive = NaiveCount(calendars)
        var rolled = 0
        var provisional = 0
        for round in 0..<1_000 {
            let draw = Draw(&random)
            let due = try draw.count(days).due()
            let expected = naive.due(
                from: draw.trigger,
                draw.length + draw.added,
                draw.unit,
                roll: draw.roll,
                pauses: draw.pauses
            )
            let place: Comment = "seed \(seed), round \(round): \(draw)"
            #expect(due.lastDay.text == expected.due.text, place)
            #expect(due.provisionalYears == expected.provisional.sorted(), place)
            if draw.unit == .workingDay {
                #expect(due.nominal == nil, place)
                #expect(days.isWorking(due.lastDay), place)
            } else {
                #expect(due.nominal?.text == expected.nominal.text, place)
            }
            if expected.due != expected.nominal { rolled += 1 }
            if due.isProvisional { provisional += 1 }
        }
        #expect(rolled > 50 && provisional > 50)
    }

    @Test("three hundred generated periods in hours agree with a naive walk along the minutes")
    func naiveHours() throws {
        let seed: UInt64 = 20_260_302
        var random = SplitMix(seed: seed)
        let days = try builtInDays()
        let naive = NaiveCount([])
        for round in 0..<300 {
            let draw = Draw(&random, unit: .hour)
            let due = try draw.count(days).due()
            let expected = naive.due(
                from: draw.trigger,
                hour: draw.hour,
                hours: draw.length + draw.added,
                pauses: draw.pauses
            )
            // The walk goes on over midnight; a period that is full at 24:00 has the first second of the next day.
            let place: Comment = "seed \(seed), round \(round): \(draw)"
            let clock = expected.hour < 10 ? "0\(expected.hour)" : "\(expected.hour)"
            #expect(due.last.text == "\(expected.date.text)T\(clock):00:00+08:00", place)
            #expect(due.provisionalYears.isEmpty, place)
        }
    }

    @Test("a pause, a longer pause, an extension or a later trigger never makes an end earlier")
    func monotone() throws {
        let seed: UInt64 = 20_260_303
        var random = SplitMix(seed: seed)
        let days = try builtInDays()
        for round in 0..<600 {
            let place: Comment = "seed \(seed), round \(round)"
            let draw = Draw(&random, unit: round % 4 == 0 ? .hour : nil)
            let base = try draw.count(days)
            let due = try base.due()
            var more = base
            let other = Draw(&random)
            let from = try day(other.trigger.text)
            for length in [0, 3, 40] {
                guard let to = LocalDate(dayNumber: from.dayNumber + length) else { continue }
                var longer = more
                longer.pauses = base.pauses + [try #require(DateSpan(from: from, to: to))]
                #expect(try longer.due().last.instant >= more.due().last.instant, place)
                more = longer
            }
            var extended = base
            extended.extensions.append(ClockLength(1, draw.unit))
            #expect(try extended.due().last.instant > due.last.instant - 1, place)
            var later = base
            later.trigger = try #require(
                Timestamp(instant: base.trigger.instant + 86_400, offsetMinutes: 480)
            )
            // A month from 30 and from 31 January ends on one day, but a pause on the 31st counts for the first alone.
            if draw.unit != .month {
                #expect(try later.due().last.instant >= due.last.instant, place)
            }
            var without = base
            without.pauses = []
            let paused = Int64(due.pausedDayCount)
            #expect(try without.due().last.instant <= due.last.instant, place)
            if draw.unit == .calendarDay, draw.roll == .none {
                let gained = try due.last.instant - without.due().last.instant
                #expect(gained == paused * 86_400, place)
            }
        }
    }

    @Test("the order of pauses and of calendars makes no difference")
    func order() throws {
        let seed: UInt64 = 20_260_304
        var random = SplitMix(seed: seed)
        let calendars = try DayCalendar.builtInBytes.map { try DayCalendar.load($0) }
        for round in 0..<100 {
            var count = try Draw(&random).count(WorkingDays(calendars))
            let due = try count.due()
            count.pauses.shuffle(using: &random)
            count.days = WorkingDays(calendars.shuffled(using: &random))
            #expect(try count.due() == due, "seed \(seed), round \(round)")
        }
    }
}
