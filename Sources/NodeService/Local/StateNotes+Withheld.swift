import Casework
import Ledger
import LocalAPI
import SQLiteStorage

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

extension RecordPresenter {
    /// The same of a line of a list: a record is folded only where rules are missing and an extension leads to its state.
    func withholdStateNote(
        of row: ProjectedRecord,
        _ stored: Ledger.RecordSummary,
        in summary: inout LocalAPI.RecordSummary
    ) throws {
        let pack = stored.pack.flatMap { view.packs.pack($0) }
        guard let now, let id = StateID(row.state),
            MachineID(row.machine).flatMap({ pack?.machine($0) })?.isReachedByExtension(id) == true,
            let state = try view.projector.state(of: row.key, in: transaction)
        else { return }
        let time = try NodeTime.timestamp(at: now)
        let lacking = try lacking(row.key)
        let presenter = ClockPresenter(view: view, transaction: transaction, now: time)
        try presenter.withholdStateNote(of: row.key, at: state, in: &summary) {
            lacking.withholds($0, asOf: time)
        }
    }
}
