/// What reading or making a value of the peer protocol throws.
///
/// Its texts, Chinese and English, stand in Wording under `replication.<code>`.
package struct ReplicationError: Error, Hashable, Sendable {
    /// Stable codes.
    package enum Code: String, CaseIterable, Sendable {
        case documentTooLong = "document_too_long"
        case documentMalformed = "document_malformed"
        case documentVersionUnsupported = "document_version_unsupported"
        case listTooLong = "list_too_long"
        case listNotSorted = "list_not_sorted"
        case noticeKindUnknown = "notice_kind_unknown"
        case cosignatureMissing = "cosignature_missing"

        /// The names of the arguments that every error of this code carries.
        package var argumentNames: [String] {
            switch self {
            case .documentTooLong: ["document", "limit"]
            case .documentMalformed: ["detail", "document"]
            case .documentVersionUnsupported: ["document", "found"]
            case .listTooLong: ["document", "limit", "list"]
            case .listNotSorted: ["document", "list"]
            case .noticeKindUnknown: []
            case .cosignatureMissing: ["origin"]
            }
        }
    }

    /// The stable code.
    package let code: Code
    /// Values for the text, by argument name.
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

    /// Throws `document_too_long` unless `count` bytes are within the limit.
    static func check(
        _ count: Int,
        atMost limit: Int,
        of document: String
    ) throws(ReplicationError) {
        guard count <= limit else {
            throw ReplicationError(
                .documentTooLong,
                ["document": document, "limit": "\(limit)"]
            )
        }
    }

    /// Throws `list_too_long` unless `count` members are within the limit.
    static func check(
        _ count: Int,
        atMost limit: Int,
        inList list: String,
        of document: String
    ) throws(ReplicationError) {
        guard count <= limit else {
            throw ReplicationError(
                .listTooLong,
                ["document": document, "limit": "\(limit)", "list": list]
            )
        }
    }

    /// An error for a document of wrong form.
    static func malformed(
        _ document: String,
        _ detail: String,
        cause: String? = nil
    ) -> ReplicationError {
        ReplicationError(
            .documentMalformed,
            ["detail": detail, "document": document],
            cause: cause
        )
    }
}
