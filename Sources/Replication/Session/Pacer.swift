/// A token bucket: a burst at once, then a steady rate.
///
/// It keeps a peer that answers every long poll at once from making us poll without end.
package struct Pacer: Hashable, Sendable {
    private let burst: Int
    private let interval: Duration
    private var tokens: Int
    private var refilledAt: Duration

    /// Allows `burst` at once and then one in every `interval`.
    package init(burst: Int, interval: Duration, now: Duration) {
        self.burst = burst
        self.interval = interval
        tokens = burst
        refilledAt = now
    }

    /// Takes so many tokens; one that is there is enough, and what is taken beyond is waited for by the next.
    ///
    /// Nil when there was one, else when the next one comes.
    package mutating func take(_ cost: Int = 1, now: Duration) -> Duration? {
        let gained = (now - refilledAt) / interval
        if gained >= 1 {
            // Beyond a full bucket the time that passed counts for nothing.
            let whole = min(Int(min(gained, Double(burst))), burst - tokens)
            tokens += whole
            refilledAt = tokens == burst ? now : refilledAt + interval * whole
        }
        guard tokens > 0 else { return refilledAt + interval * (1 - tokens) }
        tokens -= cost
        return nil
    }
}
