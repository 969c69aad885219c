/// Why an entry is not valid: a stable code and what its text needs.
///
/// Its texts, Chinese and English, stand in Wording under `ledger.<code>`; those of a fold's reasons under `casework.…`.
package struct Reason: Error, Hashable, Sendable {
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

extension Reason {
    /// Stable codes, grouped by what they make of an entry (FORMATS.md §3, verdicts).
    package enum Code: String, CaseIterable, Sendable {
        // The note.
        case entryTooLong = "entry_too_long"
        case entryVersionUnknown = "entry_version_unknown"
        case entryNoteMalformed = "entry_note_malformed"
        case entryLineCountWrong = "entry_line_count_wrong"
        case entryOriginMismatch = "entry_origin_mismatch"
        // The header's form.
        case headerSyntax = "header_syntax"
        case headerNotASCII = "header_not_ascii"
        case headerKeyUnknown = "header_key_unknown"
        case headerKeysUnsorted = "header_keys_unsorted"
        case headerKeyRepeated = "header_key_repeated"
        case headerValueMalformed = "header_value_malformed"
        case headerVerifierKeyMalformed = "header_verifier_key_malformed"
        case headerStringTooLong = "header_string_too_long"
        case headerIntegerTooLarge = "header_integer_too_large"
        case headerListEmpty = "header_list_empty"
        case headerListUnsorted = "header_list_unsorted"
        case headerListRepeated = "header_list_repeated"
        case headerListTooLong = "header_list_too_long"
        case headerBodyRepeated = "header_body_repeated"
        case headerObjectSizeWrong = "header_object_size_wrong"
        case headerObjectTreeWrong = "header_object_tree_wrong"
        // The keys and lines that a step has.
        case headerKeyMissing = "header_key_missing"
        case headerKeyForbidden = "header_key_forbidden"
        case reservedEventUnknown = "reserved_event_unknown"
        case enrolmentFactsWrong = "enrolment_facts_wrong"
        case enrolmentObjectsWrong = "enrolment_objects_wrong"
        case signatureMissing = "signature_missing"
        case signatureUnexpected = "signature_unexpected"
        case signatureMisplaced = "signature_misplaced"
        case signatureInvalid = "signature_invalid"
        // The key history of the log.
        case logNotOpened = "log_not_opened"
        case logOpenMisplaced = "log_open_misplaced"
        case keyNameWrong = "key_name_wrong"
        case keyAlgorithmWrong = "key_algorithm_wrong"
        case keyNotEnrolled = "key_not_enrolled"
        case keyRevoked = "key_revoked"
        case keyRevokedAfterwards = "key_revoked_afterwards"
        case keyAlreadyUsed = "key_already_used"
        case sinceWrong = "since_wrong"
        case keyStepsTooMany = "key_steps_too_many"
        case charterNotInForce = "charter_not_in_force"
        case charterNotChild = "charter_not_child"
        case charterOfAnotherMechanism = "charter_of_another_mechanism"
        case signerNotOfNode = "signer_not_of_node"
        // Irregular.
        case entryRepeated = "entry_repeated"
        case targetInvalid = "target_invalid"
        case targetOfAnotherRecord = "target_of_another_record"
        case objectNotOfTarget = "object_not_of_target"
        case clockAhead = "clock_ahead"
        // Pending.
        case entryVersionLater = "entry_version_later"
        case charterMissing = "charter_missing"
        case targetMissing = "target_missing"

        /// The names of the arguments that every reason of this code carries.
        package var argumentNames: [String] {
            switch self {
            case .entryVersionUnknown, .headerBodyRepeated, .enrolmentFactsWrong,
                .enrolmentObjectsWrong, .logNotOpened:
                []
            case .entryTooLong, .keyStepsTooMany: ["limit"]
            case .entryNoteMalformed, .headerVerifierKeyMalformed: ["detail"]
            case .entryLineCountWrong: ["count"]
            case .entryOriginMismatch: ["found", "required"]
            case .headerSyntax, .headerNotASCII: ["position"]
            case .headerKeyUnknown, .headerKeysUnsorted, .headerKeyRepeated,
                .headerValueMalformed, .headerListEmpty, .headerListUnsorted,
                .headerListRepeated, .headerKeyMissing:
                ["key"]
            case .headerStringTooLong, .headerIntegerTooLarge, .headerListTooLong:
                ["key", "limit"]
            case .headerObjectSizeWrong, .headerObjectTreeWrong: ["size"]
            case .headerKeyForbidden: ["event", "key", "machine"]
            case .reservedEventUnknown: ["event", "machine"]
            case .signatureMissing, .signatureUnexpected, .signatureMisplaced, .signatureInvalid,
                .keyNotEnrolled, .keyAlreadyUsed:
                ["name"]
            case .logOpenMisplaced: ["index"]
            case .keyNameWrong: ["found", "required"]
            case .keyAlgorithmWrong: ["algorithm", "name"]
            case .keyRevoked, .keyRevokedAfterwards: ["name", "since"]
            case .sinceWrong: ["index", "since"]
            case .charterNotInForce, .charterNotChild, .charterOfAnotherMechanism,
                .charterMissing:
                ["charter"]
            case .signerNotOfNode: ["node", "signer"]
            case .entryRepeated: ["index"]
            case .targetInvalid, .targetOfAnotherRecord, .targetMissing: ["target"]
            case .objectNotOfTarget: ["object"]
            case .clockAhead: ["at", "limit"]
            case .entryVersionLater: ["version"]
            }
        }

        /// What the reason makes of an entry.
        package var verdictClass: VerdictClass {
            switch self {
            case .entryRepeated, .targetInvalid, .targetOfAnotherRecord, .objectNotOfTarget,
                .clockAhead:
                .irregular
            case .entryVersionLater, .charterMissing, .targetMissing:
                .pending
            default:
                .invalid
            }
        }
    }
}

/// What an entry counts for, best first (FORMATS.md §3, verdicts).
package enum VerdictClass: String, CaseIterable, Hashable, Comparable, Sendable {
    /// It counts.
    case valid
    /// What it needs to be judged is not here yet.
    case pending
    /// Well signed, but a step that the rules do not allow.
    case irregular
    /// Bad form, signature or key.
    case invalid

    /// Order from valid to invalid.
    package static func < (a: VerdictClass, b: VerdictClass) -> Bool { a.rank < b.rank }

    private var rank: Int {
        switch self {
        case .valid: 0
        case .pending: 1
        case .irregular: 2
        case .invalid: 3
        }
    }
}
