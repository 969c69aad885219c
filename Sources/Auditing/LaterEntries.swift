import Casework
import Ledger
package import TransparencyLog

/// Entries that were written after a moment, by what they say themselves or by what receipts prove.
package struct LaterEntries: Hashable, Sendable {
    /// How many there are.
    package private(set) var count = 0
    /// The place of the first one in its log.
    package let index: EntryIndex
    /// When the first one was written: a POSIX second.
    package private(set) var first: Int64
    /// When the last one was.
    package private(set) var last: Int64

    /// Those of some rows that are later than a POSIX second; nil where none is.
    ///
    /// An entry that says an earlier time than receipts prove is later all the same.
    init?(
        of rows: some Sequence<ProjectedEntry>,
        than instant: Int64,
        proven: (ProjectedEntry) -> Int64?
    ) {
        var found: LaterEntries?
        for row in rows {
            guard let time = [row.at, proven(row)].compactMap({ $0 }).max(), time > instant else {
                continue
            }
            var later = found ?? LaterEntries(index: row.index, at: time)
            later.count += 1
            later.first = min(later.first, time)
            later.last = max(later.last, time)
            found = later
        }
        guard let found else { return nil }
        self = found
    }

    private init(index: EntryIndex, at time: Int64) {
        self.index = index
        (first, last) = (time, time)
    }
}

extension AuditedEntries {
    /// The entries of each log that are later than a POSIX second, by log; logs without any are left out.
    ///
    /// Entries that were not judged are in no state, and not among them.
    package func later(than instant: Int64) -> [(log: Origin, entries: LaterEntries)] {
        origins.compactMap { origin in
            guard let outcome = outcomes[origin] else { return nil }
            let rows = projection.entries(of: origin).lazy.filter {
                $0.index.rawValue < outcome.judgedCount && !outcome.changed.contains($0.index)
            }
            return LaterEntries(of: rows, than: instant) {
                outcome.receiptTimes.interval(at: $0.index)?.earliest?.instant
            }
            .map { (log: origin, entries: $0) }
        }
    }
}
