/// What is searched for: the body of `POST /v1/search`.
package struct IdentifierQuery: LocalDocument, Hashable {
    /// The identifier as it was written, 1 to 2,048 bytes.
    package var identifier: String
    /// The id of its kind; nil: every kind that it may be.
    package var kind: String?
    /// The version of this document.
    package var version: Int

    /// Makes a query.
    package init(_ identifier: String, kind: String? = nil) {
        self.identifier = identifier
        self.kind = kind
        version = documentVersion
    }
}

/// How an identifier is read as one kind.
package struct IdentifierReading: Codable, Hashable, Sendable {
    /// What is worth saying of how it is written.
    package var findings: [CodedText]
    /// The kind's id.
    package var kind: String
    /// The kind's name in each language, by `zh` and `en`.
    package var kindTitles: [String: String]
    /// Whether it leads to a person: then `shown` is masked.
    package var personal: Bool
    /// The canonical form as it may be printed.
    package var shown: String
    /// `valid`, `checksum_bad`, `format_bad` or `unknown_type`.
    package var status: String

    /// Makes a reading.
    package init(
        kind: String,
        kindTitles: [String: String],
        shown: String,
        status: String,
        personal: Bool,
        findings: [CodedText] = []
    ) {
        self.findings = findings
        self.kind = kind
        self.kindTitles = kindTitles
        self.personal = personal
        self.shown = shown
        self.status = status
    }
}

/// One place where an identifier stands.
package struct MentionPlace: Codable, Hashable, Sendable {
    /// The office's own clock on the entry.
    package var at: String
    /// The entry's hex digest.
    package var entry: String
    /// The event's id.
    package var event: String
    /// The event's name in each language, from the rule pack, by `zh` and `en`.
    package var eventTitles: [String: String]
    /// The field's id.
    package var field: String
    /// The field's name in each language, from the rule pack, by `zh` and `en`.
    package var fieldTitles: [String: String]
    /// The region of the office that signed the entry; nil where the header could not be read.
    package var from: String?
    /// The id of the kind as which it was read.
    package var kind: String
    /// The log's origin.
    package var origin: String
    /// What the entry counts for.
    package var verdict: EntryVerdict.Class

    /// Makes a place.
    package init(
        entry: String,
        origin: String,
        event: String,
        at: String,
        field: String,
        kind: String,
        verdict: EntryVerdict.Class
    ) {
        self.at = at
        self.entry = entry
        self.event = event
        eventTitles = [:]
        self.field = field
        fieldTitles = [:]
        self.kind = kind
        self.origin = origin
        self.verdict = verdict
    }
}

/// A record in whose bodies an identifier stands.
package struct SearchHit: Codable, Hashable, Sendable {
    /// Where it stands, the newest entry first.
    package var places: [MentionPlace]
    /// The record as in lists.
    package var record: RecordSummary
    /// The region code of the address that opened the record; nil where none is known.
    package var region: String?

    /// Makes a hit.
    package init(record: RecordSummary, region: String?, places: [MentionPlace]) {
        self.places = places
        self.record = record
        self.region = region
    }
}

/// Where an identifier stands: the answer of `POST /v1/search`.
package struct SearchAnswer: LocalDocument, Hashable {
    /// What keeps the answer from being whole.
    package var findings: [CodedText]
    /// The records, the newest first.
    package var hits: [SearchHit]
    /// How the identifier was read, the likeliest kind first; empty where it fits none, and is searched as it was written.
    package var readings: [IdentifierReading]
    /// The version of this document.
    package var version: Int

    /// Makes an answer.
    package init(readings: [IdentifierReading], hits: [SearchHit], findings: [CodedText] = []) {
        self.findings = findings
        self.hits = hits
        self.readings = readings
        version = documentVersion
    }
}

