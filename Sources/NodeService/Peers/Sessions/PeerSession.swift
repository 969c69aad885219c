import Casework
import Cryptography
import Ledger
import PeerAPI
import Replication
import Synchronization
import TransparencyLog

/// The contact with one peer: runs the directives of its `SessionMachine`, one loop a peer.
///
/// A peer that is slow or silent holds up this loop's questions and nobody else's.
final class PeerSession: Sendable {
    /// What happened.
    enum Event: Sendable {
        case answered(ConnectionID, SessionDocument)
        case polled(ConnectionID, HeadsDocument?)
        case failed(ConnectionID, any Error)
        /// A session document of the peer's waits to be heard.
        case incoming
        case cardConsidered(isFinal: Bool)
        case noticeAnswered(Digest, isFinal: Bool)
        case judged(mechanism: String, Digest, ours: Digest, CharterVerdict)
        case enqueue(Notice)
        case following(isBehind: Bool)
        case progress
        case sharesOtherwise
        case redial
        case nodeEnds(any Error)
    }

    /// The peer.
    let name: NodeName
    /// The peer's name as keys bear it.
    let peer: KeyName
    private let inbox = Inbox<Event>()
    private let openLine = Mutex<PeerLine?>(nil)
    private let isStopped = Mutex(false)
    private let incoming = Mutex<SessionDocument?>(nil)

    /// A session with a peer that was added.
    init(with name: NodeName) throws {
        self.name = name
        peer = try name.keyName
    }

    /// The connections, while a session stands.
    var line: PeerLine? { openLine.withLock { $0 } }

    /// Tells the loop what happened.
    func post(_ event: Event) { inbox.post(event) }

    /// Takes a session document that the peer sent by itself; of several the last one counts, so that nobody can fill
    /// the inbox.
    func hear(_ document: SessionDocument) {
        let isNew = incoming.withLock { waiting in
            defer { waiting = document }
            return waiting == nil
        }
        if isNew { inbox.post(.incoming) }
    }

    /// The session document that waits; it is taken once.
    func takeIncoming() -> SessionDocument? {
        incoming.withLock { waiting in
            defer { waiting = nil }
            return waiting
        }
    }

    /// Ends the session for good: the peer was removed.
    func stop() {
        isStopped.withLock { $0 = true }
        inbox.ring()
    }

    /// Keeps the contact until the task is cancelled or the session stopped.
    func run(in supervisor: PeerSupervisor) async throws {
        var run = SessionRun(session: self, supervisor: supervisor)
        try await withThrowingDiscardingTaskGroup { group in
            defer { group.cancelAll() }
            while !Task.isCancelled, !isStopped.withLock({ $0 }) {
                try run.step(inbox.takeAll(), in: &group) { line in
                    openLine.withLock { $0 = line }
                }
                await inbox.wait(until: run.deadline)
            }
            openLine.withLock { $0 = nil }
            await run.end()
        }
    }
}

/// One run of a session's loop, with everything that only the loop touches.
private struct SessionRun {
    typealias Group = ThrowingDiscardingTaskGroup<any Error>

    let session: PeerSession
    let supervisor: PeerSupervisor
    private var machine: SessionMachine
    private var line: PeerLine?
    private var wasOpen = false

    init(session: PeerSession, supervisor: PeerSupervisor) {
        self.session = session
        self.supervisor = supervisor
        machine = SessionMachine(peer: session.peer, now: supervisor.clock.uptime)
    }

    var openLine: PeerLine? { machine.isOpen ? line : nil }

    var deadline: ContinuousClock.Instant? {
        machine.deadline.map { supervisor.clock.instant($0) }
    }

    /// Takes what happened, runs what follows from it.
    ///
    /// `publish` gets the connections, or nil, before anybody is told that a session stands.
    mutating func step(
        _ events: [PeerSession.Event],
        in group: inout Group,
        publish: (PeerLine?) -> Void
    ) throws {
        var directives: [SessionDirective] = []
        for event in events { directives += try take(event, in: &group) }
        directives += machine.onTick(now: supervisor.clock.uptime)
        let isAnswered = events.contains { if case .answered = $0 { true } else { false } }
        // Heads may only be heard once their source can be asked.
        publish(openLine)
        while !directives.isEmpty {
            directives += try perform(directives.removeFirst(), in: &group)
        }
        publish(openLine)
        // After the heads of the same answer; a peer that shares no log with us has none.
        if isAnswered { supervisor.ownHeads.asked(session.peer) }
        guard machine.isOpen != wasOpen else { return }
        wasOpen = machine.isOpen
        supervisor.observed.setConnected(session.name, wasOpen)
        if wasOpen {
            supervisor.sessionOpened(with: session)
        } else {
            supervisor.sessionEnded(with: session.peer)
        }
    }

