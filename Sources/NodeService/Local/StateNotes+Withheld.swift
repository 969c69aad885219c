import Casework
import Ledger
import LocalAPI

extension ClockPresenter {
    /// Takes back what a state note says of an extension where it cannot be told whether that counts: the end that it was to move is
    /// withheld.
    func withholdStateNote(
        of key: RecordKey,
        at state: RecordState,
        in summary: inout LocalAPI.RecordSummary,
        _ isWithheld: (RecordClock) -> Bool
    ) throws {
        let clocks = try matter(of: key, at: state)
        guard clocks.isExtensionUndecided(in: state, withholding: isWithheld) else { return }
        summary.stateNote = CodedText("casework.state_extension_undecided")
    }
}
