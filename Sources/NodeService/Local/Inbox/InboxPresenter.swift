import Casework
import Ledger
import LocalAPI
import SQLiteStorage

/// Shows the records of one page of an inbox, each folded as it stands.
struct InboxPresenter {
    let view: NodeView
    let transaction: SQLiteTransaction
    let presenter: RecordPresenter
    let offices: Set<String>?
    let now: Timestamp
    /// Whether nothing is appended to the log of a mechanism, or the home log.
    let isStopped: (RecordScope) -> Bool
    /// What reads the clocks of each scope, prepared once a page.
    private var folds: [RecordScope: ClockFold] = [:]

    init(
        view: NodeView,
        transaction: SQLiteTransaction,
        presenter: RecordPresenter,
        offices: Set<String>?,
        now: Timestamp,
        isStopped: @escaping (RecordScope) -> Bool
    ) {
        self.view = view
        self.transaction = transaction
        self.presenter = presenter
        self.offices = offices
        self.now = now
        self.isStopped = isStopped
    }

    /// One record; nil where it went away between.
    mutating func item(at place: InboxPlace) throws -> InboxItem? {
        let key = RecordKey(scope: RecordScope(text: place.scope), record: place.record)
        guard let row = try transaction.projectedRecord(key) else { return nil }
        let summary = try presenter.summary(of: row)
        let stored = try Ledger.RecordSummary(decoding: row.summary)
        let pack = stored.pack.flatMap(view.packs.pack)
        let kind = pack?.kinds.first { kind in
            kind.machines.contains { $0.id.text == row.machine }
        }
        var item = InboxItem(
            part: place.part == .ours ? .act : .others,
            summary: summary,
            kind: kind?.id.text ?? row.machine,
            opened: stored.openedAt.flatMap(NodeTime.shown) ?? ""
        )
        item.kindTitles = kind?.title.byLanguage ?? [:]
        // What is damaged is told where the record is shown; its line stands here all the same.
        if let state = (try? view.projector.state(of: key, in: transaction)) ?? nil {
            try fill(&item, key, state)
        }
        return item
    }

    private mutating func fill(
        _ item: inout InboxItem,
        _ key: RecordKey,
        _ state: RecordState
    ) throws {
        guard let parties = view.projector.context.currentParties(in: key.scope) else { return }
        let ours = OurOffices(node: view.node, offices: offices, parties: parties)
        var fold = folds[key.scope] ?? view.projector.context.clockFold(in: key.scope)
        let clocks = try ClockPresenter(view: view, transaction: transaction, now: now)
            .matter(of: key, at: state, by: &fold)
        folds[key.scope] = fold
        let part = item.part
        fillDue(&item, clocks) { clock, time in
            part == .act || time.isOverdue(at: now.instant)
                || state.filling(boundBy: clock).addresses(by: parties).contains(
                    where: ours.contains
                )
        }
        if let (role, addresses) = state.waitsFor(parties: parties) {
            let machine = state.machine.flatMap { state.pack.flatMap(view.packs.pack)?.machine($0) }
            item.awaited = addresses.map(\.text)
            presenter.name(item.awaited, in: &item.summary)
            item.awaitedTitles = machine?.role(role)?.title.byLanguage ?? [:]
        }
        let steps = NextSteps(of: key, at: state, in: view)?.open(isStopped: isStopped(key.scope))
        item.steps = (steps ?? []).filter { step in
            step.here
                && step.signers.flatMap(\.addresses).compactMap { Address($0) }
                    .contains(where: ours.contains)
        }
    }

    /// The clock of those that count whose end comes first; one that is paused only where no other asks anybody to act.
    private func fillDue(
        _ item: inout InboxItem,
        _ clocks: MatterClocks,
        counts: (RecordClock, DutyTime) -> Bool
    ) {
        let timed = (clocks.home + clocks.shared).compactMap { clock in
            DutyTime(of: clock).map { (clock: clock, time: $0) }
        }
        .filter { $0.time.isOpen(at: now.instant) && counts($0.clock, $0.time) }
        let running = timed.filter { !$0.time.isPaused }
        guard
            let first = (running.isEmpty ? timed : running)
                .min(by: { $0.time.last < $1.time.last }),
            // A clock that cannot be counted has no such time.
            let due = (try? first.clock.due(asOf: now)) ?? nil
        else { return }
        item.clock = first.clock.clock.id.text
        item.clockTitles = first.clock.clock.title.byLanguage
        item.due = due.last.text
        item.overdue = first.time.isOverdue(at: now.instant)
        item.paused = first.time.isPaused
        item.secondsLeft = due.last.instant - now.instant
    }
}
