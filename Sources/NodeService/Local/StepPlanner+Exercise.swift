import Casework
import Ledger
import LocalAPI

extension StepPlanner {
    /// States in the header that a matter is an exercise, where a text says so and nobody has said anything; gives what is said of it.
    ///
    /// Texts are for those alone who may read the body, and papers of the matter are printed by others, too.
    func noteExercise(
        _ intent: inout EntryIntent,
        _ carried: [FieldID: BodyValue],
        by rules: StepRules
    ) -> [CodedText] {
        guard rules.step.opens || rules.step.from.isEmpty, let id = ExerciseMark.field,
            rules.machine.openField(id)?.kind == .boolean,
            intent.fields[id] == nil, carried[id] == nil
        else { return [] }
        let isTold = carried.merging(intent.fields) { _, own in own }.contains { field, value in
            value.string.map { ExerciseMark.isTold(by: $0, of: field) } ?? false
        }
        guard isTold else { return [] }
        intent.fields[id] = .bool(true)
        return [CodedText("node.exercise_added", ["field": id.text])]
    }
}

extension StepRules {
    /// What earlier steps said, with truth values as they were given: a header has them as numbers.
    func withTruthValues(_ carried: [FieldID: BodyValue]) -> [FieldID: BodyValue] {
        var fields = carried
        for (id, value) in carried {
            guard case .integer(let number) = value, machine.openField(id)?.kind == .boolean else {
                continue
            }
            fields[id] = .bool(number != 0)
        }
        return fields
    }
}
