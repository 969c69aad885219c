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
    /// How many things a holder is asked for at a time, where an answer was too slow for more.
    private var batches: [KeyName: Int] = [:]

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

    /// How many things to ask a holder for at a time.
    func batchCount(of holder: KeyName) -> Int {
        batches[holder] ?? Replication.Limits.objectWantCountMax
    }

    /// A holder's answer did not come in time: it is asked for half as much, and in the end for one thing.
    mutating func wasTooSlow(_ holder: KeyName) {
        batches[holder] = max(1, batchCount(of: holder) / 2)
    }

    /// A holder answered.
    mutating func answered(_ holder: KeyName) {
        resting[holder] = nil
        batches[holder] = batches[holder].flatMap {
            $0 * 2 < Replication.Limits.objectWantCountMax ? $0 * 2 : nil
        }
    }
}
