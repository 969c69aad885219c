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
        case nodeStopping = "node_stopping"
        case fileFailed = "file_failed"

        /// The names of the arguments that every error of this code carries.
        package var argumentNames: [String] {
            switch self {
            case .configurationInvalid: ["detail", "line"]
            case .homeExists, .homeMissing: ["path"]
            case .configurationValue: ["key", "value"]
            case .clockUnusable: ["second"]
            case .logEmpty, .logUnknown, .logKeyMissing: ["origin"]
            case .ownEntryNotValid: ["index", "origin"]
            case .nodeStopping: []
            case .fileFailed: ["path", "reason"]
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
