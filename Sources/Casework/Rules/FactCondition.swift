/// What an open field must say for a timer to have its effect, decided by every node from the facts of the record.
package enum FactCondition: Hashable, Sendable {
    /// The value is one of these.
    case isOne(field: FieldID, of: [ChoiceID])
    /// A value was stated and is none of these.
    case isNone(field: FieldID, of: [ChoiceID])
    /// The boolean is so; one that nobody stated is false.
    case isFlag(field: FieldID, Bool)

    /// The field that it asks for.
    package var field: FieldID {
        switch self {
        case .isOne(let field, _), .isNone(let field, _), .isFlag(let field, _): field
        }
    }

    /// Whether the condition holds for the value that was stated last; nil where nothing that could decide it was stated.
    package func holds(for value: FactValue?) -> Bool? {
        switch (self, value) {
        case (.isFlag(_, let flag), nil): return !flag
        case (.isFlag(_, let flag), .integer(let number)): return (number == 1) == flag
        case (.isOne(_, let choices), .string(let text)):
            return choices.contains { $0.text == text }
        case (.isNone(_, let choices), .string(let text)):
            return !choices.contains { $0.text == text }
        default: return nil
        }
    }
}

/// Reads the conditions of a timer.
struct FactConditionReader {
    /// The fields of the machine that may stand in a header, or whichever else may be asked for.
    let openFields: [Field]
    let choices: [Choice]
    /// What errors call such a field.
    var kind = "open field"

    func condition(_ node: JSONNode, _ path: PackPath) throws(CaseworkError) -> FactCondition {
        let object = try PackObject(node, path, keys: ["field", "is", "not"])
        let id: FieldID = try object.id(
            "field",
            in: Set(openFields.map(\.id)),
            kind: kind
        )
        guard let field = openFields.first(where: { $0.id == id }) else {
            throw object.missing("field")
        }
        if field.kind == .boolean, !field.isList {
            guard object.has("is") else { throw object.missing("is") }
            guard !object.has("not") else { throw object.malformed("not", "is") }
            return .isFlag(field: id, try object.flag("is"))
        }
        let list = choices.first { $0.id == field.choice }
        guard let list, !field.isList else {
            throw object.malformed("field", "\(kind) of type boolean or enum")
        }
        guard object.has("is") != object.has("not") else {
            throw object.missing("is | not")
        }
        let known = Set(list.values.map(\.id))
        return object.has("is")
            ? .isOne(field: id, of: try object.someIDs("is", known, "value"))
            : .isNone(field: id, of: try object.someIDs("not", known, "value"))
    }
}
