import Casework
import Cryptography
import Ledger
import LogStorage
import Logging
import PeerAPI
import Replication
import Sequencing
import TransparencyLog

/// One life of a follower's machine, with everything that only its loop touches.
struct FollowerRun {
    typealias Group = ThrowingDiscardingTaskGroup<any Error>
    typealias ID = Replication.RequestID

    private static let tickPause: Duration = .milliseconds(10)

    private let follower: FollowerShell
    private let inbox: Inbox<FollowerEvent>
    private let supervisor: PeerSupervisor
    private let store: MirrorStore
    private let fetcher: LogFetcher
    private var machine: FollowerMachine
    /// The entries of runs that arrived, and the bells that stop those on their way.
    private var buffers: [ID: [ArraySlice<UInt8>]] = [:]
    private var stops: [ID: Doorbell] = [:]
    private var mirror: MirrorState
    private var behind: Set<KeyName> = []
    private var progress: Duration
    /// What `status` was told that is missing; nothing yet in this life.
    private var toldGap: FollowerMachine.Gap??
    private var lastTick: Duration = .zero
    private var nextTick: Duration?

    init(
        _ follower: FollowerShell,
        _ inbox: Inbox<FollowerEvent>,
        _ supervisor: PeerSupervisor,
        _ state: FollowerState
    ) {
        self.follower = follower
        self.inbox = inbox
        self.supervisor = supervisor
        store = MirrorStore(supervisor, follower)
        fetcher = LogFetcher(log: follower.id, origin: follower.origin)
        let now = supervisor.clock.uptime
        machine = FollowerMachine(state, now: now)
        mirror = MirrorState(headSize: state.headEdge.end, stagedSize: state.stagedEdge.end)
        progress = now
    }

    /// When the loop must wake up; noted, since the machine forgets a pause that has passed.
    mutating func deadline() -> ContinuousClock.Instant? {
        // A deadline that has passed without effect must not make the loop spin.
        nextTick = machine.deadline(now: supervisor.clock.uptime)
            .map { max($0, lastTick + Self.tickPause) }
        return nextTick.map { supervisor.clock.instant($0) }
    }

    mutating func start(in group: inout Group) async throws {
        // What an earlier life said of its sources ended with it.
        supervisor.setBehind(follower.origin, sources: [])
        for directive in machine.start(now: supervisor.clock.moment) {
            try await performInOrder(directive, in: &group)
        }
        follower.objectsBell.ring()
    }

    mutating func step(_ events: [FollowerEvent], in group: inout Group) async throws {
        machine.windowByteCountMax = supervisor.windowByteCountMax
        for event in events {
            for directive in try take(event) { try await performInOrder(directive, in: &group) }
        }
        let now = supervisor.clock.moment
        if let due = nextTick, now.uptime >= due {
            lastTick = now.uptime
            for directive in machine.onTick(now: now) {
                try await performInOrder(directive, in: &group)
            }
        }
        tellProgress()
    }

    /// Tells the sessions of the sources whether we lag behind them, and when we move; `status`, too.
    private mutating func tellProgress() {
        let size = machine.verifiedSize
        let ahead =
            machine.awaitsSources
            ? Set(machine.sources.sources.filter { $0.value.claim.size > size }.keys) : []
        if ahead != behind {
            behind = ahead
            supervisor.setBehind(follower.origin, sources: ahead)
        }
        let gap = machine.gap
        if toldGap != .some(gap) {
            toldGap = .some(gap)
            supervisor.observed.setGap(of: follower.origin, gap)
        }
        guard machine.lastProgress > progress else { return }
        progress = machine.lastProgress
        supervisor.observed.progressed(follower.origin)
        for peer in machine.sources.sources.keys {
            supervisor.session(with: peer)?.post(.progress)
        }
    }

    // MARK: Events

