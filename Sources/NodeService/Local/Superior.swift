import Casework
import Ledger
import LocalAPI

/// Whether a step that calls on somebody finds one: the roles that only a charter fills.
///
/// The rules allow the step all the same: a charter may name the superior later, and what others signed is judged as it was.
struct Superior {
    private let event: EventID
    private let mechanism: MechanismID?
    private let rules: StepCall?
    private let offices: ActingOffices?
    /// The roles that the step calls on, each with the addresses that the charter binds to it.
    private let roles: [(role: Role, addresses: [Address])]
    /// The addresses among them that belong to no member.
    private let outside: Set<Address>

    /// Looks at the newest charter in force; for other steps, and at home, nobody is called on.
    init(of machine: Machine, for step: Transition, in mechanism: MechanismID?, _ view: NodeView) {
        event = step.id
        self.mechanism = mechanism
        let found: Membership? = mechanism.flatMap { view.library.newest(of: $0) }
        guard let calls = step.calls, let current = found else {
            rules = nil
            offices = nil
            roles = []
            outside = []
            return
        }
        rules = calls
        offices = ActingOffices(view: view, parties: current)
        roles = calls.roles.compactMap { machine.role($0) }.filter { $0.bindings == [.charter] }
            .map { ($0, current.addresses(of: $0.id)) }
        outside = Set(roles.flatMap(\.addresses).filter { current.party(of: $0) == nil })
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
                    "option": "--role \(first.role.id.text)=", "role": first.role.id.text,
                ]
            )
        ]
    }

    /// That all whom the charter names are sides of a matter, and cannot be called on in it.
    func fault(in state: RecordState) -> NodeError? {
        guard let mechanism, let rules, let offices, let first = roles.first,
            roles.contains(where: { !$0.addresses.isEmpty }),
            offices.addresses(of: state.called(by: rules), but: state.barred(from: rules)).isEmpty
        else { return nil }
        return NodeError(
            .superiorIsParty,
            ["event": event.text, "mechanism": mechanism.text, "role": first.role.id.text]
        )
    }

    /// That whom the charter names has no node here, and takes up nothing by a step.
    func warnings() -> [CodedText] {
        let addresses = roles.flatMap(\.addresses)
        guard !addresses.isEmpty, outside.count == Set(addresses).count else { return [] }
        return roles.flatMap { role, addresses in
            addresses.map {
                CodedText("node.role_outside", ["address": $0.text, "role": role.id.text])
            }
        }
    }
}

extension StepPlanner {
    /// The members that a step calls on, but for the sides of the matter: they are to read what it says.
    func called(
        by step: Transition,
        of state: RecordState,
        in mechanism: MechanismID?
    ) -> [Address] {
        guard let calls = step.calls, let mechanism,
            let current: Membership = view.library.newest(of: mechanism)
        else { return [] }
        let barred = state.barred(from: calls)
        return state.called(by: calls).addresses(by: current).filter {
            current.party(of: $0) != nil && !barred.includes($0, by: current)
        }
    }

    /// What is to be said before a step that calls on somebody is signed: that nothing is over, so that nobody is behind; and before
    /// one that leaves out parties who have left: that nobody else takes part any more.
    ///
    /// Throws `superior_is_party` where the step would reach nobody but a side of the matter.
    func callNotices(
        _ header: EntryHeader,
        by rules: StepRules,
        in scope: RecordScope,
        after past: RecordState?
    ) throws -> [CodedText] {
        guard let past else { return [] }
        let left = leftNotices(by: rules, after: past)
        guard rules.step.calls != nil else { return left }
        let superior = Superior(of: rules.machine, for: rules.step, in: scope.mechanism, view)
        if let fault = superior.fault(in: past) { throw fault }
        var fold = view.projector.context.clockFold(in: scope)
        let clocks = fold.clocks(of: past)
        guard !clocks.contains(where: { $0.isOverdue(asOf: header.at) }) else { return left }
        let limits = clocks.filter { $0.clock.kind == .limit && !$0.outlivesRecord }
        guard let next = RecordClock.strictest(of: limits, asOf: header.at),
            // A clock that cannot be counted says so in its findings.
            let due = (try? next.due(asOf: header.at)) ?? nil
        else { return left + [CodedText("node.call_without_period")] }
        return left + [
            CodedText(
                "node.call_before_end",
                [
                    "clock": next.clock.id.text, "clock_en": next.clock.title.en,
                    "clock_zh": next.clock.title.zh, "due": due.last.text,
                ]
            )
        ]
    }

    /// That all to whom a matter went take no part any more, where a step leaves such parties out.
    private func leftNotices(by rules: StepRules, after past: RecordState) -> [CodedText] {
        let named = Set(past.addressees)
        guard !named.isEmpty, past.barred(Array(named), from: rules.step) == named else {
            return []
        }
        let addresses = named.sorted().map(\.text).joined(separator: ", ")
        return [CodedText("node.all_have_left", ["addresses": addresses])]
    }
}
