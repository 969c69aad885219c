import Casework
import Ledger
import LocalAPI
import TransparencyLog

/// Several things that are wrong with one submission; nothing was signed.
struct SubmissionFaults: Error {
    let faults: [NodeError]
}

/// Whether what an officer asks for makes sense, before anything is signed: the log is append-only, and nobody can take it back.
///
/// A pure function of what it is given. Whether the rules allow the step is for admission.
struct SubmissionCheck {
    private static let receiverOffices = "receiver_offices"
    private static let senderOffice = "sender_office"
    let view: NodeView
    let pack: RulePack
    let machine: Machine
    let step: Transition
    let intent: EntryIntent
    /// The fields with what an opening carries along.
    let fields: [FieldID: BodyValue]
    /// The fields that the officer gives with this step.
    let stated: [FieldID: BodyValue]
    /// Whether the subject is a natural person by what earlier steps say.
    let isSubjectPerson: Bool
    /// The fields that a step which hands the matter on takes from personal bodies.
    let personal: Set<FieldID>
    /// The days and times among them.
    let dates: StepDates
    /// The mechanism that the step goes into; nil at home.
    let mechanism: MechanismID?

    /// Throws everything that is wrong.
    func require() throws {
        let faults =
            signerFaults() + fieldFaults() + addresseeFaults() + audienceFaults() + labelFaults()
            + Superior(of: machine, for: step, in: mechanism, view).faults() + offices.faults()
        if faults.count == 1, let only = faults.first { throw only }
        guard faults.isEmpty else { throw SubmissionFaults(faults: faults) }
    }

    // MARK: Fields

    private func fieldFaults() -> [NodeError] {
        guard let rules = BodyRules(pack: pack, machine: machine.id, event: step.id) else {
            return []
        }
        let faults = rules.faults(in: fields)
        return faults.map(error) + nameFaults(besides: Set(faults.map(\.field)))
            + contradictions() + senderOfficeFaults()
            + dates.faults(explainedBy: stated)
    }

    /// Attachments that are listed without a name, or twice.
    ///
    /// Only what is given now is judged: what was signed before keeps no step from being taken.
    private func nameFaults(besides told: Set<FieldID>) -> [NodeError] {
        attachments.filter { !told.contains($0.key) }.compactMap { field, values in
            var seen: Set<String> = []
            for value in values {
                guard let name = value.string, name.contains(where: { !$0.isWhitespace }) else {
                    return NodeError(.fieldNoNames, ["field": field.text])
                }
                guard seen.insert(name).inserted else {
                    return NodeError(.fieldNamedTwice, ["field": field.text, "value": name])
                }
            }
            return nil
        }
    }

    /// The lists of attachments that the officer gives with this step.
    private var attachments: [(key: FieldID, values: [BodyValue])] {
        stated.sorted { $0.key < $1.key }.compactMap { id, value in
            guard machine.field(id, in: pack)?.kind == .attachment, !value.isEmpty,
                case .array(let values) = value
            else { return nil }
            return (id, values)
        }
    }

    private func error(_ fault: FieldFault) -> NodeError {
        var arguments = ["field": fault.field.text]
        let code: NodeError.Code
        switch fault.kind {
        case .unknown:
            code = .fieldUnknown
            let form = (pack.fields + machine.fields)
                .map { (id: $0.id.text, title: Optional($0.title)) }
            arguments.merge(TitledList.arguments("fields", form)) { own, _ in own }
        case _ where isListOfOneField(fault.field): code = .fieldNotList
        case .noText: code = .fieldNoText
        case .noBoolean: code = .fieldNoBoolean
        case .noInteger:
            let isMoney = machine.field(fault.field, in: pack)?.kind == .money
            code = isMoney ? .fieldNoMoney : .fieldNoInteger
        case .noDate: code = .fieldNoDate
        case .noTime: code = .fieldNoTime
        case .noSuchDay(let text):
            code = .fieldNoSuchDay
            arguments["value"] = text
        case .noOffset(let text):
            code = .fieldNoOffset
            arguments["value"] = text
        case .noRegion: code = .fieldNoRegion
        case .noOffice: code = .fieldNoOffice
        case .noDigest: code = .fieldNoDigest
        case .noTextOrObject: code = .fieldNoTextOrObject
        case .noList: code = .fieldNoList
        case .notConfirmed: code = .fieldNotConfirmed
        case .tooFewOfficers:
            code = .officersTooFew
            arguments["limit"] = "\(BodyRules.handlingOfficerCountMin)"
        case .noChoice(let values):
            code = .fieldNoChoice
            let list = values.map { (id: $0.id.text, title: Optional($0.title)) }
            arguments.merge(TitledList.arguments("values", list)) { own, _ in own }
        }
        return NodeError(code, arguments)
    }

    /// Whether several values are given of what a record has one of.
    private func isListOfOneField(_ id: FieldID) -> Bool {
        guard let field = machine.field(id, in: pack), !field.isList, !field.isPerItem,
            case .array? = fields[id]
        else { return false }
        return true
    }

