import Casework
import Ledger
import LocalAPI
import LogStorage
import SQLiteStorage
import Testing
import TransparencyLog

@testable import NodeService

/// What is said in a step that does not count proposes nothing.
@Suite struct LinkVerdictTests {
    private typealias Scene = LinkingScene

    /// A clue whose number, or the name of whose firm, only its approval tells.
    private static func named(
        _ fields: [String: FieldValue],
        at node: TestNode
    ) async throws -> (record: String, approval: UInt64) {
        let created = try await node.submit(node.submission("create"))
        var approve = node.submission("approve", record: created.entry)
        approve.fields.merge(fields) { $1 }
        return (created.entry, try await node.submit(approve).index)
    }

    @Test(
        "a record is proposed for what counts of it: neither for a number nor for a firm's name in a step that came to stand irregular",
        arguments: [
            ["subject_uscc": LinkingScene.firm, "subject_name": "某公司"],
            ["subject_name": "星辰贸易（南昌）有限责任公司"],
        ]
    )
    func irregular(_ said: [String: String]) async throws {
        let node = try await TestNode.make("jiangxi.ipr.example", region: "360000")
        let other = try await Self.named(said.mapValues { .text($0) }, at: node)
        let asked = try await Scene.draft(
            at: node,
            [
                "subject_uscc": .text(Scene.firm),
                "subject_name": .text("江西省星辰贸易有限公司"),
            ]
        )
        try await IdentifierKeeper(node.node).indexDue()
        let counting = try await Scene.links(of: asked.entry, at: node)
        #expect(counting.links.map(\.record.record) == [other.record])
        // As if it had been signed while another step was under way, after which it may not be taken.
        let origin = try Origin("jiangxi.ipr.example/home")
        let index = try #require(EntryIndex(other.approval))
        try await node.node.store.write { transaction in
            var row = try #require(try transaction.projectedEntry(of: origin, at: index))
            row.verdictClass = .irregular
            try transaction.putProjectedEntry(row)
        }
        let left = try await Scene.links(of: asked.entry, at: node)
        #expect(left.links.isEmpty, "\(left.links.map(\.record.record))")
        // It still stands there, and whoever looks for it is told how.
        if let firm = said["subject_uscc"] {
            let found = try await Scene.search(firm, at: node)
            let places = found.hits.flatMap(\.places).filter { $0.event == "approve" }
            #expect(places.map(\.verdict) == [.irregular])
        }
        try await node.remove()
    }
}
