package import Casework
package import Cryptography

/// Turns an officer's intent into a header and a body under a rule pack, and says which fields are missing.
///
/// A pure function of what it is given: no clock, no keys, no storage. Whether the step is allowed is for admission.
package struct EntryComposer: Sendable {
    private let pack: RulePack
    private let isHome: Bool

    /// Composes under a pack, for the home log or for a mechanism's.
    package init(pack: RulePack, isHome: Bool) {
        self.pack = pack
        self.isHome = isHome
    }

    /// Composes one step at a time of the office's clock.
    ///
    /// `state` is the record so far, where there is one. `carried` are fields of earlier bodies: an opening takes them
    /// into its own body, since nobody else has seen them; a later step need not repeat them, nor what is `settled` by the other side.
    /// `isSubjectPerson` is what earlier steps say of the subject, whose name is personal then. A step that names nobody does not go to
    /// the `departed`, who are members no more, and one that calls on somebody goes to the `called`, too. Throws `step_unknown`.
    package func compose(
        _ intent: EntryIntent,
        at: Timestamp,
        state: RecordState? = nil,
        carried: [FieldID: BodyValue] = [:],
        settled: Set<FieldID> = [],
        isSubjectPerson: Bool = false,
        departed: Set<Address> = [],
        called: [Address] = []
    ) throws(LedgerError) -> EntryDraft {
        guard let rules = BodyRules(pack: pack, machine: intent.machine, event: intent.event),
            let machine = pack.machine(intent.machine),
            let step = machine.transition(intent.event)
        else {
            throw LedgerError(
                .stepUnknown,
                ["event": intent.event.text, "machine": intent.machine.text]
            )
        }
        let fields =
            step.opens && !isHome
            ? carried.merging(intent.fields) { _, own in own } : intent.fields
        let kept = isHome ? [] : rules.fieldsOfHome
        let (facts, contents) = split(fields, machine, keeping: kept)
        let isPerson = PersonalFields.isSubjectPerson(in: fields) ?? isSubjectPerson
        var header = EntryHeader(at: at, machine: intent.machine, event: intent.event)
        header.from = intent.from
        header.office = intent.office
        header.officer = intent.officer
        header.rules = pack.reference
        header.facts = facts
        header.objects = intent.objects
        header.record = intent.record
        header.draft = isHome ? nil : intent.draft
        header.parents = intent.parents ?? state.map { Self.newest(of: $0) } ?? []
        if !isHome { header.to = addressees(intent, step, state, departed, called) }
        let body =
            contents.isEmpty && intent.files.isEmpty
            ? nil : Body(fields: contents, files: intent.files)
        let earlier = Set(carried.keys).union(settled)
        let named = Set(intent.objects.map(\.sha256))
        let hasManifest = intent.objects.contains { $0.role == .manifest }
        let findings = rules.findings(
            body: body ?? Body(),
            facts: facts,
            objects: hasManifest ? named.union(intent.files.map(\.object)) : named,
            earlier: earlier
        )
        return EntryDraft(
            header: header.canonical,
            body: body,
            audience: intent.audience ?? (isHome ? .addresses([]) : .addressees),
            label: intent.label ?? label(of: contents, machine, isPerson),
            missing: rules.missingFields(body: body, facts: facts, earlier: earlier),
            findings: findings.filter { $0.code != .bodyFieldMissing }
        )
    }

    /// Open fields go to the header, where everybody sees them, as far as they have the form of a fact; the rest and the `kept` to the body.
    private func split(
        _ fields: [FieldID: BodyValue],
        _ machine: Machine,
        keeping kept: Set<FieldID>
    ) -> (facts: [Fact], body: [FieldID: BodyValue]) {
        var facts: [Fact] = []
        var body: [FieldID: BodyValue] = [:]
        for (id, value) in fields.sorted(by: { $0.key < $1.key }) where !value.isEmpty {
            guard let field = machine.openField(id), !field.isPersonal, !kept.contains(id),
                facts.count < Limits.headerFactCountMax, let fact = Self.factValue(value),
                field.accepts(fact, choices: pack.choices)
            else {
                body[id] = value
                continue
            }
            facts.append(Fact(field: id, value: fact))
        }
        return (facts, body)
    }

    private static func factValue(_ value: BodyValue) -> FactValue? {
        switch value {
        case .bool(let flag): return .integer(flag ? 1 : 0)
        case .integer(let number):
            let isInRange = number >= 0 && UInt64(number) <= Limits.headerIntegerMax
            return isInRange ? .integer(number) : nil
        case .string(let text):
            let bytes = text.utf8
            let isPlain = bytes.allSatisfy {
                (0x20..<0x7F).contains($0) && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\")
            }
            let isInRange = (1...Limits.headerFactByteCountMax).contains(bytes.count)
            return isPlain && isInRange ? .string(text) : nil
        case .null, .array, .object: return nil
        }
    }

    private func label(
        of fields: [FieldID: BodyValue],
        _ machine: Machine,
        _ isPerson: Bool
    ) -> ObjectLabel {
        let personal = PersonalFields.ids(
            among: fields,
            of: machine,
            in: pack,
            isSubjectPerson: isPerson
        )
        return personal.isEmpty ? .internal : .personal
    }

    /// A later step that names nobody goes to the other side: the opener's to the addressees, theirs to the opener, and that of whoever
    /// is neither to both; and to those who are `called` on by it.
    private func addressees(
        _ intent: EntryIntent,
        _ step: Transition,
        _ state: RecordState?,
        _ departed: Set<Address>,
        _ called: [Address]
    ) -> [Address] {
        let asksForAddressees = step.guards.contains { condition in
            switch condition {
            case .addressees(let least, _): least > 0
            case .newAddressees: true
            case .latest, .once, .facts, .otherAddressees, .otherSigner, .first, .ownLatest,
                .allOfRole, .someOfRole, .addresseesWithout:
                false
            }
        }
        guard intent.to.isEmpty, !step.opens, !asksForAddressees, let state,
            let opener = state.opener
        else { return intent.to }
        let signer = Address(region: intent.from, office: intent.office)
        let isAddressee = state.addressees.contains { $0.contains(signer) }
        let others =
            (signer == opener ? [] : [opener])
            + (signer == opener || !isAddressee ? state.addressees : []) + called
        // Nor does it go to whoever takes no part any more.
        let departed = departed.union(state.barred(others + state.addressees, from: step))
        var found: Set<Address> = [signer]
        return others.filter { !departed.contains($0) && found.insert($0).inserted }
    }

    /// The entries of a record that no other one builds on, newest last in its order, at most 16.
    package static func newest(of state: RecordState) -> [Digest] {
        let placed = state.steps.prefix(state.placedCount)
        var builtUpon: Set<Digest> = []
        var lastOfLog: [String: Digest] = [:]
        for step in placed {
            builtUpon.formUnion(step.event.parents)
            if let record = step.event.record { builtUpon.insert(record) }
            if let earlier = lastOfLog[step.event.origin] { builtUpon.insert(earlier) }
            lastOfLog[step.event.origin] = step.event.digest
        }
        let newest = placed.map(\.event.digest).filter { !builtUpon.contains($0) }
        return Array(newest.suffix(Limits.headerParentCountMax))
    }
}
