import Ledger
import Replication
import Sequencing
import Synchronization
import TransparencyLog

/// Own logs that must not grow, because somebody holds more or something else of them under our own signature.
///
/// Shared by whoever finds that out and by the writers, which ask inside the transaction that appends: a stop counts at once,
/// for entries that were waiting too. The home log stops with any other: a second copy of this home, or a state from before,
/// writes it anew, and no peer would ever see it.
final class AppendStops: Sendable {
    private let reasons = Mutex<[Origin: Replication.RecoveryReason]>([:])

    /// Takes up the stops that earlier runs kept.
    func replace(_ stops: [Origin: Replication.RecoveryReason]) {
        reasons.withLock { $0 = stops }
    }

    /// Stops a log.
    func stop(_ origin: Origin, _ reason: Replication.RecoveryReason) {
        reasons.withLock { $0[origin] = reason }
    }

    /// Every stop, by the origin of its log.
    var all: [(origin: Origin, reason: Replication.RecoveryReason)] {
        reasons.withLock { $0 }.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    /// Why a log must not grow; nil while it may.
    func reason(against origin: Origin) -> Replication.RecoveryReason? {
        if LogName.replicated(origin) == nil { return all.first?.reason }
        return reasons.withLock { $0[origin] }
    }

    /// Why nothing is appended to a log: `appending_refused`; nil while it may grow.
    func refusal(of origin: Origin) -> SequencingError? {
        reason(against: origin).map { reason in
            SequencingError(
                .appendingRefused,
                ["origin": "\(origin)", "reasons": reason.code.rawValue]
            )
        }
    }
}
