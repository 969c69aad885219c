internal import Cryptography

/// What steps do to a clock that runs.
extension RecordClock {
    mutating func note(
        _ code: ClockFinding.Code,
        _ step: ClockStep,
        _ arguments: [String: String] = [:]
    ) {
        let entry = ["entry": step.event.digest.hex]
        findings.append(
            ClockFinding(code, arguments.merging(entry, uniquingKeysWith: { first, _ in first }))
        )
    }

    // MARK: Ending

    /// Ends the clock; where the rules have a condition in words, it goes on and the step is kept as a possible end.
    ///
    /// `mark` has the time that counts: the entry's own, or the one that the step states for what it tells.
    mutating func stop(_ step: ClockStep, at mark: ClockMark, on condition: Title?) {
        if let condition {
            possibleEnds.append(ClockPossibleEnd(mark: mark, condition: condition))
            return
        }
        if mark.at.instant < started.at.instant {
            note(.stopBeforeStart, step, ["at": mark.at.text, "start": started.at.text])
        }
        noteLate(step, mark)
        close(by: mark, .stopped)
    }

    /// Notes a right that is used after it was gone, and what was done in time by what is stated alone.
    mutating func noteLate(_ step: ClockStep, _ mark: ClockMark) {
        guard case .some(.some(let due)) = dueOrNote(asOf: mark.at),
            !due.admits(step.event.at)
        else { return }
        if due.admits(mark.at) {
            let times = ["at": step.event.at.text, "due": due.last.text, "stated": mark.at.text]
            note(.stopStated, step, times)
        } else if clock.kind == .window {
            note(.rightLapsed, step, ["at": mark.at.text, "due": due.last.text])
        }
    }

    /// Ends the clock because the matter takes another way; where the rules have a condition in words, it goes on.
    mutating func drop(_ step: ClockStep, on condition: Title?) {
        guard condition == nil else { return stop(step, at: step.mark, on: condition) }
        close(by: step.mark, .dropped)
    }

    /// Ends the clock, and with it every pause that goes on.
    mutating func close(by mark: ClockMark, _ reason: ClockEnd.Reason) {
        let today = LocalDate(inChinaAt: mark.at)
        for place in pauses.indices where pauses[place].to == nil {
            pauses[place].ended = mark
            pauses[place].to = today.map { max($0, pauses[place].from) }
        }
        end = ClockEnd(mark: mark, reason: reason)
    }

    // MARK: Extending

    /// Extends the clock, if the rules provide for it once more and the period has not run out.
    mutating func extend(_ step: ClockStep, on condition: Title?) {
        if let until = clock.until { return restate(step, until, on: condition) }
        guard let rule = clock.extension else { return note(.extensionNone, step) }
        let corrects = rule.length == nil && step.newDue != nil && correctableCount > 0
        if !corrects, noteFull(rule, step) { return }
        guard let due = dueOrNote(asOf: step.event.at) else { return }
        if let due, !due.admits(step.event.at) {
            return note(
                .extensionLate,
                step,
                ["at": step.event.at.text, "due": due.last.text]
            )
        }
        var named: LocalDate?
        if rule.length == nil, let day = step.newDue {
            if let due, day < due.lastDay, !correct(step, to: day, due) { return }
            if let due, due.lastDay < day { replace(step, due) }
            if noteFull(rule, step) { return }
            named = day
        }
        if rule.countMax == nil, !extensions.isEmpty {
            note(.extensionRepeated, step, ["count": "\(extensions.count + 1)"])
        }
        extensions.append(
            ClockProlongation(
                mark: step.mark,
                length: rule.length.map { ClockLength($0, rule.unit) },
                named: named,
                condition: condition
            )
        )
        correctableCount += 1
    }

    /// Notes an extension beyond those that the rules allow, of those that count and are not corrected by it; and whether it is one.
    private mutating func noteFull(_ rule: Clock.Extension, _ step: ClockStep) -> Bool {
        guard let limit = rule.countMax, extensions.count >= limit else { return false }
        note(.extensionTooOften, step, ["limit": "\(limit)"])
        return true
    }

    /// Takes back the latest extension in favour of a later day that the same office names on the same day: that is no further one.
    private mutating func replace(_ step: ClockStep, _ due: ClockDue) {
        guard correctableCount > 0, let last = extensions.last, last.named != nil,
            last.mark.signer == step.event.signer,
            let day = LocalDate(inChinaAt: last.mark.at), day == step.today
        else { return }
        extensions.removeLast()
        correctableCount -= 1
        note(.extensionCorrected, step, ["day": due.lastDay.text])
    }

    /// Takes back the latest extensions in favour of a step of the same office that names an earlier day, and says whether it could:
    /// nobody else has done anything since, and the day is not before the end as it was before them.
    private mutating func correct(_ step: ClockStep, to day: LocalDate, _ due: ClockDue) -> Bool {
        var earlier = self
        var floor = due
        for count in 0..<correctableCount {
            earlier.extensions.removeLast()
            guard case .some(.some(let end)) = earlier.dueOrNote(asOf: step.event.at) else { break }
            floor = end
            guard floor.lastDay <= day else { continue }
            extensions.removeLast(count + 1)
            correctableCount -= count + 1
            note(.extensionCorrected, step, ["day": due.lastDay.text])
            return true
        }
        note(.extensionShortens, step, ["day": day.text, "due": floor.last.text])
        return false
    }

    /// Hears of a step, whether or not it moves the clock: what an office said stands once somebody else has gone on from it.
    mutating func hear(_ step: ClockStep) {
        if step.event.signer != started.signer, step.event.office != .system {
            statedStart?.isOpen = false
        }
        if let end, step.event.signer != end.mark.signer, step.event.office != .system {
            statedEnd?.isOpen = false
        }
        guard let last = extensions.last, step.event.signer != last.mark.signer,
            step.event.office != .system
        else { return }
        correctableCount = 0
    }

