/// Reads the fields of a pack.
enum FieldReader {
    static func field(
        _ node: JSONNode,
        _ path: String,
        choices: Set<ChoiceID>
    ) throws(CaseworkError) -> Field {
        let object = try PackObject(
            node,
            path,
            keys: [
                "id", "title", "type", "required", "personal", "open", "per_item", "enum",
                "identifier", "note",
            ]
        )
        let id: FieldID = try object.id("id")
        let (kind, isList) = try type(object)
        let field = Field(
            id: id,
            title: try object.title("title"),
            kind: kind,
            isList: isList,
            isRequired: try object.flag("required"),
            isPersonal: try object.flag("personal"),
            isOpen: try object.flag("open"),
            isPerItem: try object.flag("per_item"),
            choice: try object.optionalID("enum", in: choices, kind: "enum"),
            identifier: try object.optionalID("identifier"),
            note: try object.optionalTitle("note")
        )
        guard !(field.isPersonal && field.isOpen) else {
            throw object.fault(.packFieldPersonalOpen, id: id.text)
        }
        guard (field.kind == .choice) == (field.choice != nil) else {
            throw object.fault(.packFieldEnum, id: id.text)
        }
        return field
    }

    private static func type(_ object: PackObject) throws(CaseworkError) -> (Field.Kind, Bool) {
        let text = try object.text("type")
        let isList = text.hasPrefix("list<") && text.hasSuffix(">")
        let inner = isList ? String(text.dropFirst(5).dropLast()) : text
        guard let kind = Field.Kind(rawValue: inner) else {
            let words = Field.Kind.allCases.map(\.rawValue).joined(separator: " | ")
            throw object.malformed("type", "\(words), list<…>")
        }
        return (kind, isList)
    }
}
