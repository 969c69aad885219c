/// What those who take part have answered, each for itself: by the applied steps alone.
extension RecordProgress {
    /// Who acts for an address: itself, and whoever lies within it and belongs to the same member.
    ///
    /// A member of its own inside a region that takes part as well, such as a city or one office, speaks for itself alone.
    struct Voice {
        let address: Address
        /// The member that the address belonged to where it was named last; nil where no step named it.
        let member: Address?

        /// Whether an office of a party acts for the address.
        func isOf(_ signer: Address, _ party: Party?) -> Bool {
            guard address.contains(signer) else { return false }
            if signer == address { return true }
            guard let party else { return false }
            // The member of whoever lies within an address is the address's own if it contains it.
            return member.map { $0 == party.member } ?? party.member.contains(address)
        }

        /// Whether somebody who acts for the address took an applied step.
        func took(_ past: Past) -> Bool { isOf(past.signer, past.party) }
    }

    /// Who acts for an address, by the step that named it last.
    func voice(of address: Address) -> Voice {
        let named = bindings.reversed().lazy.compactMap { binding in
            binding.addressees.last { $0.address == address }
        }
        .first
        return Voice(address: address, member: named?.party?.member)
    }

    /// The latest applied one of these events that somebody who acts for an address signed; after the latest of `since`, where that is named.
    func latest(of events: [EventID], by address: Address, since: [EventID] = []) -> EventID? {
        let start = applied.lastIndex { since.contains($0.event) }.map { $0 + 1 } ?? 0
        let voice = voice(of: address)
        return applied[start...].last { events.contains($0.event) && voice.took($0) }?.event
    }

    /// Everybody who fills a role, one by one: each office that has taken one of these events, and each address of which none has.
    ///
    /// Who belongs to no member any more, or to another one than when it was named, is asked for nothing: nobody could answer.
    func parts(
        of role: Role,
        taking events: [EventID],
        parties: any PartyResolver
    ) -> [Address] {
        let found = addresses(filling: role, parties: parties).filter { address in
            guard let member = parties.party(of: address)?.member else { return false }
            let named = bindings.flatMap(\.addressees).last { $0.address == address }
            return named?.party.map { $0.member == member } ?? true
        }
        let offices = found.flatMap { address -> [Address] in
            let voice = voice(of: address)
            let signers = applied.filter { events.contains($0.event) && voice.took($0) }
            return signers.isEmpty ? [address] : signers.map(\.signer)
        }
        return Set(offices).sorted()
    }

    /// Those that are asked for and have not answered so, and whether anybody has.
    func standing(
        _ answers: RoleAnswers,
        in machine: Machine,
        parties: any PartyResolver
    ) -> (lacking: [Address], hasAny: Bool) {
        guard let role = machine.role(answers.role) else { return ([], false) }
        let asked = answers.among.map { among in
            parts(of: role, taking: among.events, parties: parties).filter { address in
                latest(of: among.events, by: address).map(among.isOneOf.contains) ?? false
            }
        }
        let all = asked ?? parts(of: role, taking: answers.events, parties: parties)
        let lacking = all.filter { address in
            let last = latest(of: answers.events, by: address, since: answers.after)
            return !(last.map(answers.isOneOf.contains) ?? false)
        }
        return (lacking, lacking.count < all.count)
    }

    /// Whether everybody who acts for an address, as far as anybody has, has taken one of those as its latest of these events.
    func hasLeft(_ address: Address, by events: [EventID], is left: [EventID]) -> Bool {
        let voice = voice(of: address)
        let taken = applied.filter { events.contains($0.event) && voice.took($0) }
        let signers = Set(taken.map(\.signer))
        return !signers.isEmpty
            && signers.allSatisfy { signer in
                taken.last { $0.signer == signer }.map { left.contains($0.event) } ?? false
            }
    }

    // MARK: Whose turn it is

    /// Who is expected to act in a state: the role that it waits for, with those of it who have not done their part; once all have, the role
    /// that comes then, and nobody where there is none.
    ///
    /// `filling` says who fills a role.
    func turn<Filling>(
        in state: State,
        filling: (Role) -> (addresses: [Address], rest: Filling)
    ) -> (role: RoleID, addresses: [Address], rest: Filling)? {
        guard let id = state.waitsFor, let role = machine?.role(id) else { return nil }
        let all = filling(role)
        let owing =
            state.answeredBy.isEmpty
            ? all.addresses : all.addresses.filter { owes($0, answers: state.answeredBy) }
        // Whom only the charter names is not known here one by one.
        let isOpen = all.addresses.isEmpty || !owing.isEmpty || state.answeredBy.isEmpty
        if isOpen { return (id, owing, all.rest) }
        guard let next = state.then, let then = machine?.role(next) else { return nil }
        let others = filling(then)
        return (next, others.addresses, others.rest)
    }

    /// The offices at an address that have answered for themselves in the record, in any step that each takes by itself; the address
    /// where none has.
    func voices(at address: Address) -> [Address] {
        let own = Set(machine?.transitions.filter { $0.per != nil }.map(\.id) ?? [])
        let voice = voice(of: address)
        let signers = applied.filter { own.contains($0.event) && voice.took($0) }
        return signers.isEmpty ? [address] : Set(signers.map(\.signer)).sorted()
    }

    /// Whether somebody at an address has still to give one of these answers: it could, and has given none that stands.
    private func owes(_ address: Address, answers: [EventID]) -> Bool {
        let steps = answers.compactMap { machine?.transition($0) }
        return voices(at: address).contains { signer in
            steps.contains { ownHistoryAllows($0, signer: signer) }
                && !hasAnswered(signer, answers)
        }
    }

    /// Whether what somebody at an address has taken itself lets it take a step.
    func ownHistoryAllows(_ step: Transition, at address: Address) -> Bool {
        step.guards.contains(where: \.isAboutSigner)
            ? voices(at: address).contains { ownHistoryAllows(step, signer: $0) } : true
    }

    private func ownHistoryAllows(_ step: Transition, signer: Address) -> Bool {
        step.guards.filter(\.isAboutSigner).allSatisfy {
            allowsByHistory($0, step: step.id, signer: signer)
        }
    }

    /// Whether an office's latest of these answers stands: it cannot be given again, or, where the rules allow that, was given in this
    /// state.
    private func hasAnswered(_ signer: Address, _ answers: [EventID]) -> Bool {
        let place = applied.lastIndex { answers.contains($0.event) && $0.signer == signer }
        guard let place, let step = machine?.transition(applied[place].event) else { return false }
        let own = step.guards.filter { condition in
            switch condition {
            case .once(let perSigner, _): perSigner
            case .ownLatest(let events, _, _): events.contains(step.id)
            default: false
            }
        }
        guard !own.isEmpty else { return place >= enteredAt }
        return !own.allSatisfy { allowsByHistory($0, step: step.id, signer: signer) }
    }
}

extension RecordState {
    /// Whether whoever signed an entry acts for an address.
    package func acts(_ event: CaseEvent, for address: Address) -> Bool {
        progress.voice(of: address).isOf(event.signer, event.parties.party(of: event.signer))
    }

    /// The addresses among some to which a step may not go, because whoever acts for them takes no part any more.
    package func barred(_ addresses: [Address], from step: Transition) -> Set<Address> {
        let barred = step.guards.flatMap { condition -> [Address] in
            guard case .addresseesWithout(let events, let left) = condition else { return [] }
            return addresses.filter { progress.hasLeft($0, by: events, is: left) }
        }
        return Set(barred)
    }
}
