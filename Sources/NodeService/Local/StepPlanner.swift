import Casework
import Cryptography
import Ledger
import LocalAPI
import LogStorage
import SQLiteStorage
import TransparencyLog

/// A step that a caller asked for, with everything that the node decides about it, before anything is signed.
struct PlannedStep: Sendable {
    /// The log that it goes into.
    let origin: Origin
    /// Header and body.
    let draft: EntryDraft
    /// The office's signer.
    let signer: Ed25519Signer
    /// For an opening: the matter of the home log that it continues.
    let home: (record: RecordKey, origin: Origin, size: UInt64)?
    /// For a step that pauses a clock: its record, and the size of its log when no pause was open.
    let pause: (record: RecordKey, size: UInt64)?
    /// Those who expect to read what the step says.
    let readers: [Address]
    /// What the officer should look at; it is signed all the same.
    let warnings: [CodedText]
    /// What the rules leave to the officer's judgement; it is shown before anything is signed.
    let conditions: [CodedText]
    /// The document number that the step takes; nil for none.
    var number: NumberClaim?
    /// What is to be said of a number that was given.
    var numberWarnings: [CodedText] = []
}

/// The rules under which a step is planned.
struct StepRules {
    let pack: RulePack
    let machine: Machine
    let step: Transition
}

/// Turns a submission into a step: which log, which office, which pack, which parents and which body.
///
/// Reads the store once, inside one read transaction, and decides nothing that admission decides.
struct StepPlanner {
    let view: NodeView
    let now: Int64
    let caller: Caller
    let transaction: SQLiteTransaction
    let bodies: BodyReader
    /// Fields that go no further with the matter than they were said for.
    var uncarried: Set<FieldID> = []

    /// Plans a step; throws what is wrong with the submission.
    func plan(_ submission: EntrySubmission) throws -> PlannedStep {
        let given = try recordKey(submission)
        // Of a record that waits for a charter neither its kind nor its next steps are known.
        if let mechanism = given?.scope.mechanism {
            try AwaitedCharter.requireKept(of: mechanism, in: transaction)
        }
        let rules = try rules(of: submission, for: given)
        let isOpening = rules.step.opens && given.map(\.scope.isHome) ?? true
        let scope = try scope(submission, rules.step, given: given, isOpening: isOpening)
        if let mechanism = scope.mechanism, let end = MembershipEnd(of: mechanism, in: view) {
            throw end.error
        }
        if let mechanism = scope.mechanism, mechanism != given?.scope.mechanism {
            try AwaitedCharter.requireKept(of: mechanism, in: transaction)
        }
        let state = try given.flatMap { try view.projector.state(of: $0, in: transaction) }
        let office = try office(submission, of: state, taking: rules.step, in: given?.scope)
        try caller.requireSign(for: office.text)
        var intent = EntryIntent(
            machine: rules.machine.id,
            event: rules.step.id,
            from: try region(submission, in: scope),
            office: office
        )
        try fill(&intent, from: submission)
        let home = try isOpening ? given.map(homeLink) : nil
        let addressed = try nameOffices(in: &intent, by: rules, scope.mechanism, from: home?.record)
        intent.record = isOpening ? nil : given?.record
        intent.draft = try home.map { try commitment(to: $0) }
        if isOpening, let given, let state {
            try requireOwn(state, office: office, event: rules.step.id)
            try requireReady(state, of: given, for: rules.step)
        }
        if let given { try requireReadable(given) }
        let matter = Matter(
            given: given,
            state: state,
            scope: scope,
            isOpening: isOpening,
            home: home
        )
        return try plan(submission, as: intent, by: rules, of: matter, addressed)
    }

    /// What a step belongs to, and the log's part that it goes into.
    private struct Matter {
        let given: RecordKey?
        let state: RecordState?
        let scope: RecordScope
        let isOpening: Bool
        let home: (record: RecordKey, origin: Origin, size: UInt64)?
    }

