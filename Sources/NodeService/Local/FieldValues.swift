package import Ledger
package import LocalAPI

extension BodyValue {
    /// A field's value as a client gave it.
    init(_ value: FieldValue) {
        switch value {
        case .boolean(let flag): self = .bool(flag)
        case .integer(let number): self = .integer(number)
        case .text(let text): self = .string(text)
        case .list(let values): self = .array(values.map { BodyValue($0) })
        case .object(let members): self = .object(members.mapValues { BodyValue($0) })
        }
    }
}

extension FieldValue {
    /// A field's value as a client is shown it; nil for null, which is an absent value.
    package init?(_ value: BodyValue) {
        switch value {
        case .null: return nil
        case .bool(let flag): self = .boolean(flag)
        case .integer(let number): self = .integer(number)
        case .string(let text): self = .text(text)
        case .array(let values): self = .list(values.compactMap { FieldValue($0) })
        case .object(let members): self = .object(members.compactMapValues { FieldValue($0) })
        }
    }
}
