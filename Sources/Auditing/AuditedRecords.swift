package import Casework
import Cryptography
package import Ledger
package import TransparencyLog

/// The records that an audit has computed; each is folded again when it is shown, so that none is held twice.
package struct AuditedRecords {
    /// What the entries have come to.
    package let projection: AuditProjection
    /// The rule packs that are here.
    package let packs: PackSet
    private let shared: ProjectionContext
    private let homes: [RecordScope: ProjectionContext]
    private let open: OpenQuestions
    private let gaps: [RecordScope: [Origin]]
    private let receipts: [Origin: ReceiptTimes]
    /// Which receipts of each log are here.
    package let kept: [Origin: [AuditReport.Receipts]]
    /// What charters name of rules and is not here.
    package let missingRules: MissingRules
    private let lackingCharters: LackingCharters

    init(
        projection: AuditProjection,
        shared: ProjectionContext,
        homes: [RecordScope: ProjectionContext],
        open: OpenQuestions,
        gaps: [Origin],
        receipts: [Origin: ReceiptTimes],
        kept: [Origin: [AuditReport.Receipts]],
        missingRules: MissingRules,
        lackingCharters: LackingCharters
    ) {
        self.projection = projection
        packs = shared.packs
        self.shared = shared
        self.homes = homes
        self.open = open
        var byScope: [RecordScope: [Origin]] = [:]
        for origin in gaps.sorted() {
            guard let log = LogName(origin) else { continue }
            byScope[RecordScope(log), default: []].append(origin)
        }
        self.gaps = byScope
        self.receipts = receipts
        self.kept = kept
        self.missingRules = missingRules
        self.lackingCharters = lackingCharters
    }

    /// The keys of all records whose digest begins with some hex digits, in their order.
    package func keys(beginning prefix: String) -> [RecordKey] {
        projection.records.keys.filter { prefix.isEmpty || $0.record.hex.hasPrefix(prefix) }
            .sorted()
    }

    /// What the records of a scope are folded with.
    package func context(of scope: RecordScope) -> ProjectionContext { homes[scope] ?? shared }

    /// Whether every entry of a record that is known of, and of its part at home, was read as it was logged and judged.
    ///
    /// Where a charter of its mechanism is missing it is not known by which packs and calendars any of its records goes, and who is bound.
    package func isJudged(_ key: RecordKey) -> Bool {
        guard charters(lackingIn: key.scope).isEmpty else { return false }
        let parts = [
            projection.homeLink(to: key.record)?.home,
            projection.homeLink(of: key).map { RecordKey(scope: $0.scope, record: $0.opening) },
        ]
        return ([key] + parts.compactMap { $0 }).allSatisfy { !open.contains(record: $0) }
    }

    /// The charters of the mechanism of a scope that are not here, by which its records may come to something else.
    package func charters(lackingIn scope: RecordScope) -> [String] {
        lackingCharters.names(in: scope)
    }

    /// The logs of a scope of which entries are known to be missing, or could not be judged: steps may stand in them.
    package func gaps(in scope: RecordScope) -> [Origin] { gaps[scope] ?? [] }

    /// Between which times an entry was written, as receipts under the auditor's own keys prove.
    package func proven(_ event: CaseEvent) -> ProvenInterval? {
        // Whatever is in a log has an origin and an index.
        guard let origin = try? Origin(event.origin), let index = EntryIndex(event.index) else {
            return nil
        }
        return receipts[origin]?.interval(at: index)
    }

    /// The entries of a record that are valid and later than a POSIX second; nil where none is.
    package func later(in key: RecordKey, than instant: Int64) -> LaterEntries? {
        let rows = projection.projectedEntries(record: key).filter { $0.verdictClass == .valid }
        return LaterEntries(of: rows, than: instant) { row in
            receipts[row.origin]?.interval(at: row.index)?.earliest?.instant
        }
    }

    /// When the mirror of a node first cosigned a log with an entry, as its receipts prove that are here.
    package func received(_ event: CaseEvent, by node: NodeName) -> Timestamp? {
        guard let origin = try? Origin(event.origin), let index = EntryIndex(event.index) else {
            return nil
        }
        return receipts[origin]?.first(with: index, by: LogName.mirrorKeyName(node))
    }
}

extension AuditedEntries {
    /// The records of all logs, with what their clocks are counted by; nil where there is no log at all.
    package func records(countingBy calendars: CalendarSet) -> AuditedRecords? {
        let logs = logs.compactMap { origin in LogName(origin).map { (origin, $0) } }
        guard let node = (logs.first { $0.1.isHome } ?? logs.first)?.1.node else { return nil }
        let histories = KeyHistoryCache()
        func context(_ node: NodeName, _ region: RegionCode) -> ProjectionContext {
            ProjectionContext(
                charters: library,
                packs: packs,
                node: node,
                region: region,
                calendars: calendars,
                histories: histories
            )
        }
        let homes = logs.filter(\.1.isHome).map { origin, log in
            (RecordScope(log), context(log.node, regions[origin] ?? .everywhere))
        }
        let short = logs.map(\.0).filter { origin in
            unanchored.contains(origin) || outcomes[origin]?.isJudgedWhole != true
                || outcomes[origin]?.surplusStart != nil
                || projection.entries(of: origin).contains(where: OpenQuestions.waitsForRules)
        }
        return AuditedRecords(
            projection: projection,
            shared: context(node, .everywhere),
            homes: Dictionary(homes) { first, _ in first },
            open: open,
            gaps: short + library.missingLogs(besides: self.logs),
            receipts: outcomes.mapValues(\.receiptTimes),
            kept: outcomes.mapValues(\.receipts),
            missingRules: missingRules,
            lackingCharters: lackingCharters
        )
    }

    /// What could not be judged, with all that builds on it.
    private var open: OpenQuestions {
        do {
            return try OpenQuestions(of: projection, outcomes, leaving: unanchored, claims: claims)
        } catch {
            // That the home's own rows cannot be read is a finding of its own.
            return OpenQuestions(withoutClaimsOn: projection, outcomes, leaving: unanchored)
        }
    }
}

extension CharterLibrary {
    /// The logs of members that are not here although some log of their mechanism is, sorted.
    func missingLogs(besides here: [Origin]) -> [Origin] {
        let known = Set(here)
        let mechanisms = Set(here.compactMap { LogName($0)?.mechanism })
        var missing: Set<Origin> = []
        for (mechanism, chain) in chains where mechanisms.contains(mechanism) {
            for node in chain.newestInForce()?.content.members.map(\.node) ?? [] {
                // Every name of a log is an origin.
                guard let origin = try? Origin("\(node)/\(mechanism)") else { continue }
                missing.insert(origin)
            }
        }
        return missing.subtracting(known).sorted()
    }
}
