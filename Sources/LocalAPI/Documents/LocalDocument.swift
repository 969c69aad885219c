/// The version that stands as `"version"` in every document of the LocalAPI (FORMATS.md §0).
package let documentVersion = 1

/// A document that crosses the socket as one JSON object: unknown keys are ignored on input, `"version":1` is in
/// each.
package protocol LocalDocument: Codable, Sendable {
    /// The version of the document; a reader refuses one that it does not know.
    var version: Int { get }
}

/// A code with its arguments: a reason, a finding, a warning or an alarm whose text the reader's catalogue holds.
package struct CodedText: Codable, Hashable, Sendable {
    /// Values for the text, by argument name.
    package var arguments: [String: String]
    /// The stable code, `<module>.<code>`.
    package var code: String

    /// Makes a coded text.
    package init(_ code: String, _ arguments: [String: String] = [:]) {
        self.arguments = arguments
        self.code = code
    }
}

/// How many of those that should hold something do: "k of n".
package struct Tally: Codable, Hashable, Sendable {
    /// Those that do.
    package var count: Int
    /// All that should.
    package var of: Int

    /// Makes a tally.
    package init(count: Int, of: Int) {
        self.count = count
        self.of = of
    }
}

/// One page of a list, and where the next one begins.
package struct Page<Item: LocalDocument>: Sendable {
    /// At most ``Limits/pageCountMax`` items; may be empty in the middle of a list.
    package var items: [Item]
    /// An opaque cursor for the next page; nil at the end of the list.
    package var next: String?

    /// Makes a page.
    package init(_ items: [Item], next: String? = nil) {
        self.items = items
        self.next = next
    }
}
