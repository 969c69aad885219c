import Testing
import TransparencyLog

@testable import Replication

/// What a cursor tells the peer that holds it.
@Suite struct HeadsCursorTests {
    private static func poll(
        _ number: UInt64,
        from peer: KeyName,
        since cursor: HeadsCursor? = nil,
        _ board: inout HeadsBoard
    ) throws -> [HeadsBoard.Reply] {
        try board.onPoll(
            HeadsBoardTests.poll(number),
            from: peer,
            query: HeadsQuery(since: cursor, waitSeconds: 5),
            now: .zero
        )
    }

    @Test("a cursor counts what its peer shares, and nothing of the logs of other mechanisms")
    func others() throws {
        let boot = try Fixture.boot()
        var board = HeadsBoard(boot: boot)
        let (one, two) = (try HeadsBoardTests.peer(1), try HeadsBoardTests.peer(2))
        let (a, b) = (try Fixture.origin("n.example/a"), try Fixture.origin("n.example/b"))
        _ = try board.setHeads([
            try Fixture.claim(1, origin: "n.example/a"),
            try Fixture.claim(1, origin: "n.example/b"),
        ])
        _ = try board.setLogs([a], of: one)
        _ = try board.setLogs([a, b], of: two)
        let before = try Self.poll(1, from: one, &board)
        for size: TreeSize in [2, 3, 4, 5] {
            _ = try board.setHeads([try Fixture.claim(size, origin: "n.example/b")])
        }
        let after = try Self.poll(2, from: one, &board)
        #expect(HeadsBoardTests.cursor(after.first) == HeadsBoardTests.cursor(before.first))
        #expect(HeadsBoardTests.cursor(after.first)?.counter(of: boot) == 1)
        // Who shares both sees both.
        let other = try Self.poll(3, from: two, &board)
        #expect(HeadsBoardTests.heads(other.first)?.count == 2)
        #expect(HeadsBoardTests.cursor(other.first)?.counter(of: boot) == 6)
    }

    @Test(
        "a peer that was away is shown anew what it comes to share again, whatever its old cursor"
    )
    func away() throws {
        var board = HeadsBoard(boot: try Fixture.boot())
        let peer = try HeadsBoardTests.peer(1)
        let (a, b) = (try Fixture.origin("n.example/a"), try Fixture.origin("n.example/b"))
        let claims = [
            try Fixture.claim(1, origin: "n.example/a"),
            try Fixture.claim(1, origin: "n.example/b"),
        ]
        _ = try board.setHeads(claims)
        _ = try board.setLogs([a], of: peer)
        let first = try Self.poll(1, from: peer, &board)
        let cursor = try #require(HeadsBoardTests.cursor(first.first))
        _ = board.removePeer(peer)
        _ = try board.setLogs([b], of: peer)
        let again = try Self.poll(2, from: peer, since: cursor, &board)
        #expect(HeadsBoardTests.heads(again.first) == [claims[1]])
        let newest = try #require(HeadsBoardTests.cursor(again.first))
        #expect(try Self.poll(3, from: peer, since: newest, &board).isEmpty)
    }
}
