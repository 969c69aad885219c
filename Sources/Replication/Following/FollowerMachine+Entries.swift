package import Cryptography
package import TransparencyLog

/// Entries: runs from several sources at once, slices authenticated, verified and stored in order.
extension FollowerMachine {
    // MARK: Runs

    mutating func assignRuns(now: Duration) -> [FollowerDirective] {
        guard let target, edge.end < target.size else { return [] }
        var directives: [FollowerDirective] = []
        while window.hasRoom {
            var index = window.items.firstIndex { $0.standing == .waiting }
            if index == nil, window.plan(after: edge.end, to: target.size) {
                index = window.items.count - 1
            }
            guard let index else { break }
            let item = window.items[index]
            guard let source = sources.best(holding: item.end, now: now) else { break }
            let id = newRequest()
            window.set(
                index,
                .inFlight(id, source: source, since: now, check: now + Self.patience)
            )
            sources.begin(source)
            directives.append(
                .fetchRun(
                    Run(id: id, start: item.start, end: item.end, source: source),
                    treeSize: target.size
                )
            )
        }
        return directives
    }

    /// Takes overdue runs from slow sources, where another one is free; or from any, after a minute, or several where runs are
    /// narrowed (`patienceFactor`).
    mutating func reassignSlowRuns(now: Duration) -> [FollowerDirective] {
        var directives: [FollowerDirective] = []
        let limit = Self.requestLimit * window.patienceFactor
        var isLinkSlow = false
        for index in window.items.indices {
            guard
                case .inFlight(let id, let source, let since, let check) =
                    window.items[index].standing, now >= check
            else { continue }
            let end = window.items[index].end
            let isOver = now >= since + limit
            isLinkSlow = isLinkSlow || isOver
            if isOver || sources.best(holding: end, excluding: source, now: now) != nil {
                window.set(index, .waiting)
                directives.append(.dropRuns([id]))
                directives += fail(source, .sourceSlow, now: now)
            } else {
                window.set(
                    index,
                    .inFlight(
                        id,
                        source: source,
                        since: since,
                        check: min(now + Self.patience, since + limit)
                    )
                )
            }
        }
        if isLinkSlow { window.narrow() }
        return directives
    }

    mutating func releaseRuns(of source: KeyName) -> [FollowerDirective] {
        var dropped: [RequestID] = []
        for index in window.items.indices {
            guard case .inFlight(let id, source, _, _) = window.items[index].standing else {
                continue
            }
            window.set(index, .waiting)
            dropped.append(id)
        }
        return dropped.isEmpty ? [] : [.dropRuns(dropped)]
    }

    /// A run arrived with that many bytes of entries, exactly as many entries as asked for; or it failed.
    package mutating func onRun(
        _ id: RequestID,
        _ outcome: FetchOutcome<Int>,
        now: Moment
    ) -> [FollowerDirective] {
        guard standing == .following, let index = window.indexInFlight(id),
            case .inFlight(_, let source, let since, _) = window.items[index].standing
        else { return [] }
        var directives: [FollowerDirective] = []
        switch outcome {
        case .received(let byteCount) where byteCount <= Limits.runByteCountMax:
            sources.succeed(source, after: now.uptime - since)
            window.receive(index, id, from: source, byteCount: byteCount, now: now.uptime)
            if now.uptime - since <= Self.patience { window.widen() }
        case .received:
            window.set(index, .waiting)
            directives.append(.dropRuns([id]))
            directives += fail(source, .bundleMalformed, now: now.uptime)
        case .failed(let reason):
            window.set(index, .waiting)
            directives += fail(source, reason, now: now.uptime)
        }
        return directives + pump(now: now)
    }

    // MARK: Slices

    mutating func formSlice(now: Duration) -> [FollowerDirective] {
        guard stage == .idle, let target else { return [] }
        let runs = window.slice(target: target.size, now: now, maxAge: Self.sliceAge)
        guard !runs.isEmpty else { return [] }
        let slice = Slice(id: newRequest(), start: edge, runs: runs)
        stage = .hashing(slice, computed: nil, authentic: nil)
        var directives: [FollowerDirective] = [.authenticateSlice(slice)]
        if slice.end < target.size {
            tileTasks.append(TileTask(tree: target, size: slice.end, purpose: .sliceEnd))
            directives += assignTileTasks(now: now)
        }
        return directives
    }

    /// The compact range after the slice's leaves, hashed onto its start.
    package mutating func onSliceHashed(
        _ id: RequestID,
        _ computed: CompactRange,
        now: Moment
    ) -> [FollowerDirective] {
        guard standing == .following, case .hashing(let slice, _, let authentic) = stage,
            slice.id == id
        else { return [] }
        stage = .hashing(slice, computed: computed, authentic: authentic)
        return judgeSlice() + pump(now: now)
    }

