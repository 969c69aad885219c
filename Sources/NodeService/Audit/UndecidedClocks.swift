import Auditing
import Casework
import Cryptography
import Ledger
import LocalAPI
import TransparencyLog

/// What an audited home cannot tell of the clocks of a record, and why.
struct UndecidedClocks {
    private static let standing = "casework.clock_rules_gone"
    private static let calendarMissing = "casework.\(ClockFinding.Code.calendarMissing.rawValue)"

    let records: AuditedRecords

    /// Takes back verdicts that hang on rules which are not here, and says why ends are not proven.
    func apply(to shown: inout AuditedRecordDocument, of key: RecordKey) throws {
        withhold(&shown, records.missingRules.names(of: key.scope))
        try explain(&shown)
    }

    /// A clock whose end may be another by a calendar or a pack that charters name and that is not here is neither met nor missed.
    private func withhold(_ shown: inout AuditedRecordDocument, _ missing: [String]) {
        var names = Set(missing)
        var isWithheld = false
        shown.clocks = shown.clocks?.map { clock in
            let named = clock.findings.filter { $0.code == Self.calendarMissing }
                .compactMap { $0.arguments["calendar"] }
            guard clock.due?.provisional == true, !(missing.isEmpty && named.isEmpty) else {
                return clock
            }
            names.formUnion(named)
            isWithheld = true
            var clock = clock
            clock.standing = Self.standing
            clock.overdue = false
            clock.secondsLeft = nil
            clock.end?.proof = nil
            return clock
        }
        guard isWithheld else { return }
        (shown.summary.due, shown.summary.overdue) = (nil, nil)
        let arguments = ["names": names.sorted().joined(separator: ", ")]
        shown.findings.append(CodedText("auditing.record_rules_gone", arguments))
    }

    /// Why receipts leave an end open: none is here, none under a key of the auditor's, or none near the step.
    private func explain(_ shown: inout AuditedRecordDocument) throws {
        let open = (shown.clocks ?? []).compactMap(\.end)
            .filter { $0.proof == ClockProof.open.rawValue }
        var logs: [String: Set<Origin>] = [:]
        for end in open {
            guard let entry = Digest(hex: end.mark.entry) else { continue }
            for row in records.projection.projectedEntries(digest: entry)
            where row.scope.mechanism != nil {
                logs[code(of: row.origin), default: []].insert(row.origin)
            }
        }
        for (code, origins) in logs.sorted(by: { $0.key < $1.key }) {
            let names = origins.sorted().map { "\($0)" }.joined(separator: ", ")
            shown.findings.append(CodedText("auditing.\(code)", ["logs": names]))
        }
    }

    private func code(of origin: Origin) -> String {
        let own = LogName(origin).map { LogName.mirrorKeyName($0.node) }
        let others = (records.kept[origin] ?? []).filter { "\($0.cosigner)" != own }
        if others.isEmpty { return "record_proof_none" }
        return others.contains(where: \.isAnchored)
            ? "record_proof_short" : "record_proof_unanchored"
    }
}
