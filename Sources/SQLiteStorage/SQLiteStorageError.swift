internal import Glibc

/// What opening and keeping a SQLite store throws, besides `LogStorageError`.
///
/// Its texts, Chinese and English, stand in Wording under `sqlite_storage.<code>`.
package struct SQLiteStorageError: Error, Hashable, Sendable {
    /// Stable codes.
    package enum Code: String, CaseIterable, Sendable {
        case databaseMissing = "database_missing"
        case databaseCorrupt = "database_corrupt"
        case databaseForeign = "database_foreign"
        case schemaNewer = "schema_newer"
        case homeInUse = "home_in_use"
        case homeBeingRead = "home_being_read"
        case homeReadOnly = "home_read_only"
        case settingRefused = "setting_refused"
        case fileFailed = "file_failed"
        case instanceTooLarge = "instance_too_large"
        case writeAheadLogDamaged = "write_ahead_log_damaged"
        case accessDenied = "access_denied"

        /// The names of the arguments that every error of this code carries.
        package var argumentNames: [String] {
            switch self {
            case .databaseMissing, .databaseCorrupt, .databaseForeign, .homeBeingRead,
                .homeReadOnly, .accessDenied:
                ["path"]
            case .schemaNewer: ["found", "path", "supported"]
            case .homeInUse: ["path", "pid"]
            case .settingRefused: ["found", "required", "setting"]
            case .fileFailed: ["operation", "path"]
            case .instanceTooLarge: ["found", "limit"]
            case .writeAheadLogDamaged: ["frame", "path"]
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

    /// A system call that failed, with its reason.
    static func file(_ operation: String, _ path: String, errno code: CInt) -> SQLiteStorageError {
        if code == EROFS || code == EACCES {
            return SQLiteStorageError(
                .homeReadOnly,
                ["path": path],
                cause: "\(operation): \(reason(code))"
            )
        }
        return SQLiteStorageError(
            .fileFailed,
            ["operation": operation, "path": path],
            cause: reason(code)
        )
    }

    /// The system's text for an error number.
    static func reason(_ code: CInt) -> String { String(cString: strerror(code)) }
}

extension SQLiteStorageError: CustomStringConvertible {
    /// The code with its arguments and cause, as it stands in a log and in the detail of another error or finding.
    package var description: String {
        var shown = arguments.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
        if let cause { shown.append("cause=\(cause)") }
        return (["sqlite_storage.\(code.rawValue)"] + shown).joined(separator: " ")
    }
}
