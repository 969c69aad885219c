import Casework
import Ledger
import LocalAPI
import LogStorage
import SQLiteStorage

/// Reads the records of mechanisms page by page, each in a transaction of its own, and says what each counts for.
struct StatisticsReader: Sendable {
    /// What a page came to.
    struct PageCount: Sendable {
        /// The records that count, each with its group; between regions, each of its turns with one.
        var counted:
            [(record: RecordCount, shares: [(turn: RecordCount, group: Statistics.Group)])] = []
        /// Those whose opening does not count or cannot be judged here.
        var uncounted = 0
        /// Those of mechanisms that a revision has left this node out of, of which none counts as overdue.
        var cutOff = 0
        /// Those of which some clock says nothing, because rules of their mechanism are not here.
        var withheld = 0
        /// Those that are in no row because something of their entries is damaged.
        var damaged = 0
        /// Those that are in no row because they are exercises.
        var exercises = 0
        /// Where the next page begins; nil at the end.
        var last: RecordKey?
    }

    /// Which records count.
    struct Filter: Sendable {
        var first: LocalDate?
        var last: LocalDate?
        var mechanism: MechanismID?
        /// The machines of the kind that alone counts; nil for all.
        var machines: Set<String>?
        /// Whether exercises count, and they alone.
        var isOfExercises = false
    }

    let view: NodeView
    let caller: Caller
    let filter: Filter
    let dimension: Statistics.Dimension?
    let calendars: CalendarSet
    let now: Timestamp

    /// Records in one transaction.
    static let pageRecordCount = 500

    /// Counts the page that follows a record; the first one for nil.
    func page(after last: RecordKey?, in transaction: SQLiteTransaction) throws -> PageCount {
        let keys = try transaction.projectedRecordKeys(
            scope: filter.mechanism?.text,
            after: last,
            limit: Self.pageRecordCount
        )
        var page = PageCount()
        page.last = keys.count < Self.pageRecordCount ? nil : keys.last
        var folds: [RecordScope: ClockFold] = [:]
        var pass = FoldPass(view.projector, in: transaction)
        let presenter = RecordPresenter(
            view: view,
            transaction: transaction,
            bodies: BodyReader(storageKey: view.keyring.storageKey),
            caller: caller
        )
        for key in keys where !key.scope.isHome {
            guard let row = try presenter.row(key), try isWithin(row) else { continue }
            var fold = folds[row.key.scope] ?? clocks(in: row.key.scope)
            let lacking = try presenter.lacking(row.key)
            var isWithheld = false
            func counted(_ state: RecordState, _ clocks: [RecordClock]) -> RecordCount? {
                let told = clocks.filter { !lacking.withholds($0, asOf: now) }
                isWithheld = told.count < clocks.count
                let count = RecordCount(of: state, clocks: clocks, asOf: now)
                guard isWithheld else { return count }
                let known = RecordCount(of: state, clocks: told, asOf: now)
                return known.flatMap { known in count?.telling(only: known) }
            }
            let found = try presenter.unlessDamaged(row.key) { try pass.state(of: row.key) }
            guard let found else { continue }
            guard let state = found, let here = counted(state, fold.clocks(of: state)) else {
                page.uncounted += 1
                continue
            }
            folds[row.key.scope] = fold
            guard here.isExercise == filter.isOfExercises else {
                page.exercises += here.isExercise ? 1 : 0
                continue
            }
            let isCutOff = presenter.isCutOff(row.key)
            if isCutOff { page.cutOff += 1 }
            if isWithheld { page.withheld += 1 }
            let count = isCutOff ? here.cutOff : here
            let turns = dimension == .pair ? count.turns : [count]
            let shares = try turns.map { ($0, try group(of: $0, row.key, state, presenter)) }
            page.counted.append((count, shares))
        }
        page.damaged = presenter.leftOut.keys.count
        return page
    }

    /// Whether the opening's day and the kind are those that were asked for; a record whose kind is not known yet is looked at.
    private func isWithin(_ row: ProjectedRecord) throws -> Bool {
        if let machines = filter.machines, !row.machine.isEmpty, !machines.contains(row.machine) {
            return false
        }
        guard filter.first != nil || filter.last != nil else { return true }
        let opened = try Ledger.RecordSummary(decoding: row.summary).openedAt
        guard let opened, let time = Timestamp(instant: opened, offsetMinutes: now.offsetMinutes),
            let day = LocalDate(inChinaAt: time)
        else { return true }
        return (filter.first.map { day >= $0 } ?? true) && (filter.last.map { day <= $0 } ?? true)
    }

    /// The clocks of a mechanism, by the calendars that its packs name, else by those that are here.
    private func clocks(in scope: RecordScope) -> ClockFold {
        let newest: Membership? = scope.mechanism.flatMap {
            view.library.newest(of: $0, adopted: nil)
        }
        return ClockFold(
            packs: view.packs,
            calendars: calendars,
            adopted: newest?.charter.content.rules ?? [],
            fallback: calendars.references
        )
    }

    // MARK: Groups

    private func group(
        of count: RecordCount,
        _ key: RecordKey,
        _ state: RecordState,
        _ presenter: RecordPresenter
    ) throws -> Statistics.Group {
        switch dimension {
        case nil: .known("")
        case .mechanism: .known(key.scope.text)
        case .kind: .known(count.kind.text)
        case .month: .known(count.month)
        case .pair:
            .known("\(count.from.text)>" + count.to.map(\.text).joined(separator: "+"))
        case .right: try right(of: key, state, presenter)
        }
    }

    /// The list of rights in the rule packs; a field of this list says which right a record is about.
    static let rights = ChoiceID("ip_right")

    /// The right that a record is about: from facts and from bodies, as far as the caller may read them.
    private func right(
        of key: RecordKey,
        _ state: RecordState,
        _ presenter: RecordPresenter
    ) throws -> Statistics.Group {
        guard let rights = Self.rights, let id = state.machine,
            let pack = state.pack.flatMap({ view.packs.pack($0) }),
            let machine = pack.machine(id)
        else { return .notKnownHere }
        let fields = (pack.fields + machine.fields).filter { $0.choice == rights }
        guard !fields.isEmpty else { return .notStated }
        guard try presenter.mayReadBodies(of: key) else { return .notKnownHere }
        let said = try presenter.bodies.statements(of: key, in: presenter.transaction)
        for statement in said.reversed() where statement.counts {
            for field in fields {
                if let value = statement.fields[field.id]?.string { return .known(value) }
            }
        }
        return said.allSatisfy(\.isWhole) ? .notStated : .notKnownHere
    }
}