    mutating func end() async {
        await line?.close()
        guard wasOpen else { return }
        // A peer that was removed and added again has a new session by now, of which nothing has ended.
        let present = supervisor.session(with: session.peer)
        guard present == nil || present === session else { return }
        if present != nil { supervisor.observed.setConnected(session.name, false) }
        supervisor.sessionEnded(with: session.peer)
    }

    // MARK: Events

    private mutating func take(
        _ event: PeerSession.Event,
        in group: inout Group
    ) throws -> [SessionDirective] {
        let now = supervisor.clock.uptime
        switch event {
        case .answered(let connection, let document):
            return hear(document, over: connection)
        case .incoming:
            guard let document = session.takeIncoming() else { return [] }
            // The server does not tell connections apart: each session counts as one just opened.
            let connection = supervisor.newConnection()
            return machine.onIncomingConnection(connection, now: now)
                + hear(document, over: connection)
        case .polled(let connection, let document):
            supervisor.observed.heard(session.name)
            return machine.onHeads(document, over: connection, now: now)
        case .failed(let connection, let error):
            guard let line, line.id == connection else { return [] }
            supervisor.observed.failed(session.name, error)
            return try hangUp(line, in: &group)
        case .noticeAnswered(let digest, let isFinal):
            return machine.onNotice(digest, isFinal: isFinal, now: now, random: try Self.random())
        case .cardConsidered(let isFinal):
            return machine.onCardConsidered(isFinal: isFinal, now: now)
        case .judged(let mechanism, let digest, let ours, let verdict):
            return machine.onCharterJudged(
                mechanism: mechanism,
                digest: digest,
                ours: ours,
                verdict: verdict
            )
        case .enqueue(let notice): return machine.enqueue(notice)
        case .following(let isBehind):
            machine.onFollowing(isBehind: isBehind, now: now)
            return []
        case .progress:
            machine.onProgress(now: now)
            return []
        case .sharesOtherwise: return machine.onSharesOtherwise(now: now)
        case .redial:
            guard let line else { return [] }
            return try hangUp(line, in: &group)
        case .nodeEnds(let error): throw error
        }
    }

    private mutating func hear(
        _ document: SessionDocument,
        over connection: ConnectionID
    ) -> [SessionDirective] {
        supervisor.observed.heard(session.name, document)
        return machine.onSession(
            document,
            over: connection,
            charters: supervisor.charterViews,
            now: supervisor.clock.moment
        )
    }

    private mutating func hangUp(
        _ line: PeerLine,
        in group: inout Group
    ) throws -> [SessionDirective] {
        self.line = nil
        group.addTask { await line.close() }
        supervisor.ownHeads.asked(session.peer)
        return machine.onConnectionClosed(
            line.id,
            now: supervisor.clock.uptime,
            random: try Self.random()
        )
    }

    private static func random() throws -> UInt64 {
        try SecureRandom.bytes(count: 8).reduce(0) { $0 << 8 | UInt64($1) }
    }

    // MARK: Directives

    private mutating func perform(
        _ directive: SessionDirective,
        in group: inout Group
    ) throws -> [SessionDirective] {
        switch directive {
        case .dial: return try dial()
        case .postSession(let connection): ask(connection, in: &group) { postSession($0) }
        case .pollHeads(let connection, let query):
            ask(connection, in: &group) { line in
                { .polled(connection, try await line.session.heads(query)) }
            }
        case .close(let connection):
            if let line, line.id == connection { return try hangUp(line, in: &group) }
        case .hearHeads(let claims): supervisor.hear(claims, from: session.peer)
        case .recordClock(let offset):
            supervisor.clock.record(session.peer, offsetSeconds: offset)
        case .sendNotice(let notice): send(notice, in: &group)
        case .refuseMechanism(let mechanism, _, _, _):
            supervisor.setRefused(mechanism, for: session.name, true)
        case .admitMechanism(let mechanism):
            supervisor.setRefused(mechanism, for: session.name, false)
        case .considerCard(let bytes): consider(bytes, in: &group)
        case .fetchCharter(let mechanism, let digest):
            fetch(charter: digest, of: mechanism, in: &group)
        case .sendCharterChain, .offerEvidence, .alarm: background(directive, in: &group)
        }
        return []
    }

