import Casework
import Cryptography
import Ledger
package import LocalAPI
import LogStorage
import SQLiteStorage
import TransparencyLog

extension NodeLocalService {
    private static let prefixByteCountMin = 8
    private static let scanCountMax = 2_000
    private static let prefixMatchCountMax = 256

    /// A page of records, the newest first.
    package func records(
        _ query: RecordQuery,
        after cursor: String?,
        caller: Caller
    ) async throws -> Page<LocalAPI.RecordSummary> {
        try await Problems.told {
            try await requireKeys()
            let view = node.view
            let machines = try query.machine.map { try view.machines(named: $0) }
            let states = try query.state.map { try Self.states($0, of: machines, in: view) }
            if cursor == nil { try Self.requireMechanism(query, view) }
            let bodies = BodyReader(storageKey: view.keyring.storageKey)
            let now = node.time.now()
            return try await node.store.read { transaction in
                let presenter = RecordPresenter(
                    view: view,
                    transaction: transaction,
                    bodies: bodies,
                    caller: caller,
                    now: now,
                    doubtful: try ForkKeeper.doubtful(in: transaction),
                    lostLink: { node.derivedRows.lostLink(of: $0) },
                    isLeft: { node.derivedRows.isLeft($0) }
                )
                let places = RecordCursor(
                    storageKey: view.keyring.storageKey,
                    node: view.node
                )
                var place = try cursor.map { try places.record(at: $0, in: transaction) }
                var isHidden = false
                var items: [LocalAPI.RecordSummary] = []
                var scanned = 0
                while items.count < Self.pageItemCount, scanned < Self.scanCountMax {
                    let rows = try transaction.listedRecords(
                        machine: machines?.count == 1 ? machines?.first?.text : nil,
                        after: place,
                        limit: Self.pageItemCount
                    )
                    guard !rows.isEmpty else { return Page(items) }
                    for listed in rows where items.count < Self.pageItemCount {
                        place = listed.row
                        scanned += 1
                        isHidden = !presenter.knows(of: listed.row.key)
                        guard !isHidden,
                            try presenter.mayMatch(
                                listed,
                                in: query.mechanism,
                                { Self.matches($0, query, machines, states) }
                            ),
                            let summary = try presenter.line(of: listed)
                        else { continue }
                        // A matter that went into a mechanism is one line, unless the home log is asked for.
                        if summary.opened == nil || query.mechanism != nil { items.append(summary) }
                    }
                }
                return Page(items, next: try place.map { try places.text($0, isHidden: isHidden) })
            }
        }
    }

    /// One record by its digest or a unique prefix of it.
    package func record(
        _ prefix: String,
        full: Bool,
        caller: Caller
    ) async throws -> RecordDetail {
        try await Problems.told {
            try await requireKeys()
            let view = node.view
            let bodies = BodyReader(storageKey: view.keyring.storageKey)
            let (observed, now) = (await node.observations(), node.time.now())
            return try await node.store.read { transaction in
                let presenter = RecordPresenter(
                    view: view,
                    transaction: transaction,
                    bodies: bodies,
                    caller: caller,
                    now: now,
                    isFull: full,
                    doubtful: try ForkKeeper.doubtful(in: transaction),
                    stop: stop,
                    lostLink: { node.derivedRows.lostLink(of: $0) },
                    isLeft: { node.derivedRows.isLeft($0) }
                )
                let row = try Self.row(withPrefix: prefix, toldTo: caller, view, transaction)
                var detail = try presenter.detail(of: row)
                let documents = try presenter.documents(of: row.key, detail.timeline)
                for index in detail.timeline.indices {
                    detail.timeline[index].documents = documents[detail.timeline[index].entry]
                }
                let logs = try transaction.logs().map { ("\($0.origin)", $0.size.rawValue) }
                // Steps of others may be among what is missing.
                detail.findings += try Self.behind(view, logs, observed, now)
                    .filter { behind in
                        // Every name of a log is an origin.
                        let name = behind.arguments["origin"].flatMap { try? Origin($0) }
                            .flatMap { LogName($0) }
                        return name.map { $0.mechanism == row.key.scope.mechanism } == true
                    }
                return detail
            }
        }
    }

    // MARK: Parts

    /// Throws `mechanism_unknown` for a mechanism that this node has not joined.
    private static func requireMechanism(_ query: RecordQuery, _ view: NodeView) throws {
        guard let name = query.mechanism, name != LogName.home.text else { return }
        guard let mechanism = MechanismID(name), view.library.chains[mechanism] != nil else {
            throw NodeError(.mechanismUnknown, ["mechanism": name])
        }
    }

    /// A state of a machine: what is called alike in two machines need not have one id.
    private struct MachineState: Hashable {
        let machine: String
        let state: String
    }

    /// The states that are given by their id, or as lists show them in either language.
    ///
    /// Throws `state_unknown` for one that no rule pack here knows.
    private static func states(
        _ text: String,
        of asked: [MachineID]?,
        in view: NodeView
    ) throws -> Set<MachineState> {
        let machines = view.packs.references.compactMap { view.packs.pack($0) }
            .flatMap(\.kinds).flatMap(\.machines)
            .filter { asked?.contains($0.id) ?? true }
        var found: Set<MachineState> = []
        var known: [(id: String, title: Title?)] = []
        for machine in machines {
            for state in machine.states {
                if [state.id.text, state.title.zh, state.title.en].contains(text) {
                    found.insert(MachineState(machine: machine.id.text, state: state.id.text))
                }
                if !known.contains(where: { $0.id == state.id.text }) {
                    known.append((state.id.text, state.title))
                }
            }
        }
        guard found.isEmpty else { return found }
        guard asked != nil else { throw NodeError(.stateOfNoKind, ["state": text]) }
        throw NodeError.titled(.stateUnknown, ["state": text], [("states", known)])
    }

    private static func matches(
        _ row: ProjectedRecord,
        _ query: RecordQuery,
        _ machines: [MachineID]?,
        _ states: Set<MachineState>?
    ) -> Bool {
        (machines?.contains { $0.text == row.machine } ?? true)
            && (states?.contains(MachineState(machine: row.machine, state: row.state)) ?? true)
            && (query.mechanism.map { $0 == row.key.scope.mechanism?.text ?? LogName.home.text }
                ?? true)
    }

    /// The record that the beginning of a digest names; with a view, its row is folded anew where it is damaged.
    static func row(
        withPrefix prefix: String,
        in transaction: SQLiteTransaction,
        foldingBy view: NodeView? = nil
    ) throws -> ProjectedRecord {
        guard prefix.utf8.count >= prefixByteCountMin else {
            throw NodeError.malformed("record", prefix)
        }
        let keys = try transaction.projectedRecordKeys(
            withDigestPrefix: prefix,
            limit: prefixMatchCountMax
        )
        let found = try keys.compactMap { key in
            try view.map { try RecordPresenter.row(key, $0, in: transaction) }
                ?? transaction.projectedRecord(key)
        }
        // A matter at home and its life in a mechanism are two records with two digests. Anybody can name a digest in another
        // mechanism, where nothing has begun under it.
        let begun = try found.filter { try transaction.hasBegun($0.key) }
        guard let first = begun.first ?? found.first else {
            throw NodeError(.recordUnknown, ["record": prefix])
        }
        guard begun.count == 1 || found.count == 1 else {
            throw NodeError(.recordAmbiguous, ["record": prefix])
        }
        return first
    }
}
