internal import Cryptography

/// What the fold carries from step to step: the rules in force, the state, and who fills which role.
struct RecordProgress: Sendable {
    /// The first entry that was applied.
    struct Opening: Sendable {
        let digest: Digest
        let event: EventID
        let signer: Address
        let node: NodeName
        let party: Party?
    }

    /// An applied step that named addressees.
    struct Binding: Sendable {
        let digest: Digest
        let event: EventID
        let addressees: [Addressee]
    }

    /// An address with the member that it belonged to where it was named.
    struct Addressee: Sendable {
        let address: Address
        let party: Party?
    }

    /// An applied step, with the member that its signer belonged to where it was signed.
    struct Past: Sendable {
        let event: EventID
        let signer: Address
        let party: Party?
    }

    let isHome: Bool
    var pack: RulePack?
    var machine: Machine?
    var state: StateID?
    var opening: Opening?
    private(set) var bindings: [Binding] = []
    private(set) var applied: [Past] = []
    /// How many steps had been applied when the state was last entered, the one that did so included.
    private(set) var enteredAt = 0
    /// Where the record stands for those who have not heard of what led it into its state; nil before something has.
    private(set) var crossed: StateID?
    /// The entry that led the record into its state.
    private(set) var leading: Digest?
    /// Where what was begun at home may stand, beside what goes on in the mechanism.
    private(set) var beside: Set<StateID> = []
    /// The facts of the applied steps, in their order.
    private(set) var stated: [(fact: Fact, signer: Address)] = []
    /// At home: whether a step after the opening made up for what the opening asked for.
    var isRatified = false

    init(isHome: Bool) {
        self.isHome = isHome
    }

    // MARK: Roles

    /// Whether an office may sign a step by the roles that the step names.
    func admits(
        signer: Address,
        node: NodeName,
        parties: any PartyResolver,
        to step: Transition
    ) -> Bool {
        guard signer.office == .system else {
            return step.signers.contains { fills($0, signer: signer, parties: parties) }
        }
        guard step.admitsSystem else { return false }
        let others = step.signers.filter { step.by.contains($0.id) }
        return others.isEmpty
            ? node == opening?.node
            : others.contains { fillsByNode($0, node: node, parties: parties) }
    }

    /// Whether an office fills a role; the automatic signer fills none but its own.
    func fills(_ role: Role, signer: Address, parties: any PartyResolver) -> Bool {
        guard signer.office != .system else { return false }
        return role.bindings.contains { binding in
            switch binding {
            case .opener(let openings):
                guard let opening else { return false }
                return signer == opening.signer && isOpener(openings, by: opening.event)
            case .addressees(let events):
                guard let binding = latestBinding(of: events) else { return false }
                let inside = binding.addressees.filter { $0.address.contains(signer) }
                guard !inside.isEmpty, let party = parties.party(of: signer) else { return false }
                return inside.contains { $0.party?.member == party.member }
            case .charter:
                let inside = parties.addresses(of: role.id).filter { $0.contains(signer) }
                guard !inside.isEmpty, let party = parties.party(of: signer) else { return false }
                return inside.contains { parties.party(of: $0)?.member == party.member }
            case .system, .outside:
                return false
            }
        }
    }

    /// Whether an office, or the automatic signer of a node, fills any role of the machine.
    func hasRole(in machine: Machine, of event: CaseEvent) -> Bool {
        machine.roles.contains { role in
            event.office == .system
                ? fillsByNode(role, node: event.node, parties: event.parties)
                : fills(role, signer: event.signer, parties: event.parties)
        }
    }

    private func fillsByNode(_ role: Role, node: NodeName, parties: any PartyResolver) -> Bool {
        role.bindings.contains { binding in
            switch binding {
            case .opener(let openings):
                guard let opening else { return false }
                return node == opening.node && isOpener(openings, by: opening.event)
            case .addressees(let events):
                let addressees = latestBinding(of: events)?.addressees ?? []
                return addressees.contains { $0.party?.node == node }
            case .charter:
                return parties.addresses(of: role.id)
                    .contains { parties.party(of: $0)?.node == node }
            case .system, .outside:
                return false
            }
        }
    }

