/// What an audit can find.
///
/// The texts stand in Wording under `auditing.<code>`.
public enum AuditCode: String, CaseIterable, Sendable {
    // The container
    case sourceUnreadable = "source_unreadable"
    case databaseDamaged = "database_damaged"
    case databaseUnusable = "database_unusable"
    case copyOld = "copy_old"
    case entriesAfterMoment = "entries_after_moment"
    case walDamaged = "wal_damaged"
    case walNotChecked = "wal_not_checked"
    case rowUnaccounted = "row_unaccounted"
    case fileSurplus = "file_surplus"
    case fileDiffers = "file_differs"
    case fileMissing = "file_missing"
    case fileNotListed = "file_not_listed"
    case digestsMissing = "digests_missing"
    case digestsMalformed = "digests_malformed"
    case filesNotAsked = "files_not_asked"
    case instanceUnreadable = "instance_unreadable"
    case instanceSlotUnreadable = "instance_slot_unreadable"
    case instanceMissing = "instance_missing"
    case headBeyondLog = "head_beyond_log"
    case headConflicts = "head_conflicts"
    case homeRowMissing = "home_row_missing"
    case homeRowForeign = "home_row_foreign"
    case alarmStands = "alarm_stands"
    case alarmRecurs = "alarm_recurs"
    case linkStated = "link_stated"

    // Keys and their anchors
    case keysNotAnchored = "keys_not_anchored"
    case logNotTrusted = "log_not_trusted"
    case ownCardNotGiven = "own_card_not_given"
    case logKeyNotTrusted = "log_key_not_trusted"
    case trustUnusable = "trust_unusable"
    case policyNamesNode = "policy_names_node"
    case nodeKeyUnused = "node_key_unused"
    case nodeKeyRotated = "node_key_rotated"
    case nodeKeyUnknown = "node_key_unknown"
    case nodeKeyNotTrusted = "node_key_not_trusted"
    case keysFileDiffers = "keys_file_differs"
    case cardUnusable = "card_unusable"
    case regionUnknown = "region_unknown"

    // Checkpoints and cosignatures
    case checkpointMissing = "checkpoint_missing"
    case checkpointUnusable = "checkpoint_unusable"
    case checkpointNotChecked = "checkpoint_not_checked"
    case headsNotChecked = "heads_not_checked"
    case checkpointSizeDiffers = "checkpoint_size_differs"
    case checkpointRootDiffers = "checkpoint_root_differs"
    case cosignatureUnusable = "cosignature_unusable"
    case cosignerUnknown = "cosigner_unknown"
    case logForked = "log_forked"
    case forkEvidenceUnusable = "fork_evidence_unusable"
    case quarantineUnproven = "quarantine_unproven"
    case checkpointNotInLog = "checkpoint_not_in_log"
    case cosignerNotAnchored = "cosigner_not_anchored"
    case logRolledBack = "log_rolled_back"
    case copyBehindKnown = "copy_behind_known"
    case knownCheckpointDiffers = "known_checkpoint_differs"
    case knownCheckpointUnproven = "known_checkpoint_unproven"
    case previousDiffers = "previous_differs"
    case previousMissing = "previous_missing"
    case policyNotMet = "policy_not_met"

    // Tree
    case entriesMissing = "entries_missing"
    case entriesSurplus = "entries_surplus"
    case tileMissing = "tile_missing"
    case tileDiffers = "tile_differs"
    case tileSurplus = "tile_surplus"

