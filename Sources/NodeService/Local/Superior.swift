import Casework
import Ledger
import LocalAPI

/// Whether a step that calls on a superior finds one: the roles that only a charter fills.
///
/// A pack of this edition cannot say which step calls on whom, so that the step's id stands here. The rules allow the step all the
/// same: a charter may name the superior later, and what others signed is judged as it was.
struct Superior {
    private static let calling = "escalate"

    private let event: EventID
    private let mechanism: MechanismID?
    /// The roles that the step calls on, each with the addresses that the charter binds to it.
    private let roles: [(role: RoleID, addresses: [Address])]
    /// The addresses among them that belong to no member.
    private let outside: Set<Address>

    /// Looks at the newest charter in force; for other steps, and at home, nobody is called on.
    init(of machine: Machine, for step: Transition, in mechanism: MechanismID?, _ view: NodeView) {
        event = step.id
        self.mechanism = mechanism
        let newest: Membership? = mechanism.flatMap { view.library.newest(of: $0) }
        guard step.id.text == Self.calling, let newest else {
            roles = []
            outside = []
            return
        }
        roles = machine.roles.filter { $0.bindings == [.charter] }
            .map { ($0.id, newest.addresses(of: $0.id)) }
        outside = Set(roles.flatMap(\.addresses).filter { newest.party(of: $0) == nil })
    }

    /// That the charter names nobody who could take the step up.
    func faults() -> [NodeError] {
        guard let mechanism, let first = roles.first, roles.allSatisfy({ $0.addresses.isEmpty })
        else { return [] }
        return [
            NodeError(
                .roleUnfilled,
                [
                    "event": event.text, "mechanism": mechanism.text,
                    "option": "--role \(first.role.text)=", "role": first.role.text,
                ]
            )
        ]
    }

    /// That whom the charter names has no node here, and takes up nothing by a step.
    func warnings() -> [CodedText] {
        let addresses = roles.flatMap(\.addresses)
        guard !addresses.isEmpty, outside.count == Set(addresses).count else { return [] }
        return roles.flatMap { role, addresses in
            addresses.map {
                CodedText("node.role_outside", ["address": $0.text, "role": role.text])
            }
        }
    }
}
