import Casework
import Cryptography
import Foundation
package import Ledger
import LocalAPI
import LogStorage
import Logging
import PeerAPI
import Replication
import SQLiteStorage
import Synchronization
package import TLSTransport
import TransparencyLog

/// Everything by which a node and its peers replicate: one server, one session a peer, one follower a mirrored log.
///
/// Each of them is a loop of its own over a machine that decides; none waits for another. When one fails for a reason
/// that leaves the disk unknown, `run` throws and the node must end.
///
/// ## Topics
/// - ``prepare()``
/// - ``run(onServing:)``
/// - ``probe(_:)``
package final class PeerSupervisor: Sendable {
    /// Says where a peer listens; tests give another than the card's URL.
    package typealias Locator = @Sendable (PeerCard) throws -> HTTPSAddress

    private struct State {
        var sessions: [NodeName: PeerSession] = [:]
        /// The card that each session was made for.
        var cards: [NodeName: PeerCard] = [:]
        var ownCard: Digest
        /// The newest charter in force of each mechanism.
        var charters: [MechanismID: Digest]
        var refused: [NodeName: Set<MechanismID>] = [:]
        /// The newest charters of the mechanisms that each peer shares with us.
        var shared: [NodeName: Set<Digest>] = [:]
        /// Peers that show successors of logs of which nothing is verified here yet.
        var early: Set<NodeName> = []
        var followers: [Origin: FollowerShell] = [:]
        /// By peer, the logs in which it shows more than we have.
        var behind: [KeyName: Set<Origin>] = [:]
        /// The logs in which some peer shows more than we have.
        var logsBehind: Set<Origin> = []
        var lastConnection: UInt64 = 0
        /// When the card of each peer was replaced last.
        var cardReplacements: [NodeName: Duration] = [:]
    }

    let node: Node
    let boot: BootNonce
    let clock: PeerClock
    let heads: HeadsDoor
    let logs = LogDirectory()
    /// Answers with objects that are on their way, all logs and peers together.
    let objectRounds = Turnstile(Limits.objectRoundCountMax)
    /// Looks through key histories for cards with a foreign key, which anybody can make: one at a time.
    let cardLookups = Turnstile(1)
    let observed: PeerObservations
    let alarms: AlarmBook
    let ownHeads: OwnHeadGuard
    let formerAddresses: FormerAddressCaller
    let receipts = ReceiptSigner()
    let refresher = ProjectionRefresher()
    let pins = PinRegistry()
    let context: CurrentTLSContext
    private let locate: Locator
    private let state: Mutex<State>
    /// Held while what peers may see is read and applied, so that no older view comes to count after a newer one.
    private let applying = Mutex<Void>(())
    private let newSessions: AsyncStream<PeerSession>
    private let newSessionsInput: AsyncStream<PeerSession>.Continuation
    private let newFollowers: AsyncStream<FollowerShell>
    private let newFollowersInput: AsyncStream<FollowerShell>.Continuation

    /// Prepares replication for an open node; nothing is dialled or served before `run`.
    ///
    /// Throws what the certificate, its key or the CA file is refused for.
    package init(
        _ node: Node,
        locate: @escaping Locator = { try HTTPSAddress($0.content.url.text) }
    ) throws {
        guard let boot = BootNonce(bytes: try SecureRandom.bytes(count: BootNonce.byteCount)) else {
            preconditionFailure("a nonce has as many bytes as were drawn")
        }
        self.node = node
        self.boot = boot
        self.locate = locate
        let clock = PeerClock(node.time)
        self.clock = clock
        heads = HeadsDoor(boot: boot, clock: clock)
        observed = PeerObservations(clock)
        alarms = AlarmBook(node: node)
        ownHeads = OwnHeadGuard(clock: clock, stops: node.stops)
        formerAddresses = FormerAddressCaller(clock: clock)
        let certificates = try CertificateFile.load(from: node.home.tlsCertificate.path)
        observed.setCertificate(certificates.first)
        context = CurrentTLSContext(try Self.tlsContext(of: node, showing: certificates))
        state = Mutex(
            State(
                ownCard: SHA256.digest(of: node.view.card.note.text),
                charters: node.view.library.chains.compactMapValues { $0.newestInForce()?.digest }
            )
        )
        (newSessions, newSessionsInput) = AsyncStream.makeStream()
        (newFollowers, newFollowersInput) = AsyncStream.makeStream()
    }

    private static func tlsContext(
        of node: Node,
        showing certificates: [Certificate]
    ) throws -> TLSContext {
        let authorities = try node.configuration.authorities(in: node.home)
        if let own = certificates.first, !own.names(node.view.node.text) {
            node.logger.error(
                "the certificate does not name this node: every peer refuses it",
                metadata: [
                    "node": "\(node.view.node)", "path": "\(node.home.tlsCertificate.path)",
                ]
            )
        }
        return try TLSContext(
            identity: TLSIdentity(certificates: certificates, key: node.view.keyring.tls),
            authorities: authorities
        )
    }

    // MARK: Running

    /// Takes up the logs that are here, and from now on holds up or refuses appending as peers give reason to.
    ///
    /// Called once, before local users are answered and before `run`.
    package func prepare() async throws {
        try await load()
        node.setAppendGate { [ownHeads] in try await ownHeads.requireAppending(to: $0) }
    }

    /// Replicates until the task is cancelled; `onServing` gets the port once peers can connect.
    ///
    /// Throws when the address cannot be bound, and what ended a part for good.
    package func run(onServing: @escaping @Sendable (Int) async -> Void = { _ in }) async throws {
        node.setObserver { [observed] in observed.current }
        node.setProber { [self] in try await probe($0) }
        node.setCharterSource { [self] in try await charter($0) }
        node.setPackSource { [self] in try await rulePack($0) }
        node.onViewChange { [self] _ in viewChanged() }
        node.onHead { [self] in ownHeadMoved($0) }
        viewChanged()
        let listener = try PeerServing(self).listener()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await listener.run(onRunning: onServing) }
            group.addTask { try await self.heads.run() }
            group.addTask { try await self.ownHeads.run(in: self) }
            group.addTask { try await self.receipts.run(in: self) }
            group.addTask { try await self.formerAddresses.run(in: self) }
            group.addTask { try await self.refresher.run(in: self) }
            group.addTask { try await self.runSessions() }
            group.addTask { try await self.runFollowers() }
            defer { group.cancelAll() }
            try await group.next()
        }
    }

    private func runSessions() async throws {
        try await withThrowingDiscardingTaskGroup { group in
            for await session in newSessions {
                group.addTask { try await session.run(in: self) }
            }
        }
    }

    private func runFollowers() async throws {
        try await withThrowingDiscardingTaskGroup { group in
            for await follower in newFollowers {
                group.addTask { try await follower.run(in: self) }
            }
        }
    }

    /// Takes up the logs that are here.
    private func load() async throws {
        let (stored, stops) = try await node.store.read { transaction in
            (try transaction.logs(), try OwnHeadGuard.stops(in: transaction))
        }
        let replicated = stored.filter { LogName.replicated($0.origin) != nil && $0.size > 0 }
        let claims = replicated.map {
            HeadClaim(origin: $0.origin, size: $0.size, root: $0.root)
        }
        for claim in claims { logs.add(claim.origin) }
        try heads.setHeads(claims)
        let own = Set(stored.filter { $0.kind == .own }.map(\.origin))
        ownHeads.begin(
            heads: claims.filter { own.contains($0.origin) },
            stops: stops,
            peers: Set(
                try node.view.registry.peers.filter { card in
                    sharedMechanisms(with: PeerNode(card)).isEmpty == false
                }
                .map { try $0.node.keyName }
            )
        )
        for log in stored where log.kind == .mirrored { _ = try follower(of: log.origin) }
    }

    // MARK: What is asked of it from many sides

    /// A number for one more connection.
    func newConnection() -> ConnectionID {
        state.withLock { state in
            state.lastConnection += 1
            return ConnectionID(rawValue: state.lastConnection)
        }
    }

    /// The session with a peer that was added.
    func session(with peer: KeyName) -> PeerSession? {
        NodeName(peer).flatMap { name in state.withLock { $0.sessions[name] } }
    }

    /// A charter that some peer gives; nil where none does.
    private func charter(_ digest: Digest) async throws -> Charter? {
        try await first(of: digest, "charter") { line in
            let charter = try Charter(
                parsing: await line.inControl { try await $0.charter(digest) }
            )
            return (charter, charter.digest)
        }
    }

    /// All sessions, open or not.
    var sessions: [PeerSession] { state.withLock { Array($0.sessions.values) } }

    /// Connections to a peer for a session that dials: where its newest card says, or another `card` of it.
    ///
    /// Whichever address it is, only the keys of the newest card are believed there.
    func line(
        to session: PeerSession,
        id: ConnectionID,
        by card: PeerCard? = nil
    ) throws -> PeerLine {
        guard let newest = node.view.registry[session.name] else { throw SourceGone() }
        return PeerLine(
            id: id,
            to: session.peer,
            at: try locate(card ?? newest),
            context: context,
            pins: pins
        )
    }

    /// Connections to where a newer card of our own node says that it listens: another copy of this home, with our own keys.
    func line(toCopyAt card: PeerCard) throws -> PeerLine {
        PeerLine(
            id: newConnection(),
            to: try card.node.keyName,
            at: try locate(card),
            context: context,
            pins: pins
        )
    }

    /// The connections to a peer with which a session stands.
    func line(to peer: KeyName) throws -> PeerLine {
        guard let line = session(with: peer)?.line else { throw SourceGone() }
        return line
    }

    /// The connections to a peer for questions about a log; none while the peer must not know of it.
    func line(to peer: KeyName, for log: LogName) throws -> PeerLine {
        guard let shown = peerNode(peer), isShared(log.mechanism, with: shown) else {
            throw SourceGone()
        }
        return try line(to: peer)
    }

    /// A peer as its card describes it; nil for a node that was not added.
    func peerNode(_ peer: KeyName) -> PeerNode? {
        NodeName(peer).flatMap { node.view.registry[$0] }.map { PeerNode($0) }
    }

    /// The follower of a log, made where there is none; nil when too many are followed.
    func follower(of origin: Origin) throws -> FollowerShell? {
        guard let name = LogName.replicated(origin), name.node != node.view.node else { return nil }
        let author = try name.node.keyName
        return state.withLock { state in
            if let follower = state.followers[origin] { return follower }
            guard state.followers.count < Limits.followedLogCountMax else { return nil }
            let follower = FollowerShell(origin: origin, author: author, name: name)
            state.followers[origin] = follower
            newFollowersInput.yield(follower)
            return follower
        }
    }

    /// Whether a peer's card may be replaced again; notes that it is.
    func mayReplaceCard(of peer: NodeName) -> Bool {
        let now = clock.uptime
        return state.withLock { state in
            if let last = state.cardReplacements[peer], now < last + Limits.cardPause {
                return false
            }
            state.cardReplacements[peer] = now
            return true
        }
    }

    /// All followers.
    var followers: [FollowerShell] { state.withLock { Array($0.followers.values) } }

    // MARK: Changes

    /// Serves and asks a peer nothing of a mechanism, or does so again.
    func setRefused(_ mechanism: String, for peer: NodeName, _ isRefused: Bool) {
        guard let mechanism = MechanismID(mechanism) else { return }
        state.withLock { state in
            if isRefused {
                state.refused[peer, default: []].insert(mechanism)
            } else {
                state.refused[peer]?.remove(mechanism)
            }
        }
        share()
    }

    /// Whether the charters of a mechanism rival with the peer's.
    func isRefused(_ mechanism: MechanismID, for peer: NodeName) -> Bool {
        state.withLock { $0.refused[peer]?.contains(mechanism) ?? false }
    }

    /// Notes in which logs each peer shows more than we have, for the session that watches its progress.
    func setBehind(_ origin: Origin, sources: Set<KeyName>) {
        let changes = state.withLock { state in
            if sources.isEmpty {
                state.logsBehind.remove(origin)
            } else {
                state.logsBehind.insert(origin)
            }
            var changes: [(PeerSession, Bool)] = []
            for (name, session) in state.sessions {
                guard let peer = try? name.keyName else { continue }
                let was = !state.behind[peer, default: []].isEmpty
                if sources.contains(peer) {
                    state.behind[peer, default: []].insert(origin)
                } else {
                    state.behind[peer]?.remove(origin)
                }
                let isBehind = !state.behind[peer, default: []].isEmpty
                if was != isBehind { changes.append((session, isBehind)) }
            }
            return changes
        }
        for (session, isBehind) in changes { session.post(.following(isBehind: isBehind)) }
    }

    /// Bytes of entries that each log that is behind may have in memory: they share what there is.
    var windowByteCountMax: Int {
        Limits.windowsByteCountMax / max(1, state.withLock { $0.logsBehind.count })
    }

    /// What one change of view means for sessions and notices.
    private struct Change {
        var gone: [PeerSession] = []
        var changed: [PeerSession] = []
        /// Cards that count no more, of peers that listen elsewhere now.
        var former: [PeerCard] = []
        var isNewCard = false
        var risen: [Digest] = []
    }

    /// Peers, charters, packs or keys changed: sessions, pins and what is shared follow.
    private func viewChanged() {
        let change = applying.withLock { _ in apply(node.view) }
        for session in change.gone { forget(session) }
        for session in change.changed { session.post(.redial) }
        for card in change.former { formerAddresses.learn(card) }
        if change.isNewCard { parties.passOnOwnCard() }
        for digest in change.risen { parties.passOn(charter: digest) }
        for follower in followers { follower.viewChanged() }
        share()
        refresher.ring()
        receipts.ring()
    }

    private func apply(_ view: NodeView) -> Change {
        let peers = view.registry.peers
        var names: [CertificatePin: String] = [:]
        for card in peers {
            for pin in card.content.pins { names[CertificatePin(digest: pin)] = card.node.text }
        }
        // Another copy of this home has our own: it is no stranger, and there is nothing that it may ask for.
        for pin in view.card.content.pins {
            names[CertificatePin(digest: pin)] = view.node.text
        }
        pins.replace(names)
        let ownCard = SHA256.digest(of: view.card.note.text)
        let charters = view.library.chains.compactMapValues { $0.newestInForce()?.digest }
        return state.withLock { state in
            var change = Change()
            for (name, session) in state.sessions where view.registry[name] == nil {
                change.gone.append(session)
                state.sessions[name] = nil
                state.cards[name] = nil
                state.refused[name] = nil
                state.shared[name] = nil
                state.early.remove(name)
            }
            for card in peers {
                let former = state.cards.updateValue(card, forKey: card.node)
                if let session = state.sessions[card.node] {
                    if former?.note.text != card.note.text { change.changed.append(session) }
                    if let former, former.content.url != card.content.url {
                        change.former.append(former)
                    }
                } else if let session = try? PeerSession(with: card.node) {
                    state.sessions[card.node] = session
                    newSessionsInput.yield(session)
                }
            }
            change.isNewCard = state.ownCard != ownCard
            change.risen = charters.filter { state.charters[$0.key] != $0.value }.map(\.value)
            state.ownCard = ownCard
            state.charters = charters
            return change
        }
    }

    private func forget(_ session: PeerSession) {
        session.stop()
        state.withLock { $0.behind[session.peer] = nil }
        heads.remove(session.peer)
        clock.forget(session.peer)
        ownHeads.forget(session.peer)
        formerAddresses.forget(session.name)
        observed.forget(session.name)
    }

    private func ownHeadMoved(_ checkpoint: Checkpoint) {
        guard LogName.replicated(checkpoint.origin) != nil else { return }
        let claim = HeadClaim(checkpoint)
        ownHeads.appended(claim)
        headMoved(claim)
        // It may go to another office of this very node.
        receipts.ring()
    }

    /// A head of ours or of a mirrored log is durable: whoever shares the log is told at once.
    func headMoved(_ claim: HeadClaim) {
        if logs.add(claim.origin) {
            share(claim.origin)
            hearEarly()
        }
        do {
            try heads.setHeads([claim])
        } catch {
            node.logger.error("heads not told", metadata: ["error": "\(error)"])
        }
    }

    /// A peer shows a successor of a log of which nothing is verified here: it is asked again when another log is.
    func hearLater(_ peer: NodeName) { _ = state.withLock { $0.early.insert(peer) } }

    private func hearEarly() {
        let sessions = state.withLock { state in
            defer { state.early = [] }
            return state.early.compactMap { state.sessions[$0] }
        }
        for session in sessions { session.post(.sharesOtherwise) }
    }

    /// Sets anew which logs each peer shares with us.
    private func share() {
        applying.withLock { _ in
            let view = node.view
            let byMechanism = Dictionary(grouping: logs.all) { LogName($0)?.mechanism }
            for card in view.registry.peers {
                let mechanisms = sharedMechanisms(with: PeerNode(card), view)
                let shared = mechanisms.flatMap { byMechanism[$0] ?? [] }
                do {
                    let peer = try card.node.keyName
                    try heads.setLogs(Set(shared), of: peer)
                    hearAnew(card.node, peer, Set(mechanisms), view)
                } catch {
                    node.logger.error("heads not told", metadata: ["error": "\(error)"])
                }
            }
        }
    }

    /// Shares a log that is new here with the peers of its mechanism; what else they share stays as it is.
    private func share(_ origin: Origin) {
        guard let mechanism = LogName(origin)?.mechanism else { return }
        applying.withLock { _ in
            let view = node.view
            do {
                let peers = try view.registry.peers
                    .filter { isShared(mechanism, with: PeerNode($0), view) }
                    .map { try $0.node.keyName }
                try heads.addLog(origin, to: peers)
            } catch {
                node.logger.error("heads not told", metadata: ["error": "\(error)"])
            }
        }
    }

    /// Asks a peer for its heads anew where more is shared with it than before: what it showed earlier was not for us yet,
    /// and it will not show it again by itself.
    ///
    /// Where less is shared, it is asked for nothing more of the rest, and hears at once what is still shown to it: whoever a revision
    /// leaves out learns so while its sessions stand.
    private func hearAnew(
        _ name: NodeName,
        _ peer: KeyName,
        _ mechanisms: Set<MechanismID>,
        _ view: NodeView
    ) {
        let charters = Set(
            mechanisms.compactMap { view.library.chains[$0]?.newestInForce()?.digest }
        )
        let (former, session) = state.withLock { state in
            (state.shared.updateValue(charters, forKey: name) ?? [], state.sessions[name])
        }
        guard charters != former else { return }
        for follower in followers where !mechanisms.contains(follower.name.mechanism) {
            follower.sourceGone(peer)
        }
        session?.post(.sharesOtherwise)
    }
}
