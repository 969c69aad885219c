import Casework
import Foundation
import Ledger
import LocalAPI
import LogStorage
import SQLiteStorage
import Testing
import TransparencyLog

@testable import NodeService

/// Each paper of a step bears its own number or none, and its office's title of the day.
@Suite(.timeLimit(.minutes(20))) struct PaperNumberTests {
    private static let caller = TestNode.operatorCaller

    /// A node with heads of series for its office.
    private static func numbered(
        _ heads: [(String, String)],
        time: NodeTime = .system
    ) async throws -> TestNode {
        let home = try await TestNode.makeHome("jiangxi.ipr.example", region: "360000")
        let file = home.configuration
        let lines = heads.map { "    \($0.0): \($0.1)\n" }.joined()
        let text = try String(contentsOf: file, encoding: .utf8)
        let added = heads.isEmpty ? "" : "document-numbers:\n  scjg:\n\(lines)"
        try Data((text + added).utf8).write(to: file)
        return try await TestNode(opening: home, time: time)
    }

    private static func printed(
        _ document: String,
        of record: String,
        at node: TestNode
    ) async throws -> PrintedForm {
        try await node.local.printed(record, document: document, entry: nil, caller: caller)
    }

    /// The step that sends a handover, without a number.
    private static func sending(_ record: String) -> EntrySubmission {
        var send = AdministrativeHandover.step("send", record)
        (send.mechanism, send.to) = ("exercise", ["350000"])
        send.fields = [
            "liaison": .text("联络员"), "receiver_offices": .list([.text("350000")]),
            "mechanism": .text("exercise"), "scope": .text("internal"),
            "no_state_secret": .boolean(true), "sender_office": .text("360000/scjg"),
            "file_list": .list([.text("案卷一册")]), "item_list": .list([.text("运动鞋 10 双")]),
            "handling_officers": .list([.text("甲"), .text("乙")]),
        ]
        return send
    }

    @Test(
        "the number of an approval form is neither the draft's nor the letter's, which takes one of its own series"
    )
    func approvalForm() async throws {
        let nodes = try await TwoNodes.make()
        try await nodes.jiangxi.close()
        let file = nodes.jiangxi.home.configuration
        let heads = "document-numbers:\n  scjg:\n    f8: 赣市监审\n    handover: 赣市监移\n"
        let text = try String(contentsOf: file, encoding: .utf8) + heads
        try Data(text.utf8).write(to: file)
        let node = try await TestNode(opening: nodes.jiangxi.home)
        let year = try node.node.time.timestamp().text.prefix(4)
        let record = try await AdministrativeHandover.approved(at: node)
        #expect(
            try await Self.printed("f8", of: record, at: node).documentNumber == "赣市监审〔\(year)〕1号"
        )
        #expect(try await Self.printed("f4", of: record, at: node).documentNumber == nil)
        let sent = try await node.submit(Self.sending(record))
        #expect(sent.documentNumber == "赣市监移〔\(year)〕1号")
        let letter = try await Self.printed("f4", of: sent.entry, at: node)
        #expect(letter.documentNumber == sent.documentNumber && !letter.draft)
        let list = try await Self.printed("f24", of: sent.entry, at: node)
        #expect(list.documentNumber == nil)
        #expect(
            try await Self.printed("f8", of: record, at: node).documentNumber == "赣市监审〔\(year)〕1号"
        )
        try await node.remove()
        try await nodes.fujian.remove()
    }

    @Test("a letter whose office has series for other papers alone asks for its number")
    func otherSeries() async throws {
        let nodes = try await TwoNodes.make()
        try await nodes.jiangxi.close()
        let file = nodes.jiangxi.home.configuration
        let heads = "document-numbers:\n  scjg:\n    f8: 赣市监审\n    f24: 赣市监清\n"
        let text = try String(contentsOf: file, encoding: .utf8) + heads
        try Data(text.utf8).write(to: file)
        let node = try await TestNode(opening: nodes.jiangxi.home)
        let record = try await AdministrativeHandover.approved(at: node)
        var send = Self.sending(record)
        do {
            _ = try await node.local.preview(send, caller: Self.caller)
            Issue.record("a number of another paper went out")
        } catch let problem as Problem {
            #expect(problem.code == "node.fields_missing")
            #expect(problem.arguments["fields"] == "document_no", "\(problem.arguments)")
        }
        let form = try await node.local.form(
            StepFormQuery(event: "send", record: record),
            caller: Self.caller
        )
        #expect(form.fields.first { $0.field == "document_no" }?.said == false)
        send.fields["document_no"] = .text("赣市监移〔2026〕7号")
        let sent = try await node.submit(send)
        let letter = try await Self.printed("f4", of: sent.entry, at: node)
        #expect(letter.documentNumber == "赣市监移〔2026〕7号")
        try await node.remove()
        try await nodes.fujian.remove()
    }

    @Test(
        "a number that was given for the letter before it goes out is on its draft, and on no form"
    )
    func given() async throws {
        let node = try await Self.numbered([])
        var create = AdministrativeHandover.step("create", nil)
        create.fields = [
            "cause": .text("涉嫌商标侵权"), "title": .text("【演练】运动鞋"),
            "jurisdiction_rule": .text("《市场监督管理行政处罚程序规定》第14条"),
            "subject_name": .text("某公司"), "goods": .text("运动鞋"), "ip_right": .text("trademark"),
            "document_no": .text("赣市监移〔2026〕9号"),
        ]
        let record = try await node.submit(create).entry
        _ = try await node.submit(AdministrativeHandover.step("approve", record))
        let draft = try await Self.printed("f4", of: record, at: node)
        #expect(draft.draft && draft.documentNumber == "赣市监移〔2026〕9号")
        #expect(try await Self.printed("f8", of: record, at: node).documentNumber == nil)
        let names = draft.fields.map { $0.titles["zh"] ?? "" }
        #expect(!names.contains { $0.contains("（") }, "\(names)")
        try await node.remove()
    }

    @Test("a paper bears the title that its office had when it was made")
    func title() async throws {
        let clock = SettableClock()
        let node = try await Self.numbered([], time: clock.time)
        clock.advance(by: 10)
        let record = try await AdministrativeHandover.approved(at: node)
        try await node.close()
        clock.advance(by: 10)
        let file = node.home.configuration
        let text = try String(contentsOf: file, encoding: .utf8)
        #expect(text.contains("市场监管"))
        try Data(text.replacing("市场监管", with: "江西省市场监督管理局").utf8).write(to: file)
        let again = try await TestNode(opening: node.home, time: clock.time)
        #expect(again.node.view.card.content.offices.map(\.title) == ["江西省市场监督管理局"])
        let paper = try await Self.printed("f8", of: record, at: again)
        #expect(paper.sender.title == "市场监管" && paper.cardDay == nil)
        let later = try await AdministrativeHandover.approved(at: again)
        let newer = try await Self.printed("f8", of: later, at: again)
        #expect(newer.sender.title == "江西省市场监督管理局" && newer.cardDay == nil)
        // Where the card of the time is kept no more, the paper says whose title it bears.
        let name = try again.node.view.node.keyName
        try await again.node.store.write { transaction in
            for card in try transaction.documents(.card, prefix: name.bytes + [0]).dropLast() {
                try transaction.removeDocument(.card, card.key)
            }
        }
        let lacking = try await Self.printed("f8", of: record, at: again)
        #expect(lacking.sender.title == "江西省市场监督管理局" && lacking.cardDay != nil)
        try await again.remove()
    }

    @Test(
        "a region that several offices serve is addressed as a region, and by its office where one alone is usual"
    )
    func offices() async throws {
        let nodes = try await TwoNodes.make(
            fujianOffices: ["gaj": "福建省公安厅", "scjg": "福建省市场监督管理局", "zscq": "福建省知识产权局"]
        )
        let node = nodes.jiangxi
        let (_, send) = try await node.approved(to: "350000")
        func open(_ step: EntrySubmission) async throws -> [CodedText] {
            try await node.local.preview(step, caller: Self.caller).findings
                .filter { $0.code == "node.addressee_office_open" }
        }
        let told = try await open(send)
        #expect(told.map { $0.arguments["address"] } == ["350000"])
        #expect(told.first?.arguments["offices"]?.contains("350000/zscq 福建省知识产权局") == true)
        let notice = try await Self.printed(
            "own-clue-notice",
            of: node.submit(send).entry,
            at: node
        )
        #expect(notice.addressees.map(\.title) == [nil])
        #expect(notice.addressees.first?.isAnyOfSeveral == true)
        // A case that is handed to an administrative office is not addressed to the police.
        let record = try await AdministrativeHandover.approved(at: node)
        var handover = Self.sending(record)
        handover.fields["document_no"] = .text("赣市监移〔2026〕7号")
        let sent = try await node.submit(handover)
        let letter = try await Self.printed("f4", of: sent.entry, at: node)
        #expect(letter.addressees.map(\.title) == [nil])
        try await nodes.remove()
        let two = try await TwoNodes.make(fujianOffices: ["gaj": "福建省公安厅", "zscq": "福建省知识产权局"])
        let other = two.jiangxi
        var single = Self.sending(try await AdministrativeHandover.approved(at: other))
        single.fields["document_no"] = .text("赣市监移〔2026〕8号")
        let shown = try await other.local.preview(single, caller: Self.caller)
        #expect(shown.findings.allSatisfy { $0.code != "node.addressee_office_open" })
        let entry = try await other.submit(single).entry
        let usual = try await Self.printed("f4", of: entry, at: other)
        #expect(usual.addressees.map(\.title) == ["福建省知识产权局"])
        try await two.remove()
    }

    @Test("a title names an office of the mechanism's members, and of no other peer")
    func titles() async throws {
        let nodes = try await TwoNodes.make(fujianOffices: ["scjg": "福建省市场监督管理局"])
        let home = try await TestNode.makeHome(
            "guizhou.ipr.example",
            region: "520000",
            offices: ["scjg": "贵州省市场监督管理局"]
        )
        let guizhou = try await TestNode(opening: home)
        let card = try await guizhou.local.card(caller: Self.caller)
        _ = try await nodes.jiangxi.local.add(
            PeerAddition(card: card.card, fingerprint: card.fingerprint),
            caller: Self.caller
        )
        var create = nodes.jiangxi.submission("create")
        for mechanism in [nil, "exercise"] as [String?] {
            create.fields["mechanism"] = mechanism.map { .text($0) }
            create.fields["receiver_offices"] = .list([.text("福建省 市场监督管理局")])
            let shown = try await nodes.jiangxi.local.preview(create, caller: Self.caller)
            #expect(shown.body.contains("\"350000/scjg\""), "\(shown.body)")
            create.fields["receiver_offices"] = .list([.text("贵州省市场监督管理局")])
            let stranger = create
            await #expect(throws: Problem.self) {
                _ = try await nodes.jiangxi.local.preview(stranger, caller: Self.caller)
            }
        }
        try await guizhou.remove()
        try await nodes.remove()
    }

    @Test(
        "each writ that customs make for a party bears its own number or none, and nothing of the office's own handling"
    )
    func customs() async throws {
        let home = try await TestNode.makeHome(
            "jiangxi.ipr.example",
            region: "360000",
            offices: ["hg": "南昌海关"]
        )
        let node = try await TestNode(opening: home)
        func step(_ event: String, _ record: String?) -> EntrySubmission {
            var step = EntrySubmission(
                request: UUID().uuidString.lowercased(),
                machine: "handover-customs",
                event: event
            )
            step.record = record
            return step
        }
        var notify = step("notify_holder", nil)
        notify.fields = [
            "goods": .text("运动鞋"), "port": .text("南昌港"), "title": .text("【演练】出口运动鞋"),
            "subject_name": .text("某公司"), "ip_holder": .text("某权利人"),
            "ip_right": .text("trademark"), "scope": .text("internal"),
            "no_state_secret": .boolean(true), "receiver_offices": .list([.text("350000")]),
        ]
        let record = try await node.submit(notify).entry
        var detain = step("detain", record)
        detain.fields = ["document_no": .text("洪关扣〔2026〕1号")]
        _ = try await node.submit(detain)
        _ = try await node.submit(step("determine", record))
        for (id, number, party) in [
            ("st-customs-notice", nil, "某权利人"), ("st-customs-detention", "洪关扣〔2026〕1号", "某公司"),
            ("st-customs-finding", nil, "某公司"),
        ] as [(String, String?, String)] {
            let paper = try await Self.printed(id, of: record, at: node)
            #expect(paper.documentNumber == number && paper.party?.name == party, "\(id)")
            let fields = Set(paper.fields.map(\.field))
            #expect(fields.isDisjoint(with: ["scope", "no_state_secret", "receiver_offices"]))
            #expect(fields.contains("goods") && paper.addressees.isEmpty)
        }
        try await node.remove()
    }

    @Test(
        "an objection to jurisdiction goes to the common superior, and not to whoever sent the case"
    )
    func objection() async throws {
        let federation = try await Federation.make([("jiangxi", "360000"), ("fujian", "350000")])
        let record = try await AdministrativeHandover.sent(in: federation)
        let fujian = federation[1].test
        var object = AdministrativeHandover.step("object", record)
        (object.office, object.fields) = ("scjg", ["objection": .text("实际经营地在外省")])
        _ = try await fujian.submit(object)
        let report = try await Self.printed("own-jurisdiction-report", of: record, at: fujian)
        #expect(report.addressees.isEmpty && report.party?.name == nil)
        #expect(report.party?.titles["zh"] == "共同的上一级机关")
        try await federation.remove()
    }
}
