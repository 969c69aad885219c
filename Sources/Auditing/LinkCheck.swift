import Casework
import Cryptography
import Ledger
import TransparencyLog

/// Checks the links between matters at home and their openings: each opening commits to the home log as the link says.
struct LinkCheck {
    private let links: [HomeLink]
    private let projection: AuditProjection
    private let outcomes: [Origin: LogAudit.Outcome]
    private let drafts: [Digest: Digest]
    private let source: any AuditSource
    private let unanchored: Set<Origin>

    /// Takes the links as a home keeps them, and what its logs have come to.
    init(
        links: [HomeLink],
        projection: AuditProjection,
        outcomes: [Origin: LogAudit.Outcome],
        leaving unanchored: Set<Origin>,
        source: any AuditSource
    ) {
        self.unanchored = unanchored
        self.source = source
        self.links = links
        self.projection = projection
        self.outcomes = outcomes
        drafts = Dictionary(
            outcomes.values.flatMap { $0.mentions.drafts.map { ($0.opening, $0.draft) } },
            uniquingKeysWith: { first, _ in first }
        )
    }

    /// Every link that does not hold, and every opening that commits to the home log and has none.
    func findings() throws -> [AuditFinding] {
        links.filter { !isOpen($0) && !holds($0) }.map {
            AuditFinding(.projectionDiffers, place: "home_link", cause: $0.home.record.hex)
        } + (try missing())
    }

    private func missing() throws -> [AuditFinding] {
        var findings: [AuditFinding] = []
        for (origin, outcome) in outcomes.sorted(by: { $0.key < $1.key }) {
            guard let name = LogName(origin) else { continue }
            let unlinked = outcome.mentions.drafts.filter {
                projection.homeLink(to: $0.opening) == nil && counts($0.opening, in: origin)
            }
            guard !unlinked.isEmpty else { continue }
            let homes = outcomes.keys.filter { origin in
                LogName(origin).map { $0.isHome && $0.node == name.node } == true
            }
            let commitments = try homes.map { try self.commitments(to: $0) }
            for (opening, draft) in unlinked
            where commitments.contains(where: { $0.contains(draft) }) {
                findings.append(
                    AuditFinding(
                        .projectionDiffers,
                        log: origin,
                        place: "home_link",
                        cause: opening.hex
                    )
                )
            }
        }
        return findings
    }

    /// What an opening can commit to: the text of the checkpoint of each size of a home log.
    private func commitments(to origin: Origin) throws -> Set<Digest> {
        var range = CompactRange()
        let hasher = TreeHasher()
        var found: Set<Digest> = []
        while true {
            let start = EntryIndex(unchecked: range.end.rawValue)
            let run = try source.entries(of: origin, from: start, count: 4_096)
            guard !run.isEmpty else { return found }
            for entry in run {
                range.append(leafHash: hasher.leafHash(of: entry), hasher: hasher)
                let root = range.root(hasher: hasher)
                let text = Checkpoint.text(origin: origin, size: range.end, root: root)
                found.insert(SHA256.digest(of: text))
            }
        }
    }

    private func counts(_ digest: Digest, in origin: Origin) -> Bool {
        projection.projectedEntries(digest: digest).contains {
            $0.origin == origin && $0.verdictClass == .valid
        }
    }

    /// Whether it cannot be said, since what it names was not read or not judged.
    private func isOpen(_ link: HomeLink) -> Bool {
        if unanchored.contains(link.origin) { return true }
        if let home = outcomes[link.origin], !home.isJudgedWhole, home.judgedCount < link.size {
            return true
        }
        guard drafts[link.opening] == nil, let node = LogName(link.origin)?.node else {
            return false
        }
        let short = outcomes.filter { !$0.value.isJudgedWhole }.keys
        return unanchored.union(short).contains { LogName($0)?.node == node }
    }

    /// Whether the matter at home is one that its node would have opened in this way: the same machine, from a state that allows it, by the office that created it.
    ///
    /// The header commits to the home log as a whole, not to the matter. What is not valid at home, or waits, moved no state then or moves none now, and proves nothing.
    private func fits(_ link: HomeLink) -> Bool {
        guard let record = projection.projectedRecord(link.home),
            // The audit has written it itself.
            let summary = try? RecordSummary(decoding: record.summary)
        else { return false }
        let rows = projection.projectedEntries(record: link.home)
            .filter { $0.origin == link.origin && $0.index.rawValue < link.size }
        guard summary.awaited.isEmpty, rows.allSatisfy({ $0.verdictClass == .valid }) else {
            return true
        }
        let opening = projection.projectedEntries(digest: link.opening)
            .first { $0.scope == link.scope }
        guard opening?.verdictClass == .valid else { return true }
        if opening?.machine != record.machine { return false }
        return summary.findings.allSatisfy { finding in
            switch finding.code {
            case .homePartUnprepared: record.state.isEmpty
            // Every step of the part at home counted then and does now, and yet something was lacking.
            case .homeRatified: false
            case .homePartOtherOpener:
                Self.office(finding.arguments["signer"])
                    == Self.office(finding.arguments["expected"])
            default: true
            }
        }
    }

    private static func office(_ text: String?) -> OfficeID? {
        text.flatMap { Address($0) }?.office
    }

    private func holds(_ link: HomeLink) -> Bool {
        guard projection.homeLink(to: link.opening) == link,
            let node = LogName(link.origin)?.node,
            let size = TreeSize(link.size), let root = outcomes[link.origin]?.roots[size],
            projection.projectedEntries(record: link.home).contains(where: {
                $0.origin == link.origin && $0.index.rawValue < link.size
            })
        else { return false }
        let text = Checkpoint.text(origin: link.origin, size: size, root: root)
        return fits(link) && drafts[link.opening] == SHA256.digest(of: text)
            && projection.projectedEntries(digest: link.opening).contains { row in
                LogName(row.origin)?.node == node && row.scope == link.scope
            }
    }
}
