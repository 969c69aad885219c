package import TransparencyLog

/// How far the clocks of peers are from ours, by what they said in sessions.
///
/// An offset is the peer's clock minus ours, in seconds. The release of embargoed objects asks for it (ARCHITECTURE.md).
package struct ClockBoard: Sendable {
    /// How long a sample counts.
    package static let horizon: Duration = .seconds(3_600)

    private struct Sample {
        let offsetSeconds: Int64
        let heardAt: Duration
    }

    private var samples: [KeyName: Sample] = [:]

    /// Knows nothing yet.
    package init() {}

    /// Takes what a peer's clock showed.
    ///
    /// Beyond 1,024 peers the oldest sample makes room.
    package mutating func record(_ peer: KeyName, offsetSeconds: Int64, now: Duration) {
        if samples[peer] == nil, samples.count >= Limits.clockPeerCountMax,
            let oldest = samples.min(by: { $0.value.heardAt < $1.value.heardAt })
        {
            samples[oldest.key] = nil
        }
        samples[peer] = Sample(offsetSeconds: offsetSeconds, heardAt: now)
    }

    /// The last offset of a peer within the hour.
    package func offsetSeconds(of peer: KeyName, now: Duration) -> Int64? {
        samples[peer].flatMap { now - $0.heardAt <= Self.horizon ? $0.offsetSeconds : nil }
    }

    /// The median offset of the peers heard within the hour; of an even number, the lower of the two.
    ///
    /// Nil without any.
    package func medianOffsetSeconds(now: Duration) -> Int64? {
        let recent = samples.values.filter { now - $0.heardAt <= Self.horizon }
            .map(\.offsetSeconds).sorted()
        return recent.isEmpty ? nil : recent[(recent.count - 1) / 2]
    }

    /// Whether our clock is more than `seconds` ahead of that median.
    ///
    /// False where no peer was heard.
    package func isAhead(byMoreThan seconds: Int64, now: Duration) -> Bool {
        medianOffsetSeconds(now: now).map { $0 < -seconds } ?? false
    }
}
