import Casework

extension NodeView {
    /// Reads the names of kinds, machines and steps by every pack that is here.
    var stepNames: StepNames { StepNames(packs.packs) }

    /// The machines that a kind's or a machine's name stands for; throws `kind_unknown`.
    func machines(named name: String) throws -> [MachineID] {
        let machines = stepNames.machines(named: name)
        guard machines.isEmpty else { return machines }
        throw NodeError(
            .kindUnknown,
            ["kind": name, "kinds": stepNames.kinds.joined(separator: ", ")]
        )
    }
}
