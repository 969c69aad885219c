/// What every storage engine throws.
///
/// Its texts, Chinese and English, stand in Wording under `log_storage.<code>`.
package struct LogStorageError: Error, Hashable, Sendable {
    /// Stable codes.
    package enum Code: String, CaseIterable, Sendable {
        /// The stored checkpoint is not the one that the writer built upon: there is a second writer.
        case checkpointConflict = "checkpoint_conflict"
        case logUnknown = "log_unknown"
        case logExists = "log_exists"
        case logKindMismatch = "log_kind_mismatch"
        case batchMalformed = "batch_malformed"
        case limitExceeded = "limit_exceeded"
        /// A row that must be there is not.
        case dataMissing = "data_missing"
        /// What is stored is not what the engine writes.
        case dataCorrupt = "data_corrupt"
        case diskFull = "disk_full"
        case storageReadOnly = "storage_read_only"
        case storageFailed = "storage_failed"
        case storageClosed = "storage_closed"
        /// A commit or an fsync failed: what the disk holds is unknown until it is read again. The process must end.
        case durabilityUnknown = "durability_unknown"

        /// The names of the arguments that every error of this code carries.
        package var argumentNames: [String] {
            switch self {
            case .checkpointConflict: ["expected", "origin", "stored"]
            case .logUnknown, .logExists: ["origin"]
            case .logKindMismatch: ["kind", "origin"]
            case .batchMalformed: ["detail"]
            case .limitExceeded: ["found", "limit", "what"]
            case .dataMissing, .dataCorrupt: ["what"]
            case .diskFull: ["free", "path", "reserve"]
            case .storageReadOnly: ["path"]
            case .storageFailed: ["operation"]
            case .storageClosed: []
            case .durabilityUnknown: ["operation"]
            }
        }
    }

    /// The stable code.
    package let code: Code
    /// Values for the text, by argument name.
    package let arguments: [String: String]
    /// What the engine below said; nil where nothing did.
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

    /// Throws `limit_exceeded` when `found` is above `limit`.
    package static func check(
        _ found: Int,
        atMost limit: Int,
        _ what: String
    ) throws(LogStorageError) {
        guard found <= limit else {
            throw LogStorageError(
                .limitExceeded,
                ["found": "\(found)", "limit": "\(limit)", "what": what]
            )
        }
    }
}

extension LogStorageError: CustomStringConvertible {
    /// The code with its arguments and cause, as it stands in a log and in the detail of another error or finding.
    package var description: String {
        var shown = arguments.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
        if let cause { shown.append("cause=\(cause)") }
        return (["log_storage.\(code.rawValue)"] + shown).joined(separator: " ")
    }
}
