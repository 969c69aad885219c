package import Cryptography
package import TransparencyLog

/// One request or step of a follower; an answer that bears an unknown one is ignored.
package struct RequestID: Hashable, Comparable, Sendable {
    /// The number, unique in the follower.
    package let rawValue: UInt64

    /// Makes an id; a follower makes its own.
    package init(rawValue: UInt64) { self.rawValue = rawValue }

    /// Order by number.
    package static func < (a: RequestID, b: RequestID) -> Bool { a.rawValue < b.rawValue }
}

/// Entries that one source is asked for: whole bundles but for the ends.
package struct Run: Hashable, Sendable {
    /// The request; the shell keeps the entries under it.
    package let id: RequestID
    /// The first entry's index.
    package let start: TreeSize
    /// One past the last entry's index.
    package let end: TreeSize
    /// Whom to ask.
    package let source: KeyName

    /// Makes a run; a follower makes its own.
    package init(id: RequestID, start: TreeSize, end: TreeSize, source: KeyName) {
        self.id = id
        self.start = start
        self.end = end
        self.source = source
    }
}

/// Runs without a gap, to be authenticated and stored in one transaction; at most 65,536 entries.
package struct Slice: Hashable, Sendable {
    /// The step.
    package let id: RequestID
    /// The compact range of all entries before it.
    package let start: CompactRange
    /// Its runs, in order; their bytes are with the shell.
    package let runs: [Run]
    /// One past its last entry's index.
    package var end: TreeSize { runs.last?.end ?? start.end }

    /// Makes a slice; a follower makes its own.
    package init(id: RequestID, start: CompactRange, runs: [Run]) {
        self.id = id
        self.start = start
        self.runs = runs
    }
}

/// What the shell of a follower is to do.
///
/// "Answer with" names the event that must follow, sooner or later, unless the process ends.
package enum FollowerDirective: Hashable, Sendable {
    /// Fetch the entries that name the log's keys, let Ledger verify them under the node key; answer with `onKeys`.
    case fetchKeys(from: KeyName)
    /// Fetch the newest checkpoint; answer with `onCheckpoint`.
    case fetchCheckpoint(RequestID, from: KeyName)
    /// Fetch the bundles of a run for the tree of the size, several at once, and keep the entries; answer with `onRun`.
    case fetchRun(Run, treeSize: TreeSize)
    /// Drop the entries of these runs, and stop what is still on its way for them.
    case dropRuns([RequestID])
    /// Read subtree hashes at a size from a source's tiles, authenticated against the tree; answer with `onEdge`.
    case fetchTiles(RequestID, at: TreeSize, of: Checkpoint, from: KeyName)
    /// The same from our own stored tiles; answer with `onOwnEdge`.
    case readOwnTiles(RequestID, at: TreeSize, of: Checkpoint)
    /// Hash the slice's leaves onto its start; answer with `onSliceHashed`.
    case authenticateSlice(Slice)
    /// Compare the slice's leaves with the leaf hashes of authenticated tiles; answer with `onMismatchLocated`.
    case locateMismatch(RequestID, Slice, of: Checkpoint, from: KeyName)
    /// Let Ledger judge each entry of the slice; answer with `onEntriesVerified`. An invalid entry is marked, not refused.
    case verifyEntries(Slice)
    /// Store the slice, its tiles and the target; with `commitsHead` also head and projections, in one transaction.
    /// `keys` go with it where they are given: those under which a restart can read what is stored then. Answer with
    /// `onSliceStored` after it is durable.
    case storeSlice(
        Slice,
        edge: CompactRange,
        target: Checkpoint,
        keys: LogKeys?,
        commitsHead: Bool
    )
    /// Move the head over entries that are all stored, and keep the keys under which it was verified; answer with
    /// `onHeadCommitted` after it is durable.
    case commitHead(Checkpoint, keys: LogKeys?)
    /// Forget the stored entries beyond the head.
    case discardStaged
    /// The head moved: tell the peers that share the log.
    case announceHead(HeadClaim)
    /// Cosign, store the cosignature and its receipt, durably; answer with `onCosigned`. `time` is the least time allowed.
    case cosign(Checkpoint, time: UInt64)
    /// Send the stored receipt to the origin; answer with `onReceipt`.
    case sendReceipt(size: TreeSize)
    /// The receipt of this size is sent no more: it may leave the outbox.
    case forgetReceipt(size: TreeSize)
    /// Fetch the objects that the entries of these indexes grant us.
    case fetchObjects(from: TreeSize, to: TreeSize)
    /// Count and log why a source is left alone until then.
    case markBadSource(KeyName, BadSourceReason, until: Duration)
    /// The origin itself shows less than it showed before. Keep both checkpoints and tell the operator.
    case rollbackAlarm(shown: Checkpoint, held: Checkpoint)
    /// Let Ledger make and verify the evidence, store it; answer with `onEvidence`.
    case forkSuspected(ForkMaterial)
    /// Quarantine this log alone, on disk; answer with `onQuarantined`.
    case quarantine(evidence: Digest)
    /// Queue the stored evidence for every peer of the mechanism.
    case tellPeers(evidence: Digest)
    /// Tell the operator.
    case alarm(Alarm)
}

/// How a fetch went.
package enum FetchOutcome<Value: Sendable>: Sendable {
    /// It arrived within its limits.
    case received(Value)
    /// It did not.
    case failed(BadSourceReason)
}

/// How the origin answered a storage receipt.
package enum ReceiptOutcome: Hashable, Sendable {
    /// 204: it is stored there.
    case accepted
    /// 409: the origin says that it has only this size.
    case sizeUnknown(TreeSize)
    /// 422: it does not hold there yet, as under a mirror key whose card has not come, or of a time that has not; it is sent again
    /// later. `isClockSound` says whether our clock agrees with the origin's.
    case putOff(isClockSound: Bool)
    /// Another final answer.
    case refused
    /// No answer.
    case failed
}
