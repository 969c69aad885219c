package import Casework
package import TransparencyLog

/// Judges and projects the next entries of one log within one transaction, reading the log's keys once.
///
/// Entries that were appended count for those after them at once; their records are folded in `finish`, each once,
/// which also stores the log's keys and must therefore be called.
package struct AppendSession<Store: ProjectionStore> {
    private var run: ProjectionRun<Store>
    private let origin: Origin

    /// Takes up a log where its projection stands; `trusted` counts only where the log is new here.
    ///
    /// Throws `origin_not_ours` and `projection_unreadable`.
    package init(
        _ projector: Projector,
        log origin: Origin,
        trusted: [VerifierKey],
        store: Store
    ) throws {
        run = ProjectionRun(context: projector.context, store: store)
        self.origin = origin
        try run.begin(origin, trusted: trusted)
    }

    /// The place of the next entry.
    package var nextIndex: EntryIndex { run.nextIndex }

    /// A verifier with the keys that the log knows now.
    package mutating func verifier() throws -> EntryVerifier {
        EntryVerifier(try run.history(of: origin))
    }

    /// Judges an entry of our own as the log's next one, strictly; nothing is stored.
    ///
    /// `now` is the node's clock, a POSIX second. Entry 0 is admitted if it is valid by itself.
    package mutating func admit(_ checked: CheckedEntry, now: Int64) throws -> Admission {
        try run.admit(checked, under: run.history(of: origin), now: now)
    }

    /// Projects the log's next entry, whatever it counts for.
    package mutating func append(_ checked: CheckedEntry) throws { try run.append(checked) }

    /// The opening that a matter of the home log went into, in this session or before; nil for none.
    package func link(of home: RecordKey) throws -> HomeLink? {
        try run.store.homeLink(of: home)
    }

    /// Whether a matter of the home log has an entry at or beyond a size.
    package func hasGrown(_ home: RecordKey, beyond size: UInt64) throws -> Bool {
        try run.rows(record: home).rows.contains { $0.index.rawValue >= size }
    }

    /// The entries of a record at or beyond a place of this log.
    package func rows(of record: RecordKey, from size: UInt64) throws -> [ProjectedEntry] {
        try run.rows(record: record).rows.filter {
            $0.origin == origin && $0.index.rawValue >= size
        }
    }

    /// The steps that clocks bring about in a record, by all that stands in this session's log.
    package mutating func expirySteps(of record: RecordKey) throws -> [ExpiryStep] {
        guard let state = try run.fold(record)?.state else { return [] }
        return Projector(run.context).expirySteps(of: state, in: record.scope)
    }

    /// Notes which opening, appended in this session, a matter of the home log went into.
    package mutating func link(_ link: HomeLink) throws {
        try run.store.putHomeLink(link)
        run.touch(link.home)
    }

    /// Folds what was touched, stores the log's keys, and says what changed.
    package mutating func finish() throws -> ProjectionReport { try run.finish() }
}
