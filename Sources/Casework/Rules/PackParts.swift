package import Cryptography

/// A text of a pack in both languages.
package struct Title: Hashable, Sendable {
    /// Chinese.
    package let zh: String
    /// English.
    package let en: String
}

/// A law in a pack's table.
package struct Law: Hashable, Sendable {
    /// Its id in the pack.
    package let id: LawID
    /// Its title.
    package let title: Title
    /// The number of the instrument, where it has one.
    package let number: String?
    /// The date of the text that was read.
    package let textVersion: LocalDate?
    /// How well it was read.
    package let status: Verification
    /// Whose letters cite it, by office and mechanism: all of it must hold; empty where that does not matter.
    package let when: [DocumentCondition]
}

/// An article of a law in the pack's table.
package struct LawReference: Hashable, Sendable {
    /// The law.
    package let law: LawID
    /// The article or articles, as they are written; nil for the whole law.
    package let article: String?
    /// When a letter cites it, besides what the law itself asks for; empty where that does not matter.
    package let when: [DocumentCondition]
}

/// How well a statement of a pack was checked against its source.
package enum Verification: String, CaseIterable, Sendable {
    /// The text of the rule was read.
    case verified
    /// Another copy or a press report was read.
    case secondary
    /// Not checked.
    case memory
}

/// What a step rests on.
package enum Basis: String, CaseIterable, Sendable {
    /// A rule of law.
    case law
    /// A rule of law that was read in another copy only.
    case secondary
    /// A choice of the design.
    case design
}

/// A rank with which officers are enrolled.
package struct Rank: Hashable, Sendable {
    /// Its id.
    package let id: RankID
    /// Its title.
    package let title: Title
    /// Ranks for which an officer of this one may sign as well.
    package let covers: [RankID]
    /// The law behind it.
    package let law: [LawReference]
}

/// A list of values for fields.
package struct Choice: Hashable, Sendable {
    /// One value.
    package struct Value: Hashable, Sendable {
        /// Its id.
        package let id: ChoiceID
        /// Its title.
        package let title: Title
    }

    /// The list's id.
    package let id: ChoiceID
    /// The values.
    package let values: [Value]
}

/// A calendar of working days that the pack counts by.
package struct CalendarReference: Hashable, Sendable {
    /// Its id.
    package let id: PackID
    /// The SHA-256 of its file.
    package let digest: Digest
}

/// A statutory period, declared for the engine that counts it; the fold does not.
package struct Clock: Hashable, Sendable {
    /// What the period limits.
    package enum Kind: String, CaseIterable, Sendable {
        case limit, window, lapse, effect, limitation
        case windowOpens = "window_opens"
    }

    /// The unit of its length.
    package enum Unit: String, CaseIterable, Sendable {
        case hour, month
        case calendarDay = "calendar_day"
        case workingDay = "working_day"
    }

    /// How a last day that is no working day moves.
    package enum Roll: String, CaseIterable, Sendable {
        case none, holiday
        case holidayAndWeekend = "holiday_and_weekend"
        case notApplicable = "not_applicable"
    }

    /// How the period may be extended.
    package struct Extension: Hashable, Sendable {
        /// Units added; nil where the text has no maximum.
        package let length: Int?
        /// Their unit.
        package let unit: Unit
        /// Who approves it.
        package let rank: RankID?
        /// How often; nil where the text has no maximum.
        package let countMax: Int?
        /// On what condition, in words.
        package let condition: Title?
        /// The clock that may follow.
        package let then: ClockID?
    }

    /// Its id, as officers know it.
    package let id: ClockID
    /// Its title.
    package let title: Title
    /// What the period limits.
    package let kind: Kind
    /// Who is bound, a role or a body in one word.
    package let bearer: RoleID
    /// What starts it, in words.
    package let trigger: Title
    /// What is due, in words.
    package let due: Title
    /// Number of units; 0 where the record names the end.
    package let length: Int
    /// The unit.
    package let unit: Unit
    /// How the last day moves.
    package let roll: Roll
    /// The open field in which the record names the end; nil where it is counted.
    package let until: FieldID?
    /// Periods that do not count.
    package let excluded: [RoleID]
    /// How it may be extended.
    package let `extension`: Extension?
    /// What follows when it ends, in words.
    package let expiry: Title?
    /// The law.
    package let law: [LawReference]
    /// First day in force.
    package let effectiveFrom: LocalDate?
    /// Last day in force.
    package let effectiveTo: LocalDate?
    /// How well it was checked.
    package let status: Verification
    /// Whether it runs without being switched on.
    package let isEnabled: Bool
    /// A reservation.
    package let note: Title?
}

/// A rule of law that no step or clock carries, for people to read.
package struct Principle: Hashable, Sendable {
    /// Its id, as officers know it.
    package let id: ClockID
    /// The rule in words.
    package let title: Title
    /// The law.
    package let law: [LawReference]
    /// First day in force.
    package let effectiveFrom: LocalDate?
    /// How well it was checked.
    package let status: Verification
    /// A reservation.
    package let note: Title?
}

/// What a step does to a clock.
package struct Timer: Hashable, Sendable {
    /// The operations.
    package enum Operation: String, CaseIterable, Sendable {
        case start, stop, pause, resume, extend
        /// Ends a clock without what it was for having been done: the matter takes another way.
        case drop
    }

    /// The operation.
    package let operation: Operation
    /// The clock.
    package let clock: ClockID
    /// What the facts of the record must say, all of it; empty where that does not matter.
    package let when: [FactCondition]
    /// A condition in words, which no node decides; nil where there is none.
    package let condition: Title?
    /// The open field in which the step states when what sets the clock off happened; nil where its signature does.
    package var at: FieldID? = nil
}
