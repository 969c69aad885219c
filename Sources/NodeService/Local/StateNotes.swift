import Casework
import Ledger
import LocalAPI
import SQLiteStorage

extension ClockPresenter {
    /// What a record's state does not tell by its name; nil where it says all.
    func stateNote(of key: RecordKey, at state: RecordState) throws -> CodedText? {
        if let note = state.unapprovedNote { return note }
        let clocks = try matter(of: key, at: state)
        return clocks.isExtensionVoid(in: state) ? CodedText("casework.state_extension_void") : nil
    }
}

extension RecordPresenter {
    /// The same of a line of a list: a record is folded only where an extension leads to its state.
    func stateNote(
        of row: ProjectedRecord,
        _ stored: Ledger.RecordSummary
    ) throws -> CodedText? {
        if stored.openedBy != nil,
            stored.findings.contains(where: { $0.code == .homePartUnprepared })
        {
            return try view.projector.state(of: row.key, in: transaction)?.unapprovedNote
        }
        let pack = stored.pack.flatMap { view.packs.pack($0) }
        guard let now, let id = StateID(row.state),
            MachineID(row.machine).flatMap({ pack?.machine($0) })?.isReachedByExtension(id) == true,
            let state = try view.projector.state(of: row.key, in: transaction)
        else { return nil }
        let time = try NodeTime.timestamp(at: now)
        let lacking = try lacking(row.key)
        let presenter = ClockPresenter(view: view, transaction: transaction, now: time)
        let clocks = try presenter.matter(of: row.key, at: state)
        // By an end that is withheld it cannot be told whether the extension came in time.
        if clocks.isExtensionUndecided(
            in: state,
            withholding: { lacking.withholds($0, asOf: time) }
        ) {
            return CodedText("casework.state_extension_undecided")
        }
        return clocks.isExtensionVoid(in: state) ? CodedText("casework.state_extension_void") : nil
    }

    /// Whether a revision has left this node out of a record's mechanism: what became of the record since is not here.
    func isCutOff(_ key: RecordKey) -> Bool {
        key.scope.mechanism.map { MembershipEnd(of: $0, in: view) != nil } ?? false
    }
}

extension ClockDocument {
    /// The clock where what came after some time is not here: one that had not ended then stands nowhere, and nobody is behind.
    var cutOff: ClockDocument {
        guard end == nil else { return self }
        var clock = self
        // By how much a pause has moved the end since, is not here either.
        if pauses.contains(where: { $0.ended == nil }) { clock.due = nil }
        clock.standing = "casework.clock_cut_off"
        clock.secondsLeft = nil
        clock.overdue = false
        return clock
    }
}
