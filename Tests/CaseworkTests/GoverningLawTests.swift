import Testing

@testable import Casework

/// Each letter cites what governs that very act, and claims no act that a record of its own is for.
@Suite struct GoverningLawTests {
    private static let packs = [RulePack.cooperationBytes, RulePack.cooperation2027Bytes]

    private static func step(
        _ name: String,
        _ event: String,
        _ pack: RulePack
    ) throws -> (Machine, Transition) {
        let machine = try #require(MachineID(name).flatMap(pack.machine))
        return (machine, try #require(EventID(event).flatMap(machine.transition)))
    }

    private static func facts(
        _ title: String,
        _ values: [String: String],
        stated: [String] = []
    ) -> DocumentFacts {
        var facts = DocumentFacts(signerTitle: title)
        for (key, value) in values {
            if let field = FieldID(key) { facts.values[field] = .string(value) }
        }
        facts.stated = Set((stated + values.keys).compactMap { FieldID($0) })
        return facts
    }

    /// The papers that a step issues, and the laws that they cite.
    private static func issued(
        _ name: String,
        _ event: String,
        _ facts: DocumentFacts,
        _ pack: RulePack
    ) throws -> (papers: [String], laws: [String]) {
        let (machine, step) = try step(name, event, pack)
        let papers = machine.papers(of: step, isHome: false).filter { $0.unmet(by: facts) == nil }
        let laws = pack.lawsCited(by: step, of: machine, facts).map { law in
            law.law.id.text + (law.article.map { " \($0)" } ?? "")
        }
        return (papers.map(\.title.zh), laws)
    }

    @Test(
        "customs tell the police of a clue on article 26 and regulators on article 21, and the receipt is one of a clue",
        arguments: packs
    )
    func customs(_ bytes: [UInt8]) throws {
        let pack = try RulePack.load(bytes)
        for (target, paper, law) in [
            ("police", "涉嫌犯罪线索通报函", "customs-ip-regulations 26"),
            ("regulator", "线索通报函", "customs-ip-regulations 21"),
        ] {
            let facts = Self.facts("南昌海关", ["target_type": target])
            let sent = try Self.issued("handover-customs", "transfer", facts, pack)
            #expect(sent.papers == [paper] && sent.laws == [law], "\(sent)")
        }
        for (title, laws) in [
            ("福建省公安厅", []), ("福建省知识产权局", []), ("福建省市场监督管理局", ["samr-penalty-procedure 18"]),
        ] as [(String, [String])] {
            let facts = Self.facts(title, ["target_type": "police"])
            let receipt = try Self.issued("handover-customs", "receipt", facts, pack)
            #expect(receipt.papers == ["线索通报回执"] && receipt.laws == laws, "\(title) \(receipt)")
        }
        // What is told as a clue binds the police to no decision on a transfer, and regulators to examine it.
        let clocks = pack.kinds.flatMap(\.machines)
            .filter { $0.id.text == "handover-customs" }.flatMap(\.transitions)
            .flatMap { step in step.timers.map { "\(step.id) \($0.clock)" } }
        #expect(clocks.contains("receipt A1"))
        #expect(!clocks.contains { $0.hasSuffix(" B6") }, "\(clocks)")
        // The case itself goes to the police by a record of its own, with its transfer document.
        let formal = try Self.issued("handover-criminal", "send", Self.facts("南昌海关", [:]), pack)
        #expect(formal.papers == ["涉嫌犯罪案件移送书"])
        #expect(formal.laws == ["crime-transfer-regulations 5、6", "customs-ip-regulations 26"])
    }

    @Test(
        "a case that one office hands to another is no suspected crime, whoever hands it over",
        arguments: packs
    )
    func administrative(_ bytes: [UInt8]) throws {
        let pack = try RulePack.load(bytes)
        for title in ["江西省市场监督管理局", "江西省版权局", "南昌海关"] {
            for event in ["approve", "send", "receipt", "object", "designate", "file"] {
                let found = try Self.issued(
                    "handover-administrative",
                    event,
                    Self.facts(title, [:]),
                    pack
                )
                .laws
                #expect(!found.contains { $0.hasPrefix("crime-") }, "\(title) \(event) \(found)")
                #expect(!found.contains("administrative-penalty-law 27"), "\(title) \(event)")
            }
        }
    }

    @Test(
        "the law on coercive measures is cited where a decision to seal or seize is named",
        arguments: packs
    )
    func coercion(_ bytes: [UInt8]) throws {
        let pack = try RulePack.load(bytes)
        for stated in [[], ["coercive_decision_no"]] {
            let facts = Self.facts("江西省市场监督管理局", [:], stated: stated)
            let laws = try Self.issued("handover-criminal", "send", facts, pack).laws
            #expect(laws.contains("administrative-coercion-law 21") == !stated.isEmpty, "\(laws)")
            #expect(laws.contains("crime-transfer-regulations 5、6"))
        }
    }

    @Test(
        "an appraisal rests on article 32, and what the right holder identifies on article 30",
        arguments: packs
    )
    func appraisal(_ bytes: [UInt8]) throws {
        let pack = try RulePack.load(bytes)
        for (kind, article) in [("expert_appraisal", "32"), ("rightholder_identification", "30")] {
            for event in ["register", "offer", "start_reappraisal"] {
                let facts = Self.facts("江西省市场监督管理局", ["appraisal_kind": kind])
                let laws = try Self.issued("appraisal", event, facts, pack).laws
                #expect(laws == ["samr-penalty-procedure \(article)"], "\(kind) \(event)")
            }
        }
    }

    @Test(
        "a supervision notice goes to the office that is to act, when it is assigned",
        arguments: packs
    )
    func supervision(_ bytes: [UInt8]) throws {
        let pack = try RulePack.load(bytes)
        let machine = try #require(MachineID("supervision").flatMap(pack.machine))
        let notice = DocumentID(unchecked: "own-supervision-notice")
        let steps = machine.transitions.filter { $0.documents.contains(notice) }
        #expect(steps.map(\.id.text) == ["assign"])
    }

    @Test(
        "that an appraisal was withdrawn or replaced the office to which it was offered signs alone",
        arguments: packs
    )
    func acknowledged(_ bytes: [UInt8]) throws {
        let pack = try RulePack.load(bytes)
        for event in ["acknowledge_withdrawal", "acknowledge_replacement"] {
            let (_, step) = try Self.step("appraisal", event, pack)
            #expect(step.by.map(\.text) == ["receiver"] && step.recordedBy.isEmpty)
        }
    }

    @Test("what tells officers how to fill in a field stands on no paper", arguments: packs)
    func printed(_ bytes: [UInt8]) throws {
        let pack = try RulePack.load(bytes)
        let fields = pack.fields + pack.kinds.flatMap(\.machines).flatMap(\.fields)
        for field in fields where !field.isInternal {
            let name = (field.printed ?? field.title).zh
            #expect(!name.contains("（") || name == "当事人登记地（住所地）", "\(name)")
            #expect(field.printed.map { field.title.zh.hasPrefix($0.zh) } != false, "\(name)")
        }
    }
}
