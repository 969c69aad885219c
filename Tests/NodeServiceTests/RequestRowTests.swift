import Auditing
import Foundation
import LocalAPI
import LocalAPITestSupport
import LogStorage
import Testing
import Wording

@testable import NodeService
@testable import SQLiteStorage

/// A request that is sent again after somebody removed the rows by which the node knew it: nothing is signed twice.
@Suite(.serialized) struct RequestRowTests {
    private static let caller = TestNode.operatorCaller

    /// An id that says that it was made so many seconds from now.
    static func id(after seconds: Int64) -> String {
        let milliseconds = UInt64((Int64(Date().timeIntervalSince1970) + seconds) * 1_000)
        let hex = String(milliseconds, radix: 16)
        let digits = String(repeating: "0", count: 12 - hex.count) + hex
        let rest = UUID().uuidString.lowercased().split(separator: "-")
        return
            "\(digits.prefix(8))-\(digits.suffix(4))-7\(rest[2].dropFirst())-8\(rest[3].dropFirst())-\(rest[4])"
    }

    private static func codes(_ node: TestNode) async throws -> [String] {
        try await node.local.status(caller: caller).alarms.map(\.code)
    }

    private static func requireMissed(
        _ node: TestNode,
        _ sent: EntrySubmission,
        _ size: UInt64
    ) async throws {
        let refused = await #expect(throws: Problem.self) { _ = try await node.submit(sent) }
        #expect(refused?.code == "node.request_unknown_again")
        let problem = try #require(refused)
        for language in Language.allCases {
            let text = Catalogue.message(problem.code, problem.arguments, in: language)
            #expect(text?.sentence.contains(sent.request) == true)
        }
        #expect(try await node.size(of: "home") == size)
        #expect(try await codes(node).contains("node.requests_lost"))
        // Nobody knows either of an id that says nothing of when it was made.
        var other = sent
        other.request = UUID().uuidString.lowercased()
        _ = await #expect(throws: Problem.self) { _ = try await node.submit(other) }
        let drafted = await #expect(throws: Problem.self) {
            _ = try await node.local.draft(other, caller: caller)
        }
        #expect(drafted?.code == "node.request_unknown_again")
        #expect(try await node.size(of: "home") == size)
        // One that was made since goes on, and is known again.
        other.request = id(after: 60)
        let new = try await node.submit(other)
        #expect(try await node.submit(other).entry == new.entry)
        #expect(try await node.size(of: "home") == size + 1)
    }

    private static let removals = [
        "DELETE FROM request WHERE id = (SELECT min(id) FROM request)", "DELETE FROM request",
        "DROP TABLE request", "DELETE FROM request; DELETE FROM request_count",
        "DROP TABLE request; DROP TABLE request_count",
    ]

    @Test(
        "a row that goes while the node runs is missed before its request is signed again",
        arguments: removals
    )
    func running(_ sql: String) async throws {
        let node = try await TestNode.make("jiangxi.ipr.example", region: "360000")
        let sent = node.submission("create")
        let first = try await node.submit(sent)
        #expect(try await node.submit(sent).entry == first.entry)
        let size = try await node.size(of: "home")
        try await DerivedRowTests.change(node.home, sql)
        try await Self.requireMissed(node, sent, size)
        try await node.remove()
    }

    @Test(
        "a row that goes between two runs is missed at the start, and by an audit before and after it",
        arguments: removals
    )
    func stopped(_ sql: String) async throws {
        let node = try await TestNode.make("jiangxi.ipr.example", region: "360000")
        let sent = node.submission("create")
        _ = try await node.submit(sent)
        let size = try await node.size(of: "home")
        try await node.close()
        func missed() async throws -> Bool {
            try await node.home.audited().findings.contains {
                $0.code == .requestsMissing && $0.weight == .fault
            }
        }
        #expect(try await !missed())
        try await DerivedRowTests.change(node.home, sql)
        #expect(try await missed())
        let again = try await TestNode(opening: node.home)
        #expect(try await Self.codes(again).contains("node.requests_lost"))
        try await Self.requireMissed(again, sent, size)
        try await again.close()
        #expect(try await missed())
        let third = try await TestNode(opening: node.home)
        #expect(try await Self.codes(third).filter { $0 == "node.requests_lost" }.count == 1)
        try await third.remove()
    }

    @Test("what goes later is missed anew, and requests of before that time are no more signed")
    func later() async throws {
        let node = try await TestNode.make("jiangxi.ipr.example", region: "360000")
        _ = try await node.submit(node.submission("create"))
        try await DerivedRowTests.change(node.home, "DELETE FROM request")
        let first = try #require(try await RequestKeeper(node.node).count())
        var sent = node.submission("create")
        sent.request = Self.id(after: 2)
        _ = try await node.submit(sent)
        try await DerivedRowTests.change(node.home, "DELETE FROM request")
        let second = try #require(try await RequestKeeper(node.node).count())
        #expect(second.logs != first.logs && second.at >= first.at)
        try await node.remove()
    }

    @Test("a node that nobody tampered with says nothing, and knows its requests after a start")
    func whole() async throws {
        let node = try await TestNode.make("jiangxi.ipr.example", region: "360000")
        let sent = node.submission("create")
        let first = try await node.submit(sent)
        try await node.close()
        let again = try await TestNode(opening: node.home)
        #expect(try await again.submit(sent).entry == first.entry)
        _ = try await again.submit(again.submission("create"))
        #expect(try await Self.codes(again).isEmpty)
        try await again.remove()
    }

    @Test("an id says when it was made by its version and its first 48 bits alone")
    func times() throws {
        let id = try #require(RequestID(text: "00000000-03e8-7000-8000-000000000000"))
        #expect(RequestKeeper.isMade(id, after: 0))
        #expect(!RequestKeeper.isMade(id, after: 1))
        let random = try #require(RequestID(text: "ffffffff-ffff-4000-8000-000000000000"))
        #expect(!RequestKeeper.isMade(random, after: 0))
    }
}
