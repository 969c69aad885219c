extension RecordClock {
    /// Seconds by which the clocks of two offices may differ, so that what one did after the other seems to be before it.
    private static let clockDifferenceSecondCountMax: Int64 = 3_600

    /// Whether what was due was done before the time from which it was due, so that nobody can say whether it was in time.
    ///
    /// The approval that set it off was taken anew after what it allowed, or a day is mistyped. What is done on the day on which it became
    /// due, and told by its day alone, is not before it; nor is what another office did, as long as only their clocks may differ.
    var endsBeforeStart: Bool {
        guard clock.kind == .limit, let end, end.reason == .stopped else { return false }
        let early = started.at.instant - end.mark.at.instant
        guard early > 0, !isDayOfStart(end.mark.at) else { return false }
        return end.mark.signer == started.signer || early > Self.clockDifferenceSecondCountMax
    }

    /// Whether a time is the first second of the day on which the clock was set off, as a day is written.
    private func isDayOfStart(_ time: Timestamp) -> Bool {
        guard let day = LocalDate(inChinaAt: time) else { return false }
        return LocalDate.start(of: day.dayNumber) == time.instant
            && LocalDate(inChinaAt: started.at) == day
    }
}
