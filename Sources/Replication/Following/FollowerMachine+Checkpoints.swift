internal import Cryptography
package import TransparencyLog

/// Keys and checkpoints: what the log's own signature says, and how it fits what we hold.
extension FollowerMachine {
    /// A source shows a head of this log: a claim, which is worth a question at most.
    package mutating func onHeads(
        _ claim: HeadClaim,
        from source: KeyName,
        now: Moment
    ) -> [FollowerDirective] {
        guard standing == .following, claim.origin == origin else { return [] }
        sources.note(claim, from: source)
        var directives = compare(claim, from: source)
        // The origin can be reached: what waits for it goes out now.
        if source == author, receiptRetry != nil { receiptRetry = now.uptime }
        directives += sendReceipt(now: now.uptime)
        return directives + pump(now: now)
    }

    /// A source's session ended: what it was asked for is asked of others.
    package mutating func onSourceGone(
        _ source: KeyName,
        now: Moment
    ) -> [FollowerDirective] {
        sources.remove(source)
        toAsk.remove(source)
        compared[source] = nil
        held[source] = nil
        suspects.remove(source)
        urgent.remove(source)
        checkpointRequests = checkpointRequests.filter { $0.value.source != source }
        if keyRequest?.source == source { keyRequest = nil }
        for index in tileTasks.indices where tileTasks[index].source == source {
            tileTasks[index].request = nil
            tileTasks[index].source = nil
        }
        return releaseRuns(of: source) + pump(now: now)
    }

    // MARK: Claims

    private mutating func compare(
        _ claim: HeadClaim,
        from source: KeyName
    ) -> [FollowerDirective] {
        guard compared[source] != claim, !ignored.contains(claim) else { return [] }
        for known in [head, target, next].compactMap({ $0 }) where known.size == claim.size {
            compared[source] = claim
            if known.root != claim.root { toAsk.insert(source) }
            return []
        }
        guard let head, claim.size < head.size else { return [] }
        compared[source] = claim
        if let recent = recentRoots.first(where: { $0.size == claim.size }) {
            // The origin's own smaller head is asked for again: it may have rolled back.
            if recent.root != claim.root || source == author { toAsk.insert(source) }
            return []
        }
        guard ownTasks.count < Limits.comparisonCountMax else {
            compared[source] = nil
            return []
        }
        return readOwn(.claim(claim, source: source, tree: head), at: claim.size, of: head)
    }

    /// Compares the claims of all sources again, after the head moved over them.
    mutating func compareClaims() -> [FollowerDirective] {
        var directives: [FollowerDirective] = []
        for (name, source) in sources.sources.sorted(by: { $0.key < $1.key })
        where source.claim.size <= verifiedSize {
            directives += compare(source.claim, from: name)
        }
        return directives
    }

    mutating func readOwn(
        _ task: OwnTask,
        at size: TreeSize,
        of tree: Checkpoint
    ) -> [FollowerDirective] {
        let id = newRequest()
        ownTasks[id] = task
        return [.readOwnTiles(id, at: size, of: tree)]
    }

    // MARK: Keys

    /// Asks for keys on first contact, and where a checkpoint waits that no known key verifies.
    mutating func askKeys(now: Duration) -> [FollowerDirective] {
        guard keyRequest == nil else { return [] }
        if let source = held.keys.sorted().first(where: { sources.isUsable($0, now: now) }) {
            return fetchKeys(from: source, now: now)
        }
        guard keyHistories.isEmpty else { return [] }
        let source =
            sources.isUsable(author, now: now) ? author : sources.furthest(beyond: 0, now: now)
        return source.map { fetchKeys(from: $0, now: now) } ?? []
    }

    private mutating func fetchKeys(from source: KeyName, now: Duration) -> [FollowerDirective] {
        keyRequest = KeyRequest(source: source, since: now)
        sources.begin(source)
        return [.fetchKeys(from: source)]
    }

