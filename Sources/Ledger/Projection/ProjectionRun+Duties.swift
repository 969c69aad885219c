import Casework

extension ProjectionRun {
    /// Keeps what waits in a record that was folded, where this node reads clocks at all.
    mutating func keepDuty(of state: RecordState, _ key: RecordKey) throws {
        guard context.calendars != nil else { return }
        try store.putDuty(try duty(of: state, key), of: key)
    }

    /// Makes anew what waits in a record.
    mutating func renewDuty(of key: RecordKey) throws {
        guard let state = try fold(key)?.state else { return try store.putDuty(nil, of: key) }
        try keepDuty(of: state, key)
    }

    /// What waits in a record; nil where nothing does.
    private mutating func duty(of state: RecordState, _ key: RecordKey) throws -> RecordDuty? {
        guard state.state != nil, !state.hasLeft else { return nil }
        var home: RecordState?
        if !key.scope.isHome, let link = try store.homeLink(to: key.record) {
            home = try fold(link.home)?.state
        }
        var reading = dutyReadings[key.scope] ?? DutyReading(context, key.scope)
        let clocks = MatterClocks(of: state, home: home, by: &reading.fold)
        dutyReadings[key.scope] = reading
        return RecordDuty(of: state, clocks: clocks, basis: reading.basis) {
            reading.withholds($0)
        }
    }
}

/// What the duties of one scope are read with, kept for a pass.
struct DutyReading {
    var fold: ClockFold
    let basis: UInt64
    /// Whether a pack that the charter in force names is not here: it may name other calendars.
    private let isPackMissing: Bool
    /// Whether a charter is gone: whatever a clock counts by, its end may be any other.
    private let isCharterGone: Bool

    init(_ context: ProjectionContext, _ scope: RecordScope) {
        isPackMissing = context.isPackMissing(in: scope)
        isCharterGone = context.isCharterGone(in: scope)
        fold = context.clockFold(in: scope)
        basis = context.dutyBasis(in: scope)
    }

    /// Whether nobody can tell when a clock is over, as rules are not here: the same as whoever looks at the record is told.
    func withholds(_ clock: RecordClock) -> Bool {
        if isCharterGone { return true }
        guard isPackMissing || clock.lacksCalendar else { return false }
        // A clock that cannot be counted says so in its findings.
        let due = (try? clock.due(asOf: clock.started.at)) ?? nil
        return due?.usesCalendars == true
    }
}
