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
        let events = parts.flatMap(Self.applied).map(\.event) + [next].compactMap(\.self)
        guard !events.isEmpty else { return [] }
        let used = calendarsUsed(by: events)
        var run = ClockRun(days: used.days)
        var stated: [FieldID: FactValue] = [:]
        for (place, part) in parts.enumerated() {
            let isLast = place == parts.count - 1
            var sent: Timestamp?
            let last = isLast ? next.map { [(event: $0, way: nil as Transition.Way?)] } ?? [] : []
            for (event, way) in Self.applied(part) + last {
                defer { if !event.to.isEmpty { sent = event.at } }
                guard let pack = event.rules.flatMap(packs.pack),
                    let machine = pack.machine(event.machine),
                    let step = machine.transition(event.event)
                else { continue }
                for fact in event.facts
                where machine.openField(fact.field)?.accepts(fact.value, choices: pack.choices)
                    ?? false
                {
                    stated[fact.field] = fact.value
                }
                run.take(
                    ClockStep(
                        event: event,
                        step: step,
                        way: way ?? part.way(of: step) ?? step.own,
                        machine: machine,
                        pack: pack,
                        stated: stated,
                        sent: sent,
                        // What nobody approves tells of the world, whoever signs that.
                        voided: step.approval == nil
                            ? nil : VoidedStep(before: event, in: part),
                        proven: proven(event.digest)
                    )
                )
            }
            if part.isTerminal { endRecord(&run, part) }
        }
        return run.finished(calendarFindings: used.findings)
    }

    private static func applied(
        _ state: RecordState
    ) -> [(event: CaseEvent, way: Transition.Way?)] {
        state.steps.prefix(state.placedCount).filter { $0.verdict == .applied }
            .map { ($0.event, $0.way) }
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
        by events: [CaseEvent]
    ) -> (days: WorkingDays, findings: [ClockFinding]) {
        var references: [CalendarReference] = []
        var editions: [CalendarReference: Int] = [:]
        for pack in (events.compactMap(\.rules) + adopted).compactMap(packs.pack) {
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
