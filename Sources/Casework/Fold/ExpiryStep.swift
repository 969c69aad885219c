internal import Cryptography

/// A step that a node's `system` office signs by itself once a clock has run out, and the last moment before that.
package struct ExpiryStep: Hashable, Sendable {
    /// The step.
    package let step: AutomaticStep
    /// Who is told of it besides those that the mechanism tells of every header: the record's opener, where that is another node.
    package let to: [Address]
    /// The clock's last second.
    package let last: Timestamp

    /// Whether the clock has run out at a POSIX second.
    package func isDue(at now: Int64) -> Bool { last.instant < now }
}

extension RecordState {
    /// Whether the rules have a step here that a clock brings about.
    package var hasExpiry: Bool {
        guard let state = progress.state, !progress.isHome else { return false }
        return progress.machine?.transitions.contains {
            $0.automatic == .clock && $0.from.contains(state) && !$0.opens
        } ?? false
    }

    /// The steps that the `system` office of `node` is to sign when the clocks that they stop have run out, and has not signed since
    /// these were set off or moved.
    ///
    /// A proposal brings nothing about, nor does a clock that is paused or has no end, or whose end nobody can tell (`isWithheld`). Of
    /// several that run the last one decides.
    package func expirySteps(
        for node: NodeName,
        parties: any PartyResolver,
        clocks: [RecordClock],
        withholding isWithheld: (RecordClock) -> Bool = { _ in false }
    ) -> [ExpiryStep] {
        guard hasExpiry, let machine = progress.machine, let pack = progress.pack,
            let state = progress.state, let opening = progress.opening
        else { return [] }
        return machine.transitions.compactMap { step in
            guard step.automatic == .clock, step.from.contains(state), !step.opens,
                let (clock, last) = Self.expiry(of: step, among: clocks, isWithheld),
                let region = region(of: node, parties: parties, for: step)
            else { return nil }
            let trigger = self.trigger(of: step, among: clocks) ?? clock.started.entry
            guard !hasSigned(step.id, node: node, since: trigger) else { return nil }
            return ExpiryStep(
                step: AutomaticStep(
                    record: record,
                    machine: machine.id,
                    event: step.id,
                    pack: pack.reference,
                    from: region,
                    trigger: trigger,
                    opener: opening.signer
                ),
                to: opening.node == node ? [] : [opening.signer],
                last: last
            )
        }
    }

    /// The clock on which a step waits and its end; nil where none runs, or one of them has no end yet.
    private static func expiry(
        of step: Transition,
        among clocks: [RecordClock],
        _ isWithheld: (RecordClock) -> Bool
    ) -> (clock: RecordClock, last: Timestamp)? {
        let stopped = Set(step.timers.filter { $0.operation == .stop }.map(\.clock))
        let running = clocks.filter {
            stopped.contains($0.clock.id) && !$0.isProposal && $0.end == nil
        }
        var found: (clock: RecordClock, last: Timestamp)?
        for clock in running {
            // A clock that cannot be counted says so in its findings, and brings nothing about.
            guard !clock.isPaused, !isWithheld(clock),
                let due = (try? clock.due(asOf: clock.started.at)) ?? nil,
                // What was over when somebody typed its beginning may be a slip of the pen: an office decides.
                !clock.wasOver(by: due)
            else { return nil }
            if found.map({ $0.last.instant < due.last.instant }) ?? true {
                found = (clock, due.last)
            }
        }
        return found
    }

    /// The region for which the node's `system` office may sign a step; nil where it may not.
    private func region(
        of node: NodeName,
        parties: any PartyResolver,
        for step: Transition
    ) -> RegionCode? {
        let opening = progress.opening
        let opener = opening?.node == node ? [opening?.signer.region].compactMap(\.self) : []
        let addressed = progress.bindings.flatMap(\.addressees)
            .filter { $0.party?.node == node }.map(\.address.region)
        return (opener + addressed.sorted()).first { region in
            let signer = Address(region: region, office: .system)
            return progress.admits(signer: signer, node: node, parties: parties, to: step)
                && progress.historyAllows(step, signer: signer, parties: parties)
        }
    }
}
