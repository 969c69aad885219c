import Casework
import Cryptography
import Ledger
import LogStorage
import Logging
import SQLiteStorage
import Sequencing
import TransparencyLog

/// Signs the acknowledgements in law that this node's `system` office owes (ARCHITECTURE.md, "Words").
///
/// What is owed is read from the store each time: records whose next step is ours, whose entry is valid, whose log is not
/// quarantined, and of which everything granted to us is stored or erased. One loop signs, and each step has a request
/// id of its own, so that a crash anywhere gives exactly one.
final class ReceiptSigner: Sendable {
    private static let pause: Duration = .seconds(30)
    /// How many times as long as it looked through the records it rests, however many heads move.
    private static let restFactor = 4

    /// A step that is owed, and the log that it goes into.
    private struct Owed: Sendable {
        let step: AutomaticStep
        let origin: Origin
    }

    private let bell = Doorbell()

    /// Something changed that may make a receipt due.
    func ring() { bell.ring() }

    /// Signs what is owed, now and after each ring, until the task is cancelled.
    func run(in supervisor: PeerSupervisor) async throws {
        while !Task.isCancelled {
            var isRefused = false
            let began = ContinuousClock.now
            do {
                let node = supervisor.node
                isRefused = try await Self.attempt(owed(by: supervisor)) { owed in
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
            await bell.wait(until: isRefused ? ContinuousClock.now.advanced(by: Self.pause) : nil)
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

    private func owed(by supervisor: PeerSupervisor) async throws -> [Owed] {
        let view = supervisor.node.view
        let clock = supervisor.clock.state
        return try await supervisor.node.store.read { transaction in
            let gate = ObjectGate(view: view, clock: clock, transaction: transaction)
            return try transaction.recordsAwaitingAcknowledgement().flatMap { record -> [Owed] in
                guard let mechanism = record.key.scope.mechanism,
                    MembershipEnd(of: mechanism, in: view) == nil
                else { return [] }
                let origin = try Origin("\(view.node)/\(mechanism)")
                guard try transaction.log(origin) != nil else { return [] }
                return try view.projector.automaticSteps(of: record.key, in: transaction)
                    .filter { step in
                        try Self.isComplete(step.trigger, record.key.scope, gate, view, transaction)
                    }
                    .map { Owed(step: $0, origin: origin) }
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
        let places = try transaction.projectedEntries(digest: trigger).filter { entry in
            try entry.scope == scope && entry.verdictClass == .valid
                && transaction.quarantine(of: entry.origin) == nil
        }
        guard let entry = places.first,
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

    /// Signs and appends one receipt; says whether it is in the log.
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
        header.to = [step.opener]
        let entry = try EntryBuilder.entry(header, of: owed.origin, signers: [signer])
        do {
            _ = try await node.append(entry, to: owed.origin, request: try Self.request(owed))
            node.logger.info(
                "receipt signed",
                metadata: ["event": "\(step.event)", "record": "\(step.record)"]
            )
            return true
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
