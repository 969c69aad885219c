/// What the command line itself refuses; its texts stand in Wording under `command.<code>`.
struct CommandError: Error, Hashable {
    /// Stable codes.
    enum Code: String, CaseIterable {
        case approvalDeclined = "approval_declined"
        case approvalNeedsYes = "approval_needs_yes"
        case approvalUnknown = "approval_unknown"
        case auditAtAlone = "audit_at_alone"
        case auditRecordUnknown = "audit_record_unknown"
        case cardInvalid = "card_invalid"
        case charterInvalid = "charter_invalid"
        case commandUnknown = "command_unknown"
        case confirmationDeclined = "confirmation_declined"
        case confirmationNeeded = "confirmation_needed"
        case draftBodyDiffers = "draft_body_differs"
        case draftChanged = "draft_changed"
        case draftAmbiguous = "draft_ambiguous"
        case draftNameUnknown = "draft_name_unknown"
        case draftInvalid = "draft_invalid"
        case digestInvalid = "digest_invalid"
        case failed
        case digestNotWhole = "digest_not_whole"
        case fieldEmpty = "field_empty"
        case fieldInvalid = "field_invalid"
        case fieldNameTooLong = "field_name_too_long"
        case fieldNotJSON = "field_not_json"
        case fieldTwice = "field_twice"
        case endedInvalid = "ended_invalid"
        case fileFieldInvalid = "file_field_invalid"
        case fileInvalid = "file_invalid"
        case fileFieldTwice = "file_field_twice"
        case fileMissing = "file_missing"
        case fileNoFields = "file_no_fields"
        case fileNotJSON = "file_not_json"
        case fileNotText = "file_not_text"
        case fileTooLarge = "file_too_large"
        case fileValuesMany = "file_values_many"
        case fileUnreadable = "file_unreadable"
        case fingerprintDiffers = "fingerprint_differs"
        case fingerprintInvalid = "fingerprint_invalid"
        case homeMissing = "home_missing"
        case memberInvalid = "member_invalid"
        case fileNotRegular = "file_not_regular"
        case officeInvalid = "office_invalid"
        case officerKeyUnprotected = "officer_key_unprotected"
        case officerNameNeeded = "officer_name_needed"
        case optionFileMissing = "option_file_missing"
        case outcomeUnknown = "outcome_unknown"
        case passphraseBrokenOff = "passphrase_broken_off"
        case passphraseNeeded = "passphrase_needed"
        case passphrasesDiffer = "passphrases_differ"
        case roleInvalid = "role_invalid"
        case dialogueEnded = "dialogue_ended"
        case statementDeclined = "statement_declined"
        case statementNeedsYes = "statement_needs_yes"
        case stepDeclined = "step_declined"
        case terminalNeeded = "terminal_needed"
        case requestNoUUID = "request_no_uuid"
        case usageInvalidValue = "usage_invalid_value"
        case usageMissingArgument = "usage_missing_argument"
        case usageMissingValue = "usage_missing_value"
        case usageOther = "usage_other"
        case usageTogether = "usage_together"
        case usageUnexpectedArgument = "usage_unexpected_argument"
        case usageUnknownOption = "usage_unknown_option"
        case outputExists = "output_exists"
        case outputNameWrong = "output_name_wrong"
        case outputFailed = "output_failed"
        case pdfFailed = "pdf_failed"
        case pdfProgramMissing = "pdf_program_missing"
        case pdfTimedOut = "pdf_timed_out"
        case pdfTooLarge = "pdf_too_large"

