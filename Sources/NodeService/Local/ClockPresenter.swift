import Casework
import Cryptography
import Ledger
import LocalAPI
import SQLiteStorage
import TransparencyLog

/// Shows the statutory clocks of a record as they stand at a time: those that a node keeps, and those that an audit has computed.
struct ClockPresenter<Store: ProjectionStore> {
    let context: ProjectionContext
    let store: Store
    let now: Timestamp
    /// Between which times an entry was written; shown beside a clock and no part of it.
    let proven: (CaseEvent) throws -> ProvenInterval?

    private var projector: Projector { Projector(context) }

    /// The clocks of a record: those of its part at home first, where this node has one.
    ///
    /// A record at home that was sent shows how its clocks ended in the mechanism, and those of the mechanism with the record there.
    func clocks(of key: RecordKey, at state: RecordState) throws -> [ClockDocument] {
        if key.scope.isHome, state.hasLeft, let link = try store.homeLink(of: key) {
            let opened = RecordKey(scope: link.scope, record: link.opening)
            guard let sent = try projector.state(of: opened, in: store) else { return [] }
            return try clocks(of: sent, home: state, in: opened.scope).filter(\.home)
        }
        return try clocks(of: state, home: try home(of: key), in: key.scope)
    }

    /// The clocks as they are counted, without the times that are proven.
    func matter(of key: RecordKey, at state: RecordState) throws -> MatterClocks {
        var fold = context.clockFold(in: key.scope)
        return try matter(of: key, at: state, by: &fold)
    }

    /// The same by a fold that was prepared for the record's scope.
    func matter(
        of key: RecordKey,
        at state: RecordState,
        by fold: inout ClockFold
    ) throws -> MatterClocks {
        MatterClocks(of: state, home: try home(of: key), by: &fold)
    }

    // MARK: Parts

    private func home(of key: RecordKey) throws -> RecordState? {
        try store.homeLink(to: key.record).flatMap { try projector.state(of: $0.home, in: store) }
    }

    private func clocks(
        of state: RecordState,
        home: RecordState?,
        in scope: RecordScope
    ) throws -> [ClockDocument] {
        let events = [home, state].compactMap(\.self).flatMap(\.steps).map(\.event)
        var proven: [Digest: ProvenInterval] = [:]
        for event in events where !event.isHome {
            proven[event.digest] = try self.proven(event)
        }
        let parties = context.currentParties(in: scope)
        var fold = context.clockFold(in: scope) { [proven] in proven[$0] }
        let clocks = MatterClocks(of: state, home: home, by: &fold)
        let writer = ClockWriter(
            packs: context.packs,
            events: Dictionary(
                events.map { ($0.digest, $0) },
                uniquingKeysWith: { first, _ in first }
            ),
            now: now
        )
        return
            try (clocks.home.map { ($0, true) } + clocks.shared.map { ($0, scope.isHome) })
            .map { clock, isHome in
                var shown = writer.document(clock)
                shown.home = isHome
                let filling = state.filling(boundBy: clock)
                let bound = parties.map(filling.addresses) ?? filling.addresses
                shown.bound = bound.map(\.text)
                if let parties, let mechanism = scope.mechanism {
                    shown.findings += try absences(of: bound, parties, in: mechanism, from: clock)
                }
                return shown
            }
    }

    /// When those whom a clock binds were out of the mechanism while it ran and came back: nothing reached them then, and the rules count on.
    private func absences(
        of bound: [Address],
        _ parties: any PartyResolver,
        in mechanism: MechanismID,
        from clock: RecordClock
    ) throws -> [CodedText] {
        let end = clock.end?.mark.at ?? now
        return try bound.flatMap { address -> [CodedText] in
            guard let node = parties.party(of: address)?.node else { return [] }
            return try context.absences(of: node, in: mechanism, store)
                .filter { $0.from < end.instant && $0.to > clock.started.at.instant }
                .map { absence, from, to in
                    CodedText(
                        "node.clock_bound_was_out",
                        [
                            "address": address.text, "back": "\(absence.back.number)",
                            "from": NodeTime.shown(at: from) ?? "",
                            "left": "\(absence.left.number)",
                            "to": NodeTime.shown(at: to) ?? "",
                        ]
                    )
                }
        }
    }
}

extension ClockPresenter<SQLiteTransaction> {
    /// What a node shows, from its store.
    init(view: NodeView, transaction: SQLiteTransaction, now: Timestamp) {
        self.init(context: view.projector.context, store: transaction, now: now) { event in
            guard let index = EntryIndex(event.index) else { return nil }
            return try ProvenTime(transaction: transaction)
                .interval(of: Origin(event.origin), at: index)
        }
    }
}
