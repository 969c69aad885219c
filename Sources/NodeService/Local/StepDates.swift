import Casework
import Ledger
import LocalAPI

/// The days and times in one step: those that cannot be, and those that the officer should look at again.
///
/// The log keeps them for ever, and terms are counted from them. A pure function of what it is given. What is only unlikely is
/// pointed out, and nothing that others wrote keeps a step from being taken; each refusal says its own bounds.
struct StepDates {
    /// What these fields tell has happened when the step is taken, also by packs that do not say so of a field (engine 1).
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
    /// How many days ahead an office may set the end of what is due: where it takes longer, it says so again before that.
    private static let endAheadDayCountMax: Int64 = 366
    /// The day that an extension names where the rules set no length.
    private static let newDue = "new_due"
    /// How many seconds before it was found a matter may have been received without a word: clocks differ.
    private static let receivedEarlierSecondCountMax: Int64 = 86_400
    private static let dayCount: Int64 = 86_400

    /// A day, and the moment where it is known.
    struct Moment {
        let text: String
        let day: LocalDate
        let instant: Int64?

        init?(_ text: String) {
            if let time = Timestamp(text) {
                (day, instant) = (LocalDate(inChinaAt: time) ?? LocalDate(of: time), time.instant)
            } else if let day = LocalDate(text) {
                (self.day, instant) = (day, nil)
            } else {
                return nil
            }
            self.text = text
        }

        func isBefore(_ other: Moment) -> Bool {
            if let instant, let later = other.instant { return instant < later }
            return day < other.day
        }
    }

    /// What the rules of a step say of days and times.
    struct Rules {
        /// Fields in which the step sets the end of what is due.
        var ends: Set<String> = []
        /// Fields that tell what has happened.
        var past: Set<String> = []
        /// Fields that tell what is still to come.
        var future: Set<String> = []
        /// By field, the one that tells what came before it.
        var after: [FieldID: FieldID] = [:]
        /// The step, and the field whose time it waits for.
        var notBefore: (event: EventID, field: FieldID)?
        /// By field, the steps that came before it.
        var afterSteps: [FieldID: [EventID]] = [:]
        /// Whether an officer may add remarks to it.
        var takesRemarks = false

        init() {}

        /// Reads them.
        ///
        /// The last day of a pause lies ahead only while the pause goes on: a step that ends one tells what has happened.
        init(of step: Transition, in machine: Machine, _ pack: RulePack) {
            notBefore = step.notBefore.map { (step.id, $0) }
            takesRemarks = (machine.fields + pack.fields).contains { $0.id.text == "remarks" }
            for field in machine.fields + pack.fields {
                switch field.tense {
                case .past: past.insert(field.id.text)
                case .future: future.insert(field.id.text)
                case nil: break
                }
                after[field.id] = field.after
                if !field.afterSteps.isEmpty { afterSteps[field.id] = field.afterSteps }
            }
            if step.timers.contains(where: { $0.operation == .resume }) {
                past.insert(StepDates.pause.to)
            }
            for timer in step.timers where [.start, .extend].contains(timer.operation) {
                guard let clock = pack.clocks.first(where: { $0.id == timer.clock }),
                    clock.kind == .limit
                else { continue }
                ends.insert(clock.until?.text ?? StepDates.newDue)
            }
        }
    }

    /// The step's days and times, with what an opening carries along.
    let fields: [FieldID: BodyValue]
    /// What this node's earlier steps on the record say.
    let earlier: [FieldID: BodyValue]
    /// What the other nodes' steps on the record say.
    let others: [FieldID: BodyValue]
    /// What the rules say of days and times.
    var rules = Rules()
    /// What another node stated first, as it stated it last: nobody else states it anew.
    var ofOthers: [FieldID: BodyValue] = [:]
    /// When steps of the record were taken last.
    var taken: [EventID: Timestamp] = [:]
    /// When this node signed by itself that the matter came; nil where it did not.
    let receipt: String?
    /// The node's clock, a POSIX second.
    let now: Int64

    /// The fields of a machine's step that are days and times: another field's text may look like one.
    static func dates(
        among fields: [FieldID: BodyValue],
        of machine: Machine,
        in pack: RulePack
    ) -> [FieldID: BodyValue] {
        fields.filter { id, _ in
            machine.field(id, in: pack).map { [.date, .datetime].contains($0.kind) } ?? false
        }
    }

    /// Whether a step with these fields is compared with what others wrote.
    static func looksAtOthers(
        _ fields: [FieldID: BodyValue],
        by rules: StepRules
    ) -> Bool {
        if rules.step.notBefore != nil { return true }
        let after = Rules(of: rules.step, in: rules.machine, rules.pack).after
        let compared = [filing.day, filing.time] + beginningFields
        return fields.keys.contains { compared.contains($0.text) || after[$0] != nil }
    }

    /// Everything that cannot be; values of another form are told elsewhere.
    ///
    /// What the officer states now may say why a step is taken early.
    func faults(explainedBy stated: [FieldID: BodyValue] = [:]) -> [NodeError] {
        fields.sorted { $0.key < $1.key }.flatMap { id, value in
            value.string.flatMap { Moment($0) }.map { boundFaults(id.text, $0) } ?? []
        } + pauseFaults() + filingFaults() + ownerFaults(stated) + orderFaults()
            + timeFaults(explainedBy: stated) + stepFaults(explainedBy: stated)
    }

