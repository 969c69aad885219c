/// What is worth saying of a step or a record but moves and blocks no state (FORMATS.md §3 "Verdicts").
///
/// Texts stand in Wording under `casework.<code>`.
package struct CaseFinding: Hashable, Sendable {
    /// Stable codes.
    package enum Code: String, CaseIterable, Sendable {
        case clockWentBack = "clock_went_back"
        case factNotOpen = "fact_not_open"
        case factMalformed = "fact_malformed"
        case packNotInForce = "pack_not_in_force"
        case timerUndecided = "timer_undecided"
        case revokedAfterwards = "revoked_afterwards"
        case homePartUnprepared = "home_part_unprepared"
        case homePartOtherOpener = "home_part_other_opener"
        case homeRatified = "home_ratified"
        case stepCrossed = "step_crossed"
        case besideTaken = "beside_taken"

        /// The names of the arguments that every finding of this code carries.
        package var argumentNames: [String] {
            switch self {
            case .clockWentBack: ["at", "earlier"]
            case .factNotOpen, .factMalformed: ["field"]
            case .packNotInForce: ["pack", "at"]
            case .timerUndecided: ["clocks", "field"]
            case .revokedAfterwards: ["signer"]
            case .homePartUnprepared: ["event", "state"]
            case .homePartOtherOpener: ["signer", "expected"]
            case .homeRatified: ["opening"]
            case .stepCrossed: ["entry", "event", "last", "signer"]
            case .besideTaken: ["at", "event", "signer"]
            }
        }
    }

    /// The stable code.
    package let code: Code
    /// Values for the text, by argument name.
    package let arguments: [String: String]

    /// Makes a finding; the arguments must be exactly those that the code names.
    package init(_ code: Code, _ arguments: [String: String] = [:]) {
        assert(
            Set(arguments.keys) == Set(code.argumentNames),
            "\(code): arguments \(arguments.keys)"
        )
        self.code = code
        self.arguments = arguments
    }
}
