package import Cryptography

/// What one record has come to: the fold of all entries that name it.
///
/// A function of headers, adopted charters and packs only, so that every member computes the same one.
package struct RecordState: Sendable {
    /// One entry of the record, in the order in which the fold took them.
    package struct Step: Sendable {
        /// The entry.
        package let event: CaseEvent
        /// What became of it.
        package let verdict: StepVerdict
        /// What else is to be said of it.
        package let findings: [CaseFinding]
        /// The state after it, if it was applied and a machine has one.
        package let state: StateID?
        /// The way in which it was taken; nil where it is no applied step of a pack.
        package let way: Transition.Way?
        /// Whether only clocks placed it after the step before it: the two are concurrent, and an entry that is still to come may order them anew.
        package let isPlacedByClock: Bool
    }

    /// The digest that names the record.
    package let record: Digest
    /// All entries: first those that were judged, in order, then those that wait, then invalid ones and repetitions.
    package let steps: [Step]
    /// How many of the first steps have their place in the order; those after them wait, or are never folded.
    package let placedCount: Int
    /// What is to be said of the record as a whole.
    package let findings: [CaseFinding]
    /// At home: the opening by which the matter went into a mechanism.
    package let openedBy: Digest?
    /// At home, of a matter that has gone into a mechanism: the steps that its part here still lacks, in the order of the rules; none
    /// where it is as it should be.
    let ratifications: [Transition]
    let progress: RecordProgress

    /// Whether a matter has gone on elsewhere and nothing is left to do to its part here.
    package var hasLeft: Bool { openedBy != nil && ratifications.isEmpty }

    /// The machine that the record runs on; nil until its first entry is applied.
    package var machine: MachineID? { progress.machine?.id }
    /// The pack by which the next step is judged.
    package var pack: PackReference? { progress.pack?.reference }
    /// The state; nil until the first entry is applied.
    package var state: StateID? { progress.state }
    /// Who opened the record, or created it at home.
    package var opener: Address? { progress.opening?.signer }
    /// The node that opened the record.
    package var openerNode: NodeName? { progress.opening?.node }
    /// The addressees of the latest step that binds a role by its addressees.
    package var addressees: [Address] {
        let binding = progress.machine.map { progress.latestBinding(of: $0.addressingEvents) }
        return binding??.addressees.map(\.address) ?? []
    }

    /// The opener and the addressees that belong to no member of `parties` any more, or to another one than when they were named: nobody
    /// acts for them.
    package func departed(from parties: any PartyResolver) -> Set<Address> {
        let binding = progress.machine.flatMap { progress.latestBinding(of: $0.addressingEvents) }
        let named =
            [progress.opening.map { ($0.signer, $0.party) }].compactMap(\.self)
            + (binding?.addressees ?? []).map { ($0.address, $0.party) }
        let gone = named.filter { address, party in
            parties.party(of: address).map { $0.member != (party?.member ?? $0.member) } ?? true
        }
        return Set(gone.map(\.0))
    }

    /// Whether no step can follow.
    package var isTerminal: Bool { currentState?.isTerminal ?? false }
    /// Whether nobody is due to act.
    package var isResting: Bool { currentState?.isResting ?? false }
    /// Whether clocks alone placed some judged step, so that a late entry may reorder the tail of the record.
    package var isTailConcurrent: Bool { steps.contains(where: \.isPlacedByClock) }

    /// Everything that entries of the record wait for, sorted, each once.
    package var awaited: [Awaited] {
        var found: Set<Awaited> = []
        for step in steps {
            if case .pending(let awaited) = step.verdict { found.formUnion(awaited) }
        }
        return found.sorted()
    }

    private var currentState: State? {
        guard let id = progress.state else { return nil }
        return progress.machine?.state(id)
    }

    /// The role that is expected to act next, and the addresses that fill it as the charter `parties` has it.
    ///
    /// Nil where nobody is.
    package func waitsFor(parties: any PartyResolver) -> (role: RoleID, addresses: [Address])? {
        guard let state = currentState else { return nil }
        return progress.turn(in: state) { role in
            (progress.addresses(filling: role, parties: parties), ())
        }
        .map { ($0.role, $0.addresses) }
    }

    /// The steps that this office may lawfully sign next, by state, role and what came before.
    ///
    /// Conditions on addressees and facts are decided once the entry names them. At home the opening is among them.
    package func nextSteps(
        for signer: Address,
        node: NodeName,
        parties: any PartyResolver
    ) -> [Transition] {
        guard let machine = progress.machine, let state = progress.state else { return [] }
        return (openedBy == nil ? machine.transitions : ratifications).filter { step in
            progress.offers(step, in: state) && (!step.opens || progress.isHome)
                && progress.admits(signer: signer, node: node, parties: parties, to: step)
                && progress.historyAllows(step, signer: signer, parties: parties)
        }
    }

    /// The steps that the rules allow next, by state and what came before, in the order of the rules; those that nobody could sign are
    /// left out.
    ///
    /// Conditions on addressees and facts are decided once an entry names them. At home the opening is among them.
    package func openSteps(parties: any PartyResolver) -> [Transition] {
        guard let machine = progress.machine, let state = progress.state, let opener
        else { return [] }
        return (openedBy == nil ? machine.transitions : ratifications).filter { step in
            progress.offers(step, in: state) && (!step.opens || progress.isHome)
                && signers(of: step, parties: parties).contains { role, addresses in
                    guard !addresses.isEmpty else { return role.isSystem && step.by == [role.id] }
                    return addresses.contains { mayTake(step, at: $0, parties: parties) }
                }
                && step.guards.allSatisfy {
                    $0.isAboutSigner
                        || progress.allowsByHistory($0, step: step.id, signer: opener)
                }
        }
    }

    /// Whether what came before lets somebody at an address take a step.
    ///
    /// Of an address whose offices have answered for themselves these are asked; otherwise whoever acts there.
    package func mayTake(
        _ step: Transition,
        at address: Address,
        parties: any PartyResolver
    ) -> Bool {
        progress.voices(at: address).contains {
            progress.historyAllows(step, signer: $0, parties: parties)
        }
    }

    /// Who may sign a step: each role that the rules name for it, with the addresses of members that fill it now.
    ///
    /// The nodes' own signer has none; it signs for a node that fills another role of the step.
    package func signers(
        of step: Transition,
        parties: any PartyResolver
    ) -> [(role: Role, addresses: [Address])] {
        (step.by + step.recordedBy).compactMap { id in
            progress.machine?.role(id).map { role in
                let addresses = progress.addresses(filling: role, parties: parties)
                return (role, addresses.filter { parties.party(of: $0) != nil })
            }
        }
    }

    /// Where the order departs from an earlier one, given as `order` of an earlier state; nil where it only grew.
    package func firstReordered(since earlier: [Digest]) -> Int? {
        let now = order
        for (position, digest) in earlier.enumerated()
        where position >= now.count || now[position] != digest {
            return position
        }
        return nil
    }

    /// The digests of the steps that have their place, in order.
    package var order: [Digest] { steps.prefix(placedCount).map(\.event.digest) }
}
