/// How a matter says that it is an exercise, so that every paper of it does.
package enum ExerciseMark {
    /// The open field by which a step says so; everybody who holds the entry can read it.
    package static let field = FieldID("exercise")

    /// Whether a Chinese title says so.
    package static func isTold(by title: String) -> Bool { title.contains("演练") }
}
