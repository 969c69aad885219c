internal import Cryptography
package import LogStorage
package import TransparencyLog

/// An entry with the place that it is to get: what a judgement inside the transaction sees.
package struct Candidate<Payload: Sendable>: Sendable {
    /// The place.
    package let location: EntryLocation
    /// The entry's bytes and digest.
    package let entry: NewEntry
    /// What the caller sent along.
    package let payload: Payload
}

/// A judgement on one entry of a batch.
package enum AppendVerdict: Sendable {
    /// Append it.
    case accept
    /// Leave it out and tell its sender why; the rest of the batch goes on.
    case refuse(any Error)
}

/// Judges the entries of one batch inside its transaction, and writes their projections.
///
/// One is made for each batch.
///
/// For each entry in turn: `judge`, then, if it was accepted, `accepted`, by when the transaction holds its bytes. The
/// next entry is judged after that, so that it sees what this one changed.
package protocol BatchJudge<Payload> {
    /// What the caller sent along with an entry.
    associatedtype Payload: Sendable

    /// Whether an entry may be appended. It writes nothing: a refusal leaves no trace.
    mutating func judge(_ candidate: Candidate<Payload>) throws -> AppendVerdict
    /// The entry is stored in the transaction, under the place that it was judged for.
    mutating func accepted(_ candidate: Candidate<Payload>) throws
    /// No more entries come; called only when one was accepted, before the head moves.
    mutating func finish() throws
}

extension BatchJudge {
    /// Does nothing.
    package mutating func accepted(_ candidate: Candidate<Payload>) {}
    /// Does nothing.
    package mutating func finish() {}
}

/// Accepts every entry.
package struct AcceptingJudge<Payload: Sendable>: BatchJudge {
    /// Makes the judge.
    package init() {}

    /// Accepts.
    package func judge(_ candidate: Candidate<Payload>) -> AppendVerdict { .accept }
}

/// The work inside the transaction: judge, integrate, sign, write.
package struct AppendStep<Payload: Sendable, Transaction: StoreTransaction>: Sendable {
    /// Makes the judge of one batch.
    package typealias JudgeMaker = @Sendable (Transaction) throws -> any BatchJudge<Payload>
    /// The outcomes of a batch, the tree after it, and the new checkpoint; nil where no entry was accepted.
    package typealias Result = (
        outcomes: [AppendMachine<Payload>.Outcome], tree: GrowingTree, checkpoint: Checkpoint?
    )

    let origin: Origin
    let signer: any NoteSigner
    let makeJudge: JudgeMaker

    /// Makes the step of one log; the signer's name must be the origin.
    package init(origin: Origin, signer: any NoteSigner, makeJudge: @escaping JudgeMaker) {
        self.origin = origin
        self.signer = signer
        self.makeJudge = makeJudge
    }

    /// Runs a batch.
    ///
    /// `tree` is the one after the last batch, nil for the first after a start. Without an accepted entry nothing is
    /// signed: the stored checkpoint stays the only one of its size. Throws `checkpoint_conflict` when another writer
    /// has moved the log.
    package func run(
        _ batch: [AppendMachine<Payload>.Pending],
        after tree: GrowingTree?,
        in transaction: Transaction
    ) throws -> Result {
        guard let log = try transaction.log(origin) else {
            throw LogStorageError(.logUnknown, ["origin": "\(origin)"])
        }
        var tree = try tree ?? GrowingTree(of: log, reader: transaction)
        guard tree.edge == log.edge else {
            throw LogStorageError(
                .checkpointConflict,
                ["expected": "\(tree.size)", "origin": "\(origin)", "stored": "\(log.head)"]
            )
        }
        var judge = try makeJudge(transaction)
        var accepted: [Submission<Payload>] = []
        var decisions: [AppendMachine<Payload>.Outcome?] = []
        for pending in batch {
            let location = location(log.size.rawValue + UInt64(accepted.count))
            let outcome = try decide(pending.submission, location, &judge, transaction)
            decisions.append(outcome)
            if outcome == nil { accepted.append(pending.submission) }
        }
        guard !accepted.isEmpty else { return (decisions.compactMap { $0 }, tree, nil) }
        try judge.finish()
        let growth = tree.append(accepted.map { $0.leafHash }, hasher: TreeHasher())
        let checkpoint = try Checkpoint(size: tree.size, root: growth.root, signer: signer)
        try transaction.append(appendBatch(accepted, after: log, growth, checkpoint))
        var index = log.size.rawValue
        let outcomes = zip(batch, decisions).map { pending, decision in
            if let decision { return decision }
            defer { index += 1 }
            return .appended(
                AppendedEntry(
                    location: location(index),
                    digest: pending.submission.entry.digest,
                    checkpoint: checkpoint,
                    growth: growth
                )
            )
        }
        return (outcomes, tree, checkpoint)
    }

    private func location(_ index: UInt64) -> EntryLocation {
        EntryLocation(origin: origin, index: EntryIndex(unchecked: index))
    }

    /// The outcome of an entry that is not appended; nil for one that is, which the transaction then holds.
    private func decide(
        _ submission: Submission<Payload>,
        _ location: EntryLocation,
        _ judge: inout any BatchJudge<Payload>,
        _ transaction: Transaction
    ) throws -> AppendMachine<Payload>.Outcome? {
        if let request = submission.request, let known = try transaction.request(request.id) {
            guard known.digest == request.digest else {
                return .refused(AppendMachine<Payload>.conflict(request.id))
            }
            return .known(known)
        }
        let candidate = Candidate(
            location: location,
            entry: submission.entry,
            payload: submission.payload
        )
        if case .refuse(let error) = try judge.judge(candidate) { return .refused(error) }
        try transaction.stage(submission.entry, at: location)
        for object in submission.objects {
            let key = HoldingKey(origin: origin, index: location.index, object: object.object)
            _ = try transaction.putHolding(
                Holding(stored: key, wrappedKey: object.wrappedKey, sealed: object.sealed)
            )
        }
        try judge.accepted(candidate)
        return nil
    }

    private func appendBatch(
        _ accepted: [Submission<Payload>],
        after log: StoredLog,
        _ growth: TreeGrowth,
        _ checkpoint: Checkpoint
    ) -> AppendBatch {
        let requests = accepted.enumerated().compactMap { offset, submission in
            submission.request.map {
                AcknowledgedRequest(
                    id: $0.id,
                    digest: $0.digest,
                    location: location(log.size.rawValue + UInt64(offset)),
                    treeSize: checkpoint.size
                )
            }
        }
        return AppendBatch(
            origin: origin,
            expected: log.head,
            entries: accepted.map { $0.entry },
            tiles: growth.tiles,
            edge: growth.edge,
            root: growth.root,
            checkpoint: checkpoint.note.encoded,
            requests: requests
        )
    }
}