    /// At home the opening is still to come, so the creator stands for any opener.
    private func isOpener(_ openings: [EventID], by event: EventID) -> Bool {
        openings.isEmpty || isHome || openings.contains(event)
    }

    /// The addresses that fill a role now.
    func addresses(filling role: Role, parties: any PartyResolver) -> [Address] {
        addresses(filling: role, among: bindings.count, parties: parties)
    }

    /// The addresses that filled a role when this many steps had named addressees.
    func addresses(
        filling role: Role,
        among count: Int,
        parties: any PartyResolver
    ) -> [Address] {
        var found: Set<Address> = []
        for binding in role.bindings {
            switch binding {
            case .opener(let openings):
                if let opening, isOpener(openings, by: opening.event) {
                    found.insert(opening.signer)
                }
            case .addressees(let events):
                let latest = bindings.prefix(count).last { events.contains($0.event) }
                found.formUnion(latest?.addressees.map(\.address) ?? [])
            case .charter:
                found.formUnion(parties.addresses(of: role.id))
            case .system, .outside:
                break
            }
        }
        return found.sorted()
    }

    /// The latest applied one of these events that named addressees.
    func latestBinding(of events: [EventID]) -> Binding? {
        bindings.last { events.contains($0.event) }
    }

    /// Whether one of these events has named this very address before.
    func hasNamed(_ address: Address, by events: [EventID]) -> Bool {
        bindings.contains { binding in
            events.contains(binding.event)
                && binding.addressees.contains { $0.address == address }
        }
    }

    // MARK: Ratification

    /// The steps that may be taken at home although the matter has gone into a mechanism, because the home part is not what its
    /// opening asks for: an approval does not count any more, since its key was not to be trusted.
    ///
    /// They lead to where the opening was possible, or are decided by an officer's signature, who may also refuse. None where the
    /// home part is as it should be, so that nothing is done at home to a matter that went on elsewhere.
    func ratifications(of opening: EventID) -> [Transition] {
        guard isHome, let machine, let state, let opening = machine.transition(opening),
            !opening.from.contains(state)
        else { return [] }
        let leading = machine.statesLeading(to: opening.from)
        return machine.transitions.filter { step in
            guard !step.opens, step.from.contains(state), let target = step.to else { return false }
            return leading.contains(target) || step.approval?.isSigned == true
        }
    }

    // MARK: History

    /// Whether what was applied before allows the step once more.
    func historyAllows(
        _ step: Transition,
        signer: Address,
        parties: any PartyResolver
    ) -> Bool {
        step.guards.allSatisfy { condition in
            guard let machine else { return false }
            switch condition {
            case .otherSigner(let roles):
                return party(of: roles, in: machine, signer: signer, parties: parties) == nil
            case .allOfRole(let answers):
                return standing(answers, in: machine, parties: parties).lacking.isEmpty
            case .someOfRole(let answers):
                return standing(answers, in: machine, parties: parties).hasAny
            default:
                return allowsByHistory(condition, step: step.id, signer: signer)
            }
        }
    }

    /// Whether what was applied before meets one guard; guards on the entry itself are met here.
    func allowsByHistory(_ guard: Guard, step: EventID, signer: Address) -> Bool {
        switch `guard` {
        case .latest(let events, let allowed):
            guard let last = applied.last(where: { events.contains($0.event) }) else {
                return false
            }
            return allowed.contains(last.event)
        case .once(let perSigner, let after):
            let start = applied.lastIndex { after.contains($0.event) }.map { $0 + 1 } ?? 0
            return !applied[start...].contains { past in
                past.event == step && (!perSigner || past.signer == signer)
            }
        case .ownLatest(let events, let allowed, let orNone):
            let last = applied.last { events.contains($0.event) && $0.signer == signer }
            return last.map { allowed.contains($0.event) } ?? orNone
        case .addressees, .newAddressees, .facts, .otherAddressees, .otherSigner, .first,
            .allOfRole, .someOfRole, .addresseesWithout:
            return true
        }
    }

