import Casework
import Cryptography
import Replication
import Synchronization
import TransparencyLog

/// What replication has seen, for `status`.
final class PeerObservations: Sendable {
    private let state = Mutex(Observations())
    private let clock: PeerClock

    init(_ clock: PeerClock) { self.clock = clock }

    /// Everything seen so far.
    var current: Observations {
        var observations = state.withLock { $0 }
        observations.uptime = clock.uptime
        return observations
    }

    /// Peers are shown this certificate.
    func setCertificate(_ certificate: Certificate?) {
        state.withLock { $0.certificate = certificate }
    }

    /// A session was opened, or ended.
    func setConnected(_ peer: NodeName, _ isConnected: Bool) {
        state.withLock { $0.peers[peer, default: .init()].isConnected = isConnected }
    }

    /// The peer was heard.
    func heard(_ peer: NodeName) {
        let now = clock.now
        state.withLock { $0.peers[peer, default: .init()].lastContact = now }
    }

    /// The peer showed what it knows.
    func heard(_ peer: NodeName, _ document: SessionDocument) {
        let isWhole = document.charters.count < Replication.Limits.charterCountMax
        let mechanisms = isWhole ? Set(document.charters.map(\.mechanism)) : nil
        let (now, uptime) = (clock.now, clock.uptime)
        let reading = Observations.ClockReading(
            lead: Int64(document.now.posixSeconds) - now,
            heardAt: now,
            heardAtUptime: uptime
        )
        heard(peer)
        state.withLock { state in
            state.peers[peer]?.mechanisms = mechanisms
            state.peers[peer]?.clock = reading
        }
    }

    /// Something with the peer failed.
    func failed(_ peer: NodeName, _ error: any Error) {
        let told = PeerFailure.told(error)
        failed(peer, told.code, told.arguments)
    }

    /// Something with the peer failed, by its code.
    func failed(_ peer: NodeName, _ code: String, _ arguments: [String: String]) {
        let now = clock.now
        state.withLock { state in
            state.peers[peer, default: .init()].lastError = (code, arguments)
            state.peers[peer]?.lastErrorAt = now
        }
    }

    /// The peer was removed.
    func forget(_ peer: NodeName) { state.withLock { $0.peers[peer] = nil } }

    /// A mirrored log's head was verified and stored.
    func verified(_ origin: Origin) {
        let now = clock.now
        state.withLock { $0.logs[origin, default: .init()].verifiedAt = now }
    }

    /// What is known of a followed log and not verified here has changed; nil where nothing is missing, or nothing more is fetched.
    func setGap(of origin: Origin, _ gap: FollowerMachine.Gap?) {
        let uptime = clock.uptime
        // Every source is a node that was added.
        let shown = gap.flatMap { gap in NodeName(gap.holder).map { (gap.size, $0) } }
        state.withLock { state in
            let since = state.logs[origin]?.gap?.since ?? uptime
            state.logs[origin, default: .init()].gap = shown.map { size, peer in
                Observations.Gap(size: size, peer: peer, since: since)
            }
        }
    }

    /// Something of a followed log was verified and stored.
    func progressed(_ origin: Origin) {
        let uptime = clock.uptime
        state.withLock { $0.logs[origin]?.gap?.since = uptime }
    }
}
