/// Which part of an inbox is asked for.
package struct InboxQuery: Hashable, Sendable {
    /// An office's id; nil: every office that the caller stands for.
    package var office: String?
    /// A mechanism's id, or `home`; nil: all.
    package var mechanism: String?
    /// How many records one page has at most.
    package var limit: Int
    /// The `next` of the page before; nil for the first one.
    package var after: String?

    /// Makes a query.
    package init(
        office: String? = nil,
        mechanism: String? = nil,
        limit: Int = Limits.inboxItemCountDefault,
        after: String? = nil
    ) {
        self.office = office
        self.mechanism = mechanism
        self.limit = limit
        self.after = after
    }
}

/// What waits for the caller's offices, what is due first at the top: `GET /v1/inbox`.
package struct InboxPage: LocalDocument, Hashable {
    /// How many records there are in all, on this page and on others.
    package struct Counts: Codable, Hashable, Sendable {
        /// Records that wait for others: those that the caller's offices opened or were addressed, and those in which something that
        /// concerns them runs or is overdue.
        package var others: Int
        /// How many of both somebody is behind with.
        package var overdue: Int
        /// Records in which the caller's offices are expected to act, or have what binds them running or overdue.
        package var waiting: Int

        /// Makes counts.
        package init(waiting: Int, overdue: Int, others: Int) {
            self.others = others
            self.overdue = overdue
            self.waiting = waiting
        }
    }

    /// The node's time by which all pages of one list are made.
    package var asOf: String
    /// How many there are in all.
    package var counts: Counts
    /// What makes the list doubtful.
    package var findings: [CodedText]
    /// The records: those that wait for the caller's offices first, within both parts by due time.
    package var items: [InboxItem]
    /// Where the next page begins; nil at the end.
    package var next: String?
    /// The version of this document.
    package var version: Int

    /// Makes a page.
    package init(
        asOf: String,
        counts: Counts,
        items: [InboxItem],
        next: String? = nil,
        findings: [CodedText] = []
    ) {
        self.asOf = asOf
        self.counts = counts
        self.findings = findings
        self.items = items
        self.next = next
        version = documentVersion
    }
}

/// One record of an inbox.
package struct InboxItem: Codable, Hashable, Sendable {
    /// Why the record is in the inbox.
    package enum Part: String, Codable, Sendable, CaseIterable {
        /// The caller's offices are expected to act, or have what binds them running or overdue.
        case act
        /// Others are expected to act: in a matter of the caller's offices, or one in which a clock that binds these runs, or theirs is overdue.
        case others
    }

    /// That somebody was called on, because a period is over.
    package struct Call: Codable, Hashable, Sendable {
        /// When, by the clock of whoever called.
        package var at: String
        /// The office that called.
        package var by: String
        /// How many calls before it nobody has answered either; nil for none.
        package var earlier: Int?
        /// The step's id.
        package var event: String
        /// The addresses that were called on and may answer.
        package var on: [String]
        /// Whether a period was over when it was made; nil where that cannot be told.
        package var overdue: Bool?
        /// The step's title, by language.
        package var titles: [String: String]

        /// Makes a call.
        package init(
            at: String,
            by: String,
            event: String,
            on: [String],
            titles: [String: String]
        ) {
            self.at = at
            self.by = by
            self.event = event
            self.on = on
            self.titles = titles
        }
    }

    /// A step that was taken.
    package struct Taken: Codable, Hashable, Sendable {
        /// When, by the clock of whoever took it.
        package var at: String
        /// The office that took it.
        package var by: String
        /// The step's id.
        package var event: String
        /// The step's title, by language.
        package var titles: [String: String]

        /// Makes one.
        package init(at: String, by: String, event: String, titles: [String: String]) {
            self.at = at
            self.by = by
            self.event = event
            self.titles = titles
        }
    }

    /// A step by which a matter of its own begins.
    package struct Opening: Codable, Hashable, Sendable {
        /// The step's id.
        package var event: String
        /// The field in which that matter names this record; nil where it has none.
        package var field: String?
        /// The kind of that matter, by its id.
        package var kind: String
        /// The official name of the kind, by language.
        package var kindTitles: [String: String]
        /// Whether it goes to a mechanism at once.
        package var opens: Bool
        /// The step's title, by language.
        package var titles: [String: String]

        /// Makes an opening.
        package init(
            event: String,
            kind: String,
            kindTitles: [String: String],
            opens: Bool,
            titles: [String: String]
        ) {
            self.event = event
            self.kind = kind
            self.kindTitles = kindTitles
            self.opens = opens
            self.titles = titles
        }
    }

    /// The addresses that are expected to act.
    package var awaited: [String]
    /// What their role is called, by `zh` and `en`.
    package var awaitedTitles: [String: String]
    /// The call on somebody else, because a period is over, that nobody has answered; nil where there is none.
    package var called: Call?
    /// The clock that gives `due`, by its rule's id; nil without one.
    package var clock: String?
    /// The title of its rule, by language.
    package var clockTitles: [String: String]
    /// The end that comes first, of a paused clock as if its pause ended today; nil where no clock asks anybody to act.
    package var due: String?
    /// The kind of record, by its id: also the command that takes its steps.
    package var kind: String
    /// The official name of the kind, by `zh` and `en`.
    package var kindTitles: [String: String]
    /// The newest step that counts, by whomever; nil where it is the first one, or the call.
    package var latest: Taken?
    /// When the record began.
    package var opened: String
    /// Whether somebody is behind: `due` has passed.
    package var overdue: Bool
    /// Why it is here.
    package var part: Part
    /// Whether the clock that gives `due` is paused.
    package var paused: Bool
    /// Whether a calendar that is still to come may move `due`; nil where none does, and while the clock is paused.
    package var provisional: Bool?
    /// Seconds until `due`, below 0 after it.
    package var secondsLeft: Int64?
    /// What the caller's offices may open besides, linked to the record, where they were called on; nil where nothing.
    package var openings: [Opening]?
    /// The steps that the caller's offices may take now, in the order of the rules.
    package var steps: [NextStep]
    /// The record as in lists.
    package var summary: RecordSummary
    /// Why no due date is told of a clock that asks somebody to act, in short; nil where all are told.
    package var withheld: CodedText?

    /// Makes an item without a clock; what may be absent is set afterwards.
    package init(part: Part, summary: RecordSummary, kind: String, opened: String) {
        awaited = []
        awaitedTitles = [:]
        clockTitles = [:]
        self.kind = kind
        kindTitles = [:]
        self.opened = opened
        overdue = false
        self.part = part
        paused = false
        steps = []
        self.summary = summary
    }
}
