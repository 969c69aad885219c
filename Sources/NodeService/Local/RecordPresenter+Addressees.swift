import Casework
import Ledger
import LocalAPI

extension RecordPresenter {
    /// The steps of a record that, by the cards that are here, went to other offices than the rules ask for.
    ///
    /// A node refuses to sign such a step; of an entry that came from elsewhere it is told.
    func otherAddressees(of key: RecordKey, at state: RecordState?) -> [CodedText] {
        guard let mechanism = key.scope.mechanism, let state,
            let pack = state.pack.flatMap({ view.packs.pack($0) }),
            let machine = state.machine.flatMap({ pack.machine($0) }),
            let newest: Membership = view.library.newest(of: mechanism)
        else { return [] }
        return state.misaddressed { address in
            newest.party(of: address)
                .flatMap { RoleOffices.titles(at: address, of: $0, in: view) }
        }
        .map { step in
            CodedText(
                "node.addressee_differs",
                OfficeRuleText(step.rule, role: step.role, machine: machine, pack: pack)
                    .arguments(step.address, step.titles, in: step.event)
            )
        }
    }
}
