import Casework
import Cryptography
import Ledger
import LogStorage
import Logging
import PeerAPI
import Replication
import SQLiteStorage
import TransparencyLog

/// What peers are answered: the first gate before any lookup, the second on the stored entry before an object is looked up.
struct NodePeerService: PeerService {
    let supervisor: PeerSupervisor
    var node: Node { supervisor.node }

    init(_ supervisor: PeerSupervisor) { self.supervisor = supervisor }

    // MARK: Sessions

    func session(
        _ document: SessionDocument,
        from peer: KeyName
    ) async throws -> SessionDocument {
        if NodeName(peer) == node.view.node { try await hear(copy: document) }
        supervisor.session(with: peer)?.hear(document)
        supervisor.formerAddresses.hear(document.card, from: peer, node.view.registry)
        return try supervisor.sessionDocument(for: peer)
    }

    /// Raises an alarm for a caller that has our own TLS key: another copy of this home, which was told of our card.
    private func hear(copy document: SessionDocument) async throws {
        // A home that was set back may find itself where its lost card says.
        guard document.boot != supervisor.boot else { return }
        // Whoever has the key may show anything in place of a card; that it called is told all the same.
        let own = node.view.card
        let shown = (try? PeerCard(parsing: document.card))
            .flatMap { $0.node == own.node && $0.key == own.key ? $0 : nil }
        let url = (shown ?? own).content.url.text
        try await warn(Alarm(.ownCopyLive, ["node": node.view.node.text, "url": url]))
    }

    func heads(_ query: HeadsQuery, for peer: KeyName) async throws -> HeadsDocument? {
        guard supervisor.peerNode(peer) != nil else { return nil }
        guard let document = try await supervisor.heads.poll(query, from: peer) else { return nil }
        return try HeadsDocument(
            cursor: document.cursor,
            logs: supervisor.shown(document.logs, to: peer)
        )
    }

    func receive(_ notice: Notice, from peer: KeyName) async throws {
        switch notice.kind {
        case .card: try await supervisor.parties.consider(card: notice.bytes, from: peer)
        case .charter: try await supervisor.parties.receive(charter: notice.bytes, from: peer)
        case .fork:
            try await ForkKeeper(supervisor: supervisor).receive(notice.bytes, from: peer)
        }
    }

    // MARK: Charters and packs

    func charter(_ digest: Digest, for peer: KeyName) async throws -> [UInt8]? {
        guard let peer = supervisor.peerNode(peer), supervisor.mayKnow(charter: digest, peer),
            let charter = node.view.library.membership(of: digest)?.charter
        else { return nil }
        return charter.note.encoded
    }

    func rulePack(_ digest: Digest, for peer: KeyName) async throws -> [UInt8]? {
        let (library, packs) = (node.view.library, node.view.packs)
        guard let peer = supervisor.peerNode(peer) else { return nil }
        // A charter names packs, and these name calendars.
        func names(_ rules: PackReference) -> Bool {
            rules.digest == digest
                || packs.pack(rules)?.calendars.contains { $0.digest == digest } == true
        }
        let isNamed = library.chains.values.contains { chain in
            chain.all.contains { charter in
                charter.content.rules.contains(where: names)
                    && library.membership(of: charter.digest).map {
                        Scope.decide(peer: peer, charter: $0).isAllowed
                    } == true
            }
        }
        guard isNamed else { return nil }
        return try await node.store.read { try $0.rulePack(digest) }
    }

    // MARK: The first gate

    /// The origin of a log that the peer may see; nil for all others, known here or not.
    func shared(_ log: LogID, with peer: KeyName) -> Origin? {
        let view = node.view
        guard let origin = supervisor.logs[log], let name = LogName.replicated(origin),
            let peer = supervisor.peerNode(peer),
            !supervisor.isRefused(name.mechanism, for: peer.name)
        else { return nil }
        let decision = Scope.decide(peer: peer, origin: origin, own: view.own) {
            view.library.newest(of: $0, adopted: nil)
        }
        return decision.isAllowed ? origin : nil
    }
}

// MARK: - Logs

extension NodePeerService {
    func keyEntries(of log: LogID, for peer: KeyName) async throws -> KeyEntries? {
        guard let origin = shared(log, with: peer) else { return nil }
        let projector = node.view.projector
        return try await node.store.read { transaction in
            guard let history = try projector.history(of: origin, in: transaction) else {
                return nil
            }
            return try KeyEntries(transaction.keyEntries(of: history))
        }
    }

