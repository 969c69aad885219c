/// What a cryptographic operation throws.
///
/// Its texts, Chinese and English, stand in Wording under `cryptography.<code>`.
package struct CryptographyError: Error, Hashable, Sendable {
    /// Stable codes.
    package enum Code: String, CaseIterable, Sendable {
        case keyUnusable = "key_unusable"
        case signingFailed = "signing_failed"
        case randomFailed = "random_failed"
        case sealingFailed = "sealing_failed"
        case openingFailed = "opening_failed"
        case fileExists = "file_exists"
        case fileMissing = "file_missing"
        case fileUnreadable = "file_unreadable"
        case fileNotWritten = "file_not_written"
        case keyFileExposed = "key_file_exposed"
        case keyFileMalformed = "key_file_malformed"
        case keyStoreUnusable = "key_store_unusable"
        case passphraseRequired = "passphrase_required"
        case passphraseWrong = "passphrase_wrong"
        case passphraseUnfit = "passphrase_unfit"
        case certificateMalformed = "certificate_malformed"
        case certificateFileMalformed = "certificate_file_malformed"
        case certificateNotMade = "certificate_not_made"

        /// The names of the arguments that every error of this code carries.
        package var argumentNames: [String] {
            switch self {
            case .keyUnusable, .signingFailed, .sealingFailed, .openingFailed: ["algorithm"]
            case .randomFailed: []
            case .fileExists, .fileMissing, .passphraseRequired, .passphraseWrong: ["path"]
            case .passphraseUnfit: ["least", "limit"]
            case .fileUnreadable, .fileNotWritten: ["path", "reason"]
            case .keyFileExposed: ["path", "mode"]
            case .keyFileMalformed: ["path", "expected"]
            case .keyStoreUnusable: ["uri"]
            case .certificateMalformed: []
            case .certificateFileMalformed: ["path"]
            case .certificateNotMade: ["name"]
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
        assert(
            Set(arguments.keys) == Set(code.argumentNames),
            "\(code): arguments \(arguments.keys)"
        )
        self.code = code
        self.arguments = arguments
        self.cause = cause
    }
}

extension CryptographyError: CustomStringConvertible {
    /// The code with its arguments, as it stands in the detail of another error or finding.
    package var description: String {
        let shown = arguments.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
        return (["cryptography.\(code.rawValue)"] + shown).joined(separator: " ")
    }
}
