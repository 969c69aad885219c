import Foundation
import LocalAPI
import LocalAPITestSupport
import LogStorage
import NodeService
import SQLiteStorage
import TransparencyLog

/// How long after its acknowledgement an entry is stored, verified and cosigned at a peer, and the receipt is here again.
struct LatencyBench {
    private static let roundCount = 200
    private static let pause: Duration = .microseconds(100)

    let directory: String

    func run(into table: inout Table) async throws {
        let folder = directory + "/latency"
        let federation = try await BenchFederation.make(in: folder)
        let ports = Ports()
        let author = try await BenchNode(opening: federation.author)
        let times = try await author.replicating(at: ports) {
            let mirror = try await BenchNode(opening: federation.mirror)
            return try await mirror.replicating(at: ports) {
                // The first one waits until both have found each other.
                _ = try await Self.round(author)
                var times: [Double] = []
                for _ in 0..<Self.roundCount { times.append(try await Self.round(author)) }
                return times
            }
        }
        table.add(
            "acknowledged to cosigned by a peer, p50",
            microseconds: times.percentile(50) * 1e6,
            aim: "milliseconds"
        )
        table.add(
            "acknowledged to cosigned by a peer, p99",
            microseconds: times.percentile(99) * 1e6
        )
        try FileManager.default.removeItem(atPath: folder)
    }

    /// Sends one clue and waits for the first receipt that covers it; the seconds from the acknowledgement to then.
    private static func round(_ author: BenchNode) async throws -> Double {
        let created = try await author.local.submit(.exercise("create"), caller: BenchNode.caller)
        _ = try await author.local.submit(
            .exercise("approve", record: created.entry),
            caller: BenchNode.caller
        )
        let submission = EntrySubmission.exercise(
            "send",
            record: created.entry,
            to: BenchFederation.addressee
        )
        let sent = try await author.local.submit(submission, caller: BenchNode.caller)
        let start = ContinuousClock.now
        let origin = try Origin(sent.origin)
        while true {
            let size = try await author.node.store.read {
                try $0.newestCosignatures(of: origin).map(\.size.rawValue).max() ?? 0
            }
            if size > sent.index { return (ContinuousClock.now - start).seconds }
            try await Task.sleep(for: Self.pause)
        }
    }
}