    private mutating func judgeSlice() -> [FollowerDirective] {
        guard let target, case .hashing(let slice, let computed?, let authentic) = stage else {
            return []
        }
        let isRight: Bool
        if slice.end == target.size {
            isRight =
                computed.end == target.size
                && computed.root(hasher: TreeHasher()) == target.root
        } else if let authentic {
            isRight = computed == authentic
        } else {
            return []
        }
        guard !isRight else {
            for run in slice.runs { sources.confirm(run.source) }
            stage = .verifying(slice, edge: computed)
            return [.verifyEntries(slice)]
        }
        stage = .diagnosing(slice)
        if slice.start.end == 0 {
            tileTasks.append(
                TileTask(tree: target, size: slice.end, purpose: .leaves(slice))
            )
        } else {
            tileTasks.append(
                TileTask(tree: target, size: slice.start.end, purpose: .sliceStart)
            )
        }
        return []
    }

    /// Ledger has judged every entry of the slice; invalid ones are marked and stored with the rest.
    package mutating func onEntriesVerified(
        _ id: RequestID,
        now: Moment
    ) -> [FollowerDirective] {
        guard standing == .following, let target, case .verifying(let slice, let computed) = stage,
            slice.id == id
        else { return [] }
        stage = .storing(slice, edge: computed)
        return [
            .storeSlice(
                slice,
                edge: computed,
                target: target,
                keys: keys(for: target, with: slice.end == target.size ? nil : head),
                commitsHead: slice.end == target.size
            )
        ] + pump(now: now)
    }

    /// The slice is durable.
    package mutating func onSliceStored(
        _ id: RequestID,
        now: Moment
    ) -> [FollowerDirective] {
        // What is durable is so whatever became of the log since.
        guard case .storing(let slice, let computed) = stage, slice.id == id else { return [] }
        edge = computed
        lastProgress = now.uptime
        window.removeFirst(slice.runs.count, now: now.uptime)
        stage = .idle
        var directives: [FollowerDirective] = [.dropRuns(slice.runs.map(\.id))]
        if let target, edge.end == target.size { directives += moveHead(to: target, now: now) }
        return directives + pump(now: now)
    }

    // MARK: The head

    mutating func commitStaged() -> [FollowerDirective] {
        guard let target, edge.root(hasher: TreeHasher()) == target.root else {
            // Stored under another checkpoint: fetch it again, which shows a fork if there is one.
            return restage()
        }
        stage = .committing
        return [.commitHead(target, keys: keys(for: target, with: nil))]
    }

    /// The history under which the target can be read again, and the head too while it stands; nil where no single one does.
    private func keys(for target: Checkpoint, with head: Checkpoint?) -> LogKeys? {
        let checkpoints = [target] + [head].compactMap { $0 }
        return keyHistories.first { keys in
            checkpoints.allSatisfy { keys.key(at: $0.size) == $0.logKey }
        }
    }

    /// The head is durable, after `commitHead`.
    package mutating func onHeadCommitted(now: Moment) -> [FollowerDirective] {
        guard stage == .committing, let target else { return [] }
        stage = .idle
        return moveHead(to: target, now: now) + pump(now: now)
    }

    private mutating func moveHead(
        to checkpoint: Checkpoint,
        now: Moment
    ) -> [FollowerDirective] {
        let former = verifiedSize
        head = checkpoint
        headEdge = edge
        target = nil
        window.removeAll()
        lastProgress = now.uptime
        recentRoots.append((checkpoint.size, checkpoint.root))
        if recentRoots.count > Limits.recentRootCountMax { recentRoots.removeFirst() }
        tileTasks.removeAll { if case .growth = $0.purpose { false } else { true } }
        var directives: [FollowerDirective] = [
            .announceHead(HeadClaim(checkpoint)),
            .fetchObjects(from: former, to: checkpoint.size),
        ]
        let covered = comparisons.filter { $0.size < checkpoint.size }
        comparisons.removeAll { $0.size < checkpoint.size }
        for older in covered {
            directives += readOwn(
                .checkpoint(older, source: author, held: 0, tree: checkpoint),
                at: older.size,
                of: checkpoint
            )
        }
        // Whatever the origin showed before is less than what we hold now: it is asked once more if it shows no more.
        compared[author] = nil
        directives += compareClaims()
        return directives + cosign(checkpoint, now: now)
    }

    /// Forgets what is stored beyond the head, and what is on its way.
    mutating func restage() -> [FollowerDirective] {
        let isStaged = edge.end > headEdge.end
        edge = headEdge
        return resetWindow() + (isStaged ? [.discardStaged] : [])
    }

    /// Forgets what is on its way.
    mutating func resetWindow() -> [FollowerDirective] {
        let requests = window.requests
        for item in window.items {
            if case .inFlight(_, let source, _, _) = item.standing { sources.end(source) }
        }
        window.removeAll()
        tileTasks.removeAll { if case .growth = $0.purpose { false } else { true } }
        stage = .idle
        return requests.isEmpty ? [] : [.dropRuns(requests)]
    }

    // MARK: Tiles

