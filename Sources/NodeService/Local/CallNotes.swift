import Casework
import Ledger
import LocalAPI
import SQLiteStorage

extension CodedText {
    /// That somebody was called on because a period is over, and has not answered.
    fileprivate static let stateCalled = CodedText("casework.state_called")
}

extension ClockPresenter {
    /// Whether somebody was called on in a record and has not answered; nil where nobody was.
    func callNote(
        of key: RecordKey,
        at state: RecordState,
        withholding isWithheld: (RecordClock) -> Bool
    ) throws -> CodedText? {
        try state.call(among: matter(of: key, at: state), withholding: isWithheld)
            .map { _ in .stateCalled }
    }
}

extension RecordPresenter {
    /// The same of a line of a list, as it is kept for the inbox: no record is folded for it.
    func callNote(of row: ProjectedRecord) throws -> CodedText? {
        try transaction.duty(of: row.key)?.isCalled == true ? .stateCalled : nil
    }
}
