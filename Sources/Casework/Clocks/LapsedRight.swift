package import Cryptography

/// Steps that use a right which is gone: the window in which it could be used is over.
package struct LapsedRights {
    private let all: [RecordClock]
    private let windows: [RecordClock]
    private let running: [RecordClock]
    private let now: Timestamp

    /// Reads the windows that run among the clocks of a record as they stand at a time; a proposal binds nobody.
    package init(among clocks: [RecordClock], asOf now: Timestamp) {
        running = clocks.filter { $0.end == nil && !$0.isProposal }
        windows = running.filter { $0.clock.kind == .window && $0.clock.expiry != nil }
        self.now = now
        all = clocks
    }

    /// Whether a clock of which a step says that it ran out unused still runs, or was used in time.
    private func isBarred(_ id: ClockID) -> Bool {
        guard let clock = all.last(where: { $0.clock.id == id }), !withheld.contains(clock) else {
            return false
        }
        return clock.obstacle(at: now) != nil
    }

    /// Whether a step would use such rights alone, of which the law says that they are gone: none of those that it uses is open still.
    ///
    /// What the law has somebody do in a time and does not forfeit is done late; and what is recorded from the paper of somebody without
    /// a node may be recorded late.
    package func lapsed(_ step: Transition, of machine: Machine) -> Bool {
        guard step.by.compactMap(machine.role).contains(where: \.isFilledByMembers) else {
            return false
        }
        let used = Set(
            step.timers.filter { $0.operation == .stop && $0.condition == nil }.map(\.clock)
        )
        let rights = windows.filter { used.contains($0.clock.id) }
        return !rights.isEmpty
            && rights.allSatisfy {
                !withheld.contains($0) && $0.standing(asOf: now).phase == .passed
            }
    }

    /// Whether a step follows from clocks that have run out and no node takes it by itself: an office does.
    package func isLeftToOffice(_ step: Transition, atHome isHome: Bool) -> Bool {
        guard step.automatic == .clock, step.signers.contains(where: \.isFilledByMembers) else {
            return false
        }
        return step.awaited(among: running).contains { clock in
            // At home no node acts by itself, whenever the end is.
            (isHome || !withheld.contains(clock)) && clock.endLeftToOffice(atHome: isHome) != nil
        }
    }

    /// Whether a step follows from clocks that have run out, and one of them has not: it is nobody's before that.
    package func isEarly(_ step: Transition) -> Bool {
        guard !step.afterClocks.contains(where: isBarred) else { return true }
        guard step.automatic == .clock else { return false }
        return step.awaited(among: running).contains { clock in
            !withheld.contains(clock)
                && [.running, .paused].contains(clock.standing(asOf: now).phase)
        }
    }

    private var withheld: Set<RecordClock> = []
}

extension LapsedRights {
    /// As above, where some ends are withheld, because rules are not here that give them: of these it is neither said that they have passed,
    /// nor that they have not.
    package init(
        among clocks: [RecordClock],
        asOf now: Timestamp,
        withholding isWithheld: (RecordClock) -> Bool
    ) {
        self.init(among: clocks, asOf: now)
        withheld = Set(clocks.filter(isWithheld))
    }
}

extension RecordClock {
    /// When a clock that an entry stopped would have run out, where that lay ahead still; nil where it had run out, and for a proposal.
    package func rest(stoppedBy entry: Digest) -> Timestamp? {
        guard !isProposal, let end, end.mark.entry == entry, end.reason == .stopped,
            // A clock that cannot be counted rules nothing out.
            let due = (try? due(asOf: end.mark.at)) ?? nil, due.admits(end.mark.at)
        else { return nil }
        return due.last
    }

    /// What the law says of a right whose window was over when an entry used it: that it is gone; nil where it says nothing or where the
    /// entry used none too late.
    package func forfeit(usedBy entry: Digest) -> (expiry: Title, due: Timestamp)? {
        guard clock.kind == .window, !isProposal, let end, end.mark.entry == entry,
            end.reason == .stopped, let expiry = clock.expiry,
            // A clock that cannot be counted rules nothing out.
            let due = (try? due(asOf: end.mark.at)) ?? nil, !due.admits(end.mark.at)
        else { return nil }
        return (expiry, due.last)
    }
}
