import Foundation
import LocalAPI
import Testing

@testable import NodeService

@Suite struct OpenFieldTests {
    private static let caller = TestNode.operatorCaller

    @Test("a record shows the open fields of a header with their names, beside those of the body")
    func facts() async throws {
        let node = try await TestNode.make("jiangxi.ipr.example", region: "360000")
        var draft = EntrySubmission(
            request: UUID().uuidString.lowercased(),
            machine: "案件协查",
            event: nil
        )
        draft.fields = [
            "assist_type": .text("seizure"), "cause": .text("涉嫌侵权"),
            "request_items": .list([.text("查封、扣押涉案运动鞋")]),
        ]
        let begun = try await node.submit(draft)
        let shown = try await node.local.record(begun.entry, caller: Self.caller)
        let entry = try #require(shown.timeline.first)
        #expect(entry.facts == ["assist_type": .text("seizure")])
        let label = try #require(entry.factLabels?.first)
        #expect(label.titles["zh"] == "协查类型" && label.type == "enum")
        #expect(label.values == ["seizure": ["zh": "协助扣押", "en": "assistance in seizure"]])
        #expect(entry.body?.fields?.keys.sorted() == ["cause", "request_items"])
        try await node.remove()
    }

    @Test(
        "a list of records by a state's name has those of every machine in which a state is called so"
    )
    func states() async throws {
        let node = try await TestNode.make("jiangxi.ipr.example", region: "360000")
        _ = try await node.submit(node.submission("create"))
        for name in ["draft", "草拟"] {
            let clues = try await node.local.records(
                RecordQuery(machine: "线索通报", state: name),
                after: nil,
                caller: Self.caller
            )
            #expect(clues.items.map(\.machine) == ["clue"])
            let others = try await node.local.records(
                RecordQuery(machine: "assistance", state: name),
                after: nil,
                caller: Self.caller
            )
            #expect(others.items.isEmpty)
        }
        let unknown = await #expect(throws: Problem.self) {
            _ = try await node.local.records(
                RecordQuery(machine: "nosuch"),
                after: nil,
                caller: Self.caller
            )
        }
        #expect(unknown?.code == "node.kind_unknown" && unknown?.status == 404)
        try await node.remove()
    }
}
