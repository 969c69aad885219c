/// One run of a statutory clock in a record: what set it off, when its end is and why, and where it stands.
///
/// A function of headers, charters, packs, calendars and the program's list of holidays of fixed dates, so that every node shows the same; what depends on the time of asking is
/// `standing`, `overdue`, `secondsLeft`, and the end while a pause goes on.
package struct ClockDocument: Codable, Hashable, Sendable {
    /// Whether the rule binds; otherwise it is a proposal (建议), because its source was not verified.
    package var binding: Bool
    /// The id of the role or body that is bound.
    package var bearer: String
    /// What that role is called, by `zh` and `en`; empty for a body that is no role of the machine.
    package var bearerTitles: [String: String]
    /// The addresses that are bound.
    package var bound: [String]
    /// The rule's id, as officers know it.
    package var clock: String
    /// The condition in words on which it runs, which no node decides, by language; nil where there is none.
    package var condition: [String: String]?
    /// The end; nil where it is open, or cannot be counted.
    package var due: Due?
    /// What is due, in words, by language.
    package var duty: [String: String]
    /// How it ended; nil while it runs.
    package var end: End?
    /// What follows when it ends, in words, by language; nil where the rule says nothing.
    package var expiry: [String: String]?
    /// The extensions that count, in order.
    package var extensions: [Extension]
    /// What else is to be said: above all what had no effect, and why.
    package var findings: [CodedText]
    /// Whether it was set off at home: other nodes do not know of it.
    package var home: Bool
    /// What the period limits: `limit`, `window`, `lapse`, `effect`, `limitation` or `window_opens`.
    package var kind: String
    /// The law behind it.
    package var law: [Law]
    /// How long it is, without extensions; nil where the record names the end.
    package var length: Length?
    /// The node whose own clock it is, where each member of a role has one.
    package var node: String?
    /// A reservation of the rule, by language.
    package var note: [String: String]?
    /// Whether it goes on although its record has ended.
    package var outlivesRecord: Bool
    /// Whether somebody is behind: what was due has not been done, and its end has passed.
    package var overdue: Bool
    /// The pauses, in the order of their entries.
    package var pauses: [Pause]
    /// Steps that ended it if a condition in words holds.
    package var possibleEnds: [PossibleEnd]
    /// How its last day moves: `none`, `holiday`, `holiday_and_weekend` or `not_applicable`.
    package var roll: String
    /// The rule pack, `<id>@<digest>`.
    package var rules: String
    /// The edition of that pack.
    package var rulesVersion: Int
    /// Seconds until the end while it runs, below 0 after it; nil where it has ended or no end is known.
    package var secondsLeft: Int64?
    /// Where it stands, a code of the catalogue.
    package var standing: String
    /// What set it off, and the time from which it counts.
    package var started: Mark
    /// How well the rule was checked against its source: `verified`, `secondary` or `memory`.
    package var status: String
    /// The rule's title, by language.
    package var titles: [String: String]
    /// What sets it off, in words, by language.
    package var trigger: [String: String]

    /// Makes a clock that runs; what may be absent is set afterwards.
    package init(
        clock: String,
        titles: [String: String],
        kind: String,
        bearer: String,
        length: Length?,
        roll: String,
        rules: String,
        rulesVersion: Int,
        status: String,
        started: Mark,
        standing: String
    ) {
        binding = true
        self.bearer = bearer
        bearerTitles = [:]
        bound = []
        self.clock = clock
        duty = [:]
        extensions = []
        findings = []
        home = false
        self.kind = kind
        law = []
        self.length = length
        outlivesRecord = false
        overdue = false
        pauses = []
        possibleEnds = []
        self.roll = roll
        self.rules = rules
        self.rulesVersion = rulesVersion
        self.standing = standing
        self.started = started
        self.status = status
        self.titles = titles
        trigger = [:]
    }
}

extension ClockDocument {
    /// An entry that did something to a clock.
    package struct Mark: Codable, Hashable, Sendable {
        /// The time that counts: the office's own clock, or for a receipt the time of arrival that it states.
        package var at: String
        /// The entry's hex digest.
        package var entry: String
        /// The event's id.
        package var event: String
        /// The event's name, by `zh` and `en`.
        package var eventTitles: [String: String]
        /// The latest time at which a mirror cosigned the log without the entry, or nil where none did.
        package var provenAfter: String?
        /// The earliest time at which a mirror cosigned the log with the entry, or nil where none did.
        package var provenBefore: String?
        /// The address that signed.
        package var signer: String

        /// Makes a mark.
        package init(
            entry: String,
            event: String,
            eventTitles: [String: String] = [:],
            at: String,
            signer: String
        ) {
            self.at = at
            self.entry = entry
            self.event = event
            self.eventTitles = eventTitles
            self.signer = signer
        }
    }

