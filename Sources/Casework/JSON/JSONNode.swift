/// One value of a strictly read JSON document, with the line that it begins on.
///
/// Strict: RFC 8259 in UTF-8, integers only, no duplicate key.
package struct JSONNode: Hashable, Sendable {
    /// What a JSON value can be.
    package enum Value: Hashable, Sendable {
        /// `null`.
        case null
        /// `true` or `false`.
        case bool(Bool)
        /// An integer; fractions and exponents are refused.
        case integer(Int64)
        /// A string.
        case string(String)
        /// A list.
        case array([JSONNode])
        /// Members in the order of the document.
        case object([JSONMember])
    }

    /// The value.
    package let value: Value
    /// The line that the value begins on, from 1.
    package let line: Int
}

extension JSONNode {
    /// What the document calls itself under `format`; empty where it does not.
    var statedFormat: String {
        guard case .object(let members) = value,
            case .string(let text) = members.first(where: { $0.key == "format" })?.node.value
        else { return "" }
        return text
    }
}

/// One member of a JSON object.
package struct JSONMember: Hashable, Sendable {
    /// The key.
    package let key: String
    /// The value.
    package let node: JSONNode
}
