/// Which records the statistics shall count, and in which groups; a nil filter lets all through.
package struct StatisticsQuery: Hashable, Sendable {
    /// `mechanism`, `pair`, `kind`, `right` or `month`; nil for one sum.
    package var by: String?
    /// The first day of the openings that count, by Chinese time.
    package var from: String?
    /// The last day of the openings that count, by Chinese time.
    package var to: String?
    /// A mechanism's id.
    package var mechanism: String?
    /// A kind's or a machine's id, title or alias.
    package var kind: String?
    /// Whether exercises are counted, and they alone; otherwise they are left out.
    package var exercises: Bool

    /// Makes a query.
    package init(
        by: String? = nil,
        from: String? = nil,
        to: String? = nil,
        mechanism: String? = nil,
        kind: String? = nil,
        exercises: Bool = false
    ) {
        self.by = by
        self.from = from
        self.to = to
        self.mechanism = mechanism
        self.kind = kind
        self.exercises = exercises
    }
}

/// What was counted of the records in mechanisms: `GET /v1/statistics`.
package struct StatisticsDocument: LocalDocument, Hashable {
    /// The time at which the clocks were read.
    package var asOf: String
    /// What the rows are grouped by; nil for one sum.
    package var by: String?
    /// The records among them in mechanisms that a revision has left this node out of, of which none counts as overdue: what became of them
    /// is not known here; nil where there are none.
    package var cutOff: Int?
    /// Records that are in no row because entries of them are damaged in this node's store; nil where there are none.
    package var damaged: Int?
    /// Whether exercises alone were asked for; nil where they were left out.
    package var exercises: Bool?
    /// Records that were left out because a header says that they are exercises; nil where there are none.
    package var exercisesLeftOut: Int?
    /// The first day of the openings that count; nil where there is none.
    package var from: String?
    /// The kind or machine that alone counts, as it was named; or nil.
    package var kind: String?
    /// The mechanism's id that alone counts, or nil.
    package var mechanism: String?
    /// The groups, in order; empty for one sum.
    package var rows: [StatisticsRow]
    /// The last day of the openings that count; nil where there is none.
    package var to: String?
    /// All records together.
    package var total: StatisticsRow
    /// Records in mechanisms of which the opening does not count or cannot be judged here, so that they are in no row.
    package var uncounted: Int
    /// The version of this document.
    package var version: Int
    /// The records among them of which some clock is neither kept nor missed here, because a charter, pack or calendar of their mechanism
    /// is not here; nil where there are none.
    package var withheld: Int?

    /// Makes a document.
    package init(
        _ query: StatisticsQuery,
        asOf: String,
        rows: [StatisticsRow],
        total: StatisticsRow,
        uncounted: Int
    ) {
        self.asOf = asOf
        by = query.by
        exercises = query.exercises ? true : nil
        from = query.from
        kind = query.kind
        mechanism = query.mechanism
        self.rows = rows
        to = query.to
        self.total = total
        self.uncounted = uncounted
        version = documentVersion
    }
}

/// One group of records.
package struct StatisticsRow: Codable, Hashable, Sendable {
    /// Whether it is known to which group a record belongs.
    package enum Standing: String, Codable, Sendable, CaseIterable {
        /// It is, and `group` names it.
        case known
        /// Everything of the record can be read here, and nothing is said of it.
        case notStated = "not_stated"
        /// Not everything of the record can be read here, by this caller.
        case notKnownHere = "not_known_here"
    }

    /// Answered by the other side.
    package var answered: Int
    /// The group's id; nil where it is not known, and for all together.
    package var group: String?
    /// Answered after the end of a period.
    package var late: Int
    /// The median of the seconds from opening to answer, of an even number the mean of the middle two, rounded down; nil without answers.
    package var medianSeconds: Int64?
    /// Answered in time.
    package var onTime: Int
    /// Opened.
    package var opened: Int
    /// Somebody is behind.
    package var overdue: Int
    /// Whether the group is known.
    package var standing: Standing
    /// What the rule packs count besides, by id.
    package var tallies: [StatisticsTally]
    /// The group's name in each language, by `zh` and `en`; empty where it has none but its id.
    package var titles: [String: String]
    /// Ended, or taken back, unanswered and after a period of the other side was over.
    package var unansweredLate: Int
    /// Answered where no period binds, or where it cannot be counted.
    package var untimed: Int
    /// Answered, and neither in time nor late here, because a charter, pack or calendar that the period goes by is not here; nil where
    /// there are none.
    package var withheld: Int?

    /// Makes a row.
    package init(
        group: String?,
        standing: Standing = .known,
        titles: [String: String] = [:],
        opened: Int = 0,
        answered: Int = 0,
        onTime: Int = 0,
        late: Int = 0,
        untimed: Int = 0,
        overdue: Int = 0,
        unansweredLate: Int = 0,
        medianSeconds: Int64? = nil,
        tallies: [StatisticsTally] = []
    ) {
        self.answered = answered
        self.group = group
        self.late = late
        self.medianSeconds = medianSeconds
        self.onTime = onTime
        self.opened = opened
        self.overdue = overdue
        self.standing = standing
        self.tallies = tallies
        self.titles = titles
        self.unansweredLate = unansweredLate
        self.untimed = untimed
    }
}

/// Records that a rule pack counts under a name of its own, and what became of them.
package struct StatisticsTally: Codable, Hashable, Sendable {
    /// One outcome.
    package struct Outcome: Codable, Hashable, Sendable {
        /// How many came to it.
        package var count: Int
        /// Its id.
        package var id: String
        /// Its name in each language.
        package var titles: [String: String]

        /// Makes an outcome.
        package init(id: String, titles: [String: String], count: Int) {
            self.count = count
            self.id = id
            self.titles = titles
        }
    }

    /// How many records.
    package var count: Int
    /// The tally's id in the rule packs, as `police-transfer`.
    package var id: String
    /// The outcomes in the order of the pack, those without records too.
    package var outcomes: [Outcome]
    /// How many have no outcome yet.
    package var pending: Int
    /// The tally's name in each language.
    package var titles: [String: String]

    /// Makes a tally.
    package init(
        id: String,
        titles: [String: String],
        count: Int,
        pending: Int,
        outcomes: [Outcome]
    ) {
        self.count = count
        self.id = id
        self.outcomes = outcomes
        self.pending = pending
        self.titles = titles
    }
}
