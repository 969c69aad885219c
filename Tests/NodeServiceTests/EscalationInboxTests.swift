import Foundation
import LocalAPI
import LocalAPITestSupport
import Testing
import Wording

@testable import NodeService

/// What is escalated stands in the inbox of whoever is called on, until it is answered.
@Suite(.serialized) struct EscalationInboxTests {
    private static let caller = Federation.caller
    private static let members = [
        ("jiangxi", "360000"), ("fujian", "350000"), ("guizhou", "520000"),
    ]
    private static let later = NodeTime(
        now: { Int64(Date().timeIntervalSince1970) + 120 * 86_400 },
        isSynchronised: { true }
    )

    private static func item(_ node: RunningNode) async throws -> InboxItem? {
        let page = try await node.test.local.inbox(InboxQuery(), caller: caller)
        #expect(page.items.count < 2)
        return page.items.first
    }

    private static func received(
        _ superior: String,
        late: Bool
    ) async throws -> (Federation, String) {
        var federation = try await Federation.make(members, roles: ["superior": [superior]])
        let sent = try await federation.handOver(from: 0, to: 1)
        for node in federation.nodes {
            try await eventually("the receipt is here") {
                // Nothing is there before the record's first entry came.
                let shown = try? await node.test.local.record(sent.entry, caller: caller)
                return shown?.summary.state == "received"
            }
        }
        guard late else { return (federation, sent.entry) }
        for position in 0..<3 { try await federation.stop(position) }
        for position in 0..<3 { try await federation.restart(position, time: later) }
        return (federation, sent.entry)
    }

    @Test(
        "what was escalated the superior has to do, with what is over, its steps and the supervision that it may open; the late office and the sender see it, and all that ends with an answer"
    )
    func reached() async throws {
        let (federation, record) = try await Self.received("520000", late: true)
        let (jiangxi, guizhou) = (federation[0].test, federation[2].test)
        let before = try #require(try await Self.item(federation[2]))
        #expect(before.part == .others && before.called == nil && before.openings == nil)
        let taken = try await jiangxi.submit(jiangxi.submission("escalate", record: record))
        #expect(taken.warnings == nil)
        let sentTo = try await jiangxi.local.record(record, caller: Self.caller)
            .timeline.first { $0.entry == taken.entry }?.to
        #expect(sentTo == ["350000", "520000"], "whoever is called on reads what is said")
        try await eventually("guizhou is called on") {
            try await Self.item(federation[2])?.part == .act
        }
        let called = try #require(try await Self.item(federation[2]))
        #expect(called.overdue && called.clock == "A1" && called.awaited == ["350000"])
        #expect(called.steps.map(\.event) == ["urge", "answer_escalation"])
        #expect(called.called?.by == "360000/scjg" && called.called?.on == ["520000"])
        #expect(called.called?.titles["zh"] == "逾期提请上级")
        #expect(called.called?.overdue == true && called.called?.earlier == nil)
        #expect(before.latest?.event == "receive", "the newest step before the call")
        #expect(called.latest == nil, "the call is told as such")
        let opening = try #require(called.openings?.first)
        #expect(opening.field == "related_records")
        #expect(opening.kind == "supervision" && opening.event == "list" && opening.opens)
        #expect(called.summary.stateNote?.code == "casework.state_called")
        for position in 0..<2 {
            try await eventually("the sides see it") {
                try await Self.item(federation[position])?.called?.on == ["520000"]
            }
            let side = try #require(try await Self.item(federation[position]))
            #expect(side.part == (position == 0 ? .others : .act) && side.openings == nil)
        }
        var answer = guizhou.submission("answer_escalation", record: record)
        await #expect(throws: Problem.self) { _ = try await guizhou.submit(answer) }
        answer.fields["remarks"] = .text("已责成十日内办结，并另立督办")
        let answered = try await guizhou.submit(answer).entry
        let answeredTo = try await guizhou.local.record(record, caller: Self.caller)
            .timeline.first { $0.entry == answered }?.to
        #expect(answeredTo == ["350000", "360000/scjg"], "both sides read a superior's answer")
        let after = try #require(try await Self.item(federation[2]))
        #expect(after.part == .others && after.called == nil && after.openings == nil)
        #expect(after.steps.map(\.event) == ["urge"])
        #expect(after.summary.stateNote == nil)
        for position in 0..<2 {
            try await eventually("the answer is here") {
                try await Self.item(federation[position])?.called == nil
            }
        }
        try await federation.remove()
    }

    @Test(
        "an escalation before anything is over says so before it is signed, and reaches the superior with the end"
    )
    func early() async throws {
        let (federation, record) = try await Self.received("520000", late: false)
        let jiangxi = federation[0].test
        #expect(try await Self.item(federation[2]) == nil)
        let taken = try await jiangxi.submit(jiangxi.submission("escalate", record: record))
        let notice = try #require(taken.warnings?.first)
        #expect(notice.code == "node.call_before_end" && taken.warnings?.count == 1)
        for language in Language.allCases {
            let clock = language == .zh ? "线索核查与立案决定" : "Verify a lead"
            #expect(notice.arguments["clock_\(language.rawValue)"]?.contains(clock) == true)
        }
        try await eventually("guizhou is called on") {
            try await Self.item(federation[2])?.part == .act
        }
        let called = try #require(try await Self.item(federation[2]))
        #expect(!called.overdue && called.clock == "A1" && called.called?.overdue == false)
        try await federation.remove()
    }

    @Test(
        "a side of the matter that the charter has as the superior is neither called on nor offered to urge itself"
    )
    func sides() async throws {
        for superior in ["360000", "350000"] {
            let (federation, record) = try await Self.received(superior, late: true)
            for position in 0..<2 {
                let item = try #require(try await Self.item(federation[position]))
                let steps = Set(item.steps.map(\.event))
                #expect(steps.isDisjoint(with: ["urge", "answer_escalation", "escalate"]))
                let node = federation[position].test
                let shown = try await node.local.record(record, caller: Self.caller)
                #expect(!(shown.next ?? []).contains { ["urge", "escalate"].contains($0.event) })
                let refusal = await #expect(throws: Problem.self) {
                    _ = try await node.submit(node.submission("escalate", record: record))
                }
                #expect(refusal?.code == "node.superior_is_party")
                #expect(refusal?.worded(in: .zh).cause.contains("共同的上级") == true)
                let urged = await #expect(throws: Problem.self) {
                    _ = try await node.submit(node.submission("urge", record: record))
                }
                #expect(urged != nil)
            }
            try await federation.remove()
        }
    }
}