    private mutating func take(_ event: FollowerEvent) throws -> [FollowerDirective] {
        let now = supervisor.clock.moment
        switch event {
        case .heads(let peer):
            guard let claim = follower.unreadClaim(of: peer) else { return [] }
            return machine.onHeads(claim, from: peer, now: now)
        case .sourceGone(let peer): return machine.onSourceGone(peer, now: now)
        case .keys(let source, let outcome):
            return machine.onKeys(from: source, outcome, now: now)
        case .checkpoint(let id, let outcome):
            return machine.onCheckpoint(id, outcome, now: now)
        case .run(let id, let outcome): return take(run: id, outcome, now: now)
        case .hashed(let slice):
            mirror.take(slice)
            return machine.onSliceHashed(slice.id, slice.growth.edge, now: now)
        case .edge(let id, let outcome):
            return machine.onEdge(id, outcome.map { ($0.left, $0.right) }, now: now)
        case .ownEdge(let id, let hashes):
            return machine.onOwnEdge(id, left: hashes.left, right: hashes.right, now: now)
        case .mismatch(let id, let outcome):
            return machine.onMismatchLocated(id, outcome, now: now)
        case .verified(let id, let slice):
            mirror.take(slice, of: id)
            return machine.onEntriesVerified(id, now: now)
        case .stored(let id):
            mirror.stored()
            return machine.onSliceStored(id, now: now)
        case .headCommitted:
            mirror.headCommitted()
            return machine.onHeadCommitted(now: now)
        case .cosigned(let size, let time):
            return machine.onCosigned(size: size, time: time, now: now)
        case .receipt(let size, let outcome):
            switch outcome {
            case .accepted, .refused: mirror.answered.insert(size)
            case .sizeUnknown, .putOff, .failed: break
            }
            return machine.onReceipt(size: size, outcome, now: now)
        case .evidence(let digest): return machine.onEvidence(digest, now: now)
        case .forkReported(let digest, let form):
            return machine.onForkReported(digest, form: form)
        case .quarantined: return machine.onQuarantined()
        case .viewChanged: return machine.onMayCosign(store.mayCosign, now: now)
        case .failed(let error): throw error
        }
    }

    private mutating func take(
        run id: ID,
        _ outcome: FetchOutcome<[ArraySlice<UInt8>]>,
        now: Moment
    ) -> [FollowerDirective] {
        guard stops.removeValue(forKey: id) != nil else { return [] }
        guard case .received(let entries) = outcome else {
            return machine.onRun(id, outcome.map { _ in 0 }, now: now)
        }
        buffers[id] = entries
        let byteCount = entries.reduce(0) { $0 + 2 + $1.count }
        return machine.onRun(id, .received(byteCount), now: now)
    }

    // MARK: Directives

    /// Runs what must be done before the next directive; starts everything else beside the loop.
    private mutating func performInOrder(
        _ directive: FollowerDirective,
        in group: inout Group
    ) async throws {
        guard directive == .discardStaged else { return perform(directive, in: &group) }
        mirror.discarded()
        try await store.discardStaged()
    }

    private mutating func perform(_ directive: FollowerDirective, in group: inout Group) {
        switch directive {
        case .fetchKeys, .fetchCheckpoint, .fetchRun, .fetchTiles, .locateMismatch:
            fetch(directive, in: &group)
        case .dropRuns(let ids):
            for id in ids {
                buffers[id] = nil
                stops.removeValue(forKey: id)?.ring()
            }
        case .readOwnTiles(let id, let size, let checkpoint):
            start(in: &group) { .ownEdge(id, try await $0.store.hashes(at: size, of: checkpoint)) }
        case .authenticateSlice(let slice):
            mirror.begin(slice)
            let (entries, tree) = (entries(of: slice), mirror.tree)
            start(in: &group) { run in
                let tree = try await run.store.tree(after: slice.start, known: tree)
                return .hashed(await HashedSlice(slice.id, entries, onto: tree))
            }
        case .verifyEntries(let slice):
            let (entries, verifier) = (entries(of: slice), mirror.verifier)
            start(in: &group) { run in
                var verifier = try await run.store.verifier(known: verifier)
                let checked = await verifier.check(entries)
                return .verified(
                    slice.id,
                    CheckedSlice(
                        start: slice.start.end,
                        entries: checked,
                        verifier: verifier
                    )
                )
            }
        case .storeSlice, .commitHead, .cosign, .sendReceipt: keep(directive, in: &group)
        case .forgetReceipt(let size): mirror.answered.insert(size)
        case .discardStaged: break
        case .announceHead(let claim):
            supervisor.observed.verified(follower.origin)
            supervisor.headMoved(claim)
            supervisor.receipts.ring()
        case .fetchObjects: follower.objectsBell.ring()
        case .markBadSource(let source, let reason, _): blame(source, reason)
        case .rollbackAlarm, .forkSuspected, .quarantine, .tellPeers, .alarm:
            warn(directive, in: &group)
        }
    }

