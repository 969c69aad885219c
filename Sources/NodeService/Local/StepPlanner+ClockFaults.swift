import Casework
import Cryptography
import Ledger
import TransparencyLog

extension StepPlanner {
    /// Throws for a step after which the clocks of its record, as given, make no sense: `step_ends_at_once`, `right_lapsed`,
    /// `step_before_end` and `correction_void`.
    ///
    /// By an end that is withheld nothing is refused: rules are not here that give it.
    func requireSense(
        _ event: CaseEvent,
        after state: RecordState?,
        _ clocks: [RecordClock],
        withholding isWithheld: (RecordClock) -> Bool,
        isExplained: Bool
    ) throws {
        let machine = event.rules.flatMap(view.packs.pack)?.machine(event.machine)
        guard let machine, let step = machine.transition(event.event) else { return }
        let told = clocks.filter { !isWithheld($0) }
        try requireRight(step, of: machine, event, told)
        try requireEnd(before: step, event, told)
        // What clocks go by and what letters say is one date.
        for clock in clocks {
            guard let (field, text) = clock.disregards(event) else { continue }
            throw NodeError(
                .correctionVoid,
                ["at": clock.started.at.text, "field": field.text, "value": text]
            )
        }
        try requireUnused(before: step, event, told, isExplained: isExplained)
        // What was over when it was written ends nothing by itself: the office that says why ends it.
        let way = state?.way(of: step)
        let target = (way == nil ? step.to : way?.to) ?? state?.state
        guard !event.isHome, !isExplained, let target else { return }
        for expiry in machine.transitions
        where expiry.automatic == .clock && expiry.from.contains(target) && expiry.id != step.id {
            try requireLasting(event, until: expiry, told)
        }
    }

    /// A time that is stated for the beginning of a clock and makes its end lie in the past, without a word why: it is more often a slip
    /// of the pen.
    private func requireLasting(
        _ event: CaseEvent,
        until expiry: Transition,
        _ clocks: [RecordClock]
    ) throws {
        let ended = Set(expiry.timers.filter { $0.operation == .stop }.map(\.clock))
        for clock in clocks
        where clock.end == nil && !clock.isProposal && !clock.isPaused
            && ended.contains(clock.clock.id) && clock.startWritten?.entry == event.digest
        {
            // A clock that cannot be counted brings nothing about.
            guard let due = (try? clock.due(asOf: clock.started.at)) ?? nil,
                due.last.instant < now
            else { continue }
            throw NodeError(
                .stepEndsAtOnce,
                [
                    "due": due.last.text, "event": expiry.id.text,
                    "start": clock.started.at.text,
                ]
            )
        }
    }

    /// A step that follows from a clock's end, before that: whoever ends it sooner has a step of its own for it in the rules.
    private func requireEnd(
        before step: Transition,
        _ event: CaseEvent,
        _ clocks: [RecordClock]
    ) throws {
        guard step.automatic == .clock else { return }
        let ahead = clocks.compactMap { $0.rest(stoppedBy: event.digest) }
        guard let due = ahead.max(by: { $0.instant < $1.instant }) else { return }
        throw NodeError(.stepBeforeEnd, ["due": due.text, "event": step.id.text])
    }

    /// A step that says that a time ran out and nobody used it, before that time is over, or where somebody did and the officer does not
    /// say why it goes on all the same.
    private func requireUnused(
        before step: Transition,
        _ event: CaseEvent,
        _ clocks: [RecordClock],
        isExplained: Bool
    ) throws {
        guard !step.afterClocks.isEmpty else { return }
        for clock in clocks where step.afterClocks.contains(clock.clock.id) {
            for finding in clock.findings where finding.arguments["entry"] == event.digest.hex {
                if finding.code == .presumedOver, let due = finding.arguments["due"] {
                    throw NodeError(.stepBeforeEnd, ["due": due, "event": step.id.text])
                }
                if finding.code == .presumedUnused, !isExplained,
                    let used = finding.arguments["used"]
                {
                    throw NodeError(
                        .timeWasUsed,
                        ["at": used, "clock": clock.clock.id.text, "event": step.id.text]
                    )
                }
            }
        }
    }

    /// A right of which the law says that it is gone; what is recorded from the paper of somebody without a node may be recorded late.
    private func requireRight(
        _ step: Transition,
        of machine: Machine,
        _ event: CaseEvent,
        _ clocks: [RecordClock]
    ) throws {
        let roles = step.by.compactMap(machine.role)
        guard roles.contains(where: \.isFilledByMembers) else { return }
        for clock in clocks {
            guard let (expiry, due) = clock.forfeit(usedBy: event.digest) else { continue }
            throw NodeError(
                .rightLapsed,
                [
                    "due": due.text, "event": step.id.text, "expiry": expiry.en,
                    "expiry_en": expiry.en, "expiry_zh": expiry.zh,
                ]
            )
        }
    }
}
