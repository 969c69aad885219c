import Casework
import Cryptography
import Ledger
import TestSupport
import Testing
import TransparencyLog

@Suite struct ComposerTests {
    private let jiangxi: TestNode
    private let fujian: TestNode
    private let pack: RulePack

    init() throws {
        jiangxi = try .jiangxi()
        fujian = try .fujian()
        pack = try Fixture.pack()
    }

    private func intent(_ event: String, of node: TestNode) throws -> EntryIntent {
        EntryIntent(
            machine: try #require(MachineID("clue")),
            event: try #require(EventID(event)),
            from: node.region,
            office: try #require(OfficeID("scjg"))
        )
    }

    private func field(_ name: String) throws -> FieldID { try #require(FieldID(name)) }

    @Test("a draft at home names all fields that are missing, and its body is for nobody else")
    func home() throws {
        var create = try intent("create", of: jiangxi)
        create.fields = [
            try field("goods"): .string("假冒运动鞋"),
            try field("title"): .string("【演练】出口侵权运动鞋"),
        ]
        let composer = EntryComposer(pack: pack, isHome: true)
        let draft = try composer.compose(create, at: Fixture.time(1))
        #expect(
            Set(draft.missing.map(\.text)).isSuperset(of: [
                "source_channel", "found_at", "ip_right",
            ])
        )
        #expect(!draft.missing.contains(try field("goods")))
        #expect(draft.audience == .addresses([]))
        #expect(draft.header.to == [])
        let salt = [UInt8](repeating: 3, count: 32)
        let (header, object) = try draft.finished(salt: salt)
        #expect(header.objects.map(\.sha256) == [try #require(object).name])
        #expect(try Body(parsing: try #require(object).content) == draft.body)
        let origin = try jiangxi.home
        let entry = try EntryBuilder.entry(
            header,
            of: origin,
            signers: [try jiangxi.office("scjg")]
        )
        #expect(entry.header == header)
    }

    @Test("an opening carries the fields of the home part in its own body")
    func opening() throws {
        var send = try intent("send", of: jiangxi)
        send.to = [Address(region: fujian.region)]
        let carried = [
            try field("goods"): BodyValue.string("假冒运动鞋"),
            try field("liaison"): .string("旧"),
        ]
        send.fields = [try field("liaison"): .string("张三 0791-00000000")]
        let draft = try EntryComposer(pack: pack, isHome: false)
            .compose(send, at: Fixture.time(1), carried: carried)
        #expect(draft.body?.fields[try field("goods")] == .string("假冒运动鞋"))
        #expect(draft.body?.fields[try field("liaison")] == .string("张三 0791-00000000"))
        #expect(draft.audience == .addressees)
        #expect(draft.label == .personal)
        #expect(draft.header.record == nil)
    }

    @Test(
        "a later step goes to the other side, builds on the newest entries, and puts open fields in the header"
    )
    func later() throws {
        try jiangxi.open()
        try fujian.open()
        let send = try jiangxi.write("send", to: ["350000"])
        let receive = try fujian.receive(send)
        let book = TestCharterBook([try Fixture.charter([jiangxi, fujian])])
        let projector = try Fixture.projector(book, for: jiangxi)
        let store = InMemoryProjectionStore()
        for node in [jiangxi, fujian] {
            try projector.follow(node, try node.mechanism, into: store)
        }
        let mechanism = try #require(MechanismID(Fixture.mechanism))
        let key = RecordKey(scope: RecordScope(mechanism: mechanism), record: send)
        let state = try #require(try projector.state(of: key, in: store))
        var accept = try intent("accept", of: fujian)
        accept.record = send
        let composer = EntryComposer(pack: pack, isHome: false)
        let draft = try composer.compose(accept, at: fujian.tick(), state: state)
        #expect(draft.header.to == [Address(region: jiangxi.region, office: OfficeID("scjg"))])
        #expect(draft.header.parents == [receive])
        #expect(draft.body == nil)
        #expect(draft.missing == [])
        let (header, object) = try draft.finished(salt: [])
        #expect(object == nil)
        try fujian.append(
            header,
            to: try fujian.mechanism,
            signers: [try fujian.office("scjg")]
        )
        try projector.follow(fujian, try fujian.mechanism, into: store)
        #expect(store.projectedRecord(key)?.state == "accepted")
        var receipt = try intent("receive", of: fujian)
        receipt.record = send
        receipt.fields = [try field("received_at"): .string("2026-11-20T12:00:00+08:00")]
        let facts = try composer.compose(receipt, at: fujian.tick(), state: state)
        #expect(facts.header.facts.map(\.field.text) == ["received_at"])
        #expect(facts.body == nil)
    }

    @Test("this node's automatic receipt is due until it is signed, and then no more")
    func automatic() throws {
        try jiangxi.open()
        try fujian.open()
        let send = try jiangxi.write("send", to: ["350000"])
        let book = TestCharterBook([try Fixture.charter([jiangxi, fujian])])
        let projector = try Fixture.projector(book, for: fujian)
        let store = InMemoryProjectionStore()
        try projector.follow(fujian, try fujian.mechanism, into: store)
        try projector.follow(jiangxi, try jiangxi.mechanism, into: store)
        let mechanism = try #require(MechanismID(Fixture.mechanism))
        let key = RecordKey(scope: RecordScope(mechanism: mechanism), record: send)
        #expect(store.projectedRecord(key)?.awaitsAcknowledgement == true)
        let steps = try projector.automaticSteps(of: key, in: store)
        #expect(steps.map(\.event.text) == ["receive"])
        #expect(steps.map(\.trigger) == [send])
        try fujian.receive(send)
        try projector.follow(fujian, try fujian.mechanism, into: store)
        #expect(store.projectedRecord(key)?.awaitsAcknowledgement == false)
        #expect(try projector.automaticSteps(of: key, in: store) == [])
    }

    @Test("an event that the pack does not know cannot be composed")
    func unknown() throws {
        let odd = try intent("sing", of: jiangxi)
        #expect(throws: LedgerError(.stepUnknown, ["event": "sing", "machine": "clue"])) {
            try EntryComposer(pack: pack, isHome: false).compose(odd, at: Fixture.time(1))
        }
    }
}
