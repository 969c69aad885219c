/// What the node itself refuses or fails at; its texts stand in Wording under `node.<code>`.
package struct NodeError: Error, Hashable, Sendable {
    /// Stable codes.
    package enum Code: String, CaseIterable, Sendable {
        case configurationInvalid = "configuration_invalid"
        case homeExists = "home_exists"
        case homeMissing = "home_missing"
        case configurationValue = "configuration_value"
        case clockUnusable = "clock_unusable"
        case logEmpty = "log_empty"
        case logUnknown = "log_unknown"
        case logKeyMissing = "log_key_missing"
        case ownEntryNotValid = "own_entry_not_valid"
        case fileFailed = "file_failed"
        case entryRefused = "entry_refused"
        case submissionMalformed = "submission_malformed"
        case fieldsMissing = "fields_missing"
        case recordUnknown = "record_unknown"
        case recordAmbiguous = "record_ambiguous"
        case entryUnknown = "entry_unknown"
        case mechanismNeeded = "mechanism_needed"
        case mechanismUnknown = "mechanism_unknown"
        case officeNeeded = "office_needed"
        case officeUnknown = "office_unknown"
        case officeExists = "office_exists"
        case packUnknown = "pack_unknown"
        case peerUnknown = "peer_unknown"
        case fingerprintDiffers = "fingerprint_differs"
        case charterNotOurs = "charter_not_ours"
        case charterUnknown = "charter_unknown"
        case cursorUnknown = "cursor_unknown"
        case addressUnknown = "address_unknown"
        case peersNotServed = "peers_not_served"
        case trustUnreadable = "trust_unreadable"
        case folderNotEmpty = "folder_not_empty"
        case folderNoExport = "folder_no_export"
        case logIncomplete = "log_incomplete"
        case sourceUnsupported = "source_unsupported"
        case urlNoLog = "url_no_log"
        case urlRefused = "url_refused"
        case urlFileTooLong = "url_file_too_long"
        case urlTooLarge = "url_too_large"
        case urlChanged = "url_changed"

        /// The names of the arguments that every error of this code carries.
        package var argumentNames: [String] {
            switch self {
            case .configurationInvalid: ["detail", "line"]
            case .homeExists, .homeMissing: ["path"]
            case .configurationValue: ["key", "value"]
            case .clockUnusable: ["second"]
            case .logEmpty, .logUnknown, .logKeyMissing: ["origin"]
            case .ownEntryNotValid: ["index", "origin"]
            case .fileFailed: ["path", "reason"]
            case .entryRefused: ["reasons"]
            case .submissionMalformed: ["key", "value"]
            case .fieldsMissing: ["event", "fields"]
            case .recordUnknown, .recordAmbiguous: ["record"]
            case .entryUnknown: ["entry"]
            case .mechanismNeeded: ["event"]
            case .mechanismUnknown, .charterNotOurs: ["mechanism"]
            case .officeNeeded: ["offices"]
            case .officeUnknown, .officeExists: ["office"]
            case .packUnknown: ["rules"]
            case .peerUnknown: ["node"]
            case .fingerprintDiffers: ["card", "given"]
            case .charterUnknown: ["digest"]
            case .cursorUnknown: []
            case .addressUnknown: ["address"]
            case .peersNotServed: []
            case .trustUnreadable: ["position"]
            case .folderNotEmpty, .folderNoExport: ["path"]
            case .logIncomplete: ["index", "origin"]
            case .sourceUnsupported: ["source"]
            case .urlNoLog, .urlChanged: ["url"]
            case .urlRefused: ["path", "status"]
            case .urlFileTooLong: ["limit", "path"]
            case .urlTooLarge: ["limit", "url"]
            }
        }
    }

    /// The stable code.
    package let code: Code
    /// Values for the text, by argument name; never a secret.
    package let arguments: [String: String]
    /// What the layer below said; nil where nothing did.
    package let cause: String?

    /// Makes an error; the arguments must be exactly those that the code names.
    package init(_ code: Code, _ arguments: [String: String] = [:], cause: String? = nil) {
        assert(Set(arguments.keys) == Set(code.argumentNames), "\(code): \(arguments.keys)")
        self.code = code
        self.arguments = arguments
        self.cause = cause
    }
}

extension NodeError.Code {
    /// The HTTP status under which LocalAPI tells the code.
    var status: Int {
        switch self {
        case .recordUnknown, .entryUnknown, .peerUnknown, .charterUnknown, .mechanismUnknown,
            .logUnknown, .addressUnknown, .folderNoExport, .urlNoLog:
            404
        case .recordAmbiguous, .officeExists, .fingerprintDiffers: 409
        case .submissionMalformed, .cursorUnknown, .mechanismNeeded, .officeNeeded,
            .trustUnreadable, .folderNotEmpty, .sourceUnsupported:
            400
        case .peersNotServed, .fileFailed, .clockUnusable, .logKeyMissing, .logEmpty,
            .ownEntryNotValid, .homeMissing, .homeExists:
            503
        case .configurationInvalid, .configurationValue, .entryRefused, .fieldsMissing,
            .officeUnknown, .packUnknown, .charterNotOurs, .logIncomplete, .urlRefused,
            .urlFileTooLong, .urlTooLarge, .urlChanged:
            422
        }
    }
}