    /// Where a step names a later end of what was due by a day that an office set and that is over: ends this run, which was missed, and
    /// gives the one to the later end; nil otherwise.
    mutating func renew(_ step: ClockStep, on condition: Title?) -> RecordClock? {
        guard clock.kind == .limit, let until = clock.until, let stated,
            step.event.at.instant > stated.instant, let new = step.newEnd(until),
            new.instant > stated.instant
        else { return nil }
        var next = self
        (next.extensions, next.earlierEnds, next.correctableCount) = ([], [], 0)
        (next.findings, next.possibleEnds) = ([], [])
        next.restate(step, until, on: condition)
        note(.extensionAfterEnd, step, ["at": step.event.at.text, "due": stated.text])
        close(by: step.mark, .extended)
        return next
    }

    /// Moves an end that the record names to a later one that the step names.
    private mutating func restate(_ step: ClockStep, _ until: FieldID, on condition: Title?) {
        guard let new = step.newEnd(until) else { return }
        let day = LocalDate(inChinaAt: new) ?? LocalDate(of: new)
        if let stated {
            // What has lapsed is over; what is due by a day that an office set may be given another day, in a run of its own.
            if clock.kind != .limit, step.event.at.instant > stated.instant {
                let late = ["at": step.event.at.text, "due": stated.text]
                return note(.extensionLate, step, late)
            }
            if new.instant < stated.instant, !correct(step, to: new, day, stated) { return }
        }
        earlierEnds.append(stated)
        stated = new
        extensions.append(
            ClockProlongation(mark: step.mark, length: nil, named: day, condition: condition)
        )
        correctableCount += 1
    }

    /// The same for an end that the record names.
    private mutating func correct(
        _ step: ClockStep,
        to new: Timestamp,
        _ day: LocalDate,
        _ now: Timestamp
    ) -> Bool {
        let latest = earlierEnds.suffix(correctableCount)
        let place = latest.lastIndex { $0.map { $0.instant <= new.instant } ?? true }
        guard let place else {
            let floor = latest.first ?? now
            note(.extensionShortens, step, ["day": day.text, "due": (floor ?? now).text])
            return false
        }
        let count = earlierEnds.count - place
        stated = earlierEnds[place]
        earlierEnds.removeLast(count)
        extensions.removeLast(count)
        correctableCount -= count
        note(.extensionCorrected, step, ["day": (LocalDate(inChinaAt: now) ?? day).text])
        return true
    }

    /// The end, nil within for an open one; nil where it cannot be counted, which is then noted.
    private mutating func dueOrNote(asOf time: Timestamp) -> ClockDue?? {
        do {
            return .some(try due(asOf: time))
        } catch {
            let finding = ClockFinding(.uncountable, ["code": error.code.rawValue])
            if !findings.contains(finding) { findings.append(finding) }
            return nil
        }
    }

    // MARK: Pausing

    /// Pauses the clock, if the law lets such a period pass uncounted.
    mutating func pause(_ step: ClockStep, on condition: Title?) {
        guard !clock.excluded.isEmpty else { return note(.pauseNone, step) }
        let reason = step.pauseReason
        if let reason, !clock.excluded.contains(where: { $0.text == reason }) {
            return note(.pauseReason, step, ["reason": reason])
        }
        let from = step.pauseFrom ?? step.today
        if let to = step.pauseTo, to < from {
            return note(.pauseEndsEarly, step, ["from": from.text, "to": to.text])
        }
        if isPaused { note(.pauseRepeated, step) }
        if case .some(.some(let due)) = dueOrNote(asOf: step.event.at),
            !due.admits(step.event.at), from <= due.nominal ?? due.lastDay
        {
            note(
                .pauseRecordedLate,
                step,
                ["at": step.event.at.text, "due": due.last.text]
            )
        }
        pauses.append(
            ClockPause(
                began: step.mark,
                from: from,
                reason: reason,
                condition: condition,
                ended: step.pauseTo == nil ? nil : step.mark,
                to: step.pauseTo
            )
        )
    }

    /// Ends the pauses that go on: those of the reason that the step states, or all.
    mutating func resume(_ step: ClockStep) {
        let reason = step.pauseReason
        let open = pauses.indices.filter { place in
            pauses[place].to == nil && (reason == nil || pauses[place].reason == reason)
        }
        guard !open.isEmpty else { return note(.resumeNone, step) }
        let to = step.pauseTo ?? step.today
        for place in open.reversed() {
            if to < pauses[place].from {
                note(.pauseEndsEarly, step, ["from": pauses[place].from.text, "to": to.text])
                pauses.remove(at: place)
            } else {
                pauses[place].ended = step.mark
                pauses[place].to = to
            }
        }
    }

    /// Notes what only shows once every step is known: an end that cannot be counted, and pauses that began when nothing was left
    /// to count.
    mutating func conclude() {
        let last = pauses.map { $0.to ?? $0.from }.max()
        let time = last.flatMap { day in
            Timestamp(
                instant: LocalDate.start(of: day.dayNumber),
                offsetMinutes: LocalDate.chinaOffsetMinutes
            )
        }
        guard case .some(.some(let due)) = dueOrNote(asOf: time ?? started.at) else { return }
        for pause in pauses where pause.from > due.nominal ?? due.lastDay {
            findings.append(
                ClockFinding(
                    .pauseBeyondEnd,
                    [
                        "entry": pause.began.entry.hex, "from": pause.from.text,
                        "due": due.last.text,
                    ]
                )
            )
        }
    }
}
