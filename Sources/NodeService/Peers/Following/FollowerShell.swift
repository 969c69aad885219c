import Casework
import Cryptography
import Ledger
import LogStorage
import Logging
import Replication
import Synchronization
import TransparencyLog

/// What happened to a follower: an answer to one of its directives, or what a peer shows.
enum FollowerEvent: Sendable {
    case heads(from: KeyName)
    case sourceGone(KeyName)
    case keys(KeyName, FetchOutcome<LogKeys>)
    case checkpoint(Replication.RequestID, FetchOutcome<[UInt8]>)
    case run(Replication.RequestID, FetchOutcome<[ArraySlice<UInt8>]>)
    case hashed(HashedSlice)
    case edge(Replication.RequestID, FetchOutcome<SubtreeHashes>)
    case ownEdge(Replication.RequestID, SubtreeHashes)
    case mismatch(Replication.RequestID, FetchOutcome<[Replication.RequestID]>)
    case verified(Replication.RequestID, CheckedSlice)
    case stored(Replication.RequestID)
    case headCommitted
    case cosigned(TreeSize, time: UInt64)
    case receipt(TreeSize, Replication.ReceiptOutcome)
    case evidence(Digest?)
    case forkReported(Digest, form: String)
    case quarantined
    case viewChanged
    case failed(any Error)
}

/// The subtree hashes left and right of a size.
struct SubtreeHashes: Sendable {
    let left: [Digest]
    let right: [Digest]
}

/// Runs the machine that follows one log of another node: its directives against peers, processor and store.
///
/// The loop owns the machine. Whatever takes time runs beside it and comes back as an event. After a failure of the store
/// that leaves the disk known, the machine is made anew from what is stored, as after a crash.
final class FollowerShell: Sendable {
    /// The log.
    let origin: Origin
    /// The log's id in paths.
    let id: LogID
    /// The node that writes it, as keys bear its name.
    let author: KeyName
    /// What the origin says.
    let name: LogName
    /// Wakes whoever fetches the log's objects.
    let objectsBell = Doorbell()

    let inbox = Inbox<FollowerEvent>()
    /// What each peer showed last; `unread` are those that the loop has not seen.
    private let claims = Mutex<(all: [KeyName: HeadClaim], unread: Set<KeyName>)>(([:], []))

    init(origin: Origin, author: KeyName, name: LogName) {
        self.origin = origin
        id = LogID(origin)
        self.author = author
        self.name = name
    }

    /// A peer shows a head; of several the last one counts, so that nobody can fill the inbox.
    func hear(_ claim: HeadClaim, from peer: KeyName) {
        let isNew = claims.withLock { claims in
            guard claims.all[peer] != nil || claims.all.count < Replication.Limits.sourceCountMax
            else { return false }
            claims.all[peer] = claim
            return claims.unread.insert(peer).inserted
        }
        if isNew { inbox.post(.heads(from: peer)) }
    }

    /// A peer's session ended.
    func sourceGone(_ peer: KeyName) {
        let wasKnown = claims.withLock { claims in
            claims.unread.remove(peer)
            return claims.all.removeValue(forKey: peer) != nil
        }
        if wasKnown { inbox.post(.sourceGone(peer)) }
    }

    /// Verified evidence of this log's fork was stored.
    func forkReported(_ digest: Digest, form: String) {
        inbox.post(.forkReported(digest, form: form))
    }

    /// Charters have changed, and with them perhaps what this node may sign.
    func viewChanged() { inbox.post(.viewChanged) }

    /// Takes what a peer showed and the loop has not seen; nil where it has.
    func unreadClaim(of peer: KeyName) -> HeadClaim? {
        claims.withLock { claims in
            claims.unread.remove(peer).flatMap { claims.all[$0] }
        }
    }

    /// The peers that show the log, the author first, then the one that shows most.
    var holders: [KeyName] {
        claims.withLock { claims in
            claims.all.sorted { a, b in
                if (a.key == author) != (b.key == author) { return a.key == author }
                return (b.value.size, a.key) < (a.value.size, b.key)
            }
            .map(\.key)
        }
    }

    /// Follows until the task is cancelled; throws only what must end the node.
    func run(in supervisor: PeerSupervisor) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await self.followForever(in: supervisor) }
            group.addTask { try await ObjectFetcher(follower: self, supervisor).run() }
            defer { group.cancelAll() }
            try await group.next()
        }
    }

    private func followForever(in supervisor: PeerSupervisor) async throws {
        var pause = LifePause()
        while !Task.isCancelled {
            let began = ContinuousClock.now
            do {
                try await follow(in: supervisor)
            } catch  where PeerFailure.endsNode(error) {
                throw error
            } catch {
                if Task.isCancelled { return }
                try await warn(of: error, in: supervisor)
                // Ended early only with the whole task.
                try? await Task.sleep(for: pause.next(after: began.duration(to: .now)))
            }
        }
    }

    /// Raises the alarm of a life that failed; a disk that is full keeps no alarm, and ends nothing.
    private func warn(of failure: any Error, in supervisor: PeerSupervisor) async throws {
        let told = PeerFailure.told(failure)
        do {
            try await supervisor.alarms.raise(told.code, told.arguments)
        } catch  where PeerFailure.endsNode(error) {
            throw error
        } catch {
            supervisor.node.logger.error(
                "alarm not kept",
                metadata: ["code": "\(told.code)", "error": "\(error)", "origin": "\(origin)"]
            )
        }
    }

    /// Leaves behind what concerned an earlier life, reads what is stored, and shows this life all claims.
    ///
    /// In that order: what is told while the store is read may not be in what was read.
    func begin(
        reading state: () async throws -> FollowerState
    ) async rethrows -> FollowerState {
        _ = inbox.takeAll()
        let state = try await state()
        let peers = claims.withLock { claims in
            claims.unread = Set(claims.all.keys)
            return claims.unread.sorted()
        }
        for peer in peers { inbox.post(.heads(from: peer)) }
        return state
    }

    /// One life of the machine, from what is stored.
    private func follow(in supervisor: PeerSupervisor) async throws {
        let state = try await begin { try await MirrorStore(supervisor, self).state() }
        var run = FollowerRun(self, inbox, supervisor, state)
        try await withThrowingDiscardingTaskGroup { group in
            defer { group.cancelAll() }
            try await run.start(in: &group)
            while !Task.isCancelled {
                try await run.step(inbox.takeAll(), in: &group)
                await inbox.wait(until: run.deadline())
            }
        }
    }
}
