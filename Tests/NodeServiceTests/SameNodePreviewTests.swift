import Foundation
import LocalAPI
import Testing

@testable import NodeService

/// What is shown before a step is signed that goes to another office of the same node.
@Suite(.serialized) struct SameNodePreviewTests {
    @Test("an office of the own node to which a step goes stands first among who will have it")
    func here() async throws {
        let nodes = try await TwoNodes.make(
            jiangxiOffices: ["hg": "南昌海关", "gaj": "江西省公安厅"],
            fujianOffices: ["gaj": "公安"]
        )
        let node = nodes.jiangxi
        func step(_ base: EntrySubmission) -> EntrySubmission {
            var step = base
            step.office = "hg"
            if step.fields["sender_office"] != nil {
                step.fields["sender_office"] = .text("360000/hg")
            }
            return step
        }
        let notify = BesideStepTests.step(
            "notify_holder",
            nil,
            ["goods": .text("运动鞋"), "port": .text("南昌")]
        )
        let home = try await node.submit(step(notify)).entry
        func preview(_ to: String) async throws -> [EntryPreview.Recipient] {
            let transfer = BesideStepTests.transfer(of: home, to: to, target: "police")
            return try await node.local.preview(
                step(transfer),
                caller: TestNode.operatorCaller
            ).recipients
        }
        let own = try await preview("360000/gaj")
        #expect(own.map(\.node) == ["jiangxi.ipr.example", "fujian.ipr.example"])
        #expect(own.first?.addresses == ["360000/gaj"] && own.first?.body == true)
        #expect(own.first?.names?["360000/gaj"]?["zh"]?.contains("公安厅") == true)
        #expect(own.first?.reason?.code == "node.received_here")
        #expect(own.last?.body == false)
        let other = try await preview("350000/gaj")
        #expect(other.map(\.node) == ["fujian.ipr.example"] && other.first?.body == true)
        try await nodes.remove()
    }
}
