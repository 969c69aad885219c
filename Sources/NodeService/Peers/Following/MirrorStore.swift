import Casework
import Cryptography
import Ledger
import LogStorage
import Replication
import SQLiteStorage
import Sequencing
import TransparencyLog

/// The stored copy of one mirrored log: what a follower reads and writes, each write one durable transaction.
struct MirrorStore: Sendable {
    private let node: Node
    private let origin: Origin
    private let author: KeyName
    private let name: LogName
    private let clock: PeerClock

    init(_ supervisor: PeerSupervisor, _ follower: FollowerShell) {
        node = supervisor.node
        clock = supervisor.clock
        origin = follower.origin
        author = follower.author
        name = follower.name
    }

    /// Where the entries that name the log's keys are kept, so that a restart need not ask for them.
    private var keysName: String { "mirror-keys/\(origin)" }
    /// Where the checkpoint is kept under which entries beyond the head were authenticated.
    private var targetName: String { "mirror-target/\(origin)" }

    private var trusted: [VerifierKey] { node.view.trustedKeys(of: name) }

    // MARK: Reading

    /// All that a follower needs to go on.
    func state() async throws -> FollowerState {
        let view = node.view
        let trusted = trusted
        return try await node.store.read { transaction in
            var state = FollowerState(origin: origin, author: author)
            state.cosigns = mayCosign
            state.keys = try keys(in: transaction, trusted)
            if let log = try transaction.log(origin) {
                state.headEdge = log.edge
                state.stagedEdge = log.stagedEdge
                if let note = log.checkpoint {
                    let unverified = try UnverifiedCheckpoint(parsing: note)
                    state.head = verified(unverified, state.keys)
                    if state.head == nil {
                        // Keys that do not verify what was stored under them are as good as none.
                        state.keys = nil
                        state.unreadHead = unverified
                    }
                }
                state.stagedTarget = try transaction.meta(targetName)
                    .flatMap { verified(try UnverifiedCheckpoint(parsing: $0), state.keys) }
            }
            let cosigner = CosignerID(view.keyring.mirror.verifierKey)
            state.cosigned = try transaction.log(origin).flatMap { _ in
                try transaction.newestCosignature(of: origin, by: cosigner)
            }
            .map { FollowerState.Cosigned(size: $0.size, time: $0.time) }
            state.unsentReceipts = try transaction.outgoingReceipts(of: origin).map(\.size)
            state.evidence = try ForkKeeper.evidence(of: origin, in: transaction)
            state.evidenceForm =
                try state.evidence.flatMap { try transaction.document(.forkEvidence, $0.bytes) }
                .map { try ForkEvidence(parsing: $0).form.rawValue } ?? ""
            state.isQuarantined = try transaction.quarantine(of: origin) != nil
            return state
        }
    }

    /// Whether this node cosigns the log now.
    ///
    /// Only members do; an observer holds headers and signs for nothing. Neither does a home that must not append.
    var mayCosign: Bool {
        let view = node.view
        let newest: Membership? = view.library.newest(of: name.mechanism, adopted: nil)
        guard node.store.plan == .start, case .member? = newest?.place(of: view.own) else {
            return false
        }
        return true
    }

    private func keys(
        in transaction: SQLiteTransaction,
        _ trusted: [VerifierKey]
    ) throws -> LogKeys? {
        guard let bytes = try transaction.meta(keysName) else { return nil }
        let entries = try KeyEntries(parsing: bytes).entries
        // Entries by a node key that is no longer this node's name no keys: they are asked for anew.
        return try? LogKeyReader(origin, trusted).read(entries)
    }

    private func verified(_ checkpoint: UnverifiedCheckpoint, _ keys: LogKeys?) -> Checkpoint? {
        // That the keys do not verify it is the answer.
        keys?.key(at: checkpoint.size).flatMap { try? checkpoint.verified(by: $0) }
    }

    /// Subtree hashes left and right of a size, from our own tiles.
    func hashes(at size: TreeSize, of tree: Checkpoint) async throws -> SubtreeHashes {
        try await node.store.read { transaction in
            try StoredTree(origin: origin, reader: transaction).subtreeHashes(at: size, of: tree)
        }
    }

