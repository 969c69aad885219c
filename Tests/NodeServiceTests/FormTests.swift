import Casework
import Foundation
import LocalAPI
import LocalAPITestSupport
import Testing

@testable import NodeService

@Suite struct FormTests {
    private static let caller = TestNode.operatorCaller

    private func reader(_ office: String) -> Caller {
        Caller(
            credentials: PeerCredentials(pid: 1, uid: 4_711, gids: []),
            offices: .some([office]),
            rights: [.read]
        )
    }

    @Test(
        "the form of the newest step that has one carries what the office said, under the pack's names and in its order"
    )
    func letter() async throws {
        let nodes = try await TwoNodes.make()
        let local = nodes.jiangxi.local
        let (created, send) = try await nodes.jiangxi.approved(to: "350000")
        let draft = try await local.printed(
            created.entry,
            document: nil,
            entry: nil,
            caller: Self.caller
        )
        #expect(draft.document == "own-clue-notice" && draft.home && draft.receipts == nil)
        #expect(draft.others == ["f1"] && draft.documentNumber == nil && draft.draft)
        let sent = try await nodes.jiangxi.submit(send)
        let letter = try await local.printed(
            sent.entry,
            document: nil,
            entry: nil,
            caller: Self.caller
        )
        #expect(letter.titles["zh"] == "线索通报函" && letter.entry == sent.entry && !letter.home)
        #expect(letter.documentNumber == "赣市监线〔2026〕1号")
        #expect(letter.subject == "【演练】出口运动鞋")
        #expect(letter.sender == .init(address: "360000/scjg", title: "市场监管", region: "江西省"))
        #expect(letter.addressees == [.init(address: "350000", title: "市场监管", region: "福建省")])
        #expect(!letter.draft && !letter.asks && letter.party == nil)
        // What is for the offices' own handling was said and goes out on no letter.
        let internals = ["scope", "no_state_secret", "urgent"]
        #expect(letter.fields.allSatisfy { !internals.contains($0.field) })
        #expect(letter.receipts == Tally(count: 0, of: 1))
        #expect(letter.body == .held && letter.mechanismTitles["zh"] == "演练")
        let order = try #require(nodes.jiangxi.node.view.packs.references.first)
        let pack = try #require(nodes.jiangxi.node.view.packs.pack(order))
        let machine = try #require(pack.kinds.first?.machines.first)
        let known = (pack.fields + machine.fields).map(\.id.text)
        let places = letter.fields.compactMap { line in known.firstIndex(of: line.field) }
        #expect(places.count == letter.fields.count && places == places.sorted())
        let right = try #require(letter.fields.first { $0.field == "ip_right" })
        #expect(right.values["trademark"]?["zh"] == "注册商标专用权")
        #expect(letter.fields.contains { $0.personal })
        #expect(letter.laws.isEmpty == false)
        // The part at home leads to the same letter, and its own document is printed by its id.
        let again = try await local.printed(
            created.entry,
            document: nil,
            entry: nil,
            caller: Self.caller
        )
        #expect(again == letter)
        let form = try await local.printed(
            created.entry,
            document: "f1",
            entry: nil,
            caller: Self.caller
        )
        #expect(form.form == 1 && form.record == created.entry)
        try await nodes.remove()
    }