    /// The log's keys as a source shows them, verified by Ledger under the node key.
    package mutating func onKeys(
        from source: KeyName,
        _ outcome: FetchOutcome<LogKeys>,
        now: Moment
    ) -> [FollowerDirective] {
        guard standing == .following, let request = keyRequest, request.source == source else {
            return []
        }
        keyRequest = nil
        let time = now.uptime
        var directives: [FollowerDirective] = []
        switch outcome {
        case .failed(let reason):
            directives += fail(source, reason, now: time)
            if held.removeValue(forKey: source) != nil { toAsk.insert(source) }
        case .received(let keys):
            sources.succeed(source, after: time - request.since)
            directives += take(keys, from: source)
            guard standing == .following else { return directives }
            directives += readHead(shownBy: source, now: now)
            // Who waits for keys of its own is asked for them, if these do not do.
            let waiting = held.sorted { $0.key < $1.key }
            held = [:]
            for (name, checkpoint) in waiting {
                directives += read(
                    checkpoint.bytes,
                    from: name,
                    asked: checkpoint.context,
                    mayAskKeys: name != source,
                    now: now
                )
            }
        }
        return directives + pump(now: now)
    }

    /// Verifies the stored head under the keys that were shown; those that do not verify it are not this copy's.
    private mutating func readHead(
        shownBy source: KeyName,
        now: Moment
    ) -> [FollowerDirective] {
        guard let unread = unreadHead else { return [] }
        for keys in keyHistories {
            guard let key = keys.key(at: unread.size),
                // Another history's key may still verify it.
                let checkpoint = try? unread.verified(by: key)
            else { continue }
            head = checkpoint
            unreadHead = nil
            recentRoots = [(checkpoint.size, checkpoint.root)]
            return compareClaims()
        }
        keyHistories = []
        return blame(source, .keysUnverified, now: now.uptime)
    }

    private mutating func take(_ keys: LogKeys, from source: KeyName) -> [FollowerDirective] {
        for index in keyHistories.indices {
            if keys.isPrefix(of: keyHistories[index]) { return [] }
            if keyHistories[index].isPrefix(of: keys) {
                keyHistories[index] = keys
                return []
            }
            if !keys.beginsLike(keyHistories[index]) {
                return prove(
                    .open(keyHistories[index].entries[0], keys.entries[0]),
                    blaming: source
                )
            }
        }
        // Two branches of keys: checkpoints of either will show the fork.
        if keyHistories.count < Limits.keyHistoryCountMax { keyHistories.append(keys) }
        return []
    }

    // MARK: Checkpoints

    mutating func askCheckpoints(now: Duration) -> [FollowerDirective] {
        var directives: [FollowerDirective] = []
        for source in toAsk.sorted() where canAsk(source, now: now) {
            directives += fetchCheckpoint(from: source, now: now)
        }
        // One that does not answer keeps nobody else from being asked.
        if target == nil, next == nil,
            checkpointRequests.values.allSatisfy({ now >= $0.since + Self.patience }),
            let source = sources.furthest(beyond: verifiedSize, now: now),
            canAsk(source, now: now)
        {
            directives += fetchCheckpoint(from: source, now: now)
        }
        return directives
    }

    private func canAsk(_ source: KeyName, now: Duration) -> Bool {
        // A suspect is asked in spite of its pause: what it signs for is what counts.
        let isUsable =
            urgent.contains(source)
            ? sources.sources[source] != nil : sources.isUsable(source, now: now)
        return isUsable && checkpointRequests.count < Limits.checkpointRequestCountMax
            && !checkpointRequests.values.contains { $0.source == source }
            && held[source] == nil
    }

    private mutating func fetchCheckpoint(
        from source: KeyName,
        now: Duration
    ) -> [FollowerDirective] {
        urgent.remove(source)
        let isOwed = toAsk.remove(source) != nil
        let id = newRequest()
        checkpointRequests[id] = CheckpointRequest(
            source: source,
            isOwed: isOwed,
            since: now,
            context: AskedWhen(held: verifiedSize, promised: sources.sources[source]?.claim)
        )
        sources.begin(source)
        return [.fetchCheckpoint(id, from: source)]
    }

