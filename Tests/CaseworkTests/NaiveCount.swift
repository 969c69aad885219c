@testable import Casework

/// A second computation of periods that shares nothing with the first: own dates, one day or one minute after the other, each looked
/// up in plain lists.
struct NaiveCount {
    /// A day as three numbers.
    struct Date: Hashable, Comparable {
        var year: Int
        var month: Int
        var day: Int

        var text: String {
            let two = [month, day].map { $0 < 10 ? "0\($0)" : "\($0)" }
            return "\(year)-\(two[0])-\(two[1])"
        }

        static func length(of month: Int, in year: Int) -> Int {
            let isLeap = year % 400 == 0 || year % 4 == 0 && year % 100 != 0
            return [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]
        }

        var next: Date {
            if day < Date.length(of: month, in: year) {
                return Date(year: year, month: month, day: day + 1)
            }
            return month < 12
                ? Date(year: year, month: month + 1, day: 1)
                : Date(year: year + 1, month: 1, day: 1)
        }

        /// Zeller's congruence: whether it is a Saturday or a Sunday.
        var isWeekend: Bool {
            let (m, y) = month < 3 ? (month + 12, year - 1) : (month, year)
            return (day + 13 * (m + 1) / 5 + y % 100 + y % 100 / 4 + y / 100 / 4 + 5 * (y / 100))
                % 7 < 2
        }

        static func < (a: Date, b: Date) -> Bool {
            (a.year, a.month, a.day) < (b.year, b.month, b.day)
        }
    }

    let off: Set<Date>
    let work: Set<Date>
    let years: Set<Int>

    init(_ calendars: [DayCalendar]) {
        func dates(_ days: [DayCalendar.Day]) -> [Date] {
            days.map { Date(year: $0.date.year, month: $0.date.month, day: $0.date.day) }
        }
        off = Set(calendars.flatMap { dates($0.off) })
        work = Set(calendars.flatMap { dates($0.work) })
        years = Set(calendars.flatMap(\.years))
    }

    func isWorking(_ date: Date) -> Bool {
        if work.contains(date) { return true }
        return !isOff(date) && !date.isWeekend
    }

    func isOff(_ date: Date) -> Bool { off.contains(date) || isFixed(date) }

    /// 元旦, 劳动节 and 国庆节 as the law has them, in a year of which no notice is here.
    private func isFixed(_ date: Date) -> Bool {
        if years.contains(date.year) || work.contains(date) { return false }
        switch "\(date.month).\(date.day)" {
        case "1.1", "5.1", "10.1", "10.2", "10.3": return date.year >= 2008
        case "5.2": return date.year >= 2025
        default: return false
        }
    }

    func isPaused(_ date: Date, _ pauses: [ClosedRange<Date>]) -> Bool {
        pauses.contains { $0.contains(date) }
    }

    /// The due date, the date before rolling and the years without a calendar that were looked at.
    func due(
        from trigger: Date,
        _ length: Int,
        _ unit: Clock.Unit,
        roll: Clock.Roll,
        pauses: [ClosedRange<Date>]
    ) -> (due: Date, nominal: Date, provisional: Set<Int>) {
        var seen: Set<Int> = []
        var date = trigger
        switch unit {
        case .workingDay:
            var counted = 0
            while counted < length {
                date = date.next
                if isPaused(date, pauses) { continue }
                seen.insert(date.year)
                if isWorking(date) { counted += 1 }
            }
        case .calendarDay:
            var counted = 0
            while counted < length {
                date = date.next
                if !isPaused(date, pauses) { counted += 1 }
            }
        case .month:
            var month = trigger.month
            var year = trigger.year
            for _ in 0..<length {
                month += 1
                if month == 13 { (month, year) = (1, year + 1) }
            }
            let day = min(trigger.day, Date.length(of: month, in: year))
            let end = Date(year: year, month: month, day: day)
            // Each paused day on the way, the added days among them, adds one.
            var extra = 0
            while date < end || extra > 0 {
                let isExtra = date >= end
                date = date.next
                if isExtra { extra -= 1 }
                if isPaused(date, pauses) { extra += 1 }
            }
        case .hour:
            break
        }
        let nominal = date
        if unit != .workingDay {
            if roll == .holiday {
                seen.insert(date.year)
                while isOff(date) {
                    date = date.next
                    seen.insert(date.year)
                }
            } else if roll == .holidayAndWeekend {
                seen.insert(date.year)
                while !isWorking(date) {
                    date = date.next
                    seen.insert(date.year)
                }
            }
        }
        return (date, nominal, seen.subtracting(years))
    }

    /// The end of a period in hours, minute by minute from the full hour after the trigger: the day, the hour and the minute.
    func due(
        from trigger: Date,
        hour: Int,
        hours: Int,
        pauses: [ClosedRange<Date>]
    ) -> (date: Date, hour: Int) {
        var date = trigger
        var clock = hour + 1
        if clock == 24 { (date, clock) = (date.next, 0) }
        var minutes = hours * 60
        var minute = 0
        while minutes > 0 {
            if !isPaused(date, pauses) { minutes -= 1 }
            minute += 1
            if minute == 60 { (clock, minute) = (clock + 1, 0) }
            if clock == 24 { (date, clock) = (date.next, 0) }
        }
        return (date, clock)
    }
}
