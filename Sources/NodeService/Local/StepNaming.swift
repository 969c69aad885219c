import Casework
import Cryptography
import Ledger
import LocalAPI
import SQLiteStorage

extension StepPlanner {
    private var names: StepNames { view.stepNames }

    /// The machine and the event that a submission means; the machine of its record where it names one.
    ///
    /// Throws `kind_unknown`, `kind_ambiguous`, `record_of_other_kind`, `step_not_of_kind`, `kind_needed`.
    func step(named submission: EntrySubmission, of record: RecordKey?) throws -> StepNames.Step {
        var machines = try submission.machine.map { try view.machines(named: $0) }
        if let record, let row = try transaction.projectedRecord(record),
            let own = MachineID(row.machine)
        {
            guard names.machine(own) != nil else {
                // Its rules may still come.
                let pack = try Ledger.RecordSummary(decoding: row.summary).pack
                throw NodeError(.packAwaited, ["rules": pack?.text ?? own.text])
            }
            if let machines, !machines.contains(own) {
                throw NodeError.titled(
                    .recordOfOtherKind,
                    ["kind": submission.machine ?? own.text, "record": record.record.hex],
                    [("found", view.titled([own]))]
                )
            }
            machines = [own]
        }
        guard let machines else { throw NodeError(.kindNeeded) }
        // A record goes on with a step that somebody names.
        guard record == nil || submission.event != nil else {
            throw NodeError.malformed("event", "")
        }
        do {
            return try names.step(named: submission.event, of: machines)
        } catch {
            throw self.error(error, submission.event ?? "", machines)
        }
    }

    /// The step of a submission that was refused, for what is said about it; nil where its words name none.
    func stepIfNamed(_ submission: EntrySubmission) throws -> StepNames.Step? {
        do {
            return try step(named: submission, of: recordKey(submission))
        } catch is NodeError {
            return nil
        }
    }

    private func error(
        _ fault: StepNames.Fault,
        _ event: String,
        _ machines: [MachineID]
    ) -> NodeError {
        let kind = machines.map(\.text).joined(separator: ", ")
        switch fault {
        case .kindUnknown(let kinds): return view.unknownKind(kind, among: kinds)
        case .stepUnknown(let machines, let steps):
            let known = machines.compactMap { names.machine($0) }.flatMap(\.transitions)
            return NodeError.titled(
                .stepNotOfKind,
                ["event": event],
                [
                    ("kind", view.titled(machines)),
                    (
                        "steps",
                        steps.map { id in
                            (id: id, title: known.first { $0.id.text == id }?.title)
                        }
                    ),
                ]
            )
        case .ambiguous(let steps):
            let found = steps.map { step in
                let title = names.machine(step.machine)?.transition(step.event)?.title
                return (id: "\(step.machine.text) \(step.event.text)", title: title)
            }
            return NodeError.titled(
                .kindAmbiguous,
                [:],
                [("kind", view.titled(machines)), ("steps", found)]
            )
        }
    }

    /// A step of which the pack that judges the record knows nothing, though another one here does.
    static func unknown(_ step: StepNames.Step) -> LedgerError {
        LedgerError(
            .stepUnknown,
            ["event": step.event.text, "machine": step.machine.text]
        )
    }
}
