import LocalAPI
import Testing

@testable import NodeService

/// What a step asks for itself it says itself, whatever was said before in the matter.
@Suite struct StatedAnewTests {
    private static let caller = TestNode.operatorCaller

    private static func code(_ submission: EntrySubmission, at node: TestNode) async -> String? {
        let error = await #expect(throws: Problem.self) { _ = try await node.submit(submission) }
        return error?.code
    }

    @Test(
        "feedback is stated with the step that sends it, and the remarks of a second answer with that answer; officers stand once they were named"
    )
    func anew() async throws {
        let federation = try await Federation.make([("jiangxi", "360000"), ("fujian", "350000")])
        let sent = try await federation.handOver(from: 0, to: 1)
        let fujian = federation[1].test
        func step(_ event: String, _ fields: [String: FieldValue] = [:]) -> EntrySubmission {
            var submission = fujian.submission(event, record: sent.entry)
            submission.fields = fields
            return submission
        }
        _ = try await fujian.submit(step("accept"))
        let officers = FieldValue.list([.text("甲"), .text("乙")])
        _ = try await fujian.submit(step("start_verification", ["handling_officers": officers]))
        let timeline = try await fujian.local.record(sent.entry, caller: Self.caller).timeline
        let now = try #require(timeline.last?.at)
        let filing: [String: FieldValue] = [
            "case_no": .text("闽市监立〔2026〕3号"), "filed_on": .text(String(now.prefix(10))),
            "first_filed_at": .text(now),
        ]
        _ = try await fujian.submit(step("file", filing))
        _ = try await fujian.submit(step("record_disposal", ["feedback": .text("已处罚")]))
        #expect(await Self.code(step("send_feedback"), at: fujian) == "node.fields_missing")
        #expect(await Self.code(step("record_disposal"), at: fujian) == "node.fields_missing")
        // The form asks for it as well.
        let form = try await fujian.local.form(
            StepFormQuery(kind: "clue", event: "send_feedback", record: sent.entry),
            caller: Self.caller
        )
        let field = try #require(form.fields.first { $0.field == "feedback" })
        #expect(field.required && !field.said)
        let feedback = step("send_feedback", ["feedback": .text("已处罚，罚款5万元")])
        let entry = try await fujian.submit(feedback).entry
        let shown = try await fujian.local.record(sent.entry, caller: Self.caller)
        let body = shown.timeline.first { $0.entry == entry }?.body?.fields
        #expect(body?["feedback"] == .text("已处罚，罚款5万元"))
        try await federation.remove()
    }
}
