import Casework
import Cryptography
import Foundation
import Ledger
import LocalAPI
import Testing

@testable import NodeService

/// A header with a fact that the rules do not have open, as a faulty or hostile node might sign it.
@Suite(.serialized) struct ClosedFactTests {
    private static let number = "11010519491231002X"

    @Test(
        "a fact that is not open is kept and pointed out in both languages at every node, says nothing to the rules, and a person's number in it is printed in part"
    )
    func closed() async throws {
        var federation = try await Federation.make(
            [("jiangxi", "360000"), ("fujian", "350000"), ("guizhou", "520000")],
            observers: [2]
        )
        let log = "fujian.ipr.example/exercise"
        let sent = try await federation.handOver(from: 0, to: 1)
        let record = try #require(Digest(hex: sent.entry))
        let local = federation[1].test.local
        let timeline = try await local.record(sent.entry, caller: Federation.caller).timeline
        let receipt = try #require(timeline.last { $0.event == "receive" })
        try await federation.stop(1)
        let field = try #require(FieldID("subject_person"))
        let places = try await TestNode.forge(federation[1].test.home) { forger in
            var accept = try forger.step("accept")
            accept.record = record
            accept.parents = [try #require(Digest(hex: receipt.entry))]
            accept.facts = [Fact(field: field, value: .string(Self.number))]
            return [try forger.entry(accept, forger.office())]
        }
        try await federation.restart(1)
        for position in [0, 2] {
            try await eventually("node \(position) holds the entry") {
                try await federation[position].size(of: log) == places[0] + 1
            }
            let node = federation[position].test
            try await eventually("node \(position) has judged it") {
                let shown = try await node.local.record(sent.entry, caller: Federation.caller)
                return shown.summary.state == "accepted"
            }
            let shown = try await node.local.record(sent.entry, caller: Federation.caller)
            let entry = try #require(shown.timeline.last { $0.event == "accept" })
            #expect(entry.verdict.class == .valid && entry.verdict.reasons.isEmpty)
            let finding = try #require(
                entry.verdict.findings.first { $0.code == "casework.fact_not_open" },
                "\(entry.verdict.findings)"
            )
            try Fault.requireTold(finding.code, finding.arguments)
            #expect(entry.facts?["subject_person"] == .text("110***********002X"))
            let document = String(decoding: try JSONEncoder().encode(shown), as: UTF8.self)
            #expect(!document.contains(Self.number))
        }
        try await federation.remove()
    }
}
