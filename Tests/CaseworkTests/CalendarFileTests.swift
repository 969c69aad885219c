import Cryptography
import Testing

@testable import Casework

/// Calendars as files that come after the program: named by packs, examined whole, told apart from packs.
@Suite struct CalendarFileTests {
    private static let notice = """
        {"format": "lianlu/calendar/v1", "id": "cn-2027",
        "title": {"zh": "2027年节假日与调休（演练）", "en": "2027 (exercise)"},
        "years": [2027],
        "instrument": {"title": {"zh": "通知（演练）", "en": "notice (exercise)"}, "date": "2026-11-10", "number": "演练〔2026〕1号"},
        "status": "verified",
        "off": [
        {"date": "2027-01-01", "name": {"zh": "元旦", "en": "New Year's Day"}},
        {"date": "2027-02-06", "name": {"zh": "春节", "en": "Spring Festival"}},
        {"date": "2027-05-01", "name": {"zh": "劳动节", "en": "Labour Day"}},
        {"date": "2027-05-02", "name": {"zh": "劳动节", "en": "Labour Day"}},
        {"date": "2027-10-01", "name": {"zh": "国庆节", "en": "National Day"}},
        {"date": "2027-10-02", "name": {"zh": "国庆节", "en": "National Day"}},
        {"date": "2027-10-03", "name": {"zh": "国庆节", "en": "National Day"}}
        ],
        "work": [{"date": "2027-02-14", "name": {"zh": "春节", "en": "Spring Festival"}}]}
        """

    private static func examine(_ changes: [(String, String)]) throws -> PackExamination {
        var text = notice
        for (old, new) in changes {
            let place = try #require(text.firstRange(of: old), "not in the calendar: \(old)")
            text.replaceSubrange(place, with: new)
        }
        return PackExamination(Array(text.utf8))
    }

    @Test("both editions of the built-in pack name the calendars that ship, by their digests")
    func builtIn() throws {
        let here = try CalendarSet.builtIn()
        for bytes in RulePack.builtInBytes {
            let pack = try RulePack.load(bytes)
            #expect(pack.calendars.map(\.id.text) == ["cn-2024", "cn-2025", "cn-2026", "cn-fixed"])
            #expect(pack.calendars == here.references)
            #expect(pack.calendars.allSatisfy { here[$0] != nil })
        }
    }

