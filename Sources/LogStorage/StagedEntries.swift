internal import TransparencyLog

/// The entries that a transaction has staged and not appended yet; every engine keeps one for each transaction.
package struct StagedEntries {
    private var entries: [Origin: [NewEntry]] = [:]

    /// Nothing staged.
    package init() {}

    /// Notes a staged entry; throws `batch_malformed` unless its place is the next one of an own log.
    package mutating func add(
        _ entry: NewEntry,
        at location: EntryLocation,
        of log: StoredLog
    ) throws(LogStorageError) {
        try BatchValidation.check(log, is: .own)
        try LogStorageError.check(
            entry.bytes.count,
            atMost: Limits.entryByteCountMax,
            "entry bytes"
        )
        let count = entries[location.origin]?.count ?? 0
        guard location.index.rawValue == log.size.rawValue + UInt64(count) else {
            throw LogStorageError(.batchMalformed, ["detail": "a staged entry leaves a gap"])
        }
        entries[location.origin, default: []].append(entry)
    }

    /// Takes the staged entries of a batch's log, and returns those of the batch that are still to be written.
    package mutating func take(
        for batch: AppendBatch
    ) throws(LogStorageError) -> ArraySlice<NewEntry> {
        let staged = entries.removeValue(forKey: batch.origin) ?? []
        guard
            staged.elementsEqual(batch.entries.prefix(staged.count), by: { $0.digest == $1.digest })
        else {
            throw LogStorageError(.batchMalformed, ["detail": "the staged entries are others"])
        }
        return batch.entries.dropFirst(staged.count)
    }

    /// Throws `batch_malformed` when something was staged and not appended: called before the transaction ends.
    package func requireNone() throws(LogStorageError) {
        guard entries.isEmpty else {
            throw LogStorageError(.batchMalformed, ["detail": "staged entries were not appended"])
        }
    }
}
