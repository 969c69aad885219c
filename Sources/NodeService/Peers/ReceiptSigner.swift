import Casework
import Cryptography
import Ledger
import LogStorage
import Logging
import SQLiteStorage
import Sequencing
import TransparencyLog

/// Signs what this node's `system` office owes: the acknowledgements in law (ARCHITECTURE.md, "Words"), and the steps that a clock brings
/// about when it has run out.
///
/// What is owed is read from the store each time: records whose next step is ours, whose entry is valid, whose log is not
/// quarantined, and of which everything granted to us is stored or erased. One loop signs, and each step has a request
/// id of its own, so that a crash anywhere gives exactly one.
final class ReceiptSigner: Sendable {
    private static let pause: Duration = .seconds(30)
    /// How many times as long as it looked through the records it rests, however many heads move.
    private static let restFactor = 4
    /// The longest time until it looks again for clocks that have run out: the system's clock may be set.
    private static let lookAgainMax: Duration = .seconds(600)

    /// A step that is owed, and the log that it goes into.
    struct Owed: Sendable {
        let step: AutomaticStep
        let origin: Origin
        let to: [Address]
        /// For an end that a clock brings about: its record, for the writer to look again before it appends.
        var expiring: RecordKey?
    }

    /// What is owed now, and the last second of the clock that runs out next.
    struct Findings: Sendable {
        var owed: [Owed] = []
        var next: Int64?
        /// Records of which something is damaged; what is owed in them nobody can tell.
        var damagedCount = 0
    }

    private let bell = Doorbell()

    /// Something changed that may make a receipt due.
    func ring() { bell.ring() }

    /// Signs what is owed, now and after each ring, until the task is cancelled.
    func run(in supervisor: PeerSupervisor) async throws {
        while !Task.isCancelled {
            var isRefused = false
            var next: Int64?
            let began = ContinuousClock.now
            do {
                let node = supervisor.node
                let found = try await findings(of: supervisor)
                next = found.next
                node.derivedRows.leftUnsigned(found.damagedCount)
                isRefused = try await Self.attempt(found.owed) { owed in
                    try await self.sign(owed, node)
                } onError: { error in
                    node.logger.error("receipt not signed", metadata: ["error": "\(error)"])
                }
            } catch  where PeerFailure.endsNode(error) {
                throw error
            } catch {
                if Task.isCancelled { return }
                isRefused = true
                supervisor.node.logger.error("receipts not signed", metadata: ["error": "\(error)"])
            }
            // Ended early only with the whole task.
            try? await Task.sleep(for: began.duration(to: .now) * Self.restFactor)
            let expiry = next.map { last in
                // It has run out in the second after its last one.
                min(.seconds(max(0, last - supervisor.node.time.now()) + 1), Self.lookAgainMax)
            }
            let waits = [isRefused ? Self.pause : nil, expiry].compactMap(\.self)
            await bell.wait(until: waits.min().map { ContinuousClock.now.advanced(by: $0) })
        }
    }

    /// Does each step by itself, so that one that fails keeps no other from being done; says whether any is left.
    ///
    /// Throws only what must end the node.
    static func attempt<Step>(
        _ steps: [Step],
        _ act: (Step) async throws -> Bool,
        onError report: (any Error) -> Void
    ) async throws -> Bool {
        var isLeft = false
        for step in steps where !Task.isCancelled {
            do {
                if try await !act(step) { isLeft = true }
            } catch  where PeerFailure.endsNode(error) {
                throw error
            } catch {
                isLeft = true
                if !Task.isCancelled { report(error) }
            }
        }
        return isLeft
    }

    /// What is owed now, read from the store; a record of which something is damaged keeps no other from what is owed in it.
    func findings(of supervisor: PeerSupervisor) async throws -> Findings {
        let view = supervisor.node.view
        let clock = supervisor.clock.state
        let now = supervisor.node.time.now()
        return try await supervisor.node.store.read { transaction in
            let gate = ObjectGate(view: view, clock: clock, transaction: transaction)
            let book = LackingBook()
            let time = try NodeTime.timestamp(at: now)
            var found = Findings()
            for key in try transaction.recordKeysAwaitingAcknowledgement() {
                let count = found.owed.count
                do {
                    // A row that is damaged says nothing of what is owed.
                    guard try transaction.projectedRecord(key) != nil else { continue }
                    try Self.look(at: key, into: &found, (gate, book, time), view, transaction)
                } catch  where PeerFailure.isDamage(error) {
                    found.owed.removeSubrange(count...)
                    found.damagedCount += 1
                }
            }
            return found
        }
    }

