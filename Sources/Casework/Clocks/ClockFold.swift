package import Cryptography

/// Reads the clocks of a record from its steps: `clocks(state, packs, calendars) -> values`, without clock, storage or network.
///
/// Only applied steps count, in the order of the record and by their offices' own times; a step that the rules do not allow starts and stops nothing.
package struct ClockFold {
    private let packs: PackSet
    private let calendars: CalendarSet
    private let adopted: [PackReference]
    private let fallback: [CalendarReference]
    private let proven: (Digest) -> ProvenInterval?
    /// Nearly all records count by the same calendars.
    private var joined: [[CalendarReference: Int]: WorkingDays] = [:]
    /// What the packs of a record come to, by these.
    private var read: [[PackReference]: (days: WorkingDays, findings: [ClockFinding])] = [:]

    /// Prepares a fold.
    ///
    /// `adopted` are the packs of the charter in force: a calendar that only they name counts for older records as well.
    /// `fallback` are the calendars that count where no pack of the record and none of `adopted` names one; clocks then say so.
    /// `proven` answers with the times that cosignatures prove of an entry.
    package init(
        packs: PackSet,
        calendars: CalendarSet,
        adopted: [PackReference] = [],
        fallback: [CalendarReference] = [],
        proven: @escaping (Digest) -> ProvenInterval? = { _ in nil }
    ) {
        self.packs = packs
        self.calendars = calendars
        self.adopted = adopted
        self.fallback = fallback
        self.proven = proven
    }

    /// The clocks of a record in the order in which they were set off; a clock that was set off anew after its end is there twice.
    ///
    /// `home` is the part of the matter at home, whose steps come first: a clock that began there may end in the mechanism.
    package mutating func clocks(of state: RecordState, home: RecordState? = nil) -> [RecordClock] {
        clocks(of: state, home: home, then: nil)
    }

    /// What a step that nobody has signed yet would have the clocks of a record say of it: those that began at home included, and those
    /// that it would set off outside the dates of their rules.
    ///
    /// `state` is nil for the step that puts a matter into a mechanism.
    package mutating func findings(
        about step: CaseEvent,
        after state: RecordState?,
        home: RecordState? = nil
    ) -> [ClockFinding] {
        let parts = [home, state].compactMap(\.self)
        let before = Set(clocks(of: parts, then: nil).flatMap(\.findings))
        return clocks(of: parts, then: step).flatMap { clock in
            clock.findings.filter { finding in
                !before.contains(finding) && finding.arguments["entry"] == step.digest.hex
                    || finding.code == .notInForce && clock.started.entry == step.digest
            }
        }
        .reduce(into: []) { found, next in
            if !found.contains(next) { found.append(next) }
        }
    }

    /// The clocks as they would be after a step that nobody has signed yet.
    package mutating func clocks(
        adding step: CaseEvent,
        after state: RecordState?,
        home: RecordState? = nil
    ) -> [RecordClock] {
        clocks(of: [home, state].compactMap(\.self), then: step)
    }

    private mutating func clocks(
        of state: RecordState,
        home: RecordState?,
        then next: CaseEvent?
    ) -> [RecordClock] {
        clocks(of: [home, state].compactMap(\.self), then: next)
    }

    private mutating func clocks(
        of parts: [RecordState],
        then next: CaseEvent?
    ) -> [RecordClock] {
        let applied = parts.map(Self.applied)
        guard next != nil || applied.contains(where: { !$0.isEmpty }) else { return [] }
        var named: [PackReference] = []
        for (part, places) in zip(parts, applied) {
            for place in places { Self.add(part.steps[place].event.rules, to: &named) }
        }
        if let next { Self.add(next.rules, to: &named) }
        let used = calendarsUsed(by: named)
        var reading = Reading(run: ClockRun(days: used.days))
        for (number, part) in parts.enumerated() {
            reading.sent = nil
            for place in applied[number] {
                take(part.steps[place].event, part.steps[place].way, in: part, &reading)
            }
            if number == parts.count - 1, let next { take(next, nil, in: part, &reading) }
            if part.isTerminal { endRecord(&reading.run, part) }
        }
        return reading.run.finished(calendarFindings: used.findings)
    }

    /// What the steps that were read have come to.
    private struct Reading {
        var run: ClockRun
        /// What the record has stated last.
        var stated: [FieldID: FactValue] = [:]
        /// When the latest step of the part that addresses somebody was signed.
        var sent: Timestamp?
    }

    private func take(
        _ event: CaseEvent,
        _ way: Transition.Way?,
        in part: RecordState,
        _ reading: inout Reading
    ) {
        defer { if !event.to.isEmpty { reading.sent = event.at } }
        guard let pack = event.rules.flatMap(packs.pack), let machine = pack.machine(event.machine),
            let step = machine.transition(event.event)
        else { return }
        for fact in event.facts
        where machine.openField(fact.field)?.accepts(fact.value, choices: pack.choices) ?? false {
            reading.stated[fact.field] = fact.value
        }
        reading.run.take(
            ClockStep(
                event: event,
                step: step,
                way: way ?? part.way(of: step) ?? step.own,
                machine: machine,
                pack: pack,
                stated: reading.stated,
                sent: reading.sent,
                // What nobody approves tells of the world, whoever signs that.
                voided: step.approval == nil ? nil : VoidedStep(before: event, in: part),
                proven: proven(event.digest)
            )
        )
    }

    /// The places of the steps that count; these are not copied, since they are large.
    private static func applied(_ state: RecordState) -> [Int] {
        state.steps.indices.prefix(state.placedCount).filter { state.steps[$0].verdict == .applied }
    }

    private static func add(_ rules: PackReference?, to named: inout [PackReference]) {
        if let rules, !named.contains(rules) { named.append(rules) }
    }

    private func endRecord(_ run: inout ClockRun, _ part: RecordState) {
        let last = part.steps.prefix(part.placedCount).last {
            $0.verdict == .applied && $0.event.rules != nil
        }
        guard let event = last?.event, let id = part.machine, let pack = part.pack,
            let machine = packs.pack(pack)?.machine(id)
        else { return }
        run.endRecord(
            by: ClockMark(event, at: event.at, proven: proven(event.digest)),
            outliving: machine.outlivingClocks
        )
    }

    // MARK: Calendars

    private mutating func calendarsUsed(
        by rules: [PackReference]
    ) -> (days: WorkingDays, findings: [ClockFinding]) {
        if let known = read[rules] { return known }
        let found = calendarsFound(by: rules)
        read[rules] = found
        return found
    }

    private mutating func calendarsFound(
        by rules: [PackReference]
    ) -> (days: WorkingDays, findings: [ClockFinding]) {
        var references: [CalendarReference] = []
        var editions: [CalendarReference: Int] = [:]
        for pack in (rules + adopted).compactMap(packs.pack) {
            for reference in pack.calendars {
                if editions[reference] == nil { references.append(reference) }
                editions[reference] = max(editions[reference] ?? 0, pack.version)
            }
        }
        var findings: [ClockFinding] = []
        if references.isEmpty {
            findings.append(ClockFinding(.calendarNotNamed))
            references = fallback
            for reference in fallback { editions[reference] = 0 }
        }
        for reference in references where calendars[reference] == nil {
            let text = "\(reference.id)@\(reference.digest.hex)"
            findings.append(ClockFinding(.calendarMissing, ["calendar": text]))
        }
        if let days = joined[editions] { return (days, findings) }
        let here = references.compactMap { calendars[$0] }
        // One that is not here may be the list that the pack means.
        let days =
            here.count == references.count
            ? WorkingDays.counting(by: here, editions: editions)
            : WorkingDays(here, editions: editions)
        joined[editions] = days
        return (days, findings)
    }
}

extension ClockMark {
    init(_ event: CaseEvent, at: Timestamp, proven: ProvenInterval?) {
        self.init(
            entry: event.digest,
            event: event.event,
            signer: event.signer,
            at: at,
            proven: proven
        )
    }
}
