/// When a clock that binds and runs asks somebody to act, as far as that does not depend on the time at which somebody looks.
package struct DutyTime: Hashable, Sendable {
    /// The kinds that ask somebody to act before their end; the others only say from when on something holds.
    package static let kinds: [Clock.Kind] = [.limit, .window, .lapse, .limitation]

    /// What the period limits.
    package let kind: Clock.Kind
    /// The instant of its last moment; of a paused clock without the pause that goes on, so never after the true end.
    package let last: Int64
    /// Whether a pause goes on.
    package let isPaused: Bool
    /// Whether a calendar that is still to come may move it.
    package let isProvisional: Bool
    /// Whether it rests on calendars, or on weekdays where none covers the year: rules that are missing may name others.
    package let usesCalendars: Bool
    /// Whether a calendar is missing that the clock's own rules name.
    package let lacksCalendar: Bool
    /// Whether nobody can say when it is, as rules are missing: it is nobody's delay, and not over.
    ///
    /// Whoever knows what is missing sets it; it is never kept.
    package var isWithheld = false

    /// Makes a time.
    package init(
        kind: Clock.Kind,
        last: Int64,
        isPaused: Bool,
        isProvisional: Bool = false,
        usesCalendars: Bool = false,
        lacksCalendar: Bool = false
    ) {
        self.kind = kind
        self.last = last
        self.isPaused = isPaused
        self.isProvisional = isProvisional
        self.usesCalendars = usesCalendars
        self.lacksCalendar = lacksCalendar
    }

    /// Reads it from a clock; nil for a proposal, and for one that has ended, has no end or asks nobody to act.
    ///
    /// With a time the pause that goes on counts through that day, as in `RecordClock.due(asOf:)`: that is what is shown, and never kept. A
    /// clock that outlives its record asks nobody here: the record takes no step that could stop it.
    package init?(of clock: RecordClock, asOf now: Timestamp? = nil) {
        guard !clock.isProposal, !clock.outlivesRecord, clock.end == nil,
            Self.kinds.contains(clock.clock.kind),
            // A clock that cannot be counted says so in its findings.
            let due = (try? clock.due(asOf: now ?? clock.started.at)) ?? nil
        else { return nil }
        let full = due.nominal ?? due.lastDay
        self.init(
            kind: clock.clock.kind,
            last: due.last.instant,
            isPaused: clock.pauses.contains { $0.to == nil && $0.from <= full },
            isProvisional: due.isProvisional,
            usesCalendars: due.usesCalendars,
            lacksCalendar: clock.lacksCalendar
        )
    }

    /// Whether somebody is behind at a POSIX second; while a pause goes on nobody is.
    package func isOverdue(at now: Int64) -> Bool {
        kind == .limit && !isPaused && !isWithheld && last < now
    }

    /// Whether it matters still: what was due remains due, whereas a right that was not used in time is gone.
    package func isOpen(at now: Int64) -> Bool {
        kind == .limit || isPaused || isWithheld || last >= now
    }

    /// The one that is shown of a record: the one whose end comes first, a paused one only where no other asks anybody to act.
    package static func first(of times: some Sequence<DutyTime>, at now: Int64) -> DutyTime? {
        earliest(of: times, at: now) ?? times.filter(\.isPaused).min { $0.last < $1.last }
    }

    /// The one whose end comes first at a POSIX second, paused ones left out; nil where there is none.
    package static func earliest(of times: some Sequence<DutyTime>, at now: Int64) -> DutyTime? {
        times.filter { !$0.isPaused && $0.isOpen(at: now) }.min { $0.last < $1.last }
    }
}

/// When somebody must act, and who.
package struct DutyEnd: Hashable, Sendable {
    /// When.
    package let time: DutyTime
    /// Who.
    package let bound: RoleFilling

    /// Makes an end.
    package init(time: DutyTime, bound: RoleFilling) {
        self.time = time
        self.bound = bound
    }
}

extension MatterClocks {
    /// When somebody must act, as it is shown at a time: a pause that goes on counts through that day.
    ///
    /// Some clocks may be left out.
    package func dutyTimes(
        asOf now: Timestamp,
        leaving isLeftOut: (RecordClock) -> Bool = { _ in false }
    ) -> [DutyTime] {
        (home + shared).filter { !isLeftOut($0) }.compactMap { DutyTime(of: $0, asOf: now) }
    }

    /// The ends that ask somebody to act, each with whom it concerns.
    package func dutyEnds(of state: RecordState) -> [DutyEnd] {
        (home + shared).compactMap { clock in
            DutyTime(of: clock).map {
                DutyEnd(time: $0, bound: state.filling(concernedBy: clock))
            }
        }
    }
}
