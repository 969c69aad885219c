/// One field that the rules mark `open` and that therefore stands in an entry's header.
package struct Fact: Hashable, Sendable {
    /// The field.
    package let field: FieldID
    /// Its value.
    package let value: FactValue

    /// Makes a fact.
    package init(field: FieldID, value: FactValue) {
        self.field = field
        self.value = value
    }
}

/// The value of a fact: an integer of 0…2^53−1 (a boolean is 0 or 1) or a string of 1–128 bytes (FORMATS.md §3).
package enum FactValue: Hashable, Sendable {
    /// An integer.
    case integer(Int64)
    /// A string of printable ASCII.
    case string(String)
}
