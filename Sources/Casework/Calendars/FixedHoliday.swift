/// A holiday for all citizens whose date the law fixes, so that it is known before the notice of its year is out.
package struct FixedHoliday: Hashable, Sendable {
    /// The month, 1…12.
    package let month: Int
    /// The day of the month.
    package let day: Int
    /// The first year in which it is one.
    package let from: Int
    /// The last year in which it is one; nil while it goes on.
    package let to: Int?
    /// What it is called.
    package let name: Title

    /// The month and the day in one number, which two dates of a year share where they are one.
    var place: Int { Self.place(month: month, day: day) }

    static func place(month: Int, day: Int) -> Int { month * 100 + day }

    /// Whether it is one in a year.
    func holds(in year: Int) -> Bool { from <= year && year <= to ?? year }

    /// The day of a year; nil where that year has none.
    func date(in year: Int) -> LocalDate? { LocalDate("\(year)-\(text)") }

    /// The month and the day, `MM-DD`.
    var text: String {
        [month, day].map { $0 < 10 ? "0\($0)" : "\($0)" }.joined(separator: "-")
    }
}
