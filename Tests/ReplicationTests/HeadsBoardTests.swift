import Cryptography
@testable import Replication
import Testing
import TransparencyLog

/// The server's side of the long poll.
@Suite struct HeadsBoardTests {
    static func peer(_ index: Int) throws -> KeyName { try KeyName("peer-\(index).example") }

    static func poll(_ number: UInt64) -> HeadsBoard.PollID { HeadsBoard.PollID(rawValue: number) }

    static func heads(_ reply: HeadsBoard.Reply?) -> [HeadClaim]? {
        if case .heads(let document) = reply?.answer { document.logs } else { nil }
    }

    static func cursor(_ reply: HeadsBoard.Reply?) -> HeadsCursor? {
        if case .heads(let document) = reply?.answer { document.cursor } else { nil }
    }

    @Test("what does not fit in one answer comes with the next, until nothing is left")
    func overflow() throws {
        var board = HeadsBoard(boot: try Fixture.boot())
        let peer = try Self.peer(1)
        let count = Limits.headCountMax + 10
        let claims = try (0..<count).map { try Fixture.claim(1, origin: "a.example/m-\($0)") }
        _ = try board.setHeads(claims)
        _ = try board.setLogs(Set(claims.map(\.origin)), of: peer)
        var shown: [HeadClaim] = []
        var cursor: HeadsCursor?
        for number: UInt64 in 1...2 {
            let replies = try board.onPoll(
                Self.poll(number),
                from: peer,
                query: HeadsQuery(since: cursor, waitSeconds: 55),
                now: .zero
            )
            shown += try #require(Self.heads(replies.first))
            cursor = Self.cursor(replies.first)
        }
        #expect(shown.count == count && Set(shown) == Set(claims))
        let query = HeadsQuery(since: cursor, waitSeconds: 55)
        #expect(try board.onPoll(Self.poll(3), from: peer, query: query, now: .zero).isEmpty)
    }

    @Test("as many heads are put in a document as it may have bytes, however long their origins")
    func fitting() throws {
        let name = String(repeating: "n", count: 235) + "/"
        let claims = try (1...Limits.headCountMax).map {
            try Fixture.claim(TreeSize(count: $0), origin: "\(name)\($0)")
        }
        let fitting = HeadClaim.fitting(claims)
        #expect(fitting.count > 1_000 && fitting.count < claims.count)
        #expect(fitting == Array(claims.prefix(fitting.count)))
        let session = try SessionDocument(
            boot: Fixture.boot(),
            card: [UInt8](repeating: 0x0A, count: Limits.cardByteCountMax),
            charters: [],
            logs: fitting,
            now: Fixture.time()
        )
        #expect(try session.encoded().count <= Limits.sessionByteCountMax)
        let few = Array(claims.prefix(5))
        #expect(HeadClaim.fitting(few) == few)
    }

    @Test("a first poll gets all common heads, the next one waits for a change of one of them")
    func pollAndWake() throws {
        var board = HeadsBoard(boot: try Fixture.boot())
        let peer = try Self.peer(1)
        let (a, b) = (try Fixture.origin("a.example/m"), try Fixture.origin("b.example/m"))
        _ = try board.setHeads([
            try Fixture.claim(1, origin: "a.example/m"),
            try Fixture.claim(2, origin: "b.example/m"),
            try Fixture.claim(3, origin: "c.example/m"),
        ])
        #expect(try board.setLogs([a, b], of: peer).isEmpty)
        let first = try board.onPoll(
            Self.poll(1),
            from: peer,
            query: HeadsQuery(since: nil, waitSeconds: 55),
            now: .zero
        )
        #expect(Self.heads(first.first)?.map(\.origin) == [a, b])
        let cursor = Self.cursor(first.first)
        let query = HeadsQuery(since: cursor, waitSeconds: 55)
        #expect(try board.onPoll(Self.poll(2), from: peer, query: query, now: .zero).isEmpty)
        #expect(board.waitingCount == 1)
        #expect(board.deadline == .seconds(55))
        // Neither a log that is not common, nor the same head again, wakes anybody.
        #expect(try board.setHeads([try Fixture.claim(4, origin: "c.example/m")]).isEmpty)
        #expect(try board.setHeads([try Fixture.claim(1, origin: "a.example/m")]).isEmpty)
        let change = try Fixture.claim(5, origin: "b.example/m")
        let woken = try board.setHeads([change])
        #expect(woken.map(\.poll) == [Self.poll(2)])
        #expect(Self.heads(woken.first) == [change])
        #expect(board.waitingCount == 0)
        // What changed between two polls is not lost.
        let missed = try Fixture.claim(6, origin: "a.example/m")
        #expect(try board.setHeads([missed]).isEmpty)
        let next = try board.onPoll(
            Self.poll(3),
            from: peer,
            query: HeadsQuery(since: Self.cursor(woken.first), waitSeconds: 5),
            now: .seconds(1)
        )
        #expect(Self.heads(next.first) == [missed])
    }

