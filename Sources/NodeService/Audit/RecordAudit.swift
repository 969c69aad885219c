import Auditing
import Casework
import Cryptography
import Ledger
import LocalAPI
import TransparencyLog

/// Which records an audit shows, and as of when.
package struct AuditedRecordQuery: Hashable, Sendable {
    /// The hex digits with which the digest of a record begins; empty for all.
    let prefix: String
    /// The moment at which the clocks are looked at.
    let time: Timestamp
    /// Whether it was asked for, and is not just now.
    let isStated: Bool

    /// Makes a query; a nil record stands for all, a nil time for now.
    ///
    /// Throws `submission_malformed` for a time that is none.
    package init(record: String?, at time: String?, now: NodeTime = .system) throws {
        prefix = record ?? ""
        isStated = time != nil
        guard let time else {
            self.time = try now.timestamp()
            return
        }
        guard let moment = Timestamp(time) else { throw NodeError.malformed("at", time) }
        self.time = moment
    }
}

/// Shows the records of an audited home one after the other, with the states and clocks that the audit computes from the entries alone.
struct RecordAudit {
    private let records: AuditedRecords
    private let standing: HomeStanding
    private let names: PartyNames
    private let bodies: AuditedBodies?
    private let query: AuditedRecordQuery

    /// Prepares it; nil where there is no log.
    init?(
        of entries: AuditedEntries,
        countingBy calendars: CalendarSet,
        named names: PartyNames,
        calledBy bodies: AuditedBodies?,
        asking query: AuditedRecordQuery
    ) throws {
        guard let records = entries.records(countingBy: calendars) else { return nil }
        self.records = records
        standing = entries.standing
        self.names = names
        self.bodies = bodies
        self.query = query
    }

    /// Hands over each record that was asked for, by scope and digest, and says how many there were.
    func forEach(_ body: (AuditedRecordDocument) throws -> Void) throws -> Int {
        var count = 0
        for key in records.keys(beginning: query.prefix) {
            guard let row = records.projection.projectedRecord(key) else { continue }
            try body(try document(row))
            count += 1
        }
        return count
    }

    // MARK: Parts

    private func document(_ row: ProjectedRecord) throws -> AuditedRecordDocument {
        let stored = try Ledger.RecordSummary(decoding: row.summary)
        var summary = LocalAPI.RecordSummary(row, stored, packs: records.packs)
        summary.home = records.projection.homeLink(to: row.key.record)?.home.record.hex
        var shown = AuditedRecordDocument(summary: summary, asOf: query.time.text)
        shown.findings = stored.findings.map {
            CodedText("casework.\($0.code.rawValue)", $0.arguments)
        }
        let gaps = records.gaps(in: row.key.scope).map { "\($0)" }
        if !gaps.isEmpty {
            let logs = ["logs": gaps.joined(separator: ", ")]
            shown.findings.append(CodedText("auditing.record_logs_short", logs))
        }
        shown.findings += standingNotices(on: row)
        guard records.isJudged(row.key) else {
            let lacking = records.charters(lackingIn: row.key.scope)
            if let mechanism = row.key.scope.mechanism, !lacking.isEmpty {
                let arguments = [
                    "digests": lacking.joined(separator: ", "), "mechanism": mechanism.text,
                ]
                shown.findings.insert(CodedText("auditing.record_charter_gone", arguments), at: 0)
            }
            shown.leaveOut(CodedText("auditing.record_not_judged"))
            return named(shown)
        }
        do {
            try addClocks(to: &shown, row, stored)
            try addCall(to: &shown, row.key)
            try UndecidedClocks(records: records).apply(to: &shown, of: row.key)
        } catch {
            // The source was read before; what is lost since is this record's alone.
            shown.leaveOut(CodedText("auditing.record_unreadable", ["reason": "\(error)"]))
        }
        return named(shown)
    }

    /// The document with what the ids in it are called.
    private func named(_ document: AuditedRecordDocument) -> AuditedRecordDocument {
        var named = document
        let titles = MachineID(document.summary.machine).flatMap {
            StepTitles($0, in: records.packs)
        }
        named.findings = document.findings.map { names.titled(titles?.titled($0) ?? $0) }
        let clocks = document.clocks ?? []
        let addresses =
            [document.summary.opener] + document.summary.addressees
            + clocks.flatMap { $0.bound + $0.signers }
        let found = names.names(
            of: addresses,
            in: document.summary.mechanism.flatMap { MechanismID($0) }
        )
        named.summary.names = found.isEmpty ? nil : found
        return named
    }

