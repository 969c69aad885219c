import Casework
import Cryptography
import Ledger

/// What the node itself refuses or fails at; its texts stand in Wording under `node.<code>`.
package struct NodeError: Error, Hashable, Sendable {
    /// Stable codes.
    package enum Code: String, CaseIterable, Sendable {
        case configurationInvalid = "configuration_invalid"
        case homeExists = "home_exists"
        case homeMissing = "home_missing"
        case homeNoFolder = "home_no_folder"
        case homeNoSpace = "home_no_space"
        case homeOfAnotherUser = "home_of_another_user"
        case keyFileMissing = "key_file_missing"
        case keyFileForeign = "key_file_foreign"
        case storageKeyForeign = "storage_key_foreign"
        case nodeNameChanged = "node_name_changed"
        case regionChanged = "region_changed"
        case configurationKeyUnknown = "configuration_key_unknown"
        case configurationKeyMissing = "configuration_key_missing"
        case configurationKeyForm = "configuration_key_form"
        case configurationNoNumber = "configuration_no_number"
        case configurationKeyTwice = "configuration_key_twice"
        case configurationNoMapping = "configuration_no_mapping"
        case configurationTooLong = "configuration_too_long"
        case configurationTooMany = "configuration_too_many"
        case configurationNumberKey = "configuration_number_key"
        case configurationNumberTwice = "configuration_number_twice"
        case configurationVersionUnknown = "configuration_version_unknown"
        case callerSubjectNeeded = "caller_subject_needed"
        case callerUserUnknown = "caller_user_unknown"
        case callerGroupUnknown = "caller_group_unknown"
        case callerRightNeeded = "caller_right_needed"
        case callerRightUnknown = "caller_right_unknown"
        case callerOfficeNeeded = "caller_office_needed"
        case callerOfficeUnknown = "caller_office_unknown"
        case nodeNameInvalid = "node_name_invalid"
        case regionInvalid = "region_invalid"
        case urlInvalid = "url_invalid"
        case listenInvalid = "listen_invalid"
        case officeInvalid = "office_invalid"
        case homeOccupied = "home_occupied"
        case nothingToAudit = "nothing_to_audit"
        case stateUnknown = "state_unknown"
        case stateOfNoKind = "state_of_no_kind"
        case cardIsOwn = "card_is_own"
        case sourceUnknown = "source_unknown"
        case clockUnusable = "clock_unusable"
        case logEmpty = "log_empty"
        case logUnknown = "log_unknown"
        case logKeyMissing = "log_key_missing"
        case ownEntryNotValid = "own_entry_not_valid"
        case fileFailed = "file_failed"
        case entryRefused = "entry_refused"
        case submissionMalformed = "submission_malformed"
        case fieldsMissing = "fields_missing"
        case addresseeNeeded = "addressee_needed"
        case addresseeAtHome = "addressee_at_home"
        case mechanismAtHome = "mechanism_at_home"
        case addresseeOutside = "addressee_outside"
        case addresseeIsSender = "addressee_is_sender"
        case addresseesNotReviewed = "addressees_not_reviewed"
        case senderNotOurs = "sender_not_ours"
        case senderNoMember = "sender_no_member"
        case senderOfficeNotOurs = "sender_office_not_ours"
        case addresseeOfficeUnknown = "addressee_office_unknown"
        case audienceOutside = "audience_outside"
        case audienceOfficeUnknown = "audience_office_unknown"
        case memberOfficeUnknown = "member_office_unknown"
        case calendarAmbiguous = "calendar_ambiguous"
        case alreadyOpened = "already_opened"
        case homeLinkLost = "home_link_lost"
        case homeLinkNotLost = "home_link_not_lost"
        case homeLinkOther = "home_link_other"
        case homeLinkTaken = "home_link_taken"
        case homeLinkReason = "home_link_reason"
        case matterChanged = "matter_changed"
        case matterOfAnotherOffice = "matter_of_another_office"
        case recordNotReadable = "record_not_readable"
        case labelNotOffered = "label_not_offered"
        case labelTooOpen = "label_too_open"
        case entryAwaits = "entry_awaits"
        case fieldContradicts = "field_contradicts"
        case fieldInFuture = "field_in_future"
        case fieldInPast = "field_in_past"
        case endNotLater = "end_not_later"
        case fieldBeforeAnother = "field_before_another"
        case fieldBeforeCause = "field_before_cause"
        case stepEndsAtOnce = "step_ends_at_once"
        case stepTooEarly = "step_too_early"
        case rightLapsed = "right_lapsed"
        case stepBeforeEnd = "step_before_end"
        case timeWasUsed = "time_was_used"
        case fieldBeforeStep = "field_before_step"
        case fieldOfAnother = "field_of_another"
        case correctionVoid = "correction_void"
        case fieldDayDiffers = "field_day_differs"
        case fieldOutOfRange = "field_out_of_range"
        case pauseOpen = "pause_open"
        case pauseNotOpen = "pause_not_open"
        case exerciseSettled = "exercise_settled"
        case bodyTooLarge = "body_too_large"
        case nothingLeftOut = "nothing_left_out"
        case fieldUnknown = "field_unknown"
        case fieldNoText = "field_no_text"
        case fieldNoBoolean = "field_no_boolean"
        case fieldNoInteger = "field_no_integer"
        case fieldNoMoney = "field_no_money"
        case fieldNoDate = "field_no_date"
        case fieldNoTime = "field_no_time"
        case fieldNoSuchDay = "field_no_such_day"
        case fieldNoOffset = "field_no_offset"
        case fieldNoRegion = "field_no_region"
        case fieldNoOffice = "field_no_office"
        case fieldNoDigest = "field_no_digest"
        case fieldNoTextOrObject = "field_no_text_or_object"
        case fieldNoList = "field_no_list"
        case fieldNotList = "field_not_list"
        case fieldNameAmbiguous = "field_name_ambiguous"
        case fieldValueAmbiguous = "field_value_ambiguous"
        case fieldNamedByTwo = "field_named_by_two"
        case fieldNoNames = "field_no_names"
        case fieldNamedTwice = "field_named_twice"
        case fieldNoChoice = "field_no_choice"
        case fieldNotConfirmed = "field_not_confirmed"
        case officersTooFew = "officers_too_few"
        case officerKeyInvalid = "officer_key_invalid"
        case officerKeyTaken = "officer_key_taken"
        case officerNameInvisible = "officer_name_invisible"
        case officerNameUnfit = "officer_name_unfit"
        case officerUnknown = "officer_unknown"
        case officerRevoked = "officer_revoked"
        case revocationInFuture = "revocation_in_future"
        case officersTooMany = "officers_too_many"
        case rankUnknown = "rank_unknown"
        case officerNotEnrolled = "officer_not_enrolled"
        case officerOfAnotherOffice = "officer_of_another_office"
        case approverSignsAlready = "approver_signs_already"
        case approverRevoked = "approver_revoked"
        case drafterApproves = "drafter_approves"
        case olderEdition = "older_edition"
        case editionChanges = "edition_changes"
        case editionChangesAlone = "edition_changes_alone"
        case drafterNotApprover = "drafter_not_approver"
        case configurationValueUnknown = "configuration_value_unknown"
        case approvalNotAsked = "approval_not_asked"
        case approvalTextDiffers = "approval_text_differs"
        case approvalSignatureWrong = "approval_signature_wrong"
        case approvalTooOld = "approval_too_old"
        case requestsLost = "request_unknown_again"
        case draftUnknown = "draft_unknown"
        case draftExpired = "draft_expired"
        case draftOutdated = "draft_outdated"
        case draftApproved = "draft_approved"
        case draftDamaged = "draft_damaged"
        case draftNotReadable = "draft_not_readable"
        case draftsTooMany = "drafts_too_many"
        case draftNumberTaken = "draft_number_taken"
        case draftWaits = "draft_waits"
        case draftAfterOpening = "draft_after_opening"
        case storedRowVersion = "stored_row_version"
        case revocationDamaged = "revocation_damaged"
        case revocationUnfinished = "revocation_unfinished"
        case officerNameless = "officer_nameless"
        case officerNameDamaged = "officer_name_damaged"
        case officerNamesTooMany = "officer_names_too_many"
        case documentNumberProvisional = "document_number_provisional"
        case recordUnknown = "record_unknown"
        case recordOfOtherKind = "record_of_other_kind"
        case kindUnknown = "kind_unknown"
        case kindAmbiguous = "kind_ambiguous"
        case kindNeeded = "kind_needed"
        case kindNotInForce = "kind_not_in_force"
        case stepNotOfKind = "step_not_of_kind"
        case recordAmbiguous = "record_ambiguous"
        case entryUnknown = "entry_unknown"
        case entryAmbiguous = "entry_ambiguous"
        case mechanismNeeded = "mechanism_needed"
        case mechanismUnknown = "mechanism_unknown"
        case officeNeeded = "office_needed"
        case officeUnknown = "office_unknown"
        case officeExists = "office_exists"
        case packUnknown = "pack_unknown"
        case packAwaited = "pack_awaited"
        case packAmbiguous = "pack_ambiguous"
        case packVersionTaken = "pack_version_taken"
        case packBuiltIn = "pack_built_in"
        case packInUse = "pack_in_use"
        case addresseeNotOfRole = "addressee_not_of_role"
        case addresseeOtherOffice = "addressee_other_office"
        case addresseeOfficesSeveral = "addressee_offices_several"
        case officeNotOfRole = "office_not_of_role"
        case packsTooMany = "packs_too_many"
        case packKindUnknown = "pack_kind_unknown"
        case packMachineUnknown = "pack_machine_unknown"
        case peerUnknown = "peer_unknown"
        case fingerprintDiffers = "fingerprint_differs"
        case charterNotOurs = "charter_not_ours"
        case draftLacksOwnNode = "draft_lacks_own_node"
        case charterKeyDiffers = "charter_key_differs"
        case charterBesideAnother = "charter_beside_another"
        case charterSuperseded = "charter_superseded"
        case charterNotHere = "charter_not_here"
        case charterGone = "charter_gone"
        case calendarsTooMany = "calendars_too_many"
        case endedLogUnknown = "ended_log_unknown"
        case endedLogUnfit = "ended_log_unfit"
        case endedLogTwice = "ended_log_twice"
        case roleUnknown = "role_unknown"
        case roleUnfilled = "role_unfilled"
        case superiorIsParty = "superior_is_party"
        case membershipEnded = "membership_ended"
        case charterUnknown = "charter_unknown"
        case cursorUnknown = "cursor_unknown"
        case addressUnknown = "address_unknown"
        case peersNotServed = "peers_not_served"
        case trustUnreadable = "trust_unreadable"
        case trustDamaged = "trust_damaged"
        case knownDamaged = "known_damaged"
        case auditOptionUnfit = "audit_option_unfit"
        case auditRecordsUnfit = "audit_records_unfit"
        case downloadNoSpace = "download_no_space"
        case folderNotEmpty = "folder_not_empty"
        case exportTooLarge = "export_too_large"
        case keysTooMany = "keys_too_many"
        case exportLacksEntries = "export_lacks_entries"
        case folderNoExport = "folder_no_export"
        case logIncomplete = "log_incomplete"
        case sourceUnsupported = "source_unsupported"
        case urlNoLog = "url_no_log"
        case urlCheckpointMissing = "url_checkpoint_missing"
        case urlUnreachable = "url_unreachable"
        case urlNotTrusted = "url_not_trusted"
        case urlRefused = "url_refused"
        case urlFileTooLong = "url_file_too_long"
        case urlTooLarge = "url_too_large"
        case urlChanged = "url_changed"
        case dimensionUnknown = "dimension_unknown"
        case dayInvalid = "day_invalid"
        case periodReversed = "period_reversed"
        case documentNone = "document_none"
        case documentNumberForm = "document_number_form"
        case documentNumberUsed = "document_number_used"
        case documentNumberTaken = "document_number_taken"
        case documentNumbersUsedUp = "document_numbers_used_up"
        case numberPrefixInvalid = "number_prefix_invalid"
        case configurationNumberPrefix = "configuration_number_prefix"
        case configurationNumberOffice = "configuration_number_office"
        case documentStepUnknown = "document_step_unknown"
        case documentUnfit = "document_unfit"
        case documentUnknown = "document_unknown"

        /// The names of the arguments that every error of this code carries.
        package var argumentNames: [String] {
            switch self {
            case .configurationInvalid: ["detail", "line"]
            case .configurationKeyUnknown: ["key", "known", "line"]
            case .configurationKeyMissing, .configurationKeyForm, .configurationKeyTwice:
                ["key", "line"]
            case .configurationNoNumber: ["key", "limit", "line"]
            case .configurationNoMapping, .callerSubjectNeeded, .callerRightNeeded,
                .callerOfficeNeeded:
                ["line"]
            case .configurationTooLong, .keysTooMany: ["limit"]
            case .configurationTooMany: ["key", "limit", "line"]
            case .configurationNumberKey: ["key", "known", "line"]
            case .configurationNumberTwice: ["key", "line", "other", "other_line", "prefix"]
            case .configurationVersionUnknown: ["found", "known", "line"]
            case .callerUserUnknown, .callerGroupUnknown: ["line", "name"]
            case .callerRightUnknown: ["known", "line", "right"]
            case .callerOfficeUnknown: ["line", "office", "offices"]
            case .nodeNameInvalid, .regionInvalid, .urlInvalid, .listenInvalid, .officeInvalid:
                ["value"]
            case .homeExists, .homeMissing, .homeNoFolder, .homeOccupied, .nothingToAudit,
                .sourceUnknown, .keyFileMissing, .keyFileForeign, .storageKeyForeign:
                ["path"]
            case .homeNoSpace: ["free", "path", "required"]
            case .stateUnknown: ["state", "states"]
            case .stateOfNoKind: ["state"]
            case .cardIsOwn: ["node"]
            case .clockUnusable: ["second"]
            case .logEmpty, .logUnknown, .logKeyMissing, .endedLogUnknown, .endedLogTwice,
                .exportLacksEntries:
                ["origin"]
            case .roleUnknown: ["role", "roles"]
            case .roleUnfilled: ["event", "mechanism", "option", "role"]
            case .superiorIsParty: ["event", "mechanism", "role"]
            case .endedLogUnfit: ["mechanism", "origin"]
            case .membershipEnded: ["mechanism", "origin", "revision", "size"]
            case .ownEntryNotValid: ["index", "origin"]
            case .fileFailed: ["path", "reason"]
            case .entryRefused: ["reasons"]
            case .homeOfAnotherUser: ["owner", "path", "user"]
            case .nodeNameChanged, .regionChanged: ["found", "stored"]
            case .submissionMalformed: ["form", "key", "value"]
            case .fieldsMissing: ["event", "fields"]
            case .addresseeNeeded, .addresseeAtHome, .mechanismAtHome: ["event"]
            case .addresseeOutside, .audienceOutside: ["address", "mechanism", "members"]
            case .addresseeIsSender: ["address"]
            case .addresseesNotReviewed: ["addresses", "expected"]
            case .senderNotOurs: ["address", "own"]
            case .senderNoMember: ["mechanism", "node"]
            case .senderOfficeNotOurs: ["field", "own", "value"]
            case .addresseeOfficeUnknown, .audienceOfficeUnknown: ["address", "node", "offices"]
            case .calendarAmbiguous: ["calendar", "calendars"]
            case .memberOfficeUnknown: ["address", "node", "offices"]
            case .alreadyOpened, .homeLinkLost: ["event", "mechanism", "opening"]
            case .homeLinkNotLost: ["record"]
            case .homeLinkOther: ["opening", "openings", "record"]
            case .homeLinkTaken: ["at", "opening", "other", "record", "user"]
            case .homeLinkReason: ["found", "limit"]
            case .matterOfAnotherOffice: ["event", "office", "opener"]
            case .recordNotReadable, .matterChanged: ["record"]
            case .labelNotOffered: ["label"]
            case .labelTooOpen: ["fields", "label"]
            case .nothingLeftOut: ["event", "fields"]
            case .entryAwaits: ["awaited"]
            case .fieldContradicts: ["field", "option", "value"]
            case .fieldNoText, .fieldNoBoolean, .fieldNoInteger, .fieldNoMoney, .fieldNoDate,
                .fieldNoTime, .fieldNoRegion, .fieldNoOffice, .fieldNoDigest,
                .fieldNoTextOrObject, .fieldNoList, .fieldNotList, .fieldNoNames,
                .fieldNotConfirmed:
                ["field"]
            case .fieldNoChoice: ["field", "values"]
            case .fieldValueAmbiguous: ["field", "value", "values"]
            case .fieldNamedByTwo: ["field", "name", "other"]
            case .fieldUnknown, .fieldNameAmbiguous: ["field", "fields"]
            case .endNotLater: ["day", "due"]
            case .fieldInFuture, .fieldInPast, .fieldNoSuchDay, .fieldNoOffset, .fieldNamedTwice:
                ["field", "value"]
            case .fieldBeforeAnother: ["field", "fields"]
            case .fieldBeforeCause: ["field", "fields", "other", "value"]
            case .stepEndsAtOnce: ["due", "event", "start"]
            case .stepTooEarly: ["at", "event", "field", "value"]
            case .rightLapsed: ["due", "event", "expiry"]
            case .stepBeforeEnd: ["due", "event"]
            case .timeWasUsed: ["at", "clock", "event"]
            case .fieldBeforeStep: ["at", "event", "field", "value"]
            case .fieldOfAnother: ["field", "other", "value"]
            case .correctionVoid: ["at", "field", "value"]
            case .fieldDayDiffers: ["day", "field", "fields", "value"]
            case .fieldOutOfRange: ["field", "first", "last", "value"]
            case .pauseOpen: ["entry", "event", "from"]
            case .pauseNotOpen: ["event"]
            case .officersTooFew: ["field", "limit"]
            case .exerciseSettled, .officerKeyInvalid: []
            case .officerKeyTaken: ["name"]
            case .officerNameUnfit, .officersTooMany: ["limit"]
            case .officerNameInvisible: ["character"]
            case .revocationInFuture: ["now", "since"]
            case .officerUnknown, .officerRevoked, .approverRevoked: ["officer"]
            case .rankUnknown: ["rank", "ranks"]
            case .officerNotEnrolled: ["fingerprint", "office"]
            case .officerOfAnotherOffice: ["office", "officer", "own"]
            case .approverSignsAlready: ["office"]
            case .drafterApproves, .drafterNotApprover: ["draft", "uid"]
            case .olderEdition: ["day", "field", "first", "rules"]
            case .editionChanges, .editionChangesAlone: ["home", "rules"]
            case .configurationValueUnknown: ["found", "key", "known", "line"]
            case .approvalNotAsked: ["event"]
            case .approvalSignatureWrong: []
            case .approvalTooOld: ["at", "limit"]
            case .approvalTextDiffers, .draftUnknown, .draftOutdated, .draftDamaged: ["draft"]
            case .draftExpired: ["draft", "expired"]
            case .draftNumberTaken: ["draft", "number"]
            case .draftWaits: ["draft"]
            case .requestsLost: ["at", "request"]
            case .draftAfterOpening: ["mechanism", "opening", "state"]
            case .storedRowVersion: ["found", "known", "row"]
            case .revocationDamaged, .revocationUnfinished, .officerNameless,
                .officerNameDamaged:
                ["officer"]
            case .officerNamesTooMany: ["limit", "officer"]
            case .documentNumberProvisional: ["number"]
            case .draftApproved: ["draft", "entry"]
            case .draftNotReadable: ["draft", "office"]
            case .draftsTooMany: ["limit"]
            case .recordUnknown, .recordAmbiguous: ["record"]
            case .recordOfOtherKind: ["found", "kind", "record"]
            case .kindUnknown: ["kind", "kinds"]
            case .kindAmbiguous: ["kind", "steps"]
            case .kindNeeded: []
            case .kindNotInForce: ["kind"]
            case .stepNotOfKind: ["event", "kind", "steps"]
            case .entryUnknown, .entryAmbiguous: ["entry"]
            case .charterSuperseded: ["adopted", "digest"]
            case .charterNotHere, .charterGone: ["digest", "logs", "mechanism"]
            case .calendarsTooMany: ["count", "limit", "mechanism"]
            case .mechanismNeeded: ["event"]
            case .mechanismUnknown, .charterNotOurs: ["mechanism"]
            case .draftLacksOwnNode: ["mechanism", "node", "region"]
            case .charterKeyDiffers: ["card", "charter", "node"]
            case .charterBesideAnother: ["digest", "other"]
            case .officeNeeded: ["offices"]
            case .officeUnknown, .officeExists: ["office"]
            case .packUnknown, .packAwaited: ["rules"]
            case .packAmbiguous: ["packs", "rules"]
            case .packVersionTaken: ["digest", "pack", "version"]
            case .packBuiltIn: ["rules"]
            case .packInUse: ["count", "mechanisms", "rules"]
            case .addresseeOfficesSeveral: ["address", "offices", "role", "words"]
            case .addresseeNotOfRole: ["address", "event", "fitting", "found", "role", "words"]
            case .addresseeOtherOffice: ["address", "event", "expected", "found", "reason"]
            case .officeNotOfRole: ["event", "found", "role", "words"]
            case .packsTooMany: ["limit"]
            case .packKindUnknown: ["kind", "kinds"]
            case .packMachineUnknown: ["machine", "machines"]
            case .peerUnknown: ["node"]
            case .fingerprintDiffers: ["card", "given"]
            case .charterUnknown: ["digest"]
            case .cursorUnknown: []
            case .addressUnknown: ["address"]
            case .peersNotServed: []
            case .trustUnreadable, .trustDamaged, .knownDamaged: ["position"]
            case .folderNotEmpty, .folderNoExport: ["path"]
            case .auditOptionUnfit: ["option", "source"]
            case .auditRecordsUnfit: ["source"]
            case .downloadNoSpace: ["free", "path", "required"]
            case .bodyTooLarge, .exportTooLarge: ["found", "limit"]
            case .logIncomplete: ["index", "origin"]
            case .sourceUnsupported: ["source"]
            case .urlNoLog, .urlCheckpointMissing, .urlChanged, .urlUnreachable, .urlNotTrusted:
                ["url"]
            case .urlRefused: ["path", "status"]
            case .urlFileTooLong: ["limit", "path"]
            case .urlTooLarge: ["limit", "url"]
            case .dimensionUnknown: ["dimensions", "value"]
            case .dayInvalid: ["option", "value"]
            case .periodReversed: ["first", "last"]
            case .documentNone: ["record"]
            case .documentNumberForm, .documentNumberTaken: ["number"]
            case .documentNumberUsed: ["entry", "number"]
            case .documentNumbersUsedUp: ["prefix", "year"]
            case .numberPrefixInvalid: ["prefix"]
            case .configurationNumberPrefix: ["line", "prefix"]
            case .documentStepUnknown: ["entry"]
            case .configurationNumberOffice: ["office", "offices"]
            case .documentUnfit: ["document", "documents", "reason"]
            case .documentUnknown: ["document", "documents"]
            }
        }
    }

    /// The stable code.
    package let code: Code
    /// Values for the text, by argument name; never a secret.
    package let arguments: [String: String]
    /// What the layer below said; nil where nothing did.
    package let cause: String?

    /// Makes an error; the arguments must be exactly those that the code names, and how they read in a language.
    package init(_ code: Code, _ arguments: [String: String] = [:], cause: String? = nil) {
        assert(
            Set(arguments.keys.filter { !$0.hasSuffix("_zh") && !$0.hasSuffix("_en") })
                == Set(code.argumentNames),
            "\(code): \(arguments.keys)"
        )
        self.code = code
        self.arguments = arguments
        self.cause = cause
    }
}

