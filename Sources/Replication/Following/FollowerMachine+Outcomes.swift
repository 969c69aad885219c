package import Cryptography
package import TransparencyLog

/// Cosignatures, storage receipts, and forks.
extension FollowerMachine {
    // MARK: Cosigning

    /// Cosigns a committed head.
    ///
    /// Never a smaller size after a larger one, and never an earlier time.
    mutating func cosign(_ checkpoint: Checkpoint, now: Moment) -> [FollowerDirective] {
        guard standing == .following, cosigns, checkpoint.size > cosigned?.size ?? 0 else {
            return []
        }
        stage = .cosigning
        return [.cosign(checkpoint, time: max(now.posixSeconds, leastTime(now: now)))]
    }

    /// The time below which no cosignature may fall: that of the one before, unless its origin has refused it as one to come.
    private func leastTime(now: Moment) -> UInt64 {
        guard let time = cosigned?.time else { return 0 }
        guard time == refusedTime, let latest = latestTime(now: now), time > latest else {
            return time
        }
        return min(acceptedTime, latest)
    }

    /// The latest time that an origin whose clock agrees with ours takes; nil beyond all times.
    private func latestTime(now: Moment) -> UInt64? {
        let (latest, overflow) = now.posixSeconds
            .addingReportingOverflow(Limits.receiptLeadSecondCountMax)
        return overflow ? nil : latest
    }

    /// Remembers a time that no origin takes whose clock agrees with ours; the newest one is no earlier than any before it.
    private mutating func noteRefusedTime(now: Moment) {
        guard let latest = latestTime(now: now), let time = cosigned?.time, time > latest else {
            return
        }
        refusedTime = time
    }

    /// Cosigns the head again whose cosignature a clock gave that was more than a day ahead; nil where that is not so.
    ///
    /// Only after the origin has refused it, and while the peers' clocks agree with ours: what an origin has taken stands, and a
    /// clock that is behind must not put an earlier time in its place.
    private mutating func cosignAgain(now: Moment) -> [FollowerDirective]? {
        guard let latest = latestTime(now: now), let former = cosigned, former.time > latest,
            former.time == refusedTime, let head,
            head.size == former.size, cosigns, stage == .idle
        else { return nil }
        let given = unsent.map { FollowerDirective.forgetReceipt(size: $0) }
        (unsent, putOff, receiptRetry) = ([], nil, nil)
        stage = .cosigning
        return given + [.cosign(head, time: max(now.posixSeconds, leastTime(now: now)))]
    }

    /// The cosignature and its receipt are durable; `time` is the one that was signed.
    package mutating func onCosigned(
        size: TreeSize,
        time: UInt64,
        now: Moment
    ) -> [FollowerDirective] {
        guard stage == .cosigning else { return [] }
        stage = .idle
        cosigned = FollowerState.Cosigned(size: size, time: time)
        // One that the origin does not take holds up none that covers it.
        let overtaken = putOff.flatMap { $0 < size && receiptInFlight != $0 ? $0 : nil }
        if let overtaken {
            unsent.removeAll { $0 == overtaken }
            (putOff, receiptRetry) = (nil, nil)
        }
        unsent.append(size)
        return (overtaken.map { [.forgetReceipt(size: $0)] } ?? []) + forgetReceipts()
            + sendReceipt(now: now.uptime) + pump(now: now)
    }

    /// This node may cosign from now on, or may not: a charter made it a member, or no longer.
    package mutating func onMayCosign(_ mayCosign: Bool, now: Moment) -> [FollowerDirective] {
        guard cosigns != mayCosign else { return [] }
        cosigns = mayCosign
        return pump(now: now)
    }

    /// Gives up the oldest receipts beyond the limit: those of larger sizes cover them.
    mutating func forgetReceipts() -> [FollowerDirective] {
        let count = max(0, unsent.count - Limits.unsentReceiptCountMax)
        defer { unsent.removeFirst(count) }
        return unsent.prefix(count).map { .forgetReceipt(size: $0) }
    }

    /// Sends the next receipt, one at a time, smallest size first.
    mutating func sendReceipt(now: Duration) -> [FollowerDirective] {
        guard standing == .following, receiptInFlight == nil, let size = unsent.first,
            now >= receiptRetry ?? now
        else { return [] }
        receiptRetry = nil
        receiptInFlight = size
        return [.sendReceipt(size: size)]
    }

    /// How the origin answered a receipt.
    package mutating func onReceipt(
        size: TreeSize,
        _ outcome: ReceiptOutcome,
        now: Moment
    ) -> [FollowerDirective] {
        guard receiptInFlight == size else { return [] }
        receiptInFlight = nil
        guard standing == .following else { return [] }
        switch outcome {
        case .accepted:
            unsent.removeAll { $0 == size }
            if putOff == size { putOff = nil }
            if let cosigned, cosigned.size == size { acceptedTime = cosigned.time }
            return sendReceipt(now: now.uptime)
        case .refused:
            unsent.removeAll { $0 == size }
            return [
                .alarm(Alarm(.receiptRefused, ["origin": "\(origin)", "size": "\(size)"]))
            ] + sendReceipt(now: now.uptime)
        case .putOff(let isClockSound):
            return waitWithReceipt(size, isClockSound: isClockSound, now: now)
        case .sizeUnknown:
            // The origin does not know what it signed: its checkpoint will say how far back it is.
            toAsk.insert(author)
            receiptRetry = now.uptime + Self.receiptPause
            return pump(now: now)
        case .failed:
            receiptRetry = now.uptime + Self.receiptPause
            return []
        }
    }