    /// What the record is called, where its bodies can be opened here; a record at home and its part elsewhere are called alike.
    private func addCall(to shown: inout AuditedRecordDocument, _ key: RecordKey) throws {
        guard let bodies else { return }
        var call = try bodies.call(of: key, in: records.projection)
        if let home = records.projection.homeLink(to: key.record)?.home {
            let before = try bodies.call(of: home, in: records.projection)
            call.title = call.title ?? before.title
            call.number = call.number ?? before.number
        }
        shown.summary.title = call.title
        shown.documentNumber = call.number
    }

    /// What the standing of the home's node in a mechanism means for a record there.
    private func standingNotices(on row: ProjectedRecord) -> [CodedText] {
        guard let mechanism = row.key.scope.mechanism, standing.isKnown(mechanism) else {
            return []
        }
        if let departure = standing.departure(from: mechanism) {
            return [
                CodedText(
                    "auditing.record_member_left",
                    ["mechanism": mechanism.text, "revision": "\(departure.revision)"]
                )
            ]
        }
        guard !standing.keepsReceipts(of: mechanism) else { return [] }
        return [CodedText("auditing.record_receipts_not_kept", ["mechanism": mechanism.text])]
    }

    /// The parties of an open matter that a revision has left out.
    private func departed(from scope: RecordScope, _ state: RecordState) -> [CodedText] {
        guard !state.isTerminal, let mechanism = scope.mechanism,
            let parties = records.context(of: scope).currentParties(in: scope)
        else { return [] }
        let departed = DepartedParties(of: state, in: mechanism, as: parties)
        return [departed?.text].compactMap(\.self)
    }

    private func addClocks(
        to shown: inout AuditedRecordDocument,
        _ row: ProjectedRecord,
        _ stored: Ledger.RecordSummary
    ) throws {
        let context = records.context(of: row.key.scope)
        let projection = records.projection
        guard let state = try Projector(context).state(of: row.key, in: projection) else { return }
        shown.findings += departed(from: row.key.scope, state)
        shown.findings += state.crossings(receivedAt: records.received)
        let presenter = ClockPresenter(context: context, store: projection, now: query.time) {
            records.proven($0)
        }
        shown.clocks = try presenter.clocks(of: row.key, at: state)
        shown.summary.exercise = try records.isExercise(row.key, at: state) ? true : nil
        shown.summary.stateNote = try presenter.stateNote(of: row.key, at: state)
        if let mechanism = row.key.scope.mechanism, !standing.keepsReceipts(of: mechanism) {
            shown.clocks = shown.clocks?.map(\.withoutOpenProof)
        }
        let now = query.time.instant
        // What was set off later did not run yet.
        shown.clocks?.removeAll { clock in
            Timestamp(clock.started.at).map { $0.instant > now } ?? false
        }
        if let later = records.later(in: row.key, than: now),
            let first = NodeTime.shown(at: later.first), let last = NodeTime.shown(at: later.last)
        {
            let arguments = ["at": last, "count": "\(later.count)", "first": first]
            shown.findings.append(CodedText("auditing.record_goes_on", arguments))
        }
        // What became of it since the node left is not here: nobody can be told behind, nor how long there is left.
        if let mechanism = row.key.scope.mechanism, standing.departure(from: mechanism) != nil {
            shown.clocks = shown.clocks?.map(\.cutOff)
            return
        }
        guard !state.hasLeft else { return }
        let undecided = UndecidedClocks(records: records)
        if shown.summary.stateNote == nil {
            shown.summary.stateNote = try presenter.callNote(of: row.key, at: state) {
                undecided.withholds($0, of: row.key, asOf: query.time)
            }
        }
        try presenter.withholdStateNote(of: row.key, at: state, in: &shown.summary) {
            undecided.withholds($0, of: row.key, asOf: query.time)
        }
        let times = try presenter.matter(of: row.key, at: state).dutyTimes(asOf: query.time) {
            undecided.withholds($0, of: row.key, asOf: query.time)
        }
        guard let first = DutyTime.first(of: times, at: now) else { return }
        shown.summary.due = NodeTime.shown(at: first.last)
        shown.summary.overdue = first.isOverdue(at: now)
        shown.summary.paused = first.isPaused ? true : nil
        shown.summary.provisional = first.isProvisional && !first.isPaused ? true : nil
        if shown.clocks?.isEmpty == true {
            (shown.summary.due, shown.summary.overdue) = (nil, nil)
        }
    }
}

extension ClockDocument {
    /// Who signed what set it off, paused it and ended it.
    fileprivate var signers: [String] {
        [started.signer]
            + pauses.flatMap { [$0.began.signer, $0.ended?.signer].compactMap(\.self) }
            + [end?.mark.signer].compactMap(\.self)
    }
}