    /// What is owed in one record.
    private static func look(
        at key: RecordKey,
        into found: inout Findings,
        _ means: (gate: ObjectGate, book: LackingBook, time: Timestamp),
        _ view: NodeView,
        _ transaction: SQLiteTransaction
    ) throws {
        let (gate, book, time) = means
        guard let mechanism = key.scope.mechanism, MembershipEnd(of: mechanism, in: view) == nil
        else { return }
        // Where people may not sign, nothing is signed by itself: it is owed still, and found when what is missing has come back.
        let lacking = try book.rules(of: key, view, transaction)
        if lacking.isCharterGone { return }
        let origin = try Origin("\(view.node)/\(mechanism)")
        guard try transaction.log(origin) != nil else { return }
        found.owed += try view.projector.automaticSteps(of: key, in: transaction)
            .filter { try isComplete($0.trigger, key.scope, gate, view, transaction) }
            .map { Owed(step: $0, origin: origin, to: [$0.opener]) }
        let expiries = try view.projector.expirySteps(of: key, in: transaction) {
            lacking.withholds($0, asOf: time)
        }
        for expiry in expiries {
            if !expiry.isDue(at: time.instant) {
                found.next = min(found.next ?? .max, expiry.last.instant)
            } else if try place(of: expiry.step.trigger, key.scope, transaction) != nil {
                found.owed.append(
                    Owed(step: expiry.step, origin: origin, to: expiry.to, expiring: key)
                )
            }
        }
    }

    /// Whether the entry that addressed us is valid and everything that it grants us is here, or erased.
    private static func isComplete(
        _ trigger: Digest,
        _ scope: RecordScope,
        _ gate: ObjectGate,
        _ view: NodeView,
        _ transaction: SQLiteTransaction
    ) throws -> Bool {
        guard let entry = try place(of: trigger, scope, transaction),
            let grant = try gate.grant(at: entry.index, of: entry.origin)
        else { return false }
        return try grant.objects.allSatisfy { object in
            let key = HoldingKey(origin: entry.origin, index: entry.index, object: object.sha256)
            switch try transaction.holding(key)?.status {
            case .stored, .erased: return true
            // What was granted once and is no longer will never come.
            case .wanted, nil:
                let access = try gate.access(
                    to: object.sha256,
                    at: entry.index,
                    of: entry.origin,
                    for: view.own
                )
                return access?.isAllowed == false
            }
        }
    }

    /// Where an entry stands validly in a log that is not quarantined.
    private static func place(
        of entry: Digest,
        _ scope: RecordScope,
        _ transaction: SQLiteTransaction
    ) throws -> ProjectedEntry? {
        try transaction.projectedEntries(digest: entry).first { entry in
            try entry.scope == scope && entry.verdictClass == .valid
                && transaction.quarantine(of: entry.origin) == nil
        }
    }

    /// Signs and appends one step; says whether it is in the log.
    private func sign(_ owed: Owed, _ node: Node) async throws -> Bool {
        let step = owed.step
        guard let signer = node.view.keyring.offices[.system] else {
            throw NodeError(.officeUnknown, ["office": OfficeID.system.text])
        }
        var header = EntryHeader(
            at: try node.time.timestamp(),
            machine: step.machine,
            event: step.event
        )
        header.from = step.from
        header.office = .system
        header.record = step.record
        header.rules = step.pack
        header.parents = [step.trigger]
        header.to = owed.to
        let entry = try EntryBuilder.entry(header, of: owed.origin, signers: [signer])
        do {
            _ = try await node.append(
                entry,
                to: owed.origin,
                request: try Self.request(owed),
                expiry: owed.expiring.map { ($0, step) }
            )
            node.logger.info(
                "receipt signed",
                metadata: ["event": "\(step.event)", "record": "\(step.record)"]
            )
            return true
        } catch is EndNotDue {
            // What moved the clock came in between; it is looked for again.
            node.logger.info("end left out", metadata: ["record": "\(step.record)"])
        } catch let refusal as EntryRefusal {
            node.logger.notice(
                "receipt refused",
                metadata: [
                    "reasons": "\(refusal.reasons.map(\.code).joined(separator: " "))",
                    "record": "\(step.record)",
                ]
            )
        } catch let error as SequencingError {
            node.logger.notice("receipt put off", metadata: ["code": "\(error.code.rawValue)"])
        }
        return false
    }

    /// The same receipt has the same request, whenever it is signed: a second one gets the first one's acknowledgement.
    private static func request(_ owed: Owed) throws -> Submission<AppendPayload>.Request {
        let step = owed.step
        let text = [
            "lianlu/receipt/v1", "\(owed.origin)", step.record.hex, step.machine.text,
            step.event.text, step.trigger.hex,
        ]
        .joined(separator: "\n")
        let digest = SHA256.digest(of: Array(text.utf8))
        guard let id = LogStorage.RequestID(bytes: digest.bytes.prefix(16)) else {
            preconditionFailure("a request id has 16 bytes")
        }
        return Submission.Request(id: id, digest: digest)
    }
}
