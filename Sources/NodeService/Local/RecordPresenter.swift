import Casework
import Cryptography
import Ledger
import LocalAPI
import LogStorage
import SQLiteStorage
import TransparencyLog

/// Shows records as local clients read them.
struct RecordPresenter {
    let view: NodeView
    let transaction: SQLiteTransaction
    let bodies: BodyReader
    let caller: Caller
    /// The POSIX second at which somebody looks; nil where nothing is shown and it is only asked what may be read.
    var now: Int64?
    /// Whether numbers of persons are shown whole.
    var isFull = false
    /// Logs that are proven to have forked.
    var doubtful: Set<Origin> = []
    /// Why nothing is appended to a log of this node; nil while it may grow.
    var stop: (Origin) -> CodedText? = { _ in nil }
    /// The entry by which a matter at home may have been sent already, though nothing links them; nil where there is none.
    var lostLink: (RecordKey) -> LostLink? = { _ in nil }

    /// What of the rules is not here.
    let book = LackingBook()
    /// The records that are left out of the answer.
    let leftOut = LeftOutRecords()
    /// Whether the last comparison found entries of a record damaged.
    var isLeft: (RecordKey) -> Bool = { _ in false }

    private static let titleField = FieldID("title")

    /// One line of a list.
    func summary(of row: ProjectedRecord) throws -> LocalAPI.RecordSummary {
        let stored = try Ledger.RecordSummary(decoding: row.summary)
        var summary = LocalAPI.RecordSummary(row, stored, packs: view.packs)
        summary.opened = stored.openedBy?.hex
        summary.exercise = try isExercise(row, stored) ? true : nil
        summary.home = try transaction.homeLink(to: row.key.record)?.home.record.hex
        let alarms =
            try Self.alarms(doubtful, on: row.key, in: transaction) + lostLinkAlarm(of: row.key)
            + damageAlarm(of: row.key)
        if !alarms.isEmpty { summary.alarms = alarms }
        try addDue(to: &summary, of: row.key, stored)
        summary.stateNote = try stateNote(of: row, stored)
        if summary.stateNote == nil { summary.stateNote = try callNote(of: row) }
        let parties = [summary.opener] + summary.addressees
        name(parties, in: &summary)
        if summary.home != nil, try knownHome(of: row.key) == nil { summary.home = nil }
        guard try mayReadBodies(of: row.key) else { return summary }
        let fields = try bodies.fields(of: row.key, in: transaction)
        if let title = Self.titleField.flatMap({ fields[$0]?.string }) {
            summary.title = isFull ? title : PersonNumbers.masked(title)
        }
        return summary
    }

    /// Adds what some addresses are called to what is known of others.
    func name(_ addresses: [String], in summary: inout LocalAPI.RecordSummary) {
        let mechanism = summary.mechanism.flatMap { MechanismID($0) }
        let names = PartyNames(view: view).names(of: addresses, in: mechanism)
        guard !names.isEmpty else { return }
        summary.names = (summary.names ?? [:]).merging(names) { known, _ in known }
    }

    /// What is due first, unless the matter went on elsewhere.
    private func addDue(
        to summary: inout LocalAPI.RecordSummary,
        of key: RecordKey,
        _ stored: Ledger.RecordSummary
    ) throws {
        let hasLeft = try stored.openedBy != nil && transaction.duty(of: key) == nil
        guard let now, !hasLeft, !isCutOff(key) else { return }
        let lacking = try lacking(key)
        func told(_ times: [DutyTime]) -> [DutyTime] {
            times.filter { !lacking.withholds($0) }
        }
        guard
            var first = DutyTime.first(of: told(try dutyTimes(of: key, stored, at: now)), at: now)
        else { return }
        // What is kept of a paused clock is the end without its pause; what is shown depends on today.
        if first.isPaused, let state = try view.projector.state(of: key, in: transaction) {
            let time = try NodeTime.timestamp(at: now)
            let times = try clockPresenter(at: now).matter(of: key, at: state)
                .dutyTimes(asOf: time)
            first = DutyTime.first(of: told(times), at: now) ?? first
        }
        summary.due = NodeTime.shown(at: first.last)
        summary.overdue = first.isOverdue(at: now)
        summary.paused = first.isPaused ? true : nil
        summary.provisional = first.isProvisional && !first.isPaused ? true : nil
    }

    /// What of the rules of a record's mechanism is not here.
    func lacking(_ key: RecordKey) throws -> LackingRules {
        try book.rules(of: key, view, transaction)
    }

