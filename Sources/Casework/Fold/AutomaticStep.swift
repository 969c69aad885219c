package import Cryptography

/// A step that a node's `system` office may sign by itself: the acknowledgement in law (ARCHITECTURE.md "Words").
///
/// This is the part that the record decides. Whether everything granted to the addressee is stored, and the log not
/// quarantined, the caller knows.
package struct AutomaticStep: Hashable, Sendable {
    /// The record.
    package let record: Digest
    /// The machine.
    package let machine: MachineID
    /// The event.
    package let event: EventID
    /// The pack to be named in `rules`.
    package let pack: PackReference
    /// The region to be named in `from`: that of the address of this node which was addressed.
    package let from: RegionCode
    /// The entry that addressed the node, to be named in `parents`.
    package let trigger: Digest
    /// The record's opener, to be named in `to`.
    package let opener: Address
}

extension RecordState {
    /// The acknowledgements that the `system` office of `node` may sign next and has not signed since it was addressed.
    ///
    /// An own entry counts as signed whatever its verdict, unless it is invalid, so that a refused one is never signed
    /// again and again.
    package func automaticSteps(for node: NodeName, parties: any PartyResolver) -> [AutomaticStep] {
        guard let machine = progress.machine, let pack = progress.pack,
            let state = progress.state, let opening = progress.opening, !progress.isHome
        else { return [] }
        return machine.transitions.compactMap { step in
            guard step.automatic == .receipt, step.from.contains(state), !step.opens,
                let (binding, address) = addressed(node, by: step, in: machine)
            else { return nil }
            let signer = Address(region: address.region, office: .system)
            guard
                progress.admits(signer: signer, node: node, parties: parties, to: step),
                progress.historyAllows(step, signer: signer, parties: parties),
                !hasSigned(step.id, node: node, since: binding.digest)
            else { return nil }
            return AutomaticStep(
                record: record,
                machine: machine.id,
                event: step.id,
                pack: pack.reference,
                from: address.region,
                trigger: binding.digest,
                opener: opening.signer
            )
        }
    }

    /// The step that addressed the node in a role of `step`, and the first of the node's addresses in it.
    private func addressed(
        _ node: NodeName,
        by step: Transition,
        in machine: Machine
    ) -> (RecordProgress.Binding, Address)? {
        for role in step.signers where step.by.contains(role.id) {
            for case .addressees(let events) in role.bindings {
                guard let binding = progress.latestBinding(of: events) else { continue }
                let own = binding.addressees.filter { $0.party?.node == node }
                if let address = own.map(\.address).min() { return (binding, address) }
            }
        }
        return nil
    }

    func hasSigned(_ event: EventID, node: NodeName, since trigger: Digest) -> Bool {
        steps.contains { step in
            step.event.node == node && step.event.event == event && step.verdict != .invalid
                && step.event.office == .system
                && (step.event.parents.contains(trigger)
                    || step.verdict == .applied && isAfter(step, trigger))
        }
    }

    private func isAfter(_ step: Step, _ trigger: Digest) -> Bool {
        let order = order
        guard let own = order.firstIndex(of: step.event.digest),
            let mark = order.firstIndex(of: trigger)
        else { return false }
        return own > mark
    }
}
