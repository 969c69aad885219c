import Auditing
import Casework
import Cryptography
import Foundation
import Ledger
import LocalAPI
import LogStorage
import SQLiteStorage
import Testing
import TransparencyLog
import Wording

@testable import NodeService

/// A step that two people sign: the clerk drafts it, an officer approves it with a key that the node never sees.
@Suite struct ApprovalTests {
    private static let caller = TestNode.operatorCaller

    /// A node on which a matter was reported; its chief is enrolled.
    private static func reported() async throws -> (TestNode, TestOfficer, String) {
        let node = try await TestNode.make("jiangxi.ipr.example", region: "360000")
        let chief = try TestOfficer()
        try await chief.enrol(at: node, rank: "chief")
        let report = try await node.submit(HandoverSteps.step("report"))
        return (node, chief, report.entry)
    }

    private static func draft(
        _ submission: EntrySubmission,
        at node: TestNode
    ) async throws -> DraftDocument {
        try await node.local.draft(submission, caller: caller)
    }

    /// Keeps copies of a draft under other ids until there are so many.
    private static func fill(
        _ node: TestNode,
        from draft: String,
        upTo count: Int
    ) async throws {
        let book = DraftBook(storageKey: node.node.view.keyring.storageKey)
        let id = try #require(RequestID(text: draft))
        try await node.node.store.write { transaction in
            let step = try #require(try book.kept("\(id)", in: transaction)?.step)
            for _ in 1..<count {
                var facts = step.facts
                facts.request = UUID().uuidString.lowercased()
                try book.put(PendingStep(facts: facts, body: step.body), in: transaction)
            }
        }
    }

    /// The ids of what lies in the store.
    private static func kept(at node: TestNode) async throws -> [String] {
        let book = DraftBook(storageKey: node.node.view.keyring.storageKey)
        return try await node.node.store.read { transaction in
            try book.all(in: transaction).compactMap { $0.step?.facts.request }
        }
    }

