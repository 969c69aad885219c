import Auditing
import Foundation
import LocalAPI
import LogStorage
import NodeService
import SQLiteStorage
import TransparencyLog

/// Catch-up of a whole log over mutual TLS on loopback, with both nodes on these cores, and the audit of the home that wrote it.
struct MirrorBench {
    let directory: String
    let yardstick: Yardstick

    /// Mirrors a log whose entries have bodies of so many bytes, none for 0.
    func runCatchUp(
        entryCount: Int,
        bodyByteCount: Int,
        into table: inout Table
    ) async throws {
        let folder = directory + "/catch-up"
        let federation = try await BenchFederation.make(in: folder)
        let origin = try await fill(federation, entryCount, bodyByteCount)
        let seconds = try await catchUp(federation, origin, to: entryCount)
        let rate = Double(entryCount) / seconds
        table.add(
            bodyByteCount == 0
                ? "catch-up of \(entryCount) entries"
                : "catch-up of \(entryCount) entries with bodies of \(bodyByteCount) bytes",
            rate,
            ratio: rate / yardstick.verifyRate,
            aim: bodyByteCount == 0 ? "≥ 0.50 of verify" : "≥ 0.33 of verify",
            detail: String(format: "  %.1f s", seconds)
        )
        try FileManager.default.removeItem(atPath: folder)
    }

    /// Audits a home whose log has so many entries.
    func runAudit(entryCount: Int, into table: inout Table) async throws {
        let folder = directory + "/audit"
        let federation = try await BenchFederation.make(in: folder)
        _ = try await fill(federation, entryCount, 0)
        let author = try await BenchNode(opening: federation.author)
        let card = try await author.local.card(caller: BenchNode.caller).card
        try author.node.close()
        let audit = HomeAudit(
            of: federation.author,
            trusting: try TrustReader.read([card]),
            storageKey: nil
        )
        let start = ContinuousClock.now
        let report = try await audit.run()
        let seconds = (ContinuousClock.now - start).seconds
        if let first = report.findings.first {
            let count = report.findings.count
            throw LogFiller.Failure(
                description: "the audit found \(first) and more, \(count) in all"
            )
        }
        let rate = Double(report.logs.reduce(0) { $0 + $1.entryCount }) / seconds
        table.add(
            "audit of \(entryCount) entries",
            rate,
            ratio: rate / yardstick.verifyRate,
            aim: "≥ 0.70 of verify",
            detail: String(format: "  %.1f s", seconds)
        )
        try FileManager.default.removeItem(atPath: folder)
    }

    private func fill(
        _ federation: BenchFederation,
        _ entryCount: Int,
        _ bodyByteCount: Int
    ) async throws -> Origin {
        try await settle(federation.author)
        let author = try await BenchNode(opening: federation.author)
        let start = ContinuousClock.now
        let filler = LogFiller(node: author.node, bodyByteCount: bodyByteCount)
        try await filler.fill(to: entryCount)
        let origin = try filler.origin
        try author.node.close()
        let seconds = (ContinuousClock.now - start).seconds
        Bench.say(String(format: "a log of %d entries in %.1f s", entryCount, seconds))
        return origin
    }

    /// Lets a node notice the charter that it joined, as it does while its log is short: later it judges every entry again.
    private func settle(_ home: HomeDirectory) async throws {
        let node = try await BenchNode(opening: home)
        let noted = Array("projected-parties".utf8)
        try await node.replicating(at: Ports()) {
            while try await node.node.store.read({ try $0.documents(.meta, prefix: noted) }).isEmpty
            {
                try await Task.sleep(for: .milliseconds(10))
            }
        }
    }

    /// The seconds from the start of the mirror until it holds, verified, every entry and object.
    private func catchUp(
        _ federation: BenchFederation,
        _ origin: Origin,
        to count: Int
    ) async throws -> Double {
        let ports = Ports()
        let author = try await BenchNode(opening: federation.author)
        return try await author.replicating(at: ports) {
            let mirror = try await BenchNode(opening: federation.mirror)
            let start = ContinuousClock.now
            return try await mirror.replicating(at: ports) {
                while true {
                    let isDone = try await mirror.node.store.read { transaction in
                        guard let log = try transaction.log(origin), log.size.int == count else {
                            return false
                        }
                        return try transaction.wantedHoldings(of: origin, after: nil, limit: 1)
                            .isEmpty
                    }
                    if isDone { return (ContinuousClock.now - start).seconds }
                    try await Task.sleep(for: .milliseconds(10))
                }
            }
        }
    }
}
