import Casework
import Foundation
import LocalAPI
import NodeService
import TestSupport
import Testing

@testable import lianlu

/// The published cases on real nodes: homes on disk, sockets, mutual TLS; only the clock is the test's.
@Suite struct PublishedCaseTests {
    @Test(
        "every published flow is taken step by step by commands in an exercise of its provinces, and members, observer and auditor print the same states and clocks"
    )
    func replay() async throws {
        let cases = try PublishedCase.all()
        let approved = cases.flatMap(\.matters).flatMap(\.steps).filter { $0.approver != nil }
        #expect(approved.map(\.event) == ["approve", "decide_file"])
        let start = try #require(Timestamp("2010-01-04T09:00:00+08:00")).instant
        let world = try await ReplayWorld.make(cases, start: start)
        var replay = try Replay(world)
        try await replay.run(cases)
        var comparison = ReplayComparison(replay)
        for published in cases { try await comparison.compare(published) }
        try await audit(world, comparison)
        var prints = ReplayPrints(replay)
        for published in cases { try await prints.printAll(of: published) }
        // What the cases come to is a part of what the pack has; every document by itself is laid out in EveryDocumentTests.
        #expect(prints.documents.count >= 22, "\(prints.documents.sorted())")
        try await world.remove()
    }

    /// The audit bureau's home and some members' are read again by the auditor, who folds every record anew: no difference.
    private func audit(_ world: ReplayWorld, _ comparison: ReplayComparison) async throws {
        var trust: [String] = []
        for node in world.nodes.values {
            let card = FileManager.default.temporaryDirectory.appending(path: "\(UUID()).card")
            try Data(try await node.client.send(.card).card.utf8).write(to: card)
            trust += ["--trust", card.path]
        }
        // 340000 is where officers signed.
        for party in [ReplayWorld.observer, "340000", "410000", "440000"] {
            try await comparison.compareAudit(of: party, trusting: trust)
        }
        for path in trust where path != "--trust" {
            try FileManager.default.removeItem(atPath: path)
        }
    }
}
