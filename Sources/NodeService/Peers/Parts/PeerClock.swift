import Ledger
import Replication
import Synchronization
import TransparencyLog

/// The time as the machines of replication are told it, and what the peers' clocks say of ours.
final class PeerClock: Sendable {
    private let start = ContinuousClock.now
    private let time: NodeTime
    private let givenUptime: (@Sendable () -> Duration)?
    private let readings = Mutex<[KeyName: ClockState.Reading]>([:])

    /// Takes the node's clock; tests give another `uptime` than the machine's, too.
    init(_ time: NodeTime, uptime: (@Sendable () -> Duration)? = nil) {
        self.time = time
        givenUptime = uptime
    }

    /// Time since the start, from a clock that never goes back.
    var uptime: Duration { givenUptime?() ?? start.duration(to: .now) }

    /// Both clocks now.
    var moment: Moment { Moment(uptime: uptime, posixSeconds: UInt64(max(0, time.now()))) }

    /// The POSIX second now.
    var now: Int64 { time.now() }

    /// The instant at an uptime.
    func instant(_ uptime: Duration) -> ContinuousClock.Instant { start.advanced(by: uptime) }

    /// Notes how far a peer's clock is ahead of ours; one reading a peer.
    func record(_ peer: KeyName, offsetSeconds: Int64) {
        let reading = ClockState.Reading(heardAt: time.now(), lead: -offsetSeconds)
        readings.withLock { $0[peer] = reading }
    }

    /// Forgets a peer that was removed.
    func forget(_ peer: KeyName) { readings.withLock { $0[peer] = nil } }

    /// Whether a peer's clock agrees with ours; false where it was not heard within the hour.
    func agrees(with peer: KeyName) -> Bool {
        guard let reading = readings.withLock({ $0[peer] }) else { return false }
        let lead = ClockState(now: time.now(), isSynchronised: true, readings: [reading]).medianLead
        return lead.map { $0.magnitude <= ClockWarning.secondCount } ?? false
    }

    /// How far our own clock may be trusted now.
    var state: ClockState {
        ClockState(
            now: time.now(),
            isSynchronised: time.isSynchronised(),
            readings: Array(readings.withLock { $0.values })
        )
    }
}
