package import LogStorage
internal import Synchronization
package import TransparencyLog

/// The one writer of an own log: callers submit admitted entries in parallel, and the store's writer thread appends them.
///
/// A caller's thread hands the entry over and the writer's thread answers; between them stands one lock that is never
/// held during I/O. The service starts `run` once and ends the process when it throws `durability_unknown`.
package final class Sequencer<Store: LogStore, Payload: Sendable>: Sendable {
    private typealias Machine = AppendMachine<Payload>
    private typealias Caller = CheckedContinuation<Machine.Outcome, Never>
    /// Called on the writer's thread when a checkpoint is durable, before anybody is told of its entries.
    package typealias Publication = @Sendable (Checkpoint) -> Void

    private struct State {
        var machine = Machine()
        var callers: [Machine.Ticket: Caller] = [:]
        /// The tree after the last batch; nil before the first.
        var tree: GrowingTree?
        /// Why nothing is written any more.
        var stopped: (any Error)?
    }

    private let store: Store
    private let origin: Origin
    private let step: AppendStep<Payload, Store.Transaction>
    private let plan: RecoveryPlan
    private let published: Publication
    private let state = Mutex(State())
    private let failures: AsyncStream<any Error>
    private let failure: AsyncStream<any Error>.Continuation

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
        (failures, failure) = AsyncStream.makeStream(bufferingPolicy: .bufferingOldest(1))
    }

    /// Appends an entry and returns when it is durable, its checkpoint published.
    ///
    /// A request sent again gets the first acknowledgement. Throws `appending_refused`, `queue_full`,
    /// `request_conflict`, `writer_stopped`, the judgement's refusal, or the store's error; after one that ended the
    /// writing, always that one. The entry may then be in the log: send the request again. Not stopped by cancellation.
    package func submit(_ submission: Submission<Payload>) async throws -> Acknowledgement {
        switch await outcome(of: submission) {
        case .appended(let entry): return try entry.acknowledgement()
        case .known(let request):
            return try await store.read { try Acknowledgement(again: request, reader: $0) }
        case .refused(let error): throw error
        }
    }

    /// Waits until the task is cancelled, then refuses whatever comes; the batch in progress is finished.
    ///
    /// Throws `durability_unknown`, after which the process must end, and `checkpoint_conflict` when the log has a
    /// second writer. To be called once.
    package func run() async throws {
        for await error in failures { throw error }
        stop(SequencingError(.writerStopped, ["origin": "\(origin)"]), finishesBatch: true)
    }

    private func outcome(of submission: Submission<Payload>) async -> Machine.Outcome {
        guard plan.allowsAppending else {
            return .refused(
                SequencingError(
                    .appendingRefused,
                    ["origin": "\(origin)", "reasons": plan.reasonCodes]
                )
            )
        }
        return await withCheckedContinuation { caller in
            let directives = state.withLock { state -> [Machine.Directive] in
                let ticket = state.machine.makeTicket()
                state.callers[ticket] = caller
                if let error = state.stopped { return [.answer([ticket], .refused(error))] }
                return state.machine.onSubmit(submission, by: ticket)
            }
            perform(directives)
        }
    }

    private func perform(_ directives: [Machine.Directive]) {
        for directive in directives {
            switch directive {
            case .write(let batch):
                store.withWriter { self.write(batch, with: $0) }
            case .answer(let tickets, let outcome):
                let callers = state.withLock { state in
                    tickets.compactMap { state.callers.removeValue(forKey: $0) }
                }
                for caller in callers { caller.resume(returning: outcome) }
            }
        }
    }

    /// Runs on the writer's thread.
    private func write(_ batch: [Machine.Pending], with writer: Store.Writer) {
        let tree = state.withLock { $0.tree }
        do {
            let result = try writer.write { try step.run(batch, after: tree, in: $0) }
            if let checkpoint = result.checkpoint { published(checkpoint) }
            perform(
                state.withLock { state in
                    state.tree = result.tree
                    return state.machine.onWritten(result.outcomes)
                }
            )
        } catch {
            guard !Self.endsWriting(error) else {
                stop(error, finishesBatch: false)
                failure.yield(error)
                return
            }
            perform(state.withLock { $0.machine.onFailed(error) })
        }
    }

    private func stop(_ error: any Error, finishesBatch: Bool) {
        perform(
            state.withLock { state in
                state.stopped = state.stopped ?? error
                return state.machine.onStopped(error, finishesBatch: finishesBatch)
            }
        )
    }

    private static func endsWriting(_ error: any Error) -> Bool {
        guard let error = error as? LogStorageError else { return false }
        return error.code == .durabilityUnknown || error.code == .checkpointConflict
            || error.code == .storageClosed
    }
}
