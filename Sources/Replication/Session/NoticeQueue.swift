package import Cryptography

/// The notices that wait for one peer, told apart by digest.
///
/// One is on its way at a time.
///
/// At most 256. Beyond that the oldest one that is no fork evidence makes room; if all are, the new one is refused, and
/// the caller offers it again at the next session.
package struct NoticeQueue: Sendable {
    private var waiting: [Notice] = []
    private var inFlight: Digest?

    /// Nothing waits.
    package init() {}

    /// How many wait, the one on its way included.
    package var count: Int { waiting.count }

    /// Adds a notice; false when it waits already or there is no room.
    package mutating func add(_ notice: Notice) -> Bool {
        guard !waiting.contains(where: { $0.digest == notice.digest }) else { return false }
        if waiting.count >= Limits.noticeQueueCountMax {
            guard
                let oldest = waiting.firstIndex(where: {
                    $0.kind != .fork && $0.digest != inFlight
                })
            else { return false }
            waiting.remove(at: oldest)
        }
        waiting.append(notice)
        return true
    }

    /// The next notice to send: fork evidence first.
    ///
    /// Nil while one is on its way.
    package mutating func next() -> Notice? {
        guard inFlight == nil,
            let notice = waiting.first(where: { $0.kind == .fork }) ?? waiting.first
        else { return nil }
        inFlight = notice.digest
        return notice
    }

    /// The peer answered for good, with 204 or 422: the notice is done with.
    package mutating func finish(_ digest: Digest) {
        waiting.removeAll { $0.digest == digest }
        if inFlight == digest { inFlight = nil }
    }

    /// The notice on its way did not arrive; it waits on.
    package mutating func putBack() { inFlight = nil }
}