    @Test("every fault of a calendar is named at once, each with path and line")
    func everyFault() throws {
        #expect(try Self.examine([]).faults.isEmpty)
        let faulty = try Self.examine([
            ("\"id\": \"cn-2027\"", "\"id\": \"CN\""),
            ("\"date\": \"2026-11-10\"", "\"date\": \"2026-11-31\""),
            ("\"verified\"", "\"sure\""), ("\"2027-02-06\"", "\"2027-01-01\""),
            ("\"2027-02-14\"", "\"2027-02-15\""), ("\"work\":", "\"extra\": 1, \"work\":"),
        ])
        #expect(
            faulty.faults.map { $0.arguments["path"] } == [
                "id", "instrument.date", "status", "off[1]", "extra", "work[0]",
            ]
        )
        #expect(
            faulty.faults.map { $0.arguments["line"] } == ["1", "4", "5", "8", "15", "15"]
        )
        #expect(faulty.calendar == nil && faulty.pack == nil && !faulty.isUnread)
        // A wrong year is one fault, and not another one at each date.
        let years = try Self.examine([("[2027]", "[2027, 2026]")])
        #expect(years.faults.map(\.code) == [.calendarYearOrder])
        let bare = PackExamination(Array("{\"format\": \"lianlu/calendar/v1\"}".utf8))
        #expect(
            Set(bare.faults.map { $0.arguments["path"] }) == [
                "id", "title", "years", "instrument", "status", "off", "work",
            ]
        )
    }

    @Test("a sound calendar is given, with a notice where its days were not verified")
    func sound() throws {
        let examined = try Self.examine([])
        #expect(examined.calendar?.reference.id.text == "cn-2027" && examined.notices.isEmpty)
        let unsure = try Self.examine([("\"verified\"", "\"secondary\"")])
        #expect(unsure.notices.map(\.code) == [.calendarUnverified] && unsure.faults.isEmpty)
        #expect(RuleFile.isCalendar(Array(Self.notice.utf8)))
        #expect(!RuleFile.isCalendar(RulePack.cooperationBytes) && !RuleFile.isCalendar([]))
    }

    @Test("a file's name that carries a digest must carry the calendar's own")
    func names() throws {
        let bytes = Array(Self.notice.utf8)
        let own = SHA256.digest(of: bytes).hex
        for name in ["cn-2027.json", "cn-2027@\(own).json", "cn-2027@\(own.prefix(8)).json", own] {
            #expect(PackExamination(bytes, fileName: name).calendar != nil, "\(name)")
            #expect(RuleFile.nameFault(of: bytes, named: name) == nil)
        }
        let other = "cn-2027@\(String(repeating: "0", count: 64)).json"
        #expect(PackExamination(bytes, fileName: other).faults.map(\.code) == [.packFileDigest])
        #expect(RuleFile.nameFault(of: bytes, named: other)?.code == .packFileDigest)
        let second = "cooperation-2.json"
        let fault = RuleFile.nameFault(of: RulePack.cooperationBytes, named: second)
        #expect(fault?.code == .packFileVersion)
    }

    @Test(
        "an examined calendar may be 256 KiB and no byte more; what is no JSON is said to be unread"
    )
    func size() throws {
        let limit = Limits.calendarByteCountMax
        let short = Array(Self.notice.utf8)
        let full = short + Array(repeating: UInt8(ascii: " "), count: limit - short.count)
        #expect(PackExamination(full).calendar != nil)
        let over = PackExamination(full + [UInt8(ascii: " ")])
        #expect(over.faults.map(\.code) == [.jsonTooLarge] && !over.isUnread)
        #expect(over.faults.first?.arguments == ["limit": "\(limit)"])
        let set = try CalendarSet.builtIn(and: [full, full + [UInt8(ascii: " ")], [], short])
        #expect(set.references.count == 6)
        let broken = PackExamination(Array(Self.notice.dropLast().utf8))
        #expect(broken.faults.map(\.code) == [.jsonUnclosed] && broken.isUnread)
    }

    @Test("a pack may name 32 calendars and no more")
    func countPerPack() throws {
        func pack(_ count: Int) -> [UInt8] {
            let digest = String(repeating: "0", count: 64)
            let named = (0..<count).map { "{\"id\": \"c-\($0)\", \"digest\": \"\(digest)\"}" }
            return Array(
                """
                {"format": "lianlu/rules/v1", "id": "calendars", "version": 1, "engine": 1,
                "effective_from": "2026-11-10", "title": {"zh": "工作日历", "en": "calendars"},
                "calendars": [\(named.joined(separator: ","))]}
                """.utf8
            )
        }
        let limit = Limits.packCalendarCountMax
        #expect(try RulePack.load(pack(limit)).calendars.count == limit)
        let over = PackExamination(pack(limit + 1)).faults
        #expect(over.map(\.code) == [.packLimit])
        #expect(over.first?.arguments["limit"] == "\(limit)")
    }

    @Test("two calendars are compared day by day, whatever they are called")
    func difference() throws {
        let old = try DayCalendar.load(DayCalendar.builtInBytes[2])
        let new = try DayCalendar.load(Array(Self.notice.utf8))
        #expect(PackDifference(from: old, to: old).changes.isEmpty)
        let changes = PackDifference(from: old, to: new).changes
        #expect(changes.allSatisfy { $0.sort == .changed && $0.item.place.subject == .calendar })
        let rest = try #require(changes.first { $0.aspect == .off })
        #expect(rest.before.count == old.off.count && rest.after.count == 7)
    }
}