    /// The tree of all stored entries, which must end where the slice begins.
    func tree(after start: CompactRange, known: GrowingTree?) async throws -> GrowingTree {
        if let known, known.edge == start { return known }
        let tree = try await node.store.read { transaction in
            guard let log = try transaction.log(origin) else { return GrowingTree() }
            return try GrowingTree(of: log, reader: transaction)
        }
        guard tree.edge == start else { throw SliceLost() }
        return tree
    }

    /// A verifier with the keys that the log knows as far as it was projected.
    func verifier(known: SliceVerifier?) async throws -> SliceVerifier {
        if let known { return known }
        let projector = node.view.projector
        let stored = try await node.store.read { transaction in
            try projector.history(of: origin, in: transaction)
        }
        guard let history = stored ?? KeyHistory(origin: origin, trusted: trusted) else {
            throw LedgerError(.originNotOurs, ["origin": "\(origin)"])
        }
        return SliceVerifier(history)
    }

    /// The stored receipt of a size; nil where it was answered already.
    func receipt(size: TreeSize) async throws -> CosignatureSubmission? {
        try await node.store.read { try $0.outgoingReceipt(origin, size: size) }
            .map { try CosignatureSubmission(parsing: $0.body) }
    }

    // MARK: Writing

    /// Forgets the stored entries beyond the head: the newest first, and not all in one transaction, since others write too.
    func discardStaged() async throws {
        while try await !discardNewest() { try Task.checkCancellation() }
    }

    /// Forgets the newest entries beyond the head, at most a slice's; says whether none is left.
    private func discardNewest() async throws -> Bool {
        try await node.store.write { transaction in
            guard let log = try transaction.log(origin) else { return true }
            // Without its target what is left belongs to no tree, also after a crash.
            try transaction.removeDocument(.meta, Array(targetName.utf8))
            let count = UInt64(Replication.Limits.sliceEntryCountMax)
            guard log.stagedSize.rawValue - log.size.rawValue > count,
                let size = TreeSize(log.stagedSize.rawValue - count)
            else {
                try transaction.discardStaged(origin, beyond: log.edge)
                return true
            }
            let tree = StoredTree(origin: origin, reader: transaction)
            let hashes = try CompleteSubtree.covering(0, size).map { try tree.hash(of: $0) }
            guard let edge = CompactRange(end: size, hashes: hashes) else { throw SliceLost() }
            try transaction.discardStaged(origin, beyond: edge)
            return false
        }
    }

    /// Stores a slice with its tiles and its target; with `commitsHead` also the head, projections and wants.
    func store(
        _ part: MirrorPart,
        target: Checkpoint,
        keys: LogKeys?,
        commitsHead: Bool
    ) async throws {
        let entries = part.hashed.entries.enumerated().map { place, bytes in
            NewEntry(bytes: Array(bytes), digest: part.checked.entries[place].digest)
        }
        let slice = MirrorSlice(
            origin: origin,
            start: part.hashed.start,
            entries: entries,
            tiles: part.hashed.growth.tiles,
            edge: part.hashed.growth.edge
        )
        try await node.store.write { transaction in
            if try transaction.log(origin) == nil {
                try transaction.createLog(origin, kind: .mirrored)
            }
            try transaction.commitSlice(slice)
            try keep(keys, in: transaction)
            guard commitsHead else {
                return try transaction.putMeta(targetName, target.logNote.encoded)
            }
            try commit(target, part.remembered, part.checked, in: transaction)
        }
    }

    /// Moves the head over entries that are all stored, with projections and wants.
    func commitHead(
        _ target: Checkpoint,
        keys: LogKeys?,
        remembered: RememberedChecks
    ) async throws {
        try await node.store.write { transaction in
            try keep(keys, in: transaction)
            try commit(target, remembered, nil, in: transaction)
        }
    }

    private func keep(_ keys: LogKeys?, in transaction: SQLiteTransaction) throws {
        guard let bytes = try keys.map({ try KeyEntries($0.entries).encoded }),
            try transaction.meta(keysName) != bytes
        else { return }
        try transaction.putMeta(keysName, bytes)
    }

