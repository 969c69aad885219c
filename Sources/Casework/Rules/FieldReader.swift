/// Reads the fields of a pack.
enum FieldReader {
    static func field(
        _ node: JSONNode,
        _ path: PackPath,
        engine: Int,
        choices: Set<ChoiceID>,
        events: Set<EventID>? = nil
    ) throws(CaseworkError) -> Field {
        var keys: Set = [
            "id", "title", "type", "required", "personal", "open", "per_item", "enum",
            "identifier", "note",
        ]
        if engine >= Limits.packEnginePartyGuards { keys.formUnion(["internal", "meaning"]) }
        if engine >= Limits.packEnginePartyGuards {
            keys.formUnion(["meaning", "tense", "after", "printed"])
            // A field that all machines have comes after no step of one.
            if events != nil { keys.insert("after_step") }
        }
        let object = try PackObject(node, path, keys: keys)
        let id: FieldID = try object.id("id")
        let type = try type(object)
        let field = Field(
            id: id,
            title: try object.title("title"),
            kind: type?.kind ?? .text,
            isList: type?.isList ?? false,
            isRequired: try object.flag("required"),
            isPersonal: try object.flag("personal"),
            isOpen: try object.flag("open"),
            isPerItem: try object.flag("per_item"),
            isInternal: try object.flag("internal"),
            choice: try object.optionalID("enum", in: choices, kind: "enum"),
            identifier: try object.optionalID("identifier"),
            meaning: try meaning(object, type),
            tense: object.has("tense") ? try object.word("tense") : nil,
            after: try object.optionalID("after"),
            afterSteps: try object.ids("after_step", in: events, kind: "event"),
            note: try object.optionalTitle("note"),
            printed: try object.optionalTitle("printed")
        )
        for key in ["tense", "after", "after_step"]
        where object.has(key) && type != nil && !field.isMoment {
            try object.reportMalformed("type", "date | datetime")
        }
        if field.isPersonal, field.isOpen {
            try object.report(.packFieldPersonalOpen, id: id.text)
        }
        if type != nil, (field.kind == .choice) != (field.choice != nil) {
            try object.report(.packFieldEnum, id: id.text)
        }
        return field
    }

    /// What it says of the matter; nil where it says nothing, or where its type cannot have the meaning, which is reported.
    private static func meaning(
        _ object: PackObject,
        _ type: (kind: Field.Kind, isList: Bool)?
    ) throws(CaseworkError) -> Field.Meaning? {
        guard object.has("meaning") else { return nil }
        let meaning: Field.Meaning = try object.word("meaning")
        if let type, type.isList || !meaning.kinds.contains(type.kind) {
            let words = meaning.kinds.map(\.rawValue).sorted().joined(separator: " | ")
            try object.reportMalformed("type", words)
        }
        return meaning
    }

    /// The type; nil where there is none, which is reported.
    private static func type(
        _ object: PackObject
    ) throws(CaseworkError) -> (kind: Field.Kind, isList: Bool)? {
        let text = try object.text("type")
        let isList = text.hasPrefix("list<") && text.hasSuffix(">")
        let inner = isList ? String(text.dropFirst(5).dropLast()) : text
        guard let kind = Field.Kind(rawValue: inner) else {
            let words = Field.Kind.allCases.map(\.rawValue).joined(separator: " | ")
            if !text.isEmpty { try object.reportMalformed("type", "\(words), list<…>") }
            return nil
        }
        return (kind, isList)
    }
}
