import Casework
import Ledger
import LocalAPI

extension StepPlanner {
    /// Names the office at each addressee that is a region with several offices, where the rules say what an office in that role is
    /// called, or the receiving offices name one of them; gives what is said of it.
    ///
    /// `home` is the matter that an opening carries along. Any office of that node could act otherwise. A region without such an office stays as it is, and is refused by `RoleOffices`; of
    /// several the one that the receiving offices name is meant, else `addressee_offices_several` is thrown.
    func nameOffices(
        in intent: inout EntryIntent,
        by rules: StepRules,
        _ mechanism: MechanismID?,
        from home: RecordKey?
    ) throws -> [CodedText] {
        let said = try carried(to: rules.step, of: home)
        let stated = said.merging(intent.fields) { _, own in own }
        let receivers = Self.receivers(among: stated)
        let asked = { (role: Role) in role.officeRules { stated[$0]?.fact } }
        let roles = rules.machine.roles.filter { role in
            role.isAddressed(by: rules.step.id) && asked(role).contains { !$0.words.isEmpty }
        }
        guard let mechanism,
            let newest: Membership = view.library.newest(of: mechanism)
        else { return [] }
        var told: [CodedText] = []
        var named: [Address] = []
        for address in intent.to {
            let fitting = newest.party(of: address).map { party in
                offices(at: address, of: party).filter { office in
                    roles.isEmpty
                        || roles.contains { asked($0).allSatisfy { $0.admits(office.title) } }
                }
            }
            let meant = (fitting ?? []).filter { office in
                receivers.contains(Address(region: address.region, office: office.id))
            }
            guard let fitting,
                let office = meant.count == 1
                    ? meant.first : roles.isEmpty ? nil : fitting.first
            else {
                named.append(address)
                if let open = open(address, fitting ?? [], to: receivers, by: rules) {
                    told.append(open)
                }
                continue
            }
            let found = Address(region: address.region, office: office.id)
            guard let role = roles.first else {
                if !named.contains(found) { named.append(found) }
                let arguments = ["address": address.text, "found": "\(found.text) \(office.title)"]
                told.append(CodedText("node.addressee_office_meant", arguments))
                continue
            }
            let arguments = [
                "address": address.text,
                "words": asked(role).flatMap(\.words).joined(separator: "、"),
            ]
            guard fitting.count == 1 || meant.count == 1 else {
                throw several(fitting, at: address, role, arguments)
            }
            if !named.contains(found) { named.append(found) }
            told.append(
                CodedText(
                    "node.addressee_office_named",
                    arguments.merging([
                        "found": "\(found.text) \(office.title)", "role": role.id.text,
                        "role_en": role.title.en, "role_zh": role.title.zh,
                    ]) { own, _ in own }
                )
            )
        }
        intent.to = named
        return told
    }

    /// That several offices of an addressee fit, of which the rules mean one.
    private func several(
        _ offices: [CardContent.Office],
        at address: Address,
        _ role: Role,
        _ arguments: [String: String]
    ) -> NodeError {
        let titles = offices.map {
            "\(Address(region: address.region, office: $0.id).text) \($0.title)"
        }
        return NodeError.titled(
            .addresseeOfficesSeveral,
            arguments.merging(["offices": titles.joined(separator: ", ")]) { own, _ in own },
            [("role", [(id: role.id.text, title: Optional(role.title))])]
        )
    }

    /// That a letter to a region names none of its offices: nil where one alone usually has the role, or where the receiving offices name some.
    private func open(
        _ address: Address,
        _ offices: [CardContent.Office],
        to receivers: [Address],
        by rules: StepRules
    ) -> CodedText? {
        let role = rules.machine.roles.first { $0.isAddressed(by: rules.step.id) }
        let usual = offices.filter { role?.admits($0.title) ?? true }
            .map { "\(Address(region: address.region, office: $0.id).text) \($0.title)" }
        guard usual.count > 1,
            !receivers.contains(where: { $0.office != nil && address.contains($0) })
        else { return nil }
        return CodedText(
            "node.addressee_office_open",
            ["address": address.text, "offices": usual.joined(separator: ", ")]
        )
    }

    /// The offices of a member that is addressed as a whole; none where its node has one, so that nobody else could act, and where no
    /// card is here.
    private func offices(at address: Address, of party: Party) -> [CardContent.Office] {
        guard address.office == nil, party.member == address,
            let card = party.node == view.node ? view.card : view.registry[party.node]
        else { return [] }
        let offices = card.content.offices.filter { $0.id != .system }
        return offices.count > 1 ? offices : []
    }

    static func receivers(among fields: [FieldID: BodyValue]) -> [Address] {
        guard let field = FieldID("receiver_offices"), case .array(let values)? = fields[field]
        else { return [] }
        return values.compactMap { $0.string.flatMap { Address($0) } }
    }

    /// The office that was named, by itself or in the address of the sender, the only one for which the caller may sign, the only one that may take the step, or the only one of
    /// this node that has taken part in the record.
    func office(
        _ submission: EntrySubmission,
        of state: RecordState?,
        taking step: Transition,
        in scope: RecordScope?
    ) throws -> OfficeID {
        let sender = submission.from.flatMap { Address($0)?.office?.text }
        if let name = submission.office ?? sender {
            guard let office = OfficeID(name) else { throw NodeError.malformed("office", name) }
            return office
        }
        let own = view.keyring.offices.keys.filter {
            $0 != .system && caller.offices.contains($0.text)
        }
        if own.count > 1, let only = only(of: own, taking: step, in: state, scope) { return only }
        let part = Set(
            (state?.steps ?? []).filter { $0.verdict == .applied && $0.event.node == view.node }
                .map(\.event.office)
        )
        .subtracting([.system])
        // A step that opens has its matter's office, one that follows the office that acted before.
        if own.count > 1, part.count == 1, let office = part.first, own.contains(office) {
            return office
        }
        guard own.count == 1, let only = own.first else {
            let offices = own.map(\.text).sorted().joined(separator: ", ")
            throw NodeError(.officeNeeded, ["offices": offices])
        }
        return only
    }

    /// The only one of some offices of this node that may take a step of a record; nil where none or several may.
    private func only(
        of own: [OfficeID],
        taking step: Transition,
        in state: RecordState?,
        _ scope: RecordScope?
    ) -> OfficeID? {
        guard let state, let scope, let parties = NextSteps.parties(of: scope, in: view) else {
            return nil
        }
        let may = OwnOffices(view: view).taking(step, in: state, parties: parties)
            .filter(own.contains)
        return may.count == 1 ? may.first : nil
    }
}

extension Transition {
    /// Whether its rules ask for addressees.
    var asksForAddressees: Bool {
        guards.contains {
            if case .addressees(let least, _) = $0 { least > 0 } else { false }
        }
    }
}