    /// Gives a step what it carries along, and checks what it says then.
    private func plan(
        _ submission: EntrySubmission,
        as named: EntryIntent,
        by rules: StepRules,
        of matter: Matter,
        _ addressed: [CodedText]
    ) throws -> PlannedStep {
        var intent = named
        let (given, state, scope) = (matter.given, matter.state, matter.scope)
        let isOpening = matter.isOpening
        let stated = intent.fields
        let leftOut = try Set((submission.without ?? []).map(Self.field))
        let handsOn = state?.handsOn(rules.step, to: intent.to) ?? rules.step.handsOn
        let handedOn = try handOn(
            &intent,
            by: rules,
            of: handsOn || rules.machine.bringsIn(rules.step) ? given : nil,
            turning: state?.turnEvents ?? [],
            without: leftOut
        )
        let carried = try carried(to: rules.step, of: given, handsOn: handsOn)
            .filter { !handedOn.renewed.contains($0.key) }
        if let state {
            try requirePause(in: state, before: rules.step, of: rules.machine, carried)
        }
        let added = try noteExercise(&intent, stated, carried, rules, state, scope.mechanism)
        let fields =
            isOpening
            ? rules.withTruthValues(carried).merging(intent.fields) { _, own in own }
            : intent.fields
        let check = SubmissionCheck(
            view: view,
            pack: rules.pack,
            machine: rules.machine,
            step: rules.step,
            intent: intent,
            fields: fields,
            stated: stated,
            isSubjectPerson: try handedOn.isSubjectPerson || isSubjectPerson(fields, of: given),
            personal: handedOn.personal,
            dates: try dates(fields, stated, carried, rules, of: given, in: state),
            mechanism: scope.mechanism
        )
        try check.require()
        return try planned(
            check,
            by: rules,
            of: matter,
            carried,
            handsOn,
            (addressed, handedOn, added)
        )
    }

    /// Composes a step that has passed its check, with what is to be said of it.
    private func planned(
        _ check: SubmissionCheck,
        by rules: StepRules,
        of matter: Matter,
        _ carried: [FieldID: BodyValue],
        _ handsOn: Bool,
        _ told: (addressed: [CodedText], handedOn: HandedOn, added: [CodedText])
    ) throws -> PlannedStep {
        let (given, state, scope) = (matter.given, matter.state, matter.scope)
        let (isOpening, home) = (matter.isOpening, matter.home)
        let (office, stated) = (check.intent.office, check.stated)
        let (addressed, handedOn, added) = told
        let origin = try origin(of: scope)
        let past = isOpening ? nil : state
        let departed = past.flatMap { DepartedParties(of: $0, in: scope.mechanism, view) }
        let anew = rules.statedAnew(isOpening: isOpening, isHome: scope.isHome)
        let draft = try draft(
            check,
            in: origin,
            state: past,
            carried.filter { !anew.contains($0.key) },
            settled: settled(before: rules, in: given),
            departed: departed?.addresses ?? [],
            called: past.map { called(by: rules.step, of: $0, in: scope.mechanism) } ?? [],
            isHome: scope.isHome
        )
        return PlannedStep(
            origin: origin,
            draft: draft,
            signer: try signer(of: office),
            home: home,
            pause: try pause(rules.step, of: given, in: origin),
            readers: Self.readers(of: draft.header, rules.step, handsOn: handsOn, in: past),
            warnings: try doubts(on: given) + addressed + check.warnings()
                + handedOn.warnings + besideNotices(by: rules, in: scope, after: past)
                + editionNotices(
                    check.fields,
                    rules,
                    scope,
                    from: isOpening ? given : nil,
                    after: past
                )
                + clockNotices(
                    draft.header,
                    in: origin,
                    scope,
                    after: past,
                    home: homePart(of: given, at: state, isOpening: isOpening),
                    isExplained: StepDates.explain(stated)
                )
                + callNotices(draft.header, by: rules, in: scope, after: past)
                + partyNotices(draft.header, by: rules, in: scope, after: past, departed),
            conditions: conditionNotices(of: rules, in: scope.mechanism, after: past) + added
        )
    }

    /// The addressees, and the other side of the matter, unless the step turns to somebody new; nobody who declined, where the step may not
    /// go to him.
    private static func readers(
        of header: EntryHeader,
        _ step: Transition,
        handsOn: Bool,
        in state: RecordState?
    ) -> [Address] {
        guard !handsOn, let state, let opener = state.opener else { return header.to }
        let isOpener = header.from == opener.region && header.office == opener.office
        let others = isOpener ? state.addressees : [opener]
        let barred = state.barred(others, from: step)
        return header.to + others.filter { !barred.contains($0) }
    }

