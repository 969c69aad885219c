/// An error as peers tell it: `application/problem+json` (FORMATS.md §5).
package struct Problem: Hashable, Sendable {
    /// The closed list of codes, each with the one status that it goes with (ARCHITECTURE.md).
    package enum Code: String, CaseIterable, Sendable {
        case requestMalformed = "request_malformed"
        case notFound = "not_found"
        case sizeUnknown = "size_unknown"
        case charterRivals = "charter_rivals"
        case tooLarge = "too_large"
        case notVerifiable = "not_verifiable"
        case tooManyRequests = "too_many_requests"
        case notReady = "not_ready"

        /// The HTTP status.
        package var status: Int {
            switch self {
            case .requestMalformed: 400
            case .notFound: 404
            case .sizeUnknown, .charterRivals: 409
            case .tooLarge: 413
            case .notVerifiable: 422
            case .tooManyRequests: 429
            case .notReady: 503
            }
        }
    }

    /// The code, snake_case.
    ///
    /// One that a later version may send is kept as it is.
    package let code: String
    /// The HTTP status.
    package let status: Int
    /// What happened, for a person.
    package let cause: String
    /// What to do, for a person.
    package let remedy: String

    private struct Fields: Codable {
        let cause: String
        let code: String
        let remedy: String
        let status: Int
        let type: String
    }

    private static let document = "problem"
    private static let statuses: Set<Int> = [400, 404, 409, 413, 422, 429, 503]

    /// Makes a problem of the closed list.
    package init(_ code: Code, cause: String, remedy: String) {
        self.code = code.rawValue
        status = code.status
        self.cause = cause
        self.remedy = remedy
    }

    /// Reads a peer's problem; throws `document_too_long` and `document_malformed`.
    package init(parsing bytes: some Collection<UInt8>) throws(ReplicationError) {
        let fields = try WireJSON.decodeUnversioned(
            Fields.self,
            from: bytes,
            of: Self.document,
            limit: Limits.problemByteCountMax
        )
        guard Self.isCode(fields.code) else { throw .malformed(Self.document, "code") }
        guard Self.statuses.contains(fields.status) else {
            throw .malformed(Self.document, "status")
        }
        guard fields.type == "about:blank" else { throw .malformed(Self.document, "type") }
        code = fields.code
        status = fields.status
        cause = fields.cause
        remedy = fields.remedy
    }

    /// The bytes to send; throws `document_too_long`.
    package func encoded() throws(ReplicationError) -> [UInt8] {
        let fields = Fields(
            cause: cause,
            code: code,
            remedy: remedy,
            status: status,
            type: "about:blank"
        )
        return try WireJSON.encode(fields, of: Self.document, limit: Limits.problemByteCountMax)
    }

    private static func isCode(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.count <= Limits.problemCodeByteCountMax
            && text.utf8.allSatisfy { byte in
                (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
                    || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
                    || byte == UInt8(ascii: "_")
            }
    }
}
