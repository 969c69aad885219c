import Casework
import Ledger
import LogStorage
import SQLiteStorage
import TransparencyLog

extension RecordPresenter {
    /// Whether a record is an exercise, as `RecordState.isExercise` finds, without a fold: by its opening in the mechanism, and where
    /// nothing is opened by what was said last at home.
    func isExercise(_ row: ProjectedRecord, _ stored: RecordSummary) throws -> Bool {
        let key = row.key
        guard key.scope.isHome else { return try opening(of: row, stored) ?? false }
        if let link = try transaction.homeLink(of: key),
            let opened = try transaction.projectedRecord(
                RecordKey(scope: link.scope, record: link.opening)
            ),
            let says = try opening(of: opened, RecordSummary(decoding: opened.summary))
        {
            return says
        }
        guard let machine = machine(of: row, stored) else { return false }
        for entry in try transaction.projectedEntries(record: key).reversed()
        where entry.verdictClass == .valid {
            if let last = try says(entry, by: machine) { return last }
        }
        return false
    }

    /// What the opening of a record in a mechanism says; nil where it does not count.
    private func opening(of row: ProjectedRecord, _ stored: RecordSummary) throws -> Bool? {
        guard let machine = machine(of: row, stored),
            let opening = try transaction.projectedEntries(record: row.key)
                .first(where: { $0.digest == row.key.record && $0.verdictClass == .valid })
        else { return nil }
        return try says(opening, by: machine) ?? false
    }

    private func says(_ row: ProjectedEntry, by machine: Machine) throws -> Bool? {
        guard let bytes = try transaction.entryBytes(of: row.origin, at: row.index),
            // What cannot be read says nothing.
            let header = (try? UnverifiedEntry(parsing: bytes))?.header
        else { return nil }
        return ExerciseMark.says(header.facts, by: machine)
    }

    private func machine(of row: ProjectedRecord, _ stored: RecordSummary) -> Machine? {
        let pack = stored.pack.flatMap { view.packs.pack($0) }
        return MachineID(row.machine).flatMap { pack?.machine($0) }
    }
}
