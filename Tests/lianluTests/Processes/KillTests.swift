import Foundation
import LocalAPI
import LocalAPITestSupport
import Testing

/// Real node processes that are killed.
@Suite(.serialized) struct KillTests {
    @Test(
        "killed 50 times under load, a node has every acknowledged entry and a sound home each time"
    )
    func killedUnderLoad() async throws {
        let seed = UInt64.random(in: 0 ... .max)
        print("seed \(seed)")
        var random = SeededRandom(seed)
        let node = try await NodeProcess.make("jiangxi.ipr.example", region: "360000")
        let writing = KilledWriting(writerCount: 8)
        try await node.start()
        let card = try await node.publishCard()
        for _ in 0..<50 {
            let before = writing.acknowledged.count
            try await writing.write(
                to: node,
                killAt: before + Int.random(in: 1...20, using: &random)
            )
            await node.waitUntilEnded()
            try await node.start()
            try await node.requireSound(trusting: [card])
            // Whoever got no answer asks again with the same id; whoever got one gets the same one again.
            for submission in writing.takeUnanswered() {
                _ = writing.note(submission, try await node.client.send(.submit(submission)))
            }
            let (submission, answer) = try #require(
                writing.acknowledged[before...].randomElement(using: &random)
            )
            #expect(try await node.client.send(.submit(submission)) == answer, "seed \(seed)")
        }
        try await Self.requireEach(writing.acknowledged.map(\.1), at: node, "seed \(seed)")
        try await node.remove()
    }

    /// Every acknowledged entry lies at its index, and there is no entry that nobody asked for.
    private static func requireEach(
        _ answers: [Acknowledgement],
        at node: NodeProcess,
        _ comment: Comment
    ) async throws {
        let stored = try await node.entries(of: "\(node.name)/home")
        #expect(stored.allSatisfy { $0.verdict.class == .valid }, comment)
        let entries = Dictionary(uniqueKeysWithValues: stored.map { ($0.index, $0.entry) })
        for answer in answers {
            #expect(entries[answer.index] == answer.entry, comment)
        }
        // The first three entries open the log and enrol two offices.
        #expect(entries.count == 3 + Set(answers.map(\.index)).count, comment)
        #expect(Set(answers.map(\.index)).count == answers.count, comment)
    }

    @Test("an addressee that is killed at any moment signs one receipt for each clue, and no more")
    func addressee() async throws {
        let seed = UInt64.random(in: 0 ... .max)
        print("seed \(seed)")
        var random = SeededRandom(seed)
        let jiangxi = try await NodeProcess.make("jiangxi.ipr.example", region: "360000")
        let fujian = try await NodeProcess.make("fujian.ipr.example", region: "350000")
        for node in [jiangxi, fujian] { try await node.start() }
        let cards = try await NodeProcess.introduce(jiangxi, fujian)
        let clueCount = 8
        for _ in 0..<clueCount {
            try await Self.send(from: jiangxi, to: "350000")
            for _ in 0..<3 {
                let pause = Int.random(in: 0...150, using: &random)
                try await Task.sleep(for: .milliseconds(pause))
                await fujian.kill()
                try await fujian.start()
            }
        }
        let origin = "fujian.ipr.example/exercise"
        try await until("each clue has a receipt, seed \(seed)") {
            try await Self.receipts(of: origin, at: fujian).count >= clueCount
        }
        let whole = try await fujian.entries(of: origin).count
        try await until("jiangxi holds fujian's log, seed \(seed)") {
            try await jiangxi.entries(of: origin).count == whole
        }
        for node in [jiangxi, fujian] {
            let receipts = try await Self.receipts(of: origin, at: node)
            #expect(receipts.count == clueCount, "seed \(seed)")
            #expect(Set(receipts).count == clueCount, "seed \(seed)")
            try await node.requireSound(trusting: cards)
        }
        for node in [jiangxi, fujian] { try await node.remove() }
    }

    /// Drafts, approves and sends one clue.
    private static func send(from node: NodeProcess, to region: String) async throws {
        let created = try await node.client.send(.submit(.exercise("create")))
        _ = try await node.client.send(.submit(.exercise("approve", record: created.entry)))
        _ = try await node.client.send(
            .submit(.exercise("send", record: created.entry, to: region))
        )
    }

    /// The records that valid `receive` entries of a log name.
    private static func receipts(of origin: String, at node: NodeProcess) async throws -> [String] {
        try await node.entries(of: origin).compactMap { entry in
            guard let text = entry.text, text.contains("\"event\":\"receive\"") else { return nil }
            #expect(entry.verdict.class == .valid)
            return text.split(separator: "\"record\":\"").last.map { String($0.prefix(64)) }
        }
    }

    /// Waits until something holds; the limit is no measure of anything on a busy machine.
    private func until(_ what: String, _ condition: () async throws -> Bool) async throws {
        let end = ContinuousClock.now.advanced(by: .seconds(240))
        while try await !condition() {
            try #require(ContinuousClock.now < end, "waited in vain: \(what)")
            try await Task.sleep(for: .milliseconds(20))
        }
    }
}
