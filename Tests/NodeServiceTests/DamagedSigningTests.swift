import Casework
import Cryptography
import Foundation
import Ledger
import LocalAPI
import LogStorage
import Testing
import TransparencyLog
import Wording

@testable import NodeService
@testable import SQLiteStorage

/// What damage keeps from being signed: the matters that it concerns, and no others of their mechanism.
@Suite(.serialized) struct DamagedSigningTests {
    private static let caller = TestNode.operatorCaller

    @Test(
        "beside a matter whose row and entry are damaged the node signs the end of another by itself, and status counts what it leaves"
    )
    func automatic() async throws {
        var federation = try await Federation.make([("jiangxi", "360000"), ("fujian", "350000")])
        let clock = SettableClock()
        try await federation.stop(0)
        try await federation.restart(0, time: clock.time)
        let jiangxi = federation[0].test
        let until = try ExpiryTests.text(clock.time.now() + 3_600)
        var alerts: [String] = []
        for number in 1...2 {
            var issue = try await ExpiryTests.drafted(until: until, at: jiangxi)
            issue.fields["document_no"] = .text("赣市监警〔2026〕\(number)号")
            alerts.append(try await jiangxi.submit(issue).entry)
        }
        try await federation.stop(0)
        try await DerivedRowTests.change(
            jiangxi.home,
            """
            UPDATE projected_record SET summary = x'00' WHERE record = x'\(alerts[0])';
            UPDATE entry SET bytes = x'00' WHERE position =
            (SELECT position FROM entry_digest WHERE digest = x'\(alerts[0])')
            """
        )
        clock.advance(by: 3_601)
        try await federation.restart(0, time: clock.time)
        let node = federation[0]
        try await eventually("the other alert has ended") {
            try await node.count(of: "expire", in: "exercise") == 1
        }
        let ended = try await node.test.local.record(alerts[1], caller: Self.caller)
        #expect(ended.timeline.contains { $0.event == "expire" })
        let left = CodedText("node.records_left_unsigned", ["count": "1"])
        try await eventually("status says what is left") {
            try await node.test.local.status(caller: Self.caller).warnings.contains(left)
        }
        for language in Language.allCases {
            let text = Catalogue.message(left.code, left.arguments, in: language)
            #expect(text?.sentence.contains("{") == false)
        }
        try await federation.remove()
    }

    @Test(
        "a damaged log of another node holds up the matters in which that node takes part, and no others of the mechanism"
    )
    func others() async throws {
        let federation = try await Federation.make([
            ("jiangxi", "360000"), ("fujian", "350000"), ("guizhou", "520000"),
        ])
        let whole = try await federation.handOver(from: 0, to: 1).entry
        let harmed = try await federation.handOver(from: 0, to: 2).entry
        let log = "guizhou.ipr.example/exercise"
        let size = try await federation[2].size(of: log)
        try await eventually("jiangxi has what guizhou signed") {
            try await federation[0].size(of: log) == size
        }
        for position in 0..<3 { try await federation.stop(position) }
        let node = try await TestNode(opening: federation[0].test.home)
        try await DerivedRowTests.change(
            node.home,
            """
            DELETE FROM projected_log WHERE log =
            (SELECT id FROM log WHERE origin = CAST('\(log)' AS BLOB));
            UPDATE entry SET bytes = x'00' WHERE position = (SELECT min(position) FROM entry
            JOIN log ON entry.position / (1 << 40) = log.id WHERE origin = CAST('\(log)' AS BLOB))
            """
        )
        await #expect(throws: Problem.self) {
            _ = try await node.submit(node.submission("cancel", record: harmed))
        }
        _ = try await node.submit(node.submission("cancel", record: whole))
        #expect(node.node.derivedRows.leftLogs.map { "\($0)" } == [log])
        // Nor does the writer take what was planned otherwise.
        let own = try Origin("jiangxi.ipr.example/exercise")
        for (record, isHeldUp) in [(whole, false), (harmed, true)] {
            var header = EntryHeader(
                at: try node.node.time.timestamp(),
                machine: try #require(MachineID("clue")),
                event: try #require(EventID("cancel"))
            )
            header.record = Digest(hex: record)
            let planned = header
            let keeper = DerivedRowKeeper(node.node)
            if isHeldUp {
                await #expect(throws: LogStorageError.self) {
                    try await keeper.requireUnharmed(planned, to: own)
                }
            } else {
                try await keeper.requireUnharmed(planned, to: own)
            }
        }
        // A new matter has none of its entries, unless it is sent to that node.
        let (_, send) = try await node.approved(to: "350000")
        _ = try await node.submit(send)
        let (_, other) = try await node.approved(to: "520000")
        await #expect(throws: Problem.self) { _ = try await node.submit(other) }
        let status = try await node.local.status(caller: Self.caller)
        #expect(status.warnings.contains(CodedText("node.derived_log_left", ["origin": log])))
        try await node.close()
        try await federation.remove(stopped: [0, 1, 2])
    }
}
