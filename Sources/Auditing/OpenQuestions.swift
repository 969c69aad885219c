import Casework
import Cryptography
import Ledger
import TransparencyLog

/// Entries and records of which an audit cannot say what they come to, since they build on entries that it could not read or judge.
struct OpenQuestions {
    /// One entry, by its place.
    private struct Place: Hashable {
        let origin: Origin
        let index: EntryIndex
    }

    private(set) var records: Set<RecordKey> = []
    /// Scopes of which it is not known which records the entries belong to that were not read or judged: nothing of them can be said.
    private(set) var scopes: Set<RecordScope> = []
    private var entries: Set<Place> = []
    private var digests: [Digest] = []

    /// Nothing is open.
    init() {}

    /// What an audit leaves open: the entries of logs that hang on no known key, those that were not judged, and all that builds on them.
    ///
    /// Of entries that are not here or were changed the home's own word is taken, for nothing but to accuse it of less.
    init(
        of projection: AuditProjection,
        _ outcomes: [Origin: LogAudit.Outcome],
        leaving unanchored: Set<Origin>,
        claims: (any ProjectionSource)?
    ) throws {
        for origin in unanchored.sorted() {
            for row in projection.entries(of: origin) { add(row) }
        }
        for origin in unanchored.union(outcomes.keys).sorted() {
            let outcome = outcomes[origin]
            if outcome?.isJudgedWhole == true { continue }
            let judgedCount = outcome?.judgedCount ?? 0
            for row in projection.entries(of: origin) where row.index.rawValue >= judgedCount {
                add(row)
            }
            try claims?.forEachProjectedEntry(of: origin) { claimed in
                if claimed.index.rawValue >= judgedCount { add(claimed) }
            }
        }
        if let claims { try addBeyond(projection, outcomes, claims) }
        addUndecided(projection, outcomes)
        follow(projection)
    }

    /// Adds what a home has judged behind all entries that its logs' heads admit: a head was set back, and steps are not counted here.
    private mutating func addBeyond(
        _ projection: AuditProjection,
        _ outcomes: [Origin: LogAudit.Outcome],
        _ claims: any ProjectionSource
    ) throws {
        guard try claims.projectedEntryCount() > projection.entryCount else { return }
        for (origin, outcome) in outcomes where outcome.isJudgedWhole {
            try claims.forEachProjectedEntry(of: origin) { claimed in
                if claimed.index.rawValue >= outcome.entryCount { add(claimed) }
            }
        }
    }

    /// Adds the entries that no checkpoint covers, and those that wait for a charter or a pack: what the audit lacks, the home's node had or
    /// will have, and comes to something else by it.
    private mutating func addUndecided(
        _ projection: AuditProjection,
        _ outcomes: [Origin: LogAudit.Outcome]
    ) {
        for (origin, outcome) in outcomes {
            for row in projection.entries(of: origin) {
                let isSurplus = outcome.surplusStart.map { row.index.rawValue >= $0 } ?? false
                if isSurplus || Self.waitsForRules(row) { add(row) }
            }
        }
    }

    /// Whether an entry waits for a charter or a rule pack.
    static func waitsForRules(_ row: ProjectedEntry) -> Bool {
        waits(row, forCharter: { _ in true }, forPack: { _ in true })
    }

    /// Whether an entry waits for a charter or a rule pack that is not here, some charters left aside.
    ///
    /// A pack that is too new for this program is here: whoever judged by it had a newer one, and nothing was removed.
    static func lacksRules(
        _ row: ProjectedEntry,
        _ packs: PackSet,
        besides told: Set<Digest>
    ) -> Bool {
        waits(
            row,
            forCharter: { charter in charter.map { !told.contains($0) } ?? true },
            forPack: { reference in
                if case .missing = packs[reference] { return true }
                return false
            }
        )
    }

    private static func waits(
        _ row: ProjectedEntry,
        forCharter isCharterAwaited: (Digest?) -> Bool,
        forPack isPackAwaited: (PackReference) -> Bool
    ) -> Bool {
        guard row.verdictClass == .pending,
            // The audit has written it itself.
            let verdict = try? EntryVerdict(decoding: row.verdict)
        else { return false }
        let charters = verdict.reasons.filter { $0.code == .charterMissing }
        return charters.contains { reason in
            isCharterAwaited(reason.arguments["charter"].flatMap { Digest(hex: $0) })
        }
            || verdict.awaited.contains {
                if case .pack(let reference) = $0 { return isPackAwaited(reference) }
                return false
            }
    }

    /// As above where the home's own word cannot be read: whichever record of these logs' scopes may be open, all are.
    init(
        withoutClaimsOn projection: AuditProjection,
        _ outcomes: [Origin: LogAudit.Outcome],
        leaving unanchored: Set<Origin>
    ) {
        let short = outcomes.filter { !$0.value.isJudgedWhole }.keys
        for origin in unanchored.union(short) {
            if let name = LogName(origin) { scopes.insert(RecordScope(name)) }
            for row in projection.entries(of: origin) { add(row) }
        }
        addUndecided(projection, outcomes)
        follow(projection)
    }

    /// Whether it cannot be said what a record has come to.
    func contains(record key: RecordKey) -> Bool {
        records.contains(key) || scopes.contains(key.scope)
    }

    /// Adds an entry that was not judged, and with it its record; returns the record where it is new.
    @discardableResult mutating func add(_ row: ProjectedEntry) -> RecordKey? {
        guard entries.insert(Place(origin: row.origin, index: row.index)).inserted else {
            return nil
        }
        digests.append(row.digest)
        guard let record = row.record else { return nil }
        let key = RecordKey(scope: row.scope, record: record)
        return records.insert(key).inserted ? key : nil
    }

    /// Adds all that depends on what was added, as far as it goes.
    mutating func follow(_ projection: AuditProjection) {
        var unread = records
        while !digests.isEmpty || !unread.isEmpty {
            if let record = unread.popFirst() {
                digests += projection.projectedEntries(record: record).map(\.digest)
                continue
            }
            guard let digest = digests.popLast() else { continue }
            for dependent in projection.dependents(on: digest) {
                switch dependent {
                case .record(let key):
                    if records.insert(key).inserted { unread.insert(key) }
                case .entry(let origin, let index):
                    guard let row = projection.projectedEntry(of: origin, at: index),
                        let key = add(row)
                    else { continue }
                    unread.insert(key)
                }
            }
        }
    }

    /// Whether it cannot be said what an entry comes to.
    func contains(_ row: ProjectedEntry) -> Bool {
        if entries.contains(Place(origin: row.origin, index: row.index)) { return true }
        guard let record = row.record else { return false }
        return records.contains(RecordKey(scope: row.scope, record: record))
    }

    /// Whether it cannot be said what a dependent depends on, by its key.
    func contains(_ dependent: [UInt8]) -> Bool {
        switch Dependent(key: dependent) {
        case .record(let key): records.contains(key)
        case .entry(let origin, let index):
            entries.contains(Place(origin: origin, index: index))
        case nil: false
        }
    }
}
