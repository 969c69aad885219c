internal import Cryptography

/// A time that a step stated for what ended a clock, and what may still be put right of it.
struct StatedEnd: Hashable, Sendable {
    /// The field in which it is stated.
    let field: FieldID
    /// When the entry that ended the clock was signed: what it tells has not happened later.
    let signed: Timestamp
    /// Whether nobody but the office that stated it, and automatic signers, has done anything since.
    var isOpen = true
}

extension RecordClock {
    /// Keeps in which field a step that has ended the clock states when that was; a step whose field is left out may say it later.
    mutating func keepStatedEnd(_ step: ClockStep, in field: FieldID?) {
        guard let field, let end, end.reason == .stopped, end.mark.entry == step.event.digest
        else { return }
        statedEnd = StatedEnd(field: field, signed: step.event.at)
    }

    /// Takes a time that the office which ended the clock states anew for its end: what begins on a day and what ends on it have one date.
    ///
    /// It counts while nobody else has gone on from the one before, as for what a clock begins with.
    mutating func correctEnd(_ step: ClockStep) {
        guard let stated = statedEnd, let end, stated.isOpen,
            step.event.signer == end.mark.signer, step.event.digest != end.mark.entry,
            let moment = step.lastMoment(of: stated.field, signed: stated.signed),
            moment != end.mark.at
        else { return }
        guard moment.instant <= stated.signed.instant else {
            let later = ["at": stated.signed.text, "stated": moment.text]
            return note(.stopFactLater, step, later)
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
