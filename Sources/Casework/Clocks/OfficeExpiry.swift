internal import Cryptography

/// Ends that no node brings about by itself, so that an office decides: those of matters at home, and those that were over when
/// somebody typed the beginning.
extension RecordState {
    /// Who is expected to act next as the clocks stand: besides those that the state waits for, whoever may end what no node ends.
    package func waitingFilling(with clocks: MatterClocks) -> RoleFilling {
        endsLeftToOffices(among: clocks).reduce(waitingFilling) { $0.union($1.signers) }
    }

    /// The running clocks whose ends were over when their beginning was written, with whoever may sign the step that follows from them.
    package func endsLeftToOffices(
        among clocks: MatterClocks
    ) -> [(clock: RecordClock, last: Timestamp, signers: RoleFilling)] {
        guard hasExpiry, let state = progress.state, let machine = progress.machine else {
            return []
        }
        let steps = machine.transitions.filter {
            $0.automatic == .clock && $0.from.contains(state) && !$0.opens
        }
        return clocks.shared.compactMap { clock in
            guard let due = clock.endLeftToOffice(atHome: false) else { return nil }
            let signers = steps.filter { !$0.awaited(among: [clock]).isEmpty }
                .flatMap { $0.by + $0.recordedBy }.compactMap(filling(of:))
                .reduce(RoleFilling.nobody) { $0.union($1) }
            return signers == .nobody ? nil : (clock, due.last, signers)
        }
    }
}

extension RecordClock {
    /// The end of a running clock on which no node acts by itself; nil where one does, or where it has no end yet.
    func endLeftToOffice(atHome isHome: Bool) -> ClockDue? {
        guard !isProposal, end == nil, !isPaused,
            // A clock that cannot be counted says so in its findings.
            let due = (try? due(asOf: started.at)) ?? nil, isHome || wasOver(by: due)
        else { return nil }
        return due
    }

    /// The entries that last set it off, put its beginning right, extended, paused or resumed it.
    fileprivate var movingEntries: [Digest] {
        let pause = pauses.last
        let later = [startWritten, extensions.last?.mark, pause?.began, pause?.ended]
        return [started.entry] + later.compactMap { $0?.entry }
    }
}

extension Transition {
    /// The clocks that run and that the step stops; a proposal binds nobody.
    func awaited(among clocks: [RecordClock]) -> [RecordClock] {
        let stopped = Set(timers.filter { $0.operation == .stop }.map(\.clock))
        return clocks.filter { stopped.contains($0.clock.id) && !$0.isProposal && $0.end == nil }
    }
}

extension RecordState {
    /// The latest of the entries that set off, moved or put right the clocks on which a step waits, or led the record into its state.
    ///
    /// What a node signed before it does not count as signed: it may have been too early, or in a state of which the record has come
    /// back since.
    func trigger(of step: Transition, among clocks: [RecordClock]) -> Digest? {
        var marks = Set(step.awaited(among: clocks).flatMap(\.movingEntries))
        if let leading = leadingStep { marks.insert(leading.event.digest) }
        return order.last(where: marks.contains)
    }

    /// The applied step that led the record into its state.
    var leadingStep: Step? {
        steps.prefix(placedCount).last { step in
            step.way?.to != nil
        }
    }
}
