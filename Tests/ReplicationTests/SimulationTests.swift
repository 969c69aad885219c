import Replication
import Testing

/// Whole federations in simulated time: lost messages, cuts, crashes at every directive, and peers that lie.
@Suite struct SimulationTests {
    @Test(
        "every honest follower ends with the origin's log, or has quarantined it with material that verifies",
        arguments: 0..<20
    )
    func federation(block: Int) throws {
        for seed in UInt64(block) * 20..<UInt64(block + 1) * 20 {
            do {
                try SimWorld(seed: seed).run()
            } catch {
                Issue.record("seed \(seed): \(error)")
            }
        }
    }

    @Test("the runs contain crashes, quarantines and receipts, so that they prove something")
    func runsAreNotEmpty() throws {
        var crashCount = 0
        var quarantineCount = 0
        var cosignatureCount = 0
        for seed in UInt64(0)..<30 {
            let world = try SimWorld(seed: seed)
            try world.run()
            crashCount += world.crashCount
            quarantineCount += world.quarantineCount
            cosignatureCount += world.cosignatureCount
        }
        #expect(crashCount > 20)
        #expect(quarantineCount > 10)
        #expect(cosignatureCount > 100)
    }
}
