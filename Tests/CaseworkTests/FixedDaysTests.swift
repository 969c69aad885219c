import Cryptography
import TestSupport
import Testing

@testable import Casework

/// The days by the list of holidays of fixed dates that comes with the program, and by nothing else.
func builtInFixedDays() throws -> WorkingDays {
    WorkingDays([try DayCalendar.load(FixedDaysTests.shipped)])
}

/// The list of holidays of fixed dates, by which years are counted that no calendar covers: named by packs as calendars are.
@Suite struct FixedDaysTests {
    static var shipped: [UInt8] { DayCalendar.builtInBytes.last ?? [] }

    private static func listed(
        _ month: Int,
        _ day: Int,
        from: Int = 2008,
        more: String = ""
    ) -> String {
        "{\"month\": \(month), \"day\": \(day), \"from\": \(from)\(more), \"name\": {\"zh\": \"节\", \"en\": \"holiday\"}}"
    }

    /// The smallest list, with one part replaced.
    private static func bytes(
        id: String = "cn-fixed",
        issued: String = "2027-03-01",
        days: String
    ) -> [UInt8] {
        Array(
            """
            {"format": "lianlu/fixed-days/v1", "id": "\(id)",
            "title": {"zh": "表", "en": "list"},
            "instrument": {"title": {"zh": "办法", "en": "measures"}, "date": "\(issued)", "number": "第一号"},
            "status": "secondary",
            "days": [\(days)]}
            """.utf8
        )
    }

    private func error(_ bytes: [UInt8]) throws -> CaseworkError {
        do {
            _ = try DayCalendar.load(bytes)
        } catch {
            return error
        }
        throw TestFailure(description: "no error")
    }

    @Test("the list that ships is a file of rules like a calendar, and says what the law says")
    func builtIn() throws {
        let list = try DayCalendar.load(Self.shipped)
        #expect(list.isFixedList && list.years.isEmpty && RuleFile.isCalendar(Self.shipped))
        #expect(list.reference.id.text == "cn-fixed")
        #expect(list.reference.digest == SHA256.digest(of: Self.shipped))
        #expect(list.fixed.map(\.text) == ["01-01", "05-01", "05-02", "10-01", "10-02", "10-03"])
        // 2 May came with the amendment that took force on 2025-01-01.
        #expect(list.fixed.filter { $0.holds(in: 2024) }.count == 5)
        #expect(list.fixed.filter { $0.holds(in: 2025) }.count == 6)
        #expect(PackExamination(Self.shipped).faults.isEmpty)
        let said = try #require(list.items.first).values(.off)
        #expect(said.count == 6)
        #expect("\(said)".contains("05-02 (2025–)"))
    }

    @Test(
        "a year without a calendar goes by the list that the rules name, and by the weekday where they name none"
    )
    func named() throws {
        let none = WorkingDays()
        #expect(none.fixedHolidays == nil)
        #expect(none.isWorking(try day("2027-01-01")))
        let here = try builtInFixedDays()
        #expect(here.fixedHolidays?.id.text == "cn-fixed")
        #expect(!here.isWorking(try day("2027-01-01")))
        let own = try DayCalendar.load(
            Self.bytes(issued: "2024-01-01", days: Self.listed(1, 4, more: ", \"to\": 2027"))
        )
        // The list that was issued later counts, as a whole.
        let shipped = try DayCalendar.load(Self.shipped)
        for order in [[own, shipped], [shipped, own]] {
            #expect(WorkingDays(order).fixedHolidays == shipped.reference)
        }
        let newer = try DayCalendar.load(
            Self.bytes(days: Self.listed(1, 4, more: ", \"to\": 2027"))
        )
        for order in [[newer, shipped], [shipped, newer]] {
            let days = WorkingDays(order)
            #expect(days.fixedHolidays == newer.reference)
            #expect(days.isWorking(try day("2027-01-01")))
            #expect(!days.isWorking(try day("2027-01-04")))
            #expect(days.isWorking(try day("2028-01-04")))
        }
    }

