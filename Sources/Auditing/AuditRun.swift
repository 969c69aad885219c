import Casework
import Cryptography
import Ledger
import TransparencyLog

/// The state of one audit while it goes from log to log.
struct AuditRun {
    let source: any AuditSource
    let trust: Trust
    let claims: (any ProjectionSource)?
    let evidence: KeptEvidence
    let projection: AuditProjection
    var findings = AuditFindings()
    var library = CharterLibrary()
    var packs = PackSet()
    var cards: [PeerCard] = []
    var offeredNodeKeys: [KeyName: [VerifierKey]] = [:]
    var mirrors: MirrorKeys
    var links: [HomeLink] = []
    var outcomes: [Origin: LogAudit.Outcome] = [:]
    var unanchored: Set<Origin> = []
    /// The charters that are here, whether they can be judged or not.
    var charters: [Digest: Charter] = [:]
    /// Charters before those that are here, which are not.
    var charterGaps: Set<Digest> = []
    /// How many entries wait for each charter that is not here.
    var waitingCounts: [Digest: Int] = [:]
    var lacking = LackingCharters()
    /// Logs whose first entry hangs on a key that the auditor brought.
    var anchored: Set<Origin> = []
    /// In a home, the node whose home it is.
    var ownNodes: Set<NodeName> = []
    /// The checkpoint of its predecessor that each successor's first entry names; nil where it names none.
    var previous: [Origin: EntryHeader.Previous?] = [:]
    /// Whether logs or charters could not be read at all, so that what the source claims of them cannot be judged.
    var isCutShort = false
    private var origins: [Origin] = []
    private var regions: [Origin: RegionCode] = [:]
    private var logs: [AuditReport.Log] = []

    init(
        source: any AuditSource,
        trust: Trust,
        claims: (any ProjectionSource)?,
        evidence: KeptEvidence
    ) {
        self.evidence = evidence
        self.source = source
        self.trust = trust
        self.claims = claims
        projection = AuditProjection(of: source)
        mirrors = MirrorKeys(trust)
    }

    var report: AuditReport {
        AuditReport(
            source: source.name,
            logs: logs,
            objects: AuditReport.Objects(),
            findings: findings.all
        )
    }

    /// What the entries have come to.
    var entries: AuditedEntries {
        var entries = AuditedEntries(
            projection: projection,
            library: library,
            packs: packs,
            logs: origins,
            outcomes: outcomes,
            unanchored: isCutShort ? unanchored.union(outcomes.keys) : unanchored,
            regions: regions,
            claims: claims
        )
        entries.missingRules = claims == nil ? MissingRules() : missingRules()
        entries.lackingCharters = lacking
        entries.take(cards, trust)
        return entries
    }
}

// MARK: - Container

extension AuditRun {
    /// What is wrong with the source apart from its logs.
    mutating func readContainer() {
        do {
            findings += try source.containerFindings()
        } catch {
            findings.append(AuditFinding(.sourceUnreadable, place: source.name, cause: "\(error)"))
        }
    }

    /// The logs that are there, sorted; none where they cannot be told.
    mutating func readOrigins() -> [Origin] {
        do {
            return try source.origins().sorted()
        } catch {
            isCutShort = true
            findings.append(AuditFinding(.sourceUnreadable, place: source.name, cause: "\(error)"))
            return []
        }
    }
}

// MARK: - Logs

