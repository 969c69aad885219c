import Auditing
import Foundation
import LocalAPI
import LogStorage
import Testing
import Wording

@testable import NodeService
@testable import SQLiteStorage

/// What an audit of a home says of the alarms and statements that its node has kept.
@Suite(.serialized) struct StandingAlarmTests {
    private static let caller = TestNode.operatorCaller

    private static func kept(_ report: AuditReport) -> [AuditFinding] {
        report.findings.filter { [.alarmStands, .alarmRecurs, .linkStated].contains($0.code) }
    }

    /// The texts of a finding in a language, that of what is kept in the place of its code.
    private static func said(_ finding: AuditFinding, in language: Language) -> String? {
        guard let reason = finding.reason,
            let inner = Catalogue.message(reason.code, reason.arguments, in: language)
        else { return nil }
        var arguments = finding.arguments
        arguments["reason"] = inner.sentence
        return Catalogue.message("auditing.\(finding.code.rawValue)", arguments, in: language)?
            .sentence
    }

    @Test(
        "rows that were made anew are a notice with first and last time and number, and the exit code stays"
    )
    func recurring() async throws {
        let (nodes, _) = try await DerivedRowTests.node()
        let node = nodes.jiangxi
        let keeper = DerivedRowKeeper(node.node)
        try await keeper.compareDue()
        for _ in 0..<2 {
            try await DerivedRowTests.change(node.home, "DELETE FROM projected_record")
            try await keeper.compareDue()
        }
        let alarm = try #require(
            try await node.local.status(caller: Self.caller).alarms
                .first { $0.code == "node.derived_records_made_anew" }
        )
        try await node.close()
        let report = try await node.home.audited()
        let finding = try #require(Self.kept(report).first { $0.reason?.code == alarm.code })
        #expect(finding.code == .alarmRecurs && finding.weight == .notice)
        #expect(finding.arguments["at"] == alarm.at && finding.arguments["last"] == alarm.last)
        #expect(finding.arguments["times"] == "2")
        #expect(finding.reason?.arguments["count"] == alarm.arguments["count"])
        for language in Language.allCases {
            let text = try #require(Self.said(finding, in: language))
            #expect(!text.contains("{") && !text.contains("projected_"), "\(text)")
        }
        // One that is no alarm is damaged.
        let store = try SQLiteStore.open(.init(directory: node.home.data.path))
        try await store.write { try $0.putAlarm("node.damaged/1", Array("no alarm".utf8)) }
        try store.close()
        let damaged = try await node.home.audited()
        let before = report.findings.filter { $0.weight == .fault }
        let faults = damaged.findings.filter { $0.weight == .fault && !before.contains($0) }
        #expect(faults.map(\.code) == [.rowUnaccounted], "\(faults)")
        #expect(Self.kept(damaged).count == Self.kept(report).count)
        try FileManager.default.removeItem(at: node.home.root)
        try await nodes.fujian.remove()
    }

    @Test(
        "a lost link refuses a preview as it does the step, and what was stated of it is a notice of the audit"
    )
    func stated() async throws {
        let nodes = try await TwoNodes.make()
        let node = nodes.jiangxi
        let first = try await node.approved(to: "350000")
        let second = try await node.approved(to: "350000")
        _ = try await node.submit(first.send)
        _ = try await node.local.preview(second.send, caller: Self.caller)
        try await DerivedRowTests.change(node.home, "DELETE FROM home_link")
        let previewed = await #expect(throws: Problem.self) {
            _ = try await node.local.preview(second.send, caller: Self.caller)
        }
        let submitted = await #expect(throws: Problem.self) {
            _ = try await node.submit(second.send)
        }
        #expect(previewed?.code == "node.home_link_lost")
        #expect(previewed == submitted)
        _ = try await node.local.state(
            HomeLinkStatement(record: second.created.entry, sentAs: nil, reason: "卷宗"),
            caller: Self.caller
        )
        _ = try await node.local.preview(second.send, caller: Self.caller)
        try await node.close()
        let kept = Self.kept(try await node.home.audited())
        #expect(kept.allSatisfy { $0.weight == .notice })
        let alarm = try #require(kept.first { $0.code == .alarmStands })
        #expect(alarm.reason?.code == "node.derived_links_open")
        let statement = try #require(kept.first { $0.code == .linkStated })
        #expect(statement.reason?.code == "node.home_link_stated_not_sent")
        #expect(statement.reason?.arguments["reason"] == "卷宗")
        #expect(statement.reason?.arguments["record"] == second.created.entry)
        for language in Language.allCases {
            for finding in kept {
                let text = try #require(Self.said(finding, in: language))
                #expect(!text.contains("{") && !text.contains("home_link"), "\(text)")
            }
            let text = try #require(Self.said(statement, in: language))
            #expect(text.contains("卷宗"), "\(text)")
        }
        try FileManager.default.removeItem(at: node.home.root)
        try await nodes.fujian.remove()
    }
}
