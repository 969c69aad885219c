import Cryptography
import Ledger
import LogStorage
import Testing
import TransparencyLog

@testable import NodeService

@Suite struct TimelineOrderTests {
    private static func row(_ log: String, _ index: UInt64, at: Int64?) throws -> ProjectedEntry {
        ProjectedEntry(
            origin: try Origin("jiangxi.ipr.example/\(log)"),
            index: EntryIndex(unchecked: index),
            digest: SHA256.digest(of: Array("\(log) \(index)".utf8)),
            scope: RecordScope(text: "exercise"),
            record: SHA256.digest(of: []),
            machine: "clue",
            event: "event\(index)",
            at: at,
            verdictClass: .valid,
            verdict: []
        )
    }

    @Test(
        "a step that the fold leaves out stands where its own clock puts it, and never before its log's earlier ones"
    )
    func places() throws {
        let a = try (0..<3).map { try Self.row("exercise", UInt64($0), at: Int64($0) * 10) }
        let b = try (0..<3).map { try Self.row("other", UInt64($0), at: Int64($0) * 10 + 5) }
        func order(_ rows: [ProjectedEntry], _ folded: [ProjectedEntry]) -> [ProjectedEntry] {
            TimelineOrder.ordered(rows, folded: folded.map(\.digest))
        }
        let all = [a[0], b[0], a[1], b[1], a[2], b[2]]
        // The invalid step of b lies between two valid ones of a.
        #expect(order(a + b, [a[0], a[1], b[1], a[2], b[2]]) == all)
        #expect(order(a + b, all) == all)
        // The order of the fold holds, whatever the clocks say.
        #expect(order(a, [a[2], a[0], a[1]]) == [a[2], a[0], a[1]])
        // A clock that went back moves nothing before an earlier entry of its log.
        let late = try Self.row("exercise", 3, at: 1)
        #expect(order(a + [late], a) == a + [late])
        // Without a readable clock it stands behind the earlier ones of its log.
        let blind = try Self.row("exercise", 3, at: nil)
        #expect(order(a + [blind] + b, a + b).last == blind)
    }
}
