import Casework
import Cryptography
import TransparencyLog

/// One pass of the projector over a store: what it has read, and what is still to be judged.
struct ProjectionRun<Store: ProjectionStore> {
    let context: ProjectionContext
    let store: Store

    private var histories: [Origin: KeyHistory] = [:]
    private var contents: [Origin: [EntryIndex: UnverifiedEntry]] = [:]
    private var changed: [Digest] = []
    private var notified: Set<Digest> = []
    private var touched = SmallestFirst<RecordKey>()
    private var foldCounts: [RecordKey: Int] = [:]
    private var appended: AppendedRows?
    // How many rows of a record the log has to which entries are appended.
    private var recordCounts: [RecordKey: Int] = [:]
    /// Where an entry of another log stands in the report.
    private var rejudged: [Origin: [EntryIndex: Int]] = [:]
    var report = ProjectionReport()
    /// What duties are read with, by scope.
    var dutyReadings: [RecordScope: DutyReading] = [:]

    init(context: ProjectionContext, store: Store) {
        self.context = context
        self.store = store
    }

    // MARK: What is to be done

    /// Has everything judged again that depends on a digest.
    mutating func notify(_ digest: Digest) {
        if notified.insert(digest).inserted { changed.append(digest) }
    }

    /// Has a record folded again.
    mutating func touch(_ key: RecordKey) { touched.insert(key) }

    /// Does all that is to be done, and what follows from it, and says what changed.
    mutating func finish() throws -> ProjectionReport {
        if let origin = appended?.origin, appended?.rows.isEmpty == false {
            let history = try history(of: origin)
            let bytes = history.encoded()
            try store.putProjectedLog(bytes, of: origin)
            context.histories.remember(history, as: bytes)
        }
        while true {
            if let digest = changed.popLast() {
                notified.remove(digest)
                try judgeDependents(of: digest)
            } else if let key = touched.popFirst() {
                let count = foldCounts[key, default: 0]
                foldCounts[key] = count + 1
                // Records may name each other's entries; a bound ends what colluding nodes could make go round.
                if count < Limits.recordFoldCountMax { try refold(key, isFirst: count == 0) }
            } else {
                break
            }
        }
        if let appended {
            for row in appended.rows { try store.putProjectedEntry(row) }
            report.classes = appended.rows.map(\.verdictClass)
        }
        report.records = foldCounts.keys.sorted()
        report.reordered.sort()
        return report
    }

    /// The place of the next entry of the log that `begin` named.
    var nextIndex: EntryIndex {
        // A size from a store is checked when its history is read, and an index follows from it.
        appended.flatMap { EntryIndex($0.start + UInt64($0.rows.count)) } ?? 0
    }

    // MARK: Reading

    mutating func history(of origin: Origin) throws -> KeyHistory {
        if let known = histories[origin] { return known }
        guard let bytes = try store.projectedLog(origin) else {
            throw LedgerError(.projectionUnreadable, ["what": "\(origin)"])
        }
        let history = try context.histories.history(of: origin, decoding: bytes)
        histories[origin] = history
        return history
    }

    /// The entry of a row; nil where its bytes cannot be read.
    ///
    /// Throws where they are not those that were judged.
    mutating func content(of row: ProjectedEntry) throws -> UnverifiedEntry? {
        let (origin, index) = (row.origin, row.index)
        if let known = contents[origin]?[index] { return known }
        let place = ["index": "\(index)", "origin": "\(origin)"]
        guard let bytes = try store.entryBytes(of: origin, at: index) else {
            throw LedgerError(.entryBytesMissing, place)
        }
        guard SHA256.digest(of: bytes) == row.digest else {
            throw LedgerError(.entryBytesDiffer, place)
        }
        // What cannot be read was judged so; the row holds the reason.
        guard let content = try? UnverifiedEntry(parsing: bytes) else { return nil }
        // A revocation may look at a whole log: what was read is kept for a while only.
        if contents[origin, default: [:]].count >= Limits.projectionContentCountMax {
            contents[origin] = [:]
        }
        contents[origin, default: [:]][index] = content
        return content
    }

