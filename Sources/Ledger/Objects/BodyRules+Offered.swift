package import Casework

extension BodyRules {
    private static let documentNumber = "document_no"

    /// The fields that the step asks for, and those that it may state besides, in the pack's order: the others are asked for by
    /// other steps alone.
    ///
    /// A step at home may give beforehand what the opening will carry, and one that hands the matter on repeats what was said. What no
    /// step asks for may be said at any.
    package var offeredFields: Set<FieldID> {
        let form = pack.fields + machine.fields
        let rules = machine.transitions.compactMap {
            BodyRules(pack: pack, machine: machine.id, event: $0.id)
        }
        let asked = Set(rules.flatMap(\.requiredFields))
        var offered = Set(form.map(\.id)).subtracting(asked).union(requiredFields)
        offered.formUnion(pack.fields.filter { !$0.isRequired }.map(\.id))
        let handsOn = machine.mayHandOn(step) || machine.bringsIn(step)
        for other in rules where other.step.opens && (handsOn || other.follows(step)) {
            offered.formUnion(other.requiredFields)
        }
        for case .facts(let fields) in step.guards { offered.formUnion(fields) }
        // A clock that begins or ends with the step does so at the time that this field says.
        offered.formUnion(step.allTimers.compactMap(\.at))
        // What a clock that the step moves counts from may be put right with it.
        let moved = Set(step.allTimers.filter { $0.operation != .start }.map(\.clock))
        let signers = Set(step.by)
        for other in machine.transitions where !signers.isDisjoint(with: other.by) {
            let starts = other.allTimers.filter {
                $0.operation == .start && moved.contains($0.clock)
            }
            offered.formUnion(starts.compactMap(\.at))
        }
        if !step.documents.isEmpty {
            offered.formUnion(form.map(\.id).filter { $0.text == Self.documentNumber })
        }
        return offered
    }

    /// Whether a step lies at home before this opening.
    private func follows(_ other: Transition) -> Bool {
        homeSteps.contains { $0.id == other.id }
    }
}
