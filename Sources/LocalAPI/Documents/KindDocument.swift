/// A kind of record, or one machine of a kind that has several, in the words by which officers call it.
package struct KindDocument: LocalDocument, Hashable {
    /// A step that a person takes.
    package struct Step: Codable, Hashable, Sendable {
        /// The event's id.
        package var event: String
        /// Whether a record begins with it.
        package var first: Bool
        /// The machine's id.
        package var machine: String
        /// Whether it takes the matter into a mechanism, so that whoever takes it names mechanism and addressees; nil where it does not.
        package var opens: Bool?
        /// Its name in each language, by `zh` and `en`.
        package var titles: [String: String]

        /// Makes a step.
        package init(event: String, first: Bool, machine: String, titles: [String: String]) {
            self.event = event
            self.first = first
            self.machine = machine
            self.titles = titles
        }
    }

    /// The kind's or the machine's id.
    package var kind: String
    /// Its code, its titles and its other Chinese names.
    package var names: [String]
    /// The steps that people take, machine by machine, in the order of the rules.
    package var steps: [Step]
    /// What it is for, in each language; empty where the rules do not say.
    package var summary: [String: String]
    /// Its name in each language.
    package var titles: [String: String]
    /// The version of this document.
    package var version: Int

    /// Describes a kind.
    package init(
        kind: String,
        titles: [String: String],
        names: [String],
        summary: [String: String],
        steps: [Step]
    ) {
        self.kind = kind
        self.names = names
        self.steps = steps
        self.summary = summary
        self.titles = titles
        version = documentVersion
    }

    /// Whether a word on a command line means it.
    package func isCalled(_ word: String) -> Bool {
        kind == word.replacing("_", with: "-") || names.contains(word)
    }
}
