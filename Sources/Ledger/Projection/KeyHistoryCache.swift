import Synchronization
package import TransparencyLog

/// Keeps key histories as they were last read, so that the same stored bytes are not read again.
///
/// It remembers what bytes mean and nothing else: whoever asks brings the bytes that are stored now, and other bytes are
/// read anew. So it needs no word of commits, rollbacks or restarts.
package final class KeyHistoryCache: Sendable {
    private struct Known {
        let bytes: [UInt8]
        let history: KeyHistory
    }

    private let known = Mutex<[Origin: Known]>([:])

    /// An empty cache.
    package init() {}

    /// The history of a log that some stored bytes mean; throws `projection_unreadable`.
    package func history(
        of origin: Origin,
        decoding bytes: [UInt8]
    ) throws(LedgerError) -> KeyHistory {
        if let found = known.withLock({ $0[origin] }), found.bytes == bytes { return found.history }
        let history = try KeyHistory(decoding: bytes)
        remember(history, as: bytes)
        return history
    }

    /// Notes what bytes mean that `history` gave.
    func remember(_ history: KeyHistory, as bytes: [UInt8]) {
        known.withLock { known in
            if known.count >= Limits.keyHistoryCacheCountMax { known = [:] }
            known[history.origin] = Known(bytes: bytes, history: history)
        }
    }
}