    private func entries(of slice: Slice) -> [ArraySlice<UInt8>] {
        slice.runs.flatMap { buffers[$0.id] ?? [] }
    }

    private func blame(_ source: KeyName, _ reason: BadSourceReason) {
        let arguments = ["origin": "\(follower.origin)", "peer": "\(source)"]
        if let peer = NodeName(source) {
            supervisor.observed.failed(peer, "replication.\(reason.rawValue)", arguments)
        }
        supervisor.node.logger.notice(
            "source left alone for a while",
            metadata: [
                "origin": "\(follower.origin)", "peer": "\(source)", "reason": "\(reason.rawValue)",
            ]
        )
    }

    /// What the tasks beside the loop need of it.
    struct Context: Sendable {
        let follower: FollowerShell
        let supervisor: PeerSupervisor
        let store: MirrorStore
        let fetcher: LogFetcher
    }

    private var context: Context {
        Context(follower: follower, supervisor: supervisor, store: store, fetcher: fetcher)
    }

    /// Runs a step beside the loop; its failure ends this life of the machine.
    private func start(
        in group: inout Group,
        _ work: @escaping @Sendable (Context) async throws -> FollowerEvent?
    ) {
        let (inbox, context) = (inbox, context)
        group.addTask {
            do {
                if let event = try await work(context) { inbox.post(event) }
            } catch {
                if !Task.isCancelled { inbox.post(.failed(error)) }
            }
        }
    }
}

// MARK: - Questions to peers

extension FollowerRun {
    private mutating func fetch(_ directive: FollowerDirective, in group: inout Group) {
        switch directive {
        case .fetchKeys(let source):
            let trusted = supervisor.node.view.trustedKeys(of: follower.name)
            start(in: &group) { run in
                .keys(
                    source,
                    await run.ask(source, malformed: .keysUnverified) { line in
                        let entries = try await line.inBulk {
                            try await $0.keyEntries(of: run.follower.id)
                        }
                        return try LogKeyReader(run.follower.origin, trusted).read(entries.entries)
                    }
                )
            }
        case .fetchCheckpoint(let id, let source):
            start(in: &group) { run in
                .checkpoint(
                    id,
                    await run.ask(source, malformed: .checkpointUnverified) { line in
                        try await line.inControl { try await $0.checkpoint(of: run.follower.id) }
                    }
                )
            }
        case .fetchRun(let run, let treeSize): fetch(run, treeSize, in: &group)
        case .fetchTiles(let id, let size, let checkpoint, let source):
            start(in: &group) { run in
                .edge(
                    id,
                    await run.ask(source, malformed: .tilesMismatch) { line in
                        try await run.fetcher.hashes(at: size, of: checkpoint, over: line)
                    }
                )
            }
        case .locateMismatch(let id, let slice, let checkpoint, let source):
            let parts = slice.runs.map { ($0, buffers[$0.id] ?? []) }
            start(in: &group) { run in
                .mismatch(
                    id,
                    await run.ask(source, malformed: .tilesMismatch) { line in
                        try await run.fetcher.differing(parts, from: checkpoint, over: line)
                    }
                )
            }
        default: break
        }
    }

    private mutating func fetch(_ wanted: Run, _ treeSize: TreeSize, in group: inout Group) {
        let stop = Doorbell()
        stops[wanted.id] = stop
        start(in: &group) { run in
            let outcome = await withTaskGroup(
                of: FetchOutcome<[ArraySlice<UInt8>]>?.self
            ) { race in
                race.addTask {
                    await run.ask(wanted.source, malformed: .bundleMalformed) { line in
                        try await run.fetcher.entries(of: wanted, in: treeSize, over: line)
                    }
                }
                race.addTask {
                    await stop.wait()
                    return nil
                }
                defer { race.cancelAll() }
                return await race.next() ?? nil
            }
            return outcome.map { .run(wanted.id, $0) }
        }
    }
}

