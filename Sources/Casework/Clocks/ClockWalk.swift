/// One walk along the days of a period, which notes which years it looked at.
struct ClockWalk {
    /// Where the count stands.
    private enum Position {
        /// So many units are full at the end of this day.
        case day(Int)
        /// They are full at this instant.
        case instant(Int64)
    }

    private let days: WorkingDays
    /// Paused days, ascending and apart from one another.
    private let pauses: [ClosedRange<Int>]
    private let trigger: Timestamp
    private let triggerDay: Int

    private var position: Position
    private var elapsed: Int64?
    private var canRoll = false
    private var years: Set<Int> = []
    /// The days of the year that was looked at last.
    private var yearDays = 0..<0

    init(trigger: Timestamp, pauses: [DateSpan], days: WorkingDays) {
        self.trigger = trigger
        self.days = days
        self.pauses = Self.merged(pauses)
        triggerDay = LocalDate.dayNumber(inChinaAt: trigger.instant)
        position = .day(triggerDay)
    }

    private static func merged(_ pauses: [DateSpan]) -> [ClosedRange<Int>] {
        let spans = pauses.map { $0.from.dayNumber...$0.to.dayNumber }
            .sorted { $0.lowerBound < $1.lowerBound }
        return spans.reduce(into: []) { merged, span in
            if let last = merged.last, span.lowerBound <= last.upperBound + 1 {
                let end = max(last.upperBound, span.upperBound)
                merged[merged.count - 1] = last.lowerBound...end
            } else {
                merged.append(span)
            }
        }
    }

    // MARK: Counting

    /// Adds a length to what was counted so far.
    mutating func add(_ length: ClockLength) throws(CaseworkError) {
        canRoll = length.unit == .calendarDay || length.unit == .month
        if length.unit != .hour { elapsed = nil }
        switch length.unit {
        case .hour: try addHours(length.count)
        case .calendarDay: try addDays(length.count) { _, _ in true }
        case .workingDay: try addDays(length.count) { walk, day in walk.isWorking(day) }
        case .month: try addMonths(length.count)
        }
    }

    private mutating func addDays(
        _ count: Int,
        where counts: (inout ClockWalk, Int) -> Bool
    ) throws(CaseworkError) {
        var day = lastDay
        var left = count
        while left > 0 {
            day += 1
            if let end = pauseEnd(at: day) {
                day = end
                continue
            }
            guard LocalDate.dayNumbers.contains(day) else {
                throw CaseworkError(.clockOutOfYears)
            }
            if counts(&self, day) { left -= 1 }
        }
        position = .day(day)
    }

    /// Whole clock hours after the trigger's own; hours of a paused day do not count.
    private mutating func addHours(_ count: Int) throws(CaseworkError) {
        let hour: Int64 = 3_600
        switch position {
        case .instant(let start):
            position = .instant(try passed(Int64(count) * hour, after: start))
        case .day(let day) where day == triggerDay:
            // Chinese time is whole hours ahead of UTC.
            let rest = trigger.instant % hour
            let begun = trigger.instant - (rest < 0 ? rest + hour : rest)
            position = .instant(try passed(Int64(count) * hour, after: begun + hour))
            elapsed = try passed(Int64(count) * hour, after: trigger.instant)
        case .day(let day):
            let start = LocalDate.start(of: day + 1)
            position = .instant(try passed(Int64(count) * hour, after: start))
        }
    }

    private func passed(
        _ seconds: Int64,
        after start: Int64
    ) throws(CaseworkError) -> Int64 {
        var instant = start
        var left = seconds
        while left > 0 {
            let day = LocalDate.dayNumber(inChinaAt: instant)
            if let end = pauseEnd(at: day) {
                instant = LocalDate.start(of: end + 1)
                continue
            }
            let step = min(left, LocalDate.start(of: day + 1) - instant)
            instant += step
            left -= step
            guard LocalDate.dayNumbers.contains(day) else {
                throw CaseworkError(.clockOutOfYears)
            }
        }
        return instant
    }

    /// The same day of a later month, then later by each paused day on the way.
    private mutating func addMonths(_ count: Int) throws(CaseworkError) {
        let start = lastDay
        guard let base = LocalDate(dayNumber: start)?.adding(months: count) else {
            throw CaseworkError(.clockOutOfYears)
        }
        var end = base.dayNumber
        while true {
            let next = base.dayNumber + pausedCount(after: start, through: end)
            if next == end { break }
            end = next
        }
        position = .day(end)
    }

    // MARK: The end

    /// The end, rolled; or the named day, if it is later.
    mutating func due(
        roll: Clock.Roll,
        named: LocalDate?
    ) throws(CaseworkError) -> ClockDue {
        let full = lastDay
        var day = full
        if canRoll {
            switch roll {
            case .none, .notApplicable: break
            case .holiday:
                while isOff(day) { day += 1 }
            case .holidayAndWeekend:
                while !isWorking(day) { day += 1 }
            }
        }
        var instant = LocalDate.start(of: day + 1) - 1
        if case .instant(let moment) = position { instant = moment }
        var isNamed = false
        if let named, LocalDate.start(of: named.dayNumber + 1) - 1 > instant {
            instant = LocalDate.start(of: named.dayNumber + 1) - 1
            isNamed = true
        }
        let offset = LocalDate.chinaOffsetMinutes
        guard let last = Timestamp(instant: instant, offsetMinutes: offset),
            let lastDay = LocalDate(inChinaAt: last)
        else { throw CaseworkError(.clockOutOfYears) }
        let isProvisional = years.contains { days.calendar(of: $0) == nil }
        return ClockDue(
            last: last,
            lastDay: lastDay,
            nominal: canRoll ? LocalDate(dayNumber: full) : nil,
            elapsed: elapsed.flatMap { Timestamp(instant: $0, offsetMinutes: offset) },
            pausedDayCount: pausedCount(after: triggerDay, through: full),
            provisionalYears: years.filter { days.calendar(of: $0) == nil }.sorted(),
            calendars: years.sorted().compactMap(days.calendar).reduce(into: []) { found, next in
                if !found.contains(next) { found.append(next) }
            },
            isNamed: isNamed,
            fixedHolidays: isProvisional ? days.fixedHolidays : nil
        )
    }

    /// The day on whose end, or within which, the count is full.
    private var lastDay: Int {
        switch position {
        case .day(let day): day
        // A period that is full at midnight was full at the end of the day before.
        case .instant(let instant): LocalDate.dayNumber(inChinaAt: instant - 1)
        }
    }

    // MARK: Days

    private func pauseEnd(at day: Int) -> Int? {
        var low = 0
        var high = pauses.count
        while low < high {
            let middle = (low + high) / 2
            if pauses[middle].upperBound < day { low = middle + 1 } else { high = middle }
        }
        guard low < pauses.count, pauses[low].contains(day) else { return nil }
        return pauses[low].upperBound
    }

    private func pausedCount(after start: Int, through end: Int) -> Int {
        pauses.reduce(0) { count, pause in
            let first = max(pause.lowerBound, start + 1)
            let last = min(pause.upperBound, end)
            return count + max(0, last - first + 1)
        }
    }

    private mutating func isWorking(_ day: Int) -> Bool {
        note(day)
        return days.isWorking(day)
    }

    private mutating func isOff(_ day: Int) -> Bool {
        note(day)
        return days.isOff(day)
    }

    /// Remembers the year of a day that was looked at.
    private mutating func note(_ day: Int) {
        guard !yearDays.contains(day), let date = LocalDate(dayNumber: day) else { return }
        years.insert(date.year)
        yearDays = LocalDate.days(ofYear: date.year)
    }
}
