/// Why an entry was not appended, where the store is not the reason.
///
/// Its texts, Chinese and English, stand in Wording under `sequencing.<code>`.
package struct SequencingError: Error, Hashable, Sendable {
    /// Stable codes.
    package enum Code: String, CaseIterable, Sendable {
        case queueFull = "queue_full"
        case entryTooLong = "entry_too_long"
        case holdingsTooMany = "holdings_too_many"
        /// The request id was used before for something else.
        case requestConflict = "request_conflict"
        /// The sequencer has ended, by order or after a failure that ends the process.
        case writerStopped = "writer_stopped"
        /// The home was restored, copied or rolled back: nothing may be appended.
        case appendingRefused = "appending_refused"

        /// The names of the arguments that every error of this code carries.
        package var argumentNames: [String] {
            switch self {
            case .queueFull: ["limit"]
            case .entryTooLong, .holdingsTooMany: ["found", "limit"]
            case .requestConflict: ["request"]
            case .writerStopped: ["origin"]
            case .appendingRefused: ["origin", "reasons"]
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
}