    @Test(
        "without the body there is no document: none is offered, and asked for it is refused with the reason"
    )
    func withheld() async throws {
        let nodes = try await TwoNodes.make()
        let local = nodes.jiangxi.local
        let (_, send) = try await nodes.jiangxi.approved(to: "350000")
        let sent = try await nodes.jiangxi.submit(send)
        let shown = try await local.record(sent.entry, caller: reader("gaj"))
        // Of the part at home, which is another office's, it sees nothing.
        #expect(shown.timeline.map(\.event) == ["send"])
        #expect(shown.timeline.allSatisfy { $0.documents == nil })
        for document in [nil, "own-clue-notice"] as [String?] {
            let problem = await #expect(throws: Problem.self) {
                _ = try await local.printed(
                    sent.entry,
                    document: document,
                    entry: nil,
                    caller: reader("gaj")
                )
            }
            #expect(problem?.code == "node.document_unfit" && problem?.status == 422)
            #expect(problem?.arguments["reason_zh"]?.contains("无权阅读正文") == true)
            #expect(problem?.arguments["documents"] == "-")
        }
        try await nodes.remove()
    }

    @Test(
        "a letter to a region with several offices goes to those that its body names, and names none of its card where it names none"
    )
    func addressees() async throws {
        let nodes = try await TwoNodes.make(
            fujianOffices: ["ga": "福建省公安厅", "scjg": "福建省市场监督管理局"]
        )
        let local = nodes.jiangxi.local
        let cases: [(receivers: [String], titles: [String?])] = [
            (["350000/scjg"], ["福建省市场监督管理局"]),
            (["350000/scjg", "350000/ga"], ["福建省市场监督管理局", "福建省公安厅"]),
            (["350000"], [nil]),
        ]
        for (receivers, titles) in cases {
            var (_, send) = try await nodes.jiangxi.approved(to: "350000")
            send.fields["receiver_offices"] = .list(receivers.map { .text($0) })
            let sent = try await nodes.jiangxi.submit(send)
            let letter = try await local.printed(
                sent.entry,
                document: nil,
                entry: nil,
                caller: Self.caller
            )
            #expect(letter.addressees.map(\.title) == titles)
            #expect(letter.addressees.map(\.address) == receivers)
            #expect(
                letter.addressees.first?.isAnyOfSeveral == (receivers == ["350000"] ? true : nil)
            )
            let shown = try await local.record(sent.entry, caller: Self.caller)
            // The planner may put the one office that the body names into the header.
            let named = shown.summary.names ?? [:]
            let told = named["350000"]?["zh"] ?? named[receivers[0]]?["zh"]
            #expect(told == "福建省" || told == titles[0])
            let body = shown.timeline.last?.body
            let label = body?.labels.first { $0.field == "receiver_offices" }
            for (receiver, title) in zip(receivers, titles) {
                let told = receiver == "350000" ? "福建省" : title
                #expect(label?.values[receiver]?["zh"] == told)
            }
        }
        try await nodes.remove()
    }

    @Test("a notice to the party is addressed to the party, and not to the other office")
    func party() async throws {
        let federation = try await Federation.make([("jiangxi", "360000"), ("fujian", "350000")])
        let fujian = federation[1].test
        let sent = try await federation.handOver(from: 0, to: 1)
        _ = try await fujian.submit(fujian.submission("accept", record: sent.entry))
        var start = fujian.submission("start_verification", record: sent.entry)
        start.fields["handling_officers"] = .list([.text("丙"), .text("丁")])
        _ = try await fujian.submit(start)
        var pause = fujian.submission("pause", record: sent.entry)
        pause.fields["pause_reason"] = .text("testing")
        let today = try #require(LocalDate(inChinaAt: try fujian.node.time.timestamp()))
        pause.fields["pause_from"] = .text(today.text)
        _ = try await fujian.submit(pause)
        let notice = try await fujian.local.printed(
            sent.entry,
            document: "f31",
            entry: nil,
            caller: Self.caller
        )
        #expect(notice.addressees.isEmpty && notice.answered == nil)
        #expect(notice.party?.name == "某公司")
        #expect(notice.party?.titles["zh"] == "嫌疑主体名称")
        try await federation.remove()
    }

    @Test(
        "a result that is registered is no commission, and a notice to somebody whom no field names has a blank for him"
    )
    func institution() async throws {
        let node = try await TestNode.make("jiangxi.ipr.example", region: "360000")
        var step = EntrySubmission(
            request: UUID().uuidString.lowercased(),
            machine: "appraisal",
            event: "register"
        )
        step.office = "scjg"
        step.fields = [
            "appraisal_kind": .text("testing"), "conclusion": .text("不合格"),
            "goods": .text("运动鞋"), "institution": .text("某检测中心"),
            "ip_right": .text("trademark"), "sample": .text("1号样品"), "title": .text("【演练】检测"),
        ]
        let registered = try await node.submit(step)
        func party(_ document: String) async throws -> PrintedForm.Party? {
            let form = try await node.local.printed(
                registered.entry,
                document: document,
                entry: nil,
                caller: Self.caller
            )
            #expect(form.addressees.isEmpty)
            return form.party
        }
        try await Fault.requireRefused("node.document_unknown") { _ = try await party("f30") }
        #expect(
            try await party("f32") == .init(name: nil, titles: ["en": "party", "zh": "当事人"])
        )
        try await node.remove()
    }

    @Test("a document that no step has is refused with those that there are")
    func unknown() async throws {
        let node = try await TestNode.make("jiangxi.ipr.example", region: "360000")
        let created = try await node.submit(node.submission("create"))
        for document in ["f17", "NO SUCH"] {
            try await Fault.requireRefused("node.document_unknown") {
                _ = try await node.local.printed(
                    created.entry,
                    document: document,
                    entry: nil,
                    caller: Self.caller
                )
            }
        }
        try await node.remove()
    }

    @Test(
        "a record lists the documents of each step, one that does not fit is refused with its reason, and a step is named by its entry"
    )
    func fitting() async throws {
        let nodes = try await TwoNodes.make()
        let local = nodes.jiangxi.local
        let (created, send) = try await nodes.jiangxi.approved(to: "350000")
        let sent = try await nodes.jiangxi.submit(send)
        let timeline = try await local.record(sent.entry, caller: Self.caller).timeline
        let shown = timeline.map { entry in (entry.documents ?? []).map(\.document) }
        #expect(shown == [["f1"], ["own-clue-notice"], ["own-clue-notice"]])
        #expect(timeline.first?.documents?.first?.form == 1)
        let first = try await local.printed(
            sent.entry,
            document: nil,
            entry: String(created.entry.prefix(8)),
            caller: Self.caller
        )
        #expect(first.document == "f1" && first.entry == created.entry && first.home)
        #expect(first.exercise && first.sender.region == "江西省")
        try await Fault.requireRefused("node.document_unknown") {
            _ = try await local.printed(
                sent.entry,
                document: "f1",
                entry: sent.entry,
                caller: Self.caller
            )
        }
        try await Fault.requireRefused("node.document_step_unknown") {
            _ = try await local.printed(
                sent.entry,
                document: nil,
                entry: String(repeating: "0", count: 64),
                caller: Self.caller
            )
        }
        try await nodes.remove()
    }

    @Test("a police office is offered no form of the market regulators, and is told why")
    func unfit() async throws {
        let home = try await TestNode.makeHome(
            "jiangxi.ipr.example",
            region: "360000",
            offices: ["gaj": "江西省公安厅"]
        )
        let node = try await TestNode(opening: home)
        var create = node.submission("create")
        create.office = "gaj"
        let created = try await node.submit(create)
        let timeline = try await node.local.record(created.entry, caller: Self.caller).timeline
        #expect(timeline.count == 1 && timeline.allSatisfy { $0.documents == nil })
        try await Fault.requireRefused("node.document_none") {
            _ = try await node.local.printed(
                created.entry,
                document: nil,
                entry: nil,
                caller: Self.caller
            )
        }
        let problem = await #expect(throws: Problem.self) {
            _ = try await node.local.printed(
                created.entry,
                document: "f1",
                entry: nil,
                caller: Self.caller
            )
        }
        #expect(problem?.code == "node.document_unfit" && problem?.status == 422)
        #expect(problem?.arguments["reason_zh"]?.contains("公安") == true)
        try await node.remove()
    }

    @Test(
        "a return letter goes to whoever wrote, and cites his letter by number and day"
    )
    func answered() async throws {
        let federation = try await Federation.make([("jiangxi", "360000"), ("fujian", "350000")])
        let (jiangxi, fujian) = (federation[0].test, federation[1].test)
        let sent = try await federation.handOver(from: 0, to: 1)
        var back = fujian.submission("return_misdirected", record: sent.entry)
        back.fields["misdirected_rule"] = .text("不属于本机关管辖")
        let returned = try await fujian.submit(back)
        let notice = try await jiangxi.local.printed(
            sent.entry,
            document: "own-clue-notice",
            entry: nil,
            caller: Self.caller
        )
        let letter = try await fujian.local.printed(
            sent.entry,
            document: nil,
            entry: nil,
            caller: Self.caller
        )
        #expect(letter.entry == returned.entry && letter.document == "own-clue-misdirected")
        let answered = try #require(letter.answered)
        #expect(answered.entry == sent.entry && answered.body == .held)
        #expect(answered.documentNumber == notice.documentNumber)
        #expect(answered.documentNumber != nil && answered.day == notice.day)
        #expect(answered.titles["zh"] == "线索通报函")
        #expect(letter.addressees == [answered.sender] && answered.sender == notice.sender)
        #expect(notice.answered == nil)
        try await federation.remove()
    }
}