    /// What this node's own steps have said of a record so far.
    ///
    /// What others wrote is no field of ours: each side gives its own officers and reasons. What a step that hands the matter on asks
    /// for is said anew: it was said of somebody else.
    func carried(
        to step: Transition,
        of record: RecordKey?,
        handsOn: Bool? = nil
    ) throws -> [FieldID: BodyValue] {
        guard let record else { return [:] }
        let said = try bodies.fields(of: record, by: view.node, in: transaction)
        let anew = (handsOn ?? step.handsOn) ? step.requiredFields : []
        return said.filter { !uncarried.contains($0.key) && !anew.contains($0.key) }
    }

    private static func malformed(_ key: String, _ value: String) -> NodeError {
        NodeError.malformed(key, value)
    }
}

// MARK: - Where

extension StepPlanner {
    /// The record that the submission names: at home, or in the mechanism that it or the store tells.
    func recordKey(_ submission: EntrySubmission) throws -> RecordKey? {
        guard let text = submission.record else { return nil }
        guard let digest = Digest(hex: text) else { throw Self.malformed("record", text) }
        let home = RecordKey(scope: try homeScope(), record: digest)
        if try transaction.projectedRecord(home) != nil { return try known(home) }
        let here = try view.library.chains.keys.sorted()
            .map { RecordKey(scope: RecordScope(mechanism: $0), record: digest) }
            .filter { try transaction.projectedRecord($0) != nil }
        // Anybody can name a record's digest in a mechanism to which it does not belong.
        let begun = try here.filter { try transaction.hasBegun($0) }
        let named = begun.first { $0.scope.mechanism?.text == submission.mechanism }
        guard let key = named ?? begun.first ?? here.first else {
            try AwaitedCharter.requireKept(forRecord: digest, in: transaction)
            throw NodeError(.recordUnknown, ["record": text])
        }
        return key
    }

    private func homeScope() throws -> RecordScope {
        RecordScope(try LogName.required(Origin("\(view.node)/\(LogName.home)")))
    }

    /// Home for a first step and for steps of a matter at home; the mechanism for an opening and for what follows it.
    private func scope(
        _ submission: EntrySubmission,
        _ step: Transition,
        given: RecordKey?,
        isOpening: Bool
    ) throws -> RecordScope {
        if let given, !isOpening { return given.scope }
        guard let name = submission.mechanism else {
            guard isOpening else { return try homeScope() }
            throw NodeError(.mechanismNeeded, ["event": step.id.text])
        }
        guard isOpening else { throw NodeError(.mechanismAtHome, ["event": step.id.text]) }
        guard let mechanism = MechanismID(name), view.library.chains[mechanism] != nil else {
            throw NodeError(.mechanismUnknown, ["mechanism": name])
        }
        return RecordScope(mechanism: mechanism)
    }

    private func origin(of scope: RecordScope) throws -> Origin {
        try Origin("\(view.node)/\(scope.mechanism ?? LogName.home)")
    }

    private func homeLink(
        _ key: RecordKey
    ) throws -> (record: RecordKey, origin: Origin, size: UInt64) {
        let origin = try Origin("\(view.node)/\(LogName.home)")
        guard let log = try transaction.log(origin) else {
            throw NodeError(.logUnknown, ["origin": "\(origin)"])
        }
        return (key, origin, log.size.rawValue)
    }

    /// An office sends its own matters: what another office of this node drafted is not its to send.
    private func requireOwn(_ state: RecordState, office: OfficeID, event: EventID) throws {
        guard let opener = state.opener?.office, opener != office else { return }
        throw NodeError(
            .matterOfAnotherOffice,
            ["event": event.text, "office": office.text, "opener": opener.text]
        )
    }

    /// A step carries along what earlier bodies say, and a preview shows it: that is for whoever may read them.
    private func requireReadable(_ record: RecordKey) throws {
        guard try mayReadBodies(of: record) else {
            throw NodeError(.recordNotReadable, ["record": record.record.hex])
        }
    }