    /// When somebody must act; the record is folded only where what was kept of it is not of today.
    private func dutyTimes(
        of key: RecordKey,
        _ stored: Ledger.RecordSummary,
        at now: Int64
    ) throws -> [DutyTime] {
        let duty = try transaction.duty(of: key)
        if let duty, duty.basis == view.projector.context.dutyBasis(in: key.scope) {
            return duty.ends.map(\.time)
        }
        guard duty != nil || !stored.isTerminal,
            let state = try view.projector.state(of: key, in: transaction)
        else { return [] }
        return try clockPresenter(at: now).matter(of: key, at: state).dutyEnds(of: state).map(
            \.time
        )
    }

    private func clocks(of key: RecordKey, at state: RecordState?) throws -> [ClockDocument]? {
        guard let now, let state else { return nil }
        let hidesHome = try !key.scope.isHome && knownHome(of: key) == nil
        let counted = try clockPresenter(at: now).clocks(of: key, at: state)
            .filter { !(hidesHome && $0.home) }
        let clocks = isCutOff(key) ? counted.map(\.cutOff) : counted
        guard let mechanism = key.scope.mechanism, !view.keepsReceipts(of: mechanism) else {
            return clocks
        }
        return clocks.map(\.withoutOpenProof)
    }

    private func clockPresenter(at now: Int64) throws -> ClockPresenter<SQLiteTransaction> {
        ClockPresenter(
            view: view,
            transaction: transaction,
            now: try NodeTime.timestamp(at: now)
        )
    }

    /// A record with its timeline; a matter that went from home into a mechanism shows both parts as one.
    func detail(of row: ProjectedRecord) throws -> RecordDetail {
        var rows = try transaction.projectedEntries(record: row.key)
        if let home = try knownHome(of: row.key) {
            rows = try transaction.projectedEntries(record: home) + rows
        }
        let stored = try Ledger.RecordSummary(decoding: row.summary)
        let ordered = TimelineOrder.ordered(rows, folded: stored.order)
        let folded = try folded(rows, with: row.key)
        let states = Self.states(in: folded.values)
        var records: [RecordKey: ReadRecord] = [:]
        for key in Self.keys(of: rows) { records[key] = try read(key) }
        let departed = folded[row.key].flatMap { state in
            state.isTerminal ? nil : DepartedParties(of: state, in: row.key.scope.mechanism, view)
        }
        let membershipEnd = row.key.scope.mechanism
            .flatMap { MembershipEnd(of: $0, in: view)?.text }
        let packLeftOut = try folded[row.key].flatMap { state in
            try PackLeftOut(of: state, in: row.key.scope.mechanism, view, transaction)
        }
        let lacking = try lacking(row.key)
        let mechanism = row.key.scope.mechanism ?? LogName.home
        // Every name of a log is an origin.
        let stopped = (try? Origin("\(view.node)/\(mechanism)")).flatMap(stop)
        var detail = RecordDetail(
            summary: try summary(of: row),
            timeline: try ordered.map { row in
                let key = row.record.map { RecordKey(scope: row.scope, record: $0) }
                return try entry(row, states[row.digest], key.flatMap { records[$0] })
            },
            findings: try stored.findings.map {
                CodedText("casework.\($0.code.rawValue)", $0.arguments)
            } + voided(rows) + homePart(of: row.key) + unapproved(row)
                + lacking.texts
                + earlySteps(of: row.key, at: folded[row.key])
                + otherAddressees(of: row.key, at: folded[row.key])
                + Self.alarms(doubtful, on: row.key, in: transaction)
                + [departed?.text, packLeftOut?.text, membershipEnd, stopped].compactMap(\.self),
            next: try NextSteps(of: row.key, at: folded[row.key], in: view, transaction, asOf: now)?
                .open(isStopped: stopped != nil || lacking.isCharterGone)
                .filter { maySend(row.key, by: $0) },
            clocks: try clocks(of: row.key, at: folded[row.key])
        )
        try addReceipts(ofCrossed: folded.values, to: &detail.timeline)
        detail.withhold(for: lacking)
        detail.findings = detail.findings.map { titled($0, of: MachineID(row.machine)) }
        name(detail.addresses, in: &detail.summary)
        return detail
    }

    /// A text with the titles of what its arguments name.
    func titled(_ text: CodedText, of machine: MachineID?) -> CodedText {
        let titles = machine.flatMap { StepTitles($0, in: view.packs) }
        return PartyNames(view: view).titled(titles?.titled(text) ?? text)
    }

    /// What is to be said of a record that has entries in forked logs: what was done on them is in doubt.
    static func alarms(
        _ doubtful: Set<Origin>,
        on record: RecordKey,
        in transaction: SQLiteTransaction
    ) throws -> [CodedText] {
        guard !doubtful.isEmpty else { return [] }
        let origins = Set(try transaction.projectedEntries(record: record).map(\.origin))
        return origins.intersection(doubtful).sorted()
            .map { CodedText("node.record_in_doubt", ["origin": "\($0)"]) }
    }

