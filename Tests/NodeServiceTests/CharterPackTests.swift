import Casework
import Cryptography
import LocalAPI
import LocalAPITestSupport
import Testing
import Wording

@testable import NodeService

/// What a revision does to the packs of its mechanism is said before it is signed, and what it strands is not offered as a step.
@Suite(.serialized) struct CharterPackTests {
    private static let caller = TestNode.operatorCaller

    private static func draft(_ rules: [String]) -> CharterDraft {
        var draft = CharterDraft.exercise([
            ("360000", "jiangxi.ipr.example"), ("350000", "fujian.ipr.example"),
        ])
        draft.rules = rules
        return draft
    }

    private static func warning(_ code: String, in charter: CharterDocument) -> CodedText? {
        charter.warnings?.first { $0.code == code }
    }

    /// The revision that both sign and join.
    private static func revise(_ federation: Federation, _ rules: [String]) async throws {
        let (jiangxi, fujian) = (federation[0].test.local, federation[1].test.local)
        let created = try await jiangxi.create(draft(rules), caller: caller)
        let signed = try await fujian.sign(charter: created.text, caller: caller)
        for local in [jiangxi, fujian] {
            _ = try await local.join(charter: signed.text, caller: caller)
        }
    }

    /// A matter of the tenth kind that fujian has received, in a mechanism whose charter names its pack.
    private static func open(_ federation: Federation) async throws -> String {
        let (jiangxi, fujian) = (federation[0].test, federation[1].test)
        for node in [jiangxi, fujian] {
            _ = try await node.local.add(rulePack: OwnPackTests.mediation(), caller: caller)
        }
        try await revise(federation, ["cooperation@1", "mediation@1"])
        var create = OwnPackTests.step("create")
        create.fields["title"] = .text("【演练】商标纠纷")
        let created = try await jiangxi.submit(create)
        var send = OwnPackTests.step("send", record: created.entry)
        (send.mechanism, send.to) = ("exercise", ["350000"])
        let record = try await jiangxi.submit(send).entry
        try await eventually("both show it as received") {
            for node in [jiangxi, fujian] {
                // Nothing is there before the record's first entry came.
                let shown = try? await node.local.record(record, caller: caller)
                guard shown?.summary.state == "received" else { return false }
            }
            return true
        }
        return record
    }

