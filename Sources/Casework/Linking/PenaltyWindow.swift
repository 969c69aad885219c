/// The days on which a penalty must have been decided to be a prior one within five years.
///
/// The five years begin with the penalty and end on the day of the same number 60 months later (in a month without it on its
/// last day); an act on that day still lies within them, one a day later no longer.
package struct PenaltyWindow: Hashable, Sendable {
    private static let monthCount = 60
    /// The first such day.
    package let first: LocalDate
    /// The last such day.
    package let last: LocalDate

    /// The days that count for an act on `first`, or on any later day until `last`; nil outside the years 0…9999.
    package init?(ofActsFrom first: LocalDate, through last: LocalDate) {
        guard let earliest = first.adding(months: -Self.monthCount),
            let end = earliest.adding(months: Self.monthCount)
        else { return nil }
        // Five years from the last of February end before the leap day.
        guard let day = end < first ? LocalDate(dayNumber: earliest.dayNumber + 1) : earliest else {
            return nil
        }
        self.first = day
        self.last = max(last, first)
    }

    /// Whether a penalty of that day counts.
    package func contains(_ day: LocalDate) -> Bool { first <= day && day <= last }
}
