/// Where a clock stands at a time, in the words of its kind.
package struct ClockStanding: Hashable, Sendable {
    /// Where it stands, whatever its kind.
    package enum Phase: String, CaseIterable, Sendable {
        /// Its end is still to come.
        case running
        /// Its end has passed, and nothing stopped it.
        case passed
        /// It was stopped before its end, or at it.
        case kept
        /// It was stopped after its end.
        case late
        /// It was stopped before it began, so that nobody can say whether that was in time.
        case undecided
        /// It is paused and its end is not known.
        case paused
        /// An extension left its end open.
        case unending
        /// The record ended before it did.
        case ceased
        /// The matter took another way before its end.
        case dropped
        /// Its end cannot be counted.
        case uncountable
    }

    /// The kind of the clock.
    package let kind: Clock.Kind
    /// Where it stands.
    package let phase: Phase

    /// The code of its word: `clock_<kind>_<phase>`, or `clock_<phase>` where the kind makes no difference.
    package var code: String {
        switch phase {
        case .running, .passed, .kept, .late: "clock_\(kind.rawValue)_\(phase.rawValue)"
        case .undecided, .paused, .unending, .ceased, .dropped: "clock_\(phase.rawValue)"
        case .uncountable: "clock_uncountable_standing"
        }
    }

    /// Every code, sorted.
    package static var allCodes: [String] {
        let all = Clock.Kind.allCases.flatMap { kind in
            Phase.allCases.map { ClockStanding(kind: kind, phase: $0).code }
        }
        return Set(all).sorted()
    }

    /// Whether somebody is behind: only what is due can be overdue; a window, a measure or an effect just ends.
    package var isOverdue: Bool { kind == .limit && phase == .passed }
}
