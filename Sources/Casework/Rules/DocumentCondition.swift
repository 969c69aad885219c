/// What must hold for a document to be the one that a step issues.
///
/// Whoever prints decides it, from what the record says and from the title of the office that signed; the fold never asks.
package enum DocumentCondition: Hashable, Sendable {
    /// A field says this.
    case says(FactCondition)
    /// A field was given.
    case stated(FieldID)
    /// The title of the office that signed has one of these words.
    case signer([String])
    /// The title of the office that signed has none of these words.
    case otherSigner([String])
    /// The Chinese title of the mechanism has one of these words.
    case mechanism([String])
}

/// What is known of a step when it is asked which documents it issues.
package struct DocumentFacts: Sendable {
    /// What the record had said by then, the step included.
    package var values: [FieldID: FactValue]
    /// The fields that were given by then, lists and parts of them included.
    package var stated: Set<FieldID>
    /// The title of the office that signed; nil where it is not known here.
    package var signerTitle: String?
    /// The Chinese title of the mechanism; nil where none is known.
    package var mechanismTitle: String?

    /// Makes facts.
    package init(
        values: [FieldID: FactValue] = [:],
        stated: Set<FieldID> = [],
        signerTitle: String? = nil,
        mechanismTitle: String? = nil
    ) {
        self.values = values
        self.stated = stated
        self.signerTitle = signerTitle
        self.mechanismTitle = mechanismTitle
    }
}

extension DocumentCondition {
    /// Whether the condition holds; nil where nothing that is known decides it.
    package func holds(for facts: DocumentFacts) -> Bool? {
        switch self {
        case .says(let condition): condition.holds(for: facts.values[condition.field])
        case .stated(let field): facts.stated.contains(field)
        case .signer(let words):
            facts.signerTitle.map { title in words.contains { title.contains($0) } }
        case .otherSigner(let words):
            // An office of which nothing is known is no authority of another kind.
            !words.contains { facts.signerTitle?.contains($0) == true }
        case .mechanism(let words):
            facts.mechanismTitle.map { title in words.contains { title.contains($0) } }
        }
    }
}

extension Document {
    /// The first condition that does not hold, or that nothing decides; nil where the document fits.
    package func unmet(by facts: DocumentFacts) -> DocumentCondition? {
        when.first { $0.holds(for: facts) != true }
    }

    /// Whether what is known rules the document out.
    package func isRuledOut(by facts: DocumentFacts) -> Bool {
        when.contains { $0.holds(for: facts) == false }
    }
}

extension Machine {
    /// Whether a step is that of somebody without a node, which the signer only records: its papers are not the signer's to issue.
    package func isRecordedForAnother(_ step: Transition) -> Bool {
        !step.by.isEmpty
            && step.by.allSatisfy { id in role(id).map { $0.bindings == [.outside] } ?? false }
    }
}

/// Reads the documents of a machine.
struct DocumentReader {
    let engine: Int
    let conditions: DocumentConditionReader
    let events: Set<EventID>

    func document(_ node: JSONNode, _ path: PackPath) throws(CaseworkError) -> Document {
        var keys: Set = ["id", "title", "form"]
        if engine >= Limits.packEnginePartyGuards {
            keys.formUnion([
                "when", "answers", "asks", "addressee", "carries", "omits", "internal", "says",
                "blanks",
            ])
        }
        let object = try PackObject(node, path, keys: keys)
        return Document(
            id: try object.id("id"),
            title: try object.title("title"),
            form: try object.optionalInteger("form", in: 1...10_000),
            when: try conditions.list(object),
            answers: try object.ids("answers", in: events, kind: "event"),
            asks: try object.flag("asks"),
            addressee: try addressee(object),
            carries: try object.ids("carries", in: events, kind: "event"),
            omits: try object.ids(
                "omits",
                in: Set(conditions.fields.map(\.id)),
                kind: "field"
            ),
            isInternal: try object.flag("internal"),
            says: try sentence(object),
            blanks: try blanks(object)
        )
    }

    private func blanks(_ object: PackObject) throws(CaseworkError) -> [Title] {
        let blanks = try object.titles("blanks")
        guard blanks.count <= Limits.documentWordCountMax else {
            throw object.malformed("blanks", "0…\(Limits.documentWordCountMax)")
        }
        return blanks
    }

    /// What the document says; a brace holds nothing but a placeholder.
    private func sentence(_ object: PackObject) throws(CaseworkError) -> Title? {
        guard object.has("says") else { return nil }
        let says = try object.title("says")
        let placeholders = DocumentPlaceholder.allCases.map { "{\($0.rawValue)}" }
        for text in [says.zh, says.en] {
            let rest = placeholders.reduce(text) { rest, name in rest.replacing(name, with: "") }
            guard !rest.contains("{"), !rest.contains("}") else {
                throw object.malformed("says", placeholders.joined(separator: " | "))
            }
        }
        return says
    }

    /// The party to whom the document is addressed: by the field that names him, else by what he is called.
    private func addressee(_ object: PackObject) throws(CaseworkError) -> PartyAddressed? {
        guard object.has("addressee") else { return nil }
        if case .object = try object.node("addressee").value {
            return .blank(try object.title("addressee"))
        }
        let known = Set(conditions.fields.map(\.id))
        let id: FieldID? = try object.optionalID("addressee", in: known, kind: "field")
        guard let id, let field = conditions.fields.first(where: { $0.id == id }) else {
            return nil
        }
        guard !field.isList, [.text, .string, .party].contains(field.kind) else {
            throw object.malformed("addressee", "field of type text | string | party")
        }
        return .field(id)
    }
}

/// Reads the conditions that documents, laws and what cites them have under `when`.
struct DocumentConditionReader {
    /// The fields that may be asked for: those of the machine and those that are common to the pack; none where a law is described.
    let fields: [Field]
    let choices: [Choice]

    private static let heads = ["field", "signer", "other_signer", "mechanism"]

    /// The conditions of an element.
    func list(_ object: PackObject) throws(CaseworkError) -> [DocumentCondition] {
        try object.list("when", max: Limits.documentConditionCountMax, condition)
    }

    private func condition(
        _ node: JSONNode,
        _ path: PackPath
    ) throws(CaseworkError) -> DocumentCondition {
        let object = try PackObject(
            node,
            path,
            keys: Set(Self.heads + ["is", "not", "stated"])
        )
        let heads = Self.heads.filter(object.has)
        guard heads.count == 1, let head = heads.first else {
            throw object.missing(Self.heads.joined(separator: " | "))
        }
        guard head == "field" else {
            for key in ["is", "not", "stated"] where object.has(key) {
                throw object.malformed(key, "field")
            }
            let words = try words(object, head)
            switch head {
            case "signer": return .signer(words)
            case "mechanism": return .mechanism(words)
            default: return .otherSigner(words)
            }
        }
        guard object.has("stated") else {
            return .says(
                try FactConditionReader(openFields: fields, choices: choices, kind: "field")
                    .condition(node, path)
            )
        }
        guard try object.flag("stated"), !object.has("is"), !object.has("not") else {
            throw object.malformed("stated", "true")
        }
        return .stated(
            try object.id("field", in: Set(fields.map(\.id)), kind: "field")
        )
    }

    /// Words of a title.
    private func words(
        _ object: PackObject,
        _ key: String
    ) throws(CaseworkError) -> [String] {
        let words = try object.texts(key)
        guard (1...Limits.documentWordCountMax).contains(words.count) else {
            throw object.malformed(key, "1…\(Limits.documentWordCountMax)")
        }
        return words
    }
}
