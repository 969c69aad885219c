import Casework
import Cryptography
import Ledger
import TransparencyLog

/// What is said of the entries of one log that do not count, or of which something is worth knowing.
///
/// A pack that is missing is said once a log, and so is a charter of which revisions before it are missing.
struct StandingReport {
    let origin: Origin
    private let packs: PackSet
    private let charters: [Digest: Charter]
    /// How many entries wait for each charter that is not here; that it is missing is said once for all logs.
    private(set) var charterCounts: [Digest: Int] = [:]
    private var listed = AuditFindings()
    private var missing: Set<String> = []
    private var waiting = WaitingEntries()

    init(origin: Origin, packs: PackSet, charters: [Digest: Charter]) {
        self.origin = origin
        self.packs = packs
        self.charters = charters
    }

    /// All that was noted: of the entries that wait one finding, which says how many they are.
    var findings: AuditFindings {
        var findings = listed
        if let finding = waiting.finding(of: origin) { findings.append(finding) }
        return findings
    }

    /// Notes every reason and finding of one entry.
    mutating func note(_ verdict: EntryVerdict, at index: EntryIndex) {
        for reason in verdict.reasons
        where !(verdict.isKept && reason.code == .keyRevokedAfterwards) {
            if reason.code == .charterMissing {
                let name = reason.arguments["charter"].flatMap { Digest(hex: $0) }
                if let name, charters[name] == nil {
                    charterCounts[name, default: 0] += 1
                    continue
                }
                // It is here, and revisions before it are not.
                once(.charterMissing, reason.arguments["charter", default: ""], index)
                continue
            }
            add(
                Self.code(for: reason.code),
                "ledger",
                reason.code.rawValue,
                reason.arguments,
                index
            )
        }
        if case .irregular(let reasons) = verdict.step {
            for reason in reasons {
                add(.entryIrregular, "casework", reason.code.rawValue, reason.arguments, index)
            }
        }
        var entries: [String] = []
        for awaited in verdict.awaited {
            switch awaited {
            case .pack(let reference): once(code(for: reference), reference.digest.hex, index)
            case .entry(let digest): entries.append(digest.hex)
            }
        }
        if !entries.isEmpty { waiting.add(entries, at: index) }
        for finding in verdict.findings {
            add(.entryFinding, "ledger", finding.code.rawValue, finding.arguments, index)
        }
        for finding in verdict.stepFindings {
            add(.entryFinding, "casework", finding.code.rawValue, finding.arguments, index)
        }
    }

    /// An entry under a key that an earlier entry had revoked is a fault; under one that was revoked later, it did nothing wrong.
    private static func code(for reason: Reason.Code) -> AuditCode {
        if reason == .keyRevokedAfterwards { return .entryInDoubt }
        return switch reason.verdictClass {
        case .invalid, .valid: .entryInvalid
        case .irregular: .entryIrregular
        case .pending: .entryPending
        }
    }

    /// What is to be said of a pack that an entry waits for: it is not here, or only a newer program can read it.
    private func code(for pack: PackReference) -> AuditCode {
        if case .needsNewerEngine = packs[pack] { return .rulePackNewer }
        return .rulePackMissing
    }

    private mutating func once(_ code: AuditCode, _ digest: String, _ index: EntryIndex) {
        guard missing.insert(digest).inserted else { return }
        listed.append(AuditFinding(code, ["digest": digest], log: origin, index: index))
    }

    private mutating func add(
        _ code: AuditCode,
        _ module: String,
        _ reason: String,
        _ arguments: [String: String],
        _ index: EntryIndex
    ) {
        let detail =
            arguments.isEmpty
            ? nil
            : arguments.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
                .joined(separator: " ")
        listed.append(
            AuditFinding(
                code,
                ["reason": reason],
                log: origin,
                index: index,
                cause: detail,
                reason: AuditFinding.Reason(code: "\(module).\(reason)", arguments: arguments)
            )
        )
    }
}