    private func commit(
        _ target: Checkpoint,
        _ remembered: RememberedChecks,
        _ last: CheckedSlice?,
        in transaction: SQLiteTransaction
    ) throws {
        guard let log = try transaction.log(origin) else {
            throw LogStorageError(.logUnknown, ["origin": "\(origin)"])
        }
        try transaction.commitHead(
            MirrorHead(
                origin: origin,
                expected: log.head,
                head: LogHead(size: target.size, root: target.root),
                checkpoint: target.logNote.encoded
            )
        )
        try transaction.removeDocument(.meta, Array(targetName.utf8))
        // Read here, on the writer's thread: a charter that came in meanwhile counts, or is told of afterwards.
        let view = node.view
        let trusted = view.trustedKeys(of: name)
        let wants = ObjectWants(
            view: view,
            clock: clock.state,
            origin: origin,
            transaction: transaction
        )
        var start = log.size
        while start < target.size {
            // One for each part: what a part enrols counts in the next one.
            var verifier: EntryVerifier?
            let end = min(start.adding(Limits.projectionEntryCountMax), target.size)
            let checked = try checkedEntries(start, end, remembered, last, transaction) { bytes in
                if verifier == nil {
                    let history = try view.projector.history(of: origin, in: transaction)
                    verifier = (history ?? KeyHistory(origin: origin, trusted: trusted))
                        .map { EntryVerifier($0) }
                }
                return verifier?.check(bytes)
            }
            _ = try view.projector.append(
                checked,
                of: origin,
                from: start.nextIndex,
                trusted: trusted,
                in: transaction
            )
            try wants.note(checked, from: start)
            start = end
        }
    }

    /// The entries of a range with what their signatures are worth: from memory where that is known, else checked here.
    private func checkedEntries(
        _ start: TreeSize,
        _ end: TreeSize,
        _ remembered: RememberedChecks,
        _ last: CheckedSlice?,
        _ transaction: SQLiteTransaction,
        check: ([UInt8]) throws -> CheckedEntry?
    ) throws -> [CheckedEntry] {
        var checked: [CheckedEntry] = []
        checked.reserveCapacity(Int(end.rawValue - start.rawValue))
        let lastStart = min(max(last?.start ?? end, start), end)
        if start < lastStart {
            let stored = try transaction.entries(
                of: origin,
                from: start.nextIndex,
                count: Int(lastStart.rawValue - start.rawValue)
            )
            let known = Parallel.mapNow(stored.indices) { place -> CheckedEntry? in
                guard let outcomes = remembered[start.rawValue + UInt64(place)],
                    // Its form was checked with its signatures.
                    let entry = try? UnverifiedEntry(parsing: stored[place])
                else { return nil }
                return .readable(entry, outcomes)
            }
            for (known, bytes) in zip(known, stored) {
                guard let entry = try known ?? check(bytes) else {
                    throw LedgerError(.originNotOurs, ["origin": "\(origin)"])
                }
                checked.append(entry)
            }
        }
        if let last, lastStart < end {
            let first = Int(lastStart.rawValue - last.start.rawValue)
            checked += last.entries[first..<(first + Int(end.rawValue - lastStart.rawValue))]
        }
        return checked
    }

    /// Cosigns a stored head and puts the receipt into the outbox; receipts that were answered leave it.
    func cosign(
        _ checkpoint: Checkpoint,
        at time: UInt64,
        answered: Set<TreeSize>
    ) async throws {
        let signer = node.view.keyring.mirror
        let line = try signer.cosign(checkpoint, at: time)
        let body = try CosignatureSubmission(checkpoint, lines: [line]).encoded
        let cosignature = StoredCosignature(
            origin: origin,
            size: checkpoint.size,
            cosigner: CosignerID(signer.verifierKey),
            time: time,
            line: line.encoded
        )
        try await node.store.write { transaction in
            _ = try transaction.insertCosignature(cosignature)
            for size in answered { try transaction.removeOutgoingReceipt(origin, size: size) }
            // Last: a size that was answered may be cosigned again.
            try transaction.putOutgoingReceipt(origin, size: checkpoint.size, body: body)
        }
    }
}

extension CosignerID {
    /// The identity of a cosigner's key.
    init(_ key: VerifierKey) { self.init(name: key.name, keyID: key.id) }
}