    private static func keys(of rows: [ProjectedEntry]) -> Set<RecordKey> {
        Set(rows.compactMap { row in row.record.map { RecordKey(scope: row.scope, record: $0) } })
    }

    /// The records that rows belong to, and the one that is shown, as they stand.
    private func folded(
        _ rows: [ProjectedEntry],
        with record: RecordKey
    ) throws -> [RecordKey: RecordState] {
        var folded: [RecordKey: RecordState] = [:]
        for key in Self.keys(of: rows).union([record]) {
            folded[key] = try view.projector.state(of: key, in: transaction)
        }
        return folded
    }

    /// The state after each applied step of some records.
    private static func states(in records: some Sequence<RecordState>) -> [Digest: StateID] {
        var states: [Digest: StateID] = [:]
        for step in records.flatMap(\.steps) { states[step.event.digest] = step.state }
        return states
    }

    /// What the bodies of a record say together, for a caller who may read them.
    private struct ReadRecord {
        let fields: Set<FieldID>
    }

    /// Looked at once for all entries of a record; nil where the caller may not read its bodies.
    private func read(_ key: RecordKey) throws -> ReadRecord? {
        guard try mayReadBodies(of: key) else { return nil }
        return ReadRecord(fields: Set(try bodies.fields(of: key, in: transaction).keys))
    }

    private func entry(
        _ row: ProjectedEntry,
        _ state: StateID?,
        _ record: ReadRecord?
    ) throws -> TimelineEntry {
        let verdict = Self.verdict(try Ledger.EntryVerdict(decoding: row.verdict), row.verdictClass)
        let bytes = try transaction.entryBytes(of: row.origin, at: row.index) ?? []
        guard let content = try? UnverifiedEntry(parsing: bytes) else {
            // What cannot be read is shown with its place and its reasons alone.
            return TimelineEntry(
                entry: row.digest.hex,
                origin: "\(row.origin)",
                index: row.index.rawValue,
                event: row.event,
                at: "",
                verdict: verdict
            )
        }
        let header = content.header
        var shown = TimelineEntry(
            entry: row.digest.hex,
            origin: "\(row.origin)",
            index: row.index.rawValue,
            event: header.event.text,
            at: header.at.text,
            verdict: verdict
        )
        shown.state = state?.text
        if let title = state.flatMap({ machine(header)?.state($0) })?.title {
            shown.stateTitles = title.byLanguage
        }
        shown.from = header.from?.text
        shown.office = header.office?.text
        shown.officer = header.officer?.text
        shown.to = header.to.map(\.text)
        if !header.facts.isEmpty {
            let pairs = header.facts.map { ($0.field.text, valueShown(of: $0)) }
            let facts = Dictionary(pairs) { first, _ in first }.compactMapValues { $0 }
            let labels = FieldLabels(
                pack: header.rules.flatMap { view.packs.pack($0) },
                machine: machine(header),
                parties: (PartyNames(view: view), row.scope.mechanism)
            )
            shown.facts = facts
            shown.factLabels = labels.labels(of: facts)
        }
        if let title = transition(header)?.title {
            shown.eventTitles = title.byLanguage
        }
        shown.verdict.reasons = verdict.reasons.map { titled($0, of: header.machine) }
        shown.verdict.findings = verdict.findings.map { titled($0, of: header.machine) }
        shown.body = try body(header, row, record)
        guard !row.scope.isHome else { return shown }
        if row.scope.mechanism.map(view.keepsReceipts) ?? true {
            shown.receipts = try receipts(row)
        }
        let proven = try ProvenTime(transaction: transaction)
            .interval(of: row.origin, at: row.index)
        shown.provenAfter = proven?.earliest?.text
        shown.provenBefore = proven?.latest?.text
        return shown
    }

    private func machine(_ header: EntryHeader) -> Machine? {
        header.rules.flatMap { view.packs.pack($0) }?.machine(header.machine)
    }

    private func transition(_ header: EntryHeader) -> Transition? {
        machine(header)?.transition(header.event)
    }

    /// Whether the caller may read what the bodies of a record say: its offices are separated from the node's others here.
    ///
    /// An office reads the records that it signed a step of at this node, and those that a step addresses to it, or to this
    /// node without naming an office. Headers are everybody's in the mechanism.
    /// Whoever may sign for an office reads what it signs a step in.
    func mayReadBodies(of key: RecordKey, signing: Bool = false) throws -> Bool {
        guard case .some(var offices) = caller.readOffices else { return true }
        if signing {
            guard case .some(let signed) = caller.offices else { return true }
            offices.formUnion(signed)
        }
        for row in try transaction.projectedEntries(record: key) where row.verdictClass == .valid {
            guard let parties = try parties(of: row) else { continue }
            if let office = parties.office, offices.contains(office.text),
                LogName(row.origin)?.node == view.node
            {
                return true
            }
            if parties.to.contains(where: { isOurs($0, row, offices) }) { return true }
        }
        return false
    }

