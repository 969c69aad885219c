import Casework
import Cryptography
import Ledger
import LogStorage
import Logging
import PeerAPI
import Replication
import SQLiteStorage
import Synchronization
import TransparencyLog

/// Calls peers where older cards of theirs say that they listen.
///
/// A session dials the newest card's address alone. Of two copies of one home of which one has an address of its own, the other
/// is dialled by nobody: it would learn neither of the copy nor of the proof that a log was signed twice, and would go on. So
/// whoever answers there is told the newest card of its node, which its own key has signed, and all evidence against its logs.
/// A node that is told such a card of its own calls in turn where that one says that it listens: so both copies know.
final class FormerAddressCaller: Sendable {
    private struct State {
        var addresses = FormerAddresses()
        /// What must end the node.
        var failure: (any Error)?
    }

    private let state = Mutex(State())
    private let bell = Doorbell()
    private let clock: PeerClock

    init(clock: PeerClock) { self.clock = clock }

    /// An older card of a peer: whoever showed it, or listened there, may still be alive.
    func learn(_ card: PeerCard) { change { $0.learn(card, now: clock.uptime) } }

    /// Evidence against a log of a node was stored.
    func evidenceKept(against node: NodeName) {
        change { $0.evidenceKept(against: node, now: clock.uptime) }
    }

    /// Takes the card that a peer shows of itself in a session: one that is older than the newest, with another address, says
    /// that somebody is alive there.
    func hear(_ bytes: [UInt8], from peer: KeyName, _ registry: CardRegistry) {
        guard let newest = NodeName(peer).flatMap({ registry[$0] }), bytes != newest.note.encoded,
            // What is no card is refused where cards are judged.
            let card = try? PeerCard(parsing: bytes), card.node == newest.node,
            card.key == newest.key, card.content.serial < newest.content.serial,
            card.content.url != newest.content.url
        else { return }
        learn(card)
    }

    /// A peer was removed.
    func forget(_ peer: NodeName) { change { $0.forget(peer) } }

    /// How many calls to the former addresses of a peer have ended.
    func callCount(of peer: NodeName) -> Int { state.withLock { $0.addresses.callCount(of: peer) } }

    private func change(_ body: (inout FormerAddresses) -> Void) {
        state.withLock { body(&$0.addresses) }
        bell.ring()
    }

    /// Calls whoever is to be called, until the task is cancelled; throws what must end the node.
    func run(in supervisor: PeerSupervisor) async throws {
        for card in try await Self.stored(supervisor) {
            change { $0.learn(card, isStored: true, now: clock.uptime) }
        }
        try await withThrowingDiscardingTaskGroup { group in
            defer { group.cancelAll() }
            while !Task.isCancelled {
                if let failure = state.withLock(\.failure) { throw failure }
                for (card, told) in state.withLock({ $0.addresses.takeDue(now: clock.uptime) }) {
                    group.addTask { await self.call(card, told, in: supervisor) }
                }
                let deadline = state.withLock { $0.addresses.deadline }
                await bell.wait(until: deadline.map { clock.instant($0) })
            }
        }
    }

    private func call(
        _ card: PeerCard,
        _ told: Set<Digest>,
        in supervisor: PeerSupervisor
    ) async {
        do {
            let call = FormerAddressCall(supervisor: supervisor, card: card)
            let (outcome, told) = try await call.run(except: told)
            change { $0.ended(card, outcome, told: told, now: clock.uptime) }
        } catch {
            state.withLock { $0.failure = error }
            bell.ring()
        }
    }

    /// The older cards of each peer that are here.
    private static func stored(_ supervisor: PeerSupervisor) async throws -> [PeerCard] {
        let node = supervisor.node
        let registry = node.view.registry
        return try await node.store.read { transaction in
            try registry.peers.flatMap { newest in
                try transaction.cards(of: newest.node.keyName)
                    .filter { $0.serial < newest.content.serial }
                    .compactMap { stored -> PeerCard? in
                        do {
                            return try PeerCard(parsing: stored.note)
                        } catch {
                            // The newest card does without it.
                            node.logger.error(
                                "older card not readable",
                                metadata: [
                                    "error": "\(error)", "peer": "\(newest.node)",
                                    "serial": "\(stored.serial)",
                                ]
                            )
                            return nil
                        }
                    }
                    .filter { $0.content.url != newest.content.url }
            }
        }
    }
}

/// One call to one former address of a peer.
private struct FormerAddressCall {
    let supervisor: PeerSupervisor
    let card: PeerCard

    private var node: Node { supervisor.node }

