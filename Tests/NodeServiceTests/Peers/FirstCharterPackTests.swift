import Casework
import LocalAPI
import LocalAPITestSupport
import LogStorage
import SQLiteStorage
import Testing

@testable import NodeService

/// An office's own pack in the first charter of a mechanism, before any log is common.
@Suite(.serialized) struct FirstCharterPackTests {
    private static let caller = TestNode.operatorCaller

    @Test(
        "whoever joins a first charter that names a pack of another member's own gets it from that member, once it has joined"
    )
    func fetched() async throws {
        var federation = try await Federation.make([("guizhou", "520000"), ("hunan", "430000")])
        try await federation.admit("jiangxi", region: "360000")
        try await federation.admit("fujian", region: "350000")
        let (jiangxi, fujian) = (federation[2].test, federation[3].test)
        _ = try await jiangxi.local.add(rulePack: OwnPackTests.mediation(), caller: Self.caller)
        var draft = CharterDraft.exercise([
            ("360000", "jiangxi.ipr.example"), ("350000", "fujian.ipr.example"),
        ])
        draft.mechanism = "second"
        draft.rules = ["cooperation@1", "mediation@1"]
        let created = try await jiangxi.local.create(draft, caller: Self.caller)
        let signed = try await fujian.local.sign(charter: created.text, caller: Self.caller)
        try await eventually("both are connected") {
            try await fujian.local.status(caller: Self.caller).peers.contains {
                $0.node == "jiangxi.ipr.example" && $0.connected
            }
        }
        // Nobody who has joined it can give the pack yet.
        let refused = await #expect(throws: Problem.self) {
            _ = try await fujian.local.join(charter: signed.text, caller: Self.caller)
        }
        #expect(refused?.code == "node.pack_awaited")
        _ = try await jiangxi.local.join(charter: signed.text, caller: Self.caller)
        _ = try await fujian.local.join(charter: signed.text, caller: Self.caller)
        let pack = try RulePack.load(Array(OwnPackTests.mediation().utf8)).reference
        #expect(fujian.node.view.packs.pack(pack) != nil)
        let stored = try await fujian.node.store.read { try $0.rulePack(pack.digest) }
        #expect(stored == Array(try OwnPackTests.mediation().utf8))
        // Nobody whom the charter does not name is given it.
        let stranger = try await federation[0].supervisor.rulePack(pack.digest)
        #expect(stranger == nil)
        try await federation.remove()
    }
}