    /// A source's newest checkpoint, in bytes.
    package mutating func onCheckpoint(
        _ id: RequestID,
        _ outcome: FetchOutcome<[UInt8]>,
        now: Moment
    ) -> [FollowerDirective] {
        guard standing == .following, let request = checkpointRequests.removeValue(forKey: id)
        else { return [] }
        var directives: [FollowerDirective] = []
        switch outcome {
        case .failed(let reason):
            directives += fail(request.source, reason, now: now.uptime)
            if request.isOwed { toAsk.insert(request.source) }
        case .received(let bytes):
            sources.succeed(request.source, after: now.uptime - request.since)
            directives += read(
                bytes,
                from: request.source,
                asked: request.context,
                mayAskKeys: true,
                now: now
            )
        }
        return directives + pump(now: now)
    }

    private mutating func read(
        _ bytes: [UInt8],
        from source: KeyName,
        asked context: AskedWhen,
        mayAskKeys: Bool,
        now: Moment
    ) -> [FollowerDirective] {
        // The reason why it is no checkpoint adds nothing: the source served no checkpoint of this log.
        guard let unverified = try? UnverifiedCheckpoint(parsing: bytes),
            unverified.origin == origin, unverified.size > 0
        else { return distrust(source, now: now.uptime) }
        for keys in keyHistories {
            guard let key = keys.key(at: unverified.size),
                // Another history's key may still verify it.
                let checkpoint = try? unverified.verified(by: key)
            else { continue }
            return take(checkpoint, from: source, asked: context, now: now)
        }
        // The key may be one that a newer entry names: the source's keys are asked for once.
        guard mayAskKeys else { return distrust(source, now: now.uptime) }
        if held.count < Limits.checkpointRequestCountMax {
            held[source] = HeldCheckpoint(bytes: bytes, context: context)
        }
        return []
    }

    private mutating func distrust(_ source: KeyName, now: Duration) -> [FollowerDirective] {
        suspects.remove(source)
        return blame(source, .checkpointUnverified, now: now)
    }

    private mutating func take(
        _ checkpoint: Checkpoint,
        from source: KeyName,
        asked context: AskedWhen,
        now: Moment
    ) -> [FollowerDirective] {
        let claim = HeadClaim(checkpoint)
        // What the source showed while it was answering stands.
        let isNews = sources.sources[source]?.claim == context.promised
        if isNews || claim.size > sources.sources[source]?.claim.size ?? 0 {
            sources.note(claim, from: source)
        }
        compared[source] = claim
        guard !ignored.contains(claim) else { return [] }
        var directives: [FollowerDirective] = []
        // The origin's case is graver than a stale answer, and is judged with the smaller ones.
        if let promised = context.promised, promised.size > claim.size,
            source != author || claim.size >= verifiedSize
        {
            directives += blame(source, .checkpointStale, now: now.uptime)
        }
        for known in ([head, target, next].compactMap { $0 } + comparisons)
        where known.size == claim.size {
            suspects.remove(source)
            guard known.root != claim.root else { continue }
            return directives
                + prove(
                    .sameSize(known, checkpoint, keys: keyEntries(known, checkpoint)),
                    blaming: source
                )
        }
        guard [head, target, next].allSatisfy({ $0?.size != claim.size }) else { return directives }
        // One that was given up may be had again.
        comparisons.removeAll { $0.size == claim.size }
        if claim.size < verifiedSize {
            return directives + judgeSmaller(checkpoint, from: source, held: context.held)
        }
        return directives + takeLarger(checkpoint, from: source)
    }

