import Foundation
import LocalAPI
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
        var submission = submission(
            "create",
            [
                "source_channel": .text("port"), "goods": .text("运动鞋"),
                "found_at": .text("2025-11-20T09:00:00+08:00"), "ip_right": .text("trademark"),
                "title": .text("【演练】出口运动鞋"),
            ]
        )
        let created = try await author.local.submit(submission, caller: BenchNode.caller)
        submission = Self.submission(
            "approve",
            [
                "subject_name": .text("某公司"), "act_region": .text(BenchFederation.addressee),
                "violation_type": .text("商标侵权"), "evidence_summary": .text("照片"),
            ]
        )
        submission.record = created.entry
        _ = try await author.local.submit(submission, caller: BenchNode.caller)
        submission = Self.submission(
            "send",
            [
                "document_no": .text("演练〔2026〕1号"), "liaison": .text("联络员"),
                "receiver_offices": .list([.text(BenchFederation.addressee)]),
                "mechanism": .text(BenchFederation.mechanism), "scope": .text("internal"),
                "no_state_secret": .boolean(true), "sender_office": .text("360000/scjg"),
                "handling_officers": .list([.text("甲"), .text("乙")]),
            ]
        )
        submission.record = created.entry
        submission.mechanism = BenchFederation.mechanism
        submission.to = [BenchFederation.addressee]
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

    private static func submission(
        _ event: String,
        _ fields: [String: FieldValue]
    ) -> EntrySubmission {
        var submission = EntrySubmission(
            request: UUID().uuidString.lowercased(),
            machine: "clue",
            event: event
        )
        submission.fields = fields
        return submission
    }
}
