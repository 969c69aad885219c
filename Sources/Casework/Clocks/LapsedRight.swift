package import Cryptography

/// Steps that use a right which is gone: the window in which it could be used is over.
package struct LapsedRights {
    private let windows: [RecordClock]
    private let now: Timestamp

    /// Reads the windows that run among the clocks of a record as they stand at a time; a proposal binds nobody.
    package init(among clocks: [RecordClock], asOf now: Timestamp) {
        windows = clocks.filter { $0.clock.kind == .window && $0.end == nil && !$0.isProposal }
        self.now = now
    }

    /// Whether a step would use such rights alone: none of those that it uses is open still.
    package func lapsed(_ step: Transition) -> Bool {
        let used = Set(
            step.timers.filter { $0.operation == .stop && $0.condition == nil }.map(\.clock)
        )
        let rights = windows.filter { used.contains($0.clock.id) }
        return !rights.isEmpty && rights.allSatisfy { $0.standing(asOf: now).phase == .passed }
    }
}

extension RecordClock {
    /// What the law says of a right whose window was over when an entry used it: that it is gone; nil where it says nothing or where the
    /// entry used none too late.
    package func forfeit(usedBy entry: Digest) -> (expiry: Title, due: Timestamp)? {
        guard clock.kind == .window, !isProposal, let end, end.mark.entry == entry,
            end.reason == .stopped, let expiry = clock.expiry,
            // A clock that cannot be counted rules nothing out.
            let due = (try? due(asOf: end.mark.at)) ?? nil, !due.admits(end.mark.at)
        else { return nil }
        return (expiry, due.last)
    }
}
