import Auditing
import Foundation
import LocalAPI
import Testing
import TransparencyLog

@testable import NodeService

/// What an audit says where logs of other members are not there.
@Suite struct MissingLogTests {
    private static let origin = "fujian.ipr.example/exercise"

    @Test(
        "the audit of a home says which members' logs it has nothing of, and that of an export tells each waiting entry once"
    )
    func missing() async throws {
        let federation = try await Federation.make([("jiangxi", "360000"), ("fujian", "350000")])
        let sent = try await federation.send(from: 0, to: "350000")
        let (jiangxi, fujian) = (federation[0], federation[1])
        try await eventually("fujian has received it") {
            try await fujian.hasReceived(sent.entry)
        }
        var more = jiangxi.test.submission("supplement", record: sent.entry)
        more.fields["attachments"] = .list([.text("演练")])
        let added = try await jiangxi.test.submit(more)
        try await eventually("fujian has what was added") {
            try await fujian.size(of: added.origin) > added.index
        }
        let accepted = try await fujian.test.submit(
            fujian.test.submission("accept", record: sent.entry)
        )
        try await eventually("jiangxi has all of fujian's") {
            try await jiangxi.size(of: Self.origin) > accepted.index
        }
        var cards: [String] = []
        for node in federation.nodes {
            cards.append(try await node.test.local.card(caller: Federation.caller).card)
        }
        let trust = try TrustReader.read(cards)
        for node in federation.nodes { try await node.stop() }

        let whole = try await HomeAudit(of: fujian.test.home, trusting: trust).run()
        #expect(whole.findings.isEmpty, "\(whole.findings)")
        let folder = fujian.test.home.root.appending(path: "export")
        _ = try LogExport(of: Origin(Self.origin), in: fujian.test.home, to: folder.path)
            .run { _, _ in }
        let export = await ExportAudit(
            of: try ExportedDirectory(folder.path),
            trusting: trust
        ).run()
        let waits = export.findings.filter { $0.code == .entryWaits }
        #expect(export.isSound && waits.count == 1, "\(waits)")
        let all = waits.first
        #expect((all?.lastIndex ?? all?.index)?.rawValue ?? 0 >= accepted.index)
        let pending = export.logs.reduce(0) { $0 + $1.verdicts.pending }
        #expect(all?.count == pending && all?.arguments["count"] == "\(pending)")
        let named = all?.arguments["digests"]?.split(separator: ", ").map(String.init) ?? []
        #expect(Set(named).isSuperset(of: [sent.entry, added.entry]), "\(named)")
        #expect(!export.findings.contains { $0.code == .memberLogMissing }, "it is of one log")
        try await federation.remove(stopped: [0, 1])
    }

    @Test("a home that holds nothing of a member's log is sound, and its audit says so")
    func nothing() async throws {
        let nodes = try await TwoNodes.make()
        let home = nodes.jiangxi.home
        let card = try await nodes.jiangxi.local.card(caller: TestNode.operatorCaller).card
        try await nodes.jiangxi.close()
        let report = try await HomeAudit(of: home, trusting: TrustReader.read([card])).run()
        let missing = report.findings.filter { $0.code == .memberLogMissing }
        #expect(
            missing.map(\.arguments)
                == [["mechanism": "exercise", "node": "fujian.ipr.example"]]
        )
        #expect(report.isSound && missing.allSatisfy { $0.weight == .notice })
        try FileManager.default.removeItem(at: home.root)
        try await nodes.fujian.remove()
    }
}