    /// What becomes of a receipt that the origin does not take now.
    private mutating func waitWithReceipt(
        _ size: TreeSize,
        isClockSound: Bool,
        now: Moment
    ) -> [FollowerDirective] {
        // One that was given up meanwhile is not taken up again.
        guard unsent.contains(size) else { return sendReceipt(now: now.uptime) }
        if isClockSound { noteRefusedTime(now: now) }
        if unsent.contains(where: { $0 > size }) {
            unsent.removeAll { $0 == size }
            return [.forgetReceipt(size: size)] + sendReceipt(now: now.uptime)
        }
        if isClockSound, let again = cosignAgain(now: now) { return again }
        putOff = size
        receiptRetry = now.uptime + Self.receiptPutOff
        return [.alarm(Alarm(.receiptRefused, ["origin": "\(origin)", "size": "\(size)"]))]
    }

    // MARK: Our own tree

    /// Subtree hashes from our own tiles, for `readOwnTiles`.
    package mutating func onOwnEdge(
        _ id: RequestID,
        left: [Digest],
        right: [Digest],
        now: Moment
    ) -> [FollowerDirective] {
        guard let task = ownTasks.removeValue(forKey: id) else { return [] }
        guard standing == .following else {
            // Evidence is being judged: should it not hold, this is looked at again.
            switch task {
            case .claim(_, let source, _): compared[source] = nil
            case .checkpoint(let checkpoint, _, _, _): postpone(checkpoint)
            }
            return []
        }
        switch task {
        case .claim(let claim, let source, let tree):
            guard
                let read = TreeEdge(at: claim.size, of: tree, left: left, right: right)
            else { return damaged(tree) }
            if read.leftRoot != claim.root || source == author { toAsk.insert(source) }
            return pump(now: now)
        case .checkpoint(let checkpoint, let source, let held, let tree):
            guard
                let read = TreeEdge(at: checkpoint.size, of: tree, left: left, right: right)
            else { return damaged(tree) }
            if read.leftRoot == checkpoint.root {
                return olderView(checkpoint, from: source, held: held) + pump(now: now)
            }
            return prove(
                .growth(
                    smaller: checkpoint,
                    larger: tree,
                    edge: read,
                    keys: keyEntries(checkpoint, tree)
                ),
                blaming: source
            )
        }
    }

    private func damaged(_ tree: Checkpoint) -> [FollowerDirective] {
        [.alarm(Alarm(.ownCopyDamaged, ["origin": "\(origin)", "size": "\(tree.size)"]))]
    }

    // MARK: Forks

    /// Stops following and has the evidence made.
    mutating func prove(
        _ material: ForkMaterial,
        blaming source: KeyName?
    ) -> [FollowerDirective] {
        guard standing == .following else { return [] }
        standing = .proving(material, blamed: source)
        return [.forkSuspected(material)]
    }

    /// The evidence was verified and stored under its digest; or it was refused (nil), and nobody is quarantined.
    package mutating func onEvidence(_ digest: Digest?, now: Moment) -> [FollowerDirective] {
        guard case .proving(let material, let blamed) = standing else { return [] }
        guard let digest else { return goOn(without: material, blamed: blamed, now: now) }
        evidence = digest
        standing = .quarantining(digest)
        return [
            .alarm(Alarm(.forkDetected, ["form": material.form, "origin": "\(origin)"])),
            .dropRuns(window.requests),
            .quarantine(evidence: digest),
        ]
    }

    /// The evidence did not hold: its checkpoint is ignored, and following goes on.
    private mutating func goOn(
        without material: ForkMaterial,
        blamed: KeyName?,
        now: Moment
    ) -> [FollowerDirective] {
        standing = .following
        switch material {
        case .sameSize(_, let other, _): ignored.append(HeadClaim(other))
        case .growth(let smaller, let larger, _, _):
            ignored.append(HeadClaim(smaller.size < verifiedSize ? smaller : larger))
        case .open: break
        }
        if ignored.count > Limits.comparisonCountMax { ignored.removeFirst() }
        if let next, ignored.contains(HeadClaim(next)) { self.next = nil }
        var directives: [FollowerDirective] = [
            .alarm(Alarm(.evidenceRefused, ["origin": "\(origin)"]))
        ]
        if let blamed { directives += blame(blamed, .checkpointUnverified, now: now.uptime) }
        switch stage {
        case .storing, .committing, .cosigning: break
        case .idle, .hashing, .diagnosing, .verifying:
            if let target, ignored.contains(HeadClaim(target)) { self.target = nil }
            directives += restage()
            if let head { directives += cosign(head, now: now) }
        }
        return directives + pump(now: now)
    }

    /// A peer's evidence of this log's fork was verified by Ledger and stored.
    ///
    /// Never call it for evidence that does not verify: false evidence quarantines nobody.
    package mutating func onForkReported(
        _ digest: Digest,
        form: String
    ) -> [FollowerDirective] {
        guard !isQuarantined else { return [] }
        evidence = digest
        standing = .quarantining(digest)
        return [
            .alarm(Alarm(.forkDetected, ["form": form, "origin": "\(origin)"])),
            .dropRuns(window.requests),
            .quarantine(evidence: digest),
        ]
    }

    /// The quarantine is durable: every peer of the mechanism is told.
    package mutating func onQuarantined() -> [FollowerDirective] {
        guard case .quarantining(let digest) = standing else { return [] }
        standing = .quarantined
        return [.tellPeers(evidence: digest)]
    }
}
