import Synchronization

/// Lets so many through at a time; the others wait in the order of their coming.
final class Turnstile: Sendable {
    private struct State {
        var free: Int
        var lastTicket: UInt64 = 0
        var waiters: [(ticket: UInt64, continuation: CheckedContinuation<Bool, Never>)] = []
    }

    private let state: Mutex<State>

    init(_ count: Int) { state = Mutex(State(free: count)) }

    /// How many wait.
    var waiterCount: Int { state.withLock { $0.waiters.count } }

    /// Runs `body` when there is room; throws `CancellationError` when the task ends before.
    func pass<Value: Sendable>(_ body: () async throws -> Value) async throws -> Value {
        try await enter()
        defer { leave() }
        return try await body()
    }

    /// Takes a place when there is room, for work that ends elsewhere than it began: `leave` must follow.
    ///
    /// Throws `CancellationError` when the task ends before, and then there is no place to leave.
    func enter() async throws {
        let ticket = state.withLock { state in
            state.lastTicket += 1
            return state.lastTicket
        }
        let isIn = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let answer = state.withLock { state -> Bool? in
                    if Task.isCancelled { return false }
                    if state.free > 0 {
                        state.free -= 1
                        return true
                    }
                    state.waiters.append((ticket, continuation))
                    return nil
                }
                if let answer { continuation.resume(returning: answer) }
            }
        } onCancel: {
            let waiter = state.withLock { state in
                state.waiters.firstIndex { $0.ticket == ticket }.map {
                    state.waiters.remove(at: $0).continuation
                }
            }
            waiter?.resume(returning: false)
        }
        guard isIn else { throw CancellationError() }
    }

    /// Gives a place back that `enter` took.
    func leave() {
        let next = state.withLock { state -> CheckedContinuation<Bool, Never>? in
            guard !state.waiters.isEmpty else {
                state.free += 1
                return nil
            }
            return state.waiters.removeFirst().continuation
        }
        next?.resume(returning: true)
    }
}
