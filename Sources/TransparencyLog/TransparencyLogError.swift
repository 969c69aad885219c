/// What an operation on notes, trees, tiles, proofs and policies throws.
///
/// Its texts, Chinese and English, stand in Wording under `transparency_log.<code>`.
public struct TransparencyLogError: Error, Hashable, Sendable {
    /// Stable codes.
    public enum Code: String, CaseIterable, Sendable {
        case keyNameMalformed = "key_name_malformed"
        case keyNameTooLong = "key_name_too_long"
        case verifierKeyMalformed = "verifier_key_malformed"
        case verifierKeyTooLong = "verifier_key_too_long"
        case verifierKeyAlgorithmUnknown = "verifier_key_algorithm_unknown"
        case verifierKeyAlgorithmUnsupported = "verifier_key_algorithm_unsupported"
        case verifierKeyUnusable = "verifier_key_unusable"
        case verifierKeyIDMismatch = "verifier_key_id_mismatch"
        case verifierKeyRoleMismatch = "verifier_key_role_mismatch"
        case noteTooLong = "note_too_long"
        case noteNotText = "note_not_text"
        case noteTextUnfinished = "note_text_unfinished"
        case noteSignatureBlockMissing = "note_signature_block_missing"
        case noteSignatureLineMalformed = "note_signature_line_malformed"
        case noteSignatureCountExceeded = "note_signature_count_exceeded"
        case noteSignatureInvalid = "note_signature_invalid"
        case noteKeyAmbiguous = "note_key_ambiguous"
        case noteUnverified = "note_unverified"
        case signerFailed = "signer_failed"
        case checkpointMalformed = "checkpoint_malformed"
        case checkpointEmptyRootWrong = "checkpoint_empty_root_wrong"
        case checkpointOriginMismatch = "checkpoint_origin_mismatch"
        case cosignatureTimeOutOfRange = "cosignature_time_out_of_range"
        case hashMissing = "hash_missing"
        case entryOutOfRange = "entry_out_of_range"
        case subtreeOutOfRange = "subtree_out_of_range"
        case bundleEntryTooLong = "bundle_entry_too_long"
        case bundleEntryCountExceeded = "bundle_entry_count_exceeded"
        case bundleTruncated = "bundle_truncated"
        case bundleWidthMismatch = "bundle_width_mismatch"
        case tileWidthMismatch = "tile_width_mismatch"
        case tileNotInTree = "tile_not_in_tree"
        case tileMissing = "tile_missing"
        case tileNotAuthentic = "tile_not_authentic"
        case tlogProofTooLong = "tlog_proof_too_long"
        case tlogProofMalformed = "tlog_proof_malformed"
        case tlogProofSizeMismatch = "tlog_proof_size_mismatch"
        case tlogProofInvalid = "tlog_proof_invalid"
        case policyTooLong = "policy_too_long"
        case policyTooComplex = "policy_too_complex"
        case policyLineUnfinished = "policy_line_unfinished"
        case policyByteForbidden = "policy_byte_forbidden"
        case policyKeywordUnknown = "policy_keyword_unknown"
        case policyWordCount = "policy_word_count"
        case policyKeyRefused = "policy_key_refused"
        case policyKeyRepeated = "policy_key_repeated"
        case policyNameReserved = "policy_name_reserved"
        case policyNameTaken = "policy_name_taken"
        case policyNameUnknown = "policy_name_unknown"
        case policyMemberRepeated = "policy_member_repeated"
        case policyThresholdOutOfRange = "policy_threshold_out_of_range"
        case policyQuorumRepeated = "policy_quorum_repeated"
        case policyQuorumMissing = "policy_quorum_missing"
        case policyLogUnknown = "policy_log_unknown"
        case policyQuorumNotMet = "policy_quorum_not_met"

        /// The names of the arguments that every error of this code carries.
        public var argumentNames: [String] {
            switch self {
            case .verifierKeyMalformed, .noteNotText, .noteTextUnfinished,
                .noteSignatureBlockMissing, .noteUnverified, .checkpointEmptyRootWrong,
                .keyNameMalformed, .policyQuorumMissing:
                []
            case .keyNameTooLong, .verifierKeyTooLong, .noteTooLong, .noteSignatureCountExceeded,
                .cosignatureTimeOutOfRange, .bundleEntryTooLong, .bundleEntryCountExceeded,
                .tlogProofTooLong, .policyTooLong:
                ["limit"]
            case .verifierKeyAlgorithmUnknown: ["type"]
            case .verifierKeyAlgorithmUnsupported, .verifierKeyUnusable: ["algorithm"]
            case .verifierKeyIDMismatch: ["found", "name", "required"]
            case .verifierKeyRoleMismatch: ["found", "name", "required"]
            case .noteSignatureLineMalformed, .checkpointMalformed, .tlogProofMalformed,
                .policyLineUnfinished, .policyByteForbidden, .policyWordCount, .policyKeyRefused,
                .policyKeyRepeated, .policyNameReserved, .policyQuorumRepeated:
                ["line"]
            case .noteSignatureInvalid, .noteKeyAmbiguous: ["key", "name"]
            case .signerFailed: ["name"]
            case .checkpointOriginMismatch, .tlogProofSizeMismatch: ["found", "required"]
            case .hashMissing: ["index", "level"]
            case .entryOutOfRange, .tlogProofInvalid: ["index", "size"]
            case .subtreeOutOfRange: ["size", "subtree"]
            case .bundleTruncated: ["entry"]
            case .bundleWidthMismatch, .tileWidthMismatch: ["found", "path", "required"]
            case .tileNotInTree, .tileMissing, .tileNotAuthentic: ["path"]
            case .policyTooComplex, .policyThresholdOutOfRange: ["limit", "line"]
            case .policyKeywordUnknown: ["keyword", "line"]
            case .policyNameTaken, .policyNameUnknown, .policyMemberRepeated: ["line", "name"]
            case .policyLogUnknown: ["origin"]
            case .policyQuorumNotMet: ["quorum"]
            }
        }
    }

    /// The stable code.
    public let code: Code
    /// Values for the text, by argument name.
    public let arguments: [String: String]
    /// What the layer below said; nil where nothing did.
    public let cause: String?

    /// Makes an error; the arguments must be exactly those that the code names.
    package init(_ code: Code, _ arguments: [String: String] = [:], cause: String? = nil) {
        assert(
            Set(arguments.keys) == Set(code.argumentNames),
            "\(code): arguments \(arguments.keys)"
        )
        self.code = code
        self.arguments = arguments
        self.cause = cause
    }

    /// The code and its arguments on one line, for the cause of another error.
    var summary: String {
        let list = arguments.sorted { $0.key < $1.key }.map { " \($0.key)=\($0.value)" }
        return code.rawValue + list.joined()
    }
}

extension TransparencyLogError: CustomStringConvertible {
    /// The code with its arguments, as it stands in the detail of another error or finding.
    public var description: String {
        let shown = arguments.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
        return (["transparency_log.\(code.rawValue)"] + shown).joined(separator: " ")
    }
}
