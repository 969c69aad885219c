package import Replication

/// What a peer answered instead of what it was asked for.
package enum PeerClientError: Error, Hashable, Sendable {
    /// 404: it is not there, or not for us.
    case notFound
    /// A problem with its code.
    case refused(Problem)
    /// A status that the protocol does not have here.
    case unexpectedStatus(Int)
}
