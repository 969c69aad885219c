import Casework
import Cryptography
import LocalAPI
import LocalAPITestSupport
import Testing
import Wording

@testable import NodeService

/// Several calendars of one year in one charter: which one counts is plain, or whoever draws it up or signs it is told.
@Suite struct CharterCalendarTests {
    private static let caller = TestNode.operatorCaller

    private static func calendar(_ title: String, issued: String = "2026-12-01") -> String {
        CalendarArrivalTests.calendar(title: title).replacing("2026-12-01", with: issued)
    }

    private static func warning(
        at node: TestNode,
        naming rules: [String]
    ) async throws -> CodedText? {
        var draft = CharterDraft.exercise([
            ("360000", "jiangxi.ipr.example"), ("350000", "fujian.ipr.example"),
        ])
        draft.rules = ["cooperation@1"] + rules
        let created = try await node.local.create(draft, caller: caller)
        return created.warnings?.first { $0.code == "node.charter_calendars_same_day" }
    }

    @Test(
        "calendars of one year and one day of issue in packs that do not follow each other are told with the one that counts; versions of one pack and later notices are not"
    )
    func sameDay() async throws {
        let nodes = try await TwoNodes.make()
        let node = nodes.jiangxi
        let (first, corrected) = (Self.calendar("2027年一"), Self.calendar("2027年二"))
        let later = Self.calendar("2027年三", issued: "2026-12-02")
        for calendar in [first, corrected, later] {
            _ = try await node.local.add(calendar: calendar, caller: Self.caller)
        }
        let packs = [
            CalendarArrivalTests.pack(naming: [("cn-2027", first)]),
            CalendarArrivalTests.pack(naming: [("cn-2027", corrected)], version: 2),
            CalendarArrivalTests.pack(naming: [("cn-2027", corrected)])
                .replacing("\"calendars\", \"version\"", with: "\"others\", \"version\""),
            CalendarArrivalTests.pack(naming: [("cn-2027", later)])
                .replacing("\"calendars\", \"version\"", with: "\"newer\", \"version\""),
        ]
        for pack in packs { _ = try await node.local.add(rulePack: pack, caller: Self.caller) }
        // The notice that was issued last counts, and the list says so of the others.
        let listed = try await node.local.calendars(after: nil, caller: Self.caller).items
        let counting = SHA256.digest(of: Array(later.utf8)).hex
        var marks: [String: Int] = [:]
        for calendar in listed {
            let isOfYear = calendar.years == [2027]
            let instead = calendar.supersededBy
            let own: String? = isOfYear && calendar.digest != counting ? counting : nil
            #expect(instead == own, "\(calendar.calendar)")
            marks[instead ?? "-", default: 0] += isOfYear ? 1 : 0
        }
        #expect(marks[counting] == 2)
        #expect(try await Self.warning(at: node, naming: ["calendars@1"]) == nil)
        #expect(try await Self.warning(at: node, naming: ["calendars@1", "calendars@2"]) == nil)
        #expect(try await Self.warning(at: node, naming: ["calendars@1", "newer@1"]) == nil)
        let told = try #require(
            try await Self.warning(at: node, naming: ["calendars@1", "others@1"])
        )
        let digests = [first, corrected].map { SHA256.digest(of: Array($0.utf8)).hex }.sorted()
        #expect(told.arguments["year"] == "2027")
        // Of what nothing else tells apart the greater digest counts at all nodes.
        #expect(told.arguments["calendar"] == "cn-2027@\(digests[1])")
        #expect(told.arguments["others"] == "cn-2027@\(digests[0])")
        for language in Language.allCases {
            let message = try #require(
                Catalogue.message(told.code, told.arguments, in: language)
            )
            #expect(message.sentence.contains(digests[1]) && !message.sentence.contains("{"))
            #expect(!message.remedy.isEmpty)
        }
        try await nodes.remove()
    }
}
