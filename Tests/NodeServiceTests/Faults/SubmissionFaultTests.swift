import Casework
import Cryptography
import Foundation
import Ledger
import LocalAPI
import Testing
import TransparencyLog

@testable import NodeService

/// What an officer asks for and a node refuses before anything is signed.
@Suite(.serialized) struct SubmissionFaultTests {
    private struct Case {
        let code: String
        let submission: EntrySubmission
    }

    private static func change(
        _ submission: EntrySubmission,
        _ change: (inout EntrySubmission) -> Void
    ) -> EntrySubmission {
        var changed = submission
        changed.request = UUID().uuidString.lowercased()
        change(&changed)
        return changed
    }

    private static func cases(_ node: TestNode, draft: String, approval: String) -> [Case] {
        let create = node.submission("create")
        var send = node.submission("send", record: draft)
        send.to = ["350000"]
        send.mechanism = "exercise"
        func with(
            _ code: String,
            _ base: EntrySubmission,
            _ edit: (inout EntrySubmission) -> Void
        ) -> Case {
            Case(code: code, submission: change(base, edit))
        }
        return [
            with("node.kind_unknown", create) { $0.machine = "melody" },
            with("node.step_not_of_kind", create) { $0.event = "sing" },
            with("node.kind_unknown", create) { $0.machine = "Clue\r\n" },
            with("node.office_unknown", create) { $0.office = "nobody" },
            with("node.sender_not_ours", create) { $0.from = "350000" },
            with("node.submission_malformed", create) {
                ($0.from, $0.office) = ("360000/other", "scjg")
            },
            with("node.office_unknown", create) {
                ($0.from, $0.office) = ("360000/nobody", nil)
            },
            with("node.record_unknown", send) { $0.record = String(repeating: "0", count: 64) },
            // The digest of a later entry of the matter, not of its first one.
            with("node.record_unknown", send) { $0.record = approval },
            with("node.addressee_outside", send) {
                $0.to = ["520000"]
                $0.fields["receiver_offices"] = .list([.text("520000")])
            },
            with("node.mechanism_unknown", send) { $0.mechanism = "melody" },
            with("node.fields_missing", send) { $0.fields["liaison"] = nil },
            with("node.body_too_large", create) {
                $0.fields["remarks"] = .text(String(repeating: "x", count: 1 << 20))
            },
        ]
    }

    @Test("a submission that must not become an entry is refused by name, and no log grows")
    func refused() async throws {
        let two = try await TwoNodes.make()
        let node = two.jiangxi
        let draft = try await node.submit(node.submission("create"))
        let approval = try await node.submit(node.submission("approve", record: draft.entry))
        let sizes = try await [node.size(of: "home"), node.size(of: "exercise")]
        for refused in Self.cases(node, draft: draft.entry, approval: approval.entry) {
            try await Fault.requireRefused(refused.code) {
                _ = try await node.submit(refused.submission)
            }
        }
        // The same id with another content.
        let first = node.submission("create")
        _ = try await node.submit(first)
        var second = first
        second.fields["goods"] = .text("另一种")
        try await Fault.requireRefused("sequencing.request_conflict") {
            _ = try await node.submit(second)
        }
        #expect(try await node.size(of: "home") == sizes[0] + 1)
        #expect(try await node.size(of: "exercise") == sizes[1])
        try await Fault.requireWhole(node.home, trusting: [node.node])
        try await two.remove()
    }

    @Test("an office that was revoked signs nothing more, and the others go on")
    func revoked() async throws {
        let node = try await TestNode.make("jiangxi.ipr.example", region: "360000")
        _ = try await node.local.add(
            OfficeDocument(office: "hg", title: "海关"),
            caller: TestNode.operatorCaller
        )
        var create = node.submission("create")
        create.office = "hg"
        _ = try await node.submit(create)
        let view = node.node.view
        let office = try #require(OfficeID("hg"))
        let revocation = EntryHeader.revokeOffice(
            at: view.card.content.issued,
            key: try #require(view.keyring.offices[office]).verifierKey,
            since: EntryIndex(unchecked: try await node.size(of: "home"))
        )
        let origin = try Origin("\(view.node)/home")
        let entry = try EntryBuilder.entry(revocation, of: origin, signers: [view.keyring.node])
        _ = try await node.node.append(entry, to: origin)
        let size = try await node.size(of: "home")
        var next = node.submission("create")
        next.office = "hg"
        try await Fault.requireRefused("ledger.key_revoked") { _ = try await node.submit(next) }
        #expect(try await node.size(of: "home") == size)
        next = node.submission("create")
        next.office = "scjg"
        _ = try await node.submit(next)
        try await Fault.requireWhole(node.home, trusting: [node.node])
        try await node.remove()
    }
}