extension NodeError.Code {
    /// Whether it says that one of the values is wrong that `lianlu init` takes.
    package var isOfCommandLine: Bool {
        switch self {
        case .nodeNameInvalid, .regionInvalid, .urlInvalid, .listenInvalid, .officeInvalid: true
        default: false
        }
    }

    /// The HTTP status under which LocalAPI tells the code.
    var status: Int {
        switch self {
        case .recordUnknown, .entryUnknown, .peerUnknown, .charterUnknown, .mechanismUnknown,
            .logUnknown, .addressUnknown, .folderNoExport, .urlNoLog, .sourceUnknown,
            .stateUnknown, .stateOfNoKind, .homeMissing, .packUnknown,
            .officeUnknown, .kindUnknown, .documentNone, .documentUnknown,
            .documentStepUnknown:
            404
        case .officerUnknown, .draftUnknown: 404
        case .homeLinkTaken: 409
        case .documentNumberTaken, .calendarAmbiguous: 409
        case .packKindUnknown, .packMachineUnknown: 404
        case .requestsLost: 409
        case .packAmbiguous, .packVersionTaken, .packBuiltIn, .packInUse: 409
        case .recordAmbiguous, .entryAmbiguous, .officeExists, .fingerprintDiffers, .alreadyOpened,
            .homeLinkLost, .homeLinkNotLost, .homeLinkOther, .cardIsOwn,
            .matterChanged, .officerKeyTaken, .officerRevoked, .draftOutdated, .draftApproved,
            .draftNumberTaken, .draftWaits:
            409
        case .submissionMalformed, .cursorUnknown, .mechanismNeeded, .officeNeeded,
            .addresseeNeeded, .addresseeAtHome, .mechanismAtHome,
            .trustUnreadable, .trustDamaged, .knownDamaged, .folderNotEmpty, .sourceUnsupported,
            .auditOptionUnfit, .auditRecordsUnfit, .kindAmbiguous, .kindNeeded, .endedLogTwice,
            .roleUnknown,
            .draftLacksOwnNode, .dimensionUnknown, .dayInvalid, .periodReversed,
            .revocationInFuture:
            400
        case .draftNotReadable: 403
        case .draftsTooMany: 429
        case .urlUnreachable: 502
        case .peersNotServed, .fileFailed, .clockUnusable, .logKeyMissing, .logEmpty,
            .ownEntryNotValid, .homeExists, .homeNoFolder, .homeNoSpace, .homeOccupied,
            .keyFileMissing, .keyFileForeign, .storageKeyForeign:
            503
        // What was understood and cannot be done as it stands.
        default:
            422
        }
    }
}

extension NodeError {
    /// The refusal of a step for a matter that went into a mechanism before.
    init(_ code: Code, _ link: HomeLink, event: String) {
        self.init(
            code,
            [
                "event": event, "mechanism": link.scope.mechanism?.text ?? link.scope.text,
                "opening": link.opening.hex,
            ]
        )
    }
}
