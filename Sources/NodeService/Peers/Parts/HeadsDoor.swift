import Replication
import Synchronization
import TransparencyLog

/// The long polls of all peers: who waits, and who is woken by which head.
///
/// A poll is held as long as its peer asked for, at most 55 seconds; one a peer.
final class HeadsDoor: Sendable {
    private typealias Waiter = CheckedContinuation<HeadsDocument?, any Error>

    private struct State {
        var board: HeadsBoard
        var waiters: [HeadsBoard.PollID: Waiter] = [:]
        var lastPoll: UInt64 = 0
    }

    private let state: Mutex<State>
    private let bell = Doorbell()
    private let clock: PeerClock

    init(boot: BootNonce, clock: PeerClock) {
        state = Mutex(State(board: HeadsBoard(boot: boot)))
        self.clock = clock
    }

    /// Answers polls whose time is over, until the task is cancelled.
    func run() async throws {
        while !Task.isCancelled {
            let deadline = state.withLock { $0.board.deadline }
            await bell.wait(until: deadline.map { clock.instant($0) })
            let now = clock.uptime
            apply { $0.onTick(now: now) }
        }
    }

    /// Takes heads that moved.
    func setHeads(_ claims: [HeadClaim]) throws { try apply { try $0.setHeads(claims) } }

    /// Sets which logs a peer shares with us.
    func setLogs(_ logs: Set<Origin>, of peer: KeyName) throws {
        try apply { try $0.setLogs(logs, of: peer) }
    }

    /// Adds a log to what some peers share with us.
    func addLog(_ log: Origin, to peers: [KeyName]) throws {
        try apply { try $0.addLog(log, to: peers) }
    }

    /// Forgets a peer.
    func remove(_ peer: KeyName) { apply { $0.removePeer(peer) } }

    /// The heads that a peer shares with us, sorted by origin.
    func heads(sharedWith peer: KeyName) -> [HeadClaim] {
        state.withLock { $0.board.heads(sharedWith: peer) }
    }

    /// Holds a peer's poll until a common head changes; nil when none did in its time.
    func poll(_ query: HeadsQuery, from peer: KeyName) async throws -> HeadsDocument? {
        let id = state.withLock { state in
            state.lastPoll += 1
            return HeadsBoard.PollID(rawValue: state.lastPoll)
        }
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { waiter in hold(id, query, peer, waiter) }
        } onCancel: {
            let waiter = state.withLock { state in
                state.board.onPollGone(id, from: peer)
                return state.waiters.removeValue(forKey: id)
            }
            waiter?.resume(returning: nil)
        }
    }

    private func hold(
        _ id: HeadsBoard.PollID,
        _ query: HeadsQuery,
        _ peer: KeyName,
        _ waiter: Waiter
    ) {
        // Under the lock, so that a cancellation comes either before this or finds the waiter.
        let isHeld = state.withLock { state in
            guard !Task.isCancelled else { return false }
            state.waiters[id] = waiter
            return true
        }
        guard isHeld else { return waiter.resume(returning: nil) }
        do {
            let now = clock.uptime
            try apply { try $0.onPoll(id, from: peer, query: query, now: now) }
        } catch {
            state.withLock { $0.waiters.removeValue(forKey: id) }?.resume(throwing: error)
        }
        // The time of this poll may be over before that of all others.
        bell.ring()
    }

    private func apply(
        _ change: (inout HeadsBoard) throws -> [HeadsBoard.Reply]
    ) rethrows {
        let answers = try state.withLock { state in
            try change(&state.board).compactMap { reply in
                state.waiters.removeValue(forKey: reply.poll).map { ($0, reply.answer) }
            }
        }
        for (waiter, answer) in answers {
            switch answer {
            case .heads(let document): waiter.resume(returning: document)
            case .nothing: waiter.resume(returning: nil)
            }
        }
    }
}
