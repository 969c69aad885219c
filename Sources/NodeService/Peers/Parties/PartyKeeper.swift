import Casework
import Cryptography
import Foundation
import Ledger
import LogStorage
import Logging
import PeerAPI
import Replication
import SQLiteStorage
import TransparencyLog

/// Takes cards and charters from whoever sends them: verified, stored, and only then known and passed on.
struct PartyKeeper: Sendable {
    let supervisor: PeerSupervisor
    private var node: Node { supervisor.node }

    init(supervisor: PeerSupervisor) { self.supervisor = supervisor }

    // MARK: Cards

    /// Judges a card by its signature and serial, not by the way it came; one of a node that was not added is dropped, and so is
    /// one of a node that shares no charter with the sender, who must not learn from the answer whether we know it.
    ///
    /// Throws a refusal for a card that does not verify, and raises an alarm for two cards with one serial.
    func consider(card bytes: [UInt8], from sender: KeyName) async throws {
        let card: PeerCard
        do {
            card = try PeerCard(parsing: bytes)
        } catch {
            throw Self.refusal(error)
        }
        if card.node == node.view.node { return try await consider(own: card, from: sender) }
        guard mayBring(card, sender) else { return }
        do {
            if case .refused(let error) = node.view.registry.judge(card, now: node.time.now()),
                error.code == .cardKeyChanged
            {
                throw error
            }
            let file = try await node.changes.pass { try await keep(card, from: sender) }
            guard let file else { return }
            passOn(card, except: sender)
            try file.get()
        } catch let error as PartyError where error.code == .cardKeyChanged {
            // Anybody makes such cards: what is looked up for one holds up nobody's change, and no more than one reader.
            try await supervisor.cardLookups.pass { try await lookForRotation(to: card) }
            throw Self.refusal(error)
        }
    }

    /// Raises an alarm for a card that our own key has signed later than the one here: somewhere a copy of this home is alive, or
    /// was, or this home is an older state.
    ///
    /// It stops nothing: it says nothing of our logs, and of two copies it does not say which one is right.
    private func consider(own card: PeerCard, from sender: KeyName) async throws {
        let own = node.view.card
        guard card.key == own.key, card.note.text != own.note.text,
            card.content.serial >= own.content.serial
        else { return }
        try await supervisor.alarms.raise(
            Alarm(
                .ownCardNewer,
                [
                    "holder": "\(sender)", "node": card.node.text,
                    "serial": "\(card.content.serial)", "url": card.content.url.text,
                ]
            ),
            notes: [card.note.encoded]
        )
        // Whoever listens there is told of this one: peers tell it nothing.
        supervisor.formerAddresses.learn(card)
    }

    /// Whether the sender may hear what we think of a card: it is its own, or of a node that shares a charter with it.
    private func mayBring(_ card: PeerCard, _ sender: KeyName) -> Bool {
        guard let peer = supervisor.peerNode(sender) else { return false }
        if peer.name == card.node { return true }
        let view = node.view
        guard let known = view.registry[card.node] else { return false }
        return Scope.decide(peer: peer, cardOf: PeerNode(known), newest: Self.newest(view))
            .isAllowed
    }

    private static func newest(_ view: NodeView) -> [Membership] {
        view.library.chains.keys.compactMap { view.library.newest(of: $0, adopted: nil) }
    }

    /// Stores a newer card and lets it count; says what came of its file, and nil where it was no newer one.
    private func keep(_ card: PeerCard, from sender: KeyName) async throws -> Outcome? {
        let now = node.time.now()
        switch node.view.registry.judge(card, now: now) {
        case .same, .add: return nil
        case .replace: break
        case .refused(let error):
            try await refuse(card, for: error, from: sender)
            return nil
        }
        // Each costs a commit here and at every member: a node that signs cards without end is told to wait.
        guard supervisor.mayReplaceCard(of: card.node) else {
            throw PeerRefusal(
                .tooManyRequests,
                cause: "A card of \(card.node) was replaced a moment ago.",
                remedy: "Send this one again later."
            )
        }
        try await node.store.write { try $0.keep(card) }
        node.update { $0.registry.keep(card) }
        // What is for people comes last: what is stored counts, also where the file cannot be written.
        let file = node.home.peers.appending(path: "\(card.node).card")
        return Outcome { try NewFile.replace(card.note.encoded, at: file.path) }
    }

