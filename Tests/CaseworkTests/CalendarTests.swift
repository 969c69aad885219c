import Cryptography
import Testing

@testable import Casework

@Suite struct CalendarTests {
    /// The smallest calendar, with one part replaced.
    private func bytes(
        id: String = "cn-2027",
        years: String = "[2027]",
        issued: String = "2026-11-10",
        off: String = "",
        work: String = "",
        format: String = "lianlu/calendar/v1"
    ) -> [UInt8] {
        Array(
            """
            {"format": "\(format)", "id": "\(id)", "title": {"zh": "历", "en": "calendar"},
            "years": \(years),
            "instrument": {"title": {"zh": "通知", "en": "notice"}, "date": "\(issued)"},
            "status": "memory",
            "off": [\(off)],
            "work": [\(work)]}
            """.utf8
        )
    }

    private func listed(_ date: String) -> String {
        "{\"date\": \"\(date)\", \"name\": {\"zh\": \"节\", \"en\": \"holiday\"}}"
    }

    private func error(_ bytes: [UInt8]) throws -> CaseworkError {
        do {
            _ = try DayCalendar.load(bytes)
        } catch {
            return error
        }
        throw TestFailure(description: "no error")
    }

    @Test(
        "the calendars of 2024–2026 load, with their instrument and their working days",
        arguments: [
            (0, 2024, "国办发明电〔2023〕7号", "2023-10-25", Verification.secondary, 28, 8, 251),
            (1, 2025, "国办发明电〔2024〕12号", "2024-11-12", .verified, 28, 5, 248),
            (2, 2026, "国办发明电〔2025〕7号", "2025-11-04", .verified, 33, 6, 248),
        ]
    )
    func builtIn(
        _ place: Int,
        _ year: Int,
        _ number: String,
        _ issued: String,
        _ status: Verification,
        _ off: Int,
        _ work: Int,
        _ working: Int
    ) throws {
        let bytes = DayCalendar.builtInBytes[place]
        let calendar = try DayCalendar.load(bytes)
        #expect(calendar.reference.id.text == "cn-\(year)")
        #expect(calendar.reference.digest == SHA256.digest(of: bytes))
        #expect(calendar.years == [year])
        #expect(calendar.instrument.number == number)
        #expect(calendar.instrument.date.text == issued)
        #expect(calendar.status == status)
        #expect((calendar.off.count, calendar.work.count) == (off, work))
        let days = WorkingDays([calendar])
        let all = LocalDate.days(ofYear: year)
        #expect(all.count == (year == 2024 ? 366 : 365))
        #expect(all.filter(days.isWorking).count == working)
        #expect(days.calendar(of: year) == calendar.reference)
        #expect(days.calendar(of: year + 1) == nil)
    }

    @Test("the set of built-in calendars answers by reference and by nothing else")
    func set() throws {
        let set = try CalendarSet.builtIn()
        #expect(set.references.map(\.id.text) == ["cn-2024", "cn-2025", "cn-2026", "cn-fixed"])
        let first = try #require(set.references.first)
        #expect(set[first]?.years == [2024])
        let other = CalendarReference(id: first.id, digest: digest("other"))
        #expect(set[other] == nil)
    }

