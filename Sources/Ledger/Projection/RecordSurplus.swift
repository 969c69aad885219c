import Casework

/// Entries of one log that name one record beyond the number that counts.
///
/// Any member may name a record, and each entry has it folded whole: without a bound one member would make everybody work with
/// the square of what it writes. The bound is one of each log, so that nobody takes the places of others. Which they are
/// hangs on their own log alone, so it is decided once, when they are appended, and their rows belong to no record; here it
/// is asked for a candidate.
enum RecordSurplus {
    /// The positions of the rows that stand behind as many of their log as count in one record, whatever became of those.
    static func positions(in rows: [ProjectedEntry]) -> Set<Int> {
        guard rows.count > Limits.recordEntryCountMax else { return [] }
        let byLog = Dictionary(grouping: rows.indices) { rows[$0].origin }
        return byLog.values.reduce(into: []) { surplus, positions in
            surplus.formUnion(
                positions.sorted { rows[$0].index < rows[$1].index }
                    .dropFirst(Limits.recordEntryCountMax)
            )
        }
    }
}

extension EntryVerdict {
    /// Says that too many entries of the log name the record for this one to count.
    mutating func refuseAsSurplus() {
        guard ownClass != .invalid else {
            step = nil
            return
        }
        let limit = "\(Limits.recordEntryCountMax)"
        step = .irregular([IrregularReason(.recordStepsTooMany, ["limit": limit])])
    }
}