    @Test(
        "a log that is new here is shown to the peers that share it, and takes nothing from what they share already"
    )
    func addedLog() throws {
        var board = HeadsBoard(boot: try Fixture.boot())
        let (one, two, other) = (try Self.peer(1), try Self.peer(2), try Self.peer(3))
        let (a, b) = (try Fixture.origin("a.example/m"), try Fixture.origin("b.example/m"))
        let claims = [
            try Fixture.claim(1, origin: "a.example/m"),
            try Fixture.claim(2, origin: "b.example/m"),
        ]
        _ = try board.setHeads(claims)
        for peer in [one, two, other] { _ = try board.setLogs([a], of: peer) }
        var cursors: [KeyName: HeadsCursor] = [:]
        for (number, peer) in [one, two, other].enumerated() {
            let first = try board.onPoll(
                Self.poll(UInt64(number)),
                from: peer,
                query: HeadsQuery(since: nil, waitSeconds: 55),
                now: .zero
            )
            cursors[peer] = Self.cursor(first.first)
        }
        for (number, peer) in [one, other].enumerated() {
            let query = HeadsQuery(since: cursors[peer], waitSeconds: 55)
            let id = Self.poll(UInt64(10 + number))
            #expect(try board.onPoll(id, from: peer, query: query, now: .zero).isEmpty)
        }
        let woken = try board.addLog(b, to: [one, two])
        #expect(woken.map(\.poll) == [Self.poll(10)])
        #expect(Self.heads(woken.first) == [claims[1]])
        #expect(try board.addLog(b, to: [one, two]).isEmpty)
        #expect(board.heads(sharedWith: two) == claims)
        #expect(board.heads(sharedWith: other) == [claims[0]])
        // Whoever did not wait finds it at the next poll.
        let next = try board.onPoll(
            Self.poll(20),
            from: two,
            query: HeadsQuery(since: cursors[two], waitSeconds: 55),
            now: .zero
        )
        #expect(Self.heads(next.first) == [claims[1]])
    }

    @Test("an unknown cursor, of another boot or from the future, gets all heads")
    func unknownCursor() throws {
        var board = HeadsBoard(boot: try Fixture.boot())
        let peer = try Self.peer(1)
        _ = try board.setLogs([try Fixture.origin()], of: peer)
        _ = try board.setHeads([try Fixture.claim(1)])
        for cursor in [
            HeadsCursor(boot: try Fixture.boot(9), counter: 2),
            HeadsCursor(boot: try Fixture.boot(), counter: 99), HeadsCursor(opaque: "zzz"),
        ] {
            let replies = try board.onPoll(
                Self.poll(1),
                from: peer,
                query: HeadsQuery(since: cursor, waitSeconds: 5),
                now: .zero
            )
            #expect(Self.heads(replies.first)?.count == 1)
        }
    }

    @Test(
        "a log that comes into sight wakes the peer; one that goes out of it is never shown again"
    )
    func sight() throws {
        var board = HeadsBoard(boot: try Fixture.boot())
        let peer = try Self.peer(1)
        let origin = try Fixture.origin()
        _ = try board.setHeads([try Fixture.claim(1)])
        let first = try board.onPoll(
            Self.poll(1),
            from: peer,
            query: HeadsQuery(since: nil, waitSeconds: 5),
            now: .zero
        )
        #expect(Self.heads(first.first) == [])
        let query = HeadsQuery(since: Self.cursor(first.first), waitSeconds: 5)
        #expect(try board.onPoll(Self.poll(2), from: peer, query: query, now: .zero).isEmpty)
        let woken = try board.setLogs([origin], of: peer)
        #expect(Self.heads(woken.first) == [try Fixture.claim(1)])
        #expect(board.heads(sharedWith: peer) == [try Fixture.claim(1)])
        _ = try board.setLogs([], of: peer)
        let after = HeadsQuery(since: Self.cursor(woken.first), waitSeconds: 5)
        #expect(try board.onPoll(Self.poll(3), from: peer, query: after, now: .zero).isEmpty)
        #expect(try board.setHeads([try Fixture.claim(2)]).isEmpty)
        #expect(board.heads(sharedWith: peer).isEmpty)
    }