    /// Tells whom it concerns that a card was refused; throws where the sender is one of them.
    private func refuse(
        _ card: PeerCard,
        for error: PartyError,
        from sender: KeyName
    ) async throws {
        let code = "ledger_parties.\(error.code.rawValue)"
        if error.code.isAlarm {
            try await supervisor.alarms.raise(code, error.arguments, notes: [card.note.encoded])
        }
        switch error.code {
        // The key may have become a foreign one while the card waited for its turn.
        case .cardKeyChanged: throw error
        // An older card on its way is no fault of whoever passes it on.
        case .cardSerialLower: break
        // Whose key or pin it uses is a node that the sender need not know of.
        case .cardKeyReused, .cardPinReused, .cardBoxReused:
            if let peer = NodeName(sender) {
                supervisor.observed.failed(peer, code, error.arguments)
            }
        default: throw Self.refusal(error)
        }
    }

    /// Looks whether the card's key was proven; where that cannot be read, the card is refused all the same.
    private func lookForRotation(to card: PeerCard) async throws {
        do {
            try await warnOfRotation(to: card)
        } catch  where PeerFailure.endsNode(error) || Task.isCancelled {
            throw error
        } catch {
            node.logger.error("key history not read", metadata: ["error": "\(error)"])
        }
    }

    /// Raises an alarm where a verified log of the node proves that its old key handed over to the card's.
    ///
    /// Cards and charters do not follow a rotation by themselves: logs reach nodes in different orders, and two nodes that know
    /// different successors would hold different charters to be in force.
    private func warnOfRotation(to card: PeerCard) async throws {
        let view = node.view
        guard let known = view.registry[card.node] else { return }
        let isProven = try await node.store.read { transaction in
            try transaction.logs().contains { log in
                guard log.kind == .mirrored, LogName(log.origin)?.node == card.node,
                    let keys = try view.projector.history(of: log.origin, in: transaction)?
                        .nodeKeySuccession,
                    let old = keys.firstIndex(of: known.key)
                else { return false }
                return keys[old...].dropFirst().contains(card.key)
            }
        }
        guard isProven else { return }
        let arguments = [
            "fingerprint": card.fingerprint.text, "known": known.fingerprint.text,
            "node": card.node.text,
        ]
        try await supervisor.alarms.raise(
            Alarm(.nodeKeyRotated, arguments),
            notes: [card.note.encoded]
        )
    }

    private func passOn(_ card: PeerCard, except sender: KeyName?) {
        // A card that was read is within the limits of a notice.
        guard let notice = try? Notice(parsing: card.note.encoded) else { return }
        let newest = Self.newest(node.view)
        supervisor.passOn(notice, except: sender) { Self.mayTell(card, to: $0, newest) }
    }

    /// Whether a peer may be told a card now: it shares a charter with the card's node.
    func mayTell(card bytes: [UInt8], to peer: PeerNode) -> Bool {
        // What is queued was read before; what is no card is not sent.
        guard let card = try? PeerCard(parsing: bytes) else { return false }
        return Self.mayTell(card, to: peer, Self.newest(node.view))
    }

    private static func mayTell(
        _ card: PeerCard,
        to peer: PeerNode,
        _ newest: [Membership]
    ) -> Bool {
        peer.name != card.node
            && Scope.decide(peer: peer, cardOf: PeerNode(card), newest: newest).isAllowed
    }

    /// Tells every peer our own new card.
    func passOnOwnCard() { passOn(node.view.card, except: nil) }

    // MARK: Charters

