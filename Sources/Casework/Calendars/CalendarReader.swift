internal import Cryptography

/// Reads and checks one calendar file, or a list of holidays of fixed dates.
struct CalendarReader {
    static let format = "lianlu/calendar/v1"

    let digest: Digest
    let faults: PackFaults
    /// Whether days of the January after its years may be listed: earlier versions took such a calendar.
    let takesNextJanuary: Bool

    /// Prepares to read the file with this digest; where no faults are gathered the first one is thrown.
    init(
        digest: Digest,
        faults: PackFaults = PackFaults(countMax: 0),
        takesNextJanuary: Bool = false
    ) {
        self.digest = digest
        self.faults = faults
        self.takesNextJanuary = takesNextJanuary
    }

    /// Reads a calendar; nil where a fault was gathered.
    func calendar(_ root: JSONNode) throws(CaseworkError) -> DayCalendar? {
        if root.statedFormat == Self.fixedFormat { return try fixedList(root) }
        guard root.statedFormat == Self.format else {
            throw CaseworkError(
                .calendarFormat,
                ["found": root.statedFormat, "expected": Self.format]
            )
        }
        let object = try PackObject(
            root,
            .root(faults),
            keys: ["format", "id", "title", "years", "instrument", "status", "off", "work"]
        )
        let years = try years(object)
        let off = try days(object, "off", years: years)
        let work = try days(object, "work", years: years)
        try check(work, against: off)
        let id: PackID = try object.id("id")
        let title = try object.title("title")
        let status: Verification = try object.word("status")
        let instrument = try instrument(object)
        guard let years, let instrument, faults.found.isEmpty else { return nil }
        return DayCalendar(
            reference: CalendarReference(id: id, digest: digest),
            title: title,
            years: years,
            instrument: instrument,
            status: status,
            off: off.map(\.day),
            work: work.map(\.day),
            fixed: [],
            note: nil
        )
    }

    /// The years; nil where one of them is wrong, so that no date is judged by them.
    private func years(_ object: PackObject) throws(CaseworkError) -> [Int]? {
        let before = faults.found.count
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
        guard faults.found.count == before else { return nil }
        guard !years.isEmpty else {
            try object.reportMissing("years")
            return nil
        }
        guard zip(years, years.dropFirst()).allSatisfy(<) else {
            let line = try object.node("years").line
            try object.path.report(
                CaseworkError(.calendarYearOrder, ["path": "years", "line": "\(line)"])
            )
            return nil
        }
        return years
    }

    /// The instrument; nil where it is missing or wrong.
    func instrument(
        _ calendar: PackObject
    ) throws(CaseworkError) -> DayCalendar.Instrument? {
        guard calendar.has("instrument") else {
            try calendar.reportMissing("instrument")
            return nil
        }
        do throws(CaseworkError) {
            let object = try PackObject(
                calendar.node("instrument"),
                calendar.path.member("instrument"),
                keys: ["title", "number", "date", "address", "article"]
            )
            let title = try object.title("title")
            let number = try object.optionalText("number")
            let address = try object.optionalText("address")
            let article = try object.optionalText("article")
            guard let date = try object.date("date") else { return nil }
            return DayCalendar.Instrument(
                title: title,
                number: number,
                date: date,
                address: address,
                article: article
            )
        } catch {
            try calendar.path.report(error)
            return nil
        }
    }

    // MARK: Days

    private typealias Placed = (day: DayCalendar.Day, place: PackObject)

    private func days(
        _ object: PackObject,
        _ key: String,
        years: [Int]?
    ) throws(CaseworkError) -> [Placed] {
        guard object.has(key) else {
            // A calendar that says nothing of rest days is an error, not a year without holidays.
            try object.reportMissing(key)
            return []
        }
        var last: LocalDate?
        return try object.list(key, max: Limits.calendarDayCountMax) {
            (node, path) throws(CaseworkError) -> Placed? in
            let place = try PackObject(node, path, keys: ["date", "name"])
            let name = try place.title("name")
            guard let date = try place.date("date") else { return nil }
            if let years, !covers(years, date) {
                try place.report(.calendarDateOutside, id: date.text)
            }
            if let last, last >= date {
                try place.report(.calendarDateOrder, id: date.text)
            }
            last = date
            return (DayCalendar.Day(date: date, name: name), place)
        }
        .compactMap(\.self)
    }

    /// A notice also moves days of the December before its year (元旦 of 2019: 29 to 31 December 2018); those of the January after it are
    /// for the notice of that year.
    private func covers(_ years: [Int], _ date: LocalDate) -> Bool {
        years.contains(date.year) || date.month == 12 && years.contains(date.year + 1)
            || takesNextJanuary && date.month == 1 && years.contains(date.year - 1)
    }

    private func check(_ work: [Placed], against off: [Placed]) throws(CaseworkError) {
        let rest = Set(off.map(\.day.date))
        for (day, place) in work {
            if rest.contains(day.date) { try place.report(.calendarDateTwice, id: day.date.text) }
            if !LocalDate.isWeekend(day.date.dayNumber) {
                try place.report(.calendarWorkOnWeekday, id: day.date.text)
            }
        }
    }
}
