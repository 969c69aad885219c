/// What whoever uses a calendar should know of it, without being a fault.
extension PackNotice {
    /// What is to be said of a sound calendar.
    package static func notices(of calendar: DayCalendar) -> [PackNotice] {
        let isVerified = calendar.status == .verified
        return (isVerified ? [] : [PackNotice(code: .calendarUnverified, arguments: [:])])
            + doubts(about: calendar)
    }

    /// What makes it doubtful that a calendar says what its notice does: holidays of fixed dates that are no rest days in it, and that nobody
    /// can find the notice.
    package static func doubts(about calendar: DayCalendar) -> [PackNotice] {
        let name = calendar.reference.id.text
        let rest = Set(calendar.off.map(\.date))
        let absent = calendar.years.flatMap { year in
            fixedHolidays.filter { $0.holds(in: year) }.compactMap { $0.date(in: year) }
        }
        .filter { !rest.contains($0) }
        var notices: [PackNotice] = []
        if !absent.isEmpty {
            let days = absent.map(\.text).joined(separator: ", ")
            notices.append(
                PackNotice(
                    code: .calendarHolidaysAbsent,
                    arguments: ["calendar": name, "days": days]
                )
            )
        }
        if calendar.instrument.number == nil, calendar.instrument.address == nil {
            notices.append(PackNotice(code: .calendarSourceMissing, arguments: ["calendar": name]))
        }
        return notices
    }

    /// Whether some packs count by calendars, all of them here, of which none is a list of holidays of fixed dates: in a year that no
    /// calendar covers 1 January would be a working day.
    package static func fixedDays(
        of packs: [RulePack],
        knowing known: CalendarSet
    ) -> [PackNotice] {
        let named = packs.flatMap(\.calendars).map { known[$0] }
        let counting = packs.flatMap(\.clocks).first {
            $0.unit == .workingDay || [.holiday, .holidayAndWeekend].contains($0.roll)
        }
        guard let counting, !named.isEmpty,
            named.allSatisfy({ $0.map { !$0.isFixedList } ?? false })
        else { return [] }
        return [PackNotice(code: .fixedDaysMissing, arguments: ["clock": counting.id.text])]
    }

    /// The holidays of fixed dates of the list that comes with the program; a list that cannot be read is told wherever it is used.
    private static let fixedHolidays: [FixedHoliday] = {
        guard let set = try? CalendarSet.builtIn() else { return [] }
        return set.references.compactMap { set[$0] }.flatMap(\.fixed)
    }()
}