    private mutating func takeLarger(
        _ checkpoint: Checkpoint,
        from source: KeyName
    ) -> [FollowerDirective] {
        defer { suspects.remove(source) }
        guard let target else {
            if let next, next.size > checkpoint.size {
                postpone(checkpoint)
            } else {
                if let next { postpone(next) }
                next = checkpoint
            }
            return []
        }
        if checkpoint.size < target.size {
            postpone(checkpoint)
            return []
        }
        if suspects.contains(source) {
            // This source's bytes did not fit our target: does its own checkpoint continue it?
            tileTasks.append(
                TileTask(
                    tree: checkpoint,
                    size: target.size,
                    purpose: .growth(smaller: target)
                )
            )
        }
        if let next, next.size > checkpoint.size {
            postpone(checkpoint)
        } else {
            if let next { postpone(next) }
            next = checkpoint
        }
        return []
    }

    /// Keeps a signed checkpoint until the tree has grown over it.
    mutating func postpone(_ checkpoint: Checkpoint) {
        guard !comparisons.contains(where: { HeadClaim($0) == HeadClaim(checkpoint) }) else {
            return
        }
        if comparisons.count >= Limits.comparisonCountMax { comparisons.removeFirst() }
        comparisons.append(checkpoint)
    }

    mutating func judgeSmaller(
        _ checkpoint: Checkpoint,
        from source: KeyName,
        held heldSize: TreeSize
    ) -> [FollowerDirective] {
        guard let head else { return [] }
        if let recent = recentRoots.first(where: { $0.size == checkpoint.size }),
            recent.root == checkpoint.root
        {
            return olderView(checkpoint, from: source, held: heldSize)
        }
        return readOwn(
            .checkpoint(checkpoint, source: source, held: heldSize, tree: head),
            at: checkpoint.size,
            of: head
        )
    }

    /// A signed head that is a prefix of ours: old news, except from the origin after we held more.
    mutating func olderView(
        _ checkpoint: Checkpoint,
        from source: KeyName,
        held heldSize: TreeSize
    ) -> [FollowerDirective] {
        suspects.remove(source)
        guard source == author, checkpoint.size < heldSize, let head,
            rollbackShown != HeadClaim(checkpoint)
        else { return [] }
        rollbackShown = HeadClaim(checkpoint)
        return [
            .rollbackAlarm(shown: checkpoint, held: head),
            .alarm(
                Alarm(
                    .originRolledBack,
                    [
                        "held": "\(head.size)", "origin": "\(origin)",
                        "shown": "\(checkpoint.size)",
                    ]
                )
            ),
        ]
    }

    /// The entries that name the keys of two checkpoints.
    func keyEntries(_ a: Checkpoint, _ b: Checkpoint) -> [[UInt8]] {
        let keys: Set<VerifierKey> = [a.logKey, b.logKey]
        var entries: [[UInt8]] = []
        for history in keyHistories {
            for entry in history.entries(naming: keys) where !entries.contains(entry) {
                entries.append(entry)
            }
        }
        return entries
    }

    // MARK: The target

    /// Gives a target up that nobody shows any more, where somebody shows less but more than we have.
    ///
    /// It waits among the comparisons until the tree grows over it.
    mutating func abandonTarget(now: Duration) -> [FollowerDirective] {
        let credible = sources.largestCredibleClaim
        guard let target, credible < target.size, credible > max(edge.end, verifiedSize) else {
            return []
        }
        switch stage {
        case .verifying, .storing, .committing, .cosigning: return []
        case .idle, .hashing, .diagnosing: break
        }
        postpone(target)
        self.target = nil
        return resetWindow() + askCheckpoints(now: now)
    }

    mutating func adoptTarget(now: Duration) -> [FollowerDirective] {
        guard target == nil, stage == .idle, let checkpoint = next else { return [] }
        next = nil
        guard checkpoint.size > verifiedSize else { return [] }
        target = checkpoint
        var directives: [FollowerDirective] = []
        if edge.end > checkpoint.size { directives += restage() }
        if edge.end == checkpoint.size { directives += commitStaged() }
        return directives
    }
}