    mutating func assignTileTasks(now: Duration) -> [FollowerDirective] {
        var directives: [FollowerDirective] = []
        for index in tileTasks.indices where tileTasks[index].request == nil {
            let task = tileTasks[index]
            guard let source = sources.best(holding: task.tree.size, now: now) else { continue }
            let id = newRequest()
            tileTasks[index].request = id
            tileTasks[index].source = source
            tileTasks[index].since = now
            sources.begin(source)
            if case .leaves(let slice) = task.purpose {
                directives.append(.locateMismatch(id, slice, of: task.tree, from: source))
            } else {
                directives.append(
                    .fetchTiles(id, at: task.size, of: task.tree, from: source)
                )
            }
        }
        return directives
    }

    /// Subtree hashes that a source's tiles gave, for `fetchTiles`.
    package mutating func onEdge(
        _ id: RequestID,
        _ outcome: FetchOutcome<(left: [Digest], right: [Digest])>,
        now: Moment
    ) -> [FollowerDirective] {
        guard standing == .following, let index = tileTasks.firstIndex(where: { $0.request == id }),
            let source = tileTasks[index].source
        else { return [] }
        let task = tileTasks[index]
        switch outcome {
        case .failed(let reason):
            tileTasks[index].request = nil
            return fail(source, reason, now: now.uptime) + pump(now: now)
        case .received(let hashes):
            guard
                let read = TreeEdge(
                    at: task.size,
                    of: task.tree,
                    left: hashes.left,
                    right: hashes.right
                )
            else {
                tileTasks[index].request = nil
                return fail(source, .tilesMismatch, now: now.uptime) + pump(now: now)
            }
            sources.succeed(source, after: now.uptime - task.since)
            tileTasks.remove(at: index)
            return use(read, for: task, from: source) + pump(now: now)
        }
    }

    private mutating func use(
        _ read: TreeEdge,
        for task: TileTask,
        from source: KeyName
    ) -> [FollowerDirective] {
        switch (task.purpose, stage) {
        case (.sliceEnd, .hashing(let slice, let computed, _)) where slice.end == task.size:
            stage = .hashing(slice, computed: computed, authentic: read.left)
            return judgeSlice()
        case (.sliceStart, .diagnosing(let slice)) where slice.start.end == task.size:
            if read.left == slice.start {
                tileTasks.append(
                    TileTask(tree: task.tree, size: slice.end, purpose: .leaves(slice))
                )
                return []
            }
            guard let head else { return restage() }
            if head.size == task.size { return growth(head, task.tree, read, blaming: source) }
            tileTasks.append(TileTask(tree: task.tree, size: head.size, purpose: .head))
            return []
        case (.head, .diagnosing):
            guard let head, head.size == task.size, read.leftRoot != head.root else {
                // The head is fine: what was stored beyond it belongs to no signed tree that we know.
                return restage()
            }
            return growth(head, task.tree, read, blaming: source)
        case (.growth(let smaller), _):
            return read.leftRoot == smaller.root
                ? [] : growth(smaller, task.tree, read, blaming: source)
        default: return []
        }
    }

    private mutating func growth(
        _ smaller: Checkpoint,
        _ larger: Checkpoint,
        _ edge: TreeEdge,
        blaming source: KeyName
    ) -> [FollowerDirective] {
        prove(
            .growth(
                smaller: smaller,
                larger: larger,
                edge: edge,
                keys: keyEntries(smaller, larger)
            ),
            blaming: source
        )
    }

    /// The runs of the slice whose leaves differ from the authenticated ones, by the requests that fetched them.
    package mutating func onMismatchLocated(
        _ id: RequestID,
        _ outcome: FetchOutcome<[RequestID]>,
        now: Moment
    ) -> [FollowerDirective] {
        guard standing == .following, let index = tileTasks.firstIndex(where: { $0.request == id }),
            let source = tileTasks[index].source,
            case .leaves(let slice) = tileTasks[index].purpose
        else { return [] }
        guard case .received(let requests) = outcome else {
            tileTasks[index].request = nil
            guard case .failed(let reason) = outcome else { return [] }
            return fail(source, reason, now: now.uptime) + pump(now: now)
        }
        sources.succeed(source, after: now.uptime - tileTasks[index].since)
        tileTasks.remove(at: index)
        guard case .diagnosing(slice) = stage else { return pump(now: now) }
        stage = .idle
        var directives: [FollowerDirective] = []
        var wrong = slice.runs.indices.filter { requests.contains(slice.runs[$0].id) }
        // Wrong as a whole but nowhere in particular: nothing of it is kept.
        if wrong.isEmpty { wrong = Array(slice.runs.indices) }
        var blamed: Set<KeyName> = []
        for index in wrong {
            let run = slice.runs[index]
            window.set(index, .waiting)
            directives.append(.dropRuns([run.id]))
            if !requests.isEmpty, blamed.insert(run.source).inserted {
                directives += blame(run.source, .bundleMismatch, now: now.uptime)
            }
        }
        return directives + pump(now: now)
    }
}
