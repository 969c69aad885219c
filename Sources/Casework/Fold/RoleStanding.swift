/// What those who take part have answered, each for itself: by the applied steps alone.
extension RecordProgress {
    /// The latest applied one of these events that somebody within an address signed; after the latest of `since`, where that is named.
    func latest(of events: [EventID], by address: Address, since: [EventID] = []) -> EventID? {
        let start = applied.lastIndex { since.contains($0.event) }.map { $0 + 1 } ?? 0
        return applied[start...].last { past in
            events.contains(past.event) && address.contains(past.signer)
        }?
        .event
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
            let signers = applied.filter {
                events.contains($0.event) && address.contains($0.signer)
            }
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
        let taken = applied.filter { events.contains($0.event) }
        let signers = Set(taken.map(\.signer).filter(address.contains))
        return !signers.isEmpty
            && signers.allSatisfy { signer in
                taken.last { $0.signer == signer }.map { left.contains($0.event) } ?? false
            }
    }

    /// Those who fill a role and may still take a step of it; all of them where none could, so that somebody is named.
    func acting(_ addresses: [Address], as role: RoleID) -> [Address] {
        guard let state else { return addresses }
        let left = addresses.filter { mayAct($0, as: role, from: state) }
        return left.isEmpty ? addresses : left
    }

    /// Whether somebody who fills a role may still take a step of it from the state, as far as its own earlier steps decide.
    private func mayAct(_ address: Address, as role: RoleID, from state: StateID) -> Bool {
        let steps = machine?.transitions.filter { step in
            step.from.contains(state) && (step.by.contains(role) || step.recordedBy.contains(role))
        }
        guard let steps, !steps.isEmpty else { return true }
        return steps.contains { step in
            step.guards.filter(\.isAboutSigner).allSatisfy { condition in
                allowsOf(address, condition, step: step.id)
            }
        }
    }

    private func allowsOf(_ address: Address, _ condition: Guard, step: EventID) -> Bool {
        guard case .ownLatest(let events, _, let orNone) = condition else { return true }
        let signers = Set(
            applied.filter { events.contains($0.event) && address.contains($0.signer) }
                .map(\.signer)
        )
        return signers.isEmpty
            ? orNone
            : signers.contains { allowsByHistory(condition, step: step, signer: $0) }
    }
}

extension RecordState {
    /// The addresses among some to which a step may not go, because whoever acts for them takes no part any more.
    package func barred(_ addresses: [Address], from step: Transition) -> Set<Address> {
        let barred = step.guards.flatMap { condition -> [Address] in
            guard case .addresseesWithout(let events, let left) = condition else { return [] }
            return addresses.filter { progress.hasLeft($0, by: events, is: left) }
        }
        return Set(barred)
    }
}
