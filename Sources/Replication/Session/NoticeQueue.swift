package import Cryptography

/// The notices that wait for one peer, told apart by digest.
///
/// One is on its way at a time, fork evidence first. One that was not taken waits behind all that were tried less often, so that
/// it keeps no other from being sent.
///
/// At most 256. Beyond that the oldest one that is no fork evidence makes room; if all are, the new one is refused, and
/// the caller offers it again at the next session.
package struct NoticeQueue: Sendable {
    private struct Item {
        let notice: Notice
        var failureCount = 0
    }

    private var waiting: [Item] = []
    private var inFlight: Digest?

    /// Nothing waits.
    package init() {}

    /// How many wait, the one on its way included.
    package var count: Int { waiting.count }

    /// Adds a notice; false when it waits already or there is no room.
    package mutating func add(_ notice: Notice) -> Bool {
        guard !waiting.contains(where: { $0.notice.digest == notice.digest }) else { return false }
        if waiting.count >= Limits.noticeQueueCountMax {
            guard
                let oldest = waiting.firstIndex(where: {
                    $0.notice.kind != .fork && $0.notice.digest != inFlight
                })
            else { return false }
            waiting.remove(at: oldest)
        }
        waiting.append(Item(notice: notice))
        return true
    }

    /// The next notice to send; nil while one is on its way.
    package mutating func next() -> Notice? {
        guard inFlight == nil, let tries = waiting.map(\.failureCount).min() else { return nil }
        let open = waiting.lazy.filter { $0.failureCount == tries }.map(\.notice)
        guard let notice = open.first(where: { $0.kind == .fork }) ?? open.first else { return nil }
        inFlight = notice.digest
        return notice
    }

    /// The peer answered for good, with 204 or 422: the notice is done with.
    package mutating func finish(_ digest: Digest) {
        waiting.removeAll { $0.notice.digest == digest }
        if inFlight == digest { inFlight = nil }
    }

    /// The connection ended under the notice on its way; it waits on in its place.
    package mutating func putBack() { inFlight = nil }

    /// The peer did not take the notice; it waits behind the others.
    package mutating func fail(_ digest: Digest) {
        if inFlight == digest { inFlight = nil }
        guard let place = waiting.firstIndex(where: { $0.notice.digest == digest }) else { return }
        waiting[place].failureCount += 1
    }
}