    private func row(_ origin: Origin, _ index: EntryIndex) throws -> ProjectedEntry? {
        if let row = appended?.row(origin, index) { return row }
        return try store.projectedEntry(of: origin, at: index)
    }

    /// The rows of an entry's digest, by log and index.
    func rows(digest: Digest) throws -> [ProjectedEntry] {
        Self.ordered(
            try store.projectedEntries(digest: digest),
            appended?.rows(digest: digest) ?? []
        )
    }

    /// The rows of a record by log and index, and how many of them were written before this pass.
    func rows(record: RecordKey) throws -> (rows: [ProjectedEntry], writtenCount: Int) {
        let written = try store.projectedEntries(record: record)
        return (Self.ordered(written, appended?.rows(record: record) ?? []), written.count)
    }

    /// Rows that are written and rows that are not yet, by log and index, as the store would give them.
    private static func ordered(
        _ written: [ProjectedEntry],
        _ appended: [ProjectedEntry]
    ) -> [ProjectedEntry] {
        guard !written.isEmpty, !appended.isEmpty else { return written + appended }
        return (written + appended).sorted { ($0.origin, $0.index) < ($1.origin, $1.index) }
    }
}

// MARK: - Appending

extension ProjectionRun {
    /// Takes up the history of the log whose entries come next; of a new log nothing but the trusted keys is known.
    mutating func begin(_ origin: Origin, trusted: [VerifierKey]) throws {
        let stored = try store.projectedLog(origin)
            .map { try context.histories.history(of: origin, decoding: $0) }
        guard let history = stored ?? KeyHistory(origin: origin, trusted: trusted) else {
            throw LedgerError(.originNotOurs, ["origin": "\(origin)"])
        }
        histories[origin] = history
        appended = AppendedRows(origin: origin, start: history.size)
    }

    /// Adds the log's next entry; its record is folded in `finish`.
    mutating func append(_ checked: CheckedEntry) throws {
        guard let origin = appended?.origin, var history = histories.removeValue(forKey: origin),
            let index = EntryIndex(history.size)
        else { throw LedgerError(.projectionUnreadable, ["what": "append"]) }
        let judgement = history.judge(checked, at: index, in: context.log(history.name))
        history.apply(judgement)
        histories[origin] = history
        try add(judgement, to: history)
        if let header = judgement.content?.header, header.event == .revoke,
            header.machine == .office || header.machine == .officer, judgement.isWellSigned
        {
            try revoke(header, at: index, in: origin)
        }
    }

    private mutating func add(_ judgement: EntryJudgement, to history: KeyHistory) throws {
        let origin = history.origin
        let header = judgement.content?.header
        if let content = judgement.content {
            contents[origin, default: [:]][judgement.index] = content
        }
        var verdict = EntryVerdict(reasons: judgement.reasons, findings: judgement.findings)
        let scope = RecordScope(history.name)
        let named = header.flatMap { $0.record(ofEntry: judgement.digest) }
            .map { RecordKey(scope: scope, record: $0) }
        if named == nil, let first = try firstPlace(of: judgement.digest, in: origin) {
            verdict.reasons.append(Reason(.entryRepeated, ["index": "\(first)"]))
        }
        if let header { verdict.reasons += try targetReasons(header, scope: scope) }
        let isSurplus = try named.map { try !takePlace(in: $0, of: origin) } ?? false
        if isSurplus { verdict.refuseAsSurplus() }
        let key = isSurplus ? nil : named
        appended?.append(
            ProjectedEntry(
                origin: origin,
                index: judgement.index,
                digest: judgement.digest,
                scope: scope,
                record: key?.record,
                machine: header?.machine.text ?? "",
                event: header?.event.text ?? "",
                at: header?.at.instant,
                verdictClass: verdict.verdictClass,
                verdict: verdict.encoded()
            )
        )
        try noteDependencies(of: header, verdict, at: judgement.index, in: origin)
        if let key { touch(key) }
        notify(judgement.digest)
    }