    private mutating func dial() throws -> [SessionDirective] {
        let connection = supervisor.newConnection()
        do {
            line = try supervisor.line(to: session, id: connection)
        } catch {
            supervisor.observed.failed(session.name, error)
            supervisor.ownHeads.asked(session.peer)
            return machine.onDialFailed(now: supervisor.clock.uptime, random: try Self.random())
        }
        // The first question dials; what it fails at ends the connection.
        return machine.onDialled(connection, now: supervisor.clock.uptime)
    }

    /// Asks something over the connection; a failure ends it.
    private func ask(
        _ connection: ConnectionID,
        in group: inout Group,
        _ question: (PeerLine) -> @Sendable () async throws -> PeerSession.Event
    ) {
        guard let line, line.id == connection else { return }
        let (session, question) = (session, question(line))
        group.addTask {
            do {
                session.post(try await question())
            } catch {
                session.post(.failed(connection, error))
            }
        }
    }

    private func postSession(
        _ line: PeerLine
    ) -> @Sendable () async throws -> PeerSession.Event {
        let (supervisor, peer) = (supervisor, session.peer)
        return {
            let document = try supervisor.sessionDocument(for: peer)
            return .answered(line.id, try await line.session.session(document))
        }
    }

    private func send(_ notice: Notice, in group: inout Group) {
        // It may have waited since before the peer left the mechanism.
        guard supervisor.mayTell(notice, to: session.peer) else {
            return session.post(.noticeAnswered(notice.digest, isFinal: true))
        }
        let (session, line) = (session, openLine)
        group.addTask {
            do {
                guard let line else { throw SourceGone() }
                try await line.inControl { try await $0.send(notice) }
                session.post(.noticeAnswered(notice.digest, isFinal: true))
            } catch {
                session.post(
                    .noticeAnswered(notice.digest, isFinal: PeerFailure.isFinal(error))
                )
            }
        }
    }

    /// What needs the store, and of which the machine awaits no answer.
    private func background(_ directive: SessionDirective, in group: inout Group) {
        let (supervisor, session) = (supervisor, session)
        start(in: &group) {
            switch directive {
            case .sendCharterChain(let mechanism, let digest):
                for notice in try supervisor.parties.chain(of: mechanism, from: digest) {
                    session.post(.enqueue(notice))
                }
            case .offerEvidence(let mechanism):
                let notices = try await supervisor.forks.notices(for: session.peer, of: mechanism)
                for notice in notices { session.post(.enqueue(notice)) }
            case .alarm(let alarm): try await supervisor.alarms.raise(alarm)
            default: break
            }
        }
    }

    private func consider(_ card: [UInt8], in group: inout Group) {
        let (supervisor, session) = (supervisor, session)
        start(in: &group) {
            do {
                try await supervisor.parties.consider(card: card, from: session.peer)
                session.post(.cardConsidered(isFinal: true))
            } catch {
                let refusal = error as? PeerRefusal
                let isFinal = refusal.map { $0.code != .tooManyRequests } ?? false
                session.post(.cardConsidered(isFinal: isFinal))
                throw error
            }
        }
    }

    private func fetch(
        charter digest: Digest,
        of mechanism: String,
        in group: inout Group
    ) {
        let (supervisor, session, line) = (supervisor, session, line)
        start(in: &group) {
            do {
                guard let line else { throw SourceGone() }
                let (ours, verdict) = try await supervisor.parties.fetch(
                    charter: digest,
                    of: mechanism,
                    over: line,
                    from: session.peer
                )
                session.post(.judged(mechanism: mechanism, digest, ours: ours, verdict))
            } catch {
                session.post(.judged(mechanism: mechanism, digest, ours: digest, .unusable))
                throw error
            }
        }
    }

    /// Does something beside the loop; a failure is shown with the peer, or ends the node.
    private func start(
        in group: inout Group,
        _ work: @escaping @Sendable () async throws -> Void
    ) {
        let (supervisor, session) = (supervisor, session)
        group.addTask {
            do {
                try await work()
            } catch {
                guard !PeerFailure.endsNode(error) else { return session.post(.nodeEnds(error)) }
                if !(error is SourceGone) { supervisor.observed.failed(session.name, error) }
            }
        }
    }
}