    /// Calls, and says how that ended and what evidence was taken; throws what must end the node.
    func run(
        except told: Set<Digest>
    ) async throws -> (FormerAddresses.Outcome, Set<Digest>) {
        if card.node == node.view.node { return (await showOurselves(), []) }
        guard let newest = node.view.registry[card.node], newest.content.url != card.content.url,
            newest.content.serial > card.content.serial,
            let session = supervisor.session(with: try card.node.keyName)
        else { return (.obsolete, []) }
        var taken: Set<Digest> = []
        var owed: [(Digest, Notice)] = []
        do {
            owed = try await evidence(except: told)
            let line = try supervisor.line(to: session, id: supervisor.newConnection(), by: card)
            var failures: [any Error] = []
            // The proof first. Whatever is put off, what comes next is tried all the same.
            for (digest, notice) in owed {
                let failure = await failure(of: { try await tell(notice, over: line) })
                if let failure { failures.append(failure) } else { taken.insert(digest) }
            }
            let card = try Notice(parsing: newest.note.encoded)
            failures += await failure(of: { try await tell(card, over: line) }).map { [$0] } ?? []
            failures +=
                await failure(of: { try await greet(over: line, session) }).map { [$0] } ?? []
            await line.close()
            if let first = failures.first(where: PeerFailure.endsNode) ?? failures.first {
                throw first
            }
            return (.answered, taken)
        } catch  where PeerFailure.endsNode(error) {
            throw error
        } catch {
            log(error, "call to a peer's former address failed")
            return (.failed(isOwed: owed.count > taken.count), taken)
        }
    }

    /// Shows ourselves where a card of our own node that is not here says that it listens: that copy learns in no other way that this
    /// one is alive, and raises the alarm.
    private func showOurselves() async -> FormerAddresses.Outcome {
        guard card.note.text != node.view.card.note.text else { return .obsolete }
        do {
            let line = try supervisor.line(toCopyAt: card)
            var answer: SessionDocument?
            let failure = await failure(of: { answer = try await ask(line, card.node.keyName) })
            await line.close()
            if let failure { throw failure }
            // An address that leads back here has told nobody.
            return answer?.boot == supervisor.boot ? .failed(isOwed: false) : .answered
        } catch {
            log(error, "call to another copy of this home failed")
            return .failed(isOwed: false)
        }
    }

    private func log(_ error: any Error, _ message: Logger.Message) {
        node.logger.info(
            message,
            metadata: [
                "code": "\(PeerFailure.told(error).code)", "peer": "\(card.node)",
                "url": "\(card.content.url.text)",
            ]
        )
    }

    /// What something failed at; nil where it did not.
    private func failure(of step: () async throws -> Void) async -> (any Error)? {
        do {
            try await step()
            return nil
        } catch {
            return error
        }
    }

    /// Exchanges session documents, and raises an alarm where another process answers at the newest address at the same time.
    private func greet(over line: PeerLine, _ session: PeerSession) async throws {
        let former = try await ask(line, session.peer)
        guard let present = await presentBoot(session), present != former.boot else { return }
        // Asked once more: it has not ended meanwhile to begin anew at the other address.
        guard try await ask(line, session.peer).boot == former.boot else { return }
        try await supervisor.alarms.raise(
            Alarm(
                .twoLiveCopies,
                [
                    "newer": "\(present)", "older": "\(former.boot)", "peer": "\(session.peer)",
                ]
            )
        )
    }

    private func ask(_ line: PeerLine, _ peer: KeyName) async throws -> SessionDocument {
        try await line.session.session(try supervisor.sessionDocument(for: peer))
    }

    /// What answers at the newest address now; nil where nobody does.
    private func presentBoot(_ session: PeerSession) async -> BootNonce? {
        let line: PeerLine
        do {
            line = try supervisor.line(to: session, id: supervisor.newConnection())
        } catch {
            // A peer that was removed meanwhile.
            return nil
        }
        // That nobody answers is the answer.
        let boot = try? await ask(line, session.peer).boot
        await line.close()
        return boot
    }

    /// Tells it something once; an answer that no second try changes is an answer.
    private func tell(_ notice: Notice, over line: PeerLine) async throws {
        do {
            try await line.inControl { try await $0.send(notice) }
        } catch  where PeerFailure.isFinal(error) {
            node.logger.info(
                "notice refused at a peer's former address",
                metadata: ["code": "\(PeerFailure.told(error).code)", "peer": "\(card.node)"]
            )
        }
    }

    /// The stored evidence against the peer's logs of mechanisms that it shares with us.
    private func evidence(except told: Set<Digest>) async throws -> [(Digest, Notice)] {
        let peer = try card.node.keyName
        return try await node.store.read { try $0.forkEvidence() }
            .filter { document in
                guard !told.contains(document.digest) else { return false }
                // What is stored was read before; bytes that are no evidence are not sent.
                let evidence = try? ForkEvidence(parsing: document.bytes)
                return evidence.flatMap { LogName($0.origin) }?.node == card.node
            }
            .map { ($0.digest, try Notice(parsing: $0.bytes)) }
            .filter { supervisor.mayTell($0.1, to: peer) }
    }
}
