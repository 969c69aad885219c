import Casework
import Ledger
import LocalAPI

/// Which addresses of a mechanism are those of some offices of this node.
struct OurOffices {
    let view: NodeView
    /// The ids of the offices; nil for all of this node.
    let offices: Set<String>?
    let parties: any PartyResolver

    /// Whether an address is one of theirs, or of this node without naming an office.
    ///
    /// Where a role asks for `words` in the title of whoever fills it, an address that names no office is that of the offices so called;
    /// of all where none is.
    func contains(_ address: Address, words: [String] = []) -> Bool {
        guard parties.party(of: address)?.node == view.node else { return false }
        guard let offices else { return true }
        guard address.office == nil else {
            return address.office.map { offices.contains($0.text) } ?? false
        }
        let called = OwnOffices(view: view).called(words).map(\.text)
        return called.isEmpty ? !offices.isEmpty : !offices.isDisjoint(with: called)
    }

    /// Whether one of them is among those who fill a role.
    func fill(_ filling: RoleFilling) -> Bool {
        filling.addresses.contains { contains($0, words: filling.words[$0] ?? []) }
            || filling.roles.flatMap(parties.addresses(of:)).contains { contains($0) }
    }
}

/// The offices of this node by their titles.
struct OwnOffices {
    let view: NodeView

    /// All of them but the node's own signer.
    var all: [OfficeID] { offices.map(\.id) }

    /// What some of them are called, by id.
    func titles(of ids: [OfficeID]) -> [String: String] {
        offices.reduce(into: [:]) { titles, office in
            if ids.contains(office.id) { titles[office.id.text] = office.title }
        }
    }

    /// Those whose title has one of some words; none where no word is asked for.
    func called(_ words: [String]) -> [OfficeID] {
        guard !words.isEmpty else { return [] }
        return offices.filter { office in words.contains { office.title.contains($0) } }.map(\.id)
    }

    /// Those that may act for a role at an address of this node: the one that it names, else those that are called as the role asks, else
    /// all.
    func acting(at address: Address, as role: Role) -> [OfficeID] {
        if let office = address.office { return all.contains(office) ? [office] : [] }
        let called = called(role.officeWords)
        return called.isEmpty ? all : called
    }

    /// Those that may take a step of a record, in the order of the card; of several only the one that has taken part, where one alone has.
    func taking(
        _ step: Transition,
        in state: RecordState,
        parties: any PartyResolver
    ) -> [OfficeID] {
        let found = state.signers(of: step, parties: parties).filter { !$0.role.isSystem }
            .flatMap { role, addresses in
                addresses.filter {
                    parties.party(of: $0)?.node == view.node
                        && state.mayTake(step, at: $0, parties: parties)
                }
                .flatMap { address in
                    acting(at: address, as: role).filter { office in
                        let own = Address(region: address.region, office: office)
                        return !step.asksForOthers
                            || state.mayTake(step, at: own, parties: parties)
                    }
                }
            }
        let may = all.filter(found.contains)
        let part = state.steps.filter { $0.verdict == .applied && $0.event.node == view.node }
            .map(\.event.office)
        // Of several the one goes on that has acted for the node before.
        let known = may.filter(part.contains)
        return known.count == 1 ? known : may
    }

    private var offices: [CardContent.Office] {
        view.card.content.offices.filter { $0.id != .system }
    }
}
