import Casework
import Ledger
import LocalAPI

/// The days and times in one step: those that cannot be, and those that the officer should look at again.
///
/// The log keeps them for ever, and terms are counted from them. A pure function of what it is given. The bounds are wide: no
/// honest case meets them, and each refusal says its own.
struct StepDates {
    /// What these fields tell has happened when the step is taken.
    private static let pastFields: Set<String> = [
        "filed_on", "first_filed_at", "found_at", "received_at",
    ]
    /// The first and the last day of a pause, which two steps give.
    private static let pause = (from: "pause_from", to: "pause_to")
    /// The day and the moment of one filing.
    private static let filing = (day: "filed_on", time: "first_filed_at")
    /// When the matter began, on the sender's side and on the receiver's.
    private static let beginningFields = ["found_at", "received_at"]
    /// The first year whose days are taken: China's first trademark law is of 1982.
    private static let yearMin = 1980
    /// How many days ahead a pause may begin, and how many it may end: terms are of days and months.
    private static let aheadDayCountMax = ["pause_from": 90, "pause_to": 366] as [String: Int64]
    /// How many years before the matter's beginning a case may have been filed that is taken up for it: the longest time in which
    /// an act is punished (Administrative Penalty Law, article 36).
    private static let filedEarlierYearCountMax = 5
    /// How many seconds before it was found a matter may have been received: clocks differ.
    private static let receivedEarlierSecondCountMax: Int64 = 86_400
    private static let dayCount: Int64 = 86_400

    /// A day, and the moment where it is known.
    private struct Moment {
        let text: String
        let day: LocalDate
        let instant: Int64?

        init?(_ text: String) {
            if let time = Timestamp(text) {
                (day, instant) = (LocalDate(of: time), time.instant)
            } else if let day = LocalDate(text) {
                (self.day, instant) = (day, nil)
            } else {
                return nil
            }
            self.text = text
        }

        /// Whether it lies more than so many years, day for day, before another.
        func isMore(than years: Int, before other: Moment) -> Bool {
            (day.year + years, day.month, day.day) < (
                other.day.year, other.day.month, other.day.day
            )
        }

        func isBefore(_ other: Moment) -> Bool {
            if let instant, let later = other.instant { return instant < later }
            return day < other.day
        }
    }

    /// The step's fields, with what an opening carries along.
    let fields: [FieldID: BodyValue]
    /// What this node's earlier steps on the record say.
    let earlier: [FieldID: BodyValue]
    /// What everybody's earlier steps on the record say.
    let matter: [FieldID: BodyValue]
    /// The node's clock, a POSIX second.
    let now: Int64

    /// Whether a step with these fields is compared with what others wrote.
    static func looksAtMatter(_ fields: [FieldID: BodyValue]) -> Bool {
        let compared = [filing.day, filing.time] + beginningFields
        return fields.keys.contains { compared.contains($0.text) }
    }

    /// Everything that cannot be; values of another form are told elsewhere.
    func faults() -> [NodeError] {
        fields.sorted { $0.key < $1.key }.flatMap { id, value in
            value.string.flatMap { Moment($0) }.map { boundFaults(id.text, $0) } ?? []
        } + pauseFaults() + filingFaults() + receiptFaults()
    }

    /// A case that was filed before the matter began: an office may have filed by itself, or mistyped the day.
    func warnings() -> [CodedText] {
        [Self.filing.day, Self.filing.time].compactMap { field in
            guard let filed = moment(field, in: fields),
                let (name, began) = beginnings.last(where: { filed.isBefore($0.1) })
            else { return nil }
            return CodedText(
                "node.filed_before_matter",
                ["field": field, "fields": name, "other": began.text, "value": filed.text]
            )
        }
    }

    // MARK: Parts

