import LocalAPI
import LocalAPITestSupport
import Testing

@testable import NodeService

/// For which offices a node writes letters.
@Suite struct SenderOfficeTests {
    private static let caller = TestNode.operatorCaller

    @Test(
        "in a mechanism a province's node does not write for a city that is a member by itself, and does for one that is none"
    )
    func ownMember() async throws {
        let jiangxi = try await TestNode.make("jiangxi.ipr.example", region: "360000")
        let nanchang = try await TestNode.make("nanchang.ipr.example", region: "360100")
        try await Federation.introduce([jiangxi, nanchang])
        let draft = CharterDraft.exercise([
            ("360000", "jiangxi.ipr.example"), ("360100", "nanchang.ipr.example"),
        ])
        let created = try await jiangxi.local.create(draft, caller: Self.caller)
        let signed = try await nanchang.local.sign(charter: created.text, caller: Self.caller)
        _ = try await jiangxi.local.join(charter: signed.text, caller: Self.caller)
        var (_, send) = try await jiangxi.approved(to: "360100")
        send.fields["receiver_offices"] = .list([.text("360100")])
        for office in ["360100/scjg", "360102/scjg"] {
            send.fields["sender_office"] = .text(office)
            let refused = await #expect(throws: Problem.self, "\(office)") {
                _ = try await jiangxi.local.preview(send, caller: Self.caller)
            }
            #expect(refused?.code == "node.sender_office_not_ours", "\(office)")
            #expect(refused?.arguments["own"] == "360000" && refused?.reasons == nil)
        }
        for office in ["360200/scjg", "360000/scjg"] {
            send.fields["sender_office"] = .text(office)
            _ = try await jiangxi.local.preview(send, caller: Self.caller)
        }
        try await jiangxi.remove()
        try await nanchang.remove()
    }
}
