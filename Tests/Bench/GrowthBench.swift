import Foundation
import LogStorage
import NodeService
import TransparencyLog

/// What one more entry costs, projected, in a log that is short and in ones that are longer by tens.
///
/// Measured twice at each length: by one writer, whose entry is a commit of its own, and by as many writers as fill the
/// batches. In a batch neighbours share pages, the more of them the smaller the log, so that only the first row says what one
/// entry costs.
struct GrowthBench {
    private static let aloneCount = 500
    private static let togetherCount = 5_000

    let directory: String

    /// Lengths from a thousand by tens, and the one that is asked for.
    private static func sizes(to count: Int) -> [Int] {
        Array(sequence(first: 1_000) { $0 * 10 }.prefix { $0 < count }) + [count]
    }

    func run(entryCount: Int, into table: inout Table) async throws {
        let folder = directory + "/growth"
        let federation = try await BenchFederation.make(in: folder)
        let author = try await BenchNode(opening: federation.author)
        var first: (alone: Double, together: Double)?
        for size in Self.sizes(to: entryCount) {
            let filler = LogFiller(node: author.node)
            let start = ContinuousClock.now
            try await filler.fill(to: size)
            let seconds = (ContinuousClock.now - start).seconds
            Bench.say(String(format: "a log of %d entries after %.1f s", size, seconds))
            let alone =
                try await filler.fill(to: size + Self.aloneCount, writerCount: 1)
                .percentile(50) * 1e6
            let together = try await together(filler, from: size + Self.aloneCount)
            let least = first ?? (alone, together)
            first = least
            table.add(
                "one more entry at \(size), alone, p50",
                microseconds: alone,
                ratio: alone / least.alone,
                aim: "the same at all"
            )
            table.add(
                "one more entry at \(size), in batches",
                microseconds: together,
                ratio: together / least.together
            )
        }
        try author.node.close()
        try FileManager.default.removeItem(atPath: folder)
    }

    /// Microseconds of each of so many more entries by all writers.
    private func together(_ filler: LogFiller, from size: Int) async throws -> Double {
        let start = ContinuousClock.now
        try await filler.fill(to: size + Self.togetherCount)
        return (ContinuousClock.now - start).seconds * 1e6 / Double(Self.togetherCount)
    }
}
