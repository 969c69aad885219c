/// An applied step as the clocks see it: what it does to them, and the facts that they need.
struct ClockStep {
    /// Open fields that a clock reads from a header, where the rules have them.
    private enum Names {
        static let arrival = FieldID(unchecked: "received_at")
        static let pauseFrom = FieldID(unchecked: "pause_from")
        static let pauseTo = FieldID(unchecked: "pause_to")
        static let pauseReason = FieldID(unchecked: "pause_reason")
        static let newDue = FieldID(unchecked: "new_due")
    }

    let event: CaseEvent
    let step: Transition
    let machine: Machine
    let pack: RulePack
    /// What the record has stated last, with what the step states.
    let stated: [FieldID: FactValue]
    /// What the step does to clocks, as far as the facts of the record say that it does.
    let timers: [Timer]
    let mark: ClockMark
    /// When the latest step before it that addresses somebody was signed.
    let sent: Timestamp?
    /// The latest step before it of the same name and office that a revocation made void.
    let voided: VoidedStep?

    /// The time that sets a clock off or ends it: the one that the step states for it, if that is not after the entry itself.
    struct Start {
        let mark: ClockMark
        /// A stated time that is after the entry itself and does not count.
        let later: Timestamp?
        /// A stated time that is of a step which counts no more, and does not count either.
        var voided: Timestamp? = nil
    }

    /// Reads an applied step; `stated` are the facts that the record has stated last, those of the step included, and `sent` is when the
    /// latest step before it that addresses somebody was signed.
    init(
        event: CaseEvent,
        step: Transition,
        way: Transition.Way,
        machine: Machine,
        pack: RulePack,
        stated: [FieldID: FactValue],
        sent: Timestamp?,
        voided: VoidedStep? = nil,
        proven: ProvenInterval?
    ) {
        self.event = event
        self.step = step
        self.machine = machine
        self.pack = pack
        self.stated = stated
        timers = way.timers.filter { timer in
            timer.when.allSatisfy { $0.holds(for: stated[$0.field]) == true }
        }
        mark = ClockMark(event, at: event.at, proven: proven)
        self.sent = sent
        self.voided = voided
    }

    /// The field in which a step states when what sets a clock off happened: the one that the rules name or, for an acknowledgement, the
    /// arrival.
    func startField(of timer: Timer) -> FieldID? {
        timer.at ?? (step.automatic == .receipt ? Names.arrival : nil)
    }

    /// Whether the step states a field for what it sets off by itself.
    func startsAnew(by field: FieldID) -> Bool {
        step.automatic == .receipt && field == Names.arrival
            || timers.contains { $0.operation == .start && startField(of: $0) == field }
    }

    /// Whether the step states a field for something of its own: what it begins, ends or is asked for.
    func statesAnew(_ field: FieldID) -> Bool {
        startsAnew(by: field) || step.requiredFields.contains(field)
            || timers.contains { $0.operation != .start && $0.at == field }
    }

    /// When a clock starts: at the time that the rules name for it or, for an acknowledgement, at the stated arrival.
    func start(of timer: Timer) -> Start {
        guard let moment = startField(of: timer).flatMap(text).flatMap(moment) else {
            return Start(mark: mark, later: nil)
        }
        guard moment.first.instant <= event.at.instant else {
            return Start(mark: mark, later: moment.first)
        }
        if voided?.tells(moment.first) == true {
            return Start(mark: mark, later: nil, voided: moment.first)
        }
        return Start(mark: ClockMark(event, at: moment.first, proven: mark.proven), later: nil)
    }

    /// When a clock stops: at the time that the step states for what it tells, if the rules name a field for it and the time is not after
    /// the entry itself; a day ends with its last second.
    ///
    /// A stated time that is after the entry does not count (`later`).
    func stop(by timer: Timer) -> Start {
        guard let moment = timer.at.flatMap(text).flatMap(moment) else {
            return Start(mark: mark, later: nil)
        }
        guard moment.last <= event.at.instant,
            let at = Timestamp(instant: moment.last, offsetMinutes: LocalDate.chinaOffsetMinutes)
        else { return Start(mark: mark, later: moment.first) }
        if voided?.tells(moment.first) == true {
            return Start(mark: mark, later: nil, voided: moment.first)
        }
        // An entry may well come after what it tells.
        let proven = mark.proven?.latest.map { ProvenInterval(earliest: nil, latest: $0) }
        return Start(mark: ClockMark(event, at: at, proven: proven), later: nil)
    }

