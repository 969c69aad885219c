import Casework
import Cryptography
import Foundation
import Ledger
import LocalAPI
import LogStorage
import Testing

@testable import NodeService

/// Who may read what the bodies of a record say, where others come close to it.
@Suite(.serialized) struct ReadingGateTests {
    private static func title(
        _ record: String,
        at node: RunningNode,
        for office: String
    ) async throws -> String? {
        let caller = Caller(
            credentials: PeerCredentials(pid: 1, uid: 7, gids: []),
            offices: .some([office]),
            rights: [.read, .sign]
        )
        return try await node.test.local.record(record, caller: caller).summary.title
    }

    @Test(
        "what is addressed to one office is for no other of its node, not for one with the id of the sender's, and not for one that signed a step which does not count"
    )
    func offices() async throws {
        let ports = Ports()
        var nodes = try await ApprovalFlowTests.make(
            ports,
            offices: ["scjg": "市场监管", "zscq": "知识产权"]
        )
        var (_, send) = try await nodes[0].test.approved(to: "350000/zscq")
        send.fields["receiver_offices"] = .list([.text("350000/zscq")])
        let sent = try await nodes[0].test.submit(send)
        try await eventually("fujian has the clue, and has acknowledged it") {
            guard try await nodes[1].count(of: "receive", in: "exercise") == 1 else { return false }
            return try await nodes[1].holdings(of: "jiangxi.ipr.example/exercise", at: sent.index)
                == [.stored]
        }
        #expect(try await Self.title(sent.entry, at: nodes[1], for: "zscq") != nil)
        #expect(try await Self.title(sent.entry, at: nodes[1], for: "scjg") == nil)
        // An entry that no node of the house would write: a step of the office that was not asked.
        try await nodes[1].stop()
        _ = try await TestNode.forge(nodes[1].test.home) { forger in
            var accept = try forger.step("accept")
            accept.record = Digest(hex: sent.entry)
            return [try forger.entry(accept, forger.office())]
        }
        nodes[1] = try await RunningNode.start(nodes[1].test.home, ports: ports)
        let fujian = nodes[1]
        try await eventually("the step is judged") {
            try await fujian.test.local.record(sent.entry, caller: Federation.caller).timeline
                .contains { $0.event == "accept" && $0.verdict.class == .irregular }
        }
        #expect(try await Self.title(sent.entry, at: fujian, for: "zscq") != nil)
        #expect(try await Self.title(sent.entry, at: fujian, for: "scjg") == nil)
        for node in nodes {
            try await node.stop()
            try FileManager.default.removeItem(at: node.test.home.root)
        }
    }
}
