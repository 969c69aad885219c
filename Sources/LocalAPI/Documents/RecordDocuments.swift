/// Which records a list shall hold; a nil filter lets all through.
package struct RecordQuery: Hashable, Sendable {
    /// A kind's or a machine's id, title or other name.
    package var machine: String?
    /// A mechanism's id, or `home`.
    package var mechanism: String?
    /// A state's id.
    package var state: String?

    /// Makes a query.
    package init(machine: String? = nil, mechanism: String? = nil, state: String? = nil) {
        self.machine = machine
        self.mechanism = mechanism
        self.state = state
    }
}

/// One record as a line of a list: `GET /v1/records`.
package struct RecordSummary: LocalDocument, Hashable {
    /// The addressees of the newest event that names some.
    package var addressees: [String]
    /// Why what the record says is in doubt; nil where nothing makes it so.
    package var alarms: [CodedText]?
    /// The earliest end of a clock that binds somebody to act and still runs; where all of these are paused, the earliest as if its pause
    /// ended today; nil where none binds anybody.
    package var due: String?
    /// Entries of the record that are stored here, whatever their verdict.
    package var entryCount: Int
    /// Whether it is an exercise, by the header of its opening, at home by what was said last; nil where it is none.
    package var exercise: Bool?
    /// The record at home that this one continues, or nil.
    package var home: String?
    /// The machine's id.
    package var machine: String
    /// The machine's name in each language, from the rule pack, by `zh` and `en`; nil where the pack is not here.
    package var machineTitles: [String: String]?
    /// The mechanism's id; nil at home.
    package var mechanism: String?
    /// What the addresses and the mechanism of this document are called in each language, by id; nil where none has a name.
    package var names: [String: [String: String]]?
    /// The record in a mechanism that continues this one at home, or nil.
    package var opened: String?
    /// The address that opened the record.
    package var opener: String
    /// Whether somebody is behind: `due` has passed, and it bound somebody to act; nil where `due` is.
    package var overdue: Bool?
    /// Whether a pause goes on, so that `due` is provisional; nil where none does.
    package var paused: Bool?
    /// Whether a calendar that is still to come may move `due`; nil where none does, and beside `paused`.
    package var provisional: Bool?
    /// The record: the hex digest of its first entry.
    package var record: String
    /// The state's id.
    package var state: String
    /// What the state's name does not tell: that the step which led to it had no effect on the clock; nil where it says all.
    package var stateNote: CodedText?
    /// The state's name in each language, from the rule pack, by `zh` and `en`.
    package var stateTitles: [String: String]
    /// A title from the body where it is held here, or nil.
    package var title: String?
    /// `at` of the newest valid entry; empty while none is.
    package var updated: String
    /// The version of this document.
    package var version: Int

    /// Makes a summary.
    package init(
        record: String,
        machine: String,
        mechanism: String?,
        state: String,
        stateTitles: [String: String] = [:],
        opener: String,
        addressees: [String],
        updated: String,
        entryCount: Int,
        title: String? = nil,
        home: String? = nil,
        opened: String? = nil
    ) {
        self.addressees = addressees
        self.entryCount = entryCount
        self.home = home
        self.machine = machine
        self.mechanism = mechanism
        self.opened = opened
        self.opener = opener
        self.record = record
        self.state = state
        self.stateTitles = stateTitles
        self.title = title
        self.updated = updated
        version = documentVersion
    }
}

/// One record with all that is known of it: `GET /v1/records/<digest or prefix>`.
package struct RecordDetail: LocalDocument, Hashable {
    /// The statutory clocks of the record in the order in which they were set off; nil where nothing of it counts yet.
    package var clocks: [ClockDocument]?
    /// What the whole record says: concurrent tail reordered, waits for an entry, a clock overdue.
    package var findings: [CodedText]
    /// The steps that the rules allow next, in their order; empty where none can follow, and where the matter goes on as
    /// `summary.opened`; nil where that is not known here: the rule pack, the charter or the first entry is missing.
    package var next: [NextStep]?
    /// The record as in lists.
    package var summary: RecordSummary
    /// Every stored entry in the order of the fold; the others where their own clocks put them.
    package var timeline: [TimelineEntry]
    /// The version of this document.
    package var version: Int

    /// Makes a detail.
    package init(
        summary: RecordSummary,
        timeline: [TimelineEntry],
        findings: [CodedText] = [],
        next: [NextStep]? = nil,
        clocks: [ClockDocument]? = nil
    ) {
        self.clocks = clocks
        self.findings = findings
        self.next = next
        self.summary = summary
        self.timeline = timeline
        version = documentVersion
    }
}

