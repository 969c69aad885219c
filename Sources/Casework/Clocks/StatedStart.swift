internal import Cryptography

/// A time that a step stated for what set a clock off, and what may still be put right of it.
struct StatedStart: Hashable, Sendable {
    /// The field in which it is stated.
    let field: FieldID
    /// When the entry that set the clock off was signed: what it tells has not happened later.
    let signed: Timestamp
    /// The node of that entry.
    let node: NodeName
    /// When the latest step before it that addresses somebody was signed.
    let sent: Timestamp?
    /// The entry that stated the time last, with its own time.
    var written: ClockMark
    /// The void step in whose place that entry came: what it told is no beginning.
    let voided: VoidedStep?
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

    /// The field in which an entry of the office that set the running clock off states another beginning that does not count, with what it
    /// says; nil where it states none, or what counts.
    package func disregards(_ event: CaseEvent) -> (field: FieldID, text: String)? {
        guard let stated = statedStart, end == nil, event.signer == started.signer,
            event.digest != started.entry, event.digest != stated.written.entry,
            case .string(let text)? = event.facts.first(where: { $0.field == stated.field })?.value
        else { return nil }
        let counts =
            Timestamp(text).map { $0 == started.at }
            ?? LocalDate(text).map { $0 == LocalDate(inChinaAt: started.at) }
        return counts == false ? (stated.field, text) : nil
    }

    /// Takes a time that the office which set the clock off states anew for its beginning.
    ///
    /// It counts while nobody else has gone on from the one before, or where the rules have a step of the same node say it again
    /// (`isProvidedFor`); what a step tells has not happened after the entry that told it first. Another one is told, and counts not.
    mutating func correctStart(_ step: ClockStep, isProvidedFor: Bool) {
        guard var stated = statedStart, end == nil, step.event.digest != started.entry,
            let moment = step.moment(of: stated.field, signed: stated.signed)
        else { return }
        let isAgain = isProvidedFor && step.event.node == stated.node
        let isOwn = stated.isOpen && step.event.signer == started.signer
        guard moment != started.at else {
            // Whoever says the time that counts has put right the one that did not.
            if isAgain || isOwn { findings.removeAll { $0.code == .startFactLater } }
            return
        }
        guard isAgain || isOwn else { return keepStart(step, moment, isProvidedFor) }
        guard moment.instant <= stated.signed.instant else {
            let later = ["at": stated.signed.text, "stated": moment.text]
            return note(.startFactLater, step, later)
        }
        guard stated.voided?.tells(moment) != true else {
            return note(.startKept, step, ["at": started.at.text, "stated": moment.text])
        }
        note(.startCorrected, step, ["at": started.at.text, "stated": moment.text])
        // What was said of the other time holds no longer.
        findings.removeAll {
            [.startFactEarlier, .startFactLater, .startOver, .notInForce].contains($0.code)
        }
        stated.written = step.mark
        statedStart = stated
        started = ClockMark(
            entry: started.entry,
            event: started.event,
            signer: started.signer,
            at: moment,
            proven: started.proven
        )
        noteStart(step, sent: stated.sent)
    }

    /// Notes another time that does not count, unless the step states it for something else that it sets off.
    private mutating func keepStart(_ step: ClockStep, _ moment: Timestamp, _ isProvidedFor: Bool) {
        guard let field = statedStart?.field, isProvidedFor || !step.startsAnew(by: field),
            node == nil || node == step.event.node
        else { return }
        note(.startKept, step, ["at": started.at.text, "stated": moment.text])
    }

    /// Notes what is to be checked of the time that sets the clock off, as a step states it: that it lies before what arrived was `sent`,
    /// that the period was over when it was written, and that the rule was not in force then.
    mutating func noteStart(_ step: ClockStep, sent: Timestamp?) {
        let signed = statedStart?.signed ?? step.event.at
        if let stated = statedStart, let sent, started.at != signed,
            let last = step.lastMoment(of: stated.field, signed: signed),
            last.instant + Limits.arrivalLeadSecondCount < sent.instant
        {
            note(.startFactEarlier, step, ["at": sent.text, "stated": started.at.text])
        }
        // A clock that cannot be counted says so by itself.
        if clock.kind == .limit, started.at != signed,
            let due = (try? due(asOf: step.event.at)) ?? nil, !due.admits(step.event.at)
        {
            let times = ["at": started.at.text, "due": due.last.text]
            note(.startOver, step, times.merging(["clock": clock.id.text]) { first, _ in first })
        }
        let day = LocalDate(inChinaAt: started.at) ?? step.today
        if clock.effectiveFrom.map({ day < $0 }) ?? false
            || clock.effectiveTo.map({ day > $0 }) ?? false
        {
            findings.append(ClockFinding(.notInForce, ["at": started.at.text]))
        }
    }
}
