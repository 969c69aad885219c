/// Which step is asked about: `GET /v1/forms`.
package struct StepFormQuery: Hashable, Sendable {
    /// The event, by id or title; nil: the one with which a record of the kind begins.
    package var event: String?
    /// The kind or the machine, by id, title or another name; nil: the record's.
    package var kind: String?
    /// The mechanism that the step would go to, by id.
    package var mechanism: String?
    /// The record, by its digest; nil for a first step.
    package var record: String?
    /// The rule pack, `<id>@<digest>`; nil: the one that would judge the step.
    package var rules: String?

    /// Makes a query.
    package init(
        kind: String? = nil,
        event: String? = nil,
        record: String? = nil,
        mechanism: String? = nil,
        rules: String? = nil
    ) {
        self.event = event
        self.kind = kind
        self.mechanism = mechanism
        self.record = record
        self.rules = rules
    }
}

/// What a step of a kind of record asks for, by the rule pack that would judge it.
package struct StepForm: LocalDocument, Hashable {
    /// One field of the form.
    package struct Field: Codable, Hashable, Sendable {
        /// The field's id.
        package var field: String
        /// Its name in each language, by `zh` and `en`.
        package var titles: [String: String]
        /// What the rules say about it, in each language; empty where they say nothing.
        package var notes: [String: String] = [:]
        /// The type of its value, as rule packs name it.
        package var type: String
        /// Whether it holds a list.
        package var list: Bool
        /// Whether it names a person, so that it never leaves the body.
        package var personal: Bool
        /// Whether the whole mechanism sees it in the header.
        package var open: Bool
        /// Whether the step is refused without it.
        package var required: Bool
        /// Whether other steps alone ask for it, so that this one may state it and need not; nil where it is this step's.
        package var elsewhere: Bool?
        /// Whether an own earlier step has said it, or the node gives it, so that it need not be said.
        package var said: Bool
        /// The values that it may have, in the order of the rules; nil where any will do.
        package var values: [Value]?

        /// Makes a field.
        package init(
            _ field: String,
            titles: [String: String],
            type: String,
            list: Bool,
            personal: Bool,
            open: Bool,
            required: Bool,
            said: Bool
        ) {
            self.field = field
            self.titles = titles
            self.type = type
            self.list = list
            self.personal = personal
            self.open = open
            self.required = required
            self.said = said
        }
    }

    /// One value of a list.
    package struct Value: Codable, Hashable, Sendable {
        /// Its name in each language, by `zh` and `en`.
        package var titles: [String: String]
        /// As it stands in a body.
        package var value: String

        /// Makes a value.
        package init(_ value: String, titles: [String: String]) {
            self.titles = titles
            self.value = value
        }
    }

    /// What the rules ask for in words, in each language; no node decides it.
    package var conditions: [[String: String]]
    /// The event's id.
    package var event: String
    /// The event's name in each language.
    package var eventTitles: [String: String]
    /// The fields that the step asks for, in the order of the rules, and then the others that it may state.
    package var fields: [Field]
    /// Whether the step begins a record.
    package var first: Bool
    /// The law behind the step, in each language, article by article.
    package var law: [[String: String]]
    /// The machine's id.
    package var machine: String
    /// The machine's name in each language.
    package var machineTitles: [String: String]
    /// The offices of which a submission must name one; nil where the node knows which one it is.
    package var offices: [Value]?
    /// Whether the step puts the matter into a mechanism.
    package var opens: Bool
    /// The rule pack, `<id>@<digest>`.
    package var rules: String
    /// The version of this document.
    package var version: Int

    /// Makes a form; what may be absent is set afterwards.
    package init(
        machine: String,
        machineTitles: [String: String],
        event: String,
        eventTitles: [String: String],
        rules: String,
        first: Bool,
        opens: Bool,
        fields: [Field]
    ) {
        conditions = []
        self.event = event
        self.eventTitles = eventTitles
        self.fields = fields
        self.first = first
        law = []
        self.machine = machine
        self.machineTitles = machineTitles
        self.opens = opens
        self.rules = rules
        version = documentVersion
    }
}
