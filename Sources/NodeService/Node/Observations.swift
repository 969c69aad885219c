package import Casework
package import TransparencyLog

/// What the replication of a node has seen of its peers and of their logs, for `status`.
package struct Observations: Sendable {
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

        /// Seconds that the peer's clock was ahead of ours when its last session document was heard; negative where it was behind.
        package var clockLead: Int64?
        /// The mechanisms of which its last session document showed a charter; nil before the first, and where it may have left some out.
        package var mechanisms: Set<String>?

        /// Nothing seen yet.
        package init() {}
    }

    /// What was last seen of one mirrored log.
    package struct Log: Sendable {
        /// The POSIX second at which the head was last verified.
        package var verifiedAt: Int64?
        /// The largest size that a peer has shown, and which peer; a claim, until it is fetched and verified.
        package var shown: (size: UInt64, peer: NodeName)?
        /// The POSIX second of the first claim, and after that of the newest progress.
        package var progressAt: Int64?

        /// Nothing seen yet.
        package init() {}
    }

    /// By peer.
    package var peers: [NodeName: Peer] = [:]
    /// By mirrored log.
    package var logs: [Origin: Log] = [:]

    /// Nothing seen yet.
    package init() {}
}

extension Observations: ExpressibleByDictionaryLiteral {
    /// Nothing seen: what a presenter is given where observations do not matter.
    package init(dictionaryLiteral elements: (Never, Never)...) { self.init() }
}
