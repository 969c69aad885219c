import Cryptography
import Replication
import Testing
import TransparencyLog

/// The small parts of a session: pauses, pacing, boot nonces, clocks, charters, notices.
@Suite struct SessionPartTests {
    @Test(
        "pauses grow to the ceiling, with jitter in their upper half, and begin anew after a success"
    )
    func backoff() {
        var shortest = Backoff()
        var longest = Backoff()
        var ceilingReached = false
        for attempt in 0..<30 {
            let whole = min(Duration.milliseconds(250) * (1 << min(attempt, 20)), .seconds(60))
            let low = shortest.next(random: 0)
            let high = longest.next(random: .max)
            #expect(low == whole / 2)
            #expect(high >= whole * 0.99 && high <= whole)
            ceilingReached = ceilingReached || whole == .seconds(60)
        }
        #expect(ceilingReached)
        longest.reset()
        #expect(longest.next(random: 0) == .milliseconds(125))
    }

    @Test("a bucket gives a burst, then one for each interval, and never more than full")
    func pacer() {
        var pacer = Pacer(burst: 2, interval: .seconds(1), now: .zero)
        #expect(pacer.take(now: .zero) == nil)
        #expect(pacer.take(now: .zero) == nil)
        #expect(pacer.take(now: .milliseconds(400)) == .seconds(1))
        #expect(pacer.take(now: .seconds(1)) == nil)
        #expect(pacer.take(now: .seconds(1)) == .seconds(2))
        #expect(pacer.take(now: .seconds(100)) == nil)
        #expect(pacer.take(now: .seconds(100)) == nil)
        #expect(pacer.take(now: .seconds(100)) == .seconds(101))
    }