    @Test(
        "a clock of a pack that names a list which is not here lacks a calendar"
    )
    func missing() throws {
        var scene = try Scene(CooperationPackTests.pack.get(), "credit-penalty")
        scene.wait(until: try #require(Timestamp("2026-12-21T10:00:00+08:00")).instant)
        _ = try scene.open(
            "push",
            .init(to: ["350000"], facts: ["penalty_class": .string("standard")])
        )
        try scene.step("350000/system", "receive")
        #expect(try scene.refusals() == [])
        let all = try CalendarSet.builtIn()
        let whole = try #require(try scene.clocks().first { !$0.lacksCalendar })
        #expect(try scene.clocks().allSatisfy { !$0.lacksCalendar })
        let rest = CalendarSet(
            all.references.compactMap { all[$0] }.filter { !$0.isFixedList }
        )
        let lacking = try scene.clocks(by: rest).filter(\.lacksCalendar)
        #expect(!lacking.isEmpty)
        for clock in lacking {
            let finding = try #require(clock.findings.first { $0.code == .calendarMissing })
            #expect(finding.arguments["calendar"]?.hasPrefix("cn-fixed@") == true)
        }
        #expect(whole.pack == scene.pack.reference)
    }

    @Test(
        "a matter whose packs name calendars and no list counts by the list that comes with the program; one without any calendar by the weekday"
    )
    func unnamed() throws {
        let all = try CalendarSet.builtIn()
        let years = all.references.compactMap { all[$0] }.filter { !$0.isFixedList }
        let days = WorkingDays.counting(by: years, editions: [:])
        #expect(days.fixedHolidays?.id.text == "cn-fixed")
        #expect(!days.isWorking(try day("2027-01-01")))
        let none = WorkingDays.counting(by: [], editions: [:])
        #expect(try none.fixedHolidays == nil && none.isWorking(day("2027-01-01")))
        // A list of their own counts alone.
        let own = try DayCalendar.load(
            Self.bytes(days: Self.listed(1, 4, more: ", \"to\": 2027"))
        )
        let named = WorkingDays.counting(by: years + [own], editions: [:])
        #expect(named.fixedHolidays == own.reference)
        #expect(named.isWorking(try day("2027-01-01")))
    }

    @Test(
        "a clock of an old pack, which names the calendars of years alone, ends as one of a pack that names the list"
    )
    func oldPack() throws {
        func ends(_ text: String) throws -> [String?] {
            let pack = try RulePack.load(Array(text.utf8))
            var scene = try Scene(pack, "credit-penalty")
            scene.wait(until: try #require(Timestamp("2026-12-21T10:00:00+08:00")).instant)
            _ = try scene.open(
                "push",
                .init(to: ["350000"], facts: ["penalty_class": .string("standard")])
            )
            try scene.step("350000/system", "receive")
            #expect(try scene.clocks().allSatisfy { !$0.lacksCalendar })
            return try scene.clocks().map { try $0.dueDay() }
        }
        let text = String(decoding: RulePack.cooperationBytes, as: UTF8.self)
        let list = SHA256.digest(of: Self.shipped).hex
        let old = text.replacing(
            ",\n    {\"id\": \"cn-fixed\", \"digest\": \"\(list)\"}",
            with: ""
        )
        #expect(old != text)
        let found = try ends(old)
        #expect(try ends(text) == found && found.contains { $0?.hasPrefix("2027-01") == true })
    }

    @Test("names what is wrong with a list and where")
    func faults() throws {
        let listed = Self.listed
        let wrong: [(String, CaseworkError.Code, String)] = [
            ("", .packKeyMissing, "days"),
            (listed(13, 1, 2008, ""), .packValueMalformed, "days[0].month"),
            (listed(1, 32, 2008, ""), .packValueMalformed, "days[0].day"),
            (listed(2, 30, 2008, ""), .packValueMalformed, "days[0].day"),
            (listed(1, 1, 1948, ""), .packValueMalformed, "days[0].from"),
            (listed(1, 1, 2008, ", \"to\": 2007"), .packValueMalformed, "days[0].to"),
            (listed(1, 1, 2008, "") + "," + listed(1, 1, 2009, ""), .calendarDateOrder, "days[1]"),
            (listed(5, 1, 2008, "") + "," + listed(1, 1, 2008, ""), .calendarDateOrder, "days[1]"),
        ]
        for (days, code, path) in wrong {
            let error = try error(Self.bytes(days: days))
            #expect(error.code == code && error.arguments["path"] == path, "\(days)")
        }
        // One date may be a holiday in two spans of years; a leap day is a day.
        let twice = listed(1, 1, 2008, ", \"to\": 2010") + "," + listed(1, 1, 2011, "")
        #expect(try DayCalendar.load(Self.bytes(days: twice)).fixed.count == 2)
        #expect(try DayCalendar.load(Self.bytes(days: listed(2, 29, 2008, ""))).fixed.count == 1)
        #expect(
            try error(Self.bytes(id: "CN", days: listed(1, 1, 2008, ""))).arguments["path"] == "id"
        )
    }

    @Test("a list has 512 days, and nothing more")
    func limit() throws {
        func days(_ count: Int) -> String {
            (0..<count).map { Self.listed(1, 1, from: 2000 + $0, more: ", \"to\": \(2000 + $0)") }
                .joined(separator: ",")
        }
        let most = Limits.calendarDayCountMax
        #expect(try DayCalendar.load(Self.bytes(days: days(most))).fixed.count == most)
        #expect(try error(Self.bytes(days: days(most + 1))).code == .packLimit)
    }
}