    private func boundFaults(_ field: String, _ moment: Moment) -> [NodeError] {
        if Self.pastFields.contains(field), isAhead(moment) {
            return [NodeError(.fieldInFuture, ["field": field, "value": moment.text])]
        }
        let ahead = Self.aheadDayCountMax[field] ?? 0
        // A clock that shows no calendar time is refused with the entry's own time.
        guard let last = day(at: now + ahead * Self.dayCount) else { return [] }
        let isLate = Self.aheadDayCountMax[field] != nil && last < moment.day
        guard moment.day.year < Self.yearMin || isLate else { return [] }
        return [
            NodeError(
                .fieldOutOfRange,
                [
                    "field": field, "first": "\(Self.yearMin)-01-01", "last": last.text,
                    "value": moment.text,
                ]
            )
        ]
    }

    private func pauseFaults() -> [NodeError] {
        guard let to = moment(Self.pause.to, in: fields),
            let from = moment(Self.pause.from, in: fields) ?? moment(Self.pause.from, in: earlier),
            to.day < from.day
        else { return [] }
        return [
            NodeError(.fieldBeforeAnother, ["field": Self.pause.to, "fields": Self.pause.from])
        ]
    }

    private func filingFaults() -> [NodeError] {
        var faults: [NodeError] = []
        if let time = moment(Self.filing.time, in: fields),
            let day = moment(Self.filing.day, in: fields) ?? moment(Self.filing.day, in: earlier),
            time.day != day.day, time.instant.flatMap(self.day) != day.day
        {
            faults.append(
                NodeError(
                    .fieldDayDiffers,
                    [
                        "day": day.text, "field": Self.filing.time, "fields": Self.filing.day,
                        "value": time.text,
                    ]
                )
            )
        }
        for field in [Self.filing.day, Self.filing.time] {
            guard let filed = moment(field, in: fields), filed.day.year >= Self.yearMin else {
                continue
            }
            let years = Self.filedEarlierYearCountMax
            let isLongBefore = beginnings.allSatisfy { filed.isMore(than: years, before: $0.1) }
            guard isLongBefore, let began = beginnings.first else { continue }
            faults.append(
                longBefore(field, filed, began, zh: "\(years) 年", en: "\(years) years")
            )
        }
        return faults
    }

    private func receiptFaults() -> [NodeError] {
        guard let received = moment(Self.beginningFields[1], in: fields),
            let found = beginnings.first(where: { $0.0 == Self.beginningFields[0] }),
            let earlier = received.instant, let later = found.1.instant,
            earlier < later - Self.receivedEarlierSecondCountMax
        else { return [] }
        return [longBefore(Self.beginningFields[1], received, found, zh: "1 天", en: "1 day")]
    }

    private func longBefore(
        _ field: String,
        _ moment: Moment,
        _ other: (String, Moment),
        zh: String,
        en: String
    ) -> NodeError {
        NodeError(
            .fieldLongBefore,
            [
                "field": field, "fields": other.0, "limit": en, "limit_en": en, "limit_zh": zh,
                "other": other.1.text, "value": moment.text,
            ]
        )
    }

    /// When the matter began, by field, as far as it is known here.
    private var beginnings: [(String, Moment)] {
        Self.beginningFields.compactMap { field in
            (moment(field, in: fields) ?? moment(field, in: matter)).map { (field, $0) }
        }
    }

    /// Whether a day or time lies further ahead of our clock than an entry's own time may.
    private func isAhead(_ moment: Moment) -> Bool {
        let latest = now + Ledger.Limits.clockLeadSecondCountMax
        if let instant = moment.instant { return instant > latest }
        return day(at: latest).map { $0 < moment.day } ?? false
    }

    private func day(at second: Int64) -> LocalDate? {
        // A second outside the calendar has no day.
        (try? NodeTime.timestamp(at: second)).map { LocalDate(of: $0) }
    }

    private func moment(_ field: String, in fields: [FieldID: BodyValue]) -> Moment? {
        FieldID(field).flatMap { fields[$0]?.string }.flatMap { Moment($0) }
    }
}
