import Casework
import Ledger

extension StepPlanner {
    /// States in the header that a matter is an exercise, where its title says so and nobody has said anything: the title itself is for those alone who
    /// may read the body, and papers of the matter are printed by others, too.
    func noteExercise(
        _ intent: inout EntryIntent,
        _ carried: [FieldID: BodyValue],
        by rules: StepRules
    ) {
        guard rules.step.opens || rules.step.from.isEmpty,
            let id = ExerciseMark.field, rules.machine.openField(id)?.kind == .boolean,
            intent.fields[id] == nil, carried[id] == nil,
            let title = FieldID("title").flatMap({ intent.fields[$0] ?? carried[$0] })?.string,
            ExerciseMark.isTold(by: title)
        else { return }
        intent.fields[id] = .bool(true)
    }
}
