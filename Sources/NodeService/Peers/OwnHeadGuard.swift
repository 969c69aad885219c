import Cryptography
import Foundation
import Ledger
import LogStorage
import Logging
import PeerAPI
import Replication
import SQLiteStorage
import Sequencing
import Synchronization
import TransparencyLog

/// Compares what peers show of our own logs with what we hold, and stops appending to a log of which somebody holds more, or
/// something else, under our own signature (ARCHITECTURE.md, "Starting").
///
/// After a start it lets nothing be appended until the peers were asked for our heads, at most two seconds.
final class OwnHeadGuard: Sendable {
    private enum Event: Sendable {
        case heads([HeadClaim], KeyName)
        case asked(KeyName)
        case appended(HeadClaim)
        case ownRoot(Digest, HeadClaim, KeyName)
        case signedHead(Checkpoint, KeyName, rootAtSize: Digest?)
        case fetchFailed(Origin, KeyName)
        case forked(Origin, TreeSize, KeyName)
        case proofFailed(Origin, KeyName)
        case gone(KeyName)
        case nodeEnds(any Error)
    }

    private struct State {
        /// Nil until the machine has begun: nothing is held up while replication does not run.
        var isAsking = false
        /// Appends that are held up, by ticket; `false` tells them that the node stops.
        var waiters: [UInt64: CheckedContinuation<Bool, Never>] = [:]
        var lastTicket: UInt64 = 0
        var hasEnded = false
        var machine: RecoveryMachine?
    }

    /// What the names of kept stops begin with; the log follows.
    static let stopPrefix = "append-stop/"

    private let inbox = Inbox<Event>()
    private let state = Mutex(State())
    private let clock: PeerClock

    private let stops: AppendStops

    init(clock: PeerClock, stops: AppendStops) {
        self.clock = clock
        self.stops = stops
    }

    /// What earlier runs kept of logs that must not grow.
    static func stops(
        in transaction: SQLiteTransaction
    ) throws -> [Origin: Replication.RecoveryReason] {
        var stops: [Origin: Replication.RecoveryReason] = [:]
        for document in try transaction.documents(.meta, prefix: Array(stopPrefix.utf8)) {
            let origin = try Origin(document.key.dropFirst(stopPrefix.utf8.count))
            let stored = try JSONDecoder().decode(StoredStop.self, from: Data(document.bytes))
            guard let code = Replication.RecoveryReason.Code(rawValue: stored.code),
                Set(code.argumentNames) == Set(stored.arguments.keys)
            else { throw LogStorageError(.dataCorrupt, ["what": "documents/append-stop"]) }
            stops[origin] = Replication.RecoveryReason(code, stored.arguments)
        }
        return stops
    }

    /// A stop as it is kept, with the checkpoint of which it was made.
    struct StoredStop: Codable {
        let code: String
        let arguments: [String: String]
        let checkpoint: String?
        var version = 1
    }

    /// Takes up our own logs; `peers` are those that are asked before anything is appended.
    func begin(
        heads: [HeadClaim],
        stops: [Origin: Replication.RecoveryReason],
        peers: Set<KeyName>
    ) {
        let machine = RecoveryMachine(
            instance: [],
            heads: heads,
            stops: stops,
            peers: peers,
            now: clock.uptime
        )
        state.withLock { state in
            state.isAsking = machine.deadline != nil
            state.machine = machine
        }
        self.stops.replace(stops)
    }

    /// Returns when the peers were asked for our heads; throws `CancellationError` when the node stops before.
    ///
    /// The home log is replicated to nobody, so nobody can know more of it.
    func requireAppending(to origin: Origin) async throws {
        guard LogName.replicated(origin) != nil else { return }
        guard await isAsked() else { throw CancellationError() }
    }