    private static func entry(
        _ acknowledgement: LocalAPI.Acknowledgement,
        at node: TestNode
    ) async throws -> UnverifiedEntry {
        let origin = try Origin(acknowledgement.origin)
        let index = try #require(EntryIndex(acknowledgement.index))
        let bytes = try await node.node.store.read { try $0.entryBytes(of: origin, at: index) }
        return try UnverifiedEntry(parsing: try #require(bytes))
    }

    @Test("the clerk drafts, the officer approves, and one entry bears both signatures")
    func approves() async throws {
        let (node, chief, record) = try await Self.reported()
        let submission = HandoverSteps.step("approve", record: record)
        // Without an approver the step is refused, and the refusal says which command comes next.
        let problem = await #expect(throws: Problem.self) { _ = try await node.submit(submission) }
        #expect(problem?.code == "casework.approver_missing")
        #expect(problem?.arguments["rank_en"]?.contains("chief") == true)
        for language in [("zh", "--for-approval"), ("en", "lianlu record approve")] {
            let worded = problem?.worded(in: language.0 == "zh" ? .zh : .en)
            #expect(worded?.remedy.contains(language.1) == true)
        }
        // A preview says who would receive it all the same.
        let preview = try await node.local.preview(submission, caller: Self.caller)
        #expect(preview.findings.map(\.code).contains("casework.approver_missing"))
        let size = try await node.size(of: "home")
        let draft = try await Self.draft(submission, at: node)
        #expect(draft.draft == submission.request && draft.rank == "chief")
        #expect(draft.record == record && draft.officer == nil)
        // Whoever drafts gets nothing but its name: what is signed is for who asks for it with an officer's key.
        #expect(draft.body.isEmpty && draft.salt.isEmpty && draft.text.isEmpty)
        #expect(try await Self.draft(submission, at: node) == draft)
        // Nothing was signed so far.
        #expect(try await node.size(of: "home") == size)
        let listed = try await node.local.drafts(after: nil, caller: Self.caller).items
        #expect(
            listed.map(\.draft) == [draft.draft]
                && listed.allSatisfy { $0.body.isEmpty && $0.text.isEmpty }
        )
        let prepared = try await chief.prepare(draft.draft, at: node)
        let text = try ApprovalText(parsing: Array(prepared.text.utf8))
        #expect(text.header.officer?.text == prepared.officer && prepared.officer != nil)
        let salt = try #require(Hex.decode(Array(prepared.salt.utf8)))
        #expect(text.names(try SaltedObject(salt: salt, content: Array(prepared.body.utf8))))
        let acknowledgement = try await chief.approve(draft.draft, at: node)
        let entry = try await Self.entry(acknowledgement, at: node)
        #expect(
            entry.note.signatures.map { "\($0.name)" } == [
                "jiangxi.ipr.example/office/scjg",
                "jiangxi.ipr.example/office/scjg/\(prepared.officer ?? "")",
            ]
        )
        let shown = try await node.local.record(record, caller: Self.caller)
        #expect(shown.summary.state == "chief_approved")
        #expect(shown.timeline.last?.officer == prepared.officer)
        #expect(try await node.local.drafts(after: nil, caller: Self.caller).items.isEmpty)
        // Whoever asks again gets the same answer: officer and clerk.
        let note = try chief.note(prepared.text)
        let again = try await node.local.approve(
            ApprovalDocument(draft: draft.draft, note: note),
            caller: Self.caller
        )
        #expect(again.entry == acknowledgement.entry && again.proof == acknowledgement.proof)
        #expect(try await node.submit(submission).entry == acknowledgement.entry)
        #expect(try await node.size(of: "home") == size + 1)
        let drafted = await Fault.code { _ = try await Self.draft(submission, at: node) }
        #expect(drafted == "node.draft_approved")
        try await node.remove()
    }

    @Test("whoever may not approve is refused by name, and nothing is signed")
    func approvers() async throws {
        let (node, chief, record) = try await Self.reported()
        _ = try await node.local.add(
            OfficeDocument(office: "gongan", title: "公安"),
            caller: Self.caller
        )
        let (stranger, deputy, other) = (try TestOfficer(), try TestOfficer(), try TestOfficer())
        let gone = try TestOfficer()
        try await deputy.enrol(at: node, rank: "responsible")
        try await other.enrol(at: node, rank: "chief", office: "gongan")
        let revoked = try await gone.enrol(at: node, rank: "chief")
        _ = try await node.local.revoke(
            OfficerRevocation(officer: revoked.officer),
            caller: Self.caller
        )
        let draft = try await Self.draft(
            HandoverSteps.step("approve", record: record),
            at: node
        )
        let size = try await node.size(of: "home")
        for (officer, code) in [
            (stranger, "node.officer_not_enrolled"), (deputy, "casework.approver_rank"),
            (other, "node.officer_of_another_office"), (gone, "node.approver_revoked"),
        ] {
            let found = await Fault.code { _ = try await officer.approve(draft.draft, at: node) }
            #expect(found == code)
        }
        // The office's own key is no second person's.
        let office = try #require(node.node.view.keyring.offices[OfficeID(unchecked: "scjg")])
        let key = try OfficerKey(publicKey: office.verifierKey.publicKey)
        let same = await Fault.code {
            _ = try await node.local.prepare(
                ApprovalQuestion(draft: draft.draft, key: "\(key.handedOver)"),
                caller: Self.caller
            )
        }
        #expect(same == "node.approver_signs_already")
        // Whoever does not read for the office does not see what he would sign.
        let reader = Caller(
            credentials: PeerCredentials(pid: 1, uid: 7, gids: []),
            offices: .some([]),
            readOffices: .some(["gongan"]),
            rights: [.read]
        )
        let half = try chief.publicHalf()
        let hidden = await Fault.code {
            _ = try await node.local.prepare(
                ApprovalQuestion(draft: draft.draft, key: "\(half.handedOver)"),
                caller: reader
            )
        }
        #expect(hidden == "node.draft_not_readable")
        #expect(try await node.local.drafts(after: nil, caller: reader).items.isEmpty)
        #expect(try await node.size(of: "home") == size)
        _ = try await chief.approve(draft.draft, at: node)
        try await node.remove()
    }

    @Test("what was signed must be the draft's text, of now, by the officer whom it names")
    func texts() async throws {
        let (node, chief, record) = try await Self.reported()
        let second = try TestOfficer()
        try await second.enrol(at: node, rank: "chief")
        let draft = try await Self.draft(
            HandoverSteps.step("approve", record: record),
            at: node
        )
        let prepared = try await chief.prepare(draft.draft, at: node)
        let text = try ApprovalText(parsing: Array(prepared.text.utf8))
        func changed(_ change: (inout EntryHeader) throws -> Void) throws -> String {
            var header = text.header
            try change(&header)
            let other = ApprovalText(origin: text.origin, header: header)
            return try chief.note(String(decoding: other.bytes, as: UTF8.self))
        }
        let size = try await node.size(of: "home")
        let now = node.node.time.now()
        let limit = Limits.approvalSecondCountMax
        let notes: [(String, String)] = [
            (
                try changed { $0.event = EventID(unchecked: "disapprove") },
                "node.approval_text_differs"
            ),
            (try changed { $0.parents = [] }, "node.approval_text_differs"),
            (try changed { $0.objects = [] }, "node.approval_text_differs"),
            (
                try changed { $0.at = try NodeTime.timestamp(at: now - limit - 60) },
                "node.approval_too_old"
            ),
            (
                try changed { $0.at = try NodeTime.timestamp(at: now + 86_400) },
                "ledger.clock_ahead"
            ),
            (try changed { $0.officer = OfficerID(unchecked: "o-1") }, "node.officer_unknown"),
            (try second.note(prepared.text), "node.approval_signature_wrong"),
            (prepared.text, "transparency_log.note_signature_block_missing"),
        ]
        for (note, code) in notes {
            let found = await Fault.code {
                _ = try await node.local.approve(
                    ApprovalDocument(draft: draft.draft, note: note),
                    caller: Self.caller
                )
            }
            #expect(found == code)
        }
        #expect(try await node.size(of: "home") == size)
        try await node.remove()
    }

    @Test("a text that is as old as the limit still counts, and one a second older does not")
    func age() async throws {
        let clock = SettableClock()
        let home = try await TestNode.makeHome("jiangxi.ipr.example", region: "360000")
        let node = try await TestNode(opening: home, time: clock.time)
        let chief = try TestOfficer()
        try await chief.enrol(at: node, rank: "chief")
        let report = try await node.submit(HandoverSteps.step("report"))
        let step = HandoverSteps.step("approve", record: report.entry)
        let draft = try await Self.draft(step, at: node)
        let size = try await node.size(of: "home")
        let early = try chief.note(try await chief.prepare(draft.draft, at: node).text)
        clock.advance(by: 1)
        let late = try chief.note(try await chief.prepare(draft.draft, at: node).text)
        clock.advance(by: Limits.approvalSecondCountMax)
        let tooOld = await Fault.code {
            _ = try await node.local.approve(
                ApprovalDocument(draft: draft.draft, note: early),
                caller: Self.caller
            )
        }
        #expect(tooOld == "node.approval_too_old")
        #expect(try await node.size(of: "home") == size)
        _ = try await node.local.approve(
            ApprovalDocument(draft: draft.draft, note: late),
            caller: Self.caller
        )
        #expect(try await node.size(of: "home") == size + 1)
        try await node.remove()
    }

    @Test("a draft of a matter that went on is not signed, and can be cancelled")
    func outdated() async throws {
        let (node, chief, record) = try await Self.reported()
        let first = try await Self.draft(HandoverSteps.step("approve", record: record), at: node)
        let second = try await Self.draft(HandoverSteps.step("approve", record: record), at: node)
        _ = try await chief.approve(second.draft, at: node)
        let size = try await node.size(of: "home")
        let code = await Fault.code { _ = try await chief.approve(first.draft, at: node) }
        #expect(code == "node.draft_outdated")
        try await node.local.cancel(DraftName(first.draft), caller: Self.caller)
        for id in [first.draft, UUID().uuidString.lowercased(), "no-id"] {
            let gone = await Fault.code {
                try await node.local.cancel(DraftName(id), caller: Self.caller)
            }
            #expect(gone == "node.draft_unknown")
        }
        #expect(try await node.size(of: "home") == size)
        try await node.remove()
    }

    @Test("steps of which the rules ask no approval are not drafted, nor what is wrong besides")
    func needless() async throws {
        let (node, _, record) = try await Self.reported()
        let create = node.submission("create")
        let needless = await Fault.code { _ = try await Self.draft(create, at: node) }
        #expect(needless == "node.approval_not_asked")
        var wrong = HandoverSteps.step("approve", record: record)
        wrong.fields = [:]
        let missing = await Fault.code { _ = try await Self.draft(wrong, at: node) }
        #expect(missing == "node.fields_missing")
        var once = HandoverSteps.step("approve", record: record)
        _ = try await Self.draft(once, at: node)
        once.fields["remarks"] = .text("另注")
        let conflict = await Fault.code { _ = try await Self.draft(once, at: node) }
        #expect(conflict == "sequencing.request_conflict")
        try await node.remove()
    }

    @Test("drafts expire, and a node keeps so many and no more")
    func limits() async throws {
        let clock = SettableClock()
        let home = try await TestNode.makeHome("jiangxi.ipr.example", region: "360000")
        let told = LogRecorder()
        let node = try await TestNode(opening: home, logger: told.logger, time: clock.time)
        let chief = try TestOfficer()
        try await chief.enrol(at: node, rank: "chief")
        let report = try await node.submit(HandoverSteps.step("report"))
        let first = try await Self.draft(
            HandoverSteps.step("approve", record: report.entry),
            at: node
        )
        try await Self.fill(node, from: first.draft, upTo: Limits.draftCountMax - 1)
        _ = try await Self.draft(HandoverSteps.step("approve", record: report.entry), at: node)
        let one = HandoverSteps.step("approve", record: report.entry)
        let full = await Fault.code { _ = try await Self.draft(one, at: node) }
        #expect(full == "node.drafts_too_many")
        clock.advance(by: Limits.draftSecondCountMax - 1)
        _ = try await chief.prepare(first.draft, at: node)
        clock.advance(by: 1)
        let expired = await Fault.code { _ = try await chief.approve(first.draft, at: node) }
        #expect(expired == "node.draft_expired")
        #expect(try await node.local.drafts(after: nil, caller: Self.caller).items.isEmpty)
        // They are gone and operators were told of each; their ids say that they expired, for as long again.
        let message = "a draft expired that nobody approved"
        #expect(told.values(of: "draft", with: message).count == Limits.draftCountMax)
        #expect(try await Self.kept(at: node).isEmpty)
        let gone = await Fault.code { _ = try await chief.approve(first.draft, at: node) }
        #expect(gone == "node.draft_expired")
        // Those that are over make room.
        let draft = try await Self.draft(one, at: node)
        _ = try await chief.approve(draft.draft, at: node)
        try await node.remove()
    }

    @Test(
        "a draft is approved with the rights that its clerk has by then, and not with those that he had"
    )
    func clerkWithoutRights() async throws {
        let (node, chief, report) = try await Self.reported()
        let clerk = Caller(
            credentials: PeerCredentials(pid: 1, uid: 4_242, gids: []),
            offices: .some(["scjg"]),
            rights: [.read, .sign]
        )
        let draft = try await node.local.draft(
            HandoverSteps.step("approve", record: report),
            caller: clerk
        )
        let size = try await node.size(of: "home")
        // No rule of the configuration names him any more.
        let code = await Fault.code { _ = try await chief.approve(draft.draft, at: node) }
        #expect(code == "local_api.caller_unknown")
        #expect(try await node.size(of: "home") == size)
        try await node.remove()
    }
}
