import Casework
import Cryptography
import TransparencyLog

/// Records whose rows are not what their entries give.
package struct ProjectionDifferences: Sendable {
    /// Records without a row, or with another one than folding gives.
    package var records: Set<RecordKey> = []
    /// Records in which something waits and that have no row of it.
    package var duties: Set<RecordKey> = []
    /// Records with a row of which no entry is here.
    package internal(set) var strays: Set<RecordKey> = []

    /// Whether everything is as folding gives it.
    package var isEmpty: Bool { records.isEmpty && duties.isEmpty && strays.isEmpty }

    /// Makes an empty collection.
    package init() {}
}

extension Projector {
    /// Which of some records fold to something else than is stored, without writing anything.
    ///
    /// What is due at a time is not compared: it hangs on the calendars that are here, and is made anew by itself. `row` gives the row of a
    /// record as it stands, nil for one that is not there or that says nothing.
    package func differences(
        of keys: some Sequence<RecordKey>,
        in store: some ProjectionStore,
        row: @escaping (RecordKey) throws -> ProjectedRecord?,
        hasDuty: @escaping (RecordKey) throws -> Bool
    ) throws -> ProjectionDifferences {
        let compared = ComparedStore(store, row: row, hasDuty: hasDuty)
        var run = ProjectionRun(context: context, store: compared)
        var asked: Set<RecordKey> = []
        for key in keys {
            asked.insert(key)
            run.touch(key)
        }
        _ = try run.finish()
        compared.differences.strays = asked.subtracting(compared.folded)
        return compared.differences
    }

    /// The row that folding a record gives, whatever stands in its place; nil for a record of which no entry is here.
    ///
    /// Nothing is written.
    package func foldedRow(
        of key: RecordKey,
        in store: some ProjectionStore
    ) throws -> ProjectedRecord? {
        let compared = ComparedStore(store, row: { _ in nil }, hasDuty: { _ in true })
        var run = ProjectionRun(context: context, store: compared)
        run.touch(key)
        _ = try run.finish()
        return compared.rows[key]
    }
}

/// A store that takes nothing, and notes what would have been written otherwise than it stands.
private final class ComparedStore<Base: ProjectionStore>: ProjectionStore {
    private let base: Base
    private let row: (RecordKey) throws -> ProjectedRecord?
    private let hasDuty: (RecordKey) throws -> Bool
    var differences = ProjectionDifferences()
    /// The records that were folded, with the row that this gave.
    private(set) var rows: [RecordKey: ProjectedRecord] = [:]

    var folded: Set<RecordKey> { Set(rows.keys) }

    init(
        _ base: Base,
        row: @escaping (RecordKey) throws -> ProjectedRecord?,
        hasDuty: @escaping (RecordKey) throws -> Bool
    ) {
        self.base = base
        self.row = row
        self.hasDuty = hasDuty
    }

    func projectedLog(_ origin: Origin) throws -> [UInt8]? { try base.projectedLog(origin) }

    func putProjectedLog(_ bytes: [UInt8], of origin: Origin) throws {}

    func entryBytes(of origin: Origin, at index: EntryIndex) throws -> [UInt8]? {
        try base.entryBytes(of: origin, at: index)
    }

    func projectedEntry(of origin: Origin, at index: EntryIndex) throws -> ProjectedEntry? {
        try base.projectedEntry(of: origin, at: index)
    }

    func projectedEntries(
        of origin: Origin,
        from index: EntryIndex,
        limit: Int
    ) throws -> [ProjectedEntry] {
        try base.projectedEntries(of: origin, from: index, limit: limit)
    }

    func projectedEntries(digest: Digest) throws -> [ProjectedEntry] {
        try base.projectedEntries(digest: digest)
    }

    func projectedEntries(record: RecordKey) throws -> [ProjectedEntry] {
        try base.projectedEntries(record: record)
    }

    func projectedEntryCount(record: RecordKey, of origin: Origin, limit: Int) throws -> Int {
        try base.projectedEntryCount(record: record, of: origin, limit: limit)
    }

    func putProjectedEntry(_ entry: ProjectedEntry) throws {
        guard let record = entry.record else { return }
        if let stored = try base.projectedEntry(of: entry.origin, at: entry.index) {
            var same = stored
            same.verdict = entry.verdict
            let verdict = try EntryVerdict(decoding: entry.verdict)
            if same == entry, try verdict.says(asMuchAs: EntryVerdict(decoding: stored.verdict)) {
                return
            }
        }
        differences.records.insert(RecordKey(scope: entry.scope, record: record))
    }

    func projectedRecord(_ key: RecordKey) throws -> ProjectedRecord? {
        try row(key)
    }

    func putProjectedRecord(_ record: ProjectedRecord) throws {
        rows[record.key] = record
        guard var stored = try row(record.key) else {
            differences.records.insert(record.key)
            return
        }
        let summary = try RecordSummary(decoding: stored.summary)
        stored.awaitsAcknowledgement = record.awaitsAcknowledgement
        stored.summary = record.summary
        if try stored != record || summary != RecordSummary(decoding: record.summary) {
            differences.records.insert(record.key)
        }
    }

    func dependents(on digest: Digest) throws -> [Dependent] { try base.dependents(on: digest) }

    func putDependencies(_ digests: Set<Digest>, of dependent: Dependent) throws {}

    func homeLink(of record: RecordKey) throws -> HomeLink? { try base.homeLink(of: record) }

    func homeLink(to opening: Digest) throws -> HomeLink? { try base.homeLink(to: opening) }

    func putHomeLink(_ link: HomeLink) throws {}

    func putDuty(_ duty: RecordDuty?, of key: RecordKey) throws {
        guard duty != nil, try !hasDuty(key) else { return }
        differences.duties.insert(key)
    }
}

extension ProjectedEntry {
    /// Whether a row says of an entry what its bytes say, and counts as its own verdict says.
    ///
    /// What the signatures are worth is not judged again.
    package func tells(of bytes: [UInt8], in scope: RecordScope) throws -> Bool {
        guard digest == SHA256.digest(of: bytes), self.scope == scope else { return false }
        let verdict = try EntryVerdict(decoding: verdict)
        guard verdict.verdictClass == verdictClass else { return false }
        // What cannot be read has no header, and belongs to no record.
        guard let header = (try? UnverifiedEntry(parsing: bytes))?.header else {
            return record == nil && machine.isEmpty && event.isEmpty && at == nil
        }
        guard machine == header.machine.text, event == header.event.text,
            at == header.at.instant
        else { return false }
        let named = header.record(ofEntry: digest)
        return record == named || record == nil && verdict.isSurplus
    }
}

extension EntryVerdict {
    /// Whether the entry is beyond the number of one record that counts of one log.
    fileprivate var isSurplus: Bool {
        guard ownClass != .invalid else { return true }
        guard case .irregular(let reasons)? = step else { return false }
        return reasons.contains { $0.code == .recordStepsTooMany }
    }
}
