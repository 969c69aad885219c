import Casework
import Cryptography
import Ledger
import TransparencyLog

/// Compares what a home says its entries have come to with what the audit has computed from them.
///
/// Left out is `awaitsAcknowledgement`, a list of the node's own work: it follows the newest charter, and no state hangs on it.
struct ClaimComparison {
    private let claims: any ProjectionSource
    private let projection: AuditProjection
    private let facts: Set<String>
    private let packs: PackSet
    /// Charters that the home once had, of which is said that they are gone.
    private let gone: Set<Digest>
    private let unanchored: Set<Origin>
    private(set) var findings = AuditFindings()
    private var differences = AuditFindings()
    private var isOutdated = false
    /// What builds on entries that were not read or not judged.
    private var open = OpenQuestions()

    /// `unanchored` are logs whose entries could not be judged, because their first entry hangs on no known key or they cannot be read.
    init(
        claims: any ProjectionSource,
        projection: AuditProjection,
        facts: Set<String>,
        packs: PackSet,
        gone: Set<Digest>,
        leaving unanchored: Set<Origin>
    ) {
        self.claims = claims
        self.projection = projection
        self.facts = facts
        self.packs = packs
        self.gone = gone
        self.unanchored = unanchored
    }

    /// Compares everything; a part that cannot be read is a finding itself.
    mutating func run(_ outcomes: [Origin: LogAudit.Outcome]) {
        attempt("document") { comparison in try comparison.compareFacts() }
        attempt("projected_entry") { try $0.findOpen(outcomes) }
        for (origin, outcome) in outcomes.sorted(by: { $0.key < $1.key })
        where !unanchored.contains(origin) {
            attempt("projected_log") { try $0.compareKeys(outcome) }
            attempt("projected_entry") { try $0.compareEntries(outcome) }
        }
        attempt("projected_entry") { try $0.compareCount(outcomes) }
        attempt("projected_record") { try $0.compareRecords() }
        attempt("dependency") { try $0.compareDependencies() }
        // Said beside the differences, never instead of them: whoever changed one could have written this as well.
        if isOutdated, !differences.isEmpty {
            let count = ["count": "\(differences.count)"]
            findings.append(AuditFinding(.projectionsOutdated, count))
        }
        findings += differences.all
    }

    private mutating func attempt(
        _ place: String,
        _ body: (inout ClaimComparison) throws -> Void
    ) {
        do {
            try body(&self)
        } catch {
            findings.append(AuditFinding(.sourceUnreadable, place: place, cause: "\(error)"))
        }
    }

    private mutating func add(_ finding: AuditFinding) { differences.append(finding) }

    // MARK: Parts

    /// What hangs on an unknown key, or on entries that are not here, was judged otherwise by the node, and so was all that builds on it.
    private mutating func findOpen(_ outcomes: [Origin: LogAudit.Outcome]) throws {
        open = try OpenQuestions(of: projection, outcomes, leaving: unanchored, claims: claims)
    }

    /// The facts that the home says it has judged by: those that cannot be are a difference, and others than those of today explain some.
    private mutating func compareFacts() throws {
        guard let bytes = try claims.projectedFacts() else { return }
        let claimed = Set(
            bytes.split(separator: UInt8(ascii: "\n")).map { String(decoding: $0, as: UTF8.self) }
        )
        var isPossible = true
        for fact in claimed.subtracting(facts).sorted() {
            switch ProjectionFact(fact) {
            case .document("pack", let digest) where packs.needsNewerEngine(digest):
                // It is here, and the home's program is newer; what waits for it is told at its entries.
                continue
            case .document("pack", let digest):
                // Another release of the program may have brought it.
                findings.append(AuditFinding(.rulePackMissing, ["digest": digest.hex]))
            case .document(_, let digest) where gone.contains(digest): continue
            case .document("in-force", let digest) where facts.contains("charter \(digest.hex)"):
                // It held before a charter came in, as these may have.
                continue
            case .ended, .left, .member, .ends, .fold: continue
            case .document, nil: isPossible = false
            }
        }
        isOutdated = isPossible && claimed != facts
        guard !isPossible else { return }
        add(AuditFinding(.projectionDiffers, place: "document", cause: AuditDetail.text(.facts)))
    }

    private mutating func compareKeys(_ outcome: LogAudit.Outcome) throws {
        let claimed = try claims.projectedLog(outcome.origin)
        if claimed == nil, outcome.entryCount == 0 { return }
        // What cannot be read is not what the entries give.
        let history = claimed.flatMap { try? KeyHistory(decoding: $0) }
        if history?.agrees(with: outcome.history) == true { return }
        if !outcome.isJudgedWhole, let history, history.size > outcome.judgedCount { return }
        add(AuditFinding(.projectionDiffers, log: outcome.origin, place: "projected_log"))
    }

