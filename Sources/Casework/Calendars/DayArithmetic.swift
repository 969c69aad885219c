internal import Glibc

extension LocalDate {
    /// Minutes that the legal time of China is ahead of UTC; there is no summer time since 1991.
    package static let chinaOffsetMinutes = 480

    static let secondsPerDay: Int64 = 86_400
    private static let chinaOffset = Int64(chinaOffsetMinutes) * 60
    /// 0000-01-01…9999-12-31.
    static let dayNumbers = -719_528...2_932_896

    /// Makes the day that is so many days after 1970-01-01; nil outside the years 0…9999.
    init?(dayNumber: Int) {
        guard Self.dayNumbers.contains(dayNumber) else { return nil }
        let fields = CivilTime.fields(at: Int64(dayNumber) * Self.secondsPerDay)
        self.init(year: fields.year, month: fields.month, day: fields.day)
    }

    /// Days after 1970-01-01.
    var dayNumber: Int {
        var fields = tm(year: year, month: month, day: day)
        return Int(Int64(timegm(&fields)) / Self.secondsPerDay)
    }

    /// The number of the day that it is in China at an instant.
    static func dayNumber(inChinaAt instant: Int64) -> Int {
        let (quotient, rest) = (instant + chinaOffset).quotientAndRemainder(
            dividingBy: secondsPerDay
        )
        return Int(rest < 0 ? quotient - 1 : quotient)
    }

    /// The instant at which a day begins in China.
    static func start(of dayNumber: Int) -> Int64 {
        Int64(dayNumber) * secondsPerDay - chinaOffset
    }

    /// The day that it is in China at a time; nil outside the years 0…9999.
    package init?(inChinaAt time: Timestamp) {
        self.init(dayNumber: Self.dayNumber(inChinaAt: time.instant))
    }

    /// The day of the same number so many months later, or the last day of that month where it has no such day; nil outside
    /// the years 0…9999.
    func adding(months: Int) -> LocalDate? {
        let total = year * 12 + (month - 1) + months
        guard total >= 0, total < 10_000 * 12 else { return nil }
        let (newYear, newMonth) = (total / 12, total % 12 + 1)
        for number in stride(from: day, through: 28, by: -1)
        where CivilTime.instant(tm(year: newYear, month: newMonth, day: number)) != nil {
            return LocalDate(year: newYear, month: newMonth, day: number)
        }
        return LocalDate(year: newYear, month: newMonth, day: day)
    }

    /// The numbers of the days of a year.
    static func days(ofYear year: Int) -> Range<Int> {
        let first = LocalDate(year: year, month: 1, day: 1).dayNumber
        return first..<LocalDate(year: year + 1, month: 1, day: 1).dayNumber
    }

    private init(year: Int, month: Int, day: Int) {
        self.year = year
        self.month = month
        self.day = day
    }

    /// Whether a day is a Saturday or a Sunday.
    static func isWeekend(_ dayNumber: Int) -> Bool {
        // 1970-01-01 was a Thursday.
        let fromMonday = (dayNumber + 3) % 7
        return (fromMonday < 0 ? fromMonday + 7 : fromMonday) >= 5
    }
}

/// A span of days, the first and the last included.
package struct DateSpan: Hashable, Sendable {
    /// The first day.
    package let from: LocalDate
    /// The last day, not before the first.
    package let to: LocalDate

    /// Makes a span; nil where it ends before it begins.
    package init?(from: LocalDate, to: LocalDate) {
        guard from <= to else { return nil }
        self.from = from
        self.to = to
    }
}