    /// Fields that say something else than the options.
    private func contradictions() -> [NodeError] {
        var faults: [NodeError] = []
        for (id, value) in fields.sorted(by: { $0.key < $1.key }) {
            guard let field = machine.field(id, in: pack) else { continue }
            if field.kind == .mechanism, let mechanism, let text = value.string,
                text != mechanism.text
            {
                faults.append(contradiction(id, "--mechanism", mechanism.text))
            }
            if id.text == Self.receiverOffices, !intent.to.isEmpty, !meetsAddressees(value) {
                faults.append(
                    contradiction(id, "--to", intent.to.map(\.text).joined(separator: ", "))
                )
            }
        }
        return faults
    }

    /// A sender's office for which this node does not act.
    ///
    /// It acts for its own addresses and for offices below them that have no node. What is only carried along was judged when it was said.
    private func senderOfficeFaults() -> [NodeError] {
        guard let id = FieldID(Self.senderOffice), stated[id] != nil || step.opens,
            let text = fields[id]?.string, let address = Address(text)
        else { return [] }
        let newest = view.library.chains.keys.filter { mechanism == nil || $0 == mechanism }
            .compactMap { (mechanism: MechanismID) -> Membership? in
                view.library.newest(of: mechanism)
            }
        let own = Set(newest.flatMap { $0.addresses(of: view.node) })
        // A node that is no member is told so.
        guard mechanism == nil || !own.isEmpty else { return [] }
        let region = view.card.content.region
        let isOurs =
            newest.contains { $0.node(of: address) == view.node }
            || mechanism == nil && region.contains(address.region)
        guard !isOurs else { return [] }
        let names = own.isEmpty ? [region.text] : own.map(\.text).sorted()
        return [
            NodeError(
                .senderOfficeNotOurs,
                ["field": id.text, "own": names.joined(separator: ", "), "value": text]
            )
        ]
    }

    private func contradiction(_ field: FieldID, _ option: String, _ value: String) -> NodeError {
        NodeError(.fieldContradicts, ["field": field.text, "option": option, "value": value])
    }

    /// Whether each receiving office belongs to an addressee, and each addressee has one; values of another form are told elsewhere.
    private func meetsAddressees(_ value: BodyValue) -> Bool {
        guard case .array(let values) = value else { return true }
        let receivers = values.compactMap { $0.string.flatMap { Address($0) } }
        guard receivers.count == values.count else { return true }
        func meet(_ a: Address, _ b: Address) -> Bool { a.contains(b) || b.contains(a) }
        return receivers.allSatisfy { receiver in intent.to.contains { meet($0, receiver) } }
            && intent.to.allSatisfy { address in receivers.contains { meet(address, $0) } }
    }

    // MARK: Signer

    /// A region that is not this node's.
    private func signerFaults() -> [NodeError] {
        let signer = Address(region: intent.from, office: intent.office)
        let own: [String]
        if let mechanism {
            guard let newest: Membership = view.library.newest(of: mechanism),
                newest.node(of: signer) != view.node
            else { return [] }
            own = newest.charter.content.members.filter { $0.node == view.node }.map(\.address.text)
            if own.isEmpty {
                let arguments = ["mechanism": mechanism.text, "node": view.node.text]
                return [NodeError(.senderNoMember, arguments)]
            }
        } else {
            guard !view.card.content.region.contains(intent.from) else { return [] }
            own = [view.card.content.region.text]
        }
        return [
            NodeError(
                .senderNotOurs,
                ["address": signer.text, "own": own.joined(separator: ", ")]
            )
        ]
    }

    // MARK: Label

    /// A label that says less than what the body holds, or one whose promise this edition does not keep.
    private func labelFaults() -> [NodeError] {
        switch intent.label {
        case nil, .personal: return []
        case .embargo?, .embargoPersonal?:
            return [NodeError(.labelNotOffered, ["label": intent.label?.rawValue ?? ""])]
        case .public?, .internal?:
            let personal = self.personal.union(
                PersonalFields.ids(
                    among: fields,
                    of: machine,
                    in: pack,
                    isSubjectPerson: isSubjectPerson
                )
            )
            guard !personal.isEmpty else { return [] }
            let names = personal.map(\.text).sorted().joined(separator: ", ")
            return [
                NodeError(
                    .labelTooOpen,
                    ["fields": names, "label": intent.label?.rawValue ?? ""]
                )
            ]
        }
    }

    /// What is allowed and still to be looked at: nobody can read for the officer whether a free text names a person.
    func warnings() -> [CodedText] {
        dates.warnings() + labelWarnings() + attachmentWarnings() + addresseeWarnings()
            + IdentifierWarnings(on: stated, with: fields, of: machine, in: pack).texts
            + Superior(of: machine, for: step, in: mechanism, view).warnings() + offices.warnings()
    }