    @Test("one held poll a peer: a later one takes its place, time and closing end it")
    func onePoll() throws {
        var board = HeadsBoard(boot: try Fixture.boot())
        let peer = try Self.peer(1)
        let start = try board.onPoll(
            Self.poll(1),
            from: peer,
            query: HeadsQuery(since: nil, waitSeconds: 5),
            now: .zero
        )
        let query = HeadsQuery(since: Self.cursor(start.first), waitSeconds: 5)
        _ = try board.onPoll(Self.poll(2), from: peer, query: query, now: .zero)
        let second = try board.onPoll(Self.poll(3), from: peer, query: query, now: .seconds(1))
        #expect(second == [HeadsBoard.Reply(poll: Self.poll(2), answer: .nothing)])
        #expect(board.onTick(now: .seconds(5)) == [])
        #expect(
            board.onTick(now: .seconds(6))
                == [HeadsBoard.Reply(poll: Self.poll(3), answer: .nothing)]
        )
        _ = try board.onPoll(Self.poll(4), from: peer, query: query, now: .seconds(7))
        board.onPollGone(Self.poll(3), from: peer)
        #expect(board.waitingCount == 1)
        board.onPollGone(Self.poll(4), from: peer)
        #expect(board.waitingCount == 0)
        _ = try board.onPoll(Self.poll(5), from: peer, query: query, now: .seconds(7))
        #expect(board.removePeer(peer) == [HeadsBoard.Reply(poll: Self.poll(5), answer: .nothing)])
        #expect(board.deadline == nil)
    }

    @Test("1,024 polls are held; the next one is answered with nothing")
    func pollerLimit() throws {
        var board = HeadsBoard(boot: try Fixture.boot())
        let query = HeadsQuery(
            since: HeadsCursor(boot: try Fixture.boot(), counter: 0),
            waitSeconds: 5
        )
        for index in 0..<Limits.pollerCountMax {
            #expect(
                try board.onPoll(
                    Self.poll(UInt64(index)),
                    from: Self.peer(index),
                    query: query,
                    now: .zero
                ).isEmpty
            )
        }
        let over = try board.onPoll(
            Self.poll(5_000),
            from: Self.peer(5_000),
            query: query,
            now: .zero
        )
        #expect(over == [HeadsBoard.Reply(poll: Self.poll(5_000), answer: .nothing)])
    }

    @Test("with 1,000 peers and 300 logs a change answers its 10 peers, with one head each")
    func scale() throws {
        var board = HeadsBoard(boot: try Fixture.boot())
        let origins = try (0..<300).map { try Fixture.origin("n.example/m-\($0)") }
        _ = try board.setHeads(
            origins.map { HeadClaim(origin: $0, size: 1, root: Fixture.digest(1)) }
        )
        // Peer p shares the three logs 3 · (p mod 100) and the two that follow it.
        for index in 0..<1_000 {
            let base = index % 100 * 3
            _ = try board.setLogs(Set(origins[base..<base + 3]), of: Self.peer(index))
        }
        for index in 0..<1_000 {
            let first = try board.onPoll(
                Self.poll(UInt64(index)),
                from: Self.peer(index),
                query: HeadsQuery(since: nil, waitSeconds: 55),
                now: .zero
            )
            _ = try board.onPoll(
                Self.poll(UInt64(index)),
                from: Self.peer(index),
                query: HeadsQuery(since: Self.cursor(first.first), waitSeconds: 55),
                now: .zero
            )
        }
        #expect(board.waitingCount == 1_000)
        let change = HeadClaim(origin: origins[7], size: 2, root: Fixture.digest(2))
        let replies = try board.setHeads([change])
        #expect(replies.count == 10)
        #expect(replies.allSatisfy { Self.heads($0) == [change] })
        #expect(board.waitingCount == 990)
    }
}
