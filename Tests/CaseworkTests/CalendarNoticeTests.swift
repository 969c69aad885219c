import Cryptography
import Testing

@testable import Casework

/// What is said of a calendar that is sound and may not say what its notice does.
@Suite struct CalendarNoticeTests {
    private static func calendar(
        off: [String],
        source: String = ", \"number\": \"演练〔2026〕1号\""
    ) throws -> DayCalendar {
        let listed = off.map {
            "{\"date\": \"\($0)\", \"name\": {\"zh\": \"节\", \"en\": \"holiday\"}}"
        }
        return try DayCalendar.load(
            Array(
                """
                {"format": "lianlu/calendar/v1", "id": "cn-2027", "title": {"zh": "历", "en": "calendar"},
                "years": [2027],
                "instrument": {"title": {"zh": "通知", "en": "notice"}, "date": "2026-11-10"\(source)},
                "status": "verified", "off": [\(listed.joined(separator: ", "))], "work": []}
                """.utf8
            )
        )
    }

    private static let all = [
        "2027-01-01", "2027-05-01", "2027-05-02", "2027-10-01", "2027-10-02", "2027-10-03",
    ]

    @Test(
        "a calendar in which a holiday of fixed date is no rest day is told with the days; those that ship are not"
    )
    func holidays() throws {
        #expect(PackNotice.notices(of: try Self.calendar(off: Self.all)).isEmpty)
        let some = PackNotice.notices(of: try Self.calendar(off: Array(Self.all.dropFirst(3))))
        #expect(some.map(\.code) == [.calendarHolidaysAbsent])
        #expect(
            some.first?.arguments == [
                "calendar": "cn-2027", "days": "2027-01-01, 2027-05-01, 2027-05-02",
            ]
        )
        let none = PackNotice.notices(of: try Self.calendar(off: []))
        #expect(none.first?.arguments["days"] == Self.all.joined(separator: ", "))
        for bytes in DayCalendar.builtInBytes {
            #expect(PackNotice.doubts(about: try DayCalendar.load(bytes)).isEmpty)
        }
    }

    @Test(
        "a calendar without the number of its notice and without its address is told; one of the two is enough"
    )
    func source() throws {
        let bare = PackNotice.notices(of: try Self.calendar(off: Self.all, source: ""))
        #expect(bare.map(\.code) == [.calendarSourceMissing])
        let address = ", \"address\": \"https://www.gov.cn/x\""
        #expect(PackNotice.notices(of: try Self.calendar(off: Self.all, source: address)).isEmpty)
    }

    @Test(
        "a pack that counts by calendars without a list of holidays of fixed dates is told; one that only names calendars is not"
    )
    func fixedDays() throws {
        let here = try CalendarSet.builtIn()
        func notices(_ text: String) throws -> [PackNotice.Code] {
            let pack = try RulePack.load(Array(text.utf8))
            return PackNotice.notices(of: pack, beside: [], knowing: here).map(\.code)
        }
        let whole = String(decoding: try clockPack(), as: UTF8.self)
        let list = try #require(here.references.last)
        let named = ", {\"id\": \"cn-fixed\", \"digest\": \"\(list.digest.hex)\"}"
        #expect(try notices(whole).contains(.fixedDaysMissing) == false)
        let without = try notices(whole.replacing(named, with: ""))
        #expect(without.contains(.fixedDaysMissing))
        let text = """
            {"format": "lianlu/rules/v1", "id": "calendars", "version": 1, "engine": 1,
            "effective_from": "2026-11-10", "title": {"zh": "工作日历", "en": "calendars"},
            "calendars": []}
            """
        #expect(try notices(text).isEmpty)
    }
}