    /// Whether the log's next entry is among as many as count of one log in a record; takes its place there.
    private mutating func takePlace(in key: RecordKey, of origin: Origin) throws -> Bool {
        let limit = Limits.recordEntryCountMax
        let count =
            try recordCounts[key]
            ?? store.projectedEntryCount(record: key, of: origin, limit: limit)
        recordCounts[key] = min(count + 1, limit)
        return count < limit
    }

    private mutating func put(_ row: ProjectedEntry) throws {
        if appended?.replace(row) != true { try store.putProjectedEntry(row) }
    }

    /// The row of an entry that counts most in a scope: a copy of its bytes in another log is an entry too, and counts for nothing.
    func countedRow(of digest: Digest, in scope: RecordScope) throws -> ProjectedEntry? {
        try rows(digest: digest).filter { $0.scope == scope }
            .map { (row: $0, ownClass: try EntryVerdict(decoding: $0.verdict).ownClass) }
            .min { $0.ownClass < $1.ownClass }?.row
    }

    func firstPlace(of digest: Digest, in origin: Origin) throws -> EntryIndex? {
        try rows(digest: digest).first { $0.origin == origin }?.index
    }

    /// What an erasure, or the answer to one, names must be here and introduce the object.
    mutating func targetReasons(
        _ header: EntryHeader,
        scope: RecordScope
    ) throws -> [Reason] {
        guard header.machine == .object, let target = header.target, let object = header.object
        else { return [] }
        let arguments = ["target": target.hex]
        guard let row = try countedRow(of: target, in: scope) else {
            return [Reason(.targetMissing, arguments)]
        }
        guard try EntryVerdict(decoding: row.verdict).ownClass < .irregular,
            let named = try content(of: row)?.header
        else { return [Reason(.targetInvalid, arguments)] }
        var reasons: [Reason] = []
        // A manifest may hold the object; its own content is not in headers.
        let mayHold = named.objects.contains { $0.sha256 == object || $0.role == .manifest }
        if !mayHold { reasons.append(Reason(.objectNotOfTarget, ["object": object.hex])) }
        if let record = header.record, named.record(ofEntry: target) != record {
            reasons.append(Reason(.targetOfAnotherRecord, arguments))
        }
        return reasons
    }

    /// Has the entry judged again when its charter or its target changes.
    private func noteDependencies(
        of header: EntryHeader?,
        _ verdict: EntryVerdict,
        at index: EntryIndex,
        in origin: Origin
    ) throws {
        guard let header else { return }
        var digests: Set<Digest> = []
        if let charter = header.charter { digests.insert(charter) }
        if header.machine == .object, let target = header.target { digests.insert(target) }
        guard !digests.isEmpty else { return }
        try store.putDependencies(digests, of: .entry(origin, index))
    }
}

// MARK: - Judging again

extension ProjectionRun {
    /// A revocation reaches back: entries of that office from its index on are judged again.
    private mutating func revoke(
        _ header: EntryHeader,
        at index: EntryIndex,
        in origin: Origin
    ) throws {
        guard let since = header.since, let key = header.key else { return }
        let prefix = key.name.bytes
        let history = try history(of: origin)
        let node = history.name.node
        // One that reaches no further back than those before it changes nothing: of many, each would judge the log anew.
        if let earlier = history.revokedSince(key, before: index.rawValue), earlier <= since {
            return
        }
        try forRows(of: origin, from: since, below: index.rawValue) { run, row in
            guard let named = try run.content(of: row)?.header, let office = named.office
            else { return }
            // An office's key may have enrolled the officer, so all entries of the office are looked at.
            let name = LogName.keyName(node, office)
            guard prefix.starts(with: name.utf8) else { return }
            try run.rejudge(row)
        }
    }

