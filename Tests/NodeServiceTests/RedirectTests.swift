import Casework
import Ledger
import LocalAPI
import LocalAPITestSupport
import Testing

@testable import NodeService

/// A redirect hands a clue on to somebody to whom nothing was sent before.
@Suite struct RedirectTests {
    private static let caller = TestNode.operatorCaller

    /// A clue that the first of three nodes sent and the second returned, and the step that sends it to the third.
    private struct Returned {
        let federation: Federation
        let record: String
        let redirect: EntrySubmission

        var sender: TestNode { federation[0].test }

        /// `change` is what the sender does to `send`; `since` are steps that it takes once the clue has come.
        static func make(
            _ change: (inout EntrySubmission) -> Void = { _ in },
            since: [(inout EntrySubmission) -> Void] = []
        ) async throws -> Returned {
            let federation = try await Federation.make([
                ("jiangxi", "360000"), ("fujian", "350000"), ("guizhou", "520000"),
            ])
            let (jiangxi, fujian) = (federation[0].test, federation[1].test)
            var (_, send) = try await jiangxi.approved(to: "350000")
            change(&send)
            let sent = try await jiangxi.submit(send)
            try await eventually("fujian's node has signed its receipt") {
                try await federation[1].hasReceived(sent.entry)
            }
            for step in since {
                var submission = jiangxi.submission("supplement", record: sent.entry)
                step(&submission)
                let taken = try await jiangxi.submit(submission)
                // What fujian does next comes after it, whatever the clocks say.
                try await eventually("the step is at fujian") {
                    try await fujian.local.record(sent.entry, caller: caller).timeline
                        .contains { $0.entry == taken.entry }
                }
            }
            var back = fujian.submission("return_misdirected", record: sent.entry)
            back.fields["misdirected_rule"] = .text("第十四条")
            back.fields["remarks"] = .text("不属本省管辖")
            back.fields["goods"] = .text("另一批货")
            _ = try await fujian.submit(back)
            try await eventually("the clue is back at jiangxi") {
                try await state(of: sent.entry, at: jiangxi) == "misdirected"
            }
            var redirect = jiangxi.submission("redirect", record: sent.entry)
            redirect.to = ["520000"]
            redirect.fields["receiver_offices"] = .list([.text("520000/scjg")])
            return Returned(federation: federation, record: sent.entry, redirect: redirect)
        }

        /// What a node shows of the redirect's body, once it has it.
        func body(at position: Int) async throws -> TimelineEntry.Body? {
            try await federation[position].test.local.record(record, caller: caller)
                .timeline.last { $0.event == "redirect" }?.body
        }
    }

    private static func state(of record: String, at node: TestNode) async throws -> String {
        try await node.local.record(record, caller: caller).summary.state
    }

    @Test(
        "a redirect brings the new receiver what the sender said of the clue, and nothing that others said"
    )
    func carries() async throws {
        let returned = try await Returned.make(since: [
            {
                $0.fields["attachments"] = .list([.text("照片")])
                $0.fields["batch"] = .text("B-7")
            }
        ])
        var redirect = returned.redirect
        redirect.fields["evidence_summary"] = .text("照片及海关记录")
        _ = try await returned.sender.submit(redirect)
        let federation = returned.federation
        try await eventually("guizhou's node has signed its receipt") {
            try await federation[2].hasReceived(returned.record)
        }
        let detail = try await federation[2].test.local.record(
            returned.record,
            caller: Self.caller
        )
        #expect(detail.summary.title == "【演练】出口运动鞋")
        #expect(detail.timeline.first { $0.event == "send" }?.body?.state == .denied)
        let fields = try #require(try await returned.body(at: 2)?.fields)
        #expect(fields["goods"] == .text("运动鞋"))
        #expect(fields["subject_name"] == .text("某公司"))
        #expect(fields["document_no"] == .text("赣市监线〔2026〕1号"))
        #expect(fields["batch"] == .text("B-7"))
        #expect(fields["receiver_offices"] == .list([.text("520000/scjg")]))
        // What the officer says now holds before what was said.
        #expect(fields["evidence_summary"] == .text("照片及海关记录"))
        #expect(fields["misdirected_rule"] == nil)
        #expect(fields["remarks"] == nil)
        // The former receiver learns nothing more.
        try await eventually("the redirect is at fujian") {
            try await returned.body(at: 1)?.state == .denied
        }
        try await federation.remove()
    }

    @Test(
        "a redirect is as personal as what it carries along, and asks anew for the receiving offices"
    )
    func guarded() async throws {
        let returned = try await Returned.make { $0.label = "personal" }
        let node = returned.sender
        var bare = returned.redirect
        bare.fields = [:]
        let missing = await #expect(throws: Problem.self) {
            _ = try await node.local.preview(bare, caller: Self.caller)
        }
        #expect(missing?.code == "node.fields_missing")
        #expect(missing?.arguments["fields"] == "receiver_offices")
        let preview = try await node.local.preview(returned.redirect, caller: Self.caller)
        #expect(preview.text.contains(#""label":"personal""#))
        #expect(preview.text.contains(#""audience":"addressees""#))
        #expect(preview.body.contains("运动鞋"))
        #expect(!preview.findings.contains { $0.code == "node.not_handed_on" })
        let readers = preview.recipients.filter(\.body).map(\.node)
        #expect(readers == ["guizhou.ipr.example"])
        try await returned.federation.remove()
    }

    @Test(
        "what the former receiver was not to read is not handed on either, and the officer is told"
    )
    func keptFromReceiver() async throws {
        let returned = try await Returned.make { $0.audience = .addresses(["360000"]) }
        let preview = try await returned.sender.local.preview(
            returned.redirect,
            caller: Self.caller
        )
        #expect(!preview.body.contains("运动鞋"))
        #expect(preview.findings.contains { $0.code == "node.not_handed_on" })
        try await returned.federation.remove()
    }
}
