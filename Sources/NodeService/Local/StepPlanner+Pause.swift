import Casework
import Cryptography
import Ledger

/// Pauses of clocks: one at a time, and an end only for one that is open.
extension StepPlanner {
    /// The step that began a pause which has not ended, of a clock that the step would pause or let run again; nil where none is
    /// open, and for a step that does neither.
    private static func openPause(
        in state: RecordState,
        before step: Transition
    ) -> RecordState.Step? {
        let clocks = Set(
            step.timers.filter { [.pause, .resume].contains($0.operation) }.map(\.clock)
        )
        let moved = state.steps.last { past in
            let timers = past.way?.timers ?? []
            return past.verdict == .applied
                && timers.contains { clocks.contains($0.clock) && $0.operation != .extend }
        }
        let isOpen = moved?.way?.timers.contains {
            clocks.contains($0.clock) && $0.operation == .pause
        }
        return isOpen == true ? moved : nil
    }

    /// Whether a step would begin a pause of a clock of which one is open.
    static func repeatsPause(
        _ step: Transition,
        in state: RecordState,
        of machine: Machine
    ) -> Bool {
        step.timers.contains { $0.operation == .pause }
            && openPause(in: state, before: step) != nil
    }

    /// While one pause of a clock is open another one would say nothing, since the one end would end both; and where none is
    /// open there is nothing to end.
    func requirePause(
        in state: RecordState,
        before step: Transition,
        of machine: Machine,
        _ carried: [FieldID: BodyValue]
    ) throws {
        // Out of place it is refused as such.
        guard state.state != nil, state.way(of: step) != nil else { return }
        let isEnd = step.timers.contains { $0.operation == .resume }
        guard let moved = Self.openPause(in: state, before: step) else {
            guard isEnd else { return }
            throw NodeError(.pauseNotOpen, ["event": step.id.text])
        }
        guard !isEnd else { return }
        let from = FieldID("pause_from").flatMap { carried[$0]?.string }
        throw NodeError(
            .pauseOpen,
            [
                "entry": moved.event.digest.hex, "event": step.id.text,
                "from": from ?? moved.event.at.text,
            ]
        )
    }
}
