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

        /// The names of the arguments that every error of this code carries.
        public var argumentNames: [String] {
            switch self {
            case .verifierKeyMalformed, .noteNotText, .noteTextUnfinished,
                .noteSignatureBlockMissing, .noteUnverified, .checkpointEmptyRootWrong,
                .keyNameMalformed:
                []
            case .keyNameTooLong, .verifierKeyTooLong, .noteTooLong, .noteSignatureCountExceeded,
                .cosignatureTimeOutOfRange:
                ["limit"]
            case .verifierKeyAlgorithmUnknown: ["type"]
            case .verifierKeyAlgorithmUnsupported, .verifierKeyUnusable: ["algorithm"]
            case .verifierKeyIDMismatch: ["found", "name", "required"]
            case .verifierKeyRoleMismatch: ["found", "name", "required"]
            case .noteSignatureLineMalformed, .checkpointMalformed: ["line"]
            case .noteSignatureInvalid, .noteKeyAmbiguous: ["key", "name"]
            case .signerFailed: ["name"]
            case .checkpointOriginMismatch: ["found", "required"]
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
}
