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
    var isRevokedAfterwards: Bool {
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

    /// The stored form: nothing for a plain valid entry, one byte for a plain applied step, versioned JSON for others.
    package func encoded() throws(LedgerError) -> [UInt8] {
        if reasons.isEmpty, findings.isEmpty, stepFindings.isEmpty, !isKept {
            if step == nil { return Self.plain }
            if step == .applied { return Self.plainApplied }
        }
        return try StoredJSON.encode(Stored(self), as: "verdict")
    }

    /// Reads what `encoded` wrote; throws `projection_unreadable`.
    package init(decoding bytes: [UInt8]) throws(LedgerError) {
        self.init()
        if bytes == Self.plain { return }
        if bytes == Self.plainApplied {
            step = .applied
            return
        }
        let stored = try StoredJSON.decode(Stored.self, from: bytes, as: "verdict")
        guard stored.version == 1, let verdict = stored.verdict else {
            throw LedgerError(.projectionUnreadable, ["what": "verdict"])
        }
        self = verdict
    }

    private struct Stored: Codable {
        struct Coded: Codable {
            let code: String
            let arguments: [String: String]
        }

        let version: Int
        let reasons: [Coded]
        let findings: [Coded]
        let isKept: Bool
        let step: String?
        let stepReasons: [Coded]
        let stepFindings: [Coded]
        let awaited: [String]

        init(_ verdict: EntryVerdict) {
            version = 1
            reasons = verdict.reasons.map { Coded(code: $0.code.rawValue, arguments: $0.arguments) }
            findings = verdict.findings.map {
                Coded(code: $0.code.rawValue, arguments: $0.arguments)
            }
            isKept = verdict.isKept
            var stepReasons: [Coded] = []
            switch verdict.step {
            case nil: step = nil
            case .applied: step = "applied"
            case .pending: step = "pending"
            case .invalid: step = "invalid"
            case .irregular(let reasons):
                step = "irregular"
                stepReasons = reasons.map {
                    Coded(code: $0.code.rawValue, arguments: $0.arguments)
                }
            }
            self.stepReasons = stepReasons
            stepFindings = verdict.stepFindings.map {
                Coded(code: $0.code.rawValue, arguments: $0.arguments)
            }
            awaited = verdict.awaited.map(\.text)
        }

        /// The verdict; nil where a code is not one of ours.
        var verdict: EntryVerdict? {
            var verdict = EntryVerdict()
            verdict.reasons = reasons.compactMap { coded in
                Reason.Code(rawValue: coded.code).map { Reason($0, coded.arguments) }
            }
            verdict.findings = findings.compactMap { coded in
                Finding.Code(rawValue: coded.code).map { Finding($0, coded.arguments) }
            }
            verdict.stepFindings = stepFindings.compactMap { coded in
                CaseFinding.Code(rawValue: coded.code).map { CaseFinding($0, coded.arguments) }
            }
            let irregular = stepReasons.compactMap { coded in
                IrregularReason.Code(rawValue: coded.code)
                    .map { IrregularReason($0, coded.arguments) }
            }
            let waiting = awaited.compactMap { text -> Awaited? in
                PackReference(text).map { .pack($0) } ?? Digest(hex: text).map { .entry($0) }
            }
            verdict.isKept = isKept
            switch step {
            case nil: break
            case "applied": verdict.step = .applied
            case "pending": verdict.step = .pending(waiting)
            case "invalid": verdict.step = .invalid
            case "irregular": verdict.step = .irregular(irregular)
            default: return nil
            }
            let isWhole =
                verdict.reasons.count == reasons.count
                && verdict.findings.count == findings.count
                && verdict.stepFindings.count == stepFindings.count
                && irregular.count == stepReasons.count && waiting.count == awaited.count
            return isWhole ? verdict : nil
        }
    }
}
