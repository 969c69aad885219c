import Casework
import Ledger
import LocalAPI

extension RecordPresenter {
    /// A fact of a header as it is shown; nil for one without a value.
    ///
    /// The rules have no field of a person open. Whoever writes a person's number into a header all the same has told everybody, and no
    /// command repeats it.
    func valueShown(of fact: Fact) -> FieldValue? {
        if case .string(let text) = fact.value, !isFull {
            return .text(PersonNumbers.masked(text))
        }
        return FieldValue(BodyValue(fact.value))
    }
}