extension AuditRun {
    mutating func audit(_ origin: Origin) async {
        origins.append(origin)
        guard let name = LogName(origin), let node = try? KeyName(name.node.text) else {
            findings.append(
                AuditFinding(
                    .nodeKeyUnknown,
                    log: origin,
                    cause: AuditDetail.text(.originForeign)
                )
            )
            return
        }
        let judging = await judgingKeys(of: name, node, in: origin)
        let region = region(of: name, judging.cardKeys)
        regions[origin] = region
        do {
            let audit = LogAudit(
                of: origin,
                in: source,
                keys: judging.keys,
                trusting: trust,
                mirrors: mirrors,
                watching: watchedSizes(of: origin),
                projector: Projector(
                    ProjectionContext(
                        charters: library,
                        packs: packs,
                        node: name.node,
                        region: region
                    )
                ),
                into: projection
            )
            guard let outcome = try await audit?.run() else {
                unanchored.insert(origin)
                findings.append(AuditFinding(.nodeKeyUnknown, log: origin))
                return
            }
            outcomes[origin] = outcome
            findings += outcome.findings
            reportAnchor(outcome, name, node, trusted: judging.trusted)
        } catch {
            unanchored.insert(origin)
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

    /// The region of a node by its newest card; home logs are judged by it.
    private mutating func region(of log: LogName, _ keys: [VerifierKey]) -> RegionCode {
        let card = cards.filter { $0.node == log.node && keys.contains($0.key) }
            .max { $0.content.serial < $1.content.serial }
        if let card { return card.content.region }
        if log.isHome {
            findings.append(AuditFinding(.regionUnknown, ["node": log.node.text]))
        }
        return .everywhere
    }
}

// MARK: - Entries

extension AuditRun {
    /// What every entry counts for, now that all logs were read: counted, and each that does not count with its reasons.
    mutating func judgeEntries() {
        for (origin, outcome) in outcomes.sorted(by: { $0.key < $1.key }) {
            var verdicts = AuditReport.Verdicts()
            var standing = StandingReport(origin: origin, packs: packs, charters: charters)
            var notJudged = NotJudged()
            for row in projection.entries(of: origin) where !outcome.changed.contains(row.index) {
                // What was changed may have given or taken the keys and charters by which the later ones count.
                guard row.index.rawValue < outcome.judgedCount else {
                    notJudged.add(row.index)
                    continue
                }
                verdicts.count(row.verdictClass)
                do {
                    standing.note(try EntryVerdict(decoding: row.verdict), at: row.index)
                } catch {
                    // The audit has written it itself.
                    findings.append(
                        AuditFinding(
                            .sourceUnreadable,
                            log: origin,
                            index: row.index,
                            cause: "\(error)"
                        )
                    )
                }
            }
            findings += standing.findings.all
            waitingCounts.merge(standing.charterCounts) { $0 + $1 }
            findings += notJudged.findings(of: outcome)
            let node = outcome.history.nodeKeySuccession.first
            logs.append(
                AuditReport.Log(
                    origin: origin,
                    node: node?.name,
                    fingerprint: node.map { Fingerprint(of: $0).text },
                    entryCount: outcome.entryCount,
                    root: outcome.root?.hex,
                    cosignatureCount: outcome.cosignatureCount,
                    anchoredCosignatureCount: outcome.anchoredCosignatureCount,
                    receipts: outcome.receipts,
                    newestAt: projection.entries(of: origin).last { $0.at != nil }?.at,
                    anchoring: anchored.contains(origin) ? .anchored : .selfConsistentOnly,
                    verdicts: verdicts
                )
                .telling(outcome, projection.entries(of: origin))
            )
        }
        for origin in origins where outcomes[origin] == nil { logs.append(.unread(origin)) }
        logs.sort { $0.origin < $1.origin }
    }

    /// Entries behind others that are not what they were: no word on whether they count, and none on those who signed them.
    private struct NotJudged {
        private var first: EntryIndex?

        mutating func add(_ index: EntryIndex) { first = first ?? index }

        /// All that are neither judged nor changed; where very many are changed, some of them are not told from these.
        func findings(of log: LogAudit.Outcome) -> [AuditFinding] {
            let judged = log.judgedCount + UInt64(log.changed.count)
            guard log.entryCount > judged else { return [] }
            return [
                AuditFinding(
                    .entriesNotJudged,
                    ["count": "\(log.entryCount - judged)"],
                    log: log.origin,
                    index: first ?? EntryIndex(unchecked: log.judgedCount)
                )
            ]
        }
    }

    /// Members' logs of which a home holds nothing, in mechanisms of which it holds others: it cannot say whether there is more of a
    /// log than it has, but that it has none.
    mutating func noteMissingLogs() {
        guard claims != nil else { return }
        noteRevisions()
        let missing = library.missingLogs(besides: origins).compactMap { LogName($0) }
        for log in missing.sorted(by: { ($0.mechanism, $0.node) < ($1.mechanism, $1.node) }) {
            let arguments = ["mechanism": log.mechanism.text, "node": log.node.text]
            findings.append(AuditFinding(.memberLogMissing, arguments))
        }
    }

    /// What the source says its entries have come to, beside what they have come to here.
    mutating func compareClaims() {
        guard let claims, !isCutShort else { return }
        var comparison = ClaimComparison(
            claims: claims,
            projection: projection,
            facts: library.projectionFacts(with: packs),
            packs: packs,
            gone: lacking.gone,
            leaving: unanchored
        )
        comparison.run(outcomes)
        findings += comparison.findings.all
        let links = LinkCheck(
            links: links,
            projection: projection,
            outcomes: outcomes,
            leaving: unanchored,
            source: source
        )
        do {
            findings += try links.findings()
        } catch {
            findings.append(AuditFinding(.sourceUnreadable, place: "home_link", cause: "\(error)"))
        }
    }

    /// What the source keeps of forks and of heads that were signed.
    mutating func readEvidence() {
        let check = EvidenceCheck(
            kept: evidence,
            outcomes: outcomes,
            nodeKeys: offeredNodeKeys.merging(trust.nodeKeys) { _, trusted in trusted }
        )
        findings += check.findings()
    }
}