    func checkpoint(of log: LogID, for peer: KeyName) async throws -> [UInt8]? {
        guard let origin = shared(log, with: peer) else { return nil }
        return try await node.store.read { transaction in
            guard let stored = try transaction.log(origin), let note = stored.checkpoint else {
                return nil
            }
            let lines = try transaction.cosignatures(of: origin, size: stored.size)
                .prefix(Limits.servedCosignatureCountMax)
            return note + lines.flatMap(\.line)
        }
    }

    func cosignatures(
        of log: LogID,
        size: TreeSize,
        for peer: KeyName
    ) async throws -> [UInt8]? {
        guard let origin = shared(log, with: peer) else { return nil }
        return try await node.store.read { transaction in
            guard let stored = try transaction.log(origin), size <= stored.size,
                let note = try transaction.checkpoint(of: origin, size: size)
            else { return nil }
            return try note + transaction.cosignatures(of: origin, size: size).flatMap(\.line)
        }
    }

    func store(
        _ submission: CosignatureSubmission,
        of log: LogID,
        from peer: KeyName
    ) async throws -> PeerAPI.ReceiptOutcome? {
        let checkpoint = submission.checkpoint
        guard let origin = shared(log, with: peer), let name = LogName(origin),
            name.node == node.view.node,
            let card = NodeName(peer).flatMap({ node.view.registry[$0] })
        else { return nil }
        guard checkpoint.origin == origin else {
            throw Self.unverified("The checkpoint is of \(checkpoint.origin).")
        }
        // A retired key counts for what was signed before its end.
        let cosignatures = try submission.cosignatures(by: card.content.mirrors)
            .filter { cosignature in
                card.content.retiredMirrors.allSatisfy { retired in
                    retired.key.id != cosignature.line.keyID || cosignature.time <= retired.end
                }
            }
        guard !cosignatures.isEmpty else {
            throw Self.unverified("The receipt is later than the end of the key that signed it.")
        }
        let latest = UInt64(max(0, node.time.now())) + Replication.Limits.receiptLeadSecondCountMax
        if let far = cosignatures.first(where: { $0.time > latest }) {
            throw PeerRefusal(
                .notVerifiable,
                cause: "The receipt's time \(far.time) is more than a day ahead of our clock.",
                remedy: "Compare the clocks of both nodes, and send the receipt again."
            )
        }
        return try await node.store.write { transaction in
            guard let stored = try transaction.log(origin) else { return nil }
            guard let note = try transaction.checkpoint(of: origin, size: checkpoint.size) else {
                return .sizeUnknown(stored.size)
            }
            guard try Note(parsing: note).text == checkpoint.note.text else {
                throw Self.unverified("This log has another root at size \(checkpoint.size).")
            }
            for cosignature in cosignatures {
                _ = try transaction.insertCosignature(
                    StoredCosignature(
                        origin: origin,
                        size: checkpoint.size,
                        cosigner: CosignerID(
                            name: cosignature.line.name,
                            keyID: cosignature.line.keyID
                        ),
                        time: cosignature.time,
                        line: cosignature.line.encoded
                    )
                )
            }
            return .stored
        }
    }

    private static func unverified(_ cause: String) -> PeerRefusal {
        PeerRefusal(
            .notVerifiable,
            cause: cause,
            remedy: "Fetch the newest checkpoint; if that verifies, tell the operator."
        )
    }

    func tile(
        _ tile: TileCoordinate,
        of log: LogID,
        for peer: KeyName
    ) async throws -> [UInt8]? {
        guard let origin = shared(log, with: peer) else { return nil }
        return try await node.store.read { transaction in
            guard let stored = try transaction.log(origin), tile.exists(in: stored.size) else {
                return nil
            }
            return try transaction.tile(
                of: origin,
                level: tile.level,
                index: tile.index,
                width: tile.width
            )
        }
    }

    func bundle(
        _ bundle: BundleCoordinate,
        of log: LogID,
        for peer: KeyName
    ) async throws -> [UInt8]? {
        guard let origin = shared(log, with: peer) else { return nil }
        return try await node.store.read { transaction in
            guard let stored = try transaction.log(origin),
                bundle.tile.exists(in: stored.size),
                let first = EntryIndex(bundle.index * UInt64(TileCoordinate.fullWidth))
            else { return nil }
            let entries = try transaction.entries(of: origin, from: first, count: bundle.width)
            return try EntryBundle(entries).encoded
        }
    }
}

