import Foundation
import LocalAPI
import LocalAPITestSupport
import Synchronization
import Testing

/// Document numbers of a real node process that is killed while it gives them out.
@Suite(.serialized) struct NumberKillTests {
    private static let killCount = 10

    /// What was asked for, and the number that each request got; nil where no answer came.
    private final class Book: Sendable {
        private let state = Mutex<[String: (EntrySubmission, String?)]>([:])

        var count: Int { state.withLock { $0.values.count { $0.1 != nil } } }
        var unanswered: [EntrySubmission] {
            state.withLock { $0.values.filter { $0.1 == nil }.map(\.0) }
        }
        var numbers: [String] { state.withLock { $0.values.compactMap(\.1) } }

        func ask(_ submission: EntrySubmission) {
            state.withLock { $0[submission.request] = (submission, nil) }
        }

        /// Notes an answer, and says how many there are now.
        func note(_ submission: EntrySubmission, _ answer: Acknowledgement) -> Int {
            state.withLock { state in
                state[submission.request] = (submission, answer.documentNumber)
                return state.values.count { $0.1 != nil }
            }
        }
    }

    @Test(
        "killed again and again, a series has no gap and no number twice, and a request that is sent again has its own"
    )
    func killed() async throws {
        let seed = UInt64.random(in: 0 ... .max)
        print("seed \(seed)")
        var random = SeededRandom(seed)
        let node = try await NodeProcess.make("jiangxi.ipr.example", region: "360000")
        let file = URL(filePath: node.home + "/lianlu.yaml")
        let text =
            try String(contentsOf: file, encoding: .utf8)
            + "document-numbers:\n  scjg:\n    f1: 赣市监案源\n"
        try Data(text.utf8).write(to: file)
        let book = Book()
        try await node.start()
        for _ in 0..<Self.killCount {
            try await Self.write(
                to: node,
                book,
                killAt: book.count + Int.random(in: 1...8, using: &random)
            )
            await node.waitUntilEnded()
            try await node.start()
            for submission in book.unanswered {
                _ = book.note(submission, try await node.client.send(.submit(submission)))
            }
        }
        let numbers = book.numbers.compactMap { number in
            number.split(separator: "〕").last.flatMap { Int($0.dropLast()) }
        }
        #expect(numbers.sorted() == Array(1...max(1, numbers.count)), "seed \(seed)")
        #expect(numbers.count == book.numbers.count && book.unanswered.isEmpty, "seed \(seed)")
        #expect(book.numbers.allSatisfy { $0.hasPrefix("赣市监案源〔") })
        try await node.remove()
    }

    /// Writes with four writers until so many answers came, and kills the node at that moment.
    private static func write(
        to node: NodeProcess,
        _ book: Book,
        killAt limit: Int
    ) async throws {
        let client = node.client
        let pid = try #require(node.processID)
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<4 {
                group.addTask {
                    while true {
                        let submission = EntrySubmission.exercise("create")
                        book.ask(submission)
                        do {
                            let answer = try await client.send(.submit(submission))
                            if book.note(submission, answer) == limit {
                                #expect(Foundation.kill(pid, SIGKILL) == 0)
                            }
                        } catch {
                            // The node is gone; nobody knows whether the entry is there.
                            return
                        }
                    }
                }
            }
        }
    }
}
