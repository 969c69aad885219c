internal import Cryptography

/// A time that a step stated for what ended a clock, and what may still be put right of it.
struct StatedEnd: Hashable, Sendable {
    /// The field in which it is stated.
    let field: FieldID
    /// When the entry that ended the clock was signed: what it tells has not happened later.
    let signed: Timestamp
    /// The node of that entry.
    let node: NodeName
    /// The void step in whose place that entry came: what it told is no end.
    let voided: VoidedStep?
    /// Whether nobody but the office that stated it, and automatic signers, has done anything since.
    var isOpen = true
}

extension RecordClock {
    /// Keeps in which field a step that has ended the clock states when that was; a step whose field is left out may say it later.
    mutating func keepStatedEnd(_ step: ClockStep, in field: FieldID?) {
        guard let field, let end, end.reason == .stopped, end.mark.entry == step.event.digest
        else { return }
        statedEnd = StatedEnd(
            field: field,
            signed: step.event.at,
            node: step.event.node,
            voided: step.voided
        )
    }

    /// Whether it ended by the entry, and at the field, by which another clock began.
    func endedAtStart(of other: RecordClock) -> Bool {
        guard let statedEnd, let end, let start = other.statedStart else { return false }
        return end.mark.entry == other.started.entry && statedEnd.field == start.field
    }

    /// Takes a time that the office which ended the clock states anew for its end: what begins on a day and what ends on it have one date.
    ///
    /// It counts while nobody else has gone on from the one before, or where the rules have a step of the same node say it again
    /// (`isProvidedFor`), as for what a clock begins with. Another one is told, and counts not.
    mutating func correctEnd(_ step: ClockStep, isProvidedFor: Bool) {
        guard let stated = statedEnd, let end, step.event.digest != end.mark.entry,
            let moment = step.lastMoment(of: stated.field, signed: stated.signed)
        else { return }
        let isAgain = isProvidedFor && step.event.node == stated.node
        let isOwn = stated.isOpen && step.event.signer == end.mark.signer
        guard moment != end.mark.at else {
            // Whoever says the time that counts has put right the one that did not.
            if isAgain || isOwn { findings.removeAll { $0.code == .stopFactLater } }
            return
        }
        guard isAgain || isOwn else { return keepEnd(step, moment, isProvidedFor) }
        guard moment.instant <= stated.signed.instant else {
            let later = ["at": stated.signed.text, "stated": moment.text]
            return note(.stopFactLater, step, later)
        }
        guard stated.voided?.tells(moment) != true else {
            return note(.endKept, step, ["at": end.mark.at.text, "stated": moment.text])
        }
        note(.endCorrected, step, ["at": end.mark.at.text, "stated": moment.text])
        // What was said of the other time holds no longer.
        findings.removeAll {
            [.stopFactLater, .stopStated, .rightLapsed, .stopBeforeStart].contains($0.code)
        }
        let mark = ClockMark(
            entry: end.mark.entry,
            event: end.mark.event,
            signer: end.mark.signer,
            at: moment,
            // An entry may well come after what it tells.
            proven: end.mark.proven?.latest.map { ProvenInterval(earliest: nil, latest: $0) }
        )
        moveEnd(to: mark, from: end.mark)
        if moment.instant < started.at.instant {
            note(.stopBeforeStart, step, ["at": moment.text, "start": started.at.text])
        }
        noteLate(step, mark)
    }

    /// Notes another time that does not count, unless the step states it for something of its own.
    private mutating func keepEnd(_ step: ClockStep, _ moment: Timestamp, _ isProvidedFor: Bool) {
        guard let end, let field = statedEnd?.field, isProvidedFor || !step.statesAnew(field),
            node == nil || node == step.event.node
        else { return }
        note(.endKept, step, ["at": end.mark.at.text, "stated": moment.text])
    }

    /// Ends the clock at another time, with the pauses that went on until then.
    private mutating func moveEnd(to mark: ClockMark, from old: ClockMark) {
        let day = LocalDate(inChinaAt: mark.at)
        for place in pauses.indices where pauses[place].ended == old {
            pauses[place].ended = mark
            pauses[place].to = day.map { max($0, pauses[place].from) }
        }
        end = ClockEnd(mark: mark, reason: .stopped)
    }
}
