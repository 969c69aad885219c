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
        guard let row = try presenter.row(key) else { return nil }
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

    /// One record; nil also where something of it is damaged, which is noted.
    mutating func itemUnlessDamaged(at place: InboxPlace) throws -> InboxItem? {
        let key = RecordKey(scope: RecordScope(text: place.scope), record: place.record)
        var shown = self
        let item = try presenter.unlessDamaged(key) { try shown.item(at: place) }
        self = shown
        return item ?? nil
    }

    private mutating func fill(
        _ item: inout InboxItem,
        _ key: RecordKey,
        _ state: RecordState
    ) throws {
        guard let parties = view.projector.context.currentParties(in: key.scope) else { return }
        let ours = OurOffices(view: view, offices: offices, parties: parties)
        var fold = folds[key.scope] ?? view.projector.context.clockFold(in: key.scope)
        let clocks = try ClockPresenter(view: view, transaction: transaction, now: now)
            .matter(of: key, at: state, by: &fold)
        folds[key.scope] = fold
        func isOurs(_ filling: RoleFilling) -> Bool { ours.fill(filling) }
        let lacking = try presenter.lacking(key)
        let ends = (clocks.home + clocks.shared).compactMap { clock in
            DutyTime(of: clock).map { kept in
                var time = kept
                time.isWithheld = lacking.withholds(kept)
                return End(
                    clock: clock,
                    time: time,
                    isOwn: isOurs(state.filling(concernedBy: clock)),
                    isOverdue: time.isOverdue(at: now.instant)
                )
            }
        }
        .filter { $0.time.isOpen(at: now.instant) }
        // As the place was found: what is shown is what the order goes by.
        let waiting = state.waitingFilling(with: clocks)
        let waits = isOurs(waiting)
        let call = state.call(among: clocks) { lacking.withholds($0, asOf: now) }
        let concern = InboxPlace.Concern(
            waits: waits,
            acts: isOurs(state.actingFilling),
            awaits: !waits && waiting != .nobody && isOurs(state.partyFilling),
            isCalled: call.map { ours.areCalled($0.called, but: $0.barred) } ?? false,
            ends: ends.map { ($0.isOwn, $0.time) },
            now: now.instant
        )
        let counted = ends.filter { concern.counts(isOwn: $0.isOwn, isOverdue: $0.isOverdue) }
        fillDue(&item, counted.filter { !$0.time.isWithheld })
        if counted.contains(where: \.time.isWithheld) { item.withheld = lacking.reason }
        let pack = state.pack.flatMap(view.packs.pack)
        let machine = state.machine.flatMap { pack?.machine($0) }
        if let (role, addresses) = state.waitsFor(parties: parties) {
            item.awaited = addresses.map(\.text)
            presenter.name(item.awaited, in: &item.summary)
            item.awaitedTitles = machine?.role(role)?.title.byLanguage ?? [:]
        }
        fillCall(&item, call, machine, of: pack, for: concern)
        fillLatest(&item, state, machine, besides: call)
        let left = state.endsLeftToOffices(among: clocks)
        fillOver(&item, left.filter { !lacking.withholds($0.clock, asOf: now) })
        let rights = LapsedRights(among: clocks.home + clocks.shared, asOf: now) {
            lacking.withholds($0, asOf: now)
        }
        let steps = try NextSteps(of: key, at: state, in: view, transaction, rights: rights)?
            .open(isStopped: isStopped(key.scope) || lacking.isCharterGone)
        let mayCall = ends.contains { $0.isOverdue || $0.time.isWithheld }
        item.steps = (steps ?? []).filter { step in
            offers(step, of: machine, mayCall: mayCall, to: ours)
                && presenter.maySend(key, by: step)
        }
        try leaveToOffices(&item, key, state, parties)
    }

    /// Whether one of these offices may take a step.
    ///
    /// Nobody is told to call on a superior before anything is over; who has a reason to finds the step with the record.
    private func offers(
        _ step: NextStep,
        of machine: Machine?,
        mayCall: Bool,
        to ours: OurOffices
    ) -> Bool {
        let calls = EventID(step.event).flatMap { machine?.transition($0) }?.calls
        guard step.here, mayCall || calls == nil else { return false }
        return step.signers.contains { signer in
            let role = RoleID(signer.role).flatMap { machine?.role($0) }
            return signer.addresses.compactMap { Address($0) }
                .contains { ours.contains($0, words: role?.officeWords ?? []) }
        }
    }

    /// A clock that asks somebody to act, and when.
    private struct End {
        let clock: RecordClock
        let time: DutyTime
        let isOwn: Bool
        let isOverdue: Bool
    }

    /// The clock of those that count whose end comes first; one that is paused only where no other asks anybody to act.
    ///
    /// A paused one is ordered by the end without the pause that goes on, and shown with the end as if the pause ended today, as the
    /// record itself shows it.
    private func fillDue(_ item: inout InboxItem, _ ends: [End]) {
        let told = ends.filter { !$0.time.isWithheld }
        let running = told.filter { !$0.time.isPaused }
        guard
            let first = (running.isEmpty ? told : running)
                .min(by: { $0.time.last < $1.time.last }),
            let last = DutyTime(of: first.clock, asOf: now)?.last,
            let due = NodeTime.shown(at: last)
        else { return }
        item.clock = first.clock.clock.id.text
        item.clockTitles = first.clock.clock.title.byLanguage
        item.due = due
        item.overdue = first.isOverdue
        item.paused = first.time.isPaused
        item.provisional = first.time.isProvisional && !first.time.isPaused ? true : nil
        item.secondsLeft = last - now.instant
    }
}
