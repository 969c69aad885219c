extension WorkingDays {
    /// Joins the calendars by which a matter counts, with the list of holidays of fixed dates that comes with the program where they have none.
    ///
    /// Packs that were written before there was such a list name none: by the weekday alone 1 January of a year that no calendar covers
    /// would be a working day. Nothing is added where no calendar is given.
    package static func counting(
        by given: [DayCalendar],
        editions: [CalendarReference: Int]
    ) -> WorkingDays {
        guard !given.isEmpty, !given.contains(where: \.isFixedList), let list = shippedList else {
            return WorkingDays(given, editions: editions)
        }
        return WorkingDays(given + [list], editions: editions)
    }

    /// The list that comes with the program; one that cannot be read is told wherever it is used.
    private static let shippedList: DayCalendar? = {
        guard let set = try? CalendarSet.builtIn() else { return nil }
        return set.references.compactMap { set[$0] }.first(where: \.isFixedList)
    }()
}
