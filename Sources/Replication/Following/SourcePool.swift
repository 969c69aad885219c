package import TransparencyLog

/// Who can give us a log's bytes, and whom to ask next: the origin and every other holder.
///
/// Each source has a bound of requests on their way and pauses of its own, so that a slow or lying one costs the others
/// nothing. Choice is by expected delay, then by name: the same calls give the same choice.
package struct SourcePool: Sendable {
    /// What is known of one source.
    package struct Source: Hashable, Sendable {
        /// The head that it last showed.
        package var claim: HeadClaim
        /// Requests on their way to it.
        package var inFlight = 0
        /// Nothing is asked of it before.
        package var pausedUntil: Duration?
        /// Failures since its last success.
        package var strikes = 0
        /// A running mean of how long its answers take, in seconds.
        package var meanDelaySeconds = 0.05
    }

    /// The sources by node name, at most 1,024.
    package private(set) var sources: [KeyName: Source] = [:]

    /// No source is known yet.
    package init() {}

    /// Notes the head that a source shows.
    ///
    /// A new source beyond 1,024 takes the place of the one that holds least.
    package mutating func note(_ claim: HeadClaim, from peer: KeyName) {
        if sources[peer] != nil {
            sources[peer]?.claim = claim
            return
        }
        if sources.count >= Limits.sourceCountMax {
            let idle = sources.filter { $0.value.inFlight == 0 }
            guard
                let least = idle.min(by: {
                    ($0.value.claim.size, $1.key) < ($1.value.claim.size, $0.key)
                }), least.value.claim.size <= claim.size
            else { return }
            sources[least.key] = nil
        }
        sources[peer] = Source(claim: claim)
    }

    /// Forgets a source: its session ended.
    package mutating func remove(_ peer: KeyName) { sources[peer] = nil }

    /// Whether a source may be asked now.
    package func isUsable(_ peer: KeyName, now: Duration) -> Bool {
        guard let source = sources[peer] else { return false }
        return (source.pausedUntil ?? now) <= now && source.inFlight < Limits.sourceInFlightMax
    }

    /// The usable source that holds the size and promises the shortest delay, other than `excluded`.
    package func best(
        holding size: TreeSize,
        excluding excluded: KeyName? = nil,
        now: Duration
    ) -> KeyName? {
        var best: (score: Double, name: KeyName)?
        for (name, source) in sources
        where name != excluded && source.claim.size >= size && isUsable(name, now: now) {
            let score = source.meanDelaySeconds * Double(source.inFlight + 1)
            if let current = best, (current.score, current.name) <= (score, name) { continue }
            best = (score, name)
        }
        return best?.name
    }

    /// The usable source that shows the largest head beyond `size`.
    package func furthest(beyond size: TreeSize, now: Duration) -> KeyName? {
        sources.filter { $0.value.claim.size > size && isUsable($0.key, now: now) }
            .max {
                ($0.value.claim.size, -$0.value.meanDelaySeconds, $1.key)
                    < ($1.value.claim.size, -$1.value.meanDelaySeconds, $0.key)
            }?.key
    }

    /// The source that shows the largest head, and its size; of several, the first by name.
    package var largest: (peer: KeyName, size: TreeSize)? {
        sources.map { (peer: $0.key, size: $0.value.claim.size) }
            .min { ($1.size, $0.peer) < ($0.size, $1.peer) }
    }

    /// The largest head that any source shows.
    package var largestClaim: TreeSize { sources.values.map(\.claim.size).max() ?? 0 }

    /// The largest head that a source shows which has not failed time and again: a claim costs nothing.
    package var largestCredibleClaim: TreeSize {
        sources.values.filter { $0.strikes < Self.credibleStrikeCountMax }.map(\.claim.size).max()
            ?? 0
    }

    private static let credibleStrikeCountMax = 3

    /// A request went to the source.
    package mutating func begin(_ peer: KeyName) { sources[peer]?.inFlight += 1 }

    /// The request was answered after `delay`, with bytes that are not wrong so far.
    package mutating func succeed(_ peer: KeyName, after delay: Duration) {
        end(peer)
        let seconds = max(0, delay / .seconds(1))
        if let mean = sources[peer]?.meanDelaySeconds {
            sources[peer]?.meanDelaySeconds = mean * 0.75 + seconds * 0.25
        }
    }

    /// What the source gave turned out to be true: its strikes are forgotten.
    package mutating func confirm(_ peer: KeyName) { sources[peer]?.strikes = 0 }

    /// The request ended without an answer that says anything of the source.
    package mutating func end(_ peer: KeyName) {
        guard let count = sources[peer]?.inFlight, count > 0 else { return }
        sources[peer]?.inFlight = count - 1
    }

    /// Pauses the source, longer with each strike; returns until when.
    package mutating func penalise(
        _ peer: KeyName,
        _ reason: BadSourceReason,
        now: Duration
    ) -> Duration {
        let strikes = min(sources[peer]?.strikes ?? 0, 20)
        let until = now + min(reason.pause * (1 << strikes), reason.pauseMax)
        sources[peer]?.strikes = strikes + 1
        if !reason.isWrongBytes, let mean = sources[peer]?.meanDelaySeconds {
            // No answer is a slow one: others come first when the pause is over.
            sources[peer]?.meanDelaySeconds = min(mean * 2 + 1, 120)
        }
        let former = sources[peer]?.pausedUntil ?? until
        sources[peer]?.pausedUntil = max(until, former)
        return until
    }

    /// When the next pause ends.
    package func nextRelease(after now: Duration) -> Duration? {
        sources.values.compactMap(\.pausedUntil).filter { $0 > now }.min()
    }
}
