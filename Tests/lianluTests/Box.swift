import Synchronization

/// A value that a closure of a test leaves behind.
final class Box<Value: Sendable>: Sendable {
    private let state = Mutex<Value?>(nil)

    /// The value, once there is one.
    var value: Value? { state.withLock { $0 } }

    /// Leaves a value.
    func set(_ value: Value) { state.withLock { $0 = value } }
}