    /// The charters after a revision towards the one in force, as notices: the first ones, which the peer can take, where there are
    /// more than may wait for it.
    func chain(of mechanism: String, from digest: Digest) throws -> [Notice] {
        guard let id = MechanismID(mechanism), let chain = node.view.library.chains[id],
            let newest = chain.newestInForce(),
            let order = chain.adoptionOrder(from: digest, to: newest.digest)
        else { return [] }
        return try order.prefix(Limits.sentCharterCountMax).compactMap { digest in
            try chain[digest].map { try Notice(parsing: $0.note.encoded) }
        }
    }

    /// Takes a charter that came as a notice; one of a mechanism that was not joined is dropped.
    ///
    /// Throws a refusal for one that does not verify, is not in force, or rivals with ours. Whoever is not in the
    /// mechanism is told nothing, whatever became of the charter.
    func receive(charter bytes: [UInt8], from sender: KeyName) async throws {
        let charter: Charter
        do {
            charter = try Charter(parsing: bytes)
        } catch {
            throw Self.refusal(error)
        }
        let view = node.view
        guard let chain = view.library.chains[charter.mechanism],
            let peer = supervisor.peerNode(sender)
        else { return }
        let isInside = PeerSupervisor.isCommon(charter.mechanism, with: peer, view)
        // A member that joins may be the first that shows us the revision by which it does.
        guard isInside || Scope.decide(peer: peer, charter: Membership(charter)).isAllowed else {
            return
        }
        // A first revision is known or a rival; one whose predecessor is missing comes again with the session.
        guard
            chain[charter.digest] != nil
                || charter.content.predecessor.map({ chain[$0] != nil }) == true
        else { return }
        do {
            guard let file = try await keep(charter, except: sender) else { return }
            // A rival is an alarm also where its file cannot be written.
            try await requireNoRival(of: charter)
            try file.get()
        } catch let error as PartyError {
            guard isInside else { return }
            throw Self.refusal(error)
        }
    }

    /// Raises an alarm and throws `charters_rival` for a charter that stands beside another; both are kept as evidence.
    private func requireNoRival(of charter: Charter) async throws {
        let rivalry = node.view.library.chains[charter.mechanism]?.rivalries
            .first { [$0.first, $0.second].contains(charter.digest) }
        guard let error = rivalry?.error else { return }
        try await supervisor.alarms.raise(
            "ledger_parties.\(error.code.rawValue)",
            error.arguments,
            notes: [charter.note.encoded]
        )
        throw error
    }

    /// Fetches a charter that a peer holds to be in force, with those before it that are missing here, and judges it.
    func fetch(
        charter digest: Digest,
        of mechanism: String,
        over line: PeerLine,
        from peer: KeyName
    ) async throws -> (ours: Digest, verdict: CharterVerdict) {
        guard let id = MechanismID(mechanism), let chain = node.view.library.chains[id],
            let before = chain.newestInForce()
        else { throw NodeError(.mechanismUnknown, ["mechanism": mechanism]) }
        do {
            guard let missing = try await missing(digest, id, over: line) else {
                return (before.digest, .unusable)
            }
            for charter in missing {
                let file = try await keep(charter, except: peer)
                // What is stored counts, and so do those that come after it.
                if case .failure(let error)? = file, let name = NodeName(peer) {
                    supervisor.observed.failed(name, error)
                }
            }
        } catch let error as PartyError {
            guard error.code == .chartersRival else { return (before.digest, .unusable) }
            let signers = error.arguments["signers"] ?? ""
            return (before.digest, .rival(commonSigners: [signers]))
        } catch is PeerClientError {
            return (before.digest, .unusable)
        }
        return verdict(on: digest, of: id)
    }

    /// The charter and its ancestors that are not here, oldest first; nil where the peer serves something else, or where
    /// they are too many.
    private func missing(
        _ digest: Digest,
        _ mechanism: MechanismID,
        over line: PeerLine
    ) async throws -> [Charter]? {
        var found: [Charter] = []
        var next: Digest? = digest
        while let wanted = next {
            guard found.count < Limits.fetchedCharterCountMax else { return nil }
            let charter = try Charter(
                parsing: await line.inControl { try await $0.charter(wanted) }
            )
            guard charter.digest == wanted, charter.mechanism == mechanism else { return nil }
            found.append(charter)
            next = charter.content.predecessor.flatMap { predecessor in
                node.view.library.chains[mechanism]?[predecessor] == nil ? predecessor : nil
            }
        }
        return found.reversed()
    }

