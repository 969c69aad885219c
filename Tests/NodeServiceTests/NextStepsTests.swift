import Casework
import Cryptography
import Foundation
import Ledger
import LocalAPI
import LocalAPITestSupport
import SQLiteStorage
import Testing
import TransparencyLog
import Wording

@testable import NodeService

/// What can be done with a record now, and by whom.
@Suite struct NextStepsTests {
    private static let caller = TestNode.operatorCaller

    private static func steps(of record: String, at node: TestNode) async throws -> [NextStep] {
        try #require(try await node.local.record(record, caller: caller).next)
    }

    private static func sent(_ federation: Federation) async throws -> String {
        let sent = try await federation.send(from: 0, to: "350000")
        try await eventually("the receipt is at jiangxi") {
            try await federation[0].test.local.record(sent.entry, caller: caller).summary.state
                == "received"
        }
        return sent.entry
    }

    @Test("a record shows the steps that may be taken next, with whoever takes them")
    func shown() async throws {
        let nodes = try await TwoNodes.make()
        let node = nodes.jiangxi
        let created = try await node.submit(node.submission("create"))
        #expect(
            try await Self.steps(of: created.entry, at: node).map(\.event) == ["approve", "cancel"]
        )
        _ = try await node.submit(node.submission("approve", record: created.entry))
        let home = try await Self.steps(of: created.entry, at: node)
        #expect(home.map(\.event) == ["send", "cancel"])
        #expect(home.map(\.here) == [true, true])
        var send = node.submission("send", record: created.entry)
        (send.mechanism, send.to) = ("exercise", ["350000"])
        let sent = try await node.submit(send)
        // The matter goes on in the mechanism.
        #expect(try await Self.steps(of: created.entry, at: node).isEmpty)
        var late = node.submission("supplement", record: created.entry)
        late.fields["attachments"] = .list([.text("照片")])
        let asked = late
        let refusal = await #expect(throws: Problem.self) {
            _ = try await node.local.preview(asked, caller: Self.caller)
        }
        #expect(refusal?.detail == "node.goes_on opened=\(sent.entry)")
        let steps = try await Self.steps(of: sent.entry, at: node)
        #expect(steps.map(\.event) == ["receive", "supplement", "cancel"])
        let receive = try #require(steps.first)
        #expect(receive.automatic == "receipt")
        #expect(!receive.here)
        #expect(receive.signers.map(\.role) == ["receiver", "system"])
        #expect(receive.signers.first?.addresses == ["350000"])
        let cancel = try #require(steps.last)
        #expect(cancel.here)
        #expect(cancel.automatic == nil)
        #expect(cancel.signers.map(\.addresses) == [["360000/scjg"]])
        #expect(cancel.titles["zh"] == "撤回")
        try await nodes.remove()
    }

    @Test("where a record's rules are not here its next steps are not known, which is not none")
    func unknown() async throws {
        let node = try await TestNode.make("jiangxi.ipr.example", region: "360000")
        let created = try await node.submit(node.submission("create"))
        let known = node.node.view
        var unknowing = known
        unknowing.packs = PackSet()
        let views = [known, unknowing]
        let home = try LogName.required(Origin("\(known.node)/\(LogName.home)"))
        let key = RecordKey(
            scope: RecordScope(home),
            record: try #require(Digest(hex: created.entry))
        )
        let details = try await node.node.store.read { transaction in
            try views.map { view in
                let row = try #require(try transaction.projectedRecord(key))
                return try RecordPresenter(
                    view: view,
                    transaction: transaction,
                    bodies: BodyReader(storageKey: view.keyring.storageKey),
                    caller: Self.caller,
                    now: 1_790_000_000
                ).detail(of: row)
            }
        }
        #expect(details.map(\.summary.record) == [created.entry, created.entry])
        #expect(details[0].next?.isEmpty == false)
        #expect(details[1].next == nil)
        // As an older node answers.
        let bytes = try JSONEncoder().encode(details[1])
        #expect(!String(decoding: bytes, as: UTF8.self).contains(#""next""#))
        #expect(try JSONDecoder().decode(RecordDetail.self, from: bytes) == details[1])
        try await node.remove()
    }

    @Test("what this node would refuse although the rules allow it is no next step")
    func refusedHere() async throws {
        let federation = try await Federation.make([("jiangxi", "360000"), ("fujian", "350000")])
        let record = try await Self.sent(federation)
        let fujian = federation[1].test
        // The charter names no superior that anything could be escalated to.
        #expect(
            try await Self.steps(of: record, at: fujian).map(\.event)
                == ["return_misdirected", "accept", "supplement", "cancel"]
        )
        _ = try await fujian.submit(fujian.submission("accept", record: record))
        var start = fujian.submission("start_verification", record: record)
        start.fields["handling_officers"] = .list([.text("甲"), .text("乙")])
        _ = try await fujian.submit(start)
        let before = try await Self.steps(of: record, at: fujian).map(\.event)
        #expect(before.contains("pause") && !before.contains("resume"))
        var pause = fujian.submission("pause", record: record)
        pause.fields["pause_reason"] = .text("testing")
        pause.fields["pause_from"] = .text("2025-11-21")
        _ = try await fujian.submit(pause)
        let paused = try await Self.steps(of: record, at: fujian).map(\.event)
        #expect(paused.contains("resume") && !paused.contains("pause"))
        try await federation.remove()
    }

    @Test(
        "a refusal by state lists what is possible instead, and one of the signer says who signs the step"
    )
    func refusals() async throws {
        let federation = try await Federation.make(
            [("jiangxi", "360000"), ("fujian", "350000"), ("guizhou", "520000")],
            roles: ["superior": ["520000"]]
        )
        let record = try await Self.sent(federation)
        func refusal(_ event: String, at position: Int) async -> Problem? {
            let node = federation[position].test
            return await #expect(throws: Problem.self) {
                var submission = node.submission(event, record: record)
                if event == "resume" { submission.fields["pause_to"] = .text("2025-11-21") }
                if event == "send_feedback" { submission.fields["feedback"] = .text("已处罚") }
                _ = try await node.local.preview(submission, caller: Self.caller)
            }
        }
        let early = try #require(await refusal("send_feedback", at: 1))
        #expect(early.code == "casework.state_not_allowed")
        #expect(
            early.arguments["steps"]
                == "return_misdirected, accept, supplement, escalate, urge, cancel"
        )
        #expect(early.detail?.contains("return-misdirected（退回（非管辖）：接收方 350000）") == true)
        #expect(early.detail?.contains("receiving office 350000") == true)
        // Nothing is paused, and nothing can be here: what is possible is told, not how to pause.
        let resume = try #require(await refusal("resume", at: 1))
        #expect(resume.code != "node.pause_not_open")
        #expect(resume.detail?.hasPrefix("node.steps_open ") == true)
        let urge = try #require(await refusal("urge", at: 0))
        // Besides, a side of the matter is none who urges in it.
        #expect(
            urge.reasons?.map(\.code) == ["casework.role_not_allowed", "casework.signer_is_party"]
        )
        #expect(
            urge.detail
                == "node.step_signers signers_en=common superior 520000 signers_zh=共同的上级 520000"
        )
        let accept = try #require(await refusal("accept", at: 0))
        #expect(accept.detail?.contains("接收方 350000") == true)
        // Wrong in both ways: what is possible tells both.
        let both = try #require(await refusal("send_feedback", at: 0))
        #expect(both.code == "node.entry_refused")
        #expect(both.detail?.hasPrefix("node.steps_open ") == true)
        let jiangxi = federation[0].test
        _ = try await jiangxi.submit(jiangxi.submission("cancel", record: record))
        let late = try #require(await refusal("cancel", at: 0))
        #expect(late.detail == "node.steps_none")
        try await federation.remove()
    }
}