    @Test("an older nonce on a newer connection means two live copies")
    func twoLiveCopies() throws {
        var history = BootHistory()
        let (a, b, c) = (try Fixture.boot(1), try Fixture.boot(2), try Fixture.boot(3))
        #expect(history.hear(a, connectionOpenedAt: .seconds(0), now: .seconds(1)) == .same)
        #expect(history.hear(a, connectionOpenedAt: .seconds(2), now: .seconds(3)) == .same)
        #expect(history.hear(b, connectionOpenedAt: .seconds(4), now: .seconds(5)) == .restarted)
        // The last words of the copy before, over its own connection, are no alarm.
        #expect(history.hear(a, connectionOpenedAt: .seconds(2), now: .seconds(6)) == .late)
        #expect(history.newest == b)
        #expect(
            history.hear(a, connectionOpenedAt: .seconds(7), now: .seconds(8))
                == .twoLiveCopies(newer: b)
        )
        #expect(
            history.hear(b, connectionOpenedAt: .seconds(9), now: .seconds(10))
                == .twoLiveCopies(newer: a)
        )
        #expect(history.hear(c, connectionOpenedAt: .seconds(11), now: .seconds(12)) == .restarted)
    }

    @Test("64 nonces are remembered; the 65th makes room")
    func bootLimit() throws {
        var history = BootHistory()
        for byte in 0...UInt8(Limits.bootNonceCountMax) {
            _ = history.hear(
                try Fixture.boot(byte),
                connectionOpenedAt: .seconds(Int(byte)),
                now: .seconds(Int(byte))
            )
        }
        let later = Duration.seconds(1_000)
        #expect(
            history.hear(try Fixture.boot(0), connectionOpenedAt: later, now: later) == .restarted
        )
        let newest = try Fixture.boot(0)
        #expect(
            history.hear(try Fixture.boot(2), connectionOpenedAt: later, now: later)
                == .twoLiveCopies(newer: newest)
        )
    }

    @Test("the median of the clocks heard within the hour says whether ours is ahead")
    func clocks() throws {
        var board = ClockBoard()
        #expect(board.medianOffsetSeconds(now: .zero) == nil)
        #expect(!board.isAhead(byMoreThan: 120, now: .zero))
        for (index, offset) in [-500, -121, 3].enumerated() {
            board.record(
                try KeyName("p\(index).example"),
                offsetSeconds: Int64(offset),
                now: .seconds(index)
            )
        }
        #expect(board.medianOffsetSeconds(now: .seconds(10)) == -121)
        #expect(board.isAhead(byMoreThan: 120, now: .seconds(10)))
        #expect(!board.isAhead(byMoreThan: 121, now: .seconds(10)))
        #expect(board.medianOffsetSeconds(now: .seconds(3_601)) == -121)
        #expect(board.medianOffsetSeconds(now: .seconds(3_602)) == 3)
        #expect(board.medianOffsetSeconds(now: .seconds(3_603)) == nil)
    }

    @Test("1,024 clocks are remembered; the oldest makes room")
    func clockLimit() throws {
        var board = ClockBoard()
        for index in 0...Limits.clockPeerCountMax {
            board.record(
                try KeyName("p\(index).example"),
                offsetSeconds: 1,
                now: .milliseconds(index)
            )
        }
        let now = Duration.seconds(2)
        #expect(board.offsetSeconds(of: try KeyName("p0.example"), now: now) == nil)
        #expect(board.offsetSeconds(of: try KeyName("p1.example"), now: now) == 1)
    }

    @Test("a charter is ours, an ancestor of ours, or unknown")
    func charters() {
        let view = CharterView(
            mechanism: "delta",
            inForce: Fixture.digest(3),
            ancestors: [Fixture.digest(1), Fixture.digest(2)]
        )
        #expect(view.relation(to: Fixture.digest(3)) == .same)
        #expect(view.relation(to: Fixture.digest(1)) == .peerIsBehind)
        #expect(view.relation(to: Fixture.digest(4)) == .unknown)
    }

    @Test("notices go one at a time, fork evidence first, and again until they are answered")
    func notices() throws {
        var queue = NoticeQueue()
        let card = try Notice(parsing: Array("lianlu/card/v1\na\n".utf8))
        let fork = try Notice(parsing: Array("lianlu/fork/v1\na\n".utf8))
        #expect(queue.add(card) == true)
        #expect(queue.add(card) == false)
        #expect(queue.add(fork) == true)
        #expect(queue.next() == fork)
        #expect(queue.next() == nil)
        queue.putBack()
        #expect(queue.next() == fork)
        queue.finish(fork.digest)
        #expect(queue.next() == card)
        queue.finish(card.digest)
        #expect(queue.count == 0)
        #expect(queue.next() == nil)
    }

    @Test("a notice that was not taken waits behind all others, fork evidence too")
    func failedNotice() throws {
        var queue = NoticeQueue()
        let card = try Notice(parsing: Array("lianlu/card/v1\na\n".utf8))
        let charter = try Notice(parsing: Array("lianlu/charter/v1\na\n".utf8))
        let fork = try Notice(parsing: Array("lianlu/fork/v1\na\n".utf8))
        for notice in [card, charter, fork] { #expect(queue.add(notice) == true) }
        for notice in [fork, card, charter, fork, card] {
            #expect(queue.next() == notice)
            queue.fail(notice.digest)
        }
        #expect(queue.next() == charter)
        queue.finish(charter.digest)
        #expect(queue.next() == fork)
        #expect(queue.count == 2)
    }

    @Test("256 notices wait; the oldest makes room, but never fork evidence")
    func noticeLimit() throws {
        var queue = NoticeQueue()
        func notice(_ kind: Notice.Kind, _ number: Int) throws -> Notice {
            try Notice(parsing: Array("\(kind.rawValue)\n\(number)\n".utf8))
        }
        #expect(queue.add(try notice(.card, 0)) == true)
        for number in 1..<Limits.noticeQueueCountMax {
            #expect(queue.add(try notice(.fork, number)) == true)
        }
        #expect(queue.count == Limits.noticeQueueCountMax)
        #expect(queue.add(try notice(.fork, 1_000)) == true)
        #expect(queue.count == Limits.noticeQueueCountMax)
        #expect(queue.add(try notice(.card, 1_001)) == false)
        #expect(queue.add(try notice(.fork, 1_002)) == false)
    }
}
