import Casework
import Cryptography
import Ledger
import LogStorage
import Logging
import PeerAPI
import Replication
import SQLiteStorage
import Synchronization
import TransparencyLog

/// Judges again what depends on charters and packs when these came in, came into force, or ended a log.
///
/// What the projections were made with is kept in the store and compared with what the node knows, so that neither a
/// crash nor a charter taken by hand leaves anything behind.
final class ProjectionRefresher: Sendable {
    private static let pause: Duration = .seconds(1)

    private let bell = Doorbell()
    private let packBell = Doorbell()
    private let tooLarge = Mutex<Set<Digest>>([])

    /// Whether the bytes of a digest were too large to be a calendar when a peer gave them.
    func isTooLarge(_ digest: Digest) -> Bool { tooLarge.withLock { $0.contains(digest) } }

    /// Remembers that, as long as the node runs.
    func noteTooLarge(_ digest: Digest) { tooLarge.withLock { _ = $0.insert(digest) } }

    /// Charters, packs or peers may have changed.
    func ring() {
        bell.ring()
        packBell.ring()
    }

    /// Refreshes and fetches packs now and after each ring, until the task is cancelled.
    ///
    /// Each by itself: no verdict waits for a peer that is slow to give a pack.
    func run(in supervisor: PeerSupervisor) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                var rescan = Rescan()
                var refold = Refold()
                try await self.repeats(self.bell, supervisor) {
                    let round = try await self.refresh(supervisor, &rescan, &refold)
                    if round.isChanged {
                        supervisor.receipts.ring()
                        for follower in supervisor.followers { follower.objectsBell.ring() }
                    }
                    if let failure = round.failure { throw failure }
                    return false
                }
            }
            group.addTask {
                var order = HolderOrder()
                try await self.repeats(self.packBell, supervisor) {
                    let lacksPacks = try await self.fetchPacks(in: supervisor, &order)
                    return try await self.fetchCalendars(in: supervisor, &order) || lacksPacks
                }
            }
            defer { group.cancelAll() }
            try await group.next()
        }
    }

    /// Does something now and after each ring; after a failure, or where it says that it is not done, also by itself, after a
    /// pause that grows.
    private func repeats(
        _ bell: Doorbell,
        _ supervisor: PeerSupervisor,
        _ step: () async throws -> Bool
    ) async throws {
        var backoff = Backoff(base: Self.pause)
        while !Task.isCancelled {
            var retry: ContinuousClock.Instant?
            do {
                if try await step() {
                    retry = ContinuousClock.now.advanced(by: backoff.next(random: .max))
                } else {
                    backoff.reset()
                }
            } catch  where PeerFailure.endsNode(error) {
                throw error
            } catch {
                if Task.isCancelled { return }
                retry = ContinuousClock.now.advanced(by: backoff.next(random: .max))
                supervisor.node.logger.error(
                    "verdicts not made anew",
                    metadata: ["error": "\(error)"]
                )
            }
            await bell.wait(until: retry)
        }
    }

    // MARK: Verdicts

    /// What came of going through all that has changed.
    private struct Round {
        var isChanged = false
        var failed: Set<String> = []
        /// Why the first thing could not be done.
        var failure: (any Error)?
    }

    /// How far which logs were looked through under one set of facts.
    private struct Rescan {
        var text: [UInt8] = []
        var ends: [Origin: TreeSize] = [:]
    }

    /// Judges anew what depends on each fact that came or went, and then looks which objects are granted.
    ///
    /// What cannot be judged, because something of it is damaged here, keeps nothing else waiting.
    private func refresh(
        _ supervisor: PeerSupervisor,
        _ rescan: inout Rescan,
        _ refold: inout Refold
    ) async throws -> Round {
        let node = supervisor.node
        var round = Round()
        try await requireFacts(supervisor, &round)
        while true {
            var changes: Set<String> = []
            let failed = round.failed
            try await attempt(supervisor, &round) {
                changes = try await node.store.read { transaction in
                    try Self.facts(in: transaction).symmetricDifference(Self.facts(of: node.view))
                        .subtracting(failed)
                }
            }
            if changes.isEmpty { break }
            for change in changes.sorted() {
                let isDone = try await attempt(supervisor, &round) {
                    try await settle(change, node, &refold)
                }
                if isDone { round.isChanged = true } else { round.failed.insert(change) }
            }
        }
        try await self.rescan(supervisor, &rescan, &round)
        return round
    }

    /// Does one thing and says whether it was done; what fails is told and kept, and keeps nothing else waiting.
    @discardableResult
    private func attempt(
        _ supervisor: PeerSupervisor,
        _ round: inout Round,
        _ step: () async throws -> Void
    ) async throws -> Bool {
        do {
            try await step()
            return true
        } catch  where PeerFailure.endsNode(error) || Task.isCancelled {
            throw error
        } catch {
            round.failure = round.failure ?? error
            try await warn(of: error, supervisor)
            return false
        }
    }

    /// Empties the list of what was judged where it is damaged: everything is judged again then.
    private func requireFacts(_ supervisor: PeerSupervisor, _ round: inout Round) async throws {
        let store = supervisor.node.store
        do {
            _ = try await store.read { try Self.facts(in: $0) }
        } catch  where PeerFailure.isDamage(error) && !Task.isCancelled {
            try await warn(of: error, supervisor)
            try await attempt(supervisor, &round) {
                try await store.write { try $0.putMeta(CharterLibrary.projectedFactsName, []) }
            }
        }
    }

    /// What keeps something from being judged because it is damaged on this disk is an alarm, once; anything else may pass.
    private func warn(of error: any Error, _ supervisor: PeerSupervisor) async throws {
        guard PeerFailure.isDamage(error) else { return }
        let told = PeerFailure.told(error)
        do {
            try await supervisor.alarms.raise(told.code, told.arguments)
        } catch  where PeerFailure.endsNode(error) || Task.isCancelled {
            throw error
        } catch {
            // It stands in the node's own log already.
            supervisor.node.logger.error("alarm not kept", metadata: ["error": "\(error)"])
        }
    }

    static func facts(of view: NodeView) -> Set<String> {
        view.library.projectionFacts(with: view.packs)
    }

    static func facts(in transaction: SQLiteTransaction) throws -> Set<String> {
        let stored = try transaction.meta(CharterLibrary.projectedFactsName) ?? []
        return Set(
            String(decoding: stored, as: UTF8.self).split(separator: "\n").map(String.init)
        )
    }

    /// Judges anew what one fact changes, unless it has changed back meanwhile.
    ///
    /// One transaction each, so that a node that has much to judge goes on writing between them.
    func settle(
        _ change: String,
        _ node: Node,
        _ refold: inout Refold
    ) async throws {
        if case .fold = ProjectionFact(change), Self.facts(of: node.view).contains(change) {
            if refold.change != change { refold = Refold(change: change) }
            try await Self.refold(node, &refold)
        }
        try await node.store.write { transaction in
            let view = node.view
            let holds = Self.facts(of: view).contains(change)
            var facts = try Self.facts(in: transaction)
            guard holds != facts.contains(change) else { return }
            // A line of another release is none: what it stood for was judged with the facts that came instead.
            if let fact = ProjectionFact(change) {
                let logs = try transaction.logs().map(\.origin)
                _ = try view.projector.refresh(fact, logs: logs, in: transaction)
            }
            if holds { facts.insert(change) } else { facts.remove(change) }
            if !holds { try GoneFacts(transaction: transaction).keep(change) }
            let text = facts.sorted().joined(separator: "\n")
            try transaction.putMeta(CharterLibrary.projectedFactsName, Array(text.utf8))
        }
        // Where the fact is gone again later, all records are folded again.
        if refold.change == change { refold = Refold() }
    }

    /// Looks again which objects are granted to us where charters have changed since it was last done whole: one may
    /// grant what it did not when the entries came.
    ///
    /// What was looked through is kept by itself and only afterwards, so that a crash on the way leaves nothing out. Each log by
    /// itself: one that is damaged keeps no other waiting, and nothing is looked through twice because of it.
    private func rescan(
        _ supervisor: PeerSupervisor,
        _ rescan: inout Rescan,
        _ round: inout Round
    ) async throws {
        let node = supervisor.node
        let facts = node.view.library.grantFacts
        let text = Array(facts.sorted().joined(separator: "\n").utf8)
        var logs: [StoredLog] = []
        let isRead = try await attempt(supervisor, &round) {
            logs = try await node.store.read { transaction in
                try transaction.meta(CharterLibrary.scannedFactsName) == text
                    ? [] : try transaction.logs()
            }
        }
        guard isRead, !logs.isEmpty else { return }
        if rescan.text != text { rescan = Rescan(text: text) }
        var isWhole = true
        for log in logs where log.kind == .mirrored && log.size > 0 {
            let start = rescan.ends[log.origin] ?? 0
            var end = start
            let isDone = try await attempt(supervisor, &round) {
                try await scan(log, from: &end, supervisor)
            }
            rescan.ends[log.origin] = end
            if end > start { round.isChanged = true }
            isWhole = isWhole && isDone
        }
        guard isWhole else { return }
        let isKept = try await attempt(supervisor, &round) {
            try await node.store.write { try $0.putMeta(CharterLibrary.scannedFactsName, text) }
        }
        if isKept {
            rescan = Rescan()
            round.isChanged = true
        }
    }

    /// Looks through a log, so many entries a transaction.
    private func scan(
        _ log: StoredLog,
        from start: inout TreeSize,
        _ supervisor: PeerSupervisor
    ) async throws {
        let (node, clock) = (supervisor.node, supervisor.clock)
        while start < log.size {
            start = try await node.store.write { [start] transaction in
                try ObjectWants(
                    view: node.view,
                    clock: clock.state,
                    origin: log.origin,
                    transaction: transaction
                ).scan(from: start, to: log.size)
            }
        }
    }

    // MARK: Packs

    /// Fetches packs that charters in force name and that are not here, from any peer of the mechanism; says whether some are
    /// missing still.
    private func fetchPacks(
        in supervisor: PeerSupervisor,
        _ order: inout HolderOrder
    ) async throws -> Bool {
        var isMissing = false
        let view = supervisor.node.view
        for (mechanism, chain) in view.library.chains.sorted(by: { $0.key < $1.key }) {
            for reference in chain.newestInForce()?.content.rules ?? [] {
                guard case .missing = view.packs[reference] else { continue }
                guard
                    let bytes = try await fetch(
                        reference.digest,
                        of: mechanism,
                        in: supervisor,
                        &order
                    )
                else {
                    isMissing = true
                    continue
                }
                let node = supervisor.node
                try await node.store.write { try $0.putRulePack(reference.digest, bytes: bytes) }
                node.update { _ = $0.packs.insert(bytes, as: reference) }
            }
        }
        return isMissing
    }

    /// The bytes that have a digest, from any peer of the mechanism; nil where none gives them now.
    func fetch(
        _ digest: Digest,
        of mechanism: MechanismID,
        in supervisor: PeerSupervisor,
        _ order: inout HolderOrder
    ) async throws -> [UInt8]? {
        let node = supervisor.node
        let holders = supervisor.sessions.map(\.peer).sorted()
        for holder in order.order(holders, now: supervisor.clock.uptime) {
            guard let session = supervisor.session(with: holder), let line = session.line,
                let peer = supervisor.peerNode(session.peer),
                PeerSupervisor.isCommon(mechanism, with: peer, node.view)
            else { continue }
            do {
                let bytes = try await line.inBulk { try await $0.rulePack(digest) }
                guard SHA256.digest(of: bytes) == digest else {
                    throw ReplicationError(
                        .documentMalformed,
                        ["detail": "digest", "document": "rules"]
                    )
                }
                order.answered(holder)
                node.logger.notice(
                    "rules that a charter names were fetched from a peer",
                    metadata: ["digest": "\(digest.hex)", "node": "\(holder)"]
                )
                return bytes
            } catch {
                if Task.isCancelled { throw error }
                order.failed(holder, now: supervisor.clock.uptime)
                supervisor.observed.failed(session.name, error)
            }
        }
        return nil
    }
}
