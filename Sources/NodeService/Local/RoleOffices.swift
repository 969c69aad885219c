import Casework
import Ledger
import LocalAPI

/// Whether the offices of a step are such as its rules say: a role may ask for a word in the title of the office that fills it.
///
/// Cards say what offices are called, and may change: so it is looked at before something is signed here, and moves no verdict.
struct RoleOffices {
    let view: NodeView
    let machine: Machine
    let step: Transition
    let intent: EntryIntent
    let mechanism: MechanismID?
    /// The pack, and what the step says, by which a role may ask for more.
    var pack: RulePack? = nil
    var fields: [FieldID: BodyValue] = [:]

    /// An addressee whose node has no such office, and a signer that is none.
    func faults() -> [NodeError] {
        addressed.compactMap { address, role, offices in
            guard let offices, !offices.isEmpty, !role.officeWords.isEmpty,
                !offices.contains(where: role.isCalled)
            else { return nil }
            return NodeError.titled(
                .addresseeNotOfRole,
                [
                    "address": address.text, "event": step.id.text,
                    "found": Self.list(offices), "words": Self.list(role.officeWords),
                ].merging(fitting(role, beside: address)) { said, _ in said },
                [("role", [(id: role.id.text, title: Optional(role.title))])]
            )
        } + ruleFaults() + signerFaults()
    }

    /// The offices that may be in a role among those of the node to which an address belongs: somebody may have named the wrong one.
    private func fitting(_ role: Role, beside address: Address) -> [String: String] {
        let newest: Membership? = mechanism.flatMap { view.library.newest(of: $0) }
        let card = newest?.party(of: address).flatMap { party in
            party.node == view.node ? view.card : view.registry[party.node]
        }
        let offices = (card?.content.offices ?? [])
            .filter { $0.id != .system && role.isCalled($0.title) }
            .map { "\(address.region.text)/\($0.id.text) \($0.title)" }
        guard offices.isEmpty else { return ["fitting": Self.list(offices)] }
        return ["fitting": "-", "fitting_en": "none", "fitting_zh": "没有"]
    }

    /// An addressee whose node has no office such as the role asks for by what the step says.
    private func ruleFaults() -> [NodeError] {
        guard let pack else { return [] }
        return addressed.flatMap { address, role, offices -> [NodeError] in
            guard let offices, !offices.isEmpty else { return [] }
            let rules = role.officeRules.filter { $0.counts { fields[$0]?.fact } }
            return rules.filter { rule in !offices.contains(where: rule.admits) }.map { rule in
                NodeError(
                    .addresseeOtherOffice,
                    OfficeRuleText(rule, role: role, machine: machine, pack: pack)
                        .arguments(address, offices, in: step.id)
                )
            }
        }
    }

    /// Addressees of whose offices nothing is known here, and those for which another procedure is usual.
    func warnings() -> [CodedText] {
        addressed.compactMap { address, role, offices in
            var arguments = [
                "address": address.text, "event": step.id.text, "role": role.id.text,
                "role_en": role.title.en, "role_zh": role.title.zh,
            ]
            guard let offices, !offices.isEmpty else {
                guard !role.officeWords.isEmpty else { return nil }
                arguments["words"] = Self.list(role.officeWords)
                return CodedText("node.addressee_offices_unknown", arguments)
            }
            let unusual = offices.filter { title in
                role.unusualWords.contains { title.contains($0) }
            }
            guard unusual.count == offices.count else { return nil }
            arguments["found"] = Self.list(unusual)
            arguments["words"] = Self.list(role.unusualWords)
            guard let procedure = role.unusualProcedure else {
                return CodedText("node.addressee_unusual", arguments)
            }
            arguments["procedure"] = procedure.en
            arguments["procedure_en"] = procedure.en
            arguments["procedure_zh"] = procedure.zh
            return CodedText("node.addressee_has_procedure", arguments)
        }
    }

    /// The addressees that the step puts into a role which asks for a word or against one, with the titles of the offices that are meant;
    /// nil where no card is here.
    private var addressed: [(address: Address, role: Role, offices: [String]?)] {
        guard let mechanism, let newest: Membership = view.library.newest(of: mechanism) else {
            return []
        }
        let roles = machine.roles.filter { role in
            role.asksForOffices && role.isAddressed(by: step.id)
        }
        return intent.to.flatMap {
            address -> [(address: Address, role: Role, offices: [String]?)] in
            // Who is no member, and an office that a card does not name, are refused as such.
            guard let party = newest.party(of: address) else { return [] }
            let titles = Self.titles(at: address, of: party, in: view)
            if titles?.isEmpty == true, address.office != nil { return [] }
            return roles.map { (address, $0, titles) }
        }
    }

    /// The titles of the offices of a node that an address means; nil where no card is here.
    static func titles(at address: Address, of party: Party, in view: NodeView) -> [String]? {
        let card = party.node == view.node ? view.card : view.registry[party.node]
        return card.map { card in
            card.content.offices.filter {
                $0.id != .system && (address.office == nil || $0.id == address.office)
            }
            .map(\.title)
        }
    }

    private func signerFaults() -> [NodeError] {
        let admitted = Set(step.by + step.recordedBy)
        let roles = machine.roles.filter { admitted.contains($0.id) && !$0.isSystem }
        guard let first = roles.first, roles.allSatisfy({ !$0.officeWords.isEmpty }),
            let office = view.card.content.offices.first(where: { $0.id == intent.office }),
            !roles.contains(where: { $0.isCalled(office.title) })
        else { return [] }
        let words = roles.flatMap(\.officeWords).reduce(into: [String]()) { all, word in
            if !all.contains(word) { all.append(word) }
        }
        return [
            NodeError.titled(
                .officeNotOfRole,
                [
                    "event": step.id.text, "found": "\(office.title) \(office.id.text)",
                    "words": Self.list(words),
                ],
                [("role", [(id: first.id.text, title: Optional(first.title))])]
            )
        ]
    }

    private static func list(_ texts: [String]) -> String { texts.joined(separator: "、") }
}

extension Role {
    /// Whether an office with this title may be in the role.
    func isCalled(_ title: String) -> Bool { officeWords.contains { title.contains($0) } }
}