/// Why two records may belong together.
package struct LinkReason: Codable, Hashable, Sendable {
    /// Where it stands in the record that was asked about.
    package var here: [MentionPlace]
    /// Whether it is a hint only: others may bear the same number.
    package var hint: Bool
    /// The id of the kind of identifier; nil for firms' names that are alike.
    package var kind: String?
    /// The kind's name in each language, by `zh` and `en`; empty for names.
    package var kindTitles: [String: String]
    /// How alike two names are, 0 to 100; nil for identifiers.
    package var score: Int?
    /// The identifier, masked where it leads to a person, or the other record's name.
    package var shown: String
    /// Where it stands in the other record.
    package var there: [MentionPlace]

    /// Makes a reason.
    package init(
        kind: String?,
        kindTitles: [String: String],
        shown: String,
        hint: Bool,
        score: Int? = nil,
        here: [MentionPlace],
        there: [MentionPlace]
    ) {
        self.here = here
        self.hint = hint
        self.kind = kind
        self.kindTitles = kindTitles
        self.score = score
        self.shown = shown
        self.there = there
    }
}

/// A record that may belong to the one that was asked about; nothing is decided by it.
package struct LinkProposal: Codable, Hashable, Sendable {
    /// Why, the strongest first.
    package var reasons: [LinkReason]
    /// The record as in lists.
    package var record: RecordSummary
    /// The region code of the address that opened the record; nil where none is known.
    package var region: String?
    /// Whether both records were opened in the same region.
    package var sameRegion: Bool
    /// How strongly all reasons together link the two, 0 to 100.
    package var strength: Int

    /// Makes a proposal.
    package init(
        record: RecordSummary,
        region: String?,
        sameRegion: Bool,
        strength: Int,
        reasons: [LinkReason]
    ) {
        self.reasons = reasons
        self.record = record
        self.region = region
        self.sameRegion = sameRegion
        self.strength = strength
    }
}

/// A penalty that was imposed on the subject of a record before.
package struct PriorPenalty: Codable, Hashable, Sendable {
    /// The day on which it was decided: `YYYY-MM-DD`, by the record, else by the entry.
    package var decided: String
    /// The hex digest of the entry that says so.
    package var entry: String
    /// The ids of the kinds of identifiers that name the subject in both records.
    package var kinds: [String]
    /// What was imposed, as the body says it, by field.
    package var penalties: [String: FieldValue]
    /// What those fields are called.
    package var labels: [FieldLabel]
    /// The record as in lists; its state says whether the penalty still stands.
    package var record: RecordSummary
    /// The region code of the address that opened the record; nil where none is known.
    package var region: String?

    /// Makes a penalty.
    package init(
        record: RecordSummary,
        region: String?,
        decided: String,
        entry: String,
        kinds: [String],
        penalties: [String: FieldValue],
        labels: [FieldLabel]
    ) {
        self.decided = decided
        self.entry = entry
        self.kinds = kinds
        self.labels = labels
        self.penalties = penalties
        self.record = record
        self.region = region
    }
}

/// What may belong to a record: the answer of `GET /v1/records/<digest or prefix>/links`.
package struct LinksAnswer: LocalDocument, Hashable {
    /// What keeps the answer from being whole.
    package var findings: [CodedText]
    /// Records that may belong together with it, the strongest first.
    package var links: [LinkProposal]
    /// Prior penalties of its subject, the newest first.
    package var penalties: [PriorPenalty]
    /// The hex digest of the record that was asked about.
    package var record: String
    /// The region code of the address that opened it; nil where none is known.
    package var region: String?
    /// The day from which on penalties are counted: five years before today.
    package var since: String
    /// The version of this document.
    package var version: Int

    /// Makes an answer.
    package init(
        record: String,
        region: String?,
        links: [LinkProposal],
        penalties: [PriorPenalty],
        since: String,
        findings: [CodedText] = []
    ) {
        self.findings = findings
        self.links = links
        self.penalties = penalties
        self.record = record
        self.region = region
        self.since = since
        version = documentVersion
    }
}
