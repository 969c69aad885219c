package import TransparencyLog

/// The server's side of the long poll: which heads changed, and which waiting peers to wake.
///
/// Each change that a peer may see gets the next number of that peer's own counter, so that a cursor tells nothing of logs
/// that it does not share. A cursor is such a number under our boot nonce: what changed after it, or came into the peer's
/// sight after it, is the answer. A change wakes exactly the waiting peers that share the log, and costs them one log each,
/// whatever else they share. What does not fit in one answer comes with the next.
package struct HeadsBoard: Sendable {
    /// One held request, numbered by the shell.
    package struct PollID: Hashable, Sendable {
        /// The number, unique in the process.
        package let rawValue: UInt64

        /// Makes an id.
        package init(rawValue: UInt64) { self.rawValue = rawValue }
    }

    /// What to answer to a held request.
    package enum Answer: Hashable, Sendable {
        /// 200 with these heads.
        case heads(HeadsDocument)
        /// 204: nothing changed in time, or a later poll of the same peer took its place.
        case nothing
    }

    /// An answer and the request that it is for.
    package struct Reply: Hashable, Sendable {
        /// The held request.
        package let poll: PollID
        /// What to answer.
        package let answer: Answer
    }

    private struct Head {
        var claim: HeadClaim
        var version: UInt64
    }

    private struct Waiter {
        let poll: PollID
        let deadline: Duration
    }

    private struct Peer {
        /// The logs that both sides share, with the number at which each came into sight or changed last.
        var logs: [Origin: UInt64] = [:]
        var waiter: Waiter?
    }

    private let boot: BootNonce
    private var heads: [Origin: HeadClaim] = [:]
    /// The last number of each peer; kept while it is away, since it comes back with an old cursor.
    private var counters: [KeyName: UInt64] = [:]
    private var peers: [KeyName: Peer] = [:]
    private var peersOfLog: [Origin: Set<KeyName>] = [:]
    private var waiting: Set<KeyName> = []

    /// An empty board under our boot nonce.
    package init(boot: BootNonce) { self.boot = boot }

    /// The number of held requests.
    package var waitingCount: Int { waiting.count }

    /// When `onTick` is due.
    package var deadline: Duration? {
        waiting.reduce(nil) { Duration.earlier($0, peers[$1]?.waiter?.deadline) }
    }

    // MARK: What is seen

    /// Sets which logs a peer shares with us.
    ///
    /// Logs that are new to it are shown at once; others are forgotten.
    package mutating func setLogs(_ logs: Set<Origin>, of peer: KeyName) throws -> [Reply] {
        var entry = peers[peer] ?? Peer()
        for gone in entry.logs.keys where !logs.contains(gone) {
            entry.logs[gone] = nil
            peersOfLog[gone]?.remove(peer)
        }
        var added: [Origin] = []
        for log in logs where entry.logs[log] == nil {
            entry.logs[log] = nextNumber(of: peer)
            peersOfLog[log, default: []].insert(peer)
            added.append(log)
        }
        peers[peer] = entry
        return try wake([peer: added])
    }

    /// Adds a log to what some peers share with us; it is shown to them at once.
    ///
    /// Costs nothing for the logs that they share already.
    package mutating func addLog(_ log: Origin, to names: [KeyName]) throws -> [Reply] {
        var added: [KeyName: [Origin]] = [:]
        for name in names where peers[name]?.logs[log] == nil {
            let number = nextNumber(of: name)
            peers[name, default: Peer()].logs[log] = number
            peersOfLog[log, default: []].insert(name)
            added[name] = [log]
        }
        return try wake(added)
    }

    /// Forgets a peer; a held request of it is answered.
    package mutating func removePeer(_ peer: KeyName) -> [Reply] {
        guard let entry = peers.removeValue(forKey: peer) else { return [] }
        for log in entry.logs.keys { peersOfLog[log]?.remove(peer) }
        waiting.remove(peer)
        return entry.waiter.map { [Reply(poll: $0.poll, answer: .nothing)] } ?? []
    }

    /// Takes heads that moved; a claim that is on the board already changes nothing.
    package mutating func setHeads(_ claims: [HeadClaim]) throws -> [Reply] {
        var changes: [KeyName: [Origin]] = [:]
        for claim in claims where heads[claim.origin] != claim {
            heads[claim.origin] = claim
            for peer in peersOfLog[claim.origin, default: []] {
                let number = nextNumber(of: peer)
                peers[peer]?.logs[claim.origin] = number
                if waiting.contains(peer) { changes[peer, default: []].append(claim.origin) }
            }
        }
        return try wake(changes)
    }

    private mutating func nextNumber(of peer: KeyName) -> UInt64 {
        counters[peer, default: 0] += 1
        return counters[peer, default: 0]
    }

    /// The heads that a peer shares with us, sorted by origin: for the session document.
    package func heads(sharedWith peer: KeyName) -> [HeadClaim] {
        (peers[peer]?.logs.keys).map { $0.compactMap { heads[$0] } }?
            .sorted { $0.origin < $1.origin } ?? []
    }

    // MARK: Polls

    /// A peer polls.
    ///
    /// Answered at once where something changed since its cursor, else held until `now` and its wait.
    ///
    /// Another held request of the same peer is answered with nothing: one a peer. A peer whose logs were never set
    /// shares none. Beyond 1,024 held requests nothing is held.
    package mutating func onPoll(
        _ poll: PollID,
        from peer: KeyName,
        query: HeadsQuery,
        now: Duration
    ) throws -> [Reply] {
        var replies: [Reply] = []
        var entry = peers[peer] ?? Peer()
        if let former = entry.waiter {
            replies.append(Reply(poll: former.poll, answer: .nothing))
            entry.waiter = nil
            waiting.remove(peer)
        }
        let last = counters[peer, default: 0]
        let known = query.since?.counter(of: boot).flatMap { $0 <= last ? $0 : nil }
        let changed = shown(entry.logs).filter { $0.version > known ?? 0 }
        if !changed.isEmpty || known == nil {
            peers[peer] = entry
            return replies + [try reply(poll, to: peer, changed)]
        }
        guard waiting.count < Limits.pollerCountMax else {
            peers[peer] = entry
            return replies + [Reply(poll: poll, answer: .nothing)]
        }
        entry.waiter = Waiter(poll: poll, deadline: now + .seconds(query.waitSeconds))
        peers[peer] = entry
        waiting.insert(peer)
        return replies
    }

    /// The connection of a held request went away.
    package mutating func onPollGone(_ poll: PollID, from peer: KeyName) {
        guard peers[peer]?.waiter?.poll == poll else { return }
        peers[peer]?.waiter = nil
        waiting.remove(peer)
    }

    /// Answers the requests whose wait is over.
    package mutating func onTick(now: Duration) -> [Reply] {
        var replies: [Reply] = []
        for peer in waiting.sorted() {
            guard let waiter = peers[peer]?.waiter, now >= waiter.deadline else { continue }
            peers[peer]?.waiter = nil
            waiting.remove(peer)
            replies.append(Reply(poll: waiter.poll, answer: .nothing))
        }
        return replies
    }

    private mutating func wake(_ changes: [KeyName: [Origin]]) throws -> [Reply] {
        var replies: [Reply] = []
        for (peer, origins) in changes.sorted(by: { $0.key < $1.key }) {
            let moved = Set(origins)
            let changed = shown((peers[peer]?.logs ?? [:]).filter { moved.contains($0.key) })
            guard !changed.isEmpty, let waiter = peers[peer]?.waiter else { continue }
            peers[peer]?.waiter = nil
            waiting.remove(peer)
            replies.append(try reply(waiter.poll, to: peer, changed))
        }
        return replies
    }

    /// The heads of some logs, each with the number under which the peer is shown it.
    private func shown(_ logs: [Origin: UInt64]) -> [Head] {
        logs.compactMap { origin, version in
            heads[origin].map { Head(claim: $0, version: version) }
        }
    }

    /// The answer with these heads, or with as many of them as fit: the cursor then says that the others are still to come.
    private func reply(_ poll: PollID, to peer: KeyName, _ changed: [Head]) throws -> Reply {
        let order = changed.sorted { $0.version < $1.version }
        let claims = HeadClaim.fitting(order.map(\.claim))
        let isWhole = claims.count == order.count
        let document = try HeadsDocument(
            cursor: HeadsCursor(
                boot: boot,
                counter: isWhole
                    ? counters[peer, default: 0] : order[max(0, claims.count - 1)].version
            ),
            logs: claims
        )
        return Reply(poll: poll, answer: .heads(document))
    }
}
