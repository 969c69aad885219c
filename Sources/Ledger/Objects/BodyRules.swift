package import Casework
package import Cryptography

/// What the rule pack asks of the body of one step.
package struct BodyRules: Sendable {
    let pack: RulePack
    let machine: Machine
    let step: Transition

    /// Finds the step; nil where the pack has no such machine or event.
    package init?(pack: RulePack, machine: MachineID, event: EventID) {
        guard let found = pack.machine(machine), let step = found.transition(event) else {
            return nil
        }
        self.pack = pack
        self.machine = found
        self.step = step
    }

    /// The fields that the step's body, or one before it, must hold, in the pack's order.
    ///
    /// An opening carries everything that the steps before it asked for, since those stay at home (ARCHITECTURE.md
    /// "Home and mechanism").
    package var requiredFields: [FieldID] {
        var required = step.requiredFields
        if step.opens { required += homeSteps.flatMap(\.requiredFields) }
        if machine.completeAt.contains(step.id) {
            required += (machine.fields + pack.fields).filter { $0.isRequired && !$0.isPerItem }
                .map(\.id)
        }
        var seen: Set<FieldID> = []
        return required.filter { seen.insert($0).inserted }
    }

    /// The fields that are asked for because the record's form is to be complete by this step: it does not matter who has said them.
    ///
    /// What the step itself asks for, such as reasons and officers, each side says for itself; an opening shows everything.
    package var formFields: Set<FieldID> {
        step.opens ? [] : Set(requiredFields).subtracting(step.requiredFields)
    }

    /// The steps that lie on a way from the record's beginning to this opening.
    var homeSteps: [Transition] {
        let others = machine.transitions.filter { !$0.opens }
        var before = Set(step.from)
        var grown = true
        while grown {
            grown = false
            for other in others {
                let leads =
                    other.to.map { before.contains($0) } ?? !before.isDisjoint(with: other.from)
                guard leads else { continue }
                for state in other.from where before.insert(state).inserted { grown = true }
            }
        }
        return others.filter { other in
            other.to.map { before.contains($0) } ?? !before.isDisjoint(with: other.from)
        }
    }

    /// The required fields that are nowhere: not in the body, not among the facts, not in an earlier body.
    package func missingFields(
        body: Body?,
        facts: [Fact],
        earlier: Set<FieldID> = []
    ) -> [FieldID] {
        let stated = Set(facts.map(\.field))
        return requiredFields.filter { field in
            let isHere = body?.fields[field].map { !$0.isEmpty } ?? false
            let isFile = field.text == "attachments" && !(body?.files.isEmpty ?? true)
            return !isHere && !isFile && !stated.contains(field)
                && (step.opens || !earlier.contains(field))
        }
    }

    /// Everything that is to be said of a body under the rules; none of it moves a state.
    ///
    /// `objects` are the digests that the entry, and manifests that it names, introduce.
    package func findings(
        body: Body,
        facts: [Fact],
        objects: Set<Digest>,
        earlier: Set<FieldID> = []
    ) -> [Finding] {
        var findings: [Finding] = []
        for field in missingFields(body: body, facts: facts, earlier: earlier) {
            findings.append(Finding(.bodyFieldMissing, ["field": field.text]))
        }
        for (id, value) in body.fields.sorted(by: { $0.key < $1.key }) {
            guard let field = machine.field(id, in: pack) else {
                findings.append(Finding(.bodyFieldUnknown, ["field": id.text]))
                continue
            }
            if !accepts(value, for: field) {
                findings.append(Finding(.bodyFieldWrongType, ["field": id.text]))
            }
        }
        for fact in facts where !agrees(fact, with: body) {
            findings.append(Finding(.bodyFactMismatch, ["field": fact.field.text]))
        }
        for file in body.files where !objects.contains(file.object) {
            findings.append(Finding(.bodyFileNotNamed, ["object": file.object.hex]))
        }
        return findings
    }

    private func accepts(_ value: BodyValue, for field: Field) -> Bool {
        if value == .null { return !field.isRequired }
        return fault(of: value, in: field) == nil
    }

    private func agrees(_ fact: Fact, with body: Body) -> Bool {
        switch (body.fields[fact.field], fact.value) {
        case (nil, _): true
        case (.integer(let value), .integer(let stated)): value == stated
        case (.bool(let value), .integer(let stated)): (value ? 1 : 0) == stated
        case (.string(let text), .string(let stated)): text.utf8.elementsEqual(stated.utf8)
        default: false
        }
    }
}
