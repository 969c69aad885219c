import Ledger
import LocalAPI
import LogStorage
import SQLiteStorage
import Sequencing
import TransparencyLog

extension NodeLocalService {
    /// The first acknowledgement of a request that was answered before, with what its entry settles.
    static func document(
        again known: AcknowledgedRequest,
        _ view: NodeView,
        in transaction: SQLiteTransaction
    ) throws -> LocalAPI.Acknowledgement {
        let again = try Sequencing.Acknowledgement(again: known, reader: transaction)
        var document = try Self.document(
            again,
            number: NumberBook(transaction: transaction).number(of: again.digest)
        )
        let (origin, index) = (again.location.origin, again.location.index)
        guard let bytes = try transaction.entryBytes(of: origin, at: index),
            // What cannot be read any more is promised all the same, and settles nothing that could be told.
            let header = (try? UnverifiedEntry(parsing: bytes))?.header
        else { return document }
        let found = try BodyReader(storageKey: view.keyring.storageKey)
            .body(of: header, at: index, of: origin, in: transaction)
        var notes = ExerciseNotes(view: view).notes(on: header, in: origin, saying: [:])
        if case .body(let body)? = found {
            notes = ExerciseNotes(view: view).notes(on: header, in: origin, saying: body.fields)
        }
        document.note(notes)
        return document
    }
}

extension LocalAPI.Acknowledgement {
    /// Says what the entry settles; nothing where that is nothing.
    mutating func note(_ notes: [CodedText]) { self.notes = notes.isEmpty ? nil : notes }
}
