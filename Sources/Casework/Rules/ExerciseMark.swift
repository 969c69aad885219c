/// How a matter says that it is an exercise: papers, lists, the inbox and statistics all go by what stands here.
///
/// The header of its opening alone decides, which everybody can read who holds the entry; at home, where nothing is opened yet, what a header
/// said last. Texts decide nothing: a node that signs an opening states what a text is marked with.
package enum ExerciseMark {
    /// The open field by which a step says so; everybody who holds the entry can read it.
    package static let field = FieldID("exercise")

    /// The field whose text names a matter.
    package static let title = FieldID("title")

    /// The word in front of a text that marks a matter, or all matters of a mechanism.
    package static let mark = "【演练】"

    /// Whether a text is marked; a text that has the word elsewhere may speak of a real matter.
    package static func isMarked(_ text: String) -> Bool { text.hasPrefix(mark) }

    /// Whether a text has the word at all, so that somebody may take the matter for an exercise.
    package static func isMentioned(in text: String) -> Bool { text.contains("演练") }

    /// What a header says; nil where it says nothing, and where the rules do not know the field as a truth value.
    package static func says(_ facts: [Fact], by machine: Machine) -> Bool? {
        guard let field, machine.openField(field)?.kind == .boolean else { return nil }
        return facts.last { $0.field == field }.map { $0.value == .integer(1) }
    }
}

extension RecordState {
    /// Whether the matter is an exercise: by its opening, and at home by what was said last.
    package var isExercise: Bool {
        guard let machine = progress.machine else { return false }
        let applied = steps.prefix(placedCount).filter { $0.verdict == .applied }.map(\.event)
        if progress.isHome {
            return applied.compactMap { ExerciseMark.says($0.facts, by: machine) }.last ?? false
        }
        let opening = applied.first { $0.digest == progress.opening?.digest }
        return opening.flatMap { ExerciseMark.says($0.facts, by: machine) } ?? false
    }

    /// Whether nothing that is said from now on changes that: what was opened stays what it was opened as.
    package var isExerciseSettled: Bool { !progress.isHome || openedBy != nil }
}
