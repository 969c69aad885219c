import Foundation
import Testing

@testable import Casework

/// No paper claims an act that the step on which it is offered is not, and each letter says what it is for.
@Suite struct DocumentDecisionTests {
    /// How the titles of papers end that are themselves an act: a decision, an order, a commission, a judgment.
    private static let acts = [
        "决定书", "判决书", "起诉书", "认定书", "委托书", "凭单", "通知立案书", "立案通知书", "意见书", "管辖通知书",
        "移送书", "督办通知书", "交办通知书", "扣押通知书",
    ]

    /// The steps that are that act, or that approve its draft at home.
    private static let steps: Set<String> = [
        "appraisal start_reappraisal f30", "assistance approve f18", "assistance send f18",
        "credit-list grant_repair own-list-removal", "credit-list list own-list-decision",
        "handover-administrative designate f2", "handover-criminal decide_file st-filing-notice",
        "handover-criminal decide_not_to_file st-no-filing-notice",
        "handover-criminal file_as_ordered st-filing-notice",
        "handover-criminal order_filing st-order-filing",
        "handover-criminal reconsider_file st-filing-notice",
        "handover-criminal reconsider_file st-reconsideration-decision",
        "handover-criminal reconsider_uphold st-reconsideration-decision",
        "handover-criminal send f5", "handover-customs detain st-customs-detention",
        "handover-customs detain_on_application st-customs-detention",
        "handover-customs determine st-customs-finding",
        "handover-reverse approve st-procuratorial-opinion",
        "handover-reverse designate f2", "handover-reverse send st-procuratorial-opinion",
        "supervision assign f3", "supervision assign own-supervision-notice",
        "supervision release own-supervision-release",
        "supervision release_early own-supervision-release",
    ]

    private static let packs = [RulePack.cooperationBytes, RulePack.cooperation2027Bytes]

    @Test("a paper that is an act is offered on the step that is this act alone", arguments: packs)
    func acts(_ bytes: [UInt8]) throws {
        let pack = try RulePack.load(bytes)
        var found: Set<String> = []
        for machine in pack.kinds.flatMap(\.machines) {
            for step in machine.transitions {
                for id in step.documents {
                    let document = try #require(machine.documents.first { $0.id == id })
                    guard Self.acts.contains(where: { document.title.zh.hasSuffix($0) }) else {
                        continue
                    }
                    found.insert("\(machine.id) \(step.id) \(id)")
                }
            }
        }
        #expect(found == Self.steps, "\(found.symmetricDifference(Self.steps).sorted())")
    }

    @Test(
        "each paper that is no table says in its own sentence what it is for, in both languages and without English",
        arguments: packs
    )
    func sentences(_ bytes: [UInt8]) throws {
        let tables = ["表", "单", "记录", "封条", "回证", "报告", "方案", "摘要"]
        for machine in try RulePack.load(bytes).kinds.flatMap(\.machines) {
            for document in machine.documents {
                let name = "\(machine.id) \(document.id)"
                let title = document.title.zh.replacing(/（.*）$/, with: "")
                guard !tables.contains(where: { title.hasSuffix($0) }) else { continue }
                let says = try #require(document.says, "\(name)")
                #expect(says.zh.hasSuffix("。"), "\(name)")
                let words = says.zh.replacing(/\{(matter|step|we|you)\}/, with: "")
                #expect(!words.contains { $0.isASCII }, "\(name)")
                #expect(!says.en.isEmpty)
            }
        }
    }

    @Test("a sentence holds no brace but of a placeholder")
    func braces() throws {
        let text = String(decoding: RulePack.cooperationBytes, as: UTF8.self)
        let sentence = "现将{matter}的办理情况反馈{you}。"
        for (changed, isRefused) in [
            ("现将{matter}的办理情况反馈{you}，{we}。", false), ("现将{title}的办理情况反馈。", true),
            ("现将{matter的办理情况反馈。", true), ("现将matter}的办理情况反馈。", true),
        ] {
            let bytes = Array(text.replacing(sentence, with: changed).utf8)
            #expect(bytes != RulePack.cooperationBytes)
            do throws(CaseworkError) {
                _ = try RulePack.load(bytes)
                #expect(!isRefused, "\(changed)")
            } catch {
                #expect(isRefused && error.code == .packValueMalformed, "\(changed)")
            }
        }
    }

    @Test("a seal strip names seal and item alone")
    func strip() throws {
        let pack = try RulePack.load(RulePack.cooperationBytes)
        let machine = try #require(MachineID("evidence").flatMap(pack.machine))
        let strip = try #require(machine.documents.first { $0.id.text == "f25" })
        let shown = machine.fields.filter { !$0.isInternal && !strip.omits.contains($0.id) }
        #expect(shown.map(\.id.text) == ["item_no", "item_name", "seal_no"])
    }

    @Test(
        "the party is told of sealed or seized goods only where a decision to seal or seize is named"
    )
    func seizure() throws {
        let pack = try RulePack.load(RulePack.cooperationBytes)
        let machine = try #require(MachineID("handover-criminal").flatMap(pack.machine))
        let notice = try #require(machine.documents.first { $0.id.text == "f6" })
        var facts = DocumentFacts(signerTitle: "江西省市场监督管理局")
        facts.stated = [FieldID(unchecked: "item_list")]
        #expect(notice.unmet(by: facts) != nil)
        facts.stated.insert(FieldID(unchecked: "coercive_decision_no"))
        #expect(notice.unmet(by: facts) == nil)
        // What the office keeps to itself goes to no party.
        let kept = ["approved_at", "reported_at", "investigation_report", "handling_officers"]
        #expect(Set(notice.omits.map(\.text)).isSuperset(of: kept))
    }
}
