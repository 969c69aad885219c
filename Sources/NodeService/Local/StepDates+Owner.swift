import Casework
import Ledger

/// What one office states for all: another one that states it otherwise would move checks and clocks that rest on it.
extension StepDates {
    /// The fields that whoever stated them first states anew, unless a step asks for them itself: causes of other days and times, and
    /// what the rules ask for and choose clocks by.
    static func owned(by rules: StepRules) -> Set<FieldID> {
        let (machine, step) = (rules.machine, rules.step)
        let form = machine.fields + rules.pack.fields
        var asked = Set(form.filter(\.isRequired).map(\.id))
        for other in machine.transitions { asked.formUnion(Self.asked(by: other)) }
        let chosen = machine.transitions.flatMap(\.allTimers).flatMap(\.when).map(\.field)
        return Set(form.compactMap(\.after)).union(asked.intersection(chosen))
            .subtracting(Self.asked(by: step))
    }

    private static func asked(by step: Transition) -> Set<FieldID> {
        step.guards.reduce(into: Set(step.requiredFields)) { asked, condition in
            if case .facts(let fields) = condition { asked.formUnion(fields) }
        }
    }

    /// Of what was said in a record, in its order, what others than `node` said first of some fields, as each said it last.
    static func ofOthers(
        than node: NodeName,
        among fields: Set<FieldID>,
        said: [(node: NodeName?, fields: [FieldID: BodyValue])]
    ) -> [FieldID: BodyValue] {
        fields.reduce(into: [:]) { found, field in
            let owner = said.first { $0.fields[field]?.isEmpty == false }
            guard let owner, owner.node != node else { return }
            found[field] =
                said.last { $0.node == owner.node && $0.fields[field] != nil }?
                .fields[field]
        }
    }

    /// What is stated now otherwise than by the office whose it is.
    func ownerFaults(_ stated: [FieldID: BodyValue]) -> [NodeError] {
        ofOthers.sorted { $0.key < $1.key }.compactMap { field, value in
            guard let new = stated[field], new != value, !new.isEmpty else { return nil }
            return NodeError(
                .fieldOfAnother,
                ["field": field.text, "other": Self.text(value), "value": Self.text(new)]
            )
        }
    }

    private static func text(_ value: BodyValue) -> String {
        switch value {
        case .string(let text): text
        case .integer(let number): "\(number)"
        case .bool(let isTrue): "\(isTrue)"
        case .null, .array, .object: "…"
        }
    }
}