/// A step that the rules allow next, and who takes it.
package struct NextStep: Codable, Hashable, Sendable {
    /// Who may sign the step.
    package struct Signer: Codable, Hashable, Sendable {
        /// The addresses that fill the role now; empty for the nodes' own signer, and where nobody does.
        package var addresses: [String]
        /// The role's id.
        package var role: String
        /// The role's name in each language, from the rule pack, by `zh` and `en`.
        package var titles: [String: String]

        /// Makes a signer.
        package init(role: String, titles: [String: String], addresses: [String]) {
            self.addresses = addresses
            self.role = role
            self.titles = titles
        }
    }

    /// Whether whoever takes it names addressees, in the mechanism where the matter is; nil where not, and where it `opens`.
    package var addressed: Bool?
    /// Why a node takes the step by itself: `receipt` or `clock`; nil where a person takes it.
    package var automatic: String?
    /// What the rules ask for in words, in each language; no node decides it.
    package var conditions: [[String: String]]
    /// The event's id.
    package var event: String
    /// Whether an address of this node may take it.
    package var here: Bool
    /// Which offices of this node may take it, by id, where the node has several; nil where it has one, and where none may.
    package var offices: [String]?
    /// What those offices are called, by id; nil where `offices` is.
    package var officeTitles: [String: String]?
    /// The rank of the officer who signs it besides the office, by id; nil where none does.
    package var rank: String?
    /// The rank's title, by language; nil where `rank` is.
    package var rankTitles: [String: String]?
    /// Whether it takes the matter into a mechanism, so that whoever takes it names mechanism and addressees; nil where it does not.
    package var opens: Bool?
    /// Who may sign it, role by role.
    package var signers: [Signer]
    /// The event's name in each language, from the rule pack, by `zh` and `en`.
    package var titles: [String: String]

    /// Makes a step.
    package init(
        event: String,
        titles: [String: String],
        signers: [Signer],
        here: Bool,
        automatic: String? = nil,
        conditions: [[String: String]] = []
    ) {
        self.automatic = automatic
        self.conditions = conditions
        self.event = event
        self.here = here
        self.signers = signers
        self.titles = titles
    }
}

/// A verdict on an entry with every reason (FORMATS.md §3).
package struct EntryVerdict: Codable, Hashable, Sendable {
    /// The four classes.
    package enum Class: String, Codable, Sendable, CaseIterable {
        case invalid
        case irregular
        case pending
        case valid
    }

    /// The class.
    package var `class`: Class
    /// Whether its key was revoked afterwards while others had built upon the entry.
    package var disputed: Bool
    /// What is worth saying but moves nothing.
    package var findings: [CodedText]
    /// Every reason for a class other than valid.
    package var reasons: [CodedText]

    /// Makes a verdict.
    package init(
        _ class: Class,
        reasons: [CodedText] = [],
        findings: [CodedText] = [],
        disputed: Bool = false
    ) {
        self.class = `class`
        self.disputed = disputed
        self.findings = findings
        self.reasons = reasons
    }
}

/// What a field of a body is called, from the rule pack.
package struct FieldLabel: Codable, Hashable, Sendable {
    /// The field's id.
    package var field: String
    /// Its name in each language, by `zh` and `en`.
    package var titles: [String: String]
    /// The type of its value, as rule packs name it; nil where it is not known.
    package var type: String?
    /// The names of the listed values that the body holds, by value and language; empty for fields without a list.
    package var values: [String: [String: String]]

    /// Makes a label.
    package init(
        field: String,
        titles: [String: String],
        values: [String: [String: String]] = [:],
        type: String? = nil
    ) {
        self.field = field
        self.titles = titles
        self.type = type
        self.values = values
    }
}

