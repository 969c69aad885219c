/// When a period ends, and what that rests on.
package struct ClockDue: Hashable, Sendable {
    /// The last moment in time, by Chinese time: the last second of the last day or, of a period in hours, the moment at
    /// which it is full.
    package let last: Timestamp
    /// The day of that moment.
    package let lastDay: LocalDate
    /// The day on which the count was full, before the end rolled; nil where the end cannot roll.
    package let nominal: LocalDate?
    /// For a period in hours: the beginning plus that many hours to the second, the cautious target; nil for others.
    package let elapsed: Timestamp?
    /// Days that lay within the count and did not count because of pauses.
    package let pausedDayCount: Int
    /// Years that were looked at and that no calendar covers, ascending: the end is provisional as long as there is one.
    package let provisionalYears: [Int]
    /// The calendars that covered the other years that were looked at, by year.
    package let calendars: [CalendarReference]
    /// Whether the end is a day that an extension named, and not counted.
    package let isNamed: Bool
    /// The list of holidays of fixed dates by which the years were counted that no calendar covers; nil where calendars covered all, and where
    /// no rules name a list.
    package let fixedHolidays: CalendarReference?

    /// Whether a calendar that is still to come may move the end.
    package var isProvisional: Bool { !provisionalYears.isEmpty }

    /// Whether it rests on calendars, or on weekdays where none covers the year.
    package var usesCalendars: Bool { !calendars.isEmpty || !provisionalYears.isEmpty }

    /// Whether an act at this time is in time.
    package func admits(_ time: Timestamp) -> Bool { time.instant <= last.instant }
}

extension ClockDue {
    /// An end that a record names.
    init(stated last: Timestamp) {
        self.init(
            last: last,
            lastDay: LocalDate(inChinaAt: last) ?? LocalDate(of: last),
            nominal: nil,
            elapsed: nil,
            pausedDayCount: 0,
            provisionalYears: [],
            calendars: [],
            isNamed: true,
            fixedHolidays: nil
        )
    }
}

/// A number of units.
package struct ClockLength: Hashable, Sendable {
    /// The number.
    package let count: Int
    /// The unit.
    package let unit: Clock.Unit

    /// Makes a length; `ClockCount` refuses one below 1.
    package init(_ count: Int, _ unit: Clock.Unit) {
        self.count = count
        self.unit = unit
    }
}
