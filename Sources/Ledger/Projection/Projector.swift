package import Casework
package import Cryptography
package import TransparencyLog

/// What judging and folding need besides the logs.
package struct ProjectionContext: Sendable {
    /// The charters that are here.
    package let charters: any CharterBook
    /// The rule packs that are here.
    package let packs: PackSet
    /// This node.
    package let node: NodeName
    /// The region of this node's card, which counts at home.
    package let region: RegionCode
    /// The calendars that are here; nil for an audit, which reads no clocks.
    package let calendars: CalendarSet?
    /// The key histories that were read last.
    package let histories: KeyHistoryCache
    /// The mechanisms of which a charter is gone by which this node has judged: of no clock there can be told when it is over.
    package let withoutCharter: Set<MechanismID>

    /// Makes a context.
    package init(
        charters: any CharterBook,
        packs: PackSet,
        node: NodeName,
        region: RegionCode,
        calendars: CalendarSet? = nil,
        histories: KeyHistoryCache = KeyHistoryCache(),
        withoutCharter: Set<MechanismID> = []
    ) {
        self.charters = charters
        self.packs = packs
        self.node = node
        self.region = region
        self.calendars = calendars
        self.histories = histories
        self.withoutCharter = withoutCharter
    }

    func log(_ name: LogName) -> LogContext {
        LogContext(charters: charters, homeRegion: name.isHome ? region : nil)
    }
}

/// What a projection changed.
package struct ProjectionReport: Hashable, Sendable {
    /// The verdict class of each entry of the run, in order.
    package internal(set) var classes: [VerdictClass] = []
    /// Records that were folded again, sorted.
    package internal(set) var records: [RecordKey] = []
    /// Records of which a late entry changed the order of steps judged before, sorted.
    package internal(set) var reordered: [RecordKey] = []
    /// Entries before the run that were judged again and now count for something else.
    package internal(set) var rejudged: [RejudgedEntry] = []
}

/// An entry whose verdict changed after it was first judged: a pending one that can be judged now, or a revoked one.
package struct RejudgedEntry: Hashable, Sendable {
    /// The log.
    package let origin: Origin
    /// The place.
    package let index: EntryIndex
    /// What it counts for now.
    package let verdictClass: VerdictClass
}

/// Turns entries into verdicts and records, inside the transaction that stores them.
///
/// A record is folded whole whenever one of its entries, or something that it waits for, changes; so the projection is a
/// function of the logs, charters and packs that are here, in whatever order they came (ARCHITECTURE.md "Order").
package struct Projector: Sendable {
    /// What judging needs.
    package let context: ProjectionContext

    /// Makes a projector.
    package init(_ context: ProjectionContext) { self.context = context }

    /// Adds the next entries of one log, in their order; a few thousand at a time, since they are held in memory.
    ///
    /// `start` must be the log's projected size: `projection_out_of_step` otherwise. `trusted` counts only where the
    /// log is new here.
    package func append(
        _ entries: some Sequence<CheckedEntry>,
        of origin: Origin,
        from start: EntryIndex,
        trusted: [VerifierKey],
        in store: some ProjectionStore
    ) throws -> ProjectionReport {
        var session = try AppendSession(self, log: origin, trusted: trusted, store: store)
        guard session.nextIndex == start else {
            throw LedgerError(
                .projectionOutOfStep,
                [
                    "found": "\(start)", "origin": "\(origin)",
                    "required": "\(session.nextIndex)",
                ]
            )
        }
        for entry in entries { try session.append(entry) }
        return try session.finish()
    }

    /// Judges again whatever depends on a charter, a pack or an entry, because it arrived or its standing changed.
    ///
    /// For a charter, also when signatures brought it into force.
    package func refresh(
        dependentsOf digest: Digest,
        in store: some ProjectionStore
    ) throws -> ProjectionReport {
        var run = ProjectionRun(context: context, store: store)
        run.notify(digest)
        return try run.finish()
    }

    /// Notes which opening a matter of the home log went into, and folds its home part again.
    package func link(
        _ link: HomeLink,
        in store: some ProjectionStore
    ) throws -> ProjectionReport {
        try store.putHomeLink(link)
        var run = ProjectionRun(context: context, store: store)
        run.touch(link.home)
        return try run.finish()
    }

    /// Makes anew what waits in records, where it was never made or clocks are counted otherwise now.
    package func renewDuties(
        of keys: some Sequence<RecordKey>,
        in store: some ProjectionStore
    ) throws {
        var run = ProjectionRun(context: context, store: store)
        for key in keys { try run.renewDuty(of: key) }
    }

    /// The key history of a log, as far as it was projected; nil for a log that is not here.
    package func history(
        of origin: Origin,
        in store: some ProjectionStore
    ) throws -> KeyHistory? {
        try store.projectedLog(origin).map { bytes throws(LedgerError) in
            try context.histories.history(of: origin, decoding: bytes)
        }
    }

    /// Folds one record as it stands, for showing it and for deciding the next step; nil where no entry names it.
    package func state(
        of key: RecordKey,
        in store: some ProjectionStore
    ) throws -> RecordState? {
        var run = ProjectionRun(context: context, store: store)
        return try run.fold(key)?.state
    }

    /// The acknowledgements that this node's `system` office may sign next in a record.
    package func automaticSteps(
        of key: RecordKey,
        in store: some ProjectionStore
    ) throws -> [AutomaticStep] {
        guard let state = try state(of: key, in: store) else { return [] }
        return automaticSteps(of: state, in: key.scope)
    }

    func automaticSteps(of state: RecordState, in scope: RecordScope) -> [AutomaticStep] {
        guard let mechanism = scope.mechanism,
            let parties = context.charters.currentParties(of: mechanism)
        else { return [] }
        return state.automaticSteps(for: context.node, parties: parties)
    }

    /// The steps that this node's `system` office signs in a record when clocks have run out.
    ///
    /// Some clocks may be withheld: whoever asks knows what rules are missing. What they bring about is owed still.
    package func expirySteps(
        of key: RecordKey,
        in store: some ProjectionStore,
        withholding isWithheld: (RecordClock) -> Bool = { _ in false }
    ) throws -> [ExpiryStep] {
        guard let state = try state(of: key, in: store) else { return [] }
        return expirySteps(of: state, in: key.scope, withholding: isWithheld)
    }

    func expirySteps(
        of state: RecordState,
        in scope: RecordScope,
        withholding isWithheld: (RecordClock) -> Bool = { _ in false }
    ) -> [ExpiryStep] {
        guard state.hasExpiry, let mechanism = scope.mechanism,
            let parties = context.charters.currentParties(of: mechanism)
        else { return [] }
        var fold = context.clockFold(in: scope)
        return state.expirySteps(
            for: context.node,
            parties: parties,
            clocks: fold.clocks(of: state),
            withholding: isWithheld
        )
    }
}
