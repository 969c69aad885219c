internal import Cryptography

/// A state that a record has by an extension which moved no clock: its name says that there is more time, and there is none.
extension MatterClocks {
    /// What is said of an extension that moved no clock.
    package static let void: Set<ClockFinding.Code> = [
        .extensionNone, .extensionLate, .extensionTooOften, .extensionShortens,
    ]

    /// Whether the step that led a record into its state was to extend a clock, and extended none.
    package func isExtensionVoid(in state: RecordState) -> Bool {
        guard let entry = state.extendingEntry else { return false }
        let clocks = home + shared
        return clocks.contains { clock in
            clock.findings.contains {
                Self.void.contains($0.code) && $0.arguments["entry"] == entry.hex
            }
        }
            && !clocks.contains { $0.extensions.contains { $0.mark.entry == entry } }
    }
}

extension MatterClocks {
    /// Whether the step that led a record into its state was to extend a clock, and it cannot be told whether it extended it or came too
    /// late for that: the end that it was to move is withheld.
    package func isExtensionUndecided(
        in state: RecordState,
        withholding isWithheld: (RecordClock) -> Bool
    ) -> Bool {
        guard let entry = state.extendingEntry else { return false }
        return (home + shared).contains { clock in
            let isMeant =
                clock.extensions.contains { $0.mark.entry == entry }
                || clock.findings.contains {
                    [.extensionLate, .extensionShortens].contains($0.code)
                        && $0.arguments["entry"] == entry.hex
                }
            return isMeant && isWithheld(clock)
        }
    }
}

extension RecordState {
    /// The entry that led the record into its state, where that is a step which extends a clock.
    fileprivate var extendingEntry: Digest? {
        guard let leading = leadingStep,
            let step = progress.machine?.transition(leading.event.event),
            (leading.way ?? step.own).timers.contains(where: { $0.operation == .extend })
        else { return nil }
        return leading.event.digest
    }
}

extension Machine {
    /// Whether a step that extends a clock leads to a state.
    package func isReachedByExtension(_ state: StateID) -> Bool {
        transitions.contains { step in
            step.to == state && step.timers.contains { $0.operation == .extend }
        }
    }
}
