import Foundation
import LocalAPI
import LocalAPITestSupport
import Testing

/// Document numbers of a real node process that is killed while it gives them out.
@Suite(.serialized) struct NumberKillTests {
    private static let killCount = 10

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
        let book = KilledWriting(writerCount: 4)
        try await node.start()
        for _ in 0..<Self.killCount {
            try await book.write(
                to: node,
                killAt: book.acknowledged.count + Int.random(in: 1...8, using: &random)
            )
            await node.waitUntilEnded()
            try await node.start()
            for submission in book.takeUnanswered() {
                _ = book.note(submission, try await node.client.send(.submit(submission)))
            }
        }
        let texts = book.acknowledged.compactMap(\.1.documentNumber)
        let numbers = texts.compactMap { number in
            number.split(separator: "〕").last.flatMap { Int($0.dropLast()) }
        }
        #expect(numbers.sorted() == Array(1...max(1, numbers.count)), "seed \(seed)")
        #expect(numbers.count == book.acknowledged.count, "seed \(seed)")
        #expect(texts.allSatisfy { $0.hasPrefix("赣市监案源〔") })
        try await node.remove()
    }
}
