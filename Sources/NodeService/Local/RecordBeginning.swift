import Ledger
import SQLiteStorage

extension SQLiteTransaction {
    /// Whether a record's first entry is here and counts or may come to count; entries that only name its digest begin nothing.
    func hasBegun(_ key: RecordKey) throws -> Bool {
        try projectedEntries(digest: key.record).contains {
            $0.scope == key.scope && $0.record == key.record && $0.verdictClass != .invalid
        }
    }
}
