/// A document that a step has and that fits it, in the timeline of a record.
package struct PrintableDocument: Codable, Hashable, Sendable {
    /// Its id in the rule pack.
    package var document: String
    /// The number of the official form; nil for an own template.
    package var form: Int?
    /// Its name in each language.
    package var titles: [String: String]

    /// Makes a document.
    package init(document: String, titles: [String: String], form: Int?) {
        self.document = document
        self.form = form
        self.titles = titles
    }
}