    // Entries, charters, packs and records
    case entryChanged = "entry_changed"
    case entriesNotJudged = "entries_not_judged"
    case entryInvalid = "entry_invalid"
    case entryInDoubt = "entry_in_doubt"
    case entryIrregular = "entry_irregular"
    case entryPending = "entry_pending"
    case entryWaits = "entry_waits"
    case memberLogMissing = "member_log_missing"
    case memberLeft = "member_left"
    case revisionNotAdopted = "revision_not_adopted"
    case receiptsNone = "receipts_none"
    case receiptsNotKept = "receipts_not_kept"
    case receiptsBehind = "receipts_behind"
    case receiptsRemoved = "receipts_removed"
    case receiptRemoved = "receipt_removed"
    case entryFinding = "entry_finding"
    case charterMissing = "charter_missing"
    case charterGone = "charter_gone"
    case charterAwaited = "charter_awaited"
    case charterUnusable = "charter_unusable"
    case charterFileAlone = "charter_file_alone"
    case chartersRival = "charters_rival"
    case rulePackMissing = "rule_pack_missing"
    case rulePackNewer = "rule_pack_newer"
    case rulePackUnusable = "rule_pack_unusable"
    case packGone = "pack_gone"
    case calendarGone = "calendar_gone"
    case calendarNotHere = "calendar_not_here"
    case verdictDiffers = "verdict_differs"
    case verdictUnsupported = "verdict_unsupported"
    case recordDiffers = "record_differs"
    case projectionDiffers = "projection_differs"
    case projectionsOutdated = "projections_outdated"
    case requestDiffers = "request_differs"
    case requestsMissing = "requests_missing"

    // Objects
    case objectDamaged = "object_damaged"
    case objectMissing = "object_missing"
    case objectUnaccounted = "object_unaccounted"
    case objectMissingAfterReceipt = "object_missing_after_receipt"
    case objectNotErased = "object_not_erased"
    case objectErasedUnsigned = "object_erased_unsigned"
    case objectNotEntitled = "object_not_entitled"
    case objectNotChecked = "object_not_checked"
    case objectsNotJudged = "objects_not_judged"
    case logObjectsNotJudged = "log_objects_not_judged"
    case storageKeyUnfit = "storage_key_unfit"
    case storageKeyUnusable = "storage_key_unusable"

    // The index of identifiers
    case identifierRowsStray = "identifier_rows_stray"
    case identifierRowsDiffer = "identifier_rows_differ"
    case identifierObjectsMissing = "identifier_objects_missing"

