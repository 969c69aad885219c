/// One run of a clock in a record: what set it off, what moved its end, and what ended it.
///
/// A function of headers, adopted charters, packs, calendars and, for years without one, the program's list of holidays of fixed dates only. Where it stands depends on the time that the caller gives.
package struct RecordClock: Hashable, Sendable {
    /// The rule.
    package let clock: Clock
    /// The pack that the rule stands in.
    package let pack: PackReference
    /// The edition of that pack.
    package let version: Int
    /// The law behind the rule.
    package let law: [LawCitation]
    /// What set it off, and when; a later step of the same office may have put the time right.
    package internal(set) var started: ClockMark
    /// The node whose own clock it is, where each member of a role takes the step that sets it off; nil for a clock of the whole record.
    package let node: NodeName?
    /// The condition on which it runs, where the rules have one that no node decides.
    package let condition: Title?
    /// The pauses that count, in the order of their entries.
    package internal(set) var pauses: [ClockPause] = []
    /// The extensions that count, in order.
    package internal(set) var extensions: [ClockProlongation] = []
    /// The end that the record has named, of a clock whose end is not counted.
    package internal(set) var stated: Timestamp?
    /// How it ended; nil while it runs.
    package internal(set) var end: ClockEnd?
    /// Steps that ended it if a condition in words holds.
    package internal(set) var possibleEnds: [ClockPossibleEnd] = []
    /// Whether it goes on although its record has ended: what stops it happens elsewhere.
    package internal(set) var outlivesRecord = false
    /// What else is to be said of it.
    package internal(set) var findings: [ClockFinding] = []

    let days: WorkingDays
    /// How many of the latest extensions whoever made them may still correct, because nobody else has done anything since.
    var correctableCount = 0
    /// The ends that the record had named before each of the extensions, of a clock whose end is not counted.
    var earlierEnds: [Timestamp?] = []
    /// Where a step stated the time that set it off, and who has done something since; nil where the entry's own time did.
    var statedStart: StatedStart?
    /// Where the step that ended it stated when that was, and who has done something since; nil where the entry's own time did.
    var statedEnd: StatedEnd?

    /// Whether it is shown as a proposal (建议) and binds nobody: the rule is not switched on, because its source was not verified.
    package var isProposal: Bool { !clock.isEnabled }

    /// Whether a calendar is missing that its rules name: it may cover any year, and correct one that another covers.
    package var lacksCalendar: Bool { findings.contains { $0.code == .calendarMissing } }

    /// Whether a pause has no end yet.
    package var isPaused: Bool { end == nil && pauses.contains { $0.to == nil } }

    /// Whether the latest extension names no end.
    package var isUnending: Bool {
        if clock.until != nil { return stated == nil }
        return extensions.last.map { $0.length == nil && $0.named == nil } ?? false
    }

    /// The end as it stands at a time: a pause that goes on counts through the day of that time.
    ///
    /// Nil where the end is open. Throws as `ClockCount.due()` does.
    package func due(asOf time: Timestamp) throws(CaseworkError) -> ClockDue? {
        if let stated { return ClockDue(stated: stated) }
        return isUnending ? nil : try count(asOf: end?.mark.at ?? time).due()
    }

    /// Where the clock stands at a time.
    package func standing(asOf time: Timestamp) -> ClockStanding {
        ClockStanding(kind: clock.kind, phase: phase(asOf: time))
    }

    /// Whether somebody is behind at a time: a proposal binds nobody, and what stops a clock that outlives its record is never told here.
    package func isOverdue(asOf time: Timestamp) -> Bool {
        !isProposal && !outlivesRecord && standing(asOf: time).isOverdue
    }

    /// The one of several clocks whose end comes first, where several rules bind at once; proposals and clocks without an end are left out.
    package static func strictest(of states: [RecordClock], asOf time: Timestamp) -> RecordClock? {
        let ends = states.filter { !$0.isProposal && $0.end == nil }.compactMap { state in
            // A clock that cannot be counted says so in its findings.
            (try? state.due(asOf: time)).flatMap { $0 }.map { (state, $0.last.instant) }
        }
        return ends.min { $0.1 < $1.1 }?.0
    }

    private func phase(asOf time: Timestamp) -> ClockStanding.Phase {
        let due: ClockDue?
        do {
            due = try self.due(asOf: time)
        } catch {
            return .uncountable
        }
        if let end {
            let isInTime = due?.admits(end.mark.at) ?? true
            if end.reason == .stopped {
                guard isInTime else { return .late }
                return endsBeforeStart ? .undecided : .kept
            }
            // What was due and was not done in time was late; a right that nobody used is just gone.
            guard isInTime else { return clock.kind == .limit ? .late : .passed }
            return end.reason == .dropped ? .dropped : .ceased
        }
        guard let due else { return .unending }
        guard due.admits(time) else { return .passed }
        return isPaused(at: time, before: due) ? .paused : .running
    }

    private func isPaused(at time: Timestamp, before due: ClockDue) -> Bool {
        guard let today = LocalDate(inChinaAt: time) else { return false }
        let full = due.nominal ?? due.lastDay
        return pauses.contains { $0.to == nil && $0.from <= today && $0.from <= full }
    }

    /// The count as it stands at a time.
    func count(asOf time: Timestamp) -> ClockCount {
        let today = LocalDate(inChinaAt: time)
        return ClockCount(
            trigger: started.at,
            length: ClockLength(clock.length, clock.unit),
            roll: clock.roll,
            extensions: extensions.compactMap(\.length),
            named: extensions.compactMap(\.named).max(),
            pauses: pauses.compactMap { pause in
                (pause.to ?? today).flatMap { DateSpan(from: pause.from, to: $0) }
            },
            days: days
        )
    }
}
