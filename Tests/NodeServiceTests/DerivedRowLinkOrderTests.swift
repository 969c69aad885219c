import Foundation
import LocalAPI
import LogStorage
import Testing
import Wording

@testable import NodeService

/// Links that are gone together with the rows by which they would be found, and charters that are gone while a node runs.
@Suite(.serialized) struct DerivedRowLinkOrderTests {
    private static let caller = TestNode.operatorCaller

    @Test(
        "a matter whose link and rows are gone at once is not sent a second time, and has its link again",
        arguments: [
            "DELETE FROM projected_entry", "DELETE FROM projected_record",
            "DELETE FROM projected_entry; DELETE FROM projected_record",
            "DELETE FROM projected_entry; DELETE FROM projected_log",
        ],
        [false, true]
    )
    func together(_ rows: String, isSentAtOnce: Bool) async throws {
        let (nodes, sends) = try await DerivedRowTests.node()
        let node = nodes.jiangxi
        try await DerivedRowKeeper(node.node).compareDue()
        let before = try await DerivedRowTests.rows(node.home)
        let size = try await node.size(of: "exercise")
        try await DerivedRowTests.change(node.home, "DELETE FROM home_link; \(rows)")
        if isSentAtOnce {
            // Whatever it is refused for, by what is left of it.
            await #expect(throws: Problem.self) { _ = try await node.submit(sends[0]) }
        }
        try await DerivedRowKeeper(node.node).compareDue()
        #expect(try await DerivedRowTests.rows(node.home) == before)
        for send in sends[..<2] {
            let error = await #expect(throws: Problem.self) { _ = try await node.submit(send) }
            #expect(error?.code == "node.already_opened")
        }
        #expect(try await node.size(of: "exercise") == size)
        let alarms = try await DerivedRowTests.alarms(node)
        let told = alarms.first { $0.code == "node.derived_links_made_anew" }
        #expect(told?.arguments["count"] == "2", "\(alarms)")
        _ = try await node.submit(sends[2])
        try await nodes.remove()
    }

    @Test("a charter that is deleted while the node runs is shown as adopted and gone")
    func gone() async throws {
        let nodes = try await TwoNodes.make()
        let node = nodes.jiangxi
        #expect(try await node.local.mechanism("exercise", caller: Self.caller).gone == nil)
        try await DerivedRowTests.change(
            node.home,
            "DELETE FROM document WHERE kind = \(DocumentKind.charter.rawValue)"
        )
        let shown = try await node.local.mechanism("exercise", caller: Self.caller)
        #expect(shown.adopted && shown.gone == true)
        #expect(shown.warnings?.map(\.code).contains("node.charter_gone") == true)
        let listed = try await node.local.mechanisms(after: nil, caller: Self.caller)
        #expect(listed.items.map(\.gone) == [true])
        for language in Language.allCases {
            #expect(Catalogue.message("command.label_adopted_gone", [:], in: language) != nil)
        }
        try await nodes.remove()
    }
}
