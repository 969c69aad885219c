import Testing

@testable import Casework

/// Whose number the number of a step is.
@Suite struct NumberedPaperTests {
    private static let packs = [RulePack.cooperationBytes, RulePack.cooperation2027Bytes]
    private static let signers = [
        "江西省市场监督管理局", "江西省版权局", "江西省公安厅", "南昌海关", "江西省人民检察院", "江西省高级人民法院",
    ]

    /// Each way in which what a record says may decide between the papers of a machine.
    private static func facts(_ machine: Machine, _ pack: RulePack) -> [DocumentFacts] {
        var all = [DocumentFacts()]
        let conditions = Set(machine.documents.flatMap(\.when))
        for field in Set(conditions.compactMap(\.field)).sorted(by: { $0.text < $1.text }) {
            let choice = (machine.fields + pack.fields).first { $0.id == field }?.choice
            let values = pack.choices.first { $0.id == choice }?.values ?? []
            // A field that lists no values may have been given or not.
            let given = values.isEmpty ? [nil] : values.map { Optional($0.id.text) }
            for facts in all {
                for value in given {
                    var more = facts
                    more.values[field] = value.map { .string($0) }
                    more.stated.insert(field)
                    all.append(more)
                }
            }
        }
        return all
    }

    @Test(
        "of the papers of each step the first that fits bears its number, and a list or a table never does beside a letter",
        arguments: packs
    )
    func bearer(_ bytes: [UInt8]) throws {
        let pack = try RulePack.load(bytes)
        var judged = 0
        for machine in pack.kinds.flatMap(\.machines) {
            for step in machine.transitions where !step.documents.isEmpty {
                for (signer, isHome) in Self.signers.flatMap({ [($0, true), ($0, false)] }) {
                    for known in Self.facts(machine, pack) {
                        var facts = known
                        facts.signerTitle = signer
                        let name = "\(machine.id) \(step.id) \(signer) \(facts.values)"
                        let fits = machine.papers(of: step, isHome: isHome)
                            .filter { $0.unmet(by: facts) == nil }
                        let bearer = machine.numbered(by: step, isHome: isHome, facts)
                        judged += fits.isEmpty ? 0 : 1
                        // Also where something is not said yet: no paper that may come takes the number of one that is there.
                        #expect(fits.isEmpty || bearer?.id == fits.first?.id, "\(name)")
                        let hasWrit = fits.contains { $0.isWrit }
                        #expect(bearer?.isWrit == true || !hasWrit, "\(name)")
                    }
                }
            }
        }
        #expect(judged > 500, "\(judged)")
    }

    @Test("at home a step's number is no draft's: the letter is numbered when it goes out")
    func drafts() throws {
        let pack = try RulePack.load(RulePack.cooperationBytes)
        let machine = try #require(MachineID("handover-administrative").flatMap(pack.machine))
        let facts = DocumentFacts(signerTitle: Self.signers[0])
        func bearer(_ event: String, isHome: Bool) throws -> String? {
            let step = try #require(EventID(event).flatMap(machine.transition))
            return machine.numbered(by: step, isHome: isHome, facts)?.id.text
        }
        #expect(try bearer("approve", isHome: true) == "f8")
        #expect(try bearer("send", isHome: true) == "f4")
        #expect(try bearer("send", isHome: false) == "f4")
        #expect(machine.outgoing.map(\.text).sorted() == ["f24", "f4"])
    }

    @Test("the police number their own letter, and not the list that goes with it")
    func reverse() throws {
        for bytes in Self.packs {
            let pack = try RulePack.load(bytes)
            let machine = try #require(MachineID("handover-reverse").flatMap(pack.machine))
            let step = try #require(EventID("send").flatMap(machine.transition))
            for (signer, paper, articles) in [
                ("江西省公安厅", "own-reverse-transfer", ["13", "27"]),
                ("江西省人民检察院", "st-procuratorial-opinion", ["27"]),
                ("江西省高级人民法院", "own-reverse-transfer", ["27"]),
            ] {
                let facts = DocumentFacts(signerTitle: signer)
                #expect(machine.numbered(by: step, isHome: false, facts)?.id.text == paper)
                let laws = pack.lawsCited(by: step, of: machine, facts).filter {
                    $0.law.id.text != "trademark-law"
                }
                #expect(laws.compactMap(\.article) == articles, "\(signer)")
            }
        }
    }
}

extension DocumentCondition {
    /// The field that it asks for.
    fileprivate var field: FieldID? {
        switch self {
        case .says(let condition): condition.field
        case .stated(let field): field
        case .signer, .otherSigner, .mechanism: nil
        }
    }
}
