import Casework
import Cryptography
import Ledger
import TestSupport
import Testing
import TransparencyLog

/// Records that are folded in one pass are what they are alone, and what they share is read once.
@Suite struct FoldPassTests {
    /// What a fold gives, as far as anything is made of it.
    private struct Found: Equatable {
        let order: [Digest]
        let verdicts: [StepVerdict]
        let findings: [[CaseFinding]]
        let state: StateID?
        let clocks: [RecordClock]
        let count: RecordCount?

        init(
            _ state: RecordState?,
            _ key: RecordKey,
            _ context: ProjectionContext,
            _ now: Timestamp
        ) {
            let steps = state?.steps ?? []
            order = steps.map(\.event.digest)
            verdicts = steps.map(\.verdict)
            findings = steps.map(\.findings)
            self.state = state?.state
            var fold = context.clockFold(in: key.scope)
            let clocks = state.map { fold.clocks(of: $0) } ?? []
            self.clocks = clocks
            count = state.flatMap { RecordCount(of: $0, clocks: clocks, asOf: now) }
        }
    }

    @Test(
        "over drawn histories a pass finds of each record the states, clocks and counts that a fold of it alone finds",
        arguments: 100..<108
    )
    func same(seed: Int) throws {
        var random = SplitMix(seed: UInt64(seed))
        let history = try DrawnHistory(seed: UInt64(seed))
        let fujian = history.nodes[1]
        var reader = try HistoryReader(fujian.name, fujian.region)
        try reader.take(history)
        let now = try #require(Timestamp("2027-02-01T09:00:00+08:00"))
        let context = reader.context
        let keys = reader.store.contents.records.keys.shuffled(using: &random)
        try #require(keys.count > 1, "seed \(seed)")
        var readCount = reader.store.logReadCount
        let alone = try keys.map { key in
            Found(try Projector(context).state(of: key, in: reader.store), key, context, now)
        }
        let aloneCount = reader.store.logReadCount - readCount
        readCount = reader.store.logReadCount
        var pass = FoldPass(Projector(context), in: reader.store)
        let together = try keys.map { Found(try pass.state(of: $0), $0, context, now) }
        let togetherCount = reader.store.logReadCount - readCount
        #expect(together == alone, "seed \(seed)")
        #expect(alone.contains { $0.count != nil }, "seed \(seed)")
        #expect(togetherCount <= history.nodes.count, "seed \(seed)")
        #expect(aloneCount > togetherCount, "seed \(seed): \(aloneCount)")
    }
}
