internal import Cryptography
package import TransparencyLog

/// Follows one log of another node: steps 1 to 6 of "Following a log" (ARCHITECTURE.md), without any I/O.
///
/// The shell tells it what peers show and how its directives went; each call returns what to do next. It calls `onTick`
/// at `deadline`. The machine holds no bytes of entries: only ranges, compact ranges and signed checkpoints. After a
/// crash it is made anew from `FollowerState`; every directive may have happened or not, and both are fine.
///
/// ## Topics
/// - Checkpoints: `onHeads`, `onKeys`, `onCheckpoint`
/// - Entries: `onRun`, `onSliceHashed`, `onEdge`, `onMismatchLocated`, `onEntriesVerified`, `onSliceStored`
/// - Receipts: `onCosigned`, `onReceipt`
/// - Forks: `onOwnEdge`, `onEvidence`, `onForkReported`, `onQuarantined`
package struct FollowerMachine: Sendable {
    /// How long an answer may take before another source is asked, where one is free.
    package static let patience: Duration = .seconds(5)
    /// How long any request may take.
    package static let requestLimit: Duration = .seconds(60)
    /// Received runs are stored after so long, even if the slice is small: a cut link then loses little.
    package static let sliceAge: Duration = .seconds(5)
    /// The pause after a receipt that could not be sent.
    package static let receiptPause: Duration = .seconds(30)
    /// How long a receipt waits that the origin did not accept, where there is no other.
    package static let receiptPutOff: Duration = .seconds(3_600)

    /// What happens to the slice at the front of the window.
    enum Stage: Hashable {
        case idle
        case hashing(Slice, computed: CompactRange?, authentic: CompactRange?)
        case diagnosing(Slice)
        case verifying(Slice, edge: CompactRange)
        case storing(Slice, edge: CompactRange)
        case committing
        case cosigning
    }

    /// Whether the log goes on.
    enum Standing: Hashable {
        case following
        case proving(ForkMaterial, blamed: KeyName?)
        case quarantining(Digest)
        case quarantined
    }

    /// Something to be read from tiles of a source.
    struct TileTask: Hashable {
        enum Purpose: Hashable {
            case sliceEnd, sliceStart, head, leaves(Slice)
            case growth(smaller: Checkpoint)
        }
        let tree: Checkpoint
        let size: TreeSize
        let purpose: Purpose
        var request: RequestID?
        var source: KeyName?
        var since: Duration = .zero
    }

    /// Something to be read from our own tiles.
    enum OwnTask: Hashable {
        case claim(HeadClaim, source: KeyName, tree: Checkpoint)
        case checkpoint(Checkpoint, source: KeyName, held: TreeSize, tree: Checkpoint)
    }

    struct CheckpointRequest: Hashable {
        let source: KeyName
        /// Asked for a reason that stands until there is an answer.
        let isOwed: Bool
        let since: Duration
        let context: AskedWhen
    }

    /// What was known when a checkpoint was asked for: an answer is measured by that, not by what came since.
    struct AskedWhen: Hashable {
        /// The size that we had committed.
        let held: TreeSize
        /// The head that the source had shown.
        let promised: HeadClaim?
    }

    /// What is known of the log and not verified here.
    package struct Gap: Hashable, Sendable {
        /// The size that is known of; a claim, until it is fetched and verified.
        package let size: TreeSize
        /// Who shows it.
        package let holder: KeyName

        /// Names a size and who shows it.
        package init(size: TreeSize, holder: KeyName) {
            self.size = size
            self.holder = holder
        }
    }

    struct KeyRequest: Hashable {
        let source: KeyName
        let since: Duration
    }

    struct HeldCheckpoint: Hashable {
        let bytes: [UInt8]
        let context: AskedWhen
    }

    /// The log.
    package let origin: Origin
    /// The node that writes it.
    package let author: KeyName
    var cosigns: Bool

    /// The committed head; nil while there is none.
    package internal(set) var head: Checkpoint?
    /// The stored head's checkpoint, until a source has shown the keys that verify it; nothing is followed before.
    var unreadHead: UnverifiedCheckpoint?
    /// The checkpoint that is being followed; nil when there is nothing to do.
    package internal(set) var target: Checkpoint?
    /// When something new was last verified and stored.
    package internal(set) var lastProgress: Duration
    /// The sources and their pauses.
    package internal(set) var sources = SourcePool()

    var standing: Standing = .following
    var stage: Stage = .idle
    var headEdge: CompactRange
    var edge: CompactRange
    var next: Checkpoint?
    var comparisons: [Checkpoint] = []
    var recentRoots: [(size: TreeSize, root: Digest)] = []
    var keyHistories: [LogKeys] = []
    var keyRequest: KeyRequest?
    var held: [KeyName: HeldCheckpoint] = [:]
    var window = RunWindow()
    /// Bytes of entries that this log may have in memory, besides its first run: what many logs share.
    ///
    /// At most 64 MiB; less counts from the next run that is asked for.
    package var windowByteCountMax: Int {
        get { window.byteCountMax }
        set { window.byteCountMax = min(newValue, Limits.windowByteCountMax) }
    }
    var tileTasks: [TileTask] = []
    var ownTasks: [RequestID: OwnTask] = [:]
    var checkpointRequests: [RequestID: CheckpointRequest] = [:]
    var toAsk: Set<KeyName> = []
    var compared: [KeyName: HeadClaim] = [:]
    var suspects: Set<KeyName> = []
    var urgent: Set<KeyName> = []
    var ignored: [HeadClaim] = []
    var rollbackShown: HeadClaim?
    var cosigned: FollowerState.Cosigned?
    var unsent: [TreeSize]
    var receiptInFlight: TreeSize?
    var receiptRetry: Duration?
    /// The receipt that the origin did not take and that is sent again after a pause.
    var putOff: TreeSize?
    /// The time of a cosignature that the origin has refused in this life while its clock agreed with ours; nil where none was.
    var refusedTime: UInt64?
    /// The time of our newest cosignature that the origin has taken in this life; 0 before the first.
    var acceptedTime: UInt64 = 0
    var evidence: Digest?
    private let evidenceForm: String
    var lastRequest: UInt64 = 0

    /// Takes up a log where the store left it; `start` says what to do first.
    package init(_ state: FollowerState, now: Duration) {
        origin = state.origin
        author = state.author
        cosigns = state.cosigns
        head = state.head
        unreadHead = state.unreadHead
        headEdge = state.headEdge
        edge = state.stagedEdge
        target = state.stagedTarget
        keyHistories = state.keys.map { [$0] } ?? []
        cosigned = state.cosigned
        unsent = state.unsentReceipts
        evidence = state.evidence
        evidenceForm = state.evidenceForm
        lastProgress = now
        if state.isQuarantined { standing = .quarantined }
        if let head { recentRoots = [(head.size, head.root)] }
        // A target that the head has reached was left behind by a crash after the commit.
        if let target, target.size <= headEdge.end { self.target = nil }
    }

    /// Finishes what a crash may have cut off: a quarantine, a discarded slice, a commit, a cosignature, a receipt.
    package mutating func start(now: Moment) -> [FollowerDirective] {
        if let evidence {
            // Told again: it may have come before the log was followed, or a crash have cut the alarm off.
            let alarm = Alarm(.forkDetected, ["form": evidenceForm, "origin": "\(origin)"])
            guard standing != .quarantined else {
                return [.alarm(alarm), .tellPeers(evidence: evidence)]
            }
            standing = .quarantining(evidence)
            return [.alarm(alarm), .quarantine(evidence: evidence)]
        }
        guard standing == .following else { return [] }
        var directives: [FollowerDirective] = []
        if edge.end > headEdge.end, target.map({ $0.size < edge.end }) ?? true {
            // Nobody knows under which checkpoint these were authenticated.
            directives += restage()
        }
        directives += forgetReceipts()
        if let head { directives += cosign(head, now: now) }
        return directives + sendReceipt(now: now.uptime) + pump(now: now)
    }

    // MARK: Status

    /// Whether the log is quarantined, or about to be.
    package var isQuarantined: Bool {
        switch standing {
        case .quarantining, .quarantined: true
        case .following, .proving: false
        }
    }

    /// The size up to which everything is verified, stored and committed.
    package var verifiedSize: TreeSize { headEdge.end }

    /// The number of entries that are stored beyond the head.
    package var stagedSize: TreeSize { edge.end }

    /// Whether some source shows more than we have, and the log goes on.
    package var isBehind: Bool {
        standing == .following
            && max(sources.largestClaim, target?.size ?? 0) > verifiedSize
    }

    /// The most that is known of beyond what is verified: shown by a source that is there, or signed by the author where all of them
    /// are gone; nil while the log is not behind.
    package var gap: Gap? {
        guard isBehind else { return nil }
        let signed = target?.size ?? 0
        if let most = sources.largest, most.size >= signed, most.size > verifiedSize {
            return Gap(size: most.size, holder: most.peer)
        }
        return Gap(size: signed, holder: author)
    }

    /// Whether it is the sources' turn: not while this node itself verifies, stores or signs what they gave.
    package var awaitsSources: Bool {
        switch stage {
        case .idle, .hashing, .diagnosing: isBehind
        case .verifying, .storing, .committing, .cosigning: false
        }
    }

    /// The storage receipts that the origin has not answered yet.
    package var unsentReceiptCount: Int { unsent.count }

    // MARK: Time

    /// When `onTick` is due; nil when only an event can move the machine.
    package func deadline(now: Duration) -> Duration? {
        guard standing == .following else { return nil }
        var times: [Duration] = window.items.compactMap { item in
            if case .inFlight(_, _, _, let check) = item.standing { check } else { nil }
        }
        times += tileTasks.filter { $0.request != nil }.map { nextCheck($0.since, now: now) }
        times += checkpointRequests.values.map { nextCheck($0.since, now: now) }
        if let keyRequest { times.append(nextCheck(keyRequest.since, now: now)) }
        if receiptInFlight == nil, let receiptRetry { times.append(receiptRetry) }
        if stage == .idle, let oldest = window.sliceBegan {
            times.append(oldest + Self.sliceAge)
        }
        if isBehind || !toAsk.isEmpty || !held.isEmpty || unreadHead != nil,
            let release = sources.nextRelease(after: now)
        {
            times.append(release)
        }
        return times.min()
    }

    private func nextCheck(_ since: Duration, now: Duration) -> Duration {
        let soon = since + Self.patience
        return soon > now ? soon : since + Self.requestLimit
    }

    /// Gives up what took too long, and tries what a pause had put off.
    package mutating func onTick(now: Moment) -> [FollowerDirective] {
        guard standing == .following else { return [] }
        let time = now.uptime
        var directives = reassignSlowRuns(now: time)
        for index in tileTasks.indices {
            guard tileTasks[index].request != nil, let source = tileTasks[index].source,
                isOverdue(
                    tileTasks[index].since,
                    hasOther: sources.best(
                        holding: tileTasks[index].tree.size,
                        excluding: source,
                        now: time
                    ) != nil,
                    now: time
                )
            else { continue }
            tileTasks[index].request = nil
            directives += fail(source, .sourceSlow, now: time)
        }
        for (id, request) in checkpointRequests.sorted(by: { $0.key < $1.key })
        where time >= request.since + Self.requestLimit {
            checkpointRequests[id] = nil
            if request.isOwed { toAsk.insert(request.source) }
            directives += fail(request.source, .sourceSlow, now: time)
        }
        if let request = keyRequest,
            isOverdue(
                request.since,
                hasOther: sources.best(holding: 1, excluding: request.source, now: time) != nil,
                now: time
            )
        {
            if held.removeValue(forKey: request.source) != nil { toAsk.insert(request.source) }
            keyRequest = nil
            directives += fail(request.source, .sourceSlow, now: time)
        }
        return directives + sendReceipt(now: time) + pump(now: now)
    }

    /// Whether a request has had its time: less of it where another source is free.
    private func isOverdue(_ since: Duration, hasOther: Bool, now: Duration) -> Bool {
        now >= since + (hasOther ? Self.patience : Self.requestLimit)
    }

    // MARK: Shared by all parts

    mutating func newRequest() -> RequestID {
        lastRequest += 1
        return RequestID(rawValue: lastRequest)
    }

    /// Ends a request that failed, and pauses its source.
    mutating func fail(
        _ source: KeyName,
        _ reason: BadSourceReason,
        now: Duration
    ) -> [FollowerDirective] {
        sources.end(source)
        return blame(source, reason, now: now)
    }

    /// Pauses a source.
    ///
    /// One whose bytes do not fit the target may hold another branch: its checkpoint will tell.
    mutating func blame(
        _ source: KeyName,
        _ reason: BadSourceReason,
        now: Duration
    ) -> [FollowerDirective] {
        let until = sources.penalise(source, reason, now: now)
        if reason == .bundleMismatch || reason == .tilesMismatch {
            suspects.insert(source)
            toAsk.insert(source)
            urgent.insert(source)
        }
        return [.markBadSource(source, reason, until: until)]
    }

    /// Starts whatever can be started now, within every bound.
    mutating func pump(now: Moment) -> [FollowerDirective] {
        guard standing == .following else { return [] }
        let time = now.uptime
        var directives: [FollowerDirective] = []
        directives += askKeys(now: time)
        guard !keyHistories.isEmpty, unreadHead == nil else { return directives }
        // A node that became a member cosigns what it already holds.
        if stage == .idle, let head { directives += cosign(head, now: now) }
        directives += askCheckpoints(now: time)
        directives += abandonTarget(now: time)
        directives += adoptTarget(now: time)
        guard target != nil else { return directives }
        directives += assignTileTasks(now: time)
        directives += assignRuns(now: time)
        directives += formSlice(now: time)
        return directives
    }
}
