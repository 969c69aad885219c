import LogStorage
import SQLiteStorage

/// The engines that the conformance suite runs against.
enum Engine: String, CaseIterable, Sendable {
    case memory
    case sqlite

    func make() throws -> TestStore {
        switch self {
        case .memory: return .memory(InMemoryStore())
        case .sqlite:
            let home = try TestHome()
            return .sqlite(try home.open(), home)
        }
    }
}

/// One engine behind the common ports.
enum TestStore: Sendable {
    case memory(InMemoryStore)
    case sqlite(SQLiteStore, TestHome)

    func write<Value: Sendable>(
        _ body: @escaping @Sendable (any StoreTransaction) throws -> Value
    ) async throws -> Value {
        switch self {
        case .memory(let store): try await store.write { try body($0) }
        case .sqlite(let store, _): try await store.write { try body($0) }
        }
    }

    func read<Value: Sendable>(
        _ body: @escaping @Sendable (any StoreReader) throws -> Value
    ) async throws -> Value {
        switch self {
        case .memory(let store): try await store.read { try body($0) }
        case .sqlite(let store, _): try await store.read { try body($0) }
        }
    }
}
