import Cryptography
import TransparencyLog

/// The rows of the entries that one pass appends to a log, until they are written: each once, with its last verdict.
///
/// Whoever reads rows from the store adds those that are here.
struct AppendedRows {
    /// The log.
    let origin: Origin
    /// The index of the first row.
    let start: UInt64
    /// The rows, without a gap.
    private(set) var rows: [ProjectedEntry] = []
    private var byDigest: [Digest: [Int]] = [:]
    private var byRecord: [RecordKey: [Int]] = [:]

    init(origin: Origin, start: UInt64) {
        self.origin = origin
        self.start = start
    }

    /// Adds the next row.
    mutating func append(_ row: ProjectedEntry) {
        byDigest[row.digest, default: []].append(rows.count)
        if let record = row.record {
            byRecord[RecordKey(scope: row.scope, record: record), default: []].append(rows.count)
        }
        rows.append(row)
    }

    /// Takes a row's new verdict; says whether the row is here.
    ///
    /// Digest and record of a row never change.
    mutating func replace(_ row: ProjectedEntry) -> Bool {
        guard let place = place(row.origin, row.index) else { return false }
        rows[place] = row
        return true
    }

    /// The row of a place.
    func row(_ origin: Origin, _ index: EntryIndex) -> ProjectedEntry? {
        place(origin, index).map { rows[$0] }
    }

    /// The rows of a log from an index on.
    func rows(of origin: Origin, from index: EntryIndex) -> ArraySlice<ProjectedEntry> {
        guard origin == self.origin, index.rawValue < start + UInt64(rows.count) else { return [] }
        return rows[Int(max(index.rawValue, start) - start)...]
    }

    /// The rows of an entry's digest, in their order.
    func rows(digest: Digest) -> [ProjectedEntry] { (byDigest[digest] ?? []).map { rows[$0] } }

    /// The rows of a record, in their order.
    func rows(record: RecordKey) -> [ProjectedEntry] { (byRecord[record] ?? []).map { rows[$0] } }

    private func place(_ origin: Origin, _ index: EntryIndex) -> Int? {
        guard index.rawValue >= start, index.rawValue - start < UInt64(rows.count),
            origin == self.origin
        else { return nil }
        return Int(index.rawValue - start)
    }
}
