import Auditing
import Casework
import Ledger

extension AuditedRecords {
    /// Whether a record is an exercise: one at home goes by the record that it went on as.
    func isExercise(_ key: RecordKey, at state: RecordState) throws -> Bool {
        guard let link = projection.homeLink(of: key),
            let opened = try Projector(context(of: link.scope)).state(
                of: RecordKey(scope: link.scope, record: link.opening),
                in: projection
            ), opened.opener != nil
        else { return state.isExercise }
        return opened.isExercise
    }
}
