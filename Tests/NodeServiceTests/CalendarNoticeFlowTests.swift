import Casework
import Cryptography
import LocalAPI
import LocalAPITestSupport
import Testing
import Wording

@testable import NodeService

/// A calendar that may not say what its notice does: whoever adds it, draws up a charter that counts by it or signs one is told.
@Suite struct CalendarNoticeFlowTests {
    private static let caller = TestNode.operatorCaller
    private static let codes: Set = [
        "casework.calendar_holidays_absent", "casework.calendar_source_missing",
    ]

    @Test("a calendar without holidays of fixed dates and without a source is told to all of them")
    func told() async throws {
        let nodes = try await TwoNodes.make()
        let calendar = CalendarArrivalTests.calendar()
        let added = try await nodes.jiangxi.local.add(calendar: calendar, caller: Self.caller)
        let noticed = Set((added.notices ?? []).map(\.code))
        #expect(noticed == Self.codes.union(["casework.calendar_unverified"]))
        _ = try await nodes.fujian.local.add(calendar: calendar, caller: Self.caller)
        let pack = CalendarArrivalTests.pack(naming: [("cn-2027", calendar)])
        for node in [nodes.jiangxi, nodes.fujian] {
            _ = try await node.local.add(rulePack: pack, caller: Self.caller)
        }
        var draft = CharterDraft.exercise([
            ("360000", "jiangxi.ipr.example"), ("350000", "fujian.ipr.example"),
        ])
        draft.rules = ["cooperation@1"]
        let plain = try await nodes.jiangxi.local.create(draft, caller: Self.caller)
        #expect(Self.codes.isDisjoint(with: (plain.warnings ?? []).map(\.code)))
        draft.rules.append("calendars@1")
        let created = try await nodes.jiangxi.local.create(draft, caller: Self.caller)
        let signed = try await nodes.fujian.local.sign(charter: created.text, caller: Self.caller)
        for document in [created, signed] {
            let warnings = (document.warnings ?? []).filter { Self.codes.contains($0.code) }
            #expect(Set(warnings.map(\.code)) == Self.codes && warnings.count == 2)
            for warning in warnings {
                #expect(warning.arguments["calendar"] == "cn-2027")
                for language in Language.allCases {
                    let message = try #require(
                        Catalogue.message(warning.code, warning.arguments, in: language)
                    )
                    #expect(!message.sentence.contains("{") && !message.remedy.isEmpty)
                }
            }
        }
        try await nodes.remove()
    }

    @Test("the list of holidays of fixed dates stands among the calendars, named by both editions")
    func listed() async throws {
        let node = try await TestNode.make("jiangxi.ipr.example", region: "360000")
        let all = try await node.local.calendars(after: nil, caller: Self.caller).items
        let list = try #require(all.first { $0.calendar == "cn-fixed" })
        #expect(list.builtIn && list.years.isEmpty && list.offCount == 6)
        #expect(list.packs.count == 2 && list.supersededBy == nil)
        let bytes = try await node.local.rulePack(list.digest, caller: Self.caller)
        #expect(SHA256.digest(of: bytes).hex == list.digest)
        try await node.remove()
    }
}