    /// What may be so, and is more often a slip of the pen.
    func warnings() -> [CodedText] {
        filingWarnings() + receiptWarnings() + pauseWarnings() + orderWarnings() + timeWarnings()
            + stepWarnings()
    }

    // MARK: Warnings

    /// A case that was filed before the matter began: an office may have filed by itself, or mistyped the day.
    private func filingWarnings() -> [CodedText] {
        [Self.filing.day, Self.filing.time].compactMap { field in
            // The earliest that it lies before says most.
            guard let filed = moment(field, in: fields),
                let began = beginnings.filter({ filed.isBefore($0.1) })
                    .min(by: { $0.1.isBefore($1.1) })
            else { return nil }
            return Self.warning("node.filed_before_matter", field, filed, before: began)
        }
    }

    /// What another node found after it came here; a complaint comes to one office before that finds anything.
    private func receiptWarnings() -> [CodedText] {
        let (found, received) = (Self.beginningFields[0], Self.beginningFields[1])
        guard let came = moment(received, in: fields), let other = moment(found, in: others),
            let first = came.instant, let second = other.instant,
            first < second - Self.receivedEarlierSecondCountMax
        else { return [] }
        return [Self.warning("node.day_before_another", received, came, before: (found, other))]
    }

    /// A pause of days that are excluded already, or before the matter came.
    private func pauseWarnings() -> [CodedText] {
        guard let from = moment(Self.pause.from, in: fields) else { return [] }
        let last = moment(Self.pause.to, in: earlier).map { (Self.pause.to, $0) }
        let bounds = [last, beginnings.last { $0.0 == Self.beginningFields[1] }]
        return bounds.compactMap { $0 }.filter { from.day < $0.1.day }
            .map { Self.warning("node.day_before_another", Self.pause.from, from, before: $0) }
    }

    /// That a step is taken before the time that a field states for it; nil where it is not.
    static func early(
        _ event: EventID,
        at: Timestamp,
        stated: String?,
        in field: FieldID
    ) -> CodedText? {
        guard let stated, let time = Moment(stated), let taken = Moment(at.text),
            taken.isBefore(time)
        else { return nil }
        return CodedText(
            "node.step_before_time",
            [
                "at": at.text, "event": event.text, "field": field.text, "value": time.text,
            ]
        )
    }

    static func warning(
        _ code: String,
        _ field: String,
        _ moment: Moment,
        before other: (String, Moment)
    ) -> CodedText {
        CodedText(
            code,
            [
                "field": field, "fields": other.0, "other": other.1.text, "value": moment.text,
            ]
        )
    }

    // MARK: Parts

    private func boundFaults(_ field: String, _ moment: Moment) -> [NodeError] {
        if Self.pastFields.contains(field) || rules.past.contains(field), isAhead(moment) {
            return [NodeError(.fieldInFuture, ["field": field, "value": moment.text])]
        }
        if rules.future.contains(field), isOver(moment) {
            return [NodeError(.fieldInPast, ["field": field, "value": moment.text])]
        }
        let bound = rules.ends.contains(field) ? Self.endAheadDayCountMax : nil
        let aheadMax = Self.aheadDayCountMax[field] ?? bound
        let ahead = aheadMax ?? 0
        // A clock that shows no calendar time is refused with the entry's own time.
        guard let last = day(at: now + ahead * Self.dayCount) else { return [] }
        let isLate = aheadMax != nil && last < moment.day
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
        return faults
    }

    /// When the matter began, by field, as far as it is known here: when it was found by anybody's word, when it came by this node's.
    private var beginnings: [(String, Moment)] {
        let (found, received) = (Self.beginningFields[0], Self.beginningFields[1])
        let first =
            moment(found, in: fields) ?? moment(found, in: earlier) ?? moment(found, in: others)
        let came =
            moment(received, in: fields) ?? moment(received, in: earlier)
            ?? receipt.flatMap { Moment($0) }
        return [first.map { (found, $0) }, came.map { (received, $0) }].compactMap { $0 }
    }

    /// Whether a day or time lies further ahead of our clock than an entry's own time may.
    func isAhead(_ moment: Moment) -> Bool {
        let latest = now + Ledger.Limits.clockLeadSecondCountMax
        if let instant = moment.instant { return instant > latest }
        return day(at: latest).map { $0 < moment.day } ?? false
    }

    /// Whether a time has come, or a day is over, by our clock.
    private func isOver(_ moment: Moment) -> Bool {
        if let instant = moment.instant { return instant <= now }
        return day(at: now).map { moment.day < $0 } ?? false
    }

    private func day(at second: Int64) -> LocalDate? {
        // A second outside the calendar has no day.
        (try? NodeTime.timestamp(at: second)).map { LocalDate(of: $0) }
    }

    func moment(_ field: String, in fields: [FieldID: BodyValue]) -> Moment? {
        FieldID(field).flatMap { fields[$0]?.string }.flatMap { Moment($0) }
    }
}
