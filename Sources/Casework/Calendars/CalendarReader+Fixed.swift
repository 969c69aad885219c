/// Reads a list of holidays of fixed dates, which packs name as they name calendars: it covers no year, and counts for those that no
/// calendar covers.
extension CalendarReader {
    static let fixedFormat = "lianlu/fixed-days/v1"

    /// Reads a list; nil where a fault was gathered.
    func fixedList(_ root: JSONNode) throws(CaseworkError) -> DayCalendar? {
        let object = try PackObject(
            root,
            .root(faults),
            keys: ["format", "id", "title", "instrument", "status", "note", "days"]
        )
        let days = try fixedDays(object)
        let id: PackID = try object.id("id")
        let title = try object.title("title")
        let status: Verification = try object.word("status")
        let note = try object.optionalTitle("note")
        let instrument = try instrument(object)
        guard let instrument, faults.found.isEmpty else { return nil }
        return DayCalendar(
            reference: CalendarReference(id: id, digest: digest),
            title: title,
            years: [],
            instrument: instrument,
            status: status,
            off: [],
            work: [],
            fixed: days,
            note: note
        )
    }

    /// The days, ascending by month, day and first year; those of one date share no year.
    private func fixedDays(_ object: PackObject) throws(CaseworkError) -> [FixedHoliday] {
        var last: FixedHoliday?
        let days = try object.list("days", max: Limits.calendarDayCountMax) {
            (node, path) throws(CaseworkError) -> FixedHoliday in
            let place = try PackObject(node, path, keys: ["month", "day", "from", "to", "name"])
            let next = try Self.fixedDay(place)
            if let last, !Self.follow(last, next) {
                try place.report(.calendarDateOrder, id: next.text)
            }
            last = next
            return next
        }
        // A list that says nothing is an error, not a law without holidays.
        if days.isEmpty { try object.reportMissing("days") }
        return days
    }

    private static func fixedDay(_ place: PackObject) throws(CaseworkError) -> FixedHoliday {
        let years = 1949...9998
        let day = FixedHoliday(
            month: try place.integer("month", in: 1...12),
            day: try place.integer("day", in: 1...31),
            from: try place.integer("from", in: years),
            to: try place.optionalInteger("to", in: years),
            name: try place.title("name")
        )
        if let to = day.to, to < day.from { try place.reportMalformed("to", "≥ \(day.from)") }
        // A leap year has every day that a year can have.
        if day.date(in: 2024) == nil { try place.reportMalformed("day", "MM-DD") }
        return day
    }

    private static func follow(_ last: FixedHoliday, _ next: FixedHoliday) -> Bool {
        guard last.place == next.place else { return last.place < next.place }
        return last.to.map { $0 < next.from } ?? false
    }
}
