package import LogStorage
package import TransparencyLog

/// The one writer of an own log. Callers submit admitted entries in parallel; `run` appends them batch by batch.
///
/// The service starts `run` once and ends the process when it throws `durability_unknown`.
package actor Sequencer<Store: LogStore, Payload: Sendable> {
    private typealias Machine = AppendMachine<Payload>
    /// Called when a checkpoint is durable, before anybody is told of its entries.
    package typealias Publication = @Sendable (Checkpoint) -> Void

    private let store: Store
    private let origin: Origin
    private let step: AppendStep<Payload, Store.Transaction>
    private let plan: RecoveryPlan
    private let published: Publication
    private let wakeUps: AsyncStream<Void>
    private let wakeUp: AsyncStream<Void>.Continuation

    private var machine = Machine()
    private var callers: [Machine.Ticket: CheckedContinuation<Machine.Outcome, Never>] = [:]
    private var next: [Machine.Pending]?
    private var isStopped = false

    /// Makes the sequencer of a log that exists in the store.
    ///
    /// With any plan but `start` it refuses every entry.
    package init(
        store: Store,
        origin: Origin,
        signer: any NoteSigner,
        plan: RecoveryPlan,
        makeJudge: @escaping AppendStep<Payload, Store.Transaction>.JudgeMaker = { _ in
            AcceptingJudge()
        },
        published: @escaping Publication = { _ in }
    ) {
        self.store = store
        self.origin = origin
        self.plan = plan
        self.published = published
        step = AppendStep(origin: origin, signer: signer, makeJudge: makeJudge)
        (wakeUps, wakeUp) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// Appends an entry and returns when it is durable, its checkpoint published.
    ///
    /// A request sent again gets the first acknowledgement. Throws `appending_refused`, `queue_full`,
    /// `request_conflict`, `writer_stopped`, the judgement's refusal, or the store's error. After an error of the store
    /// that is not a refusal, the entry may be in the log: send the request again. Not stopped by cancellation.
    package nonisolated func submit(
        _ submission: Submission<Payload>
    ) async throws -> Acknowledgement {
        switch await outcome(of: submission) {
        case .appended(let entry): return try entry.acknowledgement()
        case .known(let request):
            return try await store.read { try Acknowledgement(again: request, reader: $0) }
        case .refused(let error): throw error
        }
    }

    /// Appends what is submitted until the task is cancelled.
    ///
    /// Throws `durability_unknown`, after which the process must end, and `checkpoint_conflict` when the log has a
    /// second writer. To be called once.
    package func run() async throws {
        var tree: GrowingTree?
        for await _ in wakeUps {
            while let batch = take() {
                do {
                    tree = try await append(batch, after: tree)
                } catch {
                    if Self.endsWriting(error) {
                        stop(error)
                        throw error
                    }
                    perform(machine.onFailed(error))
                }
            }
        }
        stop(SequencingError(.writerStopped, ["origin": "\(origin)"]))
    }

    private func append(
        _ batch: [Machine.Pending],
        after tree: GrowingTree?
    ) async throws -> GrowingTree {
        let step = step
        let result = try await store.write { try step.run(batch, after: tree, in: $0) }
        if let checkpoint = result.checkpoint { published(checkpoint) }
        perform(machine.onWritten(result.outcomes))
        return result.tree
    }

    private func outcome(of submission: Submission<Payload>) async -> Machine.Outcome {
        guard plan.allowsAppending else {
            let reasons = plan.reasons.map(\.code.rawValue).joined(separator: ", ")
            return .refused(
                SequencingError(
                    .appendingRefused,
                    ["origin": "\(origin)", "reasons": reasons]
                )
            )
        }
        guard !isStopped else {
            return .refused(SequencingError(.writerStopped, ["origin": "\(origin)"]))
        }
        return await withCheckedContinuation { continuation in
            let ticket = machine.makeTicket()
            callers[ticket] = continuation
            perform(machine.onSubmit(submission, by: ticket))
        }
    }

    private func perform(_ directives: [Machine.Directive]) {
        for directive in directives {
            switch directive {
            case .write(let batch):
                next = batch
                wakeUp.yield()
            case .answer(let tickets, let outcome):
                for ticket in tickets {
                    callers.removeValue(forKey: ticket)?.resume(returning: outcome)
                }
            }
        }
    }

    private func take() -> [Machine.Pending]? {
        defer { next = nil }
        return next
    }

    private func stop(_ error: any Error) {
        isStopped = true
        perform(machine.onStopped(error))
    }

    private static func endsWriting(_ error: any Error) -> Bool {
        guard let error = error as? LogStorageError else { return false }
        return error.code == .durabilityUnknown || error.code == .checkpointConflict
            || error.code == .storageClosed
    }
}
