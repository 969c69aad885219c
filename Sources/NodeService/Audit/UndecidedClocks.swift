import Auditing
import Casework
import Cryptography
import Ledger
import LocalAPI
import TransparencyLog

/// What an audited home cannot tell of the clocks of a record, and why.
struct UndecidedClocks {
    let records: AuditedRecords

    /// Takes back verdicts that hang on rules which are not here, and says why ends are not proven.
    func apply(to shown: inout AuditedRecordDocument, of key: RecordKey) throws {
        withhold(&shown, missing(key.scope))
        try explain(&shown)
    }

    /// Whether a clock is neither met nor missed, so that it asks nobody to act: its end may be another by a calendar or a pack that is
    /// not here.
    func withholds(_ clock: RecordClock, of key: RecordKey, asOf time: Timestamp) -> Bool {
        // A clock that cannot be counted says so in its findings.
        let due = (try? clock.due(asOf: time)) ?? nil
        return due?.usesCalendars == true && (clock.lacksCalendar || !missing(key.scope).isEmpty)
    }

    /// The packs by which the records of a scope are counted now and that are not here: they may name calendars.
    ///
    /// What earlier revisions named besides moves no clock, and a record with steps under a pack that is not here is not judged at all.
    private func missing(_ scope: RecordScope) -> [String] {
        records.missingRules.countedPacks(of: scope.mechanism)
    }

    /// A clock whose end may be another by a calendar or a pack that is not here is neither met nor missed.
    private func withhold(_ shown: inout AuditedRecordDocument, _ missing: [String]) {
        var names = Set(missing)
        var isWithheld = false
        shown.clocks = shown.clocks?.map { clock in
            guard clock.usesCalendars, clock.lacksCalendar || !missing.isEmpty else { return clock }
            names.formUnion(clock.missingCalendars)
            isWithheld = true
            return clock.withheld
        }
        guard isWithheld else { return }
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

extension ClockDocument {
    /// The calendars that its rules name and that are not here.
    fileprivate var missingCalendars: [String] {
        findings.filter { $0.code == "casework.\(ClockFinding.Code.calendarMissing.rawValue)" }
            .compactMap { $0.arguments["calendar"] }
    }
}