    private mutating func forRows(
        of origin: Origin,
        from start: UInt64,
        below end: UInt64,
        _ body: (inout ProjectionRun, ProjectedEntry) throws -> Void
    ) throws {
        var next = start
        while next < end, let index = EntryIndex(next) {
            let written = try store.projectedEntries(
                of: origin,
                from: index,
                limit: Limits.projectionPageCount
            )
            // Those of this pass follow all that are written.
            let rows =
                written.isEmpty ? Array(appended?.rows(of: origin, from: index) ?? []) : written
            guard let last = rows.last else { return }
            for row in rows where row.index.rawValue < end { try body(&self, row) }
            next = last.index.rawValue + 1
        }
    }

    /// Has the records of a log's entries folded again, from an index on.
    mutating func touchRecords(of origin: Origin, from index: EntryIndex) throws {
        try forRows(of: origin, from: index.rawValue, below: .max) { run, row in
            if let record = row.record { run.touch(RecordKey(scope: row.scope, record: record)) }
        }
    }

    private mutating func judgeDependents(of digest: Digest) throws {
        var entries: [(origin: Origin, index: EntryIndex)] = []
        for dependent in try store.dependents(on: digest) {
            switch dependent {
            case .record(let key): touched.insert(key)
            case .entry(let origin, let index): entries.append((origin, index))
            }
        }
        // A log that names one charter many times is judged once, from the first on.
        var walked: Set<Origin> = []
        for (origin, index) in entries.sorted(by: { $0.index < $1.index })
        where !walked.contains(origin) {
            if try rejudge(origin, at: index) { walked.insert(origin) }
        }
    }

    /// Judges one entry again, and after a change of charter all that follow it in its log; says whether it did the latter.
    private mutating func rejudge(_ origin: Origin, at index: EntryIndex) throws -> Bool {
        guard let row = try row(origin, index) else { return false }
        let namesCharter = try content(of: row)?.header.charter != nil
        try rejudge(row)
        guard namesCharter else { return false }
        try forRows(of: origin, from: index.rawValue + 1, below: .max) { run, row in
            try run.rejudge(row)
            // The charter may bind roles or packs otherwise, though the verdict is the same.
            if let record = row.record { run.touch(RecordKey(scope: row.scope, record: record)) }
        }
        return true
    }

    private mutating func rejudge(_ row: ProjectedEntry) throws {
        guard let content = try content(of: row) else { return }
        let history = try history(of: row.origin)
        let checked = EntryVerifier(history).check(content)
        let judgement = history.judge(checked, at: row.index, in: context.log(history.name))
        let old = try EntryVerdict(decoding: row.verdict)
        var verdict = old
        verdict.reasons = judgement.reasons
        verdict.findings =
            judgement.findings + old.findings.filter { $0.code == .clockWentBack }
        if let repeated = old.reasons.first(where: { $0.code == .entryRepeated }) {
            verdict.reasons.append(repeated)
        }
        verdict.reasons += try targetReasons(content.header, scope: row.scope)
        if row.record == nil, content.header.record(ofEntry: row.digest) != nil {
            verdict.refuseAsSurplus()
        }
        guard verdict != old else { return }
        try replace(row, with: verdict, from: old)
        if let record = row.record { touch(RecordKey(scope: row.scope, record: record)) }
        notify(row.digest)
    }

    mutating func replace(
        _ row: ProjectedEntry,
        with verdict: EntryVerdict,
        from old: EntryVerdict
    ) throws {
        var row = row
        let before = row.verdictClass
        row.verdict = verdict.encoded()
        row.verdictClass = verdict.verdictClass
        try put(row)
        let isOfRun = appended?.row(row.origin, row.index) != nil
        if before != row.verdictClass, !isOfRun {
            let entry = RejudgedEntry(
                origin: row.origin,
                index: row.index,
                verdictClass: row.verdictClass
            )
            if let place = rejudged[row.origin]?[row.index] {
                report.rejudged[place] = entry
            } else {
                rejudged[row.origin, default: [:]][row.index] = report.rejudged.count
                report.rejudged.append(entry)
            }
        }
    }
}
