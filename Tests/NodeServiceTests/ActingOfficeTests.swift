import LocalAPI
import LocalAPITestSupport
import LogStorage
import Testing

@testable import NodeService

/// Whose a matter is of a node's offices, any of which may take the next step by the rules.
@Suite(.serialized) struct ActingOfficeTests {
    private static let caller = TestNode.operatorCaller

    @Test(
        "a clue that came to a region as a whole is any office's there until one of them has acted, and that one's from then on"
    )
    func acted() async throws {
        let federation = try await Federation.make([
            ("jiangxi", "360000"), ("fujian", "350000"),
        ])
        let (jiangxi, fujian) = (federation[0].test, federation[1].test)
        _ = try await fujian.local.add(
            OfficeDocument(office: "zscq", title: "知识产权局"),
            caller: Self.caller
        )
        let (_, send) = try await jiangxi.approved(to: "350000")
        let sent = try await jiangxi.submit(send)
        try await eventually("fujian has acknowledged the clue, and holds what it says") {
            guard try await federation[1].hasReceived(sent.entry) else { return false }
            return try await federation[1]
                .holdings(of: "jiangxi.ipr.example/exercise", at: sent.index) == [.stored]
        }
        func offices() async throws -> Set<[String]?> {
            let items = try await fujian.local
                .inbox(InboxQuery(office: nil), caller: Self.caller).items
            let steps = items.filter { $0.summary.record == sent.entry }.flatMap(\.steps)
            return Set(steps.filter { $0.automatic == nil }.map { $0.offices?.sorted() })
        }
        #expect(try await offices() == [["scjg", "zscq"]])
        var accept = fujian.submission("accept", record: sent.entry)
        accept.office = "zscq"
        _ = try await fujian.submit(accept)
        #expect(try await offices() == [["zscq"]])
        for (office, count) in [("zscq", 1), ("scjg", 0)] {
            let items = try await fujian.local
                .inbox(InboxQuery(office: office), caller: Self.caller).items
            let own = items.filter { item in
                item.summary.record == sent.entry
                    && item.steps.contains { $0.automatic == nil }
            }
            #expect(own.count == count, "\(office)")
        }
        try await federation.remove()
    }
}
