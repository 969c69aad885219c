/// Growing pauses between attempts, with jitter so that peers of a node that comes back do not dial all at once.
///
/// The n-th pause is drawn evenly from the upper half of base · 2^n, at most the ceiling.
package struct Backoff: Hashable, Sendable {
    /// The first pause's upper end.
    package let base: Duration
    /// The longest pause.
    package let ceiling: Duration
    /// Failures since the last success.
    package private(set) var failureCount = 0

    /// Makes a backoff.
    package init(base: Duration = .milliseconds(250), ceiling: Duration = .seconds(60)) {
        self.base = base
        self.ceiling = ceiling
    }

    /// The pause after one more failure; `random` is any number, all 64 bits of which count.
    package mutating func next(random: UInt64) -> Duration {
        let doublings = min(failureCount, 20)
        failureCount += 1
        let whole = min(base * (1 << doublings), ceiling)
        let fraction = Double(random >> 11) / Double(1 << 53)
        return whole / 2 + (whole / 2) * fraction
    }

    /// Forgets the failures.
    package mutating func reset() { failureCount = 0 }
}