extension FollowerRun.Context {
    /// Asks a source something; whatever goes wrong is an outcome, and is shown with the peer.
    fileprivate func ask<Value: Sendable>(
        _ source: KeyName,
        malformed: BadSourceReason,
        _ question: (PeerLine) async throws -> Value
    ) async -> FetchOutcome<Value> {
        do {
            return .received(
                try await question(supervisor.line(to: source, for: follower.name))
            )
        } catch {
            return .failed(PeerFailure.reason(error, malformed: malformed))
        }
    }
}

extension FetchOutcome {
    /// The same outcome with another value.
    func map<Other>(_ change: (Value) -> Other) -> FetchOutcome<Other> {
        switch self {
        case .received(let value): .received(change(value))
        case .failed(let reason): .failed(reason)
        }
    }
}

// MARK: - What is stored

extension FollowerRun {
    private mutating func keep(_ directive: FollowerDirective, in group: inout Group) {
        switch directive {
        case .storeSlice(let slice, _, let target, let keys, let commitsHead):
            let part = mirror.part(of: slice)
            mirror.isCommitting = commitsHead
            start(in: &group) { run in
                guard let part else { throw SliceLost() }
                try await run.store.store(
                    part,
                    target: target,
                    keys: keys,
                    commitsHead: commitsHead
                )
                return .stored(slice.id)
            }
        case .commitHead(let checkpoint, let keys):
            let earlier = mirror.remembered
            start(in: &group) { run in
                try await run.store.commitHead(checkpoint, keys: keys, remembered: earlier)
                return .headCommitted
            }
        case .cosign(let checkpoint, let time):
            let answered = mirror.answered
            mirror.answered = []
            start(in: &group) { run in
                try await run.store.cosign(checkpoint, at: time, answered: answered)
                return .cosigned(checkpoint.size, time: time)
            }
        case .sendReceipt(let size):
            start(in: &group) { run in
                .receipt(size, try await run.send(receipt: size))
            }
        default: break
        }
    }

    private func warn(_ directive: FollowerDirective, in group: inout Group) {
        start(in: &group) { run in
            let forks = ForkKeeper(supervisor: run.supervisor)
            switch directive {
            case .rollbackAlarm(let shown, let held):
                try await run.supervisor.alarms.raise(
                    "replication.\(Alarm.Code.originRolledBack.rawValue)",
                    [
                        "held": "\(held.size)", "origin": "\(held.origin)",
                        "shown": "\(shown.size)",
                    ],
                    notes: [shown.logNote.encoded, held.logNote.encoded]
                )
            case .forkSuspected(let material):
                return .evidence(
                    try await forks.keepEvidence(of: material, against: run.follower.name)
                )
            case .quarantine(let digest):
                try await forks.quarantine(run.follower.origin, evidence: digest)
                return .quarantined
            case .tellPeers(let digest):
                try await forks.tellPeers(evidence: digest, of: run.follower.name.mechanism)
            case .alarm(let alarm) where alarm.code != .originRolledBack:
                try await run.supervisor.alarms.raise(alarm)
            default: break
            }
            return nil
        }
    }
}

/// A slice was to be stored whose entries the loop no longer has; the machine begins anew.
struct SliceLost: Error {}

extension FollowerRun.Context {
    /// Sends a stored receipt to the log's author.
    fileprivate func send(receipt size: TreeSize) async throws -> Replication.ReceiptOutcome {
        guard let submission = try await store.receipt(size: size) else { return .refused }
        do {
            let line = try supervisor.line(to: follower.author, for: follower.name)
            switch try await line.inControl({ try await $0.send(submission, to: follower.id) }) {
            case .stored: return .accepted
            case .sizeUnknown(let size): return .sizeUnknown(size)
            }
        } catch PeerClientError.refused(let problem) where problem.status == 422 {
            return .putOff(isClockSound: supervisor.clock.agrees(with: follower.author))
        } catch PeerClientError.refused(let problem)
            where problem.status != 429 && problem.status != 503
        {
            return .refused
        } catch {
            return .failed
        }
    }
}
