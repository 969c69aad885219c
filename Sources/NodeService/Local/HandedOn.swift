import Casework
import Ledger
import LocalAPI

/// What a step that hands a matter on carries along.
struct HandedOn {
    /// The carried fields whose body was personal.
    var personal: Set<FieldID> = []
    /// Whether the subject counts as a natural person unless the step says otherwise.
    var isSubjectPerson = false
    /// What the officer should look at: something was said before that is not carried along.
    var warnings: [CodedText] = []
}

extension StepPlanner {
    /// Gives a step that hands a matter on what its sender has said of it: whoever gets it now was granted no earlier body.
    ///
    /// That is what the same office said in steps that only its own side takes, such as `send` and `supplement`; a step that others
    /// may take as well speaks of how the matter is handled. `Passing` says how far it goes on. What the officer gives now holds
    /// before it, and what the step asks for is given now. A body that was personal stays so, and a subject of whom anybody has said
    /// that he is a person stays one: nobody said anything else with this step.
    ///
    /// `leftOut` goes no further; throws `nothing_left_out` where one of these fields would not have gone on.
    func handOn(
        _ intent: inout EntryIntent,
        by rules: StepRules,
        of record: RecordKey?,
        without leftOut: Set<FieldID> = []
    ) throws -> HandedOn {
        var handedOn = HandedOn()
        guard rules.step.handsOn, let record else {
            try requireLeftOut(leftOut, of: [:], at: intent.event)
            return handedOn
        }
        let all = try bodies.statements(of: record, withIrregular: true, in: transaction)
        let statements = all.filter(\.counts)
        // What came to stand irregular is not carried along, and pointed out.
        let said = all.filter {
            LogName($0.origin)?.node == view.node && Self.isOwn($0.header, intent, rules)
        }
        let newest: Membership? = record.scope.mechanism.flatMap { view.library.newest(of: $0) }
        let open = Passing(membership: newest, intent: intent).open(
            said.filter(\.counts),
            by: rules.machine
        )
        var (fields, replaced) = Self.join(open, by: rules, &handedOn.personal)
        for field in rules.step.requiredFields + intent.fields.keys {
            fields[field] = nil
            replaced.remove(field)
        }
        try requireLeftOut(leftOut, of: fields, at: intent.event)
        for field in leftOut {
            fields[field] = nil
            replaced.remove(field)
        }
        handedOn.isSubjectPerson = statements.contains {
            PersonalFields.isSubjectPerson(in: $0.fields) == true
        }
        if handedOn.isSubjectPerson {
            // What says that he is none was contradicted, and is no word of this step.
            fields = fields.filter {
                PersonalFields.isSubjectPerson(in: [$0.key: $0.value]) != false
            }
        }
        let unknown = fields.keys.filter { rules.machine.field($0, in: rules.pack) == nil }
        for field in unknown { fields[field] = nil }
        intent.fields.merge(fields) { given, _ in given }
        handedOn.personal.formIntersection(fields.keys)
        if intent.label == nil, open.contains(where: \.isPersonal) { intent.label = .personal }
        let event = ["event": intent.event.text]
        if open.count < said.count {
            handedOn.warnings.append(CodedText("node.not_handed_on", event))
        }
        if !replaced.isEmpty {
            let names = replaced.map(\.text).sorted().joined(separator: ", ")
            handedOn.warnings.append(
                CodedText("node.earlier_not_handed_on", event.merging(["fields": names]) { $1 })
            )
        }
        if !unknown.isEmpty {
            let names = unknown.map(\.text).sorted().joined(separator: ", ")
            handedOn.warnings.append(
                CodedText("node.fields_not_handed_on", event.merging(["fields": names]) { $1 })
            )
        }
        return handedOn
    }

    /// Throws `nothing_left_out` for fields that are not carried along.
    private func requireLeftOut(
        _ leftOut: Set<FieldID>,
        of carried: [FieldID: BodyValue],
        at event: EventID
    ) throws {
        let names = leftOut.filter { carried[$0] == nil }.map(\.text).sorted()
        guard !names.isEmpty else { return }
        throw NodeError(
            .nothingLeftOut,
            ["event": event.text, "fields": names.joined(separator: ", ")]
        )
    }