    /// The names of the arguments that every finding of this code carries.
    public var argumentNames: [String] {
        switch self {
        case .keysNotAnchored, .logNotTrusted: ["fingerprint", "node"]
        case .ownCardNotGiven: ["fingerprint", "node"]
        case .homeRowMissing, .homeRowForeign: ["row"]
        case .regionUnknown, .policyNamesNode, .nodeKeyUnused: ["node"]
        case .cosignerNotAnchored: ["cosigner", "count", "fingerprint"]
        case .policyNotMet: ["met", "quorum", "size"]
        case .trustUnusable: ["name"]
        case .nodeKeyNotTrusted, .nodeKeyRotated, .logKeyNotTrusted: ["found", "trusted"]
        case .headBeyondLog: ["head", "stored"]
        case .alarmStands: ["at", "reason"]
        case .alarmRecurs: ["at", "last", "reason", "times"]
        case .linkStated: ["reason"]
        case .headConflicts: ["size"]
        case .copyOld: ["at", "days", "newest"]
        case .entriesAfterMoment: ["at", "count", "first"]
        case .packGone, .calendarGone, .calendarNotHere: ["mechanism", "name", "revision"]
        case .receiptsBehind: ["acknowledged", "newest", "node"]
        case .receiptsRemoved: ["cosigner"]
        case .receiptRemoved: ["cosigner", "size"]
        case .checkpointSizeDiffers: ["checkpoint", "entries"]
        case .logRolledBack, .copyBehindKnown: ["entries", "known"]
        case .previousDiffers: ["computed", "previous", "root", "size"]
        case .previousMissing: ["previous", "size"]
        case .checkpointRootDiffers, .knownCheckpointDiffers, .knownCheckpointUnproven:
            ["computed", "root", "size"]
        case .cosignatureUnusable, .cosignerUnknown: ["cosigner", "count", "first", "last"]
        case .logForked: ["form", "last", "sizes"]
        case .forkEvidenceUnusable: ["digest"]
        case .checkpointNotInLog: ["size", "stored"]
        case .entriesMissing, .entriesSurplus: ["found", "size"]
        case .identifierRowsStray, .identifierRowsDiffer, .identifierObjectsMissing: ["count"]
        case .tileMissing, .tileDiffers, .tileSurplus: ["tile"]
        case .entryInvalid, .entryInDoubt, .entryIrregular, .entryPending, .entryFinding: ["reason"]
        case .charterMissing, .charterUnusable, .rulePackMissing, .rulePackNewer,
            .rulePackUnusable:
            ["digest"]
        case .charterGone, .charterAwaited: ["count", "digest", "logs", "mechanism", "revision"]
        case .charterFileAlone: ["digest", "mechanism", "path", "revision"]
        case .chartersRival: ["mechanism", "others", "used"]
        case .entryWaits: ["count", "digest", "digests", "missing"]
        case .memberLogMissing: ["mechanism", "node"]
        case .revisionNotAdopted: ["mechanism", "node", "revision"]
        case .memberLeft: ["mechanism", "node", "revision", "size"]
        case .receiptsNone, .receiptsNotKept: ["mechanism"]
        case .verdictDiffers: ["computed", "stored"]
        case .verdictUnsupported: ["stored"]
        case .recordDiffers: ["record"]
        case .requestsMissing: ["count", "origin"]
        case .projectionsOutdated, .storageKeyUnfit, .logObjectsNotJudged, .entriesNotJudged,
            .headsNotChecked:
            ["count"]
        case .objectDamaged, .objectMissing, .objectUnaccounted, .objectErasedUnsigned,
            .objectMissingAfterReceipt, .objectNotErased, .objectNotEntitled, .objectNotChecked:
            ["object"]
        case .walDamaged: ["frame"]
        case .sourceUnreadable, .databaseDamaged, .walNotChecked, .rowUnaccounted,
            .fileSurplus,
            .fileDiffers, .fileMissing, .fileNotListed, .digestsMissing,
            .digestsMalformed, .filesNotAsked, .instanceUnreadable,
            .instanceSlotUnreadable, .instanceMissing, .nodeKeyUnknown,
            .keysFileDiffers, .cardUnusable, .checkpointMissing, .checkpointUnusable,
            .checkpointNotChecked, .entryChanged,
            .projectionDiffers, .storageKeyUnusable, .quarantineUnproven, .requestDiffers,
            .objectsNotJudged, .databaseUnusable:
            []
        }
    }

    /// Whether the audit fails for it.
    ///
    /// Irregular and pending entries are kept and shown by design: they move no state and are no sign of change. Nor is an entry in
    /// doubt, whose key was revoked after it was written: whoever loses a key says so, and reaches back.
    var weight: AuditFinding.Weight {
        switch self {
        case .alarmStands, .alarmRecurs, .linkStated,
            .walNotChecked, .digestsMissing, .filesNotAsked, .headsNotChecked, .keysNotAnchored,
            .nodeKeyRotated,
            .cosignerNotAnchored,
            .previousMissing,
            .instanceMissing, .instanceSlotUnreadable,
            .cosignerUnknown, .regionUnknown, .nodeKeyUnused,
            .checkpointNotChecked, .entriesNotJudged, .entryInDoubt, .entryIrregular, .entryPending,
            .entryWaits,
            .memberLogMissing, .memberLeft, .receiptsNone, .receiptsNotKept, .receiptsBehind,
            .copyOld, .entriesAfterMoment, .calendarNotHere, .entryFinding,
            .rulePackMissing, .rulePackNewer, .objectMissing,
            .objectNotChecked, .revisionNotAdopted, .charterFileAlone:
            .notice
        default: .fault
        }
    }
}
