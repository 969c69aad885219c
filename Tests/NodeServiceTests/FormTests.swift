import Casework
import Foundation
import LocalAPI
import LocalAPITestSupport
import Testing

@testable import NodeService

@Suite struct FormTests {
    private static let caller = TestNode.operatorCaller

    private func reader(_ office: String) -> Caller {
        Caller(
            credentials: PeerCredentials(pid: 1, uid: 4_711, gids: []),
            offices: .some([office]),
            rights: [.read]
        )
    }

    @Test(
        "the form of the newest step that has one carries what the office said, under the pack's names and in its order"
    )
    func letter() async throws {
        let nodes = try await TwoNodes.make()
        let local = nodes.jiangxi.local
        let (created, send) = try await nodes.jiangxi.approved(to: "350000")
        let draft = try await local.printed(created.entry, document: nil, caller: Self.caller)
        #expect(draft.document == "own-clue-notice" && draft.home && draft.receipts == nil)
        #expect(draft.others == ["f1"] && draft.documentNumber == nil)
        let sent = try await nodes.jiangxi.submit(send)
        let letter = try await local.printed(sent.entry, document: nil, caller: Self.caller)
        #expect(letter.titles["zh"] == "线索通报函" && letter.entry == sent.entry && !letter.home)
        #expect(letter.documentNumber == "赣市监线〔2026〕1号")
        #expect(letter.subject == "【演练】出口运动鞋")
        #expect(letter.sender == .init(address: "360000/scjg", title: "市场监管"))
        #expect(letter.addressees == [.init(address: "350000", title: "市场监管")])
        #expect(letter.receipts == Tally(count: 0, of: 1))
        #expect(letter.body == .held && letter.mechanismTitles["zh"] == "演练")
        let order = try #require(nodes.jiangxi.node.view.packs.references.first)
        let pack = try #require(nodes.jiangxi.node.view.packs.pack(order))
        let machine = try #require(pack.kinds.first?.machines.first)
        let known = (pack.fields + machine.fields).map(\.id.text)
        let places = letter.fields.compactMap { line in known.firstIndex(of: line.field) }
        #expect(places.count == letter.fields.count && places == places.sorted())
        let right = try #require(letter.fields.first { $0.field == "ip_right" })
        #expect(right.values["trademark"]?["zh"] == "注册商标专用权")
        #expect(letter.fields.contains { $0.personal })
        #expect(letter.laws.isEmpty == false)
        // The part at home leads to the same letter, and its own document is printed by its id.
        let again = try await local.printed(created.entry, document: nil, caller: Self.caller)
        #expect(again == letter)
        let form = try await local.printed(created.entry, document: "f1", caller: Self.caller)
        #expect(form.form == 1 && form.record == created.entry)
        try await nodes.remove()
    }

    @Test("whoever may not read the body gets a form of headers alone")
    func withheld() async throws {
        let nodes = try await TwoNodes.make()
        let (_, send) = try await nodes.jiangxi.approved(to: "350000")
        let sent = try await nodes.jiangxi.submit(send)
        let form = try await nodes.jiangxi.local.printed(
            sent.entry,
            document: nil,
            caller: reader("gaj")
        )
        #expect(form.body == .withheld && form.fields.isEmpty && form.attachments.isEmpty)
        #expect(form.subject == nil && form.documentNumber == nil)
        #expect(form.addressees.map(\.address) == ["350000"])
        try await nodes.remove()
    }

    @Test("a document that no step has is refused with those that there are")
    func unknown() async throws {
        let node = try await TestNode.make("jiangxi.ipr.example", region: "360000")
        let created = try await node.submit(node.submission("create"))
        for document in ["f17", "NO SUCH"] {
            try await Fault.requireRefused("node.document_unknown") {
                _ = try await node.local.printed(
                    created.entry,
                    document: document,
                    caller: Self.caller
                )
            }
        }
        try await node.remove()
    }
}
