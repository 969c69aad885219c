internal import Cryptography

/// Who fills a role, apart from what a charter decides: the same under every charter.
package struct RoleFilling: Hashable, Sendable {
    /// The addresses that the record's steps name, sorted.
    package let addresses: [Address]
    /// The roles that the charter's `role` lines bind, sorted.
    package let roles: [RoleID]
    /// For those addresses that name no office: the words of which the title of an office that acts there has one, where the role asks
    /// for some, sorted.
    package let words: [Address: [String]]

    /// Makes a filling, each address and role once.
    package init(
        addresses: some Sequence<Address> = [],
        roles: some Sequence<RoleID> = [],
        words: [Address: [String]] = [:]
    ) {
        let all = Set(addresses)
        self.addresses = all.sorted()
        self.roles = Set(roles).sorted { $0.text < $1.text }
        self.words = words.filter { $0.key.office == nil && all.contains($0.key) }
            .mapValues { Set($0).sorted() }.filter { !$0.value.isEmpty }
    }

    /// Nobody.
    package static let nobody = RoleFilling()

    /// The addresses as the charter `parties` has them, sorted.
    package func addresses(by parties: any PartyResolver) -> [Address] {
        guard !roles.isEmpty else { return addresses }
        return Set(addresses + roles.flatMap(parties.addresses(of:))).sorted()
    }

    /// Both together: at an address that one of them leaves to any office any office acts.
    package func union(_ other: RoleFilling) -> RoleFilling {
        let all = Set(addresses + other.addresses)
        let asked = all.compactMap { address -> (Address, [String])? in
            let both = [self, other].filter { $0.addresses.contains(address) }
                .map { $0.words[address] ?? [] }
            return both.contains([]) ? nil : (address, both.flatMap(\.self))
        }
        return RoleFilling(
            addresses: all,
            roles: roles + other.roles,
            words: Dictionary(uniqueKeysWithValues: asked)
        )
    }

    /// One line of printable ASCII: addresses, each with its words in hexadecimal behind `~` and between commas, then roles after `@`,
    /// joined by blanks.
    package var text: String {
        let places = addresses.map { address in
            let asked = words[address].map { words in
                "~" + words.map { Hex.encode($0.utf8) }.joined(separator: ",")
            }
            return address.text + (asked ?? "")
        }
        return (places + roles.map { "@\($0.text)" }).joined(separator: " ")
    }

    /// Reads what `text` gave; nil for anything else.
    package init?(text: some StringProtocol) {
        var addresses: [Address] = []
        var roles: [RoleID] = []
        var words: [Address: [String]] = [:]
        for part in text.utf8.split(separator: UInt8(ascii: " ")) {
            if part.first == UInt8(ascii: "@") {
                guard let role = RoleID(part.dropFirst()) else { return nil }
                roles.append(role)
            } else {
                let parts = part.split(
                    separator: UInt8(ascii: "~"),
                    maxSplits: 1,
                    omittingEmptySubsequences: false
                )
                guard let address = Address(parts[0]) else { return nil }
                addresses.append(address)
                guard parts.count > 1 else { continue }
                let asked = parts[1].split(
                    separator: UInt8(ascii: ","),
                    omittingEmptySubsequences: false
                )
                .map { Hex.decode($0) ?? [] }
                guard !asked.contains([]), address.office == nil else { return nil }
                words[address] = asked.map { String(decoding: $0, as: UTF8.self) }
            }
        }
        self.init(addresses: addresses, roles: roles, words: words)
    }
}

extension RecordState {
    /// Who is expected to act next; nobody where no step can follow here.
    ///
    /// A body outside the mechanism takes no step: for it wait those who record what it does.
    package var waitingFilling: RoleFilling {
        guard !hasLeft, let id = progress.state, let state = progress.machine?.state(id)
        else { return .nobody }
        let turn = progress.turn(in: state) { role in
            let filling = self.filling(of: role.id) ?? .nobody
            return (filling.addresses, filling)
        }
        guard let turn else { return .nobody }
        if progress.machine?.role(turn.role)?.isOutside ?? false {
            return recorders(for: turn.role, in: id)
        }
        return RoleFilling(
            addresses: turn.addresses,
            roles: turn.rest.roles,
            words: turn.rest.words
        )
    }

    /// Who may now record what a body outside the mechanism does.
    private func recorders(for role: RoleID, in state: StateID) -> RoleFilling {
        let steps = progress.machine?.transitions ?? []
        return steps.filter { progress.offers($0, in: state) && $0.by.contains(role) }
            .flatMap(\.recordedBy).compactMap(filling(of:))
            .reduce(.nobody) { $0.union($1) }
    }

    /// Whom the end of a clock concerns: whoever it binds, and whoever is waited for where the step that is waited for ends it.
    ///
    /// A clock may bind one side while only the other can do what is due, as when a publication is withdrawn where it was made.
    package func filling(concernedBy clock: RecordClock) -> RoleFilling {
        let bound = filling(boundBy: clock)
        guard clock.end == nil, clock.node == nil, !hasLeft, let id = progress.state,
            let machine = progress.machine, let role = machine.state(id)?.waitsFor,
            machine.transitions.contains(where: { step in
                progress.offers(step, in: id) && step.by.contains(role)
                    && !step.awaited(among: [clock]).isEmpty
            })
        else { return bound }
        return bound.union(waitingFilling)
    }

