import Casework
import LocalAPI
import Testing

@testable import NodeService

/// A request to the police of another region to check who somebody is: their seven days bind police offices, so no other is asked.
@Suite(.serialized) struct IdentityCheckTests {
    private static let caller = TestNode.operatorCaller

    /// A request of a type that is approved at home, and the step that sends it to an address.
    private static func request(
        _ type: String,
        to address: String,
        at node: TestNode
    ) async throws -> EntrySubmission {
        var create = AssistanceRequest.step("create")
        create.fields = [
            "assist_type": .text(type), "cause": .text("侵犯注册商标专用权"),
            "request_items": .list([.text("核对身份")]), "subject_name": .text("某公司"),
            "ip_right": .text("trademark"), "goods": .text("运动鞋"),
            "title": .text("【演练】运动鞋"), "scope": .text("internal"),
            "no_state_secret": .boolean(true), "sender_office": .text("360000/scjg"),
            "remote_area": .boolean(false),
        ]
        let created = try await node.submit(create)
        _ = try await node.submit(AssistanceRequest.step("approve", created.entry))
        var send = AssistanceRequest.step("send", created.entry)
        (send.mechanism, send.to) = ("exercise", [address])
        send.fields = [
            "receiver_offices": .list([.text(address)]), "mechanism": .text("exercise"),
            "document_no": .text("赣市监协查〔2026〕1号"), "liaison": .text("联络员"),
            "handling_officers": .list([.text("甲"), .text("乙")]),
        ]
        return send
    }

    @Test(
        "an identity check goes to a police office alone, and other requests to whom they concern"
    )
    func addressee() async throws {
        let nodes = try await TwoNodes.make(fujianOffices: ["gaj": "公安局", "scjg": "市场监管局"])
        let node = nodes.jiangxi
        for (type, address, code) in [
            ("identity_check", "350000/scjg", "node.addressee_other_office" as String?),
            ("identity_check", "350000/gaj", nil), ("investigation", "350000/scjg", nil),
        ] {
            let send = try await Self.request(type, to: address, at: node)
            do {
                _ = try await node.local.preview(send, caller: Self.caller)
                #expect(code == nil, "\(type) \(address)")
            } catch let problem as Problem {
                #expect(problem.code == code, "\(type) \(address): \(problem)")
            }
        }
        try await nodes.remove()
    }
}
