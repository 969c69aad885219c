package import Cryptography
package import TransparencyLog

/// The life of the contact with one peer: dialling, the exchange of sessions, the one long poll, notices.
///
/// Both sides dial; each side pulls over the connection that it dialled. A session that the peer sends over its own
/// connection is heard here, too. The shell runs the directives and reports back; it calls `onTick` at `deadline`.
package struct SessionMachine: Sendable {
    /// Where the outgoing connection stands.
    package enum Phase: Hashable, Sendable {
        /// No connection; the next attempt is due then.
        case waiting(until: Duration)
        /// A dial is on its way.
        case dialling
        /// The connection stands, our session document is on its way.
        case greeting(ConnectionID)
        /// Sessions are exchanged; the long poll is held.
        case open(ConnectionID)
        /// We asked for the connection to be closed.
        case closing(ConnectionID)
    }

    /// How often sessions are exchanged anew.
    package static let sessionInterval: Duration = .seconds(3_600)
    /// Connected and behind without progress for so long: the connection is replaced.
    package static let stallLimit: Duration = .seconds(60)
    /// An answer that says nothing costs as much as 20 that say something: news come at once, and idle polls five times a second.
    private static let emptyAnswerCost = 20
    /// Heads that one token pays for, besides the answer itself.
    private static let headCountOfToken = 16
    /// How long a poll that is overdue is still waited for, after its own wait.
    package static let pollGrace: Duration = .seconds(10)
    /// A connection that stood for so long was a success: the pauses begin anew after it.
    package static let stableAfter: Duration = .seconds(60)
    /// How long a session may take to be answered.
    package static let greetingLimit: Duration = .seconds(30)
    /// How often a peer that comes by itself can cut a pause of ours short.
    package static let incomingPause: Duration = .seconds(1)
    /// When a card that could not be kept is asked for again.
    package static let cardPause: Duration = .seconds(60)

    /// The peer's node name.
    package let peer: KeyName
    /// Where the outgoing connection stands.
    package private(set) var phase: Phase
    /// When something of this peer was last heard.
    package private(set) var lastContact: Duration?
    /// How often the connection was replaced because nothing moved.
    package private(set) var stallCount = 0
    /// The mechanisms that are refused for rival charters, with the peer's digest.
    package private(set) var refused: [String: Digest] = [:]

    /// A charter that is being fetched and judged, one a mechanism.
    private struct CharterQuestion {
        let digest: Digest
        /// Whether the peer still claims what was asked for.
        var counts = true
        /// What it has claimed since.
        var next: Digest?
    }

    private var boots = BootHistory()
    private var backoff = Backoff()
    private var pacer: Pacer
    /// What the answer before the next poll costs.
    private var pollCost = 1
    private var notices = NoticeQueue()
    private var cursor: HeadsCursor?
    /// The card that was judged last, the one that is being judged, and the last one that came meanwhile.
    private var cardDigest: Digest?
    private var consideredCard: Digest?
    private var nextCard: [UInt8]?
    private var openedAt: [ConnectionID: Duration] = [:]
    private var questions: [String: CharterQuestion] = [:]
    /// The mechanisms of which the peer has said that it holds our charter to be in force.
    private var agreed: Set<String> = []
    private var lastIncoming: Duration?
    private var noticeBackoff = Backoff(base: .seconds(1))
    private var nextNotice: Duration?
    private var pollDeadline: Duration?
    private var nextPoll: Duration?
    private var greetingDeadline: Duration?
    /// When our own connection was asked for a session last.
    private var greetedAt: Duration?
    private var nextSession: Duration?
    /// Whether what is shared has changed since the session that is on its way was asked for, or another copy of the peer came in.
    private var owesSession = false
    private var openSince: Duration?
    private var isBehind = false
    private var lastProgress: Duration

    /// Starts without a connection; the first dial is due at once.
    package init(peer: KeyName, now: Duration) {
        self.peer = peer
        phase = .waiting(until: now)
        pacer = Pacer(
            burst: Limits.pollBurstCountMax * Self.emptyAnswerCost,
            interval: .milliseconds(10),
            now: now
        )
        lastProgress = now
    }

    /// Whether sessions are exchanged over a connection that we dialled.
    package var isOpen: Bool {
        if case .open = phase { return true }
        return false
    }

    /// How many notices wait for the peer.
    package var waitingNoticeCount: Int { notices.count }

    /// When `onTick` is due; nil when only an event can move the machine.
    package var deadline: Duration? {
        switch phase {
        case .waiting(let until): until
        case .dialling, .closing: nil
        case .greeting: greetingDeadline
        case .open:
            [pollDeadline, nextPoll, nextSession, greetingDeadline, stallDeadline, nextNotice]
                .reduce(nil) { Duration.earlier($0, $1) }
        }
    }

    private var stallDeadline: Duration? { isBehind ? lastProgress + Self.stallLimit : nil }

    // MARK: Time

    /// Does what is due.
    package mutating func onTick(now: Duration) -> [SessionDirective] {
        switch phase {
        case .waiting(let until) where now >= until:
            phase = .dialling
            return [.dial]
        case .greeting(let connection) where now >= greetingDeadline ?? .zero:
            return close(connection)
        case .open(let connection):
            return tickOpen(connection, now: now)
        default:
            return []
        }
    }

    private mutating func tickOpen(
        _ connection: ConnectionID,
        now: Duration
    ) -> [SessionDirective] {
        if let stallDeadline, now >= stallDeadline {
            stallCount += 1
            lastProgress = now
            return [
                .alarm(Alarm(.peerStalled, ["count": "\(stallCount)", "peer": "\(peer)"]))
            ] + close(connection)
        }
        if let pollDeadline, now >= pollDeadline { return close(connection) }
        if let greetingDeadline, now >= greetingDeadline { return close(connection) }
        var directives: [SessionDirective] = []
        if let due = nextSession, now >= due {
            directives += greetAgain(connection, now: now)
        }
        if let due = nextPoll, now >= due { directives += poll(connection, now: now) }
        if let due = nextNotice, now >= due {
            nextNotice = nil
            directives += sendNext()
        }
        return directives
    }

    // MARK: The outgoing connection

    /// The dial succeeded: the handshake ended and the connection is ours to use.
    package mutating func onDialled(
        _ connection: ConnectionID,
        now: Duration
    ) -> [SessionDirective] {
        guard phase == .dialling else { return [.close(connection)] }
        remember(connection, now: now)
        phase = .greeting(connection)
        greetingDeadline = now + Self.greetingLimit
        greetedAt = now
        return [.postSession(connection)]
    }

    /// The dial failed; the next one waits, with jitter from `random`.
    package mutating func onDialFailed(now: Duration, random: UInt64) -> [SessionDirective] {
        guard phase == .dialling else { return [] }
        phase = .waiting(until: now + backoff.next(random: random))
        return []
    }

    /// A connection ended, ours or the peer's, for whatever reason.
    package mutating func onConnectionClosed(
        _ connection: ConnectionID,
        now: Duration,
        random: UInt64
    ) -> [SessionDirective] {
        openedAt[connection] = nil
        switch phase {
        case .greeting(connection), .open(connection), .closing(connection):
            if let openSince, now - openSince >= Self.stableAfter { backoff.reset() }
            openSince = nil
            phase = .waiting(until: now + backoff.next(random: random))
            pollDeadline = nil
            nextPoll = nil
            nextSession = nil
            greetingDeadline = nil
            // The next connection begins with a session of its own.
            owesSession = false
            nextNotice = nil
            notices.putBack()
        default: break
        }
        return []
    }

    private mutating func close(_ connection: ConnectionID) -> [SessionDirective] {
        phase = .closing(connection)
        pollDeadline = nil
        return [.close(connection)]
    }

    private mutating func remember(_ connection: ConnectionID, now: Duration) {
        if openedAt.count >= Limits.connectionCountMax, let oldest = openedAt.keys.min() {
            openedAt[oldest] = nil
        }
        openedAt[connection] = now
    }

    /// The peer opened a connection to us.
    ///
    /// It is alive, so a dial that waits after failures is due at once, but no more often than once in `incomingPause`.
    package mutating func onIncomingConnection(
        _ connection: ConnectionID,
        now: Duration
    ) -> [SessionDirective] {
        remember(connection, now: now)
        guard case .waiting(let until) = phase, until > now, backoff.failureCount > 0,
            lastIncoming.map({ now - $0 >= Self.incomingPause }) ?? true
        else { return [] }
        lastIncoming = now
        backoff.reset()
        phase = .dialling
        return [.dial]
    }

    // MARK: Sessions

    /// A session document of the peer: the answer to ours, or sent over its own connection.
    ///
    /// `charters` is what we know of the mechanisms that we have joined; `wallSeconds` our clock when it was heard.
    package mutating func onSession(
        _ document: SessionDocument,
        over connection: ConnectionID,
        charters: [CharterView],
        now: Moment
    ) -> [SessionDirective] {
        lastContact = now.uptime
        var directives = hearBoot(document.boot, over: connection, now: now.uptime)
        directives.append(
            .recordClock(
                offsetSeconds: Int64(document.now.posixSeconds) - Int64(clamping: now.posixSeconds)
            )
        )
        directives += consider(document.card)
        directives += compare(document.charters, with: charters)
        if !document.logs.isEmpty { directives.append(.hearHeads(document.logs)) }
        switch phase {
        case .greeting(connection):
            phase = .open(connection)
            openSince = now.uptime
            greetingDeadline = nil
            lastProgress = now.uptime
            nextSession = now.uptime + Self.sessionInterval
            directives += poll(connection, now: now.uptime) + sendNext()
            directives += greetOwed(connection, now: now.uptime)
        case .open(connection):
            greetingDeadline = nil
            directives += greetOwed(connection, now: now.uptime)
        default: break
        }
        return directives
    }

    /// Other logs or charters are shared with the peer than before: it is told so, and what it shows is heard anew, all of it.
    ///
    /// A session that is on its way may say what was so before: another one follows when it is answered.
    package mutating func onSharesOtherwise(now: Duration) -> [SessionDirective] {
        switch phase {
        case .open(let connection) where greetingDeadline == nil:
            return greetAgain(connection, now: now)
        case .open, .greeting:
            owesSession = true
            return []
        case .waiting, .dialling, .closing: return []
        }
    }

    private mutating func greetOwed(
        _ connection: ConnectionID,
        now: Duration
    ) -> [SessionDirective] {
        guard owesSession else { return [] }
        owesSession = false
        return greetAgain(connection, now: now)
    }

    private mutating func greetAgain(
        _ connection: ConnectionID,
        now: Duration
    ) -> [SessionDirective] {
        nextSession = now + Self.sessionInterval
        greetingDeadline = now + Self.greetingLimit
        greetedAt = now
        return [.postSession(connection)]
    }

    private mutating func hearBoot(
        _ nonce: BootNonce,
        over connection: ConnectionID,
        now: Duration
    ) -> [SessionDirective] {
        var opened = openedAt[connection] ?? now
        let isOurs = phase == .open(connection) || phase == .greeting(connection)
        // An answer is no older than its question.
        if isOurs, let greetedAt { opened = max(opened, greetedAt) }
        let newer: BootNonce
        switch boots.hear(nonce, connectionOpenedAt: opened, now: now) {
        case .same, .late: return []
        case .restarted:
            // Whoever answered us before is asked whether it is still there; a question that is on its way came before.
            guard !isOurs else { return [] }
            return onSharesOtherwise(now: now)
        case .twoLiveCopies(let nonce): newer = nonce
        }
        return [
            .alarm(
                Alarm(
                    .twoLiveCopies,
                    ["newer": "\(newer)", "older": "\(nonce)", "peer": "\(peer)"]
                )
            )
        ]
    }

    // MARK: Cards

    /// Lets one card be judged at a time; of several that come meanwhile the last one counts.
    private mutating func consider(_ card: [UInt8]) -> [SessionDirective] {
        let digest = SHA256.digest(of: card)
        guard consideredCard == nil else {
            nextCard = digest == consideredCard ? nil : card
            return []
        }
        guard digest != cardDigest else { return [] }
        consideredCard = digest
        return [.considerCard(card)]
    }

    /// The card of `considerCard` was kept or refused, or (`isFinal` false) could not be kept.
    package mutating func onCardConsidered(isFinal: Bool, now: Duration) -> [SessionDirective] {
        if isFinal {
            cardDigest = consideredCard
        } else {
            nextSession = nextSession.map { min($0, now + Self.cardPause) }
        }
        consideredCard = nil
        guard let card = nextCard else { return [] }
        nextCard = nil
        return consider(card)
    }

    // MARK: Charters

    private mutating func compare(
        _ claims: [SessionDocument.CharterClaim],
        with charters: [CharterView]
    ) -> [SessionDirective] {
        var directives: [SessionDirective] = []
        for view in charters {
            let claim = claims.first { $0.mechanism == view.mechanism }
            let relation = claim.map { view.relation(to: $0.digest) }
            if relation != .same { agreed.remove(view.mechanism) }
            guard let claim, let relation else { continue }
            switch relation {
            case .same:
                directives += admit(view.mechanism)
                if agreed.insert(view.mechanism).inserted {
                    directives.append(.offerEvidence(mechanism: view.mechanism))
                }
            case .peerIsBehind:
                directives += admit(view.mechanism)
                directives.append(
                    .sendCharterChain(mechanism: view.mechanism, from: claim.digest)
                )
            case .unknown where refused[view.mechanism] == claim.digest: break
            case .unknown: directives += ask(for: claim.digest, of: view.mechanism)
            }
        }
        return directives
    }

    /// Asks for one charter of a mechanism at a time, so that no number of claims starts a number of fetches.
    private mutating func ask(
        for digest: Digest,
        of mechanism: String
    ) -> [SessionDirective] {
        if let question = questions[mechanism] {
            let isSame = question.counts && question.digest == digest
            questions[mechanism]?.next = isSame ? nil : digest
            return []
        }
        questions[mechanism] = CharterQuestion(digest: digest)
        return [.fetchCharter(mechanism: mechanism, digest: digest)]
    }

    private mutating func admit(_ mechanism: String) -> [SessionDirective] {
        questions[mechanism]?.counts = false
        questions[mechanism]?.next = nil
        return refused.removeValue(forKey: mechanism) == nil
            ? [] : [.admitMechanism(mechanism: mechanism)]
    }

    /// Ledger judged a charter that `fetchCharter` named; `ours` is the digest in force here now.
    package mutating func onCharterJudged(
        mechanism: String,
        digest: Digest,
        ours: Digest,
        verdict: CharterVerdict
    ) -> [SessionDirective] {
        guard let question = questions[mechanism], question.digest == digest else { return [] }
        questions[mechanism] = nil
        var directives =
            question.counts
            ? take(verdict, on: digest, of: mechanism, ours: ours) : []
        if let next = question.next, refused[mechanism] != next {
            directives += ask(for: next, of: mechanism)
        }
        return directives
    }

    private mutating func take(
        _ verdict: CharterVerdict,
        on digest: Digest,
        of mechanism: String,
        ours: Digest
    ) -> [SessionDirective] {
        switch verdict {
        case .newer: return admit(mechanism)
        // Whatever it is, it is not in force: ours stands, and the peer will be asked again.
        case .unusable: return []
        case .rival(let signers):
            refused[mechanism] = digest
            return [
                .refuseMechanism(
                    mechanism: mechanism,
                    ours: ours,
                    theirs: digest,
                    commonSigners: signers
                ),
                .alarm(
                    Alarm(
                        .charterRivalsFound,
                        [
                            "mechanism": mechanism, "ours": ours.hex, "peer": "\(peer)",
                            "theirs": digest.hex,
                        ]
                    )
                ),
            ]
        }
    }

    // MARK: Heads

    /// The long poll was answered: with heads, or with nothing (204).
    package mutating func onHeads(
        _ document: HeadsDocument?,
        over connection: ConnectionID,
        now: Duration
    ) -> [SessionDirective] {
        guard phase == .open(connection), pollDeadline != nil else { return [] }
        lastContact = now
        pollDeadline = nil
        pollCost = Self.emptyAnswerCost
        var directives: [SessionDirective] = []
        if let document {
            cursor = document.cursor
            if !document.logs.isEmpty {
                pollCost = 1 + document.logs.count / Self.headCountOfToken
                directives.append(.hearHeads(document.logs))
            }
        }
        return directives + poll(connection, now: now)
    }

    private mutating func poll(
        _ connection: ConnectionID,
        now: Duration
    ) -> [SessionDirective] {
        nextPoll = pacer.take(pollCost, now: now)
        guard nextPoll == nil, pollDeadline == nil else { return [] }
        pollCost = 1
        let query = HeadsQuery(since: cursor, waitSeconds: Limits.waitSecondsMax)
        pollDeadline = now + .seconds(query.waitSeconds) + Self.pollGrace
        return [.pollHeads(connection, query)]
    }

    // MARK: Notices

    /// Queues a notice for the peer.
    ///
    /// It is sent when a session stands, and again until the peer answers.
    package mutating func enqueue(_ notice: Notice) -> [SessionDirective] {
        guard notices.add(notice) else { return [] }
        return sendNext()
    }

    /// A notice was answered with 204 or 422, or (`isFinal` false) was not taken.
    ///
    /// After one that was not taken the others are sent after a pause, with jitter from `random`, and it comes last.
    package mutating func onNotice(
        _ digest: Digest,
        isFinal: Bool,
        now: Duration,
        random: UInt64
    ) -> [SessionDirective] {
        guard isFinal else {
            notices.fail(digest)
            if isOpen { nextNotice = now + noticeBackoff.next(random: random) }
            return []
        }
        noticeBackoff.reset()
        notices.finish(digest)
        return sendNext()
    }

    private mutating func sendNext() -> [SessionDirective] {
        guard isOpen, nextNotice == nil, let notice = notices.next() else { return [] }
        return [.sendNotice(notice)]
    }

    // MARK: Progress

    /// Whether any log that this peer could give us is behind; the followers say so when it changes.
    package mutating func onFollowing(isBehind: Bool, now: Duration) {
        if isBehind, !self.isBehind { lastProgress = now }
        self.isBehind = isBehind
    }

    /// A follower verified something new.
    package mutating func onProgress(now: Duration) { lastProgress = now }
}
