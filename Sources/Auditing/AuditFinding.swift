public import TransparencyLog

/// One thing that an audit found: where, what, and with which values.
///
/// Its texts, Chinese and English, with what to do next, stand in Wording under `auditing.<code>`.
public struct AuditFinding: Hashable, Sendable {
    /// Whether a finding says that something is wrong, or only that something could not be said.
    public enum Weight: String, Sendable {
        /// Content is changed, missing, surplus or unlawful; the audit has failed.
        case fault
        /// Worth knowing; the audit has not failed for it.
        case notice
    }

    /// The reason of a verdict, or what a kept alarm or statement says, as its own text names it.
    public struct Reason: Hashable, Sendable {
        /// `<module>.<code>`.
        public let code: String
        /// Values for the text, by argument name.
        public let arguments: [String: String]
        /// How arguments read in each language, by `<name>_zh` and `<name>_en`.
        public internal(set) var names: [String: String] = [:]

        /// Makes a reason.
        package init(code: String, arguments: [String: String]) {
            self.code = code
            self.arguments = arguments
        }
    }

    /// What was found.
    public let code: AuditCode
    /// The log that it concerns; nil for what belongs to no log.
    public let log: Origin?
    /// The entry's index in that log; nil where no single entry is concerned.
    public internal(set) var index: EntryIndex?
    /// The file, table or resource in which it lies, as the source names it.
    public let place: String?
    /// Values for the text, by argument name.
    public let arguments: [String: String]
    /// How arguments read in each language, by `<name>_zh` and `<name>_en`.
    public private(set) var names: [String: String] = [:]
    /// Detail from the layer below, such as the reason of a failed check; nil where there is none.
    public let cause: String?
    /// Why an entry does not count, or what a kept alarm or statement says; the argument `reason` is its bare code.
    public private(set) var reason: Reason?
    /// The record, in hex, to which the entry belongs at which it lies; nil where no single entry of a record is concerned.
    public package(set) var record: String?
    /// How many findings of its kind it stands for: 1, or more where so many were found that not each is listed.
    public internal(set) var count = 1
    /// The last entry that it stands for; nil where it stands for one finding, or no entry is concerned.
    public internal(set) var lastIndex: EntryIndex?

    /// Makes a finding; the arguments must be exactly those that the code names.
    package init(
        _ code: AuditCode,
        _ arguments: [String: String] = [:],
        log: Origin? = nil,
        index: EntryIndex? = nil,
        place: String? = nil,
        cause: String? = nil,
        reason: Reason? = nil
    ) {
        assert(
            Set(arguments.keys) == Set(code.argumentNames),
            "\(code): arguments \(arguments.keys)"
        )
        self.code = code
        self.log = log
        self.index = index
        self.place = place
        self.arguments = arguments
        self.cause = cause
        self.reason = reason
    }

    /// The finding with what the ids among its arguments are called.
    package func naming(
        _ titled: ([String: String]) -> [String: String]
    ) -> AuditFinding {
        var named = self
        named.names = titled(arguments).filter { arguments[$0.key] == nil }
        if var reason {
            reason.names = titled(reason.arguments).filter { reason.arguments[$0.key] == nil }
            named.reason = reason
        }
        return named
    }

    /// Whether the audit fails for it.
    public var weight: Weight { code.weight }
}
