/// Counts records in groups: how many were opened and answered, how many in time, how long it took, and what else the rules count.
///
/// A value: whoever reads records page by page adds them one by one. A group keeps eight bytes for each answer.
package struct Statistics: Sendable {
    /// What records are grouped by.
    package enum Dimension: String, CaseIterable, Sendable {
        /// The mechanism.
        case mechanism
        /// The region that opened, and those that it turned to.
        case pair
        /// The kind of record.
        case kind
        /// The right that is infringed; it stands in bodies.
        case right
        /// The month of the opening by Chinese time.
        case month
    }

    /// A group of records.
    package enum Group: Hashable, Comparable, Sendable {
        /// Those that share an id.
        case known(String)
        /// Those of which everything can be read here, and nothing is said of it.
        case notStated
        /// Those of which not everything can be read here, so that it is not known.
        case notKnownHere

        /// Ids by their bytes, then those without one.
        package static func < (a: Group, b: Group) -> Bool {
            switch (a, b) {
            case (.known(let a), .known(let b)): a < b
            case (.known, _): true
            case (.notStated, .notKnownHere): true
            default: false
            }
        }
    }

    /// The records of one tally in a group.
    package struct TallyCount: Hashable, Sendable {
        /// The tally, as the pack of the record that came last has it.
        package internal(set) var tally: RuleTally
        /// How many records are counted under it.
        package internal(set) var count = 0
        /// How many of them came to each outcome.
        package internal(set) var outcomes: [StateID: Int] = [:]

        /// How many have no outcome yet.
        package var pendingCount: Int { count - outcomes.values.reduce(0, +) }
    }

    /// What was counted in one group.
    package struct Row: Hashable, Sendable {
        /// Records that were opened.
        package internal(set) var opened = 0
        /// Those that the other side has answered.
        package internal(set) var answered = 0
        /// Answers in time.
        package internal(set) var onTime = 0
        /// Answers after the end of a period.
        package internal(set) var late = 0
        /// Answers for which no period binds, or whose period cannot be counted.
        package internal(set) var untimed = 0
        /// Answers of which it is not told whether they came in time, because rules that their period goes by are not here.
        package internal(set) var withheld = 0
        /// Records in which somebody is behind at the time that was asked about.
        package internal(set) var overdue = 0
        /// Records that ended, or were taken back, unanswered and after a period of the other side was over.
        package internal(set) var unansweredLate = 0
        /// What else was counted, by tally.
        package internal(set) var tallies: [KindID: TallyCount] = [:]
        private var seconds: [Int64] = []

        /// The middle of the seconds from opening to answer; of an even number the mean of the middle two, rounded down; nil without answers.
        package var medianSeconds: Int64? {
            guard !seconds.isEmpty else { return nil }
            let sorted = seconds.sorted()
            let upper = sorted[sorted.count / 2]
            guard sorted.count.isMultiple(of: 2) else { return upper }
            let lower = sorted[sorted.count / 2 - 1]
            return lower + (upper - lower) / 2
        }

        mutating func add(_ record: RecordCount) {
            opened += 1
            if record.isOverdue { overdue += 1 }
            if record.isUnansweredLate { unansweredLate += 1 }
            if let answer = record.answer {
                answered += 1
                seconds.append(record.answerSeconds ?? 0)
                switch answer.promptness {
                case .onTime: onTime += 1
                case .late: late += 1
                case .untimed: untimed += 1
                case .withheld: withheld += 1
                }
            }
            guard let tallied = record.tallied else { return }
            var count = tallies[tallied.tally.id] ?? TallyCount(tally: tallied.tally)
            count.tally = tallied.tally
            count.count += 1
            if let outcome = tallied.outcome { count.outcomes[outcome, default: 0] += 1 }
            tallies[tallied.tally.id] = count
        }
    }

    /// All records together.
    package private(set) var total = Row()
    private var groups: [Group: Row] = [:]

    /// Begins with nothing counted.
    package init() {}

    /// The groups in order.
    package var rows: [(group: Group, row: Row)] {
        groups.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    /// Counts a record in a group and in all; throws `statistics_groups` for one group too many.
    package mutating func add(
        _ record: RecordCount,
        to group: Group
    ) throws(CaseworkError) {
        try add(record, to: [(record, group)])
    }

    /// Counts a record once in all, and each of its turns in its group.
    package mutating func add(
        _ record: RecordCount,
        to shares: [(turn: RecordCount, group: Group)]
    ) throws(CaseworkError) {
        for (turn, group) in shares {
            guard groups[group] != nil || groups.count < Limits.statisticsGroupCountMax else {
                throw CaseworkError(
                    .statisticsGroups,
                    ["limit": "\(Limits.statisticsGroupCountMax)"]
                )
            }
            groups[group, default: Row()].add(turn)
        }
        total.add(record)
    }
}