    /// Waits until the peers were asked; false when the task or the node ends before.
    private func isAsked() async -> Bool {
        let ticket = state.withLock { state in
            state.lastTicket += 1
            return state.lastTicket
        }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { waiter in
                let answer = state.withLock { state -> Bool? in
                    if !state.isAsking { return true }
                    if state.hasEnded || Task.isCancelled { return false }
                    state.waiters[ticket] = waiter
                    return nil
                }
                if let answer { waiter.resume(returning: answer) }
            }
        } onCancel: {
            state.withLock { $0.waiters.removeValue(forKey: ticket) }?.resume(returning: false)
        }
    }

    /// Lets go of every append that is held up.
    private func release(_ mayAppend: Bool) {
        let waiters = state.withLock { state in
            if mayAppend { state.isAsking = false } else { state.hasEnded = true }
            defer { state.waiters = [:] }
            return state.waiters
        }
        for waiter in waiters.values { waiter.resume(returning: mayAppend) }
    }

    /// A peer shows heads of our own logs.
    func hear(_ claims: [HeadClaim], from peer: KeyName) {
        if !claims.isEmpty { inbox.post(.heads(claims, peer)) }
    }

    /// A peer has said what it knows, or cannot be reached.
    func asked(_ peer: KeyName) { inbox.post(.asked(peer)) }

    /// A peer was removed.
    func forget(_ peer: KeyName) { inbox.post(.gone(peer)) }

    /// Our own log grew.
    func appended(_ head: HeadClaim) { inbox.post(.appended(head)) }

    /// Verified evidence is kept that one of our own logs was signed twice, at `size` at the latest.
    func forked(_ origin: Origin, size: TreeSize, from peer: KeyName) {
        inbox.post(.forked(origin, size, peer))
    }

    /// Watches until the task is cancelled.
    func run(in supervisor: PeerSupervisor) async throws {
        defer { release(false) }
        guard var machine = state.withLock({ $0.machine }) else { return }
        // Fetches on their way, by peer, and peers that have answered meanwhile.
        var open: [KeyName: Int] = [:]
        var answered: Set<KeyName> = []
        try await withThrowingDiscardingTaskGroup { group in
            defer { group.cancelAll() }
            while !Task.isCancelled {
                var directives: [RecoveryMachine.Directive] = []
                for event in inbox.takeAll() {
                    directives += try take(event, &machine, &open, &answered)
                }
                directives += machine.onTick(now: clock.uptime)
                for directive in directives {
                    try await perform(directive, &open, supervisor, in: &group)
                }
                for peer in answered
                where open[peer, default: 0] == 0 && !machine.isRetrying(peer) {
                    answered.remove(peer)
                    for directive in machine.onAsked(peer) {
                        try await perform(directive, &open, supervisor, in: &group)
                    }
                }
                await inbox.wait(until: machine.deadline.map { clock.instant($0) })
            }
        }
    }

    private func take(
        _ event: Event,
        _ machine: inout RecoveryMachine,
        _ open: inout [KeyName: Int],
        _ answered: inout Set<KeyName>
    ) throws -> [RecoveryMachine.Directive] {
        switch event {
        case .heads(let claims, let peer): return machine.onHeads(claims, from: peer)
        case .asked(let peer):
            answered.insert(peer)
            return []
        case .appended(let head):
            machine.onAppended(head)
            return []
        case .ownRoot(let root, let claim, let peer):
            open[peer, default: 1] -= 1
            return machine.onOwnRoot(root, claim: claim, peer: peer)
        case .signedHead(let checkpoint, let peer, let root):
            open[peer] = max(0, open[peer, default: 0] - 1)
            return machine.onSignedHead(checkpoint, from: peer, rootAtSize: root)
        case .fetchFailed(let origin, let peer):
            open[peer] = max(0, open[peer, default: 0] - 1)
            try askAgain(origin, peer, &machine)
            return []
        case .proofFailed(let origin, let peer):
            try askAgain(origin, peer, &machine)
            return []
        case .gone(let peer):
            machine.onPeerGone(peer)
            return []
        case .forked(let origin, let size, let peer):
            return machine.onForked(origin, size: size, from: peer)
        case .nodeEnds(let error): throw error
        }
    }

    private func askAgain(
        _ origin: Origin,
        _ peer: KeyName,
        _ machine: inout RecoveryMachine
    ) throws {
        let random = try SecureRandom.bytes(count: 8).reduce(0) { $0 << 8 | UInt64($1) }
        machine.onFetchFailed(origin, peer: peer, now: clock.uptime, random: random)
    }

    private func perform(
        _ directive: RecoveryMachine.Directive,
        _ open: inout [KeyName: Int],
        _ supervisor: PeerSupervisor,
        in group: inout ThrowingDiscardingTaskGroup<any Error>
    ) async throws {
        switch directive {
        case .readOwnRoot(let origin, let size, let claim, let peer):
            open[peer, default: 0] += 1
            group.addTask { [inbox] in
                do {
                    let head = try await Self.head(of: origin, at: size, supervisor.node)
                    inbox.post(.ownRoot(head?.root ?? claim.root, claim, peer))
                } catch {
                    inbox.post(
                        PeerFailure.endsNode(error) ? .nodeEnds(error) : .fetchFailed(origin, peer)
                    )
                }
            }
        case .fetchOwnCheckpoint(let origin, let peer):
            open[peer, default: 0] += 1
            group.addTask { [inbox] in
                inbox.post(await self.fetch(origin, from: peer, in: supervisor))
            }
        case .stopAppending(let origin, let reason, let checkpoint):
            stops.stop(origin, reason)
            do {
                try await keep(reason, of: origin, checkpoint, supervisor)
            } catch  where PeerFailure.endsNode(error) {
                throw error
            } catch {
                // The stop is in force; a full disk only puts off that it outlives the process.
                Self.report(error, of: origin, supervisor)
                group.addTask { [inbox] in
                    do {
                        try await self.keepTrying(reason, of: origin, checkpoint, supervisor)
                    } catch {
                        if !Task.isCancelled { inbox.post(.nodeEnds(error)) }
                    }
                }
            }
        case .prove(let checkpoint, let peer):
            group.addTask { [inbox] in
                do {
                    let prover = OwnForkProver(supervisor: supervisor)
                    guard let size = try await prover.prove(checkpoint, heldBy: peer) else {
                        return
                    }
                    inbox.post(.forked(checkpoint.origin, size, peer))
                } catch {
                    inbox.post(
                        PeerFailure.endsNode(error)
                            ? .nodeEnds(error) : .proofFailed(checkpoint.origin, peer)
                    )
                }
            }
        case .startAppending:
            release(true)
        }
    }

    private static func report(
        _ error: any Error,
        of origin: Origin,
        _ supervisor: PeerSupervisor
    ) {
        supervisor.node.logger.error(
            "stop of a log not kept",
            metadata: ["error": "\(error)", "origin": "\(origin)"]
        )
    }

    /// Keeps a stop as soon as the disk takes it; throws what must end the node.
    private func keepTrying(
        _ reason: Replication.RecoveryReason,
        of origin: Origin,
        _ checkpoint: Checkpoint?,
        _ supervisor: PeerSupervisor
    ) async throws {
        var pause = LifePause()
        while true {
            try await Task.sleep(for: pause.next(after: .zero))
            do {
                return try await keep(reason, of: origin, checkpoint, supervisor)
            } catch  where PeerFailure.endsNode(error) {
                throw error
            } catch {
                Self.report(error, of: origin, supervisor)
            }
        }
    }

    private func keep(
        _ reason: Replication.RecoveryReason,
        of origin: Origin,
        _ checkpoint: Checkpoint?,
        _ supervisor: PeerSupervisor
    ) async throws {
        let stop = StoredStop(
            code: reason.code.rawValue,
            arguments: reason.arguments,
            checkpoint: checkpoint.map { String(decoding: $0.logNote.encoded, as: UTF8.self) }
        )
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let bytes = Array(try encoder.encode(stop))
        try await supervisor.node.store.write { transaction in
            try transaction.putMeta(Self.stopPrefix + "\(origin)", bytes)
        }
        try await supervisor.alarms.raise(
            "replication.\(reason.code.rawValue)",
            reason.arguments,
            notes: checkpoint.map { [$0.logNote.encoded] } ?? []
        )
    }

    // MARK: Looking up

    private static func head(
        of origin: Origin,
        at size: TreeSize,
        _ node: Node
    ) async throws -> LogHead? {
        try await node.store.read { transaction in
            try StoredTree(origin: origin, reader: transaction).head(at: size)
        }
    }

    /// The checkpoint of our own log that a peer holds, if our own key signed it.
    private func fetch(
        _ origin: Origin,
        from peer: KeyName,
        in supervisor: PeerSupervisor
    ) async -> Event {
        do {
            // The peer has named the log itself, so the question tells it nothing, whatever our charter says of it.
            let line = try supervisor.line(to: peer)
            let bytes = try await line.inControl { try await $0.checkpoint(of: LogID(origin)) }
            let unverified = try UnverifiedCheckpoint(parsing: bytes)
            guard unverified.origin == origin else { return .fetchFailed(origin, peer) }
            let checkpoint = try await verified(unverified, from: line, in: supervisor)
            return await signedHead(checkpoint, from: peer, in: supervisor)
        } catch {
            return PeerFailure.endsNode(error) ? .nodeEnds(error) : .fetchFailed(origin, peer)
        }
    }

    /// The checkpoint, verified under a key that our own node key has named.
    ///
    /// A log that is not here, or that is longer at the peer, may have had keys that only the lost entries name: the peer shows
    /// those entries, and our own signature on them is what counts.
    private func verified(
        _ checkpoint: UnverifiedCheckpoint,
        from line: PeerLine,
        in supervisor: PeerSupervisor
    ) async throws -> Checkpoint {
        let node = supervisor.node
        let isHere = try await node.store.read { try $0.log(checkpoint.origin) != nil }
        if isHere,
            let key = try await node.history(of: checkpoint.origin)
                .logKey(forSize: checkpoint.size.rawValue),
            let verified = try? checkpoint.verified(by: key)
        {
            return verified
        }
        let entries = try await line.inControl {
            try await $0.keyEntries(of: LogID(checkpoint.origin))
        }
        let keys = try LogKeyReader(checkpoint.origin, [node.view.card.key]).read(entries.entries)
        guard let key = keys.key(at: checkpoint.size) else {
            throw ReplicationError(
                .documentMalformed,
                ["detail": "no key for size \(checkpoint.size)", "document": "keys"]
            )
        }
        return try checkpoint.verified(by: key)
    }

    private func signedHead(
        _ checkpoint: Checkpoint,
        from peer: KeyName,
        in supervisor: PeerSupervisor
    ) async -> Event {
        do {
            let head = try await Self.head(
                of: checkpoint.origin,
                at: checkpoint.size,
                supervisor.node
            )
            return .signedHead(checkpoint, peer, rootAtSize: head?.root)
        } catch {
            return PeerFailure.endsNode(error)
                ? .nodeEnds(error) : .fetchFailed(checkpoint.origin, peer)
        }
    }
}
