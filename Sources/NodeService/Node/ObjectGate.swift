import Casework
package import Cryptography
package import Ledger
import LogStorage
package import SQLiteStorage
package import TransparencyLog

/// Both gates for one object of one stored entry, with everything that they need to know looked up in one place.
///
/// Peer API, `why`, previews and exports ask here, so that all of them get one answer. One gate may answer for many
/// objects, but only within one transaction that appends nothing in between: it reads each log's history once.
package struct ObjectGate {
    private final class Memory {
        var histories: [Origin: KeyHistory?] = [:]
        /// What the entry grants that was asked about last: whoever asks for one of its objects asks for others.
        var grant: (origin: Origin, index: EntryIndex, view: GrantView?)?
        /// The object that was looked up last: whoever may have it reads it next.
        var holding: (key: HoldingKey, found: Holding?)?
    }

    private let view: NodeView
    private let clock: ClockState
    private let transaction: SQLiteTransaction
    private let memory = Memory()

    /// Prepares the gates for one moment.
    package init(view: NodeView, clock: ClockState, transaction: SQLiteTransaction) {
        self.view = view
        self.clock = clock
        self.transaction = transaction
    }

    /// The first gate: whether a peer may know of a log at all.
    package func scope(of origin: Origin, for peer: PeerNode) -> GateDecision {
        Scope.decide(peer: peer, origin: origin, own: view.own) {
            view.library.newest(of: $0, adopted: nil)
        }
    }

    /// The second gate, on the stored entry; nil where the log has no such entry or it cannot be read.
    package func access(
        to object: Digest,
        at index: EntryIndex,
        of origin: Origin,
        for peer: PeerNode
    ) throws -> GateDecision? {
        try grant(at: index, of: origin)
            .map { try decide(on: object, of: $0, at: index, for: peer) }
    }

    /// What the second gate says while nobody asks whether the object was erased here; nil as for `access`.
    ///
    /// It reads nothing of the object, so whatever it throws is no fault of the object.
    func promise(
        of object: Digest,
        at index: EntryIndex,
        of origin: Origin,
        for peer: PeerNode
    ) throws -> GateDecision? {
        try grant(at: index, of: origin).map { entry in
            try decide(on: object, of: entry, at: index, for: peer, isErased: false)
        }
    }

    /// The second gate, on an entry that was read before; nil where the log has no such entry.
    func access(
        to object: Digest,
        in content: UnverifiedEntry,
        at index: EntryIndex,
        for peer: PeerNode
    ) throws -> GateDecision? {
        let origin = content.origin
        if let known = memory.grant, known.origin == origin, known.index == index {
            return try known.view.map { try decide(on: object, of: $0, at: index, for: peer) }
        }
        guard let row = try transaction.projectedEntry(of: origin, at: index) else { return nil }
        try requireSame(content.digest, as: row)
        let entry = GrantView(
            header: content.header,
            origin: origin,
            index: index,
            standing: try standing(of: row, origin)
        )
        memory.grant = (origin, index, entry)
        return try decide(on: object, of: entry, at: index, for: peer)
    }

    private func decide(
        on object: Digest,
        of entry: GrantView,
        at index: EntryIndex,
        for peer: PeerNode
    ) throws -> GateDecision {
        let promise = try decide(on: object, of: entry, at: index, for: peer, isErased: false)
        let key = HoldingKey(origin: entry.origin, index: index, object: object)
        guard promise.isAllowed, try holding(key)?.status == .erased else { return promise }
        return try decide(on: object, of: entry, at: index, for: peer, isErased: true)
    }

    private func decide(
        on object: Digest,
        of entry: GrantView,
        at index: EntryIndex,
        for peer: PeerNode,
        isErased: Bool
    ) throws -> GateDecision {
        AccessDecision.decide(
            peer: peer,
            entry: entry,
            object: object,
            context: AccessContext(
                clock: clock,
                adopted: try adopted(at: index, of: entry.origin),
                newest: LogName(entry.origin)
                    .flatMap { view.library.newest(of: $0.mechanism, adopted: nil) },
                erased: isErased ? [object] : []
            )
        )
    }

    /// What an entry grants; nil where there is none, or where its bytes are no entry.
    package func grant(at index: EntryIndex, of origin: Origin) throws -> GrantView? {
        if let known = memory.grant, known.origin == origin, known.index == index {
            return known.view
        }
        let view = try readGrant(at: index, of: origin)
        memory.grant = (origin, index, view)
        return view
    }

    private func readGrant(at index: EntryIndex, of origin: Origin) throws -> GrantView? {
        guard let row = try transaction.projectedEntry(of: origin, at: index),
            let bytes = try transaction.entryBytes(of: origin, at: index)
        else { return nil }
        // What an entry grants is read from the bytes that were verified, not from what a disk made of them.
        try requireSame(SHA256.digest(of: bytes), as: row)
        // Bytes that are no entry grant nothing; their verdict says why.
        guard let content = try? UnverifiedEntry(parsing: bytes) else { return nil }
        return GrantView(
            header: content.header,
            origin: origin,
            index: index,
            standing: try standing(of: row, origin)
        )
    }

    /// What is stored of an object, as it was when the gate was asked about it.
    func holding(_ key: HoldingKey) throws -> Holding? {
        if let known = memory.holding, known.key == key { return known.found }
        let found = try transaction.holding(key)
        memory.holding = (key, found)
        return found
    }

    private func requireSame(_ digest: Digest, as row: ProjectedEntry) throws {
        guard digest == row.digest else {
            throw LogStorageError(.dataCorrupt, ["what": "entry \(row.index) of \(row.origin)"])
        }
    }

    private func standing(of row: ProjectedEntry, _ origin: Origin) throws -> GrantView.Standing {
        let history = try history(of: origin)
        let hasEnded = view.library.hasEnded(origin, at: row.index.rawValue) {
            history?.adoptedCharter(at: row.index.rawValue, in: view.library)
        }
        if hasEnded { return .beyondEnd }
        return row.verdictClass == .invalid ? .invalid : .counts
    }

    /// Who was who under the charter that the log had adopted at an index.
    private func adopted(at index: EntryIndex, of origin: Origin) throws -> Membership? {
        guard let history = try history(of: origin),
            case .adopted(let charter) = history.adoption(at: index.rawValue, in: view.library)
        else { return nil }
        return view.library.membership(of: charter.digest)
    }

    private func history(of origin: Origin) throws -> KeyHistory? {
        if let known = memory.histories[origin] { return known }
        let history = try view.projector.history(of: origin, in: transaction)
        memory.histories[origin] = .some(history)
        return history
    }
}
