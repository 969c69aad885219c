/// The audit of everything that one source holds.
///
/// It needs no running node and no network, changes nothing, and takes nothing of what the source says of itself on trust. It never
/// stops at the first fault: the report lists all of them.
///
/// Two questions are answered apart. *Is it consistent?* Every byte is read again and every hash, signature, key history, verdict and
/// record is computed anew. *Whose is it?* Only keys that the auditor brings along answer that; without them the report says
/// "self-consistent only" and prints the fingerprints that must be compared.
public struct Audit: Sendable {
    private let source: any AuditSource
    private let trust: Trust
    private let claims: (any ProjectionSource)?
    private let evidence: KeptEvidence

    /// Prepares an audit.
    public init(of source: any AuditSource, trusting trust: Trust) {
        self.init(of: source, trusting: trust, comparing: nil)
    }

    /// Prepares an audit that also compares what the source says its entries have come to, and what it keeps of forks and
    /// of heads that were signed.
    package init(
        of source: any AuditSource,
        trusting trust: Trust,
        comparing claims: (any ProjectionSource)?,
        and evidence: KeptEvidence = KeptEvidence()
    ) {
        self.source = source
        self.trust = trust
        self.claims = claims
        self.evidence = evidence
    }

    /// Reads everything and reports.
    public func run() async -> AuditReport { await runKeepingEntries().report }

    /// Reads everything and reports, and keeps what the entries have come to, for what an audit asks beyond logs.
    package func runKeepingEntries() async -> (report: AuditReport, entries: AuditedEntries) {
        var run = AuditRun(source: source, trust: trust, claims: claims, evidence: evidence)
        run.readContainer()
        let origins = run.readOrigins()
        run.readOwnNodes(of: origins)
        run.readParties(of: origins)
        run.readHomeLinks()
        run.refuseUnusableTrust(for: origins)
        run.readPredecessors(of: origins)
        for origin in origins { await run.audit(origin) }
        run.judgeEntries()
        run.noteLackingCharters()
        run.noteMissingLogs()
        run.compareHistory()
        run.compareClaims()
        run.compareReceipts()
        run.noteMissingRules()
        run.readEvidence()
        return (run.report, run.entries)
    }
}
