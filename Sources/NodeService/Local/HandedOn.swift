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
    /// What was said before and does not hold for those to whom the step turns.
    var renewed: Set<FieldID> = []
}

extension StepPlanner {
    /// Gives a step that hands a matter on what its sender has said of it: whoever gets it now was granted no earlier body.
    ///
    /// That is what the same office said in steps that only its own side takes, such as `send` and `supplement`; a step that others
    /// may take as well speaks of how the matter is handled. `Passing` says how far it goes on. What the officer gives now holds
    /// before it, and what the step asks for is given now; a step that brings somebody in (`Machine.bringsIn`) repeats that as well, since
    /// it was said of him, but for what `StepRules.renewed` names. A body that was personal stays so, and a subject of whom anybody has said
    /// that he is a person stays one: nobody said anything else with this step.
    ///
    /// `record` is nil where the step hands nothing on; `turning` are the steps of the record that name its other side. `leftOut` goes no
    /// further; throws `nothing_left_out` where one of these fields would not have gone on.
    func handOn(
        _ intent: inout EntryIntent,
        by rules: StepRules,
        of record: RecordKey?,
        turning: Set<EventID> = [],
        without leftOut: Set<FieldID> = []
    ) throws -> HandedOn {
        var handedOn = HandedOn()
        guard let record else {
            try requireLeftOut(leftOut, of: [:], at: intent.event)
            return handedOn
        }
        let all = try bodies.statements(of: record, withIrregular: true, in: transaction)
        let goingOn = goingOn(all, as: intent, by: rules, turning, in: record.scope.mechanism)
        var (fields, replaced) = Self.join(goingOn.open, by: rules, &handedOn.personal)
        fields = rules.withTruthValues(fields)
        handedOn.isSubjectPerson = all.contains {
            $0.counts && PersonalFields.isSubjectPerson(in: $0.fields) == true
        }
        if handedOn.isSubjectPerson {
            // What says that he is none was contradicted, and is no word of this step.
            fields = fields.filter {
                PersonalFields.isSubjectPerson(in: [$0.key: $0.value]) != false
            }
        }
        let unknown = fields.keys.filter { rules.machine.field($0, in: rules.pack) == nil }
        let bringsIn = rules.machine.bringsIn(rules.step)
        if bringsIn { handedOn.renewed = rules.renewed(fields, for: intent.to) }
        let anew = bringsIn ? Array(handedOn.renewed) : rules.step.requiredFields
        for field in unknown + anew + intent.fields.keys {
            fields[field] = nil
        }
        try requireLeftOut(leftOut, of: fields, at: intent.event)
        let isIncomplete =
            goingOn.isIncomplete
            || goingOn.irregular.contains { said in
                rules.withTruthValues(said.fields).contains {
                    !$0.value.isEmpty && fields[$0.key] != $0.value
                }
            }
        for field in leftOut { fields[field] = nil }
        replaced.formIntersection(fields.keys)
        intent.fields.merge(fields) { given, _ in given }
        handedOn.personal.formIntersection(fields.keys)
        if intent.label == nil, goingOn.open.contains(where: \.isPersonal) {
            intent.label = .personal
        }
        let event = intent.event
        if isIncomplete {
            handedOn.warnings.append(CodedText("node.not_handed_on", ["event": event.text]))
        }
        handedOn.warnings +=
            Self.warning("node.earlier_not_handed_on", of: replaced, at: event)
            + Self.warning("node.fields_not_handed_on", of: Set(unknown), at: event)
        return handedOn
    }

    /// A warning that names fields; none where there are none.
    private static func warning(
        _ code: String,
        of fields: Set<FieldID>,
        at event: EventID
    ) -> [CodedText] {
        guard !fields.isEmpty else { return [] }
        let names = fields.map(\.text).sorted().joined(separator: ", ")
        return [CodedText(code, ["event": event.text, "fields": names])]
    }

    /// What of an office's statements goes on.
    private struct GoingOn {
        /// Those that the step may repeat, oldest first.
        let open: [BodyReader.Statement]
        /// Those that came to stand irregular.
        let irregular: [BodyReader.Statement]
        /// Whether others are left behind.
        let isIncomplete: Bool
    }

    /// The same office's statements since it last handed the matter on with all that was to go on: what was left out then stays out.
    private func goingOn(
        _ all: [BodyReader.Statement],
        as intent: EntryIntent,
        by rules: StepRules,
        _ turning: Set<EventID>,
        in mechanism: MechanismID?
    ) -> GoingOn {
        let office = all.filter { Self.isOwn($0.header, intent, rules) }
        // What another node of the same address said cannot be read here.
        let own = office.filter { LogName($0.origin)?.node == view.node }
        let newest: Membership? = mechanism.flatMap { view.library.newest(of: $0) }
        let counting = own.filter(\.counts)
        let marked = Passing(membership: newest, intent: intent, turning: turning)
            .marked(counting, by: rules.machine)
        let last = marked.lastIndex { $0.isOpen && $0.handsOn }
        let since = marked[(last ?? marked.startIndex)...]
        let open = since.filter(\.isOpen).map(\.said)
        return GoingOn(
            open: open,
            irregular: own.filter { !$0.counts },
            isIncomplete: open.count < since.count || own.count < office.count
        )
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
                    let known = Set(names)
                    fields[field] = .array(names + more.filter { !known.contains($0) })
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
    /// The steps of the record that name its other side.
    let turning: Set<EventID>

    /// The sender's statements, oldest first, each with whether the step may carry it and whether it handed the matter on itself.
    func marked(
        _ said: [BodyReader.Statement],
        by machine: Machine
    ) -> [(said: BodyReader.Statement, isOpen: Bool, handsOn: Bool)] {
        var receivers: [Address] = []
        var known: Set<Address> = []
        return said.map { statement in
            let header = statement.header
            let step = machine.transition(header.event)
            let isTurn = step?.handsOn == true || turning.contains(header.event)
            let isNew = isTurn && !known.isSuperset(of: header.to)
            if isTurn || step?.opens == true {
                receivers = header.to
                known.formUnion(header.to)
            }
            return (
                statement, carries(statement, meantFor: receivers), isNew && step?.opens != true
            )
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
