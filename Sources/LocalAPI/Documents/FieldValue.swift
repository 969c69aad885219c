/// The value of one field of a body: JSON without fractions and without null (FORMATS.md §4).
package enum FieldValue: Hashable, Sendable {
    case boolean(Bool)
    case integer(Int64)
    case text(String)
    case list([FieldValue])
    case object([String: FieldValue])
}

extension FieldValue: Codable {
    /// Reads any JSON value but null and numbers with a fraction, which are refused.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard !container.decodeNil() else {
            // YAML's reader would give the text "null".
            throw DecodingError.valueNotFound(
                FieldValue.self,
                .init(codingPath: decoder.codingPath, debugDescription: "null")
            )
        }
        // Each attempt that fails only says that the value has another type; the last one names the fault.
        if let value = try? container.decode(Bool.self) {
            self = .boolean(value)
        } else if let value = try? container.decode(Int64.self) {
            self = .integer(value)
        } else if let value = try? container.decode(String.self) {
            self = .text(value)
        } else if let value = try? container.decode([FieldValue].self) {
            self = .list(value)
        } else {
            self = .object(try container.decode([String: FieldValue].self))
        }
    }

    /// Writes the plain JSON value.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .boolean(let value): try container.encode(value)
        case .integer(let value): try container.encode(value)
        case .text(let value): try container.encode(value)
        case .list(let values): try container.encode(values)
        case .object(let members): try container.encode(members)
        }
    }
}
