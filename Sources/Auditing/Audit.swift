internal import Casework
internal import Cryptography
internal import Ledger
internal import TransparencyLog

/// The audit of everything that one source holds.
///
/// It needs no running node and no network, changes nothing, and takes nothing of what the source says of itself on trust. It never
/// stops at the first fault: the report lists all of them.
///
/// Two questions are answered apart. *Is it consistent?* Every byte is read again and every hash, signature, key history and verdict is
/// computed anew. *Whose is it?* Only keys that the auditor brings along answer that; without them the report says
/// "self-consistent only" and prints the fingerprints that must be compared.
public struct Audit: Sendable {
    private let source: any AuditSource
    private let trust: Trust

    /// Prepares an audit.
    public init(of source: any AuditSource, trusting trust: Trust) {
        self.source = source
        self.trust = trust
    }

    /// Reads everything and reports.
    public func run() async -> AuditReport {
        var run = AuditRun(source: source, trust: trust)
        do {
            run.findings += try source.containerFindings()
            let origins = try source.origins().sorted()
            try run.readCharters(of: origins)
            run.readKeys()
            for origin in origins { await run.audit(origin) }
        } catch {
            run.findings.append(
                AuditFinding(.sourceUnreadable, place: source.name, cause: "\(error)")
            )
        }
        return run.report
    }
}

/// The state of one audit while it goes from log to log.
private struct AuditRun {
    let source: any AuditSource
    let trust: Trust
    var findings: [AuditFinding] = []
    private var library = CharterLibrary()
    private var offeredNodeKeys: [KeyName: [VerifierKey]] = [:]
    private var mirrorKeys: [KeyName: [VerifierKey]]
    private var logs: [AuditReport.Log] = []

    init(source: any AuditSource, trust: Trust) {
        self.source = source
        self.trust = trust
        mirrorKeys = trust.mirrorKeys
    }

    var report: AuditReport {
        AuditReport(
            source: source.name,
            logs: logs,
            objects: AuditReport.Objects(),
            findings: findings
        )
    }
}

// MARK: - Charters and keys

extension AuditRun {
    /// Begins each mechanism's chain with the charter that the first log of it was opened under, and adds all others.
    mutating func readCharters(of origins: [Origin]) throws {
        var charters: [Digest: Charter] = [:]
        for bytes in try source.charters() {
            do {
                let charter = try Charter(parsing: bytes)
                charters[charter.digest] = charter
            } catch {
                let digest = SHA256.digest(of: bytes).hex
                findings.append(
                    AuditFinding(
                        .charterUnusable,
                        ["digest": digest],
                        place: "charters",
                        cause: "\(error)"
                    )
                )
            }
        }
        for origin in origins {
            guard let first = try source.entries(of: origin, from: 0, count: 1).first,
                // What is wrong with the entry is found when its log is audited.
                let digest = (try? UnverifiedEntry(parsing: first))?.header.charter,
                let anchor = charters[digest]
            else { continue }
            library.join(anchor: anchor)
        }
        for charter in charters.values.sorted(by: Self.isEarlier) {
            do {
                _ = try library.insert(charter)
            } catch {
                findings.append(
                    AuditFinding(
                        .charterUnusable,
                        ["digest": charter.digest.hex],
                        place: "charters",
                        cause: "\(error)"
                    )
                )
            }
        }
    }

    private static func isEarlier(_ a: Charter, _ b: Charter) -> Bool {
        (a.content.revision, a.digest) < (b.content.revision, b.digest)
    }

    /// Gathers the keys that the source offers: good for consistency, worth nothing as an anchor.
    mutating func readKeys() {
        var offered: [[UInt8]] = []
        do {
            offered = try source.offeredKeys()
        } catch {
            findings.append(AuditFinding(.sourceUnreadable, place: "keys", cause: "\(error)"))
        }
        for bytes in offered {
            do {
                offer(try VerifierKey(parsing: bytes))
            } catch {
                findings.append(AuditFinding(.cardUnusable, place: "keys", cause: "\(error)"))
            }
        }
        for chain in library.chains.values {
            for charter in chain.all {
                for key in charter.content.memberKeys { offer(key) }
            }
        }
    }

