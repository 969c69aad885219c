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
final class FormerAddressCaller: Sendable {
    private let state = Mutex(FormerAddresses())
    private let bell = Doorbell()
    private let clock: PeerClock

    init(clock: PeerClock) { self.clock = clock }

    /// An older card of a peer: whoever showed it, or listened there, may still be alive.
    func learn(_ card: PeerCard) { change { $0.learn(card, now: clock.uptime) } }

    /// Evidence was stored.
    func evidenceKept() { change { $0.evidenceKept(now: clock.uptime) } }

    /// A peer was removed.
    func forget(_ peer: NodeName) { change { $0.forget(peer) } }

    /// How often the former addresses of a peer were called.
    func tryCount(of peer: NodeName) -> Int { state.withLock { $0.tryCount(of: peer) } }

    private func change(_ body: (inout FormerAddresses) -> Void) {
        state.withLock { body(&$0) }
        bell.ring()
    }

    /// Calls whoever is to be called, until the task is cancelled; throws what must end the node.
    func run(in supervisor: PeerSupervisor) async throws {
        for card in try await Self.stored(supervisor) { learn(card) }
        try await withThrowingDiscardingTaskGroup { group in
            while !Task.isCancelled {
                for (card, told) in state.withLock({ $0.takeDue(now: clock.uptime) }) {
                    group.addTask {
                        let call = FormerAddressCall(supervisor: supervisor, card: card)
                        let (outcome, told) = try await call.run(except: told)
                        self.change { $0.ended(card, outcome, told: told, now: self.clock.uptime) }
                    }
                }
                let deadline = state.withLock { $0.deadline }
                await bell.wait(until: deadline.map { clock.instant($0) })
            }
            group.cancelAll()
        }
    }

    /// The card before the newest of each peer, where it is here.
    private static func stored(_ supervisor: PeerSupervisor) async throws -> [PeerCard] {
        let registry = supervisor.node.view.registry
        return try await supervisor.node.store.read { transaction in
            try registry.peers.flatMap { newest in
                try transaction.cards(of: newest.node.keyName)
                    .filter { $0.serial < newest.content.serial }
                    .map { try PeerCard(parsing: $0.note) }
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
        guard let newest = node.view.registry[card.node], newest.content.url != card.content.url,
            newest.content.serial > card.content.serial,
            let session = supervisor.session(with: try card.node.keyName)
        else { return (.obsolete, []) }
        var taken: Set<Digest> = []
        var owed: [(Digest, Notice)] = []
        do {
            owed = try await evidence(except: told)
            let line = try supervisor.line(to: session, id: supervisor.newConnection(), by: card)
            do {
                try await greet(over: line, session)
                try await tell(newest, over: line)
                for (digest, notice) in owed {
                    try await line.inControl { try await $0.send(notice) }
                    taken.insert(digest)
                }
                await line.close()
            } catch {
                await line.close()
                throw error
            }
            return (.answered, taken)
        } catch  where PeerFailure.endsNode(error) {
            throw error
        } catch {
            let failure = PeerFailure.told(error)
            node.logger.info(
                "nobody answers at a peer's former address",
                metadata: [
                    "code": "\(failure.code)", "peer": "\(card.node)",
                    "url": "\(card.content.url.text)",
                ]
            )
            return (.failed(isOwed: owed.count > taken.count), taken)
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

    /// Tells it the card that its own node signed later.
    private func tell(_ newest: PeerCard, over line: PeerLine) async throws {
        let notice = try Notice(parsing: newest.note.encoded)
        try await line.inControl { try await $0.send(notice) }
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