    /// The first role of these that a signer fills.
    func party(
        of roles: [RoleID],
        in machine: Machine,
        signer: Address,
        parties: any PartyResolver
    ) -> RoleID? {
        roles.first { id in
            machine.role(id).map { fills($0, signer: signer, parties: parties) } ?? false
        }
    }

    /// The first role of these that is filled by somebody who could act for an addressee.
    func party(
        of roles: [RoleID],
        in machine: Machine,
        addressed address: Address,
        parties: any PartyResolver
    ) -> RoleID? {
        guard let member = parties.party(of: address)?.member else { return nil }
        return roles.first { id in
            guard let role = machine.role(id) else { return false }
            return role.bindings.contains { binding in
                if case .opener(let openings) = binding {
                    guard let opening, isOpener(openings, by: opening.event) else { return false }
                    return address.contains(opening.signer)
                        && parties.party(of: opening.signer)?.member == member
                }
                return bound(by: binding, of: role, parties: parties).contains { other in
                    (address.contains(other) || other.contains(address))
                        && parties.party(of: other)?.member == member
                }
            }
        }
    }

    /// The addresses that a binding by addressees or by the charter names.
    private func bound(
        by binding: Role.Binding,
        of role: Role,
        parties: any PartyResolver
    ) -> [Address] {
        switch binding {
        case .addressees(let events): latestBinding(of: events)?.addressees.map(\.address) ?? []
        case .charter: parties.addresses(of: role.id)
        case .opener, .system, .outside: []
        }
    }

    /// What the applied steps have stated of a field last; nil where nothing was.
    func latestFact(_ field: FieldID) -> FactValue? {
        stated.last { $0.fact.field == field }?.fact.value
    }

    /// The same, of what the machine has open and takes: what clocks go by.
    func latestFact(_ field: FieldID, of machine: Machine, _ pack: RulePack) -> FactValue? {
        guard let open = machine.openField(field) else { return nil }
        return stated.last { said in
            said.fact.field == field && open.accepts(said.fact.value, choices: pack.choices)
        }?
        .fact.value
    }

    /// The moment that a signer stated last in a field, and the earliest that another office did: own, then the other's.
    func moments(
        of field: FieldID,
        signer: Address,
        facts: [Fact]
    ) -> (own: Timestamp?, other: Timestamp?) {
        var latest: [Address: Timestamp] = [:]
        for (fact, who) in stated + facts.map({ ($0, signer) }) where fact.field == field {
            if case .string(let text) = fact.value, let moment = Timestamp(text) {
                latest[who] = moment
            }
        }
        let own = latest.removeValue(forKey: signer)
        return (own, latest.values.min { $0.instant < $1.instant })
    }

    // MARK: Applying

    /// Gives a step its effect under the pack that judged it.
    mutating func apply(
        _ event: CaseEvent,
        step: Transition,
        way: Transition.Way,
        machine: Machine,
        pack: RulePack,
        addressees: [Addressee]
    ) {
        // They are large, and nearly always the same as before.
        if self.pack?.reference != pack.reference || self.machine?.id != machine.id {
            self.pack = pack
            self.machine = machine
        }
        move(event.digest, step, way)
        applied.append(
            Past(
                event: event.event,
                signer: event.signer,
                party: event.parties.party(of: event.signer)
            )
        )
        if way.to != nil { enteredAt = applied.count }
        stated += event.facts.map { ($0, event.signer) }
        if !addressees.isEmpty {
            bindings.append(
                Binding(digest: event.digest, event: event.event, addressees: addressees)
            )
        }
    }

    /// Keeps the state, and what stands beside it.
    private mutating func move(_ entry: Digest, _ step: Transition, _ way: Transition.Way) {
        switch way.kind {
        case .own where step.opens: beside = Set(step.from)
        case .crossing where way.to == nil: crossed = step.to ?? crossed
        case .beside: beside = way.line(after: beside, step)
        case .own, .crossing: break
        }
        guard let to = way.to else { return }
        (crossed, leading, state) = (state, entry, to)
    }
}