    /// What casts doubt on the record: entries of it stand in a log that forked.
    private func doubts(on record: RecordKey?) throws -> [CodedText] {
        try record.map { record in
            try RecordPresenter.alarms(
                ForkKeeper.doubtful(in: transaction),
                on: record,
                in: transaction
            )
        } ?? []
    }

    /// Whether a step that names the subject names a natural person by what was said of him before.
    private func isSubjectPerson(
        _ fields: [FieldID: BodyValue],
        of record: RecordKey?
    ) throws -> Bool {
        guard let record, PersonalFields.nameSubject(fields) else { return false }
        return try bodies.isSubjectPerson(of: record, for: view.node, in: transaction)
    }

    /// The days and times of a step, with those of the record that they are compared with.
    private func dates(
        _ fields: [FieldID: BodyValue],
        _ stated: [FieldID: BodyValue],
        _ carried: [FieldID: BodyValue],
        _ rules: StepRules,
        of record: RecordKey?,
        in state: RecordState?
    ) throws -> StepDates {
        let dates = StepDates.dates(among: fields, of: rules.machine, in: rules.pack)
        var others: [FieldID: BodyValue] = [:]
        var ofOthers: [FieldID: BodyValue] = [:]
        let owned = StepDates.owned(by: rules)
        if let record,
            StepDates.looksAtOthers(dates, by: rules) || !owned.isDisjoint(with: stated.keys)
        {
            let said = try bodies.statements(of: record, in: transaction)
            for said in said where LogName(said.origin)?.node != view.node {
                others.merge(said.fields) { _, later in later }
            }
            ofOthers = StepDates.ofOthers(
                than: view.node,
                among: owned,
                said: BodyReader.inOrder(said, of: state)
            )
        }
        let receipt = state?.steps.last { past in
            past.verdict == .applied && Self.isOf(view.node, past.event.origin)
                && rules.machine.transition(past.event.event)?.automatic == .receipt
        }
        return StepDates(
            fields: dates,
            earlier: carried,
            others: others,
            rules: StepDates.Rules(of: rules.step, in: rules.machine, rules.pack),
            ofOthers: ofOthers,
            taken: try takenSteps(of: record, at: state),
            receipt: receipt?.event.at.text,
            now: now
        )
    }

    private static func isOf(_ node: NodeName, _ origin: String) -> Bool {
        // What is no name of a log is none of this node's.
        (try? Origin(origin)).flatMap { LogName($0) }?.node == node
    }

    /// For a step that pauses a clock: its record, and the size at which its log was looked at.
    private func pause(
        _ step: Transition,
        of record: RecordKey?,
        in origin: Origin
    ) throws -> (record: RecordKey, size: UInt64)? {
        guard let record, step.timers.contains(where: { $0.operation == .pause }) else {
            return nil
        }
        return try transaction.log(origin).map { (record, $0.size.rawValue) }
    }

    /// A matter goes into a mechanism once, from the state that the rules name.
    private func requireReady(
        _ state: RecordState,
        of home: RecordKey,
        for step: Transition
    ) throws {
        if let link = try transaction.homeLink(of: home) {
            throw NodeError(.alreadyOpened, link, event: step.id.text)
        }
        guard let current = state.state, !step.from.contains(current) else { return }
        throw Problem(
            code: "casework.\(IrregularReason.Code.stateNotAllowed.rawValue)",
            arguments: ["event": step.id.text, "state": current.text],
            status: 422
        )
    }

    /// The SHA-256 of the text of the home checkpoint that covers the matter's last home entry.
    private func commitment(
        to home: (record: RecordKey, origin: Origin, size: UInt64)
    ) throws -> Digest {
        guard let log = try transaction.log(home.origin) else {
            throw NodeError(.logUnknown, ["origin": "\(home.origin)"])
        }
        return SHA256.digest(
            of: Checkpoint.text(origin: home.origin, size: log.size, root: log.root)
        )
    }
}

// MARK: - Who and by which rules

extension StepPlanner {
    private func signer(of office: OfficeID) throws -> Ed25519Signer {
        guard let signer = view.keyring.offices[office] else {
            throw NodeError(.officeUnknown, ["office": office.text])
        }
        return signer
    }

