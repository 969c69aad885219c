import Auditing
import Casework
import Foundation
import Ledger
import LocalAPI
import LogStorage
import SQLiteStorage
import Testing
import TransparencyLog
import Wording

@testable import NodeService

/// A publication and the withdrawal of its push that cross between real nodes: what each of them and an auditor say.
@Suite(.serialized) struct CrossedStepFlowTests {
    private static let caller = Federation.caller
    private static let crossed = "casework.step_crossed"
    private static let received = "casework.step_crossed_received"
    /// 福建's clock goes before the others', so that its step comes last in the order.
    private static let ahead = NodeTime(
        now: { NodeTime.system.now() + 120 },
        isSynchronised: { true }
    )

    /// What is said of the steps of a record at a node, by step.
    private static func told(
        _ record: String,
        at node: RunningNode
    ) async throws -> [String: [CodedText]] {
        // Nothing is there before the record's first entry came.
        let shown = try? await node.test.local.record(record, caller: caller)
        let steps = (shown?.timeline ?? []).map { entry in
            (
                entry.event,
                entry.verdict.findings.filter { $0.code.hasPrefix("casework.step_crossed") }
            )
        }
        return Dictionary(steps.filter { !$0.1.isEmpty }) { first, _ in first }
    }

    /// A penalty whose push 江西 took back while 福建, which was cut off, published it.
    private static func crossing() async throws -> (Federation, String) {
        var federation = try await Federation.make([
            ("jiangxi", "360000"), ("fujian", "350000"), ("guizhou", "520000"),
        ])
        let decided = try StatedDateTests.day(-10)
        let record = try await StatedDateTests.pushed(decided: decided, federation)
        for position in [1, 2] { try await federation.stop(position) }
        let withdraw = StatedDateTests.step(
            "credit-penalty",
            "withdraw_push",
            record,
            ["withdrawal_reason": .text("处罚决定已撤销")]
        )
        _ = try await federation[0].test.submit(withdraw)
        try await federation.stop(0)
        try await federation.restart(1, time: ahead)
        let publish = StatedDateTests.step(
            "credit-penalty",
            "publish",
            record,
            ["published_on": .text(try StatedDateTests.day(0))]
        )
        _ = try await federation[1].test.submit(publish)
        for position in [0, 2] { try await federation.restart(position) }
        return (federation, record)
    }

    @Test(
        "every node names the step that a step crosses; that it had been received is said where a receipt of the signer's node proves it, to the auditor as well, and nothing where none does"
    )
    func crossing() async throws {
        let (federation, record) = try await Self.crossing()
        for node in federation.nodes {
            try await eventually("both steps are at \(node.name)") {
                try await Self.told(record, at: node)["publish"] != nil
            }
            let told = try await Self.told(record, at: node)
            #expect(told.keys.sorted() == ["publish"] && told["publish"]?.count == 1)
            let finding = try #require(told["publish"]?.first)
            #expect(finding.code == Self.crossed)
            #expect(finding.arguments["last"] == "withdraw_push")
            #expect(finding.arguments["signer"] == "360000/scjg")
            for language in Language.allCases {
                let text = try #require(
                    Catalogue.message(finding.code, finding.arguments, in: language)
                )
                #expect(!text.sentence.contains("{"), "\(text.sentence)")
                #expect(!text.sentence.contains("withdraw_push"), "\(text.sentence)")
            }
        }
        try await eventually("fujian's receipt is at jiangxi") {
            try await federation[0].receipts(of: "exercise") == 2
        }
        #expect(try await Self.told(record, at: federation[0])["publish"]?.count == 1)
        try await Self.admitReceipt(in: federation, before: record)
        let proven = try #require(try await Self.told(record, at: federation[0])["publish"])
        #expect(proven.map(\.code) == [Self.crossed, Self.received])
        #expect(proven.last?.arguments["node"] == "fujian.ipr.example")
        // Who has no such receipt says neither.
        #expect(try await Self.told(record, at: federation[2])["publish"]?.count == 1)
        let cards = federation.nodes.map {
            String(decoding: $0.node.view.card.note.encoded, as: UTF8.self)
        }
        for position in 0..<3 { try await federation.stop(position) }
        for (position, codes) in [(0, [Self.crossed, Self.received]), (2, [Self.crossed])] {
            let query = try AuditedRecordQuery(record: record, at: nil, now: Self.ahead)
            let (report, records) = try await federation[position].test.home
                .audited(by: cards, showing: query)
            let faults = report.findings.filter { $0.weight == .fault }
            #expect(faults.isEmpty, "\(faults)")
            let codes = Set(codes)
            let found = Set(records.first?.findings.map(\.code) ?? [])
            #expect(found.intersection([Self.crossed, Self.received]) == codes, "\(found)")
            let listed = report.findings.filter { $0.reason?.code == Self.crossed }
            #expect(listed.count == 1, "\(report.findings)")
        }
        try await federation.remove(stopped: [0, 1, 2])
    }

    /// Has 福建's mirror say that it had 江西's log before 福建 published: what it would have signed, had it not been cut off.
    private static func admitReceipt(
        in federation: Federation,
        before record: String
    ) async throws {
        let shown = try await federation[0].test.local.record(record, caller: caller)
        let published = try #require(shown.timeline.first { $0.event == "publish" })
        let signed = try #require(Timestamp(published.at))
        let time = UInt64(signed.instant - 1)
        let origin = try Origin("jiangxi.ipr.example/exercise")
        let (mirror, keyring) = (
            federation[1].node.view.keyring.mirror, federation[0].node.view.keyring
        )
        let mechanism = try #require(MechanismID("exercise"))
        let log = try #require(keyring.logs[mechanism])
        try await federation[0].node.store.write { transaction in
            let note = try #require(try transaction.log(origin)?.checkpoint)
            let checkpoint = try UnverifiedCheckpoint(parsing: note).verified(by: log.verifierKey)
            _ = try transaction.insertCosignature(
                StoredCosignature(
                    origin: origin,
                    size: checkpoint.size,
                    cosigner: CosignerID(mirror.verifierKey),
                    time: time,
                    line: try mirror.cosign(checkpoint, at: time).encoded
                )
            )
        }
    }
}
