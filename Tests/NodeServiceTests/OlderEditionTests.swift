import Casework
import Foundation
import LocalAPI
import Testing

@testable import NodeService

/// An act of before the law changed, in a matter that begins after it: the officer is told which edition was in force.
@Suite struct OlderEditionTests {
    private static let caller = TestNode.operatorCaller

    /// 2027-01-01T00:00:00+08:00.
    private static let firstSecond: Int64 = 1_798_732_800

    @Test(
        "a first step under the edition of 2027 that tells of what was found before its first day names the older edition, and is taken all the same"
    )
    func told() async throws {
        let home = try await TestNode.makeHome("jiangxi.ipr.example", region: "360000")
        let now = Self.firstSecond + 3_600
        let node = try await TestNode(
            opening: home,
            time: NodeTime(now: { now }, isSynchronised: { true })
        )
        let old = try RulePack.load(RulePack.cooperationBytes).reference.text
        let new = try RulePack.load(RulePack.cooperation2027Bytes).reference.text
        let code = "node.older_edition"
        // The last second of the old year by Chinese time, and the first of the new one, also as another zone writes it.
        for (found, isOlder) in [
            ("2026-11-30T09:00:00+08:00", true), ("2026-12-31T23:59:59+08:00", true),
            ("2026-12-31T16:00:00+00:00", false), ("2027-01-01T00:00:00+08:00", false),
        ] {
            var create = node.submission("create")
            create.fields["found_at"] = .text(found)
            let preview = try await node.local.preview(create, caller: Self.caller)
            #expect(preview.text.contains("\"rules\":\"\(new)\""))
            let finding = preview.findings.first { $0.code == code }
            #expect((finding != nil) == isOlder, "\(found)")
            guard let finding else { continue }
            #expect(finding.arguments["rules"] == "cooperation@1")
            #expect(finding.arguments["first"] == "2027-01-01")
            #expect(finding.arguments["day"] == String(found.prefix(10)))
            try Fault.requireTold(code, finding.arguments)
            let taken = try await node.submit(create)
            let shown = try await node.local.record(taken.entry, caller: Self.caller)
            #expect(shown.summary.state == "draft")
            // What follows is under the edition of the first step, and nothing is said again.
            let approve = node.submission("approve", record: taken.entry)
            let next = try await node.local.preview(approve, caller: Self.caller)
            #expect(!next.findings.contains { $0.code == code })
            // With the older edition, as the remedy says.
            create.request = UUID().uuidString.lowercased()
            create.rules = finding.arguments["rules"]
            let chosen = try await node.local.preview(create, caller: Self.caller)
            #expect(chosen.text.contains("\"rules\":\"\(old)\""))
            #expect(!chosen.findings.contains { $0.code == code })
        }
        try await node.remove()
    }
}