    /// Who signed an entry and to whom it is addressed; nil for what cannot be read, which names no office.
    private func parties(of row: ProjectedEntry) throws -> HeaderParties? {
        try view.headerParties.parties(of: row.digest) {
            try transaction.entryBytes(of: row.origin, at: row.index)
                .flatMap { try? UnverifiedEntry(parsing: $0) }
        }
    }

    private func isOurs(_ address: Address, _ row: ProjectedEntry, _ offices: Set<String>) -> Bool {
        guard address.office.map({ offices.contains($0.text) }) ?? true,
            let mechanism = row.scope.mechanism,
            let newest: Membership = view.library.newest(of: mechanism, adopted: nil)
        else { return false }
        return newest.node(of: address) == view.node
    }

    private func body(
        _ header: EntryHeader,
        _ row: ProjectedEntry,
        _ record: ReadRecord?
    ) throws -> TimelineEntry.Body? {
        guard !header.objects.isEmpty else { return nil }
        guard let record else {
            // The node was granted the body or not; the caller stands for none of its offices.
            let reference = header.objects.first { $0.role == .body }
            let key = reference.map {
                HoldingKey(origin: row.origin, index: row.index, object: $0.sha256)
            }
            let isGranted = try key.flatMap { try transaction.holding($0) } != nil
            return TimelineEntry.Body(isGranted ? .withheld : .denied)
        }
        let found = try bodies.body(of: header, at: row.index, of: row.origin, in: transaction)
        switch found {
        case nil: return nil
        case .unreadable(let fault)?: return TimelineEntry.Body(.unreadable, findings: [fault])
        case .body(let body)?:
            let pack = header.rules.flatMap { view.packs.pack($0) }
            let masked = MaskedFields(of: body.fields, machine: machine(header), pack: pack)
            var fields: [String: FieldValue] = [:]
            for (id, value) in isFull ? body.fields : masked.fields {
                fields[id.text] = FieldValue(value)
            }
            let labels = FieldLabels(
                pack: pack,
                machine: machine(header),
                parties: (PartyNames(view: view), row.scope.mechanism)
            )
            var shown = TimelineEntry.Body(
                .held,
                fields: fields,
                labels: labels.labels(of: fields),
                findings: findings(on: body, of: header, in: record)
            )
            if !isFull, !masked.masked.isEmpty { shown.masked = masked.masked.map(\.text) }
            return shown
        case .missing?: return TimelineEntry.Body(.missing, since: header.at.text)
        case .erased?: return TimelineEntry.Body(.erased)
        case .absent?: return TimelineEntry.Body(.denied)
        }
    }

    /// What a body lacks or contradicts, by the rules that its entry names; it moves no state (FORMATS.md §3).
    private func findings(
        on body: Body,
        of header: EntryHeader,
        in record: ReadRecord
    ) -> [CodedText] {
        guard let pack = header.rules.flatMap({ view.packs.pack($0) }),
            let rules = BodyRules(pack: pack, machine: header.machine, event: header.event)
        else { return [] }
        return rules.findings(
            body: body,
            facts: header.facts,
            objects: Set(header.objects.map(\.sha256)),
            earlier: record.fields
        )
        .map { CodedText("ledger.\($0.code.rawValue)", $0.arguments) }
    }

    /// How many of the other members in force have cosigned a size that covers the entry.
    private func receipts(_ row: ProjectedEntry) throws -> Tally {
        try Tally(
            ReceiptCount(view: view, transaction: transaction).receipts(
                of: row.origin,
                covering: row.index
            )
        )
    }

    /// A stored verdict as the wire carries it.
    static func verdict(
        _ verdict: Ledger.EntryVerdict,
        _ verdictClass: VerdictClass
    ) -> LocalAPI.EntryVerdict {
        let coded = verdict.coded
        var shown = LocalAPI.EntryVerdict(
            LocalAPI.EntryVerdict.Class(verdictClass),
            reasons: coded.reasons.map { CodedText($0) },
            findings: coded.findings.map { CodedText($0) },
            disputed: verdict.isKept
        )
        shown.reasons += verdict.awaited.map {
            CodedText("node.waits_for", ["what": $0.text])
        }
        return shown
    }
}

extension LocalAPI.EntryVerdict.Class {
    /// The class as the wire names it.
    init(_ verdictClass: VerdictClass) {
        switch verdictClass {
        case .valid: self = .valid
        case .pending: self = .pending
        case .irregular: self = .irregular
        case .invalid: self = .invalid
        }
    }
}

extension Tally {
    /// Receipts counted.
    init(_ receipts: (count: Int, of: Int)) {
        self.init(count: receipts.count, of: receipts.of)
    }
}
