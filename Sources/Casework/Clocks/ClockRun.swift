/// What the fold of clocks carries from step to step.
struct ClockRun {
    private struct Entry {
        /// The node whose own clock it is, if each member of a role has one.
        var node: NodeName? { state.node }
        var state: RecordClock
    }

    private let days: WorkingDays
    private var entries: [Entry] = []

    init(days: WorkingDays) {
        self.days = days
    }

    /// Does what a step does to clocks: first to those that run, then it sets off new ones.
    mutating func take(_ step: ClockStep) {
        let timers = step.timers
        // Few steps say again when a clock began, and clocks are large.
        let restating = timers.filter { $0.operation == .start && $0.at != nil }
        let again =
            restating.isEmpty
            ? []
            : entries.map(\.state).filter { clock in
                clock.end == nil && restating.contains { says($0, clock) }
            }
        for place in entries.indices {
            entries[place].state.hear(step)
            let isProvidedFor = restating.contains { says($0, entries[place].state) }
            entries[place].state.correctStart(step, isProvidedFor: isProvidedFor)
            // What ended when another clock began has one time with it.
            let isOne = again.contains { entries[place].state.endedAtStart(of: $0) }
            entries[place].state.correctEnd(step, isProvidedFor: isOne)
        }
        for clock in step.step.afterClocks {
            // Of a clock that was set off anew the earlier runs say nothing any more.
            guard let place = entries.lastIndex(where: { $0.state.clock.id == clock }) else {
                continue
            }
            entries[place].state.presume(step)
        }
        for timer in timers where timer.operation != .start {
            for place in running(timer.clock, step) {
                if timer.operation == .extend,
                    let next = entries[place].state.renew(step, on: timer.condition)
                {
                    entries.append(Entry(state: next))
                    continue
                }
                apply(timer, step, to: &entries[place].state)
            }
        }
        for timer in timers where timer.operation == .start { start(timer, step) }
    }

    /// Whether a timer has a step say again when a clock that runs began.
    private func says(_ timer: Timer, _ clock: RecordClock) -> Bool {
        guard timer.operation == .start, timer.clock == clock.clock.id, let at = timer.at else {
            return false
        }
        return at == clock.statedStart?.field
    }

    private func running(_ clock: ClockID, _ step: ClockStep) -> [Int] {
        entries.indices.filter { place in
            let entry = entries[place]
            let isOwn = entry.node == nil || step.node == nil || entry.node == step.node
            return entry.state.clock.id == clock && entry.state.end == nil && isOwn
        }
    }

    private mutating func start(_ timer: Timer, _ step: ClockStep) {
        guard let clock = step.pack.clocks.first(where: { $0.id == timer.clock }) else { return }
        let same = running(timer.clock, step).filter { entries[$0].node == step.node }
        if let place = same.first {
            let isAgain = says(timer, entries[place].state)
            // A step that may leave it out says nothing by leaving it out.
            guard !isAgain || timer.at.map(step.step.requiredFields.contains) ?? true else {
                return
            }
            entries[place].state.note(.startRepeated, step)
            return
        }
        let start = step.start(of: timer)
        var state = RecordClock(
            clock: clock,
            pack: step.pack.reference,
            version: step.pack.version,
            law: step.citations(of: clock),
            started: start.mark,
            node: step.node,
            condition: timer.condition,
            days: days
        )
        state.stated = clock.until.flatMap { step.end($0, in: step.stated) }
        if clock.until == nil {
            state.statedStart = step.startField(of: timer).map {
                StatedStart(
                    field: $0,
                    signed: step.event.at,
                    node: step.event.node,
                    sent: step.sent,
                    written: step.mark,
                    voided: step.voided
                )
            }
        }
        if let stated = start.later {
            state.note(.startFactLater, step, ["at": step.event.at.text, "stated": stated.text])
        }
        state.noteVoided(start.voided, step)
        state.noteStart(step, sent: step.sent)
        entries.append(Entry(state: state))
    }

    private func apply(_ timer: Timer, _ step: ClockStep, to state: inout RecordClock) {
        switch timer.operation {
        case .start: break
        case .stop:
            let stop = step.stop(by: timer)
            if let stated = stop.later {
                state.note(.stopFactLater, step, ["at": step.event.at.text, "stated": stated.text])
            }
            state.noteVoided(stop.voided, step)
            state.stop(step, at: stop.mark, on: timer.condition)
            state.keepStatedEnd(step, in: timer.at)
        case .drop: state.drop(step, on: timer.condition)
        case .extend: state.extend(step, on: timer.condition)
        case .pause: state.pause(step, on: timer.condition)
        case .resume: state.resume(step)
        }
    }

    // MARK: Ends

    /// Ends what does not outlive the record.
    mutating func endRecord(by mark: ClockMark, outliving: [ClockID]) {
        for place in entries.indices where entries[place].state.end == nil {
            if outliving.contains(entries[place].state.clock.id) {
                entries[place].state.outlivesRecord = true
            } else {
                entries[place].state.close(by: mark, .recordEnded)
            }
        }
    }

    /// All clocks, with what can be said once every step is known.
    func finished(calendarFindings: [ClockFinding]) -> [RecordClock] {
        entries.map { entry in
            var state = entry.state
            let rolls = [.holiday, .holidayAndWeekend].contains(state.clock.roll)
            let units = [state.clock.unit] + state.extensions.compactMap(\.length?.unit)
            let needsCalendar =
                units.contains(.workingDay)
                || rolls && (units.contains(.calendarDay) || units.contains(.month))
            if needsCalendar { state.findings += calendarFindings }
            state.conclude()
            return state
        }
    }
}
