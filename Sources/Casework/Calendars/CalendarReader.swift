internal import Cryptography

/// Reads and checks one calendar file.
struct CalendarReader {
    static let format = "lianlu/calendar/v1"

    let digest: Digest

    func calendar(_ root: JSONNode) throws(CaseworkError) -> DayCalendar {
        try checkEdition(root)
        let object = try PackObject(
            root,
            .root(PackFaults(countMax: 0)),
            keys: ["format", "id", "title", "years", "instrument", "status", "off", "work"]
        )
        let years = try years(object)
        let off = try days(object, "off", years: years)
        let work = try days(object, "work", years: years)
        try check(work, object, against: off)
        return DayCalendar(
            reference: CalendarReference(id: try object.id("id"), digest: digest),
            title: try object.title("title"),
            years: years,
            instrument: try instrument(object),
            status: try object.word("status"),
            off: off.map(\.day),
            work: work.map(\.day)
        )
    }

    private func checkEdition(_ root: JSONNode) throws(CaseworkError) {
        var found = ""
        if case .object(let members) = root.value,
            case .string(let text) = members.first(where: { $0.key == "format" })?.node.value
        {
            found = text
        }
        guard found == Self.format else {
            throw CaseworkError(.calendarFormat, ["found": found, "expected": Self.format])
        }
    }

    private func years(_ object: PackObject) throws(CaseworkError) -> [Int] {
        let years = try object.list("years", max: Limits.calendarYearCountMax) {
            (node, path) throws(CaseworkError) -> Int in
            guard case .integer(let number) = node.value, (1949...9998).contains(number) else {
                throw path.fault(
                    .packValueMalformed,
                    line: node.line,
                    ["expected": "1949…9998"]
                )
            }
            return Int(number)
        }
        guard !years.isEmpty else { throw object.missing("years") }
        guard zip(years, years.dropFirst()).allSatisfy(<) else {
            let line = try object.node("years").line
            throw CaseworkError(.calendarYearOrder, ["path": "years", "line": "\(line)"])
        }
        return years
    }

    private func instrument(
        _ calendar: PackObject
    ) throws(CaseworkError) -> DayCalendar.Instrument {
        let object = try PackObject(
            calendar.node("instrument"),
            calendar.path.member("instrument"),
            keys: ["title", "number", "date", "address"]
        )
        return DayCalendar.Instrument(
            title: try object.title("title"),
            number: try object.optionalText("number"),
            date: try object.day("date"),
            address: try object.optionalText("address")
        )
    }

    // MARK: Days

    private typealias Placed = (day: DayCalendar.Day, place: PackObject)

    private func days(
        _ object: PackObject,
        _ key: String,
        years: [Int]
    ) throws(CaseworkError) -> [Placed] {
        // A calendar that says nothing of rest days is an error, not a year without holidays.
        _ = try object.node(key)
        var last: LocalDate?
        return try object.list(key, max: Limits.calendarDayCountMax) {
            (node, path) throws(CaseworkError) -> Placed in
            let place = try PackObject(node, path, keys: ["date", "name"])
            let date = try place.day("date")
            guard Self.covers(years, date) else {
                throw place.fault(.calendarDateOutside, id: date.text)
            }
            if let last, last >= date {
                throw place.fault(.calendarDateOrder, id: date.text)
            }
            last = date
            return (DayCalendar.Day(date: date, name: try place.title("name")), place)
        }
    }

    /// A notice also moves days of the December before its year and of the January after it.
    private static func covers(_ years: [Int], _ date: LocalDate) -> Bool {
        years.contains(date.year)
            || date.month == 12 && years.contains(date.year + 1)
            || date.month == 1 && years.contains(date.year - 1)
    }

    private func check(
        _ work: [Placed],
        _ object: PackObject,
        against off: [Placed]
    ) throws(CaseworkError) {
        let rest = Set(off.map(\.day.date))
        for (day, place) in work {
            guard !rest.contains(day.date) else {
                throw place.fault(.calendarDateTwice, id: day.date.text)
            }
            guard LocalDate.isWeekend(day.date.dayNumber) else {
                throw place.fault(.calendarWorkOnWeekday, id: day.date.text)
            }
        }
    }
}