    @Test(
        "a revision that leaves out the pack of open matters says how many it strands, at create, sign, dry run and join; one that names all packs says nothing"
    )
    func stranded() async throws {
        let federation = try await Federation.make([("jiangxi", "360000"), ("fujian", "350000")])
        _ = try await Self.open(federation)
        let (jiangxi, fujian) = (federation[0].test.local, federation[1].test.local)
        let pack = try RulePack.load(Array(OwnPackTests.mediation().utf8)).reference.text
        let whole = try await jiangxi.create(
            Self.draft(["cooperation@1", "mediation@1"]),
            caller: Self.caller
        )
        #expect(Self.warning("node.charter_leaves_pack", in: whole) == nil)
        let created = try await jiangxi.create(
            Self.draft(["cooperation@1"]),
            caller: Self.caller
        )
        let told = try #require(Self.warning("node.charter_leaves_pack", in: created))
        #expect(
            told.arguments
                == ["count": "1", "mechanism": "exercise", "pack": pack, "revision": "3"]
        )
        for language in Language.allCases {
            let message = Catalogue.message(told.code, told.arguments, in: language)
            #expect(message?.remedy.contains("--rules \(pack)") == true)
        }
        let looked = try await fujian.inspect(charter: created.text, caller: Self.caller)
        #expect(Self.warning("node.charter_leaves_pack", in: looked) == told)
        let signed = try await fujian.sign(charter: created.text, caller: Self.caller)
        #expect(Self.warning("node.charter_leaves_pack", in: signed) == told)
        let joined = try await jiangxi.join(charter: signed.text, caller: Self.caller)
        #expect(Self.warning("node.charter_leaves_pack", in: joined) == told)
        try await federation.remove()
    }

    @Test(
        "a step that the charter in force would refuse for its pack is offered nowhere, the record says why, and a revision that names the pack again brings it back"
    )
    func offered() async throws {
        let federation = try await Federation.make([("jiangxi", "360000"), ("fujian", "350000")])
        let record = try await Self.open(federation)
        let local = federation[1].test.local
        func here() async throws -> [String] {
            let steps = try await local.record(record, caller: Self.caller).next ?? []
            return steps.filter(\.here).map(\.event)
        }
        func offered() async throws -> [String] {
            let page = try await local.inbox(InboxQuery(), caller: Self.caller)
            return page.items.filter { $0.summary.record == record }.flatMap(\.steps)
                .map(\.event)
        }
        #expect(try await here().contains("hear"))
        #expect(try await offered().contains("hear"))
        var draft = try await federation[0].test.local.create(
            Self.draft(["cooperation@1"]),
            caller: Self.caller
        )
        draft = try await local.sign(charter: draft.text, caller: Self.caller)
        _ = try await federation[0].test.local.join(charter: draft.text, caller: Self.caller)
        // Until its own log adopts the revision, fujian's steps go by the one before.
        #expect(try await here().contains("hear"))
        _ = try await local.join(charter: draft.text, caller: Self.caller)
        let refused = await #expect(throws: Problem.self) {
            _ = try await local.preview(
                OwnPackTests.step("hear", record: record),
                caller: Self.caller
            )
        }
        #expect(refused?.code == "casework.pack_not_named", "\(String(describing: refused))")
        #expect(try await here().isEmpty)
        #expect(try await offered().isEmpty)
        let shown = try await local.record(record, caller: Self.caller)
        #expect(shown.next?.isEmpty == false)
        let told = try #require(shown.findings.first { $0.code == "node.pack_left_out" })
        #expect(told.arguments["revision"] == "3")
        try await Self.revise(federation, ["cooperation@1", "mediation@1"])
        #expect(try await here().contains("hear"))
        #expect(
            try await local.record(record, caller: Self.caller).findings
                .allSatisfy { $0.code != "node.pack_left_out" }
        )
        try await federation.remove()
    }

    /// A pack that only names calendars of the program.
    private static func calendars(_ version: Int, _ named: [DayCalendar]) throws -> String {
        let list = named.map {
            "{\"id\": \"\($0.reference.id)\", \"digest\": \"\($0.reference.digest.hex)\"}"
        }
        return """
            {"format": "lianlu/rules/v1", "id": "calendars", "version": \(version), "engine": 2,
             "effective_from": "2026-01-01", "title": {"zh": "工作日历", "en": "Calendars"},
             "laws": [], "ranks": [], "enums": [], "calendars": [\(list.joined(separator: ", "))],
             "clocks": [], "fields": [], "kinds": []}
            """
    }

    @Test(
        "a pack of calendars that a newer edition replaces strands nothing; one that is left out for good says which calendars count no more"
    )
    func calendarPacks() async throws {
        let nodes = try await TwoNodes.make()
        let named = try DayCalendar.builtInBytes.prefix(1).map { try DayCalendar.load($0) }
        let local = nodes.jiangxi.local
        // The program's pack names calendars too, so that the mechanism goes by another one here.
        _ = try await local.add(rulePack: OwnPackTests.mediation(), caller: Self.caller)
        _ = try await nodes.fujian.local.add(
            rulePack: OwnPackTests.mediation(),
            caller: Self.caller
        )
        for version in [1, 2] {
            for node in [nodes.jiangxi, nodes.fujian] {
                _ = try await node.local.add(
                    rulePack: Self.calendars(version, named),
                    caller: Self.caller
                )
            }
        }
        let first = try await local.create(
            Self.draft(["mediation@1", "calendars@1"]),
            caller: Self.caller
        )
        let signed = try await nodes.fujian.local.sign(charter: first.text, caller: Self.caller)
        _ = try await local.join(charter: signed.text, caller: Self.caller)
        let replaced = try await local.create(
            Self.draft(["mediation@1", "calendars@2"]),
            caller: Self.caller
        )
        #expect(Self.warning("node.charter_leaves_pack", in: replaced) == nil)
        #expect(Self.warning("node.charter_leaves_calendars", in: replaced) == nil)
        let lost = try await local.create(Self.draft(["mediation@1"]), caller: Self.caller)
        #expect(Self.warning("node.charter_leaves_pack", in: lost) == nil)
        let told = Self.warning("node.charter_leaves_calendars", in: lost)
        #expect(told?.arguments["calendars"] == named.first?.reference.id.text)
        try await nodes.remove()
    }

    @Test(
        "whoever looks at or signs a charter is told which of its packs are not here, and how they come"
    )
    func awaited() async throws {
        let nodes = try await TwoNodes.make()
        _ = try await nodes.jiangxi.local.add(
            rulePack: OwnPackTests.mediation(),
            caller: Self.caller
        )
        let created = try await nodes.jiangxi.local.create(
            Self.draft(["cooperation@1", "mediation@1"]),
            caller: Self.caller
        )
        #expect(Self.warning("node.charter_pack_awaited", in: created) == nil)
        let pack = try RulePack.load(Array(OwnPackTests.mediation().utf8)).reference.text
        let fujian = nodes.fujian.local
        for charter in [
            try await fujian.inspect(charter: created.text, caller: Self.caller),
            try await fujian.sign(charter: created.text, caller: Self.caller),
        ] {
            let told = try #require(Self.warning("node.charter_pack_awaited", in: charter))
            #expect(told.arguments == ["rules": pack])
            for language in Language.allCases {
                let message = Catalogue.message(told.code, told.arguments, in: language)
                #expect(message?.remedy.contains("lianlu rules add") == true)
            }
        }
        _ = try await fujian.add(rulePack: OwnPackTests.mediation(), caller: Self.caller)
        let again = try await fujian.inspect(charter: created.text, caller: Self.caller)
        #expect(Self.warning("node.charter_pack_awaited", in: again) == nil)
        try await nodes.remove()
    }
}
