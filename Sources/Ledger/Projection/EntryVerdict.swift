package import Casework
import Cryptography

/// What an entry counts for, with all reasons and findings: those of its own log and those of its record.
package struct EntryVerdict: Hashable, Sendable {
    /// Reasons of form, signatures, keys and charter.
    package internal(set) var reasons: [Reason]
    /// Findings of the log.
    package internal(set) var findings: [Finding]
    /// Whether only a later revocation speaks against it and another node's valid entry builds on it.
    package internal(set) var isKept = false
    /// What became of the step in its record; nil for entries that are folded into none.
    package internal(set) var step: StepVerdict?
    /// Findings of the record.
    package internal(set) var stepFindings: [CaseFinding] = []

    init(reasons: [Reason] = [], findings: [Finding] = []) {
        self.reasons = reasons
        self.findings = findings
    }

    /// What the entry counts for.
    package var verdictClass: VerdictClass {
        let stepClass: VerdictClass =
            switch step {
            case nil, .applied: .valid
            case .pending: .pending
            case .irregular: .irregular
            case .invalid: .invalid
            }
        return max(ownClass, stepClass)
    }

    /// What the entry counts for by itself, before its record is asked.
    var ownClass: VerdictClass {
        reasons.filter { !(isKept && $0.code == .keyRevokedAfterwards) }
            .map(\.code.verdictClass).max() ?? .valid
    }

    /// Whether only revocations that came after it speak against it.
    package var isRevokedAfterwards: Bool {
        let invalid = reasons.filter { $0.code.verdictClass == .invalid }
        return !invalid.isEmpty && invalid.allSatisfy { $0.code == .keyRevokedAfterwards }
    }

    /// The entries and packs that it waits for.
    package var awaited: [Awaited] {
        if case .pending(let awaited) = step { awaited } else { [] }
    }

    /// Whether another verdict says the same, in whatever order.
    package func says(asMuchAs other: EntryVerdict) -> Bool {
        Set(reasons) == Set(other.reasons) && Set(findings) == Set(other.findings)
            && Set(stepFindings) == Set(other.stepFindings) && isKept == other.isKept
            && step == other.step
    }

    /// Everything that is said of the entry, as `<module>.<code>` with arguments, for people.
    package var coded: (reasons: [CodedReason], findings: [CodedReason]) {
        var reasons = reasons.filter { !(isKept && $0.code == .keyRevokedAfterwards) }
            .map { CodedReason("ledger", $0.code.rawValue, $0.arguments) }
        if case .irregular(let more) = step {
            reasons += more.map { CodedReason("casework", $0.code.rawValue, $0.arguments) }
        }
        let findings =
            findings.map { CodedReason("ledger", $0.code.rawValue, $0.arguments) }
            + stepFindings.map { CodedReason("casework", $0.code.rawValue, $0.arguments) }
        return (reasons, findings)
    }
}

/// A reason or a finding of any module, as a text catalogue knows it.
package struct CodedReason: Hashable, Sendable {
    /// `<module>.<code>`.
    package let code: String
    /// Values for the text, by argument name.
    package let arguments: [String: String]

    init(_ module: String, _ code: String, _ arguments: [String: String]) {
        self.code = "\(module).\(code)"
        self.arguments = arguments
    }
}

// MARK: - Stored form

extension EntryVerdict {
    private static let plain: [UInt8] = []
    private static let plainApplied: [UInt8] = [1]

    /// The stored form: nothing for a plain valid entry, one byte for a plain applied step, all fields for others.
    package func encoded() -> [UInt8] {
        if reasons.isEmpty, findings.isEmpty, stepFindings.isEmpty, !isKept {
            if step == nil { return Self.plain }
            if step == .applied { return Self.plainApplied }
        }
        var writer = StoredWriter()
        writer.put(all: reasons) { $0.put($1.code, $1.arguments) }
        writer.put(all: findings) { $0.put($1.code, $1.arguments) }
        writer.put(isKept)
        writer.put(optional: step) { $0.put($1) }
        writer.put(all: stepFindings) { $0.put($1.code, $1.arguments) }
        return writer.bytes
    }

    /// Reads what `encoded` wrote; throws `projection_unreadable`.
    package init(decoding bytes: [UInt8]) throws(LedgerError) {
        self.init()
        if bytes == Self.plain { return }
        if bytes == Self.plainApplied {
            step = .applied
            return
        }
        var reader = try StoredReader(bytes, as: "verdict")
        reasons = try reader.all { reader throws(LedgerError) in
            let (code, arguments) = try reader.coded(Reason.Code.self)
            return Reason(code, arguments)
        }
        findings = try reader.all { reader throws(LedgerError) in
            let (code, arguments) = try reader.coded(Finding.Code.self)
            return Finding(code, arguments)
        }
        isKept = try reader.flag()
        step = try reader.optional { reader throws(LedgerError) in try reader.step() }
        stepFindings = try reader.all { reader throws(LedgerError) in
            try reader.caseFinding()
        }
        try reader.finish()
    }
}

extension StoredWriter {
    fileprivate mutating func put(_ step: StepVerdict) {
        switch step {
        case .applied: put("applied")
        case .invalid: put("invalid")
        case .irregular(let reasons):
            put("irregular")
            put(all: reasons) { $0.put($1.code, $1.arguments) }
        case .pending(let awaited):
            put("pending")
            put(all: awaited) { $0.put($1) }
        }
    }

    /// What an entry or a record waits for, as it is written elsewhere.
    mutating func put(_ awaited: Awaited) { put(awaited.text) }
}

extension StoredReader {
    fileprivate mutating func step() throws(LedgerError) -> StepVerdict {
        switch try text() {
        case "applied": return .applied
        case "invalid": return .invalid
        case "irregular":
            return .irregular(
                try all { reader throws(LedgerError) in
                    let (code, arguments) = try reader.coded(IrregularReason.Code.self)
                    return IrregularReason(code, arguments)
                }
            )
        case "pending":
            return .pending(
                try all { reader throws(LedgerError) in try reader.awaited() }
            )
        default: throw unreadable
        }
    }

    /// Reads a finding of an entry or a record.
    mutating func caseFinding() throws(LedgerError) -> CaseFinding {
        let (code, arguments) = try coded(CaseFinding.Code.self)
        return CaseFinding(code, arguments)
    }

    /// Reads what an entry or a record waits for.
    mutating func awaited() throws(LedgerError) -> Awaited {
        let text = try text()
        return try known(
            PackReference(text).map { .pack($0) } ?? Digest(hex: text).map { .entry($0) }
        )
    }
}
