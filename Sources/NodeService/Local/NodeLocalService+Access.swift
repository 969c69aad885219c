import Casework
import Cryptography
import Ledger
package import LocalAPI
import LogStorage
import SQLiteStorage
import TransparencyLog

extension NodeLocalService {
    /// Why an address or a node may hold what an entry names.
    package func why(
        entry prefix: String,
        peer: String,
        caller: Caller
    ) async throws -> AccessAnswer {
        try await Problems.told {
            let view = node.view
            let clock = ClockState(
                now: node.time.now(),
                isSynchronised: node.time.isSynchronised()
            )
            return try await node.store.read { transaction in
                let location = try Self.location(of: prefix, in: transaction)
                try Self.requireKnown(location, asked: prefix, by: caller, transaction)
                let asked = try Self.peer(peer, at: location.origin, view)
                let gate = ObjectGate(view: view, clock: clock, transaction: transaction)
                return try Self.answer(location, asked: peer, asked, gate, transaction)
            }
        }
    }

    private static func answer(
        _ location: EntryLocation,
        asked text: String,
        _ peer: PeerNode,
        _ gate: ObjectGate,
        _ transaction: SQLiteTransaction
    ) throws -> AccessAnswer {
        let scope = gate.scope(of: location.origin, for: peer)
        let grant = try gate.grant(at: location.index, of: location.origin)
        let decisions = try (grant?.objects ?? []).compactMap { reference in
            try gate.access(
                to: reference.sha256,
                at: location.index,
                of: location.origin,
                for: peer
            ).map { decision in
                AccessAnswer.Decision(
                    object: reference.sha256.hex,
                    role: reference.role.text,
                    allowed: scope.isAllowed && decision.isAllowed,
                    reason: CodedText(scope.isAllowed ? decision : scope)
                )
            }
        }
        let bytes = try transaction.entryBytes(of: location.origin, at: location.index) ?? []
        return AccessAnswer(
            entry: SHA256.digest(of: bytes).hex,
            origin: "\(location.origin)",
            index: location.index.rawValue,
            peer: text,
            node: peer.name.text,
            scope: AccessAnswer.Scope(allowed: scope.isAllowed, reason: CodedText(scope)),
            decisions: decisions
        )
    }

    private static func location(
        of prefix: String,
        in transaction: SQLiteTransaction
    ) throws -> EntryLocation {
        guard prefix.utf8.count >= 8 else {
            throw NodeError.malformed("entry", prefix)
        }
        // What the prefix names is decided by digests alone: entries that came and were not judged yet have no row.
        let digests = try transaction.entryDigests(withPrefix: prefix, limit: 2)
        guard digests.count < 2 else { throw NodeError(.entryAmbiguous, ["entry": prefix]) }
        // A copy of an entry's bytes in another log is another place of one digest, and counts for nothing.
        guard let location = try digests.first.flatMap(transaction.bestLocation(ofEntry:)) else {
            throw NodeError(.entryUnknown, ["entry": prefix])
        }
        return location
    }

    /// The node that is asked about: by its name, or by an address of the log's mechanism.
    private static func peer(
        _ text: String,
        at origin: Origin,
        _ view: NodeView
    ) throws -> PeerNode {
        if let name = NodeName(text) {
            if name == view.node { return view.own }
            if let card = view.registry[name] { return PeerNode(card) }
        }
        guard let address = Address(text), let log = LogName(origin),
            let newest: Membership = view.library.newest(of: log.mechanism, adopted: nil),
            let peer = newest.peer(of: address)
        else { throw NodeError(.addressUnknown, ["address": text]) }
        return peer
    }

    /// Dials a peer now and says what each step found.
    package func test(peer name: String, caller: Caller) async throws -> PeerTest {
        try await Problems.told {
            guard let peer = NodeName(name), node.view.registry[peer] != nil else {
                throw NodeError(.peerUnknown, ["node": name])
            }
            return PeerTest(node: name, steps: try await node.probe(peer))
        }
    }
}

extension NodeLocalService: LocalService {}