    private func verdict(
        on digest: Digest,
        of mechanism: MechanismID
    ) -> (ours: Digest, verdict: CharterVerdict) {
        guard let chain = node.view.library.chains[mechanism], let newest = chain.newestInForce()
        else { return (digest, .unusable) }
        if newest.digest == digest || chain.isAncestor(digest, of: newest.digest) {
            return (newest.digest, .newer)
        }
        guard chain.isInForce(digest),
            let rivalry = chain.rivalries.first(where: { rivalry in
                [rivalry.first, rivalry.second].contains { rival in
                    rival == digest || chain.isAncestor(rival, of: digest)
                }
            })
        else { return (newest.digest, .unusable) }
        return (newest.digest, .rival(commonSigners: rivalry.signers.map(\.text)))
    }

    /// Stores a charter, or the signatures that it brings, and passes it on to the nodes that it names; says what came of its file,
    /// and nil where it brought nothing.
    private func keep(_ charter: Charter, except sender: KeyName) async throws -> Outcome? {
        let outcome = try await node.changes.pass { () -> (kept: Charter, file: Outcome)? in
            guard let kept = try await keep(charter) else { return nil }
            // What is for people comes last: what is stored counts, also where the file cannot be written.
            return (kept, Outcome { try CharterFile(kept).write(to: node.home.charters) })
        }
        guard let (kept, file) = outcome else { return nil }
        node.logger.notice(
            "a charter was taken from a peer",
            metadata: ["digest": "\(kept.digest.hex)", "node": "\(sender)"]
        )
        passOn(charter: kept.digest, except: sender)
        return file
    }

    /// What came of writing a file.
    private typealias Outcome = Result<Void, any Error>

    /// The charter as it is stored, with the signatures of both; nil where it brings nothing new.
    ///
    /// Nothing is written for one that is refused.
    private func keep(_ charter: Charter) async throws -> Charter? {
        let node = node
        var library = node.view.library
        guard let insertion = try library.take(charter), insertion != .known,
            let chain = library.chains[charter.mechanism], let taken = chain[charter.digest]
        else { return nil }
        let kept = try await node.store.write { transaction -> Charter in
            var whole = taken
            // What was stored and did not come to count, as when the disk was full, may have more signatures.
            if let stored = try transaction.charter(taken.digest) {
                let signers = chain.possibleSigners(of: taken)
                whole = try taken.merging(Charter(parsing: stored), by: signers)
            }
            try transaction.putCharter(whole.digest, note: whole.note.encoded)
            return whole
        }
        try node.update { _ = try $0.library.take(kept) }
        return kept
    }

    /// Sends a charter that is here to the nodes that it names.
    func passOn(charter digest: Digest, except sender: KeyName? = nil) {
        guard let membership = node.view.library.membership(of: digest),
            // A charter that was read is within the limits of a notice.
            let notice = try? Notice(parsing: membership.charter.note.encoded)
        else { return }
        supervisor.passOn(notice, except: sender) { peer in
            Scope.decide(peer: peer, charter: membership).isAllowed
        }
    }

    private static func refusal(_ error: PartyError) -> PeerRefusal {
        let isRival = error.code == .chartersRival
        let arguments = error.arguments.sorted { $0.key < $1.key }
            .map { "\($0.key) \($0.value)" }.joined(separator: ", ")
        return PeerRefusal(
            isRival ? .charterRivals : .notVerifiable,
            cause: "\(error.code.rawValue): \(arguments)",
            remedy: isRival
                ? "Compare both charters with the operators who signed them."
                : "Compare cards and charters with the operator of this node."
        )
    }
}
