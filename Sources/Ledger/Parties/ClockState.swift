/// How far a node's own clock may be trusted at one moment.
package struct ClockState: Hashable, Sendable {
    /// How a peer's clock compared with ours.
    package struct Reading: Hashable, Sendable {
        /// Our POSIX second when the peer was heard.
        package var heardAt: Int64
        /// Seconds that our clock was ahead of the peer's; negative where it was behind.
        package var lead: Int64

        /// Makes a reading.
        package init(heardAt: Int64, lead: Int64) {
            self.heardAt = heardAt
            self.lead = lead
        }
    }

    /// The POSIX second that our clock shows.
    package let now: Int64
    /// Whether the system says that the clock is synchronised.
    package let isSynchronised: Bool
    /// Seconds that our clock is ahead of the median of the peers heard within the hour; nil where none was.
    package let medianLead: Int64?

    /// Judges a clock by what the system says and by the peers' clocks, one reading each.
    ///
    /// Readings older than an hour, or from the future, do not count. Of an even number the larger middle lead is taken:
    /// in doubt nothing is released.
    package init(now: Int64, isSynchronised: Bool, readings: some Sequence<Reading> = []) {
        let oldest = now.subtractingReportingOverflow(Limits.peerClockAgeSecondCountMax)
        let leads = readings.filter { reading in
            reading.heardAt <= now && (oldest.overflow || reading.heardAt >= oldest.partialValue)
        }.map(\.lead).sorted()
        self.now = now
        self.isSynchronised = isSynchronised
        medianLead = leads.isEmpty ? nil : leads[leads.count / 2]
    }

    /// Why nothing may be released by this clock; nil where it may.
    var fault: GateDecision? {
        guard isSynchronised else { return GateDecision(.accessClockUnsynchronised, [:]) }
        guard let medianLead, medianLead > Limits.releaseLeadSecondCountMax else { return nil }
        return GateDecision(
            .accessClockAhead,
            ["lead": "\(medianLead)", "limit": "\(Limits.releaseLeadSecondCountMax)"]
        )
    }
}