    /// The moment that the step states in a field for what an entry of another time told; a day begins with its first second, and the
    /// day of that entry is its own time.
    func moment(of field: FieldID, signed: Timestamp) -> Timestamp? {
        guard let text = text(field) else { return nil }
        if let time = Timestamp(text) { return time }
        guard let day = LocalDate(text) else { return nil }
        guard day != LocalDate(inChinaAt: signed) ?? LocalDate(of: signed) else { return signed }
        return Timestamp(
            instant: LocalDate.start(of: day.dayNumber),
            offsetMinutes: LocalDate.chinaOffsetMinutes
        )
    }

    /// The same for what an entry of another time told as done: a day ends with its last second.
    func lastMoment(of field: FieldID, signed: Timestamp) -> Timestamp? {
        guard let first = moment(of: field, signed: signed), first != signed, let day = day(field)
        else { return moment(of: field, signed: signed) }
        return Timestamp(
            instant: LocalDate.start(of: day.dayNumber + 1) - 1,
            offsetMinutes: LocalDate.chinaOffsetMinutes
        )
    }

    /// A time, or a day from its first second to its last; nil for the day of the entry itself, which its own time tells better.
    private func moment(_ text: String) -> (first: Timestamp, last: Int64)? {
        if let time = Timestamp(text) { return (time, time.instant) }
        guard let day = LocalDate(text), day != today else { return nil }
        return Timestamp(
            instant: LocalDate.start(of: day.dayNumber),
            offsetMinutes: LocalDate.chinaOffsetMinutes
        )
        .map { ($0, LocalDate.start(of: day.dayNumber + 1) - 1) }
    }

    /// A fact whose field the machine has open and whose value has the field's form.
    private static func fact(
        _ field: FieldID,
        _ event: CaseEvent,
        _ machine: Machine,
        _ pack: RulePack
    ) -> FactValue? {
        guard let value = event.facts.first(where: { $0.field == field })?.value,
            machine.openField(field)?.accepts(value, choices: pack.choices) ?? false
        else { return nil }
        return value
    }

    private func text(_ field: FieldID) -> String? {
        guard case .string(let text) = Self.fact(field, event, machine, pack) else { return nil }
        return text
    }

    private func day(_ field: FieldID) -> LocalDate? { text(field).flatMap { LocalDate($0) } }

    /// The end that a field names among some facts: a day ends with its last second.
    func end(_ field: FieldID, in facts: [FieldID: FactValue]) -> Timestamp? {
        guard case .string(let text) = facts[field] else { return nil }
        if let time = Timestamp(text) { return time }
        return LocalDate(text).flatMap { day in
            Timestamp(
                instant: LocalDate.start(of: day.dayNumber + 1) - 1,
                offsetMinutes: LocalDate.chinaOffsetMinutes
            )
        }
    }

    /// The end that the step itself names.
    func newEnd(_ field: FieldID) -> Timestamp? {
        Self.fact(field, event, machine, pack).flatMap { end(field, in: [field: $0]) }
    }

    /// The day of the entry.
    var today: LocalDate { LocalDate(inChinaAt: event.at) ?? LocalDate(of: event.at) }
    var pauseFrom: LocalDate? { day(Names.pauseFrom) }
    var pauseTo: LocalDate? { day(Names.pauseTo) }
    var pauseReason: String? { text(Names.pauseReason) }
    var newDue: LocalDate? { day(Names.newDue) }

    /// A step that each member of a role takes moves the clocks of its own node only.
    var node: NodeName? { step.per == nil ? nil : event.node }

    func citations(of clock: Clock) -> [LawCitation] {
        clock.law.compactMap { reference in
            pack.laws.first { $0.id == reference.law }
                .map { LawCitation(law: $0, article: reference.article) }
        }
    }
}
