import Casework
import Cryptography
import Foundation
import Ledger
import LocalAPI
import LocalAPITestSupport
import LogStorage
import NodeService
import SQLiteStorage
import Sequencing
import TestSupport
import TransparencyLog
import Wording

/// The inbox of a node with very many open records, each with a body and a statutory clock, and the start of the program beside it.
struct InboxBench {
    private static let runCount = 20

    let directory: String

    func run(recordCount: Int, into table: inout Table) async throws {
        let folder = directory + "/inbox"
        let home = try await BenchNode.makeHome("jiangxi", region: "360000", in: folder)
        let bench = try await BenchNode(opening: home)
        try await BodyFiller().fill(bench.node, to: recordCount) { number in
            [("title", .string("第\(number)件"))]
        }
        let first = ContinuousClock.now
        let page = try await bench.local.inbox(InboxQuery(), caller: BenchNode.caller)
        let cold = (ContinuousClock.now - first).seconds
        guard page.counts.waiting == recordCount, page.items.allSatisfy({ $0.due != nil }) else {
            throw LogFiller.Failure(description: "the inbox has \(page.counts.waiting) records")
        }
        let name = "inbox of \(recordCount) open records"
        table.add("\(name), first call", microseconds: cold * 1e6)
        for limit in [50, 200] {
            var times: [Double] = []
            for _ in 0..<Self.runCount {
                let start = ContinuousClock.now
                _ = try await bench.local.inbox(
                    InboxQuery(limit: limit),
                    caller: BenchNode.caller
                )
                times.append((ContinuousClock.now - start).seconds)
            }
            table.add(
                "\(name), page of \(limit), p50",
                microseconds: times.percentile(50) * 1e6,
                aim: "≤ 200,000 µs"
            )
        }
        try bench.node.close()
        try await addProcessStart(to: &table)
        try FileManager.default.removeItem(atPath: folder)
    }

    /// What starting the program takes by itself, where it was built beside this one.
    private func addProcessStart(to table: inout Table) async throws {
        let program = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
            .appending(path: "lianlu").path
        guard FileManager.default.isExecutableFile(atPath: program) else { return }
        var times: [Double] = []
        for _ in 0..<Self.runCount {
            let start = ContinuousClock.now
            _ = try await OutsideProgram(program, ["--version"]).run()
            times.append((ContinuousClock.now - start).seconds)
        }
        table.add("process start (lianlu --version), p50", microseconds: times.percentile(50) * 1e6)
    }
}
