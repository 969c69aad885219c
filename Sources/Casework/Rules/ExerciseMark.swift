/// How a matter says that it is an exercise, so that every paper of it does.
package enum ExerciseMark {
    /// The open field by which a step says so; everybody who holds the entry can read it.
    package static let field = FieldID("exercise")

    private static let title = FieldID("title")

    /// Whether the Chinese title of a mechanism or a matter says so.
    package static func isTold(by title: String) -> Bool { title.contains("演练") }

    /// Whether a text field says so: the title in any words, another one by the mark in front of it.
    package static func isTold(by text: String, of id: FieldID) -> Bool {
        id == title ? isTold(by: text) : text.hasPrefix("【演练】")
    }
}
