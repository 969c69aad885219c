/// Why a well-signed step is not one that the rules allow (FORMATS.md §3 "Verdicts").
///
/// Texts stand in Wording under `casework.<code>`.
package struct IrregularReason: Hashable, Sendable {
    /// Stable codes.
    package enum Code: String, CaseIterable, Sendable {
        case machineUnknown = "machine_unknown"
        case eventUnknown = "event_unknown"
        case machineDiffers = "machine_differs"
        case packNotNamed = "pack_not_named"
        case packUnusable = "pack_unusable"
        case packSwitchByStranger = "pack_switch_by_stranger"
        case roleNotAllowed = "role_not_allowed"
        case stateNotAllowed = "state_not_allowed"
        case firstStepNotAllowed = "first_step_not_allowed"
        case addresseeOutside = "addressee_outside"
        case addresseeCount = "addressee_count"
        case addresseeRepeated = "addressee_repeated"
        case latestNotAllowed = "latest_not_allowed"
        case onceOnly = "once_only"
        case factMissing = "fact_missing"
        case addresseeIsParty = "addressee_is_party"
        case signerIsParty = "signer_is_party"
        case notFirst = "not_first"
        case ownLatestNotAllowed = "own_latest_not_allowed"
        case answersLacking = "answers_lacking"
        case answersNone = "answers_none"
        case addresseeLeft = "addressee_left"
        case approverMissing = "approver_missing"
        case approverRank = "approver_rank"
        case duplicate
        case recordNotFirst = "record_not_first"
        case recordNotOpened = "record_not_opened"
        case parentInvalid = "parent_invalid"
        case parentNotEarlier = "parent_not_earlier"
        case secondOpening = "second_opening"
        case opensAtHome = "opens_at_home"
        case homeAfterOpening = "home_after_opening"
        case correctByOther = "correct_by_other"
        case targetNotInRecord = "target_not_in_record"
        case logEnded = "log_ended"
        case recordStepsTooMany = "record_steps_too_many"

        /// The names of the arguments that every reason of this code carries.
        package var argumentNames: [String] {
            switch self {
            case .machineUnknown: ["machine", "pack"]
            case .machineDiffers: ["machine", "expected"]
            case .eventUnknown: ["event", "machine"]
            case .packNotNamed, .packUnusable, .packSwitchByStranger: ["pack"]
            case .roleNotAllowed: ["event", "signer"]
            case .stateNotAllowed: ["event", "state"]
            case .firstStepNotAllowed, .onceOnly, .latestNotAllowed, .opensAtHome: ["event"]
            case .addresseeOutside, .addresseeRepeated, .addresseeLeft: ["address"]
            case .ownLatestNotAllowed: ["event", "last", "signer"]
            case .answersLacking: ["addresses", "event", "role"]
            case .answersNone: ["event", "role"]
            case .addresseeCount: ["count", "min", "max"]
            case .factMissing: ["field"]
            case .addresseeIsParty: ["address", "role"]
            case .signerIsParty: ["signer", "role"]
            case .notFirst: ["field", "found", "other"]
            case .approverMissing: ["rank"]
            case .approverRank: ["rank", "found"]
            case .duplicate: ["index"]
            case .recordNotFirst, .recordNotOpened: ["record"]
            case .parentInvalid, .parentNotEarlier: ["parent"]
            case .secondOpening, .homeAfterOpening: ["opening"]
            case .correctByOther: ["signer", "expected"]
            case .targetNotInRecord: ["target"]
            case .logEnded: ["origin"]
            case .recordStepsTooMany: ["limit"]
            }
        }
    }

    /// The stable code.
    package let code: Code
    /// Values for the text, by argument name.
    package let arguments: [String: String]

    /// Makes a reason; the arguments must be exactly those that the code names.
    package init(_ code: Code, _ arguments: [String: String] = [:]) {
        assert(
            Set(arguments.keys) == Set(code.argumentNames),
            "\(code): arguments \(arguments.keys)"
        )
        self.code = code
        self.arguments = arguments
    }
}