    /// What statements say together, oldest first: attachments of all of them, of any other field the newest value.
    ///
    /// `replaced` are the fields of which an earlier value was another one.
    private static func join(
        _ statements: [BodyReader.Statement],
        by rules: StepRules,
        _ personal: inout Set<FieldID>
    ) -> (fields: [FieldID: BodyValue], replaced: Set<FieldID>) {
        var fields: [FieldID: BodyValue] = [:]
        var replaced: Set<FieldID> = []
        for said in statements {
            for (field, value) in said.fields where !value.isEmpty {
                let earlier = fields[field]
                if rules.machine.field(field, in: rules.pack)?.kind == .attachment,
                    case .array(let names)? = earlier, case .array(let more) = value
                {
                    fields[field] = .array(names + more.filter { !names.contains($0) })
                    // Some of the names were personal: so is the list.
                    if said.keepsPersonal(field) { personal.insert(field) }
                    continue
                }
                if let earlier, earlier != value { replaced.insert(field) }
                fields[field] = value
                if said.keepsPersonal(field) {
                    personal.insert(field)
                } else {
                    personal.remove(field)
                }
            }
        }
        return (fields, replaced)
    }

    /// Whether the same office took the step, as one that only its own side takes.
    private static func isOwn(
        _ header: EntryHeader,
        _ intent: EntryIntent,
        _ rules: StepRules
    ) -> Bool {
        header.machine == rules.machine.id && header.from == intent.from
            && header.office == intent.office
            && rules.machine.transition(header.event)?.by == rules.step.by
    }
}

/// How far what was said goes on: to nobody for whom a body of its kind was not meant.
private struct Passing {
    let membership: Membership?
    let intent: EntryIntent

    /// Those of the sender's statements, oldest first, that the step may carry.
    func open(_ said: [BodyReader.Statement], by machine: Machine) -> [BodyReader.Statement] {
        var receivers: [Address] = []
        return said.filter { statement in
            let step = machine.transition(statement.header.event)
            if step?.opens == true || step?.handsOn == true { receivers = statement.header.to }
            return carries(statement, meantFor: receivers)
        }
    }

    /// Whether those who had the matter then could read the body, and it goes to nobody but those who have it next, unless it was
    /// for the whole mechanism.
    private func carries(_ said: BodyReader.Statement, meantFor receivers: [Address]) -> Bool {
        guard said.isWhole else { return false }
        guard let body = said.body else { return true }
        if isWide {
            // Observers read what is public.
            return body.audience == .mechanism && (intent.label != .public || body.label == .public)
        }
        switch body.audience {
        case .mechanism: return true
        case .addressees: return receivers.allSatisfy { reaches($0, by: said.header.to) }
        case .addresses(let readers): return receivers.allSatisfy { reaches($0, by: readers) }
        }
    }

    /// Whether the step's body goes to others than its addressees.
    private var isWide: Bool {
        switch intent.audience {
        case nil, .addressees?: false
        case .mechanism?: true
        case .addresses(let readers)?: !readers.allSatisfy { reaches($0, by: intent.to) }
        }
    }

    /// Whether what goes to some addresses goes to the node of this one, as the access gate decides it.
    private func reaches(_ address: Address, by others: [Address]) -> Bool {
        guard let node = membership?.node(of: address) else { return others.contains(address) }
        return others.contains { membership?.node(of: $0) == node }
    }
}

extension BodyReader.Statement {
    fileprivate var body: ObjectReference? { header.objects.first { $0.role == .body } }

    /// Whether the body was to be kept as personal.
    fileprivate var isPersonal: Bool { body?.label.isPersonal ?? false }

    /// Whether a field stands in a personal body, and not open in the header.
    fileprivate func keepsPersonal(_ field: FieldID) -> Bool {
        isPersonal && !header.facts.contains { $0.field == field }
    }
}