    private mutating func compareEntries(_ outcome: LogAudit.Outcome) throws {
        let rows = projection.entries(of: outcome.origin)
        let (open, packs, gone) = (open, packs, gone)
        var next = 0
        var differences = AuditFindings()
        try claims.forEachProjectedEntry(of: outcome.origin) { claimed in
            while next < rows.count, rows[next].index < claimed.index {
                differences.append(Self.difference(rows[next], nil))
                next += 1
            }
            guard next < rows.count, rows[next].index == claimed.index else {
                // The entries of these rows are missing, which is a finding of its own.
                if outcome.isWhole { differences.append(Self.difference(nil, claimed)) }
                return
            }
            if !Self.agree(rows[next], claimed) {
                differences += Self.difference(
                    rows[next],
                    claimed,
                    open
                ) { OpenQuestions.lacksRules($0, packs, besides: gone) }
            }
            next += 1
        }
        differences += rows[next...].lazy.map { Self.difference($0, nil) }
        self.differences += differences.all
    }

    /// What a home says of an entry that the audit cannot judge is nothing against it, unless it had rules for it that are gone, and of
    /// which that is not said already.
    private static func difference(
        _ computed: ProjectedEntry,
        _ claimed: ProjectedEntry,
        _ open: OpenQuestions,
        lacksRules: (ProjectedEntry) -> Bool
    ) -> [AuditFinding] {
        guard open.contains(computed) else { return [difference(computed, claimed)] }
        guard lacksRules(computed), claimed.verdictClass != .pending else {
            return []
        }
        return [
            AuditFinding(
                .verdictUnsupported,
                ["stored": claimed.verdictClass.rawValue],
                log: computed.origin,
                index: computed.index,
                place: "projected_entry"
            )
        ]
    }

    private static func difference(
        _ computed: ProjectedEntry?,
        _ claimed: ProjectedEntry?
    ) -> AuditFinding {
        AuditFinding(
            .verdictDiffers,
            [
                "computed": computed?.verdictClass.rawValue ?? "-",
                "stored": claimed?.verdictClass.rawValue ?? "-",
            ],
            log: computed?.origin ?? claimed?.origin,
            index: computed?.index ?? claimed?.index,
            place: "projected_entry"
        )
    }

    private static func agree(_ a: ProjectedEntry, _ b: ProjectedEntry) -> Bool {
        if a == b { return true }
        var other = b
        other.verdict = a.verdict
        guard a == other,
            // What cannot be read is not what the entries give.
            let computed = try? EntryVerdict(decoding: a.verdict),
            let claimed = try? EntryVerdict(decoding: b.verdict)
        else { return false }
        return computed.says(asMuchAs: claimed)
    }

    private mutating func compareCount(_ outcomes: [Origin: LogAudit.Outcome]) throws {
        guard unanchored.allSatisfy({ outcomes[$0] != nil }),
            outcomes.values.allSatisfy(\.isWhole)
        else { return }
        let claimed = try claims.projectedEntryCount()
        guard claimed > projection.entryCount else { return }
        add(
            AuditFinding(
                .projectionDiffers,
                place: "projected_entry",
                cause: AuditDetail.text(
                    .rowsBeyondEntries,
                    ["entries": "\(projection.entryCount)", "rows": "\(claimed)"]
                )
            )
        )
    }

    private mutating func compareRecords() throws {
        var seen: Set<RecordKey> = []
        var different: [RecordKey] = []
        try claims.forEachProjectedRecord { claimed in
            seen.insert(claimed.key)
            if open.records.contains(claimed.key) { return }
            let computed = projection.projectedRecord(claimed.key)
            if !Self.agree(computed, claimed) { different.append(claimed.key) }
        }
        different += projection.records.keys.filter {
            !seen.contains($0) && !open.records.contains($0)
        }
        for key in different.sorted() {
            add(
                AuditFinding(
                    .recordDiffers,
                    ["record": key.record.hex],
                    place: "projected_record",
                    cause: key.scope.text
                )
            )
        }
    }

    private static func agree(_ computed: ProjectedRecord?, _ claimed: ProjectedRecord) -> Bool {
        guard var computed else { return false }
        computed.awaitsAcknowledgement = claimed.awaitsAcknowledgement
        if computed == claimed { return true }
        // What cannot be read is not what the entries give.
        guard let ours = try? RecordSummary(decoding: computed.summary),
            let theirs = try? RecordSummary(decoding: claimed.summary), ours == theirs
        else { return false }
        computed.summary = claimed.summary
        return computed == claimed
    }

    private mutating func compareDependencies() throws {
        var count = 0
        var different: [String] = []
        try claims.forEachDependency { digest, dependent in
            if projection.dependencies[dependent]?.contains(digest) == true {
                if !open.contains(dependent) { count += 1 }
            } else if !open.contains(dependent) {
                let name = String(decoding: dependent, as: UTF8.self)
                different.append(AuditDetail.text(.rowOfDependency, ["dependent": name]))
            }
        }
        let required = projection.dependencies.reduce(0) {
            $0 + (open.contains($1.key) ? 0 : $1.value.count)
        }
        if count < required {
            different.append(AuditDetail.text(.rowsMissing, ["count": "\(required - count)"]))
        }
        for cause in different.sorted() {
            add(AuditFinding(.projectionDiffers, place: "dependency", cause: cause))
        }
    }
}
