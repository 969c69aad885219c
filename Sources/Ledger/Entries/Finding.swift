/// What is worth saying of an entry, but moves and blocks no state: a stable code and what its text needs.
///
/// Its texts, Chinese and English, stand in Wording under `ledger.<code>`.
package struct Finding: Error, Hashable, Sendable {
    /// Stable codes.
    package enum Code: String, CaseIterable, Sendable {
        case clockWentBack = "clock_went_back"
        case keyEnrolledAgain = "key_enrolled_again"
        case bodyTooLong = "body_too_long"
        case bodyNotJSON = "body_not_json"
        case bodyNotNormalized = "body_not_normalized"
        case bodyKeyRepeated = "body_key_repeated"
        case bodyNumberNotInteger = "body_number_not_integer"
        case bodyTooDeep = "body_too_deep"
        case bodyFormatUnknown = "body_format_unknown"
        case bodyFilesMalformed = "body_files_malformed"
        case bodyFileCountExceeded = "body_file_count_exceeded"
        case bodyFieldMissing = "body_field_missing"
        case bodyFieldUnknown = "body_field_unknown"
        case bodyFieldWrongType = "body_field_wrong_type"
        case bodyFactMismatch = "body_fact_mismatch"
        case bodyFileNotNamed = "body_file_not_named"

        /// The names of the arguments that every finding of this code carries.
        package var argumentNames: [String] {
            switch self {
            case .clockWentBack: ["at", "latest"]
            case .keyEnrolledAgain: ["name"]
            case .bodyTooLong, .bodyTooDeep, .bodyFileCountExceeded: ["limit"]
            case .bodyNotJSON: ["detail"]
            case .bodyNotNormalized, .bodyFormatUnknown: []
            case .bodyKeyRepeated: ["key"]
            case .bodyNumberNotInteger: ["line"]
            case .bodyFilesMalformed: ["position"]
            case .bodyFieldMissing, .bodyFieldUnknown, .bodyFieldWrongType, .bodyFactMismatch:
                ["field"]
            case .bodyFileNotNamed: ["object"]
            }
        }
    }

    /// The stable code.
    package let code: Code
    /// Values for the text, by argument name.
    package let arguments: [String: String]

    /// Makes a finding; the arguments must be exactly those that the code names.
    package init(_ code: Code, _ arguments: [String: String] = [:]) {
        assert(
            Set(arguments.keys) == Set(code.argumentNames),
            "\(code): arguments \(arguments.keys)"
        )
        self.code = code
        self.arguments = arguments
    }
}
