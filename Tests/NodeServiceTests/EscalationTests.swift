import LocalAPI
import LocalAPITestSupport
import Testing
import Wording

@testable import NodeService

/// A step that calls on the superior needs one.
@Suite struct EscalationTests {
    private static let caller = TestNode.operatorCaller

    private static func received(_ roles: [String: [String]]) async throws -> (Federation, String) {
        let federation = try await Federation.make(
            [("jiangxi", "360000"), ("fujian", "350000"), ("guizhou", "520000")],
            roles: roles
        )
        let sent = try await federation.send(from: 0, to: "350000")
        try await eventually("the receipt is at jiangxi") {
            try await state(of: sent.entry, at: federation[0].test) == "received"
        }
        return (federation, sent.entry)
    }

    private static func state(of record: String, at node: TestNode) async throws -> String {
        try await node.local.record(record, caller: caller).summary.state
    }

    @Test(
        "nothing is escalated where the charter names no superior that could take it up, and the refusal says how to name one"
    )
    func noSuperior() async throws {
        let (federation, record) = try await Self.received([:])
        let jiangxi = federation[0].test
        let size = try await jiangxi.size(of: "exercise")
        let refusal = await #expect(throws: Problem.self) {
            _ = try await jiangxi.submit(jiangxi.submission("escalate", record: record))
        }
        #expect(refusal?.code == "node.role_unfilled")
        for language in Language.allCases {
            let told = refusal?.worded(in: language)
            #expect(told?.remedy.contains("--role superior=") == true)
            #expect(told?.cause.contains("exercise") == true)
        }
        #expect(try await jiangxi.size(of: "exercise") == size)
        try await federation.remove()
    }

    @Test("a superior without a node is called on, with a word that no node can take it up")
    func superiorWithoutNode() async throws {
        let (federation, record) = try await Self.received(["superior": ["990000"]])
        let jiangxi = federation[0].test
        let taken = try await jiangxi.submit(jiangxi.submission("escalate", record: record))
        let warning = try #require(taken.warnings?.first { $0.code == "node.role_outside" })
        #expect(warning.arguments["address"] == "990000")
        #expect(warning.arguments["role_zh"] == "共同的上级")
        try await federation.remove()
    }

    @Test("what is escalated the superior that the charter names takes up")
    func superior() async throws {
        let (federation, record) = try await Self.received(["superior": ["520000"]])
        let (jiangxi, guizhou) = (federation[0].test, federation[2].test)
        let taken = try await jiangxi.submit(jiangxi.submission("escalate", record: record))
        // Nothing is over on the day of the receipt: that is said, and nothing else.
        #expect(taken.warnings?.map(\.code) == ["node.call_before_end"])
        try await eventually("the escalation is at guizhou") {
            try await guizhou.local.record(record, caller: Self.caller).timeline
                .contains { $0.event == "escalate" }
        }
        _ = try await guizhou.submit(guizhou.submission("urge", record: record))
        try await federation.remove()
    }
}
