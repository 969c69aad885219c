import Sequencing
import Synchronization
import TransparencyLog

/// Own logs that must not grow, because somebody holds more or something else of them under our own signature.
///
/// Shared by whoever finds that out and by the writers, which ask inside the transaction that appends: a stop counts at once,
/// for entries that were waiting too.
final class AppendStops: Sendable {
    private let codes = Mutex<[Origin: String]>([:])

    /// Takes up the stops that earlier runs kept.
    func replace(_ stops: [Origin: String]) { codes.withLock { $0 = stops } }

    /// Stops a log; `code` is the reason's code.
    func stop(_ origin: Origin, _ code: String) { codes.withLock { $0[origin] = code } }

    /// Why nothing is appended to a log: `appending_refused`; nil while it may grow.
    func refusal(of origin: Origin) -> SequencingError? {
        codes.withLock { $0[origin] }.map { code in
            SequencingError(.appendingRefused, ["origin": "\(origin)", "reasons": code])
        }
    }
}
