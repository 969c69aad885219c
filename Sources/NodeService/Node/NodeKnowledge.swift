import Synchronization
import TransparencyLog

/// What a node knows, and who is told of changes: shared by the node and the writers of its logs.
///
/// It holds no writer, so that writers may hold it.
final class NodeKnowledge: Sendable {
    private let state: Mutex<NodeView>
    private let viewListeners = Mutex<[@Sendable (NodeView) -> Void]>([])
    private let headListeners = Mutex<[@Sendable (Checkpoint) -> Void]>([])

    /// Begins with a view.
    init(_ view: NodeView) {
        state = Mutex(view)
    }

    /// What the node knows now.
    var view: NodeView { state.withLock { $0 } }

    /// Changes what the node knows, in one step, and tells the listeners.
    func update(_ change: (inout NodeView) throws -> Void) rethrows {
        let changed = try state.withLock { view in
            try change(&view)
            return view
        }
        for listener in viewListeners.withLock({ $0 }) { listener(changed) }
    }

    /// Tells the listeners of a head that has become durable.
    func announce(_ checkpoint: Checkpoint) {
        for listener in headListeners.withLock({ $0 }) { listener(checkpoint) }
    }

    func onViewChange(_ listener: @escaping @Sendable (NodeView) -> Void) {
        viewListeners.withLock { $0.append(listener) }
    }

    func onHead(_ listener: @escaping @Sendable (Checkpoint) -> Void) {
        headListeners.withLock { $0.append(listener) }
    }
}
