/// Finds the machine and the step that somebody means by the words that officers use for them.
///
/// A kind is named by its id, its code, its title or one of its other Chinese names, and stands for all its machines; a machine by
/// its id, its title or one of its other names; a step by its id or title. Hyphens and underscores are the same in ids.
package struct StepNames: Sendable {
    /// A machine and one of its steps.
    package struct Step: Hashable, Sendable {
        /// The machine's id.
        package let machine: MachineID
        /// The event's id.
        package let event: EventID

        package init(machine: MachineID, event: EventID) {
            self.machine = machine
            self.event = event
        }
    }

    /// Why a name stands for no step, or for more than one.
    package enum Fault: Error, Hashable, Sendable {
        /// No pack here has a kind or a machine of this name; `kinds` are the ids of those that there are.
        case kindUnknown(kinds: [String])
        /// No machine that was meant has such a step; `steps` are the ids of those that it has.
        case stepUnknown(machines: [MachineID], steps: [String])
        /// Several steps fit, such as the beginnings of the machines of one kind.
        case ambiguous([Step])
    }

    private let packs: [RulePack]

    /// Reads names by some packs, of which the last one that has a machine says what its steps are.
    package init(_ packs: [RulePack]) {
        self.packs = packs
    }

    /// The newest of the packs that have the machine.
    package func machine(_ id: MachineID) -> Machine? {
        packs.last { $0.machine(id) != nil }?.machine(id)
    }

    /// The kind that a machine is of, by the same pack.
    package func kind(of id: MachineID) -> Kind? {
        packs.last { $0.machine(id) != nil }?.kinds
            .first { kind in kind.machines.contains { $0.id == id } }
    }

    /// The machines that a name stands for, in the order of the rules; empty for an unknown one.
    package func machines(named name: String) -> [MachineID] {
        if let id = MachineID(Self.hyphenated(name)), machine(id) != nil, !isKind(name) {
            return [id]
        }
        var found: [MachineID] = []
        for pack in packs.reversed() {
            let kind = pack.kind(named: name) ?? pack.kind(named: Self.hyphenated(name))
            let machines =
                kind?.machines
                ?? pack.kinds.flatMap(\.machines).filter { $0.isCalled(name) }
            for machine in machines where !found.contains(machine.id) { found.append(machine.id) }
        }
        return found
    }

    /// The one step that is meant.
    ///
    /// Without an event it is the one with which a record of the kind begins.
    package func step(
        named event: String?,
        of machines: [MachineID]
    ) throws(Fault) -> Step {
        guard !machines.isEmpty else { throw .kindUnknown(kinds: kinds) }
        let known = machines.compactMap { machine($0) }
        var found: [Step] = []
        for machine in known {
            let steps = event.map { Self.steps(named: $0, of: machine) } ?? machine.beginnings
            found += steps.map { Step(machine: machine.id, event: $0.id) }
        }
        guard let first = found.first else {
            throw .stepUnknown(
                machines: machines,
                steps: known.flatMap(\.transitions).map(\.id.text)
            )
        }
        guard found.count == 1 else { throw .ambiguous(found) }
        return first
    }

    /// The ids of all kinds, in the order of the packs, each once.
    package var kinds: [String] {
        var kinds: [String] = []
        for kind in packs.flatMap(\.kinds) where !kinds.contains(kind.id.text) {
            kinds.append(kind.id.text)
        }
        return kinds
    }

    /// What a kind is called, by the newest pack that has it.
    package func title(ofKind id: String) -> Title? {
        packs.reversed().flatMap(\.kinds).first { $0.id.text == id }?.title
    }

    private func isKind(_ name: String) -> Bool {
        packs.flatMap(\.kinds).contains { $0.id.text == Self.hyphenated(name) }
    }

    private static func steps(named name: String, of machine: Machine) -> [Transition] {
        let id = EventID(name.replacing("-", with: "_"))
        if let step = id.flatMap({ machine.transition($0) }) { return [step] }
        return machine.transitions.filter { [$0.title.zh, $0.title.en].contains(name) }
    }

    private static func hyphenated(_ name: String) -> String { name.replacing("_", with: "-") }
}
