internal import Cryptography

/// A time that a step stated for what set a clock off, and what may still be put right of it.
struct StatedStart: Hashable, Sendable {
    /// The field in which it is stated.
    let field: FieldID
    /// When the entry that set the clock off was signed: what it tells has not happened later.
    let signed: Timestamp
    /// The entry that stated the time last, with its own time.
    var written: ClockMark
    /// Whether nobody but the office that stated it, and automatic signers, has done anything since.
    var isOpen = true
}

extension RecordClock {
    /// The entry that said last when the clock began, with that entry's own time.
    package var startWritten: ClockMark? { statedStart?.written }

    /// Whether its end was over already when somebody wrote when it began: what came to its end so brings nothing about by itself.
    func wasOver(by due: ClockDue) -> Bool {
        statedStart.map { !due.admits($0.written.at) } ?? false
    }

    /// Takes a time that the office which set the clock off states anew for its beginning.
    ///
    /// It counts while nobody else has gone on from the one before, or where the rules have the step say it again (`isProvidedFor`); what
    /// a step tells has not happened after the entry that told it first.
    mutating func correctStart(_ step: ClockStep, isProvidedFor: Bool) {
        guard var stated = statedStart, end == nil, step.event.signer == started.signer,
            step.event.digest != started.entry, stated.isOpen || isProvidedFor,
            let moment = step.moment(of: stated.field, signed: stated.signed),
            moment != started.at
        else { return }
        guard moment.instant <= stated.signed.instant else {
            let later = ["at": stated.signed.text, "stated": moment.text]
            return note(.startFactLater, step, later)
        }
        note(.startCorrected, step, ["at": started.at.text, "stated": moment.text])
        // What was said of the other time holds no longer.
        findings.removeAll { [.startFactEarlier, .startOver, .notInForce].contains($0.code) }
        stated.written = step.mark
        statedStart = stated
        started = ClockMark(
            entry: started.entry,
            event: started.event,
            signer: started.signer,
            at: moment,
            proven: started.proven
        )
    }
}
