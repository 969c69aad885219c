import Casework
import Replication
import Synchronization
import TransparencyLog

/// What replication has seen, for `status`.
final class PeerObservations: Sendable {
    private let state = Mutex(Observations())
    private let time: NodeTime

    init(_ time: NodeTime) { self.time = time }

    /// Everything seen so far.
    var current: Observations { state.withLock { $0 } }

    /// A session was opened, or ended.
    func setConnected(_ peer: NodeName, _ isConnected: Bool) {
        state.withLock { $0.peers[peer, default: .init()].isConnected = isConnected }
    }

    /// The peer was heard.
    func heard(_ peer: NodeName) {
        let now = time.now()
        state.withLock { $0.peers[peer, default: .init()].lastContact = now }
    }

    /// The peer showed what it knows.
    func heard(_ peer: NodeName, _ document: SessionDocument) {
        let isWhole = document.charters.count < Replication.Limits.charterCountMax
        let mechanisms = isWhole ? Set(document.charters.map(\.mechanism)) : nil
        let lead = Int64(document.now.posixSeconds) - time.now()
        heard(peer)
        state.withLock { state in
            state.peers[peer]?.mechanisms = mechanisms
            state.peers[peer]?.clockLead = lead
        }
    }

    /// Something with the peer failed.
    func failed(_ peer: NodeName, _ error: any Error) {
        let told = PeerFailure.told(error)
        failed(peer, told.code, told.arguments)
    }

    /// Something with the peer failed, by its code.
    func failed(_ peer: NodeName, _ code: String, _ arguments: [String: String]) {
        let now = time.now()
        state.withLock { state in
            state.peers[peer, default: .init()].lastError = (code, arguments)
            state.peers[peer]?.lastErrorAt = now
        }
    }

    /// The peer was removed.
    func forget(_ peer: NodeName) { state.withLock { $0.peers[peer] = nil } }

    /// A mirrored log's head was verified and stored.
    func verified(_ origin: Origin) {
        let now = time.now()
        state.withLock { state in
            state.logs[origin, default: .init()].verifiedAt = now
            state.logs[origin]?.progressAt = now
        }
    }

    /// A peer shows a head of a log that is followed.
    func shown(_ claim: HeadClaim, by peer: NodeName) {
        let now = time.now()
        state.withLock { state in
            var log = state.logs[claim.origin] ?? .init()
            // Its own newest word counts, also where it takes back what it showed.
            if log.shown.map({ $0.peer == peer || $0.size < claim.size.rawValue }) ?? true {
                log.shown = (claim.size.rawValue, peer)
            }
            if log.progressAt == nil { log.progressAt = now }
            state.logs[claim.origin] = log
        }
    }
}
