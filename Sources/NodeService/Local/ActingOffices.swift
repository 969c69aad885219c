import Casework
import Ledger

/// The offices that could act at the addresses of a mechanism, as the nodes' cards name them.
struct ActingOffices {
    let view: NodeView
    let parties: any PartyResolver

    /// The offices at an address: itself where it names one, else those of its node's card; itself where no card is here.
    func addresses(at address: Address) -> [Address] {
        guard address.office == nil, let party = parties.party(of: address) else {
            return [address]
        }
        let card = party.node == view.node ? view.card : view.registry[party.node]
        let offices = (card?.content.offices.map(\.id) ?? []).filter { $0 != .system }
        return offices.isEmpty
            ? [address] : offices.map { Address(region: address.region, office: $0) }
    }

    /// Those who were called on and may answer: no side of the matter does.
    func addresses(of called: RoleFilling, but barred: RoleFilling) -> [Address] {
        called.addresses(by: parties).flatMap { addresses(at: $0) }.filter {
            !barred.includes($0, by: parties)
        }
    }

    /// Whether somebody at an address may take a step that sides of the matter may not take.
    ///
    /// Other steps ask nothing of that kind.
    func mayTake(_ step: Transition, in state: RecordState, at address: Address) -> Bool {
        guard step.asksForOthers else { return true }
        return addresses(at: address).contains { state.mayTake(step, at: $0, parties: parties) }
    }
}

extension Transition {
    /// Whether some roles may not sign it, whatever other role they fill.
    var asksForOthers: Bool {
        guards.contains { if case .otherSigner = $0 { true } else { false } }
    }
}

extension OurOffices {
    /// Whether one of them was called on and may answer.
    func areCalled(_ called: RoleFilling, but barred: RoleFilling) -> Bool {
        ActingOffices(view: view, parties: parties).addresses(of: called, but: barred)
            .contains { contains($0) }
    }
}
