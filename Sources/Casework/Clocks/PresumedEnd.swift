extension RecordClock {
    /// What keeps a step from saying that the time of a clock ran out and nobody used it.
    package enum Obstacle: Hashable, Sendable {
        /// It has not run out.
        case running(until: Timestamp)
        /// It was used in time, at this time.
        case used(at: Timestamp)
    }

    /// Why a step that follows from this clock's end unused (`Transition.afterClocks`) may not be taken at a time; nil where it may, for
    /// a proposal, and where the clock cannot be counted or has no end.
    package func obstacle(at time: Timestamp) -> Obstacle? {
        guard !isProposal else { return nil }
        // A clock that cannot be counted rules nothing out.
        guard let due = (try? due(asOf: end?.mark.at ?? time)) ?? nil else { return nil }
        guard let end else { return due.admits(time) ? .running(until: due.last) : nil }
        return end.reason == .stopped && due.admits(end.mark.at) ? .used(at: end.mark.at) : nil
    }

    /// Notes a step that says that the time ran out unused, and is wrong by what the record says.
    ///
    /// It moves nothing: who ends what he should not have ended has done so.
    mutating func presume(_ step: ClockStep) {
        guard node == nil || node == step.event.node else { return }
        switch obstacle(at: step.event.at) {
        case .running(let due):
            note(.presumedOver, step, ["at": step.event.at.text, "due": due.text])
        case .used(let used):
            note(.presumedUnused, step, ["at": step.event.at.text, "used": used.text])
        case nil: break
        }
    }
}