    /// The region that was named, or our own: where card and charter differ on it, the charter holds.
    private func region(_ submission: EntrySubmission, in scope: RecordScope) throws -> RegionCode {
        guard let text = submission.from else {
            let newest: Membership? = scope.mechanism.flatMap {
                view.library.newest(of: $0, adopted: nil)
            }
            let own =
                newest?.charter.content.members.filter { $0.node == view.node }
                .map(\.address.region) ?? []
            return Set(own).count == 1 ? own[0] : view.card.content.region
        }
        guard let address = Address(text),
            submission.office == nil || [nil, submission.office].contains(address.office?.text)
        else { throw Self.malformed("from", text) }
        return address.region
    }

    /// The machine and the step that were named, by the pack that judges them.
    func rules(of submission: EntrySubmission, for record: RecordKey?) throws -> StepRules {
        let named = try step(named: submission, of: record)
        let pack = try pack(submission, machine: named.machine, record: record)
        guard let machine = pack.machine(named.machine),
            let step = machine.transition(named.event)
        else { throw Self.unknown(named) }
        return StepRules(pack: pack, machine: machine, step: step)
    }

    /// The pack that was named, the one that judges the record's next step, or the newest one with the machine.
    private func pack(
        _ submission: EntrySubmission,
        machine: MachineID,
        record: RecordKey?
    ) throws -> RulePack {
        var reference: PackReference?
        if let text = submission.rules {
            reference = try pack(named: text, in: submission.mechanism)
        } else if let record, let row = try transaction.projectedRecord(record) {
            reference = try Ledger.RecordSummary(decoding: row.summary).pack
        }
        let day = LocalDate(of: try NodeTime.timestamp(at: now))
        let named: Membership? = submission.mechanism.flatMap { MechanismID($0) }
            .flatMap { view.library.newest(of: $0, adopted: nil) }
        let counting = (named?.charter.content.rules ?? view.packs.references)
            .compactMap { view.packs.pack($0) }
        // A matter that goes from home into a mechanism begins there anew, by what its charter names.
        if submission.rules == nil, named != nil, record?.scope.isHome == true,
            let pack = PackChoice.pack(
                opening: machine,
                begunUnder: reference?.id,
                on: day,
                among: counting
            )
        {
            return pack
        }
        if let reference {
            guard let pack = view.packs.pack(reference) else {
                // Where nobody named it, it is the record's own and may still come.
                let code: NodeError.Code =
                    submission.rules == nil ? .packAwaited : .packUnknown
                throw NodeError(code, ["rules": reference.text])
            }
            return pack
        }
        // A first step at home goes by what is installed, an opening by what the mechanism's charter names.
        guard let pack = PackChoice.pack(with: machine, on: day, among: counting) else {
            throw NodeError(.kindNotInForce, ["kind": machine.text])
        }
        return pack
    }

    private func fill(_ intent: inout EntryIntent, from submission: EntrySubmission) throws {
        intent.to = try submission.to.map { text in
            guard let address = Address(text) else { throw Self.malformed("to", text) }
            return address
        }
        intent.parents = try submission.parents?.map { text in
            guard let digest = Digest(hex: text) else { throw Self.malformed("parents", text) }
            return digest
        }
        for (name, value) in submission.fields {
            intent.fields[try Self.field(name)] = BodyValue(value)
        }
        intent.audience = try submission.audience.map(Self.audience)
        intent.label = try submission.label.map { text in
            guard let label = ObjectLabel(rawValue: text) else {
                throw Self.malformed("label", text)
            }
            return label
        }
    }

    private static func field(_ name: String) throws -> FieldID {
        guard let field = FieldID(name) else { throw malformed("fields", name) }
        return field
    }

    private static func audience(_ audience: EntrySubmission.Audience) throws -> Audience {
        switch audience {
        case .addressees: .addressees
        case .mechanism: .mechanism
        case .addresses(let texts):
            // A header takes them in order and once; whoever names them need not know.
            .addresses(
                try Set(
                    texts.map { text in
                        guard let address = Address(text) else { throw malformed("audience", text) }
                        return address
                    }
                )
                .sorted()
            )
        }
    }
}
