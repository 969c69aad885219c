/// What is searched for: the body of `POST /v1/search`.
package struct IdentifierQuery: LocalDocument, Hashable {
    /// The `next` of the page before; nil for the first one.
    package var after: String?
    /// The identifier as it was written, 1 to 2,048 bytes.
    package var identifier: String
    /// The id of its kind; nil: every kind that it may be.
    package var kind: String?
    /// How many records one page has at most, 1 to 200; nil: 50.
    package var limit: Int?
    /// The version of this document.
    package var version: Int

    /// Makes a query.
    package init(
        _ identifier: String,
        kind: String? = nil,
        limit: Int? = nil,
        after: String? = nil
    ) {
        self.after = after
        self.identifier = identifier
        self.kind = kind
        self.limit = limit
        version = documentVersion
    }
}

/// Which part of what may belong to a record is asked for.
package struct LinksQuery: Hashable, Sendable {
    /// The day of the act for which prior penalties are counted; nil: any day from the matter's first until today.
    package var on: String?
    /// How many records one page has at most.
    package var limit: Int
    /// The `next` of the page before; nil for the first one.
    package var after: String?

    /// Makes a query.
    package init(
        on: String? = nil,
        limit: Int = Limits.linkingCountDefault,
        after: String? = nil
    ) {
        self.on = on
        self.limit = limit
        self.after = after
    }
}

/// Has the index of identifiers made anew: the body of `POST /v1/search/rebuild`.
package struct IndexRebuild: LocalDocument, Hashable {
    /// The version of this document.
    package var version: Int

    /// Makes a request.
    package init() { version = documentVersion }
}

/// What a rebuilding has begun: its answer.
package struct IndexRebuildAnswer: LocalDocument, Hashable {
    /// Stored objects that are read again, now and while the node goes on.
    package var objectCount: Int
    /// The version of this document.
    package var version: Int

    /// Makes an answer.
    package init(objectCount: Int) {
        self.objectCount = objectCount
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

/// The number of those that were asked for which led to a place.
package struct MatchedIdentifier: Codable, Hashable, Sendable {
    /// The id of the kind as which it was searched.
    package var kind: String
    /// The kind's name in each language, by `zh` and `en`.
    package var kindTitles: [String: String]
    /// The number as it may be printed: masked where it may lead to a person.
    package var shown: String
    /// What form and check digit say of it as that kind, as in a reading.
    package var status: String

    /// Makes one.
    package init(kind: String, kindTitles: [String: String], shown: String, status: String) {
        self.kind = kind
        self.kindTitles = kindTitles
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
    /// The number that was searched and stands there; nil in links, whose reasons name it.
    package var matched: MatchedIdentifier?
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
    /// In how many places it stands.
    package var placeCount: Int
    /// Where it stands, the newest entry first; at most 20.
    package var places: [MentionPlace]
    /// The record as in lists.
    package var record: RecordSummary
    /// The region code of the address that opened the record; nil where none is known.
    package var region: String?

    /// Makes a hit.
    package init(
        record: RecordSummary,
        region: String?,
        places: [MentionPlace],
        placeCount: Int? = nil
    ) {
        self.placeCount = placeCount ?? places.count
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
    /// Where the next page begins; nil at the end.
    package var next: String?
    /// How the identifier was read, the likeliest kind first; empty where it fits none, and is searched as it was written.
    package var readings: [IdentifierReading]
    /// The version of this document.
    package var version: Int

    /// Makes an answer.
    package init(
        readings: [IdentifierReading],
        hits: [SearchHit],
        next: String? = nil,
        findings: [CodedText] = []
    ) {
        self.findings = findings
        self.hits = hits
        self.next = next
        self.readings = readings
        version = documentVersion
    }
}

/// Why two records may belong together.
package struct LinkReason: Codable, Hashable, Sendable {
    /// Where it stands in the record that was asked about, the newest entry first; at most 3.
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
    /// What form and check digit of the identifier say, as in a reading; nil for names.
    package var status: String?
    /// Where it stands in the other record, the newest entry first; at most 3.
    package var there: [MentionPlace]

    /// Makes a reason.
    package init(
        kind: String?,
        kindTitles: [String: String],
        shown: String,
        status: String? = nil,
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
        self.status = status
        self.there = there
    }
}

/// A record that may belong to the one that was asked about; nothing is decided by it.
package struct LinkProposal: Codable, Hashable, Sendable {
    /// How many reasons there are.
    package var reasonCount: Int
    /// Why, the strongest first; at most 10.
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
        reasons: [LinkReason],
        reasonCount: Int? = nil
    ) {
        self.reasonCount = reasonCount ?? reasons.count
        self.reasons = reasons
        self.record = record
        self.region = region
        self.sameRegion = sameRegion
        self.strength = strength
    }
}

/// A penalty that was imposed on the subject of a record before.
package struct PriorPenalty: Codable, Hashable, Sendable {
    /// Whether the record does not say when it was decided, so that `decided` is the day of its entry.
    package var byEntry: Bool
    /// The day on which it was decided: `YYYY-MM-DD`.
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
    /// Whether the record says that the penalty, or what was made public of it, was taken back; nil where it does not.
    package var withdrawn: Bool?

    /// Whether it stands: it was not taken back, and is no exercise.
    package var isStanding: Bool { withdrawn != true && record.exercise != true }

    /// Makes a penalty.
    package init(
        record: RecordSummary,
        region: String?,
        decided: String,
        byEntry: Bool = false,
        entry: String,
        kinds: [String],
        penalties: [String: FieldValue],
        labels: [FieldLabel]
    ) {
        self.byEntry = byEntry
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
    /// Where the next page of links begins; nil at the end.
    package var next: String?
    /// Prior penalties of its subject, the newest first; on the first page alone.
    package var penalties: [PriorPenalty]
    /// The hex digest of the record that was asked about.
    package var record: String
    /// The region code of the address that opened it; nil where none is known.
    package var region: String?
    /// Whether a number of its subject is known here; where it is not, no penalties are told, and none can be ruled out.
    package var subjectKnown: Bool
    /// The first day whose penalties are told: those that an act may lie within five years of.
    package var since: String
    /// Steps of the record whose body is not here: what they say was compared with nothing.
    package var unreadCount: Int
    /// The last day whose penalties are told.
    package var until: String
    /// The version of this document.
    package var version: Int

    /// Makes an answer.
    package init(
        record: String,
        region: String?,
        links: [LinkProposal],
        next: String? = nil,
        penalties: [PriorPenalty],
        since: String,
        until: String,
        findings: [CodedText] = []
    ) {
        self.findings = findings
        self.links = links
        self.next = next
        self.penalties = penalties
        self.record = record
        self.region = region
        self.since = since
        subjectKnown = true
        unreadCount = 0
        self.until = until
        version = documentVersion
    }
}
