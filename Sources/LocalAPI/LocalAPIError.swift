/// What the LocalAPI itself refuses or fails at; its texts stand in Wording under `local_api.<code>`.
package struct LocalAPIError: Error, Hashable, Sendable {
    /// Stable codes.
    package enum Code: String, CaseIterable, Sendable {
        case administratorNeeded = "administrator_needed"
        case answerInvalid = "answer_invalid"
        case answerCut = "answer_cut"
        case answerLate = "answer_late"
        case bodyInvalid = "body_invalid"
        case bodyLate = "body_late"
        case bodyTooLarge = "body_too_large"
        case callerUnknown = "caller_unknown"
        case internalFailure = "internal_failure"
        case nodeForbidden = "node_forbidden"
        case nodeUnreachable = "node_unreachable"
        case officeNotPermitted = "office_not_permitted"
        case parameterInvalid = "parameter_invalid"
        case rightMissing = "right_missing"
        case routeUnknown = "route_unknown"
        case socketInUse = "socket_in_use"
        case socketNotSocket = "socket_not_socket"
        case socketPathTooLong = "socket_path_too_long"
        case socketUnusable = "socket_unusable"
        case versionUnsupported = "version_unsupported"

        /// The names of the arguments that every error of this code carries.
        package var argumentNames: [String] {
            switch self {
            case .answerInvalid, .answerCut, .bodyInvalid: ["detail"]
            case .answerLate, .bodyLate: ["seconds"]
            case .bodyTooLarge: ["limit"]
            case .administratorNeeded, .callerUnknown: ["uid"]
            case .internalFailure: []
            case .nodeForbidden, .nodeUnreachable, .socketInUse, .socketNotSocket, .socketUnusable:
                ["path"]
            case .officeNotPermitted: ["office", "uid"]
            case .parameterInvalid: ["name", "form"]
            case .rightMissing: ["right", "uid"]
            case .routeUnknown: ["method", "path"]
            case .socketPathTooLong: ["path", "length", "limit"]
            case .versionUnsupported: ["version", "supported"]
            }
        }

        /// The HTTP status with which the server answers.
        package var status: Int {
            switch self {
            case .bodyInvalid, .parameterInvalid, .versionUnsupported: 400
            case .administratorNeeded, .callerUnknown, .nodeForbidden, .officeNotPermitted,
                .rightMissing:
                403
            case .routeUnknown: 404
            case .bodyLate: 408
            case .bodyTooLarge: 413
            case .nodeUnreachable, .answerCut, .answerLate, .answerInvalid: 503
            case .internalFailure, .socketInUse, .socketNotSocket, .socketPathTooLong,
                .socketUnusable:
                500
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
