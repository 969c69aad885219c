import Casework
import Foundation
import LocalAPI
import LocalAPITestSupport
import Testing

@testable import NodeService

/// That the subject is a natural person is said once; his name is personal in every step after that.
@Suite struct PersonalLabelTests {
    private static let caller = TestNode.operatorCaller

    /// The label that a step gets by itself, and the code under which `internal` is refused for it; nil where it is taken.
    private static func label(
        _ submission: EntrySubmission,
        at node: TestNode
    ) async throws -> (label: String?, refusal: String?) {
        let text = try await node.local.preview(submission, caller: caller).text
        let label = ["personal", "internal"].first { text.contains(#""label":"\#($0)""#) }
        var open = submission
        open.label = "internal"
        do {
            _ = try await node.local.preview(open, caller: caller)
            return (label, nil)
        } catch let problem as Problem {
            return (label, problem.code)
        }
    }

    private static func expectPersonal(
        _ submission: EntrySubmission,
        at node: TestNode,
        _ place: SourceLocation = #_sourceLocation
    ) async throws {
        let found = try await label(submission, at: node)
        #expect(found.label == "personal", sourceLocation: place)
        #expect(found.refusal == "node.label_too_open", sourceLocation: place)
    }

    private static func expectInternal(
        _ submission: EntrySubmission,
        at node: TestNode,
        _ place: SourceLocation = #_sourceLocation
    ) async throws {
        let found = try await label(submission, at: node)
        #expect(found.label == "internal", sourceLocation: place)
        #expect(found.refusal == nil, sourceLocation: place)
    }

    @Test("a person's name is personal in a step that does not say again that he is one")
    func laterStep() async throws {
        let nodes = try await TwoNodes.make()
        let node = nodes.jiangxi
        var create = node.submission("create")
        create.fields["subject_is_person"] = .boolean(true)
        let created = try await node.submit(create)
        let approve = node.submission("approve", record: created.entry)
        try await Self.expectPersonal(approve, at: node)
        _ = try await node.submit(approve)
        let send = EntrySubmission.exercise("send", record: created.entry, to: "350000")
        let sent = try await node.submit(send)
        var supplement = node.submission("supplement", record: sent.entry)
        supplement.fields["attachments"] = .list([.text("照片")])
        try await Self.expectInternal(supplement, at: node)
        supplement.fields["subject_name"] = .text("张三")
        try await Self.expectPersonal(supplement, at: node)
        // Whoever says now that the subject is a business answers for it.
        supplement.fields["subject_is_person"] = .boolean(false)
        try await Self.expectInternal(supplement, at: node)
        try await nodes.remove()
    }

    @Test(
        "the receiver's step takes from the sender's body that the subject is a person, and takes a person where it cannot read it",
        arguments: [true, false]
    )
    func receiver(isReadable: Bool) async throws {
        let federation = try await Federation.make([("jiangxi", "360000"), ("fujian", "350000")])
        let (jiangxi, fujian) = (federation[0].test, federation[1].test)
        var create = jiangxi.submission("create")
        create.fields["subject_is_person"] = .boolean(isReadable)
        let created = try await jiangxi.submit(create)
        _ = try await jiangxi.submit(jiangxi.submission("approve", record: created.entry))
        var send = EntrySubmission.exercise("send", record: created.entry, to: "350000")
        if !isReadable { send.audience = .addresses(["360000"]) }
        let sent = try await jiangxi.submit(send)
        try await eventually("fujian's node has signed its receipt") {
            try await federation[1].hasReceived(sent.entry)
        }
        var accept = fujian.submission("accept", record: sent.entry)
        accept.fields["remarks"] = .text("已核对")
        try await Self.expectInternal(accept, at: fujian)
        accept.fields["subject_name"] = .text("张三")
        try await Self.expectPersonal(accept, at: fujian)
        accept.fields["subject_is_person"] = .boolean(false)
        try await Self.expectInternal(accept, at: fujian)
        try await federation.remove()
    }
}
