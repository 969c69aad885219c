import Casework
import Ledger
import LocalAPI
import LocalAPITestSupport
import LogStorage
import Testing
import TransparencyLog

@testable import NodeService

/// Offices that a charter names as members, against what their nodes' cards say.
@Suite struct MemberOfficeTests {
    private static let caller = TestNode.operatorCaller

    @Test(
        "an office that its node's card does not name becomes no member, and whoever signs such a charter is told"
    )
    func offices() async throws {
        let jiangxi = try await TestNode.make("jiangxi.ipr.example", region: "360000")
        let hunan = try await TestNode.make("hunan.ipr.example", region: "430000")
        try await Federation.introduce([jiangxi, hunan])
        func draft(_ address: String) -> CharterDraft {
            .exercise([
                ("360000", "jiangxi.ipr.example"), (address, "hunan.ipr.example"),
            ])
        }
        let problem = await #expect(throws: Problem.self) {
            _ = try await jiangxi.local.create(draft("430000/ga"), caller: Self.caller)
        }
        #expect(problem?.code == "node.member_office_unknown")
        #expect(problem?.arguments["offices"]?.hasPrefix("scjg ") == true)
        for address in ["430000", "430000/scjg"] {
            let created = try await jiangxi.local.create(draft(address), caller: Self.caller)
            #expect(created.warnings?.contains { $0.code.contains("member_office") } != true)
        }
        // Another node may have written it: whoever signs it sees it.
        let sound = try await jiangxi.local.create(draft("430000/scjg"), caller: Self.caller)
        var content = try Charter(parsing: Array(sound.text.utf8)).content
        let old = try #require(content.members.first { $0.address.text == "430000/scjg" })
        let unfit = try #require(Address("430000/ga"))
        content.members.removeAll { $0.address == old.address }
        content.members.append(
            try #require(CharterContent.Member(address: unfit, key: old.key))
        )
        let charter = try Charter(content, signers: [jiangxi.node.view.keyring.node])
        let text = String(decoding: charter.note.encoded, as: UTF8.self)
        for node in [jiangxi, hunan] {
            let seen = try await node.local.inspect(charter: text, caller: Self.caller)
            let told = seen.warnings?.first { $0.code == "node.member_office_unknown" }
            #expect(told?.arguments["address"] == "430000/ga")
        }
        try await jiangxi.remove()
        try await hunan.remove()
    }

    @Test(
        "of several calendars of one id the one that was issued last is meant, and two of one day are named"
    )
    func calendars() throws {
        func calendar(_ digit: Character, _ issued: String) -> CalendarDocument {
            let digest = String(repeating: digit, count: 64)
            var document = CalendarDocument(calendar: "cn-2027", digest: digest, years: [2027])
            document.issued = issued
            return document
        }
        let (old, new) = (calendar("1", "2026-11-01"), calendar("2", "2026-11-20"))
        #expect(try PackPresenter.find("cn-2027", among: [old, new]) == new)
        #expect(try PackPresenter.find("cn-2027@11111111", among: [old, new]) == old)
        #expect(try PackPresenter.find("cn-2028", among: [old, new]) == nil)
        let twin = calendar("3", "2026-11-20")
        let problem = #expect(throws: Problem.self) {
            _ = try PackPresenter.find("cn-2027", among: [old, new, twin])
        }
        #expect(problem?.code == "node.calendar_ambiguous")
        #expect(problem?.arguments["calendars"]?.contains(twin.digest) == true)
        #expect(problem?.arguments["calendars"]?.contains(old.digest) == false)
    }
}
