import Synchronization

/// What happened, for the one loop that owns a machine.
///
/// It holds no more than the requests that the machine has on their way, and what its owner bounds by other means.
final class Inbox<Event: Sendable>: Sendable {
    private let events = Mutex<[Event]>([])
    private let bell = Doorbell()

    /// Adds an event and wakes the loop.
    func post(_ event: Event) {
        events.withLock { $0.append(event) }
        bell.ring()
    }

    /// Takes everything that has happened, in its order.
    func takeAll() -> [Event] {
        events.withLock { events in
            defer { events = [] }
            return events
        }
    }

    /// Wakes the loop without an event.
    func ring() { bell.ring() }

    /// Waits for an event, the instant, or the end of the task.
    func wait(until deadline: ContinuousClock.Instant?) async {
        guard events.withLock({ $0.isEmpty }) else { return }
        await bell.wait(until: deadline)
    }
}