    private mutating func offer(_ key: VerifierKey) {
        switch key.algorithm {
        case .ed25519:
            if offeredNodeKeys[key.name]?.contains(key) != true {
                offeredNodeKeys[key.name, default: []].append(key)
            }
        case .ed25519Cosignature:
            // A mirror key that the auditor named stands alone: another one under its name proves nothing.
            guard trust.mirrorKeys[key.name] == nil else { return }
            if mirrorKeys[key.name]?.contains(key) != true {
                mirrorKeys[key.name, default: []].append(key)
            }
        default: break
        }
    }
}

// MARK: - Logs

extension AuditRun {
    mutating func audit(_ origin: Origin) async {
        guard let name = LogName(origin), let node = try? KeyName(name.node.text) else {
            findings.append(
                AuditFinding(
                    .nodeKeyUnknown,
                    log: origin,
                    cause: "not the origin of one of Lianlu's logs"
                )
            )
            return
        }
        let trusted = trust.nodeKeys[node]
        let keys = trusted ?? offeredNodeKeys[node] ?? []
        let context = LogContext(charters: library, homeRegion: nil)
        do {
            let audit = try LogAudit(
                of: origin,
                in: source,
                keys: keys,
                anchoring: trusted == nil ? .selfConsistentOnly : .anchored,
                mirrorKeys: mirrorKeys,
                context: context
            )
            guard let outcome = try await audit?.run() else { return }
            logs.append(outcome.log)
            findings += outcome.findings
            reportAnchor(outcome, node: node, trusted: trusted)
            reportEntries(outcome)
        } catch {
            findings.append(
                AuditFinding(
                    .sourceUnreadable,
                    log: origin,
                    place: source.name,
                    cause: "\(error)"
                )
            )
        }
    }

    private mutating func reportAnchor(
        _ outcome: LogAudit.Outcome,
        node: KeyName,
        trusted: [VerifierKey]?
    ) {
        let origin = outcome.log.origin
        guard let found = outcome.history.nodeKeySuccession.first else {
            guard let trusted, let offered = offeredNodeKeys[node],
                let other = offered.first(where: { !trusted.contains($0) })
            else {
                findings.append(AuditFinding(.nodeKeyUnknown, log: origin, index: 0))
                return
            }
            let arguments = [
                "found": Fingerprint(of: other).text,
                "trusted": trusted.map { Fingerprint(of: $0).text }.joined(separator: "; "),
            ]
            findings.append(AuditFinding(.nodeKeyNotTrusted, arguments, log: origin, index: 0))
            return
        }
        guard trusted == nil else { return }
        findings.append(
            AuditFinding(
                .keysNotAnchored,
                ["fingerprint": Fingerprint(of: found).text, "node": "\(node)"],
                log: origin
            )
        )
    }

    /// Every reason of every entry; what one missing charter does to many entries is said once.
    private mutating func reportEntries(_ outcome: LogAudit.Outcome) {
        let origin = outcome.log.origin
        var missing: Set<String> = []
        for judgement in outcome.judgements {
            for reason in judgement.reasons {
                if reason.code == .charterMissing {
                    let digest = reason.arguments["charter", default: ""]
                    if missing.insert(digest).inserted {
                        findings.append(
                            AuditFinding(
                                .charterMissing,
                                ["digest": digest],
                                log: origin,
                                index: judgement.index
                            )
                        )
                    }
                    continue
                }
                findings.append(Self.finding(reason, judgement, origin))
            }
            for finding in judgement.findings {
                findings.append(
                    AuditFinding(
                        .entryFinding,
                        ["reason": finding.code.rawValue],
                        log: origin,
                        index: judgement.index,
                        cause: Self.detail(finding.arguments)
                    )
                )
            }
        }
    }

    private static func finding(
        _ reason: Reason,
        _ judgement: EntryJudgement,
        _ origin: Origin
    ) -> AuditFinding {
        let code: AuditCode =
            switch reason.code.verdictClass {
            case .invalid, .valid: .entryInvalid
            case .irregular: .entryIrregular
            case .pending: .entryPending
            }
        return AuditFinding(
            code,
            ["reason": reason.code.rawValue],
            log: origin,
            index: judgement.index,
            cause: detail(reason.arguments)
        )
    }

    private static func detail(_ arguments: [String: String]) -> String? {
        guard !arguments.isEmpty else { return nil }
        return arguments.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
            .joined(separator: " ")
    }
}
