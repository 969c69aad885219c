package import Cryptography
package import TransparencyLog

/// Whether this node may append, and why not.
///
/// After a plain start it asks its peers for its own heads for at most 2 seconds. A home that does not match
/// `data/instance` refuses to append to every log. A signed head of an own log that is larger than ours, or conflicts
/// with it, stops that log at once and for good. This version repairs nothing: it says what to do.
package struct RecoveryMachine: Sendable {
    /// How long a plain start waits for its peers.
    package static let askingLimit: Duration = .seconds(2)

    /// What the shell is to do.
    package enum Directive: Hashable, Sendable {
        /// Compute the root of our own log at the size and answer with `onOwnRoot`.
        case readOwnRoot(Origin, size: TreeSize, claim: HeadClaim, peer: KeyName)
        /// Fetch the checkpoint that this peer holds of our own log and answer with `onSignedHead`.
        case fetchOwnCheckpoint(Origin, peer: KeyName)
        /// Refuse every append to the log from now on, and keep this on disk before anything else.
        ///
        /// There is no checkpoint where evidence came that holds both.
        case stopAppending(Origin, RecoveryReason, checkpoint: Checkpoint?)
        /// Find out whether our log and this signed checkpoint of it, which the peer holds, are two histories, and keep the
        /// evidence; answer with `onForked` if so.
        case prove(Checkpoint, peer: KeyName)
        /// Appending may begin.
        case startAppending
    }

    private var nodeReasons: [RecoveryReason]
    private var logReasons: [Origin: [RecoveryReason]]
    private var heads: [Origin: HeadClaim]
    private var silent: Set<KeyName>
    private var asking: Duration?
    private var asked: [KeyName: [Origin: HeadClaim]] = [:]
    private var retries: [KeyName: [Origin: Retry]] = [:]
    /// Logs of which evidence is kept; one proof is enough.
    private var forked: Set<Origin> = []

    /// A checkpoint that a peer was asked for in vain.
    private struct Retry {
        var backoff = Backoff()
        /// When it is asked for again; nil while that is on its way.
        var due: Duration?
    }

    /// Starts.
    ///
    /// `heads` are our own logs, `stops` what an earlier run kept of `stopAppending`, `peers` whom to wait for.
    package init(
        instance: [InstanceCheck],
        heads: [HeadClaim],
        stops: [Origin: RecoveryReason],
        peers: Set<KeyName>,
        now: Duration
    ) {
        nodeReasons = instance.compactMap { check in
            switch check {
            case .matches: nil
            case .missing: RecoveryReason(.instanceMissing)
            case .mismatch: RecoveryReason(.instanceMismatch)
            case .headBeyondLog(let origin, let shown, let stored):
                RecoveryReason(
                    .instanceHeadBeyondLog,
                    ["origin": "\(origin)", "shown": "\(shown)", "stored": "\(stored)"]
                )
            }
        }
        nodeReasons = Array(nodeReasons.prefix(Limits.recoveryReasonCountMax))
        self.heads = Dictionary(heads.map { ($0.origin, $0) }, uniquingKeysWith: { $1 })
        logReasons = stops.mapValues { [$0] }
        silent = peers
        asking = peers.isEmpty ? nil : now + Self.askingLimit
    }

    /// Why nothing may be appended to the log now; empty when it may.
    package func refusals(toAppendTo origin: Origin) -> [RecoveryReason] {
        var reasons = nodeReasons + logReasons[origin, default: []]
        if reasons.isEmpty, asking != nil {
            reasons.append(RecoveryReason(.askingPeers, ["origin": "\(origin)"]))
        }
        return reasons
    }

    /// Whether the node as a whole, or some log of it, waits for an operator.
    package var isInRecovery: Bool { !nodeReasons.isEmpty || !logReasons.isEmpty }

    /// When `onTick` is due; nil once the peers were asked and have answered.
    package var deadline: Duration? {
        retries.values.flatMap(\.values).reduce(asking) { Duration.earlier($0, $1.due) }
    }

    /// Whether a checkpoint that a peer was asked for in vain is to be asked for again.
    package func isRetrying(_ peer: KeyName) -> Bool {
        retries[peer]?.values.contains { $0.due != nil } ?? false
    }

    /// Ends the wait for peers that do not answer, and asks again for what did not arrive.
    package mutating func onTick(now: Duration) -> [Directive] {
        var directives: [Directive] = []
        for (peer, waiting) in retries.sorted(by: { $0.key < $1.key }) {
            for (origin, retry) in waiting.sorted(by: { $0.key < $1.key }) {
                guard let due = retry.due, now >= due else { continue }
                retries[peer]?[origin]?.due = nil
                directives.append(.fetchOwnCheckpoint(origin, peer: peer))
            }
        }
        guard let asking, now >= asking else { return directives }
        self.asking = nil
        return directives + [.startAppending]
    }

    /// Our own log grew.
    package mutating func onAppended(_ head: HeadClaim) { heads[head.origin] = head }

    /// A peer showed heads, in a session or an answer of heads.
    ///
    /// `claims` are of our own logs alone. They are compared with ours; one that is not here at all was lost with a disk or a restore.
    package mutating func onHeads(_ claims: [HeadClaim], from peer: KeyName) -> [Directive] {
        var directives: [Directive] = []
        for claim in claims where claim.size > 0 {
            let own = heads[claim.origin]
            guard own != claim else { continue }
            guard asked[peer]?[claim.origin] != claim else { continue }
            asked[peer, default: [:]][claim.origin] = claim
            retries[peer]?[claim.origin]?.due = nil
            if let own, claim.size < own.size {
                directives.append(
                    .readOwnRoot(claim.origin, size: claim.size, claim: claim, peer: peer)
                )
            } else {
                directives.append(.fetchOwnCheckpoint(claim.origin, peer: peer))
            }
        }
        return directives
    }

    /// A peer's session was heard, or it cannot be reached: nothing more is to be waited for from it.
    ///
    /// Call it after `onHeads` and after the checkpoints that it asked for were answered.
    package mutating func onAsked(_ peer: KeyName) -> [Directive] {
        silent.remove(peer)
        guard asking != nil, silent.isEmpty else { return [] }
        asking = nil
        return [.startAppending]
    }

    /// A checkpoint that was asked for did not arrive; it is asked for again after a pause, with jitter from `random`.
    ///
    /// What a peer only claims holds up no append beyond the wait after a start: anybody can claim anything.
    package mutating func onFetchFailed(
        _ origin: Origin,
        peer: KeyName,
        now: Duration,
        random: UInt64
    ) {
        var retry = retries[peer]?[origin] ?? Retry()
        retry.due = now + retry.backoff.next(random: random)
        retries[peer, default: [:]][origin] = retry
    }

    /// A peer was removed: nothing more is asked of it.
    package mutating func onPeerGone(_ peer: KeyName) {
        retries[peer] = nil
        asked[peer] = nil
    }

    /// The root of our own log at a size that a peer claimed another root for, or the same.
    package mutating func onOwnRoot(
        _ root: Digest,
        claim: HeadClaim,
        peer: KeyName
    ) -> [Directive] {
        root == claim.root ? [] : [.fetchOwnCheckpoint(claim.origin, peer: peer)]
    }

    /// A checkpoint of our own log that our own key signed, as a peer holds it.
    ///
    /// `rootAtSize` is the root of our log at its size, nil where our log is smaller.
    package mutating func onSignedHead(
        _ checkpoint: Checkpoint,
        from peer: KeyName,
        rootAtSize: Digest?
    ) -> [Directive] {
        retries[peer]?[checkpoint.origin] = nil
        guard rootAtSize != checkpoint.root else { return [] }
        var arguments = [
            "origin": "\(checkpoint.origin)", "peer": "\(peer)", "shown": "\(checkpoint.size)",
        ]
        var code = RecoveryReason.Code.ownHeadConflicting
        if rootAtSize == nil {
            code = .ownHeadLarger
            arguments["stored"] = "\(heads[checkpoint.origin]?.size ?? 0)"
        }
        let stop = stop(checkpoint.origin, RecoveryReason(code, arguments), checkpoint)
        return forked.contains(checkpoint.origin) ? stop : stop + [.prove(checkpoint, peer: peer)]
    }

    /// Evidence is kept that one of our own logs was signed twice; `size` is the smallest of which there are two.
    package mutating func onForked(
        _ origin: Origin,
        size: TreeSize,
        from peer: KeyName
    ) -> [Directive] {
        forked.insert(origin)
        let arguments = ["origin": "\(origin)", "peer": "\(peer)", "shown": "\(size)"]
        return stop(origin, RecoveryReason(.ownHeadConflicting, arguments), nil)
    }

    private mutating func stop(
        _ origin: Origin,
        _ reason: RecoveryReason,
        _ checkpoint: Checkpoint?
    ) -> [Directive] {
        let known = logReasons[origin, default: []]
        guard !known.contains(where: { $0.code == reason.code }) else { return [] }
        logReasons[origin] = known + [reason]
        return [.stopAppending(origin, reason, checkpoint: checkpoint)]
    }
}
