/// What an operation on entries and objects throws.
///
/// Its texts, Chinese and English, stand in Wording under `ledger.<code>`. Why an entry does not count is no error: see
/// `Reason`.
package struct LedgerError: Error, Hashable, Sendable {
    /// Stable codes.
    package enum Code: String, CaseIterable, Sendable {
        case entryNotBuilt = "entry_not_built"
        case originNotOurs = "origin_not_ours"
        case signerMissing = "signer_missing"
        case signingFailed = "signing_failed"
        case saltWrong = "salt_wrong"
        case objectTooLarge = "object_too_large"
        case objectDigestMismatch = "object_digest_mismatch"
        case objectTreeMismatch = "object_tree_mismatch"
        case sealedObjectDamaged = "sealed_object_damaged"
        case sealedObjectTooShort = "sealed_object_too_short"
        case objectKeyUnusable = "object_key_unusable"
        case bodyMalformed = "body_malformed"
        case projectionUnreadable = "projection_unreadable"
        case projectionOutOfStep = "projection_out_of_step"
        case entryBytesMissing = "entry_bytes_missing"
        case entryBytesDiffer = "entry_bytes_differ"
        case stepUnknown = "step_unknown"
        case approvalTextMalformed = "approval_text_malformed"

        /// The names of the arguments that every error of this code carries.
        package var argumentNames: [String] {
            switch self {
            case .entryNotBuilt: ["reasons"]
            case .originNotOurs: ["origin"]
            case .signerMissing, .signingFailed: ["name"]
            case .saltWrong, .objectTooLarge: ["limit"]
            case .objectDigestMismatch: ["found", "required"]
            case .objectTreeMismatch: ["object"]
            case .sealedObjectDamaged: ["object", "piece"]
            case .sealedObjectTooShort, .objectKeyUnusable: ["object"]
            case .bodyMalformed: ["finding"]
            case .projectionUnreadable: ["what"]
            case .projectionOutOfStep: ["found", "origin", "required"]
            case .entryBytesMissing, .entryBytesDiffer: ["index", "origin"]
            case .stepUnknown: ["event", "machine"]
            case .approvalTextMalformed: []
            }
        }
    }

    /// The stable code.
    package let code: Code
    /// Values for the text, by argument name; never content of an object.
    package let arguments: [String: String]
    /// What the layer below said; nil where nothing did.
    package let cause: String?

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

extension LedgerError: CustomStringConvertible {
    /// The code with its arguments, as it stands in the detail of another error or finding.
    package var description: String {
        let shown = arguments.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
        return (["ledger.\(code.rawValue)"] + shown).joined(separator: " ")
    }
}
