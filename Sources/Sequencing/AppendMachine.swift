package import LogStorage

/// Decides what is appended when: pending → sequenced → integrated → published.
///
/// It does no I/O and knows no clock.
///
/// When the writer is free it gets whatever waits, up to 256 entries, and never waits for more. A request that is sent
/// again while the first one still waits shares its outcome; one that was answered before is found in the store.
/// Nothing is acknowledged before the writer has reported the batch durable.
package struct AppendMachine<Payload: Sendable>: Sendable {
    /// Stands for a caller who waits.
    package struct Ticket: Hashable, Sendable {
        let number: UInt64
    }

    /// An entry on its way.
    package struct Pending: Sendable {
        /// Who waits for it first.
        package let ticket: Ticket
        /// The entry.
        package let submission: Submission<Payload>
    }

    /// What became of one entry of a batch.
    package enum Outcome: Sendable {
        /// It is durable, and its checkpoint may leave the process.
        case appended(AppendedEntry)
        /// The same request was acknowledged before.
        case known(AcknowledgedRequest)
        /// It was refused, alone.
        case refused(any Error)
    }

    /// What the shell is to do.
    package enum Directive: Sendable {
        /// Append these entries in one transaction, then report.
        case write([Pending])
        /// Tell these callers.
        case answer([Ticket], Outcome)
    }

    private var nextNumber: UInt64 = 0
    private var waiting: [Pending] = []
    private var writing: [Pending] = []
    /// How many of the next entries are written one by one, because a batch with them failed.
    private var aloneCount = 0
    /// The requests that wait or are being written, with their first ticket.
    private var requests: [RequestID: (digest: Submission<Payload>.Request, ticket: Ticket)] = [:]
    /// Callers who sent a waiting request again, by its first ticket.
    private var followers: [Ticket: [Ticket]] = [:]
    private var waitingCount = 0

    /// A machine with nothing to do.
    package init() {}

    /// A new name for a caller.
    package mutating func makeTicket() -> Ticket {
        nextNumber += 1
        return Ticket(number: nextNumber)
    }

    /// An entry arrives.
    ///
    /// Answers `queue_full` above 4,096 waiting entries, and `request_conflict` for a request id that waits with
    /// another digest.
    package mutating func onSubmit(
        _ submission: Submission<Payload>,
        by ticket: Ticket
    ) -> [Directive] {
        guard waitingCount < Limits.waitingEntryCountMax else {
            let error = SequencingError(.queueFull, ["limit": "\(Limits.waitingEntryCountMax)"])
            return [.answer([ticket], .refused(error))]
        }
        if let request = submission.request {
            if let first = requests[request.id] {
                guard first.digest == request else {
                    return [.answer([ticket], .refused(Self.conflict(request.id)))]
                }
                followers[first.ticket, default: []].append(ticket)
                waitingCount += 1
                return []
            }
            requests[request.id] = (request, ticket)
        }
        waiting.append(Pending(ticket: ticket, submission: submission))
        waitingCount += 1
        return onWriterFree()
    }

    /// The writer may take a batch now; nothing happens while it still writes one.
    package mutating func onWriterFree() -> [Directive] {
        guard writing.isEmpty, !waiting.isEmpty else { return [] }
        let count = min(waiting.count, aloneCount > 0 ? 1 : Limits.batchEntryCountMax)
        aloneCount = max(0, aloneCount - count)
        writing = Array(waiting.prefix(count))
        waiting.removeFirst(count)
        return [.write(writing)]
    }

    /// The batch is durable; `outcomes` are those of its entries, in order.
    package mutating func onWritten(_ outcomes: [Outcome]) -> [Directive] {
        precondition(outcomes.count == writing.count, "one outcome for each entry of the batch")
        let answers = zip(writing, outcomes).map { answer($0, $1) }
        writing = []
        return answers + onWriterFree()
    }

    /// The batch left no trace.
    ///
    /// Several entries are tried again one by one, so that a bad one fails alone.
    package mutating func onFailed(_ error: any Error) -> [Directive] {
        if writing.count > 1 {
            aloneCount = writing.count
            waiting.insert(contentsOf: writing, at: 0)
            writing = []
            return onWriterFree()
        }
        let answers = writing.map { answer($0, .refused(error)) }
        writing = []
        return answers + onWriterFree()
    }

    /// Nothing more will be written: all who wait are told, except those of a batch that is still being finished.
    package mutating func onStopped(
        _ error: any Error,
        finishesBatch: Bool = false
    ) -> [Directive] {
        let refused = (finishesBatch ? [] : writing) + waiting
        if !finishesBatch { writing = [] }
        waiting = []
        return refused.map { answer($0, .refused(error)) }
    }

    private mutating func answer(_ pending: Pending, _ outcome: Outcome) -> Directive {
        if let request = pending.submission.request { requests[request.id] = nil }
        let tickets = [pending.ticket] + (followers.removeValue(forKey: pending.ticket) ?? [])
        waitingCount -= tickets.count
        return .answer(tickets, outcome)
    }

    /// The refusal of a request id that means something else already.
    static func conflict(_ id: RequestID) -> SequencingError {
        SequencingError(.requestConflict, ["request": "\(id)"])
    }
}
