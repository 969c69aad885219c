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
}

/// What is known of a step when it is asked which documents it issues.
package struct DocumentFacts: Sendable {
    /// What the record had said by then, the step included.
    package var values: [FieldID: FactValue]
    /// The fields that were given by then, lists and parts of them included.
    package var stated: Set<FieldID>
    /// The title of the office that signed; nil where it is not known here.
    package var signerTitle: String?

    /// Makes facts.
    package init(
        values: [FieldID: FactValue] = [:],
        stated: Set<FieldID> = [],
        signerTitle: String? = nil
    ) {
        self.values = values
        self.stated = stated
        self.signerTitle = signerTitle
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
    /// The fields of the machine and those that are common to the pack.
    let fields: [Field]
    let choices: [Choice]
    let events: Set<EventID>

    func document(_ node: JSONNode, _ path: PackPath) throws(CaseworkError) -> Document {
        var keys: Set = ["id", "title", "form"]
        if engine >= Limits.packEnginePartyGuards { keys.formUnion(["when", "answers"]) }
        let object = try PackObject(node, path, keys: keys)
        return Document(
            id: try object.id("id"),
            title: try object.title("title"),
            form: try object.optionalInteger("form", in: 1...10_000),
            when: try object.list("when", max: Limits.documentConditionCountMax, condition),
            answers: try object.ids("answers", in: events, kind: "event")
        )
    }

    private func condition(
        _ node: JSONNode,
        _ path: PackPath
    ) throws(CaseworkError) -> DocumentCondition {
        let object = try PackObject(
            node,
            path,
            keys: ["field", "is", "not", "stated", "signer", "other_signer"]
        )
        let heads = ["field", "signer", "other_signer"].filter(object.has)
        guard heads.count == 1 else { throw object.missing("field | signer | other_signer") }
        guard object.has("field") else {
            for key in ["is", "not", "stated"] where object.has(key) {
                throw object.malformed(key, "field")
            }
            return object.has("signer")
                ? .signer(try words(object, "signer"))
                : .otherSigner(try words(object, "other_signer"))
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

    /// Words of an office's title.
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
