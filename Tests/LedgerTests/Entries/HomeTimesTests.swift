import Casework
import Cryptography
import Ledger
import TestSupport
import Testing

/// Times of the home part, which its own clocks count from and nobody else sees.
@Suite struct HomeTimesTests {
    private let pack: RulePack

    init() throws { pack = try RulePack.load(RulePack.cooperationBytes) }

    private func intent(_ machine: String, _ event: String) throws -> EntryIntent {
        EntryIntent(
            machine: try #require(MachineID(machine)),
            event: try #require(EventID(event)),
            from: try TestNode.jiangxi().region,
            office: try #require(OfficeID("scjg"))
        )
    }

    private func field(_ name: String) throws -> FieldID { try #require(FieldID(name)) }

    private func kept(_ machine: String, _ event: String) throws -> [String] {
        let rules = BodyRules(
            pack: pack,
            machine: try #require(MachineID(machine)),
            event: try #require(EventID(event))
        )
        return try #require(rules).fieldsOfHome.map(\.text).sorted()
    }

    @Test(
        "when a handover to the police was reported and approved goes into the body of what is sent, and not into its header"
    )
    func handover() throws {
        var send = try intent("handover-criminal", "send")
        send.to = [Address(region: try TestNode.fujian().region)]
        // Also where the officer says it at the opening itself.
        send.fields = [try field("approved_at"): .string("2026-11-19T09:00:00+08:00")]
        let carried = [
            try field("reported_at"): BodyValue.string("2026-11-18T09:00:00+08:00"),
            try field("economic_crime"): .bool(true),
        ]
        let draft = try EntryComposer(pack: pack, isHome: false)
            .compose(send, at: Fixture.time(1), carried: carried)
        #expect(draft.header.facts.map(\.field.text) == ["economic_crime"])
        let body = try #require(draft.body)
        #expect(body.fields[try field("reported_at")] == .string("2026-11-18T09:00:00+08:00"))
        #expect(body.fields[try field("approved_at")] == .string("2026-11-19T09:00:00+08:00"))
        #expect(!draft.missing.map(\.text).contains { $0.hasSuffix("ed_at") })
    }

    @Test("at home the times stand in the header, where the clocks of the home part read them")
    func home() throws {
        var approve = try intent("handover-criminal", "approve")
        approve.fields = [try field("approved_at"): .string("2026-11-19T09:00:00+08:00")]
        let draft = try EntryComposer(pack: pack, isHome: true)
            .compose(approve, at: Fixture.time(1))
        #expect(draft.header.facts.map(\.field.text) == ["approved_at"])
    }

    @Test("of all openings of the pack only those keep something whose home part counts from it")
    func openings() throws {
        #expect(try kept("handover-criminal", "send") == ["approved_at", "reported_at"])
        #expect(try kept("credit-penalty", "push") == ["decided_on"])
        // The opening counts from it itself.
        #expect(try kept("credit-list", "list") == [])
        let keeping = pack.kinds.flatMap(\.machines).flatMap { machine in
            machine.transitions.filter { step in
                BodyRules(pack: pack, machine: machine.id, event: step.id)?
                    .fieldsOfHome.isEmpty == false
            }
            .map { "\(machine.id.text) \($0.id.text)" }
        }
        #expect(
            Set(keeping) == [
                "handover-criminal send", "handover-customs transfer", "credit-penalty push",
            ]
        )
    }
}
