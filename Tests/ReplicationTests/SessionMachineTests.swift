import Cryptography
import Replication
import Testing
import TransparencyLog

/// The contact with one peer, event by event.
@Suite struct SessionMachineTests {
    static let connection = ConnectionID(rawValue: 1)

    static func document(
        boot: UInt8 = 7,
        charter: Digest? = nil,
        logs: [HeadClaim] = [],
        card: String = "card"
    ) throws -> SessionDocument {
        try SessionDocument(
            boot: Fixture.boot(boot),
            card: Array(card.utf8),
            charters: charter.map { [.init(digest: $0, mechanism: "delta")] } ?? [],
            logs: logs,
            now: Fixture.time()
        )
    }

    static func machine() throws -> SessionMachine {
        SessionMachine(peer: try KeyName("guizhou.ipr.example"), now: .zero)
    }

    /// A machine whose session stands at second 1, with its first poll on the way.
    static func open() throws -> SessionMachine {
        var machine = try machine()
        _ = machine.onTick(now: .zero)
        _ = machine.onDialled(connection, now: .zero)
        _ = machine.onSession(
            try document(),
            over: connection,
            charters: [],
            now: Fixture.moment(1)
        )
        return machine
    }

    @Test("it dials, greets, opens, and holds one long poll")
    func opening() throws {
        var machine = try Self.machine()
        #expect(machine.deadline == .zero)
        #expect(machine.onTick(now: .zero) == [.dial])
        #expect(machine.onTick(now: .seconds(1)) == [])
        #expect(
            machine.onDialled(Self.connection, now: .seconds(1)) == [.postSession(Self.connection)]
        )
        let claim = try Fixture.claim(3)
        let directives = machine.onSession(
            try Self.document(logs: [claim]),
            over: Self.connection,
            charters: [],
            now: Moment(uptime: .seconds(2), posixSeconds: 1_795_138_190)
        )
        #expect(
            directives == [
                .recordClock(offsetSeconds: 10), .considerCard(Array("card".utf8)),
                .hearHeads([claim]),
                .pollHeads(Self.connection, HeadsQuery(since: nil, waitSeconds: 55)),
            ]
        )
        #expect(machine.isOpen)
        #expect(machine.lastContact == .seconds(2))
    }

    @Test("each answered poll is followed by the next one, with the peer's cursor")
    func polling() throws {
        var machine = try Self.open()
        let cursor = try #require(HeadsCursor(opaque: "x-1"))
        let claim = try Fixture.claim(4)
        let next = SessionDirective.pollHeads(
            Self.connection,
            HeadsQuery(since: cursor, waitSeconds: 55)
        )
        let heard = machine.onHeads(
            try HeadsDocument(cursor: cursor, logs: [claim]),
            over: Self.connection,
            now: .seconds(2)
        )
        #expect(heard == [.hearHeads([claim]), next])
        #expect(machine.onHeads(nil, over: Self.connection, now: .seconds(57)) == [next])
        let stranger = ConnectionID(rawValue: 9)
        #expect(machine.onHeads(nil, over: stranger, now: .seconds(58)) == [])
    }

    @Test("a peer that answers every poll at once is polled five times a second at most")
    func pacing() throws {
        var machine = try Self.open()
        var polls = 0
        var now = Duration.seconds(1)
        while now < .seconds(11) {
            let directives =
                machine.onHeads(nil, over: Self.connection, now: now)
                + machine.onTick(now: now)
            polls += directives.count
            now += .milliseconds(10)
        }
        #expect(polls > 40)
        #expect(polls <= Limits.pollBurstCountMax + 51)
    }

    @Test("a peer that has news is polled a hundred times a second, one with many heads less often")
    func news() throws {
        for (headCount, most) in [(1, 100), (16 * 9, 10)] {
            var machine = try Self.open()
            let cursor = try #require(HeadsCursor(opaque: "x-1"))
            let claims = try (0..<headCount).map {
                try Fixture.claim(3, origin: "log\($0).example/x")
            }
            let document = try HeadsDocument(cursor: cursor, logs: claims)
            var polls = 0
            for tick in 0..<1_000 {
                let now = Duration.seconds(1) + .milliseconds(10) * tick
                let directives =
                    machine.onHeads(document, over: Self.connection, now: now)
                    + machine.onTick(now: now)
                polls += directives.count { if case .pollHeads = $0 { true } else { false } }
            }
            // The burst of 400 tokens comes on top of ten seconds.
            #expect(polls >= most * 10 - 10)
            #expect(polls <= most * 10 + 400 * most / 100 + 1)
        }
    }

    @Test("a failed dial waits with jitter; a peer that comes by itself is dialled at once")
    func waiting() throws {
        var machine = try Self.machine()
        _ = machine.onTick(now: .zero)
        #expect(machine.onDialFailed(now: .seconds(1), random: 0) == [])
        #expect(machine.deadline == .milliseconds(1_125))
        #expect(machine.onTick(now: .milliseconds(1_124)) == [])
        #expect(machine.onTick(now: .milliseconds(1_125)) == [.dial])
        _ = machine.onDialFailed(now: .seconds(2), random: .max)
        let incoming = ConnectionID(rawValue: 5)
        #expect(machine.onIncomingConnection(incoming, now: .seconds(2)) == [.dial])
        #expect(machine.phase == .dialling)
    }

    @Test("pauses begin anew only after a connection that stood for a minute")
    func stability() throws {
        var machine = try Self.open()
        _ = machine.onConnectionClosed(Self.connection, now: .seconds(3), random: 0)
        _ = machine.onTick(now: .seconds(10))
        _ = machine.onDialled(Self.connection, now: .seconds(10))
        _ = machine.onConnectionClosed(Self.connection, now: .seconds(11), random: 0)
        #expect(machine.deadline == .seconds(11) + .milliseconds(250))
        _ = machine.onTick(now: .seconds(12))
        _ = machine.onDialled(Self.connection, now: .seconds(12))
        _ = machine.onSession(
            try Self.document(),
            over: Self.connection,
            charters: [],
            now: Fixture.moment(13)
        )
        _ = machine.onConnectionClosed(Self.connection, now: .seconds(73), random: 0)
        #expect(machine.deadline == .seconds(73) + .milliseconds(125))
    }

    @Test(
        "when more or less is shared than before, sessions are exchanged anew, one at a time: another one follows a session that was on its way"
    )
    func sharesOtherwise() throws {
        var machine = try Self.machine()
        #expect(machine.onSharesOtherwise(now: .zero) == [])
        machine = try Self.open()
        let again = [SessionDirective.postSession(Self.connection)]
        #expect(machine.onSharesOtherwise(now: .seconds(2)) == again)
        #expect(machine.onSharesOtherwise(now: .seconds(3)) == [])
        #expect(machine.onSharesOtherwise(now: .seconds(3)) == [])
        let claim = try Fixture.claim(3)
        let heard = machine.onSession(
            try Self.document(logs: [claim]),
            over: Self.connection,
            charters: [],
            now: Fixture.moment(4)
        )
        #expect(heard.contains(.hearHeads([claim])))
        let post = SessionDirective.postSession(Self.connection)
        #expect(heard.count { $0 == post } == 1)
        // What was owed is told once.
        let last = machine.onSession(
            try Self.document(),
            over: Self.connection,
            charters: [],
            now: Fixture.moment(5)
        )
        #expect(!last.contains(post))
        #expect(machine.onSharesOtherwise(now: .seconds(6)) == again)
    }

    @Test(
        "what is shared otherwise while the first session is on its way is told right after it, and not over a connection that ended"
    )
    func sharesOtherwiseWhileGreeting() throws {
        let post = SessionDirective.postSession(Self.connection)
        for isCut in [false, true] {
            var machine = try Self.machine()
            _ = machine.onTick(now: .zero)
            _ = machine.onDialled(Self.connection, now: .zero)
            #expect(machine.onSharesOtherwise(now: .seconds(1)) == [])
            var connection = Self.connection
            if isCut {
                _ = machine.onConnectionClosed(connection, now: .seconds(1), random: 0)
                _ = machine.onTick(now: .seconds(60))
                connection = ConnectionID(rawValue: 2)
                _ = machine.onDialled(connection, now: .seconds(60))
            }
            let heard = machine.onSession(
                try Self.document(),
                over: connection,
                charters: [],
                now: Fixture.moment(61)
            )
            #expect(machine.isOpen)
            #expect(heard.contains(post) == !isCut)
            #expect(!heard.contains(.postSession(ConnectionID(rawValue: 2))))
        }
    }

    @Test("a session or a poll that is never answered closes the connection")
    func silence() throws {
        var machine = try Self.machine()
        _ = machine.onTick(now: .zero)
        _ = machine.onDialled(Self.connection, now: .zero)
        #expect(machine.deadline == SessionMachine.greetingLimit)
        #expect(machine.onTick(now: .seconds(30)) == [.close(Self.connection)])
        var open = try Self.open()
        #expect(open.onTick(now: .seconds(65)) == [])
        #expect(open.onTick(now: .seconds(66)) == [.close(Self.connection)])
        #expect(open.onTick(now: .seconds(67)) == [])
    }

    @Test("sessions are exchanged anew each hour")
    func hourly() throws {
        var machine = try Self.open()
        for second in stride(from: 56, through: 3_600, by: 55) {
            _ = machine.onHeads(nil, over: Self.connection, now: .seconds(second))
        }
        #expect(machine.onTick(now: .seconds(3_600)) == [])
        #expect(machine.onTick(now: .seconds(3_601)) == [.postSession(Self.connection)])
        let directives = machine.onSession(
            try Self.document(),
            over: Self.connection,
            charters: [],
            now: Fixture.moment(3_602)
        )
        #expect(!directives.contains { if case .considerCard = $0 { true } else { false } })
    }

    @Test(
        "behind, connected, and a minute without progress: the connection is replaced and counted"
    )
    func stall() throws {
        var machine = try Self.open()
        machine.onFollowing(isBehind: true, now: .seconds(2))
        #expect(machine.deadline == .seconds(62))
        machine.onProgress(now: .seconds(5))
        let directives = machine.onTick(now: .seconds(65))
        #expect(
            directives.first
                == .alarm(Alarm(.peerStalled, ["count": "1", "peer": "guizhou.ipr.example"]))
        )
        #expect(directives.last == .close(Self.connection))
        #expect(machine.stallCount == 1)
        var content = try Self.open()
        content.onFollowing(isBehind: false, now: .seconds(2))
        #expect(content.onTick(now: .seconds(65)) == [])
    }

    static let view = CharterView(
        mechanism: "delta",
        inForce: Fixture.digest(3),
        ancestors: [Fixture.digest(1)]
    )

    @Test(
        "once a peer holds our charter, and whenever it does so again, it is offered fork evidence"
    )
    func evidence() throws {
        var machine = try Self.open()
        let offer = SessionDirective.offerEvidence(mechanism: "delta")
        for (charter, isOffered) in [(1, false), (3, true), (3, false), (1, false), (3, true)] {
            let directives = machine.onSession(
                try Self.document(charter: Fixture.digest(UInt8(charter))),
                over: Self.connection,
                charters: [Self.view],
                now: Fixture.moment(2)
            )
            #expect(directives.contains(offer) == isOffered)
        }
    }

    @Test("a peer on an ancestor charter is sent the chain")
    func charterBehind() throws {
        var machine = try Self.open()
        let directives = machine.onSession(
            try Self.document(charter: Fixture.digest(1)),
            over: Self.connection,
            charters: [Self.view],
            now: Fixture.moment(2)
        )
        #expect(
            directives.contains(
                .sendCharterChain(mechanism: "delta", from: Fixture.digest(1))
            )
        )
    }

    @Test("rival charters refuse the mechanism with both digests, until they agree")
    func charterRivals() throws {
        var machine = try Self.open()
        let rival = Fixture.digest(9)
        let session = try Self.document(charter: rival)
        let asked = machine.onSession(
            session,
            over: Self.connection,
            charters: [Self.view],
            now: Fixture.moment(2)
        )
        #expect(asked.contains(.fetchCharter(mechanism: "delta", digest: rival)))
        let refused = machine.onCharterJudged(
            mechanism: "delta",
            digest: rival,
            ours: Fixture.digest(3),
            verdict: .rival(commonSigners: ["b.example"])
        )
        #expect(
            refused.first
                == .refuseMechanism(
                    mechanism: "delta",
                    ours: Fixture.digest(3),
                    theirs: rival,
                    commonSigners: ["b.example"]
                )
        )
        #expect(machine.refused == ["delta": rival])
        let again = machine.onSession(
            session,
            over: Self.connection,
            charters: [Self.view],
            now: Fixture.moment(3)
        )
        #expect(!again.contains(.fetchCharter(mechanism: "delta", digest: rival)))
        let agreed = machine.onSession(
            try Self.document(charter: Fixture.digest(3)),
            over: Self.connection,
            charters: [Self.view],
            now: Fixture.moment(4)
        )
        #expect(agreed.contains(.admitMechanism(mechanism: "delta")))
        #expect(machine.refused.isEmpty)
    }

    @Test("a newer charter is adopted and an unusable one changes nothing")
    func charterNewer() throws {
        var machine = try Self.open()
        for verdict in [CharterVerdict.newer, .unusable] {
            _ = machine.onSession(
                try Self.document(charter: Fixture.digest(8)),
                over: Self.connection,
                charters: [Self.view],
                now: Fixture.moment(2)
            )
            #expect(
                machine.onCharterJudged(
                    mechanism: "delta",
                    digest: Fixture.digest(8),
                    ours: Fixture.digest(3),
                    verdict: verdict
                ) == []
            )
            #expect(machine.refused.isEmpty)
        }
        #expect(
            machine.onCharterJudged(
                mechanism: "delta",
                digest: Fixture.digest(8),
                ours: Fixture.digest(3),
                verdict: .rival(commonSigners: [])
            ) == [],
            "it was not asked for"
        )
    }

    @Test("notices wait for a session, and again for the next one when they did not arrive")
    func notices() throws {
        var machine = try Self.machine()
        let notice = try Notice(parsing: Array("lianlu/fork/v1\nx\n".utf8))
        #expect(machine.enqueue(notice) == [])
        _ = machine.onTick(now: .zero)
        _ = machine.onDialled(Self.connection, now: .zero)
        let opened = machine.onSession(
            try Self.document(),
            over: Self.connection,
            charters: [],
            now: Fixture.moment(1)
        )
        #expect(opened.last == .sendNotice(notice))
        _ = machine.onConnectionClosed(Self.connection, now: .seconds(2), random: 0)
        #expect(machine.waitingNoticeCount == 1)
        _ = machine.onTick(now: .seconds(9))
        _ = machine.onDialled(Self.connection, now: .seconds(9))
        let again = machine.onSession(
            try Self.document(),
            over: Self.connection,
            charters: [],
            now: Fixture.moment(10)
        )
        #expect(again.last == .sendNotice(notice))
        #expect(
            machine.onNotice(notice.digest, isFinal: true, now: .seconds(11), random: 0) == []
        )
        #expect(machine.waitingNoticeCount == 0)
    }

    @Test("a notice that was not taken is sent again after a pause that grows, in the same session")
    func noticeAgain() throws {
        var machine = try Self.open()
        let notice = try Notice(parsing: Array("lianlu/fork/v1\nx\n".utf8))
        let other = try Notice(parsing: Array("lianlu/card/v1\nx\n".utf8))
        #expect(machine.enqueue(notice) == [.sendNotice(notice)])
        _ = machine.onNotice(notice.digest, isFinal: false, now: .seconds(2), random: 0)
        #expect(machine.deadline == .milliseconds(2_500))
        #expect(machine.enqueue(other) == [], "the peer said that it cannot take more")
        #expect(machine.onTick(now: .seconds(3)) == [.sendNotice(other)])
        #expect(
            machine.onNotice(other.digest, isFinal: true, now: .seconds(4), random: 0)
                == [.sendNotice(notice)]
        )
        _ = machine.onNotice(notice.digest, isFinal: false, now: .seconds(5), random: 0)
        _ = machine.onTick(now: .seconds(6))
        _ = machine.onNotice(notice.digest, isFinal: false, now: .seconds(7), random: 0)
        #expect(machine.deadline == .seconds(8))
    }

    @Test("a peer that comes by itself cuts a pause short once a second, however often it comes")
    func impatientPeer() throws {
        var machine = try Self.machine()
        var dials = machine.onTick(now: .zero).count
        for step in 1...1_000 {
            let now = Duration.milliseconds(10 * step)
            _ = machine.onDialFailed(now: now, random: .max)
            let connection = ConnectionID(rawValue: UInt64(step))
            dials += machine.onIncomingConnection(connection, now: now).count
        }
        #expect(dials <= 11)
    }

    @Test(
        "however many charters a peer claims, one a mechanism is fetched at a time, and the last one counts"
    )
    func manyCharters() throws {
        var machine = try Self.open()
        var fetched: [Digest] = []
        func hear(_ number: UInt8, _ machine: inout SessionMachine) throws {
            let directives = machine.onSession(
                try Self.document(charter: Fixture.digest(number)),
                over: Self.connection,
                charters: [Self.view],
                now: Fixture.moment(2)
            )
            for case .fetchCharter(_, let digest) in directives { fetched.append(digest) }
        }
        func judge(_ number: UInt8, _ machine: inout SessionMachine) -> [SessionDirective] {
            machine.onCharterJudged(
                mechanism: "delta",
                digest: Fixture.digest(number),
                ours: Fixture.digest(3),
                verdict: .rival(commonSigners: [])
            )
        }
        for number in UInt8(10)..<30 { try hear(number, &machine) }
        #expect(fetched == [Fixture.digest(10)])
        // The peer agrees meanwhile, and then claims something else: what was asked for first counts no more.
        try hear(3, &machine)
        try hear(40, &machine)
        #expect(fetched.count == 1)
        #expect(
            judge(10, &machine) == [.fetchCharter(mechanism: "delta", digest: Fixture.digest(40))]
        )
        #expect(machine.refused.isEmpty)
        _ = judge(40, &machine)
        #expect(machine.refused == ["delta": Fixture.digest(40)])
    }

    @Test("one card is judged at a time, and one that could not be kept is asked for again")
    func cards() throws {
        var machine = try Self.open()
        func hear(_ card: String, _ machine: inout SessionMachine) throws -> [SessionDirective] {
            machine.onSession(
                try Self.document(card: card),
                over: Self.connection,
                charters: [],
                now: Fixture.moment(2)
            )
            .filter { if case .considerCard = $0 { true } else { false } }
        }
        for card in ["b", "c", "d"] { #expect(try hear(card, &machine) == []) }
        #expect(
            machine.onCardConsidered(isFinal: true, now: .seconds(3))
                == [.considerCard(Array("d".utf8))]
        )
        _ = machine.onHeads(nil, over: Self.connection, now: .seconds(50))
        #expect(machine.onCardConsidered(isFinal: false, now: .seconds(4)) == [])
        #expect(machine.onTick(now: .seconds(64)) == [.postSession(Self.connection)])
        #expect(try hear("d", &machine) == [.considerCard(Array("d".utf8))])
        _ = machine.onCardConsidered(isFinal: true, now: .seconds(65))
        #expect(try hear("d", &machine) == [])
    }

    @Test("an idle peer costs less than 2 KB a minute, both ways and with all headers")
    func idleTraffic() throws {
        var machine = try Self.open()
        // A request with its headers, or an answer, and the TLS record around it, are below 300 bytes; so is a 204.
        let messageByteCount = 300
        let session =
            try Self.document(
                logs: (0..<12).map { try Fixture.claim(5, origin: "n.example/m-\($0)") },
                card: String(repeating: "c", count: 2_000)
            ).encoded().count + messageByteCount
        var byteCount = 0
        var now = Duration.seconds(1)
        let end = Duration.seconds(4 * 3_600)
        while now < end {
            let directives =
                machine.onTick(now: now)
                + machine.onHeads(nil, over: Self.connection, now: now)
            for directive in directives {
                switch directive {
                case .pollHeads: byteCount += 2 * messageByteCount
                case .postSession:
                    byteCount += 2 * session
                    _ = machine.onSession(
                        try Self.document(),
                        over: Self.connection,
                        charters: [],
                        now: Moment(uptime: now, posixSeconds: 1_800_000_000)
                    )
                default: Issue.record("\(directive) on an idle link")
                }
            }
            now += .seconds(55)
        }
        #expect(byteCount / (4 * 60) < 2_000)
    }
}
