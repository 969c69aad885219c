import Replication
import TransparencyLog

/// In which order the holders of something are asked: those that failed lately come last, so that one that is slow delays
/// nobody who asks for what others have.
struct HolderOrder {
    private struct Rest {
        var until: Duration
        var backoff: Backoff
    }

    private var resting: [KeyName: Rest] = [:]

    /// The holders, those that rest at the end, the one first whose rest ends first.
    func order(_ holders: [KeyName], now: Duration) -> [KeyName] {
        let late = holders.filter { resting[$0].map { $0.until > now } ?? false }
        return holders.filter { !late.contains($0) }
            + late.sorted { (resting[$0]?.until ?? .zero) < (resting[$1]?.until ?? .zero) }
    }

    /// A holder gave nothing, or too late.
    mutating func failed(_ holder: KeyName, now: Duration) {
        var backoff =
            resting[holder]?.backoff ?? Backoff(base: .seconds(60), ceiling: .seconds(3_600))
        resting[holder] = Rest(until: now + backoff.next(random: .max), backoff: backoff)
    }

    /// A holder answered.
    mutating func answered(_ holder: KeyName) { resting[holder] = nil }
}
