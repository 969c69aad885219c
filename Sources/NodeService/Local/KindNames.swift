import Casework

extension NodeView {
    /// Reads the names of kinds, machines and steps by every pack that is here.
    var stepNames: StepNames { StepNames(packs.packs) }

    /// The machines that a kind's or a machine's name stands for; throws `kind_unknown`.
    func machines(named name: String) throws -> [MachineID] {
        let machines = stepNames.machines(named: name)
        guard machines.isEmpty else { return machines }
        throw unknownKind(name, among: stepNames.kinds)
    }

    /// That nothing is called so, with the kinds that there are.
    func unknownKind(_ name: String, among kinds: [String]) -> NodeError {
        let names = stepNames
        let known = kinds.flatMap { kind in
            // A kind of several machines goes by the names of each of them as well.
            let machines = names.machines(named: kind)
            let parts = machines.count > 1 ? titled(machines) : []
            return [(id: kind, title: names.title(ofKind: kind))] + parts
        }
        return NodeError.titled(.kindUnknown, ["kind": name], [("kinds", known)])
    }

    /// Machines as one argument, each with its title.
    func titled(_ machines: [MachineID]) -> [(id: String, title: Title?)] {
        let names = stepNames
        return machines.map { (id: $0.text, title: names.machine($0)?.title) }
    }
}
