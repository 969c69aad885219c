package import Casework
package import Cryptography
import Replication
package import TransparencyLog

/// What the replication of a node has seen of its peers and of their logs, for `status`.
package struct Observations: Sendable {
    /// The certificate that peers are shown; nil where none is.
    package var certificate: Certificate?

    /// What was last seen of one peer.
    package struct Peer: Sendable {
        /// Whether a session is open.
        package var isConnected = false
        /// The POSIX second of the last answer.
        package var lastContact: Int64?
        /// The last error: `<module>.<code>` and its arguments.
        package var lastError: (code: String, arguments: [String: String])?
        /// The POSIX second of that error.
        package var lastErrorAt: Int64?

        /// What its clock said in its last session document.
        package var clock: ClockReading?
        /// The mechanisms of which its last session document showed a charter; nil before the first, and where it may have left some out.
        package var mechanisms: Set<String>?

        /// Nothing seen yet.
        package init() {}
    }

    /// What a peer's clock said, and when by both of ours.
    package struct ClockReading: Sendable {
        /// Seconds that it was ahead of ours; negative where it was behind.
        package let lead: Int64
        /// The POSIX second, by our own clock, which may be moved.
        package let heardAt: Int64
        /// The uptime, by a clock that never goes back.
        package let heardAtUptime: Duration

        /// How far the peer's clock is ahead of ours now, where ours was moved since, too; nil after an hour.
        package func lead(now: Int64, uptime: Duration) -> Int64? {
            let passed = uptime - heardAtUptime
            guard passed <= ClockBoard.horizon else { return nil }
            return lead - ((now - heardAt) - passed.components.seconds)
        }
    }

    /// More of a log than is verified here.
    package struct Gap: Sendable {
        /// The size that is known of; a claim, until it is fetched and verified.
        package var size: TreeSize
        /// Who shows it.
        package var peer: NodeName
        /// The uptime since which nothing came: when the log came to be behind, or the newest entries were stored.
        package var since: Duration
    }

    /// What was last seen of one mirrored log.
    package struct Log: Sendable {
        /// The POSIX second at which the head was last verified.
        package var verifiedAt: Int64?
        /// What is known of it and not verified here; nil where nothing is, and where it goes on no more.
        package var gap: Gap?

        /// Nothing seen yet.
        package init() {}
    }

    /// By peer.
    package var peers: [NodeName: Peer] = [:]
    /// By mirrored log.
    package var logs: [Origin: Log] = [:]
    /// When this was asked for, by a clock that never goes back.
    package var uptime: Duration = .zero

    /// Nothing seen yet.
    package init() {}
}

extension Observations: ExpressibleByDictionaryLiteral {
    /// Nothing seen: what a presenter is given where observations do not matter.
    package init(dictionaryLiteral elements: (Never, Never)...) { self.init() }
}