    @Test("names what is wrong with a calendar and where")
    func faults() throws {
        let wrong: [([UInt8], CaseworkError.Code, String?)] = [
            (bytes(format: "lianlu/rules/v1"), .calendarFormat, nil),
            (bytes(years: "[]"), .packKeyMissing, "years"),
            (bytes(years: "[2027, 2027]"), .calendarYearOrder, "years"),
            (bytes(years: "[2028, 2027]"), .calendarYearOrder, "years"),
            (bytes(years: "[1948]"), .packValueMalformed, "years[0]"),
            (bytes(years: "[\"2027\"]"), .packValueMalformed, "years[0]"),
            (bytes(issued: "2026-02-30"), .packValueMalformed, "instrument.date"),
            (bytes(off: listed("2026-11-30")), .calendarDateOutside, "off[0]"),
            (bytes(off: listed("2028-02-01")), .calendarDateOutside, "off[0]"),
            (
                bytes(off: listed("2027-01-02") + "," + listed("2027-01-01")),
                .calendarDateOrder, "off[1]"
            ),
            (
                bytes(off: listed("2027-01-01") + "," + listed("2027-01-01")),
                .calendarDateOrder, "off[1]"
            ),
            (
                bytes(off: listed("2027-01-02"), work: listed("2027-01-02")),
                .calendarDateTwice, "work[0]"
            ),
            (bytes(work: listed("2027-01-04")), .calendarWorkOnWeekday, "work[0]"),
            (bytes(id: "CN"), .packValueMalformed, "id"),
            (Array("[]".utf8), .calendarFormat, nil),
            (Array("{".utf8), .jsonUnclosed, nil),
        ]
        for (bytes, code, path) in wrong {
            let error = try error(bytes)
            #expect(error.code == code)
            #expect(error.arguments["path"] == path)
        }
        #expect(try error(bytes(work: listed("2027-01-04"))).arguments["line"] == "6")
        let own = CaseworkError.Code.allCases.filter { $0.rawValue.hasPrefix("calendar_") }
        #expect(Set(own).isSubset(of: wrong.map(\.1)))
    }

    @Test("a date of the December before may be listed, and none before it or after the year")
    func neighbours() throws {
        let calendar = try DayCalendar.load(
            bytes(off: listed("2026-12-01") + "," + listed("2027-12-31"))
        )
        #expect(calendar.off.count == 2)
        for day in ["2026-11-30", "2028-01-01"] {
            let error = try error(bytes(off: listed(day)))
            #expect(error.code == .calendarDateOutside && error.arguments["id"] == day)
        }
    }

