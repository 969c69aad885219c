internal import Synchronization

/// The twin of the real engines for tests: the same rules, kept in memory, and durable for as long as the process lives.
///
/// A write works on a copy of the whole state, which takes the state's place when the body returns.
package final class InMemoryStore: LogStore {
    private let state = Mutex(InMemoryState())
    private let writer = Mutex(())

    /// An empty store.
    package init() {}

    /// Runs `body` on the state of the last finished write.
    package func read<Value: Sendable>(
        _ body: @escaping @Sendable (InMemoryTransaction) throws -> Value
    ) async throws -> Value {
        try body(InMemoryTransaction(state.withLock { $0 }))
    }

    /// Runs `body` alone and keeps what it changed, unless it throws.
    package func write<Value: Sendable>(
        _ body: @escaping @Sendable (InMemoryTransaction) throws -> Value
    ) async throws -> Value {
        try InMemoryWriter(store: self).write(body)
    }

    /// Runs `body` at once, on the caller's thread.
    package func withWriter(_ body: @escaping @Sendable (InMemoryWriter) -> Void) {
        body(InMemoryWriter(store: self))
    }

    fileprivate func commit<Value>(
        _ body: (InMemoryTransaction) throws -> Value
    ) throws -> Value {
        try writer.withLock { _ in
            let transaction = InMemoryTransaction(state.withLock { $0 })
            let value = try body(transaction)
            try transaction.staged.requireNone()
            let changed = transaction.state
            state.withLock { $0 = changed }
            return value
        }
    }
}

/// Writes to an in-memory store.
package struct InMemoryWriter: StoreWriter {
    fileprivate let store: InMemoryStore

    /// Runs `body` alone and keeps what it changed, unless it throws.
    package func write<Value>(
        _ body: (InMemoryTransaction) throws -> Value
    ) throws -> Value {
        try store.commit(body)
    }
}
