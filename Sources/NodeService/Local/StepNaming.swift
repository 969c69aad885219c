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
                throw NodeError(
                    .recordOfOtherKind,
                    [
                        "found": own.text, "kind": submission.machine ?? own.text,
                        "record": record.record.hex,
                    ]
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
            throw Self.error(error, submission.event ?? "", machines)
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

    private static func error(
        _ fault: StepNames.Fault,
        _ event: String,
        _ machines: [MachineID]
    ) -> NodeError {
        let kind = machines.map(\.text).joined(separator: ", ")
        switch fault {
        case .kindUnknown(let kinds):
            return NodeError(
                .kindUnknown,
                ["kind": kind, "kinds": kinds.joined(separator: ", ")]
            )
        case .stepUnknown(_, let steps):
            return NodeError(
                .stepNotOfKind,
                ["event": event, "kind": kind, "steps": steps.joined(separator: ", ")]
            )
        case .ambiguous(let steps):
            let found = steps.map { "\($0.machine.text) \($0.event.text)" }
            return NodeError(
                .kindAmbiguous,
                ["kind": kind, "steps": found.joined(separator: ", ")]
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
