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
        heard(peer)
        state.withLock { $0.peers[peer]?.mechanisms = mechanisms }
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
        state.withLock { $0.logs[origin, default: .init()].verifiedAt = now }
    }
}