    /// Who may take some step now that a person takes, by the state and by what came before.
    package var actingFilling: RoleFilling {
        guard let state = progress.state, let machine = progress.machine, let opener
        else { return .nobody }
        let possible = openedBy == nil ? machine.transitions : ratifications
        let steps = possible.filter { step in
            progress.offers(step, in: state) && (!step.opens || progress.isHome)
                && step.automatic == nil
                && step.guards.allSatisfy {
                    $0.isAboutSigner
                        || progress.allowsByHistory($0, step: step.id, signer: opener)
                }
        }
        let (own, plain) = (
            steps.filter { $0.guards.contains(where: \.isAboutSigner) },
            steps.filter { !$0.guards.contains(where: \.isAboutSigner) }
        )
        let others: RoleFilling = Set(plain.flatMap { $0.by + $0.recordedBy })
            .compactMap(filling(of:)).reduce(.nobody) { $0.union($1) }
        // Whoever has answered for itself has nothing more to do in that step.
        return own.reduce(others) { found, step in
            let fillings = (step.by + step.recordedBy).compactMap(filling(of:))
            return fillings.reduce(found) { all, filling in
                let addresses = filling.addresses.filter { progress.ownHistoryAllows(step, at: $0) }
                return all.union(
                    RoleFilling(addresses: addresses, roles: filling.roles, words: filling.words)
                )
            }
        }
    }

    /// Whose matter it is: who opened it, and those to whom it went and who take part still.
    package var partyFilling: RoleFilling {
        let named = addressees
        let steps = progress.machine?.transitions ?? []
        let left = steps.reduce(into: Set<Address>()) { $0.formUnion(barred(named, from: $1)) }
        let filled = (progress.machine?.roles ?? []).filter(\.isAddressed)
            .compactMap { filling(of: $0.id) }.reduce(RoleFilling.nobody) { $0.union($1) }
        return RoleFilling(
            addresses: [opener].compactMap(\.self) + named.filter { !left.contains($0) },
            words: filled.words
        )
    }

    /// Whom a clock binds: whoever fills the role that its rule names, or the signer where each member has a clock of its own.
    ///
    /// `both` binds either side: the opener and the addressees. Where the rule names another body that is no role of the machine, such
    /// as the office that handles a case, it is the office that set the clock off. A clock that has ended goes on to bind those whom it bound
    /// while it ran: a matter that is sent on afterwards charges nobody else with it.
    package func filling(boundBy clock: RecordClock) -> RoleFilling {
        let own = RoleFilling(addresses: [clock.started.signer])
        if clock.node != nil { return own }
        let count = bindingCount(during: clock)
        if let filling = fillers(of: clock.clock.bearer, among: count) { return filling }
        guard clock.clock.bearer == .both, let roles = progress.machine?.roles else { return own }
        let sides = roles.filter(\.isASide).compactMap { fillers(of: $0.id, among: count) }
            .reduce(RoleFilling.nobody) { $0.union($1) }
        return sides == RoleFilling.nobody ? own : sides
    }

    /// How many of the steps that named addressees came before a clock ended, all of them while it runs; none where it ended at home,
    /// before the matter went to anybody.
    private func bindingCount(during clock: RecordClock) -> Int {
        guard let end = clock.end else { return progress.bindings.count }
        let order = order
        guard let last = order.firstIndex(of: end.mark.entry) else { return 0 }
        let start = order.firstIndex(of: clock.started.entry).map { $0 + 1 } ?? 0
        let past = Set(order[..<max(start, last)])
        return progress.bindings.prefix { past.contains($0.digest) }.count
    }

    func filling(of id: RoleID) -> RoleFilling? {
        fillers(of: id, among: progress.bindings.count)
    }

    /// Who fills a role of the machine by the first of the steps that named addressees; nil where it has no such role, or nothing of the
    /// record counts yet.
    private func fillers(of id: RoleID, among count: Int) -> RoleFilling? {
        guard let role = progress.machine?.role(id) else { return nil }
        let addresses = progress.addresses(filling: role, among: count, parties: NoCharter())
        return RoleFilling(
            addresses: addresses,
            roles: role.bindings.contains(.charter) ? [id] : [],
            words: Dictionary(addresses.map { ($0, role.officeWords) }) { first, _ in first }
        )
    }
}

extension RoleID {
    /// The bearer of a clock that binds either side of a record.
    package static let both = RoleID(unchecked: "both")
}

extension Role {
    /// Whether a step may put those into the role to whom it is addressed.
    fileprivate var isAddressed: Bool {
        bindings.contains { if case .addressees = $0 { true } else { false } }
    }

    /// Whether nobody but the opener or addressees of steps fills it: one side of the record.
    fileprivate var isASide: Bool {
        !bindings.isEmpty
            && bindings.allSatisfy { binding in
                switch binding {
                case .opener, .addressees: true
                case .charter, .system, .outside: false
                }
            }
    }
}

/// A charter that binds and names nobody.
private struct NoCharter: PartyResolver {
    func party(of address: Address) -> Party? { nil }
    func addresses(of role: RoleID) -> [Address] { [] }
    func names(_ pack: PackReference) -> Bool { false }
}