/// One entry of a record's timeline.
package struct TimelineEntry: Codable, Hashable, Sendable {
    /// What is known of the body here.
    package struct Body: Codable, Hashable, Sendable {
        /// Whether the bytes are here.
        package enum State: String, Codable, Sendable, CaseIterable {
            /// Here and verified.
            case held
            /// Granted to this node and not here yet.
            case missing
            /// Not for this node.
            case denied
            /// Destroyed under a legal basis.
            case erased
            /// Here, and it cannot be read as a body; `findings` say why.
            case unreadable
            /// For this node, and not for the caller: no rule lets it read for an office of the record.
            case withheld
        }

        /// What it lacks or contradicts by the rules; it moves no state.
        package var findings: [CodedText]?
        /// The fields, where the body is held and the caller may read it.
        package var fields: [String: FieldValue]?
        /// What the fields are called, in the order of the official form; empty where the rule pack is not here.
        package var labels: [FieldLabel]
        /// The fields in which numbers of persons are masked, by id; nil where none is.
        package var masked: [String]?
        /// Since when the body is missing, or erased.
        package var since: String?
        /// Whether the bytes are here.
        package var state: State

        /// Makes a body's description.
        package init(
            _ state: State,
            fields: [String: FieldValue]? = nil,
            labels: [FieldLabel] = [],
            since: String? = nil,
            findings: [CodedText] = []
        ) {
            self.findings = findings.isEmpty ? nil : findings
            self.fields = fields
            self.labels = labels
            self.since = since
            self.state = state
        }
    }

    /// The office's own clock.
    package var at: String
    /// The body, or nil where the entry names none.
    package var body: Body?
    /// The documents that may be printed of it; nil where there are none.
    package var documents: [PrintableDocument]?
    /// The entry's hex digest.
    package var entry: String
    /// The event's id.
    package var event: String
    /// The event's name in each language, from the rule pack, by `zh` and `en`.
    package var eventTitles: [String: String]
    /// The region code of the sender.
    package var from: String?
    /// The entry's index in its log.
    package var index: UInt64
    /// The approving officer's pseudonym, or nil.
    package var officer: String?
    /// The office that signed, or nil for entries of the node itself.
    package var office: String?
    /// The log's origin.
    package var origin: String
    /// The state after this entry, or nil where it moved none.
    package var state: String?
    /// The state's name in each language, from the rule pack, by `zh` and `en`.
    package var stateTitles: [String: String]
    /// The open fields that the header carries for the whole mechanism, by id; nil where there are none.
    package var facts: [String: FieldValue]?
    /// What those fields are called, in the order of the rules; nil where the rule pack is not here.
    package var factLabels: [FieldLabel]?
    /// The earliest and the latest time that neighbouring cosignatures prove, or nil where none does.
    package var provenAfter: String?
    /// See `provenAfter`.
    package var provenBefore: String?
    /// Storage receipts: the other members in force that hold this entry; nil at home.
    package var receipts: Tally?
    /// The addressees that the entry names.
    package var to: [String]
    /// The verdict with all its reasons.
    package var verdict: EntryVerdict

    /// Makes an entry of a timeline; what may be absent is set afterwards.
    package init(
        entry: String,
        origin: String,
        index: UInt64,
        event: String,
        at: String,
        verdict: EntryVerdict
    ) {
        self.at = at
        self.entry = entry
        self.event = event
        eventTitles = [:]
        self.index = index
        self.origin = origin
        stateTitles = [:]
        to = []
        self.verdict = verdict
    }
}

extension TimelineEntry {
    /// The address that signed; nil for entries of a node itself.
    package var signer: String? {
        from.map { region in office.map { "\(region)/\($0)" } ?? region }
    }
}