    @Test(
        "what is kept already counts with days of the next January, and nothing is added with them"
    )
    func kept() throws {
        let days = listed("2027-12-31") + "," + listed("2028-01-01") + "," + listed("2028-01-03")
        let old = bytes(off: days)
        #expect(try error(old).code == .calendarDateOutside)
        let set = try CalendarSet.builtIn(and: [old])
        let kept = try #require(
            set.references.compactMap { set[$0] }.first {
                $0.reference.digest == SHA256.digest(of: old)
            }
        )
        #expect(kept.off.count == 3)
        let monday = try #require(LocalDate("2028-01-03"))
        #expect(!WorkingDays([kept]).isWorking(monday) && WorkingDays().isWorking(monday))
        // Later days are outside of it all the same.
        let later = bytes(off: listed("2028-02-01"))
        #expect(throws: CaseworkError.self) { _ = try DayCalendar.loadKept(later) }
    }

    @Test("a calendar may be 256 KiB, cover 16 years and list 512 days, and nothing more")
    func limits() throws {
        let short = bytes()
        let rest = Limits.calendarByteCountMax - short.count
        let full = short + Array(repeating: UInt8(ascii: " "), count: rest)
        #expect(try DayCalendar.load(full).years == [2027])
        #expect(try error(full + [UInt8(ascii: " ")]).code == .jsonTooLarge)

        func years(_ count: Int) -> String { "\(Array(2027..<2027 + count))" }
        let most = Limits.calendarYearCountMax
        #expect(try DayCalendar.load(bytes(years: years(most))).years.count == most)
        #expect(try error(bytes(years: years(most + 1))).code == .packLimit)

        func days(_ count: Int) throws -> String {
            let first = try day("2027-01-01").dayNumber
            return (0..<count).compactMap { LocalDate(dayNumber: first + $0) }
                .map { listed($0.text) }.joined(separator: ",")
        }
        let limit = Limits.calendarDayCountMax
        let two = "[2027, 2028]"
        let loaded = try DayCalendar.load(bytes(years: two, off: try days(limit)))
        #expect(loaded.off.count == limit)
        #expect(try error(bytes(years: two, off: try days(limit + 1))).code == .packLimit)
    }

    @Test("of two calendars of one year the one issued later counts, for the whole year")
    func replaced() throws {
        let first = try DayCalendar.load(
            bytes(issued: "2026-11-10", off: listed("2027-01-01") + "," + listed("2027-01-04"))
        )
        let second = try DayCalendar.load(
            bytes(issued: "2027-01-02", off: listed("2027-01-01"))
        )
        for order in [[first, second], [second, first]] {
            let days = WorkingDays(order)
            #expect(days.calendar(of: 2027) == second.reference)
            #expect(!days.isWorking(try day("2027-01-01")))
            #expect(days.isWorking(try day("2027-01-04")))
        }
    }

    @Test("a later notice moves days of the year before, and an earlier one not those of a later")
    func overlapping() throws {
        let first = try DayCalendar.load(bytes(issued: "2026-11-10"))
        let second = try DayCalendar.load(
            bytes(
                id: "cn-2028",
                years: "[2028]",
                issued: "2027-11-10",
                off: listed("2027-12-31"),
                work: listed("2027-12-26")
            )
        )
        for order in [[first, second], [second, first]] {
            let days = WorkingDays(order)
            #expect(!days.isWorking(try day("2027-12-31")))
            #expect(days.isWorking(try day("2027-12-26")))
            #expect(days.calendar(of: 2027) == first.reference)
        }
        let again = try DayCalendar.load(bytes(issued: "2027-12-01"))
        for order in [[first, second, again], [again, second, first]] {
            let days = WorkingDays(order)
            #expect(days.isWorking(try day("2027-12-31")))
            #expect(!days.isWorking(try day("2027-12-26")))
        }
    }

    @Test("without a calendar the weekday and the holidays of fixed dates decide")
    func weekdays() throws {
        let days = try builtInFixedDays()
        for date in ["2026-10-01", "2026-10-02", "2027-01-01", "2028-05-01", "2028-05-02"] {
            let known = try day(date)
            #expect(!days.isWorking(known) && days.isOff(known.dayNumber), "\(date)")
        }
        // 2 May is one since 2025; the moon decides on others, and nobody knows them before.
        for date in ["2024-05-02", "2007-10-01", "2026-02-17", "2026-10-08", "2027-01-04"] {
            let other = try day(date)
            #expect(days.isWorking(other) && !days.isOff(other.dayNumber), "\(date)")
        }
        #expect(!days.isWorking(try day("2026-10-03")))
        #expect(!days.isWorking(try day("2026-10-04")))
        #expect(days.isWorking(try day("2026-10-05")))
        #expect(!days.isWorking(try day("1969-12-28")))
        #expect(days.isWorking(try day("1969-12-29")))
    }

    @Test("days and their numbers are the same thing from the year 0 to 9999")
    func numbers() throws {
        for text in ["0000-01-01", "1969-12-31", "1970-01-01", "2024-02-29", "9999-12-31"] {
            let date = try day(text)
            #expect(LocalDate(dayNumber: date.dayNumber) == date)
        }
        #expect(try day("1970-01-01").dayNumber == 0)
        #expect(try day("0000-01-01").dayNumber == LocalDate.dayNumbers.lowerBound)
        #expect(try day("9999-12-31").dayNumber == LocalDate.dayNumbers.upperBound)
        #expect(LocalDate(dayNumber: LocalDate.dayNumbers.lowerBound - 1) == nil)
        #expect(LocalDate(dayNumber: LocalDate.dayNumbers.upperBound + 1) == nil)
        let midnight = try #require(Timestamp("2026-03-02T16:00:00+00:00"))
        #expect(LocalDate(inChinaAt: midnight)?.text == "2026-03-03")
        let early = try #require(Timestamp("1969-12-31T15:59:59+00:00"))
        #expect(LocalDate(inChinaAt: early)?.text == "1969-12-31")
    }
}
