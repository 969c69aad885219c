internal import Cryptography

/// What several calendars together say of each day.
///
/// Of two calendars that cover a year the one whose instrument was issued later counts for the whole year; of two of one day, as a
/// correction of what was written down wrongly, the one that the later version of a pack names. A date outside a
/// calendar's own years, which a notice may move as well, counts where that notice was issued later. A year that no calendar covers follows
/// the weekday and the holidays whose dates the law fixes: of two lists of these the one that is the later in the same sense, as a whole.
package struct WorkingDays: Hashable, Sendable {
    private var calendars: [Int: CalendarReference] = [:]
    /// Whether people work on a day, by its number.
    private var marks: [Int: Bool] = [:]
    /// The holidays of fixed dates, by month and day.
    private var fixed: [Int: [FixedHoliday]] = [:]

    /// The list of holidays of fixed dates by which years are counted that no calendar covers; nil where none was given, and the weekday alone
    /// decides.
    package private(set) var fixedHolidays: CalendarReference?

    /// Joins calendars, in whatever order they are given.
    ///
    /// `editions` are the latest versions of packs that name them.
    package init(_ given: [DayCalendar] = [], editions: [CalendarReference: Int] = [:]) {
        func isOlder(_ a: DayCalendar, _ b: DayCalendar) -> Bool {
            (a.instrument.date, editions[a.reference] ?? 0, a.reference.digest)
                < (b.instrument.date, editions[b.reference] ?? 0, b.reference.digest)
        }
        var newest: [Int: DayCalendar] = [:]
        let ordered = given.sorted(by: isOlder)
        for calendar in ordered {
            for year in calendar.years { newest[year] = calendar }
        }
        calendars = newest.mapValues(\.reference)
        if let list = ordered.last(where: \.isFixedList) {
            fixedHolidays = list.reference
            fixed = Dictionary(grouping: list.fixed, by: \.place)
        }
        for calendar in ordered {
            for (days, isWorking) in [(calendar.off, false), (calendar.work, true)] {
                for day in days {
                    let ruling = newest[day.date.year]
                    if let ruling, ruling != calendar, isOlder(calendar, ruling) { continue }
                    marks[day.date.dayNumber] = isWorking
                }
            }
        }
    }

    /// Whether people work on a day.
    package func isWorking(_ date: LocalDate) -> Bool { isWorking(date.dayNumber) }

    /// The calendar that covers a year; nil where none does, and the weekday and the dates that the law fixes decide.
    package func calendar(of year: Int) -> CalendarReference? { calendars[year] }

    func isWorking(_ dayNumber: Int) -> Bool {
        marks[dayNumber] ?? (!LocalDate.isWeekend(dayNumber) && !isFixed(dayNumber))
    }

    /// Whether a calendar, or the law for a year without one, names the day a rest day; an ordinary weekend is none.
    func isOff(_ dayNumber: Int) -> Bool {
        marks[dayNumber].map { !$0 } ?? isFixed(dayNumber)
    }

    /// Whether the law itself makes a day of a year that no calendar covers a holiday.
    private func isFixed(_ dayNumber: Int) -> Bool {
        guard let date = LocalDate(dayNumber: dayNumber), calendars[date.year] == nil else {
            return false
        }
        let here = fixed[FixedHoliday.place(month: date.month, day: date.day)] ?? []
        return here.contains { $0.holds(in: date.year) }
    }
}
