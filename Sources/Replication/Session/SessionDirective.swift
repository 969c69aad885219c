package import Cryptography

/// One connection to or from a peer, numbered by the shell.
package struct ConnectionID: Hashable, Comparable, Sendable {
    /// The number, unique in the process.
    package let rawValue: UInt64

    /// Makes an id.
    package init(rawValue: UInt64) { self.rawValue = rawValue }

    /// Order by number.
    package static func < (a: ConnectionID, b: ConnectionID) -> Bool { a.rawValue < b.rawValue }
}

/// What the shell of a session is to do.
package enum SessionDirective: Hashable, Sendable {
    /// Dial the peer; answer with `onDialled` or `onDialFailed`.
    case dial
    /// Send our session document over the connection; answer with `onSession` or `onConnectionClosed`.
    case postSession(ConnectionID)
    /// Send the one long poll; answer with `onHeads` or `onConnectionClosed`.
    case pollHeads(ConnectionID, HeadsQuery)
    /// Close the connection that we dialled; answer with `onConnectionClosed`.
    case close(ConnectionID)
    /// Hand these claims to the followers, and those of our own logs to the recovery machine.
    case hearHeads([HeadClaim])
    /// Judge the peer's card: the node's signature and the serial decide.
    case considerCard([UInt8])
    /// Keep how far the peer's clock is from ours.
    case recordClock(offsetSeconds: Int64)
    /// Offer the peer each charter after `from` up to the one in force, as notices.
    case sendCharterChain(mechanism: String, from: Digest)
    /// Offer the peer the stored fork evidence of the mechanism, of which it knows our charter now, as notices.
    case offerEvidence(mechanism: String)
    /// Fetch this charter from the peer, let Ledger judge it, and answer with `onCharterJudged`.
    case fetchCharter(mechanism: String, digest: Digest)
    /// Serve and ask the peer no more logs of this mechanism until the charters agree.
    case refuseMechanism(mechanism: String, ours: Digest, theirs: Digest, commonSigners: [String])
    /// The charters agree again.
    case admitMechanism(mechanism: String)
    /// Send a notice; answer with `onNotice`.
    case sendNotice(Notice)
    /// Tell the operator.
    case alarm(Alarm)
}
