import Casework
import Foundation
import Ledger
import LocalAPI
import Testing

@testable import NodeService

/// Whose number the number is that was given when assistance was approved, or anything else at home.
@Suite(.timeLimit(.minutes(20))) struct AssistanceNumberTests {
    private static let caller = TestNode.operatorCaller
    private static let number = "赣市监协〔2026〕5号"

    /// A request for assistance that was approved with a number, and the step that sends it without one.
    private static func approved(
        _ type: String,
        at node: TestNode
    ) async throws -> (record: String, send: EntrySubmission) {
        var create = AssistanceRequest.step("create")
        create.fields = [
            "assist_type": .text(type), "cause": .text("侵犯注册商标专用权"),
            "request_items": .list([.text("查明产地")]), "subject_name": .text("某公司"),
            "ip_right": .text("trademark"), "goods": .text("运动鞋"),
            "title": .text("【演练】运动鞋"), "scope": .text("internal"),
            "no_state_secret": .boolean(true), "sender_office": .text("360000/scjg"),
        ]
        let record = try await node.submit(create).entry
        var approve = AssistanceRequest.step("approve", record)
        approve.fields = ["document_no": .text(number)]
        _ = try await node.submit(approve)
        var send = AssistanceRequest.step("send", record)
        (send.mechanism, send.to) = ("exercise", ["350000"])
        send.fields = [
            "receiver_offices": .list([.text("350000")]), "mechanism": .text("exercise"),
            "liaison": .text("联络员"), "handling_officers": .list([.text("甲"), .text("乙")]),
        ]
        return (record, send)
    }

    private static func printed(
        _ document: String,
        of record: String,
        at node: TestNode
    ) async throws -> PrintedForm {
        try await node.local.printed(record, document: document, entry: nil, caller: caller)
    }

    @Test("the number of a letter that was given at its approval is on the draft and on the letter")
    func letter() async throws {
        let nodes = try await TwoNodes.make(fujianOffices: ["scjg": "福建省市场监督管理局"])
        let node = nodes.jiangxi
        let (record, send) = try await Self.approved("investigation", at: node)
        #expect(try await Self.printed("f17", of: record, at: node).documentNumber == Self.number)
        let sent = try await node.submit(send)
        let letter = try await Self.printed("f17", of: sent.entry, at: node)
        #expect(letter.documentNumber == Self.number && !letter.draft)
        try await nodes.remove()
    }

    @Test(
        "the number of a notice to the right holder is the notice's, and the letter asks for its own"
    )
    func notice() async throws {
        let nodes = try await TwoNodes.make(fujianOffices: ["scjg": "福建省市场监督管理局"])
        let node = nodes.jiangxi
        let (record, unnumbered) = try await Self.approved("opinion", at: node)
        #expect(try await Self.printed("f16", of: record, at: node).documentNumber == Self.number)
        let draft = try await Self.printed("own-assist-request", of: record, at: node)
        #expect(draft.documentNumber == nil)
        let refused = await #expect(throws: Problem.self) {
            _ = try await node.local.preview(unnumbered, caller: Self.caller)
        }
        #expect(refused?.arguments["fields"] == "document_no")
        var send = unnumbered
        send.fields["document_no"] = .text("赣市监协〔2026〕6号")
        let sent = try await node.submit(send)
        let letter = try await Self.printed("own-assist-request", of: sent.entry, at: node)
        #expect(letter.documentNumber == "赣市监协〔2026〕6号")
        try await nodes.remove()
    }

    @Test(
        "a number that was given for the letter is the letter's, whether its own series or its kind's has come to another one",
        arguments: ["f17", "assistance"]
    )
    func ownSeries(_ head: String) async throws {
        let nodes = try await TwoNodes.make(fujianOffices: ["scjg": "福建省市场监督管理局"])
        try await nodes.jiangxi.close()
        let file = nodes.jiangxi.home.configuration
        let heads = "document-numbers:\n  scjg:\n    \(head): 赣市监协查\n"
        let text = try String(contentsOf: file, encoding: .utf8) + heads
        try Data(text.utf8).write(to: file)
        let node = try await TestNode(opening: nodes.jiangxi.home)
        let (_, send) = try await Self.approved("investigation", at: node)
        let sent = try await node.submit(send)
        let letter = try await Self.printed("f17", of: sent.entry, at: node)
        #expect(letter.documentNumber == Self.number && !letter.draft)
        try await node.remove()
        try await nodes.fujian.remove()
    }

    /// What may be known of a machine's steps: nothing, or one of the listed values of a field that decides between its papers.
    private static func facts(_ machine: Machine, _ pack: RulePack) -> [DocumentFacts] {
        var all: [DocumentFacts] = []
        for signer in ["江西省市场监督管理局", "江西省公安厅", "南昌海关"] {
            all.append(DocumentFacts(signerTitle: signer))
            for condition in Set(machine.documents.flatMap(\.when)) {
                guard case .says(let says) = condition else { continue }
                let choice = (machine.fields + pack.fields).first { $0.id == says.field }?.choice
                for value in pack.choices.first(where: { $0.id == choice })?.values ?? [] {
                    var facts = DocumentFacts(signerTitle: signer)
                    facts.values[says.field] = .string(value.id.text)
                    facts.stated.insert(says.field)
                    all.append(facts)
                }
            }
        }
        return all
    }

    @Test(
        "a number given at home is that of a paper which the step issues and whose series it continues, and a letter's series is the letter's",
        arguments: [RulePack.cooperationBytes, RulePack.cooperation2027Bytes]
    )
    func everyStep(_ bytes: [UInt8]) throws {
        let pack = try RulePack.load(bytes)
        let office = try #require(OfficeID("scjg"))
        let field = try #require(FieldID("document_no"))
        var judged = 0
        for kind in pack.kinds {
            for machine in kind.machines {
                let known = Self.facts(machine, pack)
                for step in machine.transitions where !step.opens && !step.documents.isEmpty {
                    let rules = StepRules(pack: pack, machine: machine, step: step)
                    for facts in known {
                        let papers = machine.papers(of: step, isHome: true)
                            .filter { !$0.isRuledOut(by: facts) }
                        let name = "\(machine.id) \(step.id) \(facts.values)"
                        func paper(_ number: String, _ heads: [String: String]) -> DocumentID? {
                            DocumentPrefixes(["scjg": heads])
                                .paper(of: number, at: rules, for: office, facts)
                        }
                        let writ = papers.first.flatMap { $0.isWrit ? $0.id : nil }
                        #expect(paper("赣市监字〔2026〕1号", [:]) == writ, "\(name)")
                        for letter in machine.outgoing {
                            let heads = [letter.text: "赣市监函"]
                            #expect(paper("赣市监函〔2026〕1号", heads) == nil, "\(name) \(letter)")
                        }
                        if !step.requiredFields.contains(field) {
                            let heads = [kind.id.text: "赣市监函"]
                            #expect(paper("赣市监函〔2026〕1号", heads) == nil, "\(name)")
                        }
                        for own in papers {
                            let heads = [own.id.text: "赣市监表"]
                            #expect(paper("赣市监表〔2026〕1号", heads) == own.id, "\(name) \(own.id)")
                            judged += 1
                        }
                    }
                }
            }
        }
        #expect(judged > 100, "\(judged)")
    }

    @Test("a number is never that of a paper which what is known of the step rules out")
    func ruledOut() throws {
        for bytes in [RulePack.cooperationBytes, RulePack.cooperation2027Bytes] {
            let pack = try RulePack.load(bytes)
            let machine = try #require(MachineID("assistance").flatMap(pack.machine))
            let step = try #require(EventID("approve").flatMap(machine.transition))
            let (field, office) = (
                try #require(FieldID("assist_type")), try #require(OfficeID("scjg"))
            )
            let rules = StepRules(pack: pack, machine: machine, step: step)
            for (type, paper) in [("opinion", "f16"), ("investigation", nil)] as [(String, String?)]
            {
                var facts = DocumentFacts(signerTitle: "江西省市场监督管理局")
                facts.values[field] = .string(type)
                facts.stated.insert(field)
                for heads in [[:], ["f16": "赣市监协"]] as [[String: String]] {
                    let found = DocumentPrefixes(["scjg": heads])
                        .paper(of: Self.number, at: rules, for: office, facts)
                    #expect(found?.text == paper, "\(type) \(heads)")
                }
            }
        }
    }
}