        /// The names of the arguments that every error of this code carries.
        var argumentNames: [String] {
            switch self {
            case .confirmationDeclined, .confirmationNeeded: ["node"]
            case .statementDeclined, .statementNeedsYes: ["record"]
            case .digestInvalid: ["text", "limit"]
            case .failed, .usageOther: ["detail"]
            case .stepDeclined, .terminalNeeded: []
            case .auditAtAlone: []
            case .auditRecordUnknown: ["record", "source"]
            case .dialogueEnded, .fieldEmpty, .fieldNotJSON, .fieldTwice: ["field"]
            case .fieldNameTooLong: ["limit"]
            case .digestNotWhole, .endedInvalid, .fieldInvalid, .memberInvalid, .officeInvalid,
                .roleInvalid:
                ["text"]
            case .cardInvalid, .charterInvalid, .fileMissing, .fileNoFields, .fileNotJSON,
                .fileNotRegular, .fileNotText, .fileUnreadable, .homeMissing:
                ["path"]
            case .commandUnknown: ["command", "commands"]
            case .officerKeyUnprotected, .passphraseNeeded: ["path"]
            case .passphraseBrokenOff: ["limit"]
            case .passphrasesDiffer, .officerNameNeeded: []
            case .optionFileMissing: ["option", "path"]
            case .draftAmbiguous: ["draft", "drafts"]
            case .draftNameUnknown: ["draft"]
            case .approvalDeclined, .approvalNeedsYes, .approvalUnknown, .draftBodyDiffers,
                .draftChanged:
                ["draft"]
            case .draftInvalid: ["path"]
            case .fileFieldInvalid: ["path", "field"]
            case .fileFieldTwice: ["path", "fields"]
            case .fileInvalid: ["path", "line", "column"]
            case .fileTooLarge, .fileValuesMany: ["path", "limit"]
            case .fingerprintInvalid: ["text"]
            case .outcomeUnknown: ["request"]
            case .fingerprintDiffers: ["expected", "found"]
            case .requestNoUUID: ["value"]
            case .usageInvalidValue: ["value", "option"]
            case .usageMissingArgument, .usageUnexpectedArgument: ["argument"]
            case .usageTogether: ["option", "other"]
            case .usageMissingValue, .usageUnknownOption: ["option"]
            case .outputExists, .outputFailed: ["path"]
            case .outputNameWrong: ["ending", "format", "path"]
            case .pdfFailed: ["exit", "program"]
            case .pdfTimedOut: ["program", "seconds"]
            case .pdfTooLarge: ["limit", "program"]
            case .pdfProgramMissing: ["packages"]
            }
        }

        /// The exit code of a command that ends with it.
        var exitCode: ExitCode {
            switch self {
            case .confirmationDeclined, .dialogueEnded, .stepDeclined, .failed, .fileTooLarge,
                .fileUnreadable, .outcomeUnknown, .outputExists, .outputFailed, .pdfFailed,
                .pdfProgramMissing, .pdfTimedOut, .pdfTooLarge:
                .failed
            case .statementDeclined, .fileValuesMany: .failed
            case .statementNeedsYes: .usage
            case .auditRecordUnknown: .notFound
            case .auditAtAlone, .outputNameWrong, .usageTogether: .usage
            case .officerKeyUnprotected, .passphrasesDiffer, .passphraseBrokenOff,
                .approvalDeclined, .approvalUnknown, .draftAmbiguous,
                .draftChanged:
                .failed
            case .draftNameUnknown: .notFound
            case .passphraseNeeded, .approvalNeedsYes, .draftInvalid, .officerNameNeeded: .usage
            case .fingerprintDiffers, .draftBodyDiffers: .verificationFailed
            case .fileMissing, .homeMissing, .optionFileMissing: .notFound
            case .cardInvalid, .charterInvalid, .commandUnknown, .confirmationNeeded,
                .digestInvalid, .digestNotWhole, .endedInvalid, .fieldEmpty, .fieldInvalid,
                .fieldNameTooLong, .fieldNotJSON, .fieldTwice, .fileFieldInvalid, .fileFieldTwice,
                .fileInvalid,
                .fileNoFields,
                .fileNotJSON, .fileNotRegular, .fileNotText, .fingerprintInvalid, .memberInvalid,
                .officeInvalid, .roleInvalid, .usageInvalidValue, .requestNoUUID,
                .usageMissingArgument,
                .usageMissingValue, .usageOther, .usageUnexpectedArgument, .usageUnknownOption,
                .terminalNeeded:
                .usage
            }
        }
    }

    /// The stable code.
    let code: Code
    /// Values for the text, by argument name.
    let arguments: [String: String]
    /// What the layer below said; nil where nothing did.
    let cause: String?

    /// Makes an error; the arguments must be exactly those that the code names.
    init(_ code: Code, _ arguments: [String: String] = [:], cause: String? = nil) {
        assert(
            Set(arguments.keys) == Set(code.argumentNames),
            "\(code): arguments \(arguments.keys)"
        )
        self.code = code
        self.arguments = arguments
        self.cause = cause
    }
}
