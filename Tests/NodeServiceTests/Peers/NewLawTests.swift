import Auditing
import Casework
import Foundation
import LocalAPI
import LocalAPITestSupport
import Testing

@testable import NodeService

/// 2027-01-01 at real nodes: the charter names both editions, each matter goes by its own, and members and auditor agree.
@Suite(.serialized) struct NewLawTests {
    private static let caller = Federation.caller
    private static let members = [("jiangxi", "360000"), ("fujian", "350000")]

    /// 2026-12-31T23:59:59+08:00.
    private static let lastSecond: Int64 = 1_798_732_799

    private static func reference(_ bytes: [UInt8]) throws -> String {
        try RulePack.load(bytes).reference.text
    }

    private static func time(_ now: Int64) -> NodeTime {
        NodeTime(now: { now }, isSynchronised: { true })
    }

    @Test(
        "a first step takes the edition of its day, by Chinese time, at home and in the mechanism"
    )
    func midnight() async throws {
        let home = try await TestNode.makeHome("jiangxi.ipr.example", region: "360000")
        let old = try Self.reference(RulePack.cooperationBytes)
        let new = try Self.reference(RulePack.cooperation2027Bytes)
        for (second, expected) in [(Self.lastSecond, old), (Self.lastSecond + 1, new)] {
            let node = try await TestNode(opening: home, time: Self.time(second))
            let preview = try await node.local.preview(
                node.submission("create"),
                caller: Self.caller
            )
            #expect(preview.text.contains("\"rules\":\"\(expected)\""))
            #expect(!preview.findings.contains { $0.code == "casework.pack_not_in_force" })
            // Whoever names the other edition gets it, and is told.
            var named = node.submission("create")
            named.rules = expected == old ? new : old
            let other = try await node.local.preview(named, caller: Self.caller)
            #expect(other.findings.contains { $0.code == "casework.pack_not_in_force" })
            try await node.close()
        }
        try FileManager.default.removeItem(at: home.root)
    }

    @Test(
        "matters of both years live beside each other after a charter revision, the same at every member and for the auditor"
    )
    func bothYears() async throws {
        var federation = try await Federation.make(Self.members)
        let old = try Self.reference(RulePack.cooperationBytes)
        let new = try Self.reference(RulePack.cooperation2027Bytes)
        // First the charter names the old edition alone, then both.
        let changes = "node.edition_changes"
        try await revise(federation, ["cooperation@1"])
        try await restart(&federation, at: Self.lastSecond - 3_600)
        let first = try await federation.send(from: 0, to: "350000")
        try await received(first.entry, in: federation)
        // Approved at home in the old year, and sent in the new one.
        let (_, crossing) = try await federation[0].test.approved(to: "350000")
        try await restart(&federation, at: Self.lastSecond + 3_600)
        let (_, late) = try await federation[0].test.approved(to: "350000")
        let under = try await federation[0].test.local.preview(late, caller: Self.caller)
        #expect(under.text.contains("\"rules\":\"\(old)\""))
        #expect(under.findings.contains { $0.code == "casework.pack_not_in_force" })
        // It was approved at home under the new edition, which the charter does not name yet.
        let alone = try #require(under.findings.first { $0.code == "node.edition_changes_alone" })
        #expect(alone.arguments == ["home": "cooperation@2", "rules": "cooperation@1"])
        try Fault.requireTold(alone.code, alone.arguments)
        try await revise(federation, ["cooperation@1", "cooperation@2"])
        let newer = try await federation[0].test.local.preview(crossing, caller: Self.caller)
        #expect(newer.text.contains("\"rules\":\"\(new)\""))
        let told = try #require(newer.findings.first { $0.code == changes })
        #expect(told.arguments == ["home": "cooperation@1", "rules": "cooperation@2"])
        try Fault.requireTold(changes, told.arguments)
        var kept = crossing
        kept.rules = told.arguments["home"]
        let older = try await federation[0].test.local.preview(kept, caller: Self.caller)
        #expect(older.text.contains("\"rules\":\"\(old)\""))
        #expect(!older.findings.contains { $0.code.hasPrefix(changes) })
        let crossed = try await federation[0].test.submit(crossing)
        #expect(crossed.warnings?.contains { $0.code == changes } == true)
        let second = try await federation[0].test.submit(late)
        #expect(second.warnings?.contains { $0.code.hasPrefix(changes) } != true)
        try await received(second.entry, in: federation)
        // The open matter goes on as it began.
        let fujian = federation[1].test
        for (record, pack) in [(first.entry, old), (second.entry, new)] {
            var accept = fujian.submission("accept", record: record)
            accept.office = "scjg"
            let preview = try await fujian.local.preview(accept, caller: Self.caller)
            #expect(preview.text.contains("\"rules\":\"\(pack)\""))
            _ = try await fujian.submit(accept)
            for position in [0, 1] {
                try await eventually("node \(position) sees it accepted") {
                    let local = federation[position].test.local
                    let found = try await local.record(record, caller: Self.caller)
                    return found.summary.state == "accepted"
                }
            }
        }
        try await federation.requireSound([0, 1])
        try await federation.remove(stopped: [0, 1])
    }

    private func revise(_ federation: Federation, _ rules: [String]) async throws {
        var draft = Federation.draft(Self.members)
        draft.rules = rules
        let nodes = [federation[0].test.local, federation[1].test.local]
        var charter = try await nodes[0].create(draft, caller: Self.caller)
        charter = try await nodes[1].sign(charter: charter.text, caller: Self.caller)
        for node in nodes {
            let joined = try await node.join(charter: charter.text, caller: Self.caller)
            #expect(joined.adopted && joined.inForce)
        }
    }

    private func restart(_ federation: inout Federation, at now: Int64) async throws {
        for position in [0, 1] { try await federation.stop(position) }
        for position in [0, 1] {
            // A clock that goes on, so that whatever waits for time comes to its end.
            let start = NodeTime.system.now()
            let time = NodeTime(
                now: { now + NodeTime.system.now() - start },
                isSynchronised: { true }
            )
            try await federation.restart(position, time: time)
        }
    }

    private func received(_ record: String, in federation: Federation) async throws {
        for position in [0, 1] {
            try await eventually("node \(position) has the receipt") {
                let local = federation[position].test.local
                // Not here yet is not received yet.
                let found = try? await local.record(record, caller: Self.caller)
                return found?.summary.state == "received"
            }
        }
    }
}
