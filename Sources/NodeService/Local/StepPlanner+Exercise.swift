import Casework
import Ledger
import LocalAPI
import TransparencyLog

extension StepPlanner {
    /// States in the header that a matter is an exercise, where a text or the mechanism is marked so and nobody has said anything; gives
    /// what is said of it.
    ///
    /// Texts are for those alone who may read the body, and papers of the matter are printed by others, too. A text that only has the word
    /// states nothing, and that is said as well.
    ///
    /// Throws `exercise_settled` where a later step says otherwise than the opening did.
    func noteExercise(
        _ intent: inout EntryIntent,
        _ stated: [FieldID: BodyValue],
        _ carried: [FieldID: BodyValue],
        _ rules: StepRules,
        _ state: RecordState?,
        _ mechanism: MechanismID?
    ) throws -> [CodedText] {
        guard let id = ExerciseMark.field else { return [] }
        guard rules.step.opens || rules.step.from.isEmpty else {
            try Self.requireSameExercise(stated[id], by: rules, after: state)
            return []
        }
        guard intent.fields[id] == nil, carried[id] == nil else { return [] }
        let said = carried.merging(intent.fields) { _, own in own }
        let name = OfficeTitles(view: view).newest(mechanism)?.charter.content.titleZh
        let isMarked = (said.values.compactMap(\.string) + [name].compactMap(\.self))
            .contains(where: ExerciseMark.isMarked)
        if isMarked, rules.machine.openField(id)?.kind == .boolean {
            intent.fields[id] = .bool(true)
            return [CodedText("node.exercise_added", ["field": id.text])]
        }
        return ExerciseNotes.isMentioned(said, name) ? [ExerciseNotes.notStated] : []
    }

    /// What a later step says changes neither papers nor statistics, so that it must not say otherwise than they go by.
    private static func requireSameExercise(
        _ stated: BodyValue?,
        by rules: StepRules,
        after past: RecordState?
    ) throws {
        guard let past, past.isExerciseSettled, let id = ExerciseMark.field,
            rules.machine.openField(id)?.kind == .boolean, case .bool(let says)? = stated,
            says != past.isExercise
        else { return }
        throw NodeError(.exerciseSettled)
    }
}

/// What an acknowledgement says of an entry that settles whether a matter is an exercise.
///
/// It is read from the entry and its body alone, so that the same is said each time the acknowledgement is asked for.
struct ExerciseNotes {
    let view: NodeView

    /// What is said of a matter that speaks of an exercise and is none.
    static let notStated = CodedText("node.exercise_not_stated")

    /// Whether the title of a matter or of its mechanism speaks of an exercise, or another text is marked as one.
    static func isMentioned(_ said: [FieldID: BodyValue], _ mechanism: String?) -> Bool {
        let title = ExerciseMark.title.flatMap { said[$0]?.string }
        return [title, mechanism].contains { $0.map(ExerciseMark.isMentioned) == true }
            || said.values.compactMap(\.string).contains(where: ExerciseMark.isMarked)
    }

    /// What is said of an entry in a log, whose body says `fields`; nothing but of one that begins a matter or opens it.
    func notes(
        on header: EntryHeader,
        in log: Origin,
        saying fields: [FieldID: BodyValue]
    ) -> [CodedText] {
        guard let machine = header.rules.flatMap(view.packs.pack)?.machine(header.machine),
            let step = machine.transition(header.event), step.opens || step.from.isEmpty
        else { return [] }
        switch ExerciseMark.says(header.facts, by: machine) {
        case true?:
            let isHome = LogName(log)?.isHome == true
            return [CodedText(isHome ? "node.exercise_stated_home" : "node.exercise_stated")]
        case false?: return []
        case nil:
            var said = fields
            for fact in header.facts { said[fact.field] = BodyValue(fact.value) }
            let mechanism = OfficeTitles(view: view).newest(LogName(log)?.mechanism)
            return Self.isMentioned(said, mechanism?.charter.content.titleZh)
                ? [Self.notStated] : []
        }
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