    private var offices: RoleOffices {
        RoleOffices(
            view: view,
            machine: machine,
            step: step,
            intent: intent,
            mechanism: mechanism,
            pack: pack,
            fields: fields
        )
    }

    /// A list of attachments is a list of names, and no file goes with it.
    private func attachmentWarnings() -> [CodedText] {
        attachments.map { CodedText("node.names_without_files", ["field": $0.key.text]) }
    }

    private func labelWarnings() -> [CodedText] {
        guard let label = intent.label, [.public, .internal].contains(label) else { return [] }
        let kinds: Set<Field.Kind> = [.text, .string, .party]
        let free = fields.filter { id, value in
            guard !value.isEmpty, let field = machine.field(id, in: pack) else { return false }
            return kinds.contains(field.kind)
        }
        guard !free.isEmpty else { return [] }
        let names = free.keys.map(\.text).sorted().joined(separator: ", ")
        return [CodedText("node.label_over_text", ["fields": names, "label": label.rawValue])]
    }

    // MARK: Addressees

    private func addresseeFaults() -> [NodeError] {
        guard let mechanism else {
            return intent.to.isEmpty
                ? [] : [NodeError(.addresseeAtHome, ["event": step.id.text])]
        }
        guard let newest: Membership = view.library.newest(of: mechanism) else { return [] }
        if step.asksForAddressees, intent.to.isEmpty {
            return [NodeError(.addresseeNeeded, ["event": step.id.text])]
        }
        return intent.to.compactMap { address in fault(of: address, newest) }
            + receivers.compactMap { address in
                newest.party(of: address).flatMap { officeFault(address, of: $0) }
            }
    }

    private func fault(of address: Address, _ newest: Membership) -> NodeError? {
        guard let party = newest.party(of: address) else {
            return fault(of: address, outside: .addresseeOutside, newest)
        }
        let signer = Address(region: intent.from, office: intent.office)
        if party.node == view.node, address.contains(signer) {
            return NodeError(.addresseeIsSender, ["address": address.text])
        }
        return officeFault(address, of: party)
    }

    /// Addresses of an audience that are nobody's: whoever was meant could not read the body, and the log keeps it so.
    private func audienceFaults() -> [NodeError] {
        guard case .addresses(let audience)? = intent.audience, let mechanism,
            let newest: Membership = view.library.newest(of: mechanism)
        else { return [] }
        return audience.compactMap { address in
            let outside = fault(of: address, outside: .audienceOutside, newest)
            guard outside == nil, let party = newest.party(of: address) else { return outside }
            return officeFault(address, of: party, .audienceOfficeUnknown)
        }
    }

    /// That an address belongs to no member.
    private func fault(
        of address: Address,
        outside code: NodeError.Code,
        _ newest: Membership
    ) -> NodeError? {
        guard newest.party(of: address) == nil else { return nil }
        let members = newest.charter.content.members.map(\.address.text)
        return NodeError(
            code,
            [
                "address": address.text, "mechanism": newest.charter.mechanism.text,
                "members": members.joined(separator: ", "),
            ]
        )
    }

    /// The receiving offices that are not addressees themselves.
    private var receivers: [Address] {
        guard let field = FieldID(Self.receiverOffices), case .array(let values)? = fields[field]
        else { return [] }
        return values.compactMap { $0.string.flatMap { Address($0) } }
            .filter { !intent.to.contains($0) }
    }

    /// Addressees that are wider than the receiving offices that are written: any office of that node could act.
    private func addresseeWarnings() -> [CodedText] {
        guard let mechanism, let newest: Membership = view.library.newest(of: mechanism) else {
            return []
        }
        return intent.to.compactMap { address in
            let inside = receivers.filter { address.contains($0) }.sorted()
            guard !inside.isEmpty, let party = newest.party(of: address) else { return nil }
            let card = party.node == view.node ? view.card : view.registry[party.node]
            // A node with one office has nobody else who could act.
            guard card.map({ $0.content.offices.count > 1 }) ?? true else { return nil }
            return CodedText(
                "node.addressee_wider",
                [
                    "address": address.text,
                    "option": "--to \(inside.map(\.text).joined(separator: ","))",
                    "receivers": inside.map(\.text).joined(separator: ", "),
                ]
            )
        }
    }

    /// An office that the node's newest card does not name; a node of which no card is here is trusted to know its offices.
    private func officeFault(
        _ address: Address,
        of party: Party,
        _ code: NodeError.Code = .addresseeOfficeUnknown
    ) -> NodeError? {
        guard let office = address.office,
            let card = party.node == view.node ? view.card : view.registry[party.node],
            !card.content.offices.contains(where: { $0.id == office })
        else { return nil }
        return NodeError(
            code,
            [
                "address": address.text, "node": party.node.text,
                "offices": card.content.offices.map { "\($0.id.text) \($0.title)" }
                    .joined(separator: ", "),
            ]
        )
    }
}