    /// A number of units.
    package struct Length: Codable, Hashable, Sendable {
        /// The number.
        package var count: Int
        /// `hour`, `calendar_day`, `working_day` or `month`.
        package var unit: String

        /// Makes a length.
        package init(count: Int, unit: String) {
            self.count = count
            self.unit = unit
        }
    }

    /// When a clock ends, and what that rests on.
    package struct Due: Codable, Hashable, Sendable {
        /// The calendars that were counted by, `<id>@<digest>`.
        package var calendars: [String]
        /// The last day, by Chinese time.
        package var day: String
        /// For a period in hours: the beginning plus that many hours to the second, the cautious target.
        package var elapsed: String?
        /// The program's list of holidays of fixed dates by which `provisionalYears` were counted, `<id>@<digest>`; nil where there are none.
        package var fixedHolidays: String?
        /// The last moment in time.
        package var last: String
        /// Whether an extension named the day, so that it was not counted.
        package var named: Bool
        /// The day on which the count was full, where the end moved to a later one.
        package var nominal: String?
        /// Days within the count that did not count because of pauses.
        package var pausedDayCount: Int
        /// Whether a calendar that is still to come may move the end: `provisionalYears` has some.
        package var provisional: Bool
        /// Years that were looked at and that no calendar here covers.
        package var provisionalYears: [Int]

        /// Makes an end.
        package init(last: String, day: String) {
            calendars = []
            self.day = day
            self.last = last
            named = false
            pausedDayCount = 0
            provisional = false
            provisionalYears = []
        }
    }

    /// An article of a law.
    package struct Law: Codable, Hashable, Sendable {
        /// The article or articles; nil for the whole law.
        package var article: String?
        /// The number of the instrument, where it has one.
        package var number: String?
        /// How well it was read: `verified`, `secondary` or `memory`.
        package var status: String
        /// The law's title, by language.
        package var titles: [String: String]

        /// Makes an article.
        package init(
            titles: [String: String],
            article: String?,
            number: String?,
            status: String
        ) {
            self.article = article
            self.number = number
            self.status = status
            self.titles = titles
        }
    }

    /// A period that does not count.
    package struct Pause: Codable, Hashable, Sendable {
        /// The entry that began it.
        package var began: Mark
        /// The condition in words on which it holds, by language.
        package var condition: [String: String]?
        /// The entry that ended it; nil while it goes on.
        package var ended: Mark?
        /// Its first day.
        package var from: String
        /// The legal reason, where the header has it; otherwise it stands in the body.
        package var reason: String?
        /// What the reason is called, by language.
        package var reasonTitles: [String: String]
        /// Its last day; nil while it goes on.
        package var to: String?

        /// Makes a pause that goes on.
        package init(began: Mark, from: String) {
            self.began = began
            self.from = from
            reasonTitles = [:]
        }
    }

    /// An extension that counts.
    package struct Extension: Codable, Hashable, Sendable {
        /// The condition in words on which it holds, by language.
        package var condition: [String: String]?
        /// The last day that it names, where the rule sets no length; nil beside a nil `length` leaves the end open.
        package var day: String?
        /// What it adds; nil where the rule sets no length.
        package var length: Length?
        /// The entry.
        package var mark: Mark

        /// Makes an extension.
        package init(mark: Mark) { self.mark = mark }
    }

    /// How a clock came to its end.
    package struct End: Codable, Hashable, Sendable {
        /// The entry.
        package var mark: Mark
        /// What cosignatures say of its being in time, or late: `proven`, `contradicted` or `open`.
        package var proof: String?
        /// `stopped` where a step did what was due, `record_ended` where the record ended before, `dropped` where the matter took another way,
        /// `extended` where a later day was set after it had been missed, to which another run goes.
        package var reason: String

        /// Makes an end.
        package init(mark: Mark, reason: String) {
            self.mark = mark
            self.reason = reason
        }
    }

    /// A step that ended a clock if a condition in words holds, which people decide.
    package struct PossibleEnd: Codable, Hashable, Sendable {
        /// The condition, by language.
        package var condition: [String: String]
        /// The entry.
        package var mark: Mark

        /// Makes a possible end.
        package init(mark: Mark, condition: [String: String]) {
            self.condition = condition
            self.mark = mark
        }
    }
}
