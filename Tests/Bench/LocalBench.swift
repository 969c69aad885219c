import Foundation
import LocalAPI
import LocalAPITestSupport
import NodeService
import Wording

/// Appends through LocalAPI: clients on the node's Unix socket file clues with their bodies and wait for each acknowledgement.
struct LocalBench {
    let directory: String
    let yardstick: Yardstick

    func run(entryCount: Int, into table: inout Table) async throws {
        let folder = directory + "/local"
        let home = try await BenchNode.makeHome("jiangxi", region: "360000", in: folder)
        for writers in [1, 8, 64] {
            let count =
                writers == 1 ? entryCount / 40 : writers == 8 ? entryCount / 10 : entryCount / 4
            let (rate, times) = try await measure(home, writers: writers, entryCount: count)
            table.add(
                "LocalAPI, \(writers) writers, with bodies",
                rate,
                ratio: rate / yardstick.signAndVerifyRate,
                aim: writers == 64 ? "≥ 0.25 of sign and verify" : nil,
                detail: Table.detail(of: times)
            )
            if writers == 1 {
                let median = times.percentile(50)
                table.add(
                    "LocalAPI, 1 writer, p50",
                    microseconds: median * 1e6,
                    ratio: median / yardstick.syncMedian,
                    aim: "≤ 4 of fdatasync"
                )
            }
            if writers == 64 { table.addPostgresRatio("LocalAPI, 64 writers", rate, yardstick) }
        }
        try FileManager.default.removeItem(atPath: folder)
    }

    private func measure(
        _ home: HomeDirectory,
        writers: Int,
        entryCount: Int
    ) async throws -> (rate: Double, times: [Double]) {
        let node = try await BenchNode(opening: home).node
        let (ready, input) = AsyncStream<Void>.makeStream()
        let server = Task {
            defer { input.finish() }
            try await NodeServer(node).run { input.yield() }
        }
        for await _ in ready { break }
        let client = LocalClient(socketPath: home.socket.path, language: .en)
        let start = ContinuousClock.now
        let times = try await withThrowingTaskGroup(of: [Double].self) { group in
            for _ in 0..<writers {
                group.addTask { try await Self.write(entryCount / writers, with: client) }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        let seconds = (ContinuousClock.now - start).seconds
        server.cancel()
        try await server.value
        return (Double(times.count) / seconds, times)
    }

    private static func write(_ count: Int, with client: LocalClient) async throws -> [Double] {
        try await client.withConnection { connection in
            var times: [Double] = []
            times.reserveCapacity(count)
            for _ in 0..<count {
                let submission = EntrySubmission.exercise("create")
                let start = ContinuousClock.now
                _ = try await connection.send(.submit(submission))
                times.append((ContinuousClock.now - start).seconds)
            }
            return times
        }
    }
}
