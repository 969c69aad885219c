/// Counts a period (ARCHITECTURE.md "Clocks").
///
/// The hour, day or date in which the trigger falls does not count, and the last one does. Everything is by Chinese time. An extension
/// goes on with the same count; a last day rolls once, at the end. A pause covers whole days, its first and its last included, and pauses that
/// overlap are one.
package struct ClockCount: Hashable, Sendable {
    /// When the period was set off.
    package var trigger: Timestamp
    /// Its length.
    package var length: ClockLength
    /// How its last day moves.
    package var roll: Clock.Roll
    /// What was added, in order.
    package var extensions: [ClockLength]
    /// A last day that an extension without a length named; an earlier one than the counted one does not shorten the period.
    package var named: LocalDate?
    /// What does not count.
    package var pauses: [DateSpan]
    /// Which days are working days.
    package var days: WorkingDays

    /// Makes a count.
    package init(
        trigger: Timestamp,
        length: ClockLength,
        roll: Clock.Roll,
        extensions: [ClockLength] = [],
        named: LocalDate? = nil,
        pauses: [DateSpan] = [],
        days: WorkingDays
    ) {
        self.trigger = trigger
        self.length = length
        self.roll = roll
        self.extensions = extensions
        self.named = named
        self.pauses = pauses
        self.days = days
    }

    /// The end of the period.
    ///
    /// Throws `CaseworkError`: `clock_length` for a length or an extension below 1 or more than 100,000 units in all,
    /// `clock_pauses` for more than 1,000 pauses, `clock_out_of_years` for an end outside the years 0…9999.
    package func due() throws(CaseworkError) -> ClockDue {
        let parts = [length] + extensions
        var total = 0
        for part in parts {
            let (sum, overflow) = total.addingReportingOverflow(part.count)
            guard part.count >= 1, !overflow, sum <= Limits.clockUnitCountMax else {
                throw CaseworkError(.clockLength, ["limit": "\(Limits.clockUnitCountMax)"])
            }
            total = sum
        }
        guard pauses.count <= Limits.clockPauseCountMax else {
            throw CaseworkError(.clockPauses, ["limit": "\(Limits.clockPauseCountMax)"])
        }
        var walk = ClockWalk(trigger: trigger, pauses: pauses, days: days)
        for part in Self.joined(parts) { try walk.add(part) }
        return try walk.due(roll: roll, named: named)
    }

    /// Lengths of one unit that follow one another are one length: months are not counted in two steps.
    private static func joined(_ parts: [ClockLength]) -> [ClockLength] {
        parts.reduce(into: []) { joined, part in
            if let last = joined.last, last.unit == part.unit {
                joined[joined.count - 1] = ClockLength(last.count + part.count, part.unit)
            } else {
                joined.append(part)
            }
        }
    }
}