// MARK: - Objects

extension NodePeerService {
    func object(
        _ object: Digest,
        at index: EntryIndex,
        of log: LogID,
        for peer: KeyName
    ) async throws -> [UInt8]? {
        guard let origin = shared(log, with: peer), let asker = supervisor.peerNode(peer) else {
            return nil
        }
        let want = ObjectsRequest.Want(index: index, object: object)
        let items = try await answers([want], of: origin, for: asker)
        if case .bytes(let bytes)? = items.first { return bytes }
        return nil
    }

    func objects(
        _ request: ObjectsRequest,
        of log: LogID,
        for peer: KeyName
    ) async throws -> ObjectsAnswer? {
        guard let origin = shared(log, with: peer), let asker = supervisor.peerNode(peer) else {
            return nil
        }
        var answer = ObjectsAnswer(wantCount: request.wants.count)
        for item in try await answers(request.wants, of: origin, for: asker) {
            answer.append(item)
        }
        return answer
    }

    /// What was found to be damaged while objects were looked for.
    private struct Damage {
        /// Objects of which the row or the sealed bytes are.
        var objects: [HoldingKey] = []
        /// The size of the log, where something is by which it is decided who may have an object.
        var log: TreeSize?
    }

    /// Decides on each object by itself, and only then looks it up.
    private func answers(
        _ wants: [ObjectsRequest.Want],
        of origin: Origin,
        for peer: PeerNode
    ) async throws -> [ObjectsAnswer.Item] {
        let (view, clock) = (node.view, supervisor.clock.state)
        let (items, damage) = try await node.store.read { transaction in
            var damage = Damage()
            guard let stored = try transaction.log(origin) else {
                return (wants.map { _ in ObjectsAnswer.Item.denied }, damage)
            }
            let gate = ObjectGate(view: view, clock: clock, transaction: transaction)
            var room = Replication.Limits.objectsAnswerByteCountMax
            let items: [ObjectsAnswer.Item] = try wants.map { want in
                do {
                    guard stored.size.contains(want.index),
                        try gate.promise(of: want.object, at: want.index, of: origin, for: peer)?
                            .isAllowed == true
                    else { return .denied }
                } catch  where PeerFailure.isDamage(error) {
                    // Nobody gets what nobody can decide on, and whoever asks learns nothing from it.
                    damage.log = stored.size
                    return .denied
                }
                let key = HoldingKey(origin: origin, index: want.index, object: want.object)
                do {
                    return try Self.item(key, view, gate, room: &room)
                } catch  where PeerFailure.isDamage(error) {
                    // One object that cannot be read or opened keeps no other from being given.
                    damage.objects.append(key)
                    return .later
                }
            }
            return (items, damage)
        }
        for key in damage.objects {
            try await warn(
                Alarm(
                    .objectDamaged,
                    ["index": "\(key.index)", "object": key.object.hex, "origin": "\(key.origin)"]
                )
            )
        }
        if let size = damage.log {
            try await warn(Alarm(.ownCopyDamaged, ["origin": "\(origin)", "size": "\(size)"]))
        }
        return items
    }

    /// An object that the asker may have, as long as it was not erased here and the answer has room for it.
    private static func item(
        _ key: HoldingKey,
        _ view: NodeView,
        _ gate: ObjectGate,
        room: inout Int
    ) throws -> ObjectsAnswer.Item {
        // What no longer fits is neither read nor opened.
        guard room > 0 else { return .later }
        if try gate.holding(key)?.status == .erased { return .denied }
        guard let bytes = try bytes(of: key, view, gate) else { return .later }
        room -= bytes.count
        return .bytes(bytes)
    }

    /// An object's salted form; nil where it is not stored.
    private static func bytes(
        of key: HoldingKey,
        _ view: NodeView,
        _ gate: ObjectGate
    ) throws -> [UInt8]? {
        guard let holding = try gate.holding(key), holding.status == .stored else {
            return nil
        }
        let sealed = try SealedObject(
            name: key.object,
            wrappedKey: holding.wrappedKey,
            storageKey: view.keyring.storageKey
        )
        return try sealed.open(holding.sealed).bytes
    }

    private func warn(_ alarm: Alarm) async throws {
        do {
            try await supervisor.alarms.raise(alarm)
        } catch  where PeerFailure.endsNode(error) {
            throw error
        } catch {
            // It stands in the node's own log already.
            node.logger.error("alarm not kept", metadata: ["error": "\(error)"])
        }
    }
}
