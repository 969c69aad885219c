import Casework
import Cryptography
import Ledger
import TransparencyLog

extension StepPlanner {
    /// Throws for a step after which the clocks of its record, as given, make no sense: `step_ends_at_once` and `right_lapsed`.
    func requireSense(
        _ event: CaseEvent,
        after state: RecordState?,
        _ clocks: [RecordClock]
    ) throws {
        let machine = event.rules.flatMap(view.packs.pack)?.machine(event.machine)
        guard let machine, let step = machine.transition(event.event) else { return }
        try requireRight(step, of: machine, event, clocks)
        guard !event.isHome, let target = step.to ?? state?.state else { return }
        for expiry in machine.transitions
        where expiry.automatic == .clock && expiry.from.contains(target) && expiry.id != step.id {
            try requireLasting(event, until: expiry, clocks)
        }
    }

    /// A time that is stated for the beginning of a clock and makes its end lie in the past: what the clock brings about would follow at
    /// once, and nobody could undo it.
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
