/// What is worth saying of a clock beside its value: above all what had no effect on it, and why.
///
/// Texts stand in Wording under `casework.<code>`.
package struct ClockFinding: Hashable, Sendable {
    /// Stable codes.
    package enum Code: String, CaseIterable, Sendable {
        case startRepeated = "clock_start_repeated"
        case startFactLater = "clock_start_fact_later"
        case startFactEarlier = "clock_start_fact_earlier"
        case startOver = "clock_start_over"
        case startCorrected = "clock_start_corrected"
        case startKept = "clock_start_kept"
        case stopFactLater = "clock_stop_fact_later"
        case stopStated = "clock_stop_stated"
        case statedVoided = "clock_stated_voided"
        case endCorrected = "clock_end_corrected"
        case endKept = "clock_end_kept"
        case rightLapsed = "clock_right_lapsed"
        case notInForce = "clock_not_in_force"
        case presumedOver = "clock_presumed_over"
        case presumedUnused = "clock_presumed_unused"
        case stopBeforeStart = "clock_stop_before_start"
        case extensionNone = "clock_extension_none"
        case extensionLate = "clock_extension_late"
        case extensionTooOften = "clock_extension_too_often"
        case extensionShortens = "clock_extension_shortens"
        case extensionRepeated = "clock_extension_repeated"
        case extensionAfterEnd = "clock_extension_after_end"
        case extensionCorrected = "clock_extension_corrected"
        case pauseNone = "clock_pause_none"
        case pauseReason = "clock_pause_reason"
        case pauseRepeated = "clock_pause_repeated"
        case pauseEndsEarly = "clock_pause_ends_early"
        case pauseRecordedLate = "clock_pause_recorded_late"
        case pauseBeyondEnd = "clock_pause_beyond_end"
        case resumeNone = "clock_resume_none"
        case calendarMissing = "clock_calendar_missing"
        case calendarNotNamed = "clock_calendar_not_named"
        case uncountable = "clock_uncountable"

        /// The names of the arguments that every finding of this code carries.
        package var argumentNames: [String] {
            switch self {
            case .startRepeated, .extensionNone, .pauseNone, .pauseRepeated, .resumeNone: ["entry"]
            case .startFactLater, .startFactEarlier, .startCorrected, .endCorrected, .endKept,
                .startKept, .stopFactLater:
                ["entry", "at", "stated"]
            case .stopStated: ["entry", "at", "due", "stated"]
            case .statedVoided: ["entry", "at", "stated", "voided"]
            case .startOver: ["entry", "at", "clock", "due"]
            case .notInForce: ["at"]
            case .stopBeforeStart: ["entry", "at", "start"]
            case .extensionLate, .extensionAfterEnd, .pauseRecordedLate, .rightLapsed:
                ["entry", "at", "due"]
            case .extensionTooOften: ["entry", "limit"]
            case .extensionRepeated: ["entry", "count"]
            case .extensionShortens: ["entry", "day", "due"]
            case .extensionCorrected: ["entry", "day"]
            case .pauseReason: ["entry", "reason"]
            case .pauseEndsEarly: ["entry", "from", "to"]
            case .pauseBeyondEnd: ["entry", "from", "due"]
            case .calendarMissing: ["calendar"]
            case .calendarNotNamed: []
            case .presumedOver: ["entry", "at", "due"]
            case .presumedUnused: ["entry", "at", "used"]
            case .uncountable: ["code"]
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
