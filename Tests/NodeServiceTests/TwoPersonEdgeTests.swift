import Casework
import Cryptography
import Foundation
import Ledger
import LocalAPI
import LogStorage
import SQLiteStorage
import Sequencing
import Synchronization
import Testing
import TransparencyLog

@testable import NodeService

/// What two people and a node do at the same moment, or a node that fails for a moment: nobody waits an hour, and nobody gets another's.
@Suite struct TwoPersonEdgeTests {
    private static let caller = TestNode.operatorCaller

    private struct Refused: Error {}

    /// A draft for the chief's approval of a new matter.
    private static func draft(at node: TestNode) async throws -> DraftDocument {
        let report = try await node.submit(HandoverSteps.step("report"))
        return try await node.local.draft(
            HandoverSteps.step("approve", record: report.entry),
            caller: caller
        )
    }

    /// Rules out that a node rests for an hour after a revocation that a log refused: nobody rang it before.
    @Test(
        "a revocation that a log refuses for a moment is ended by the node itself without its pause"
    )
    func bell() async throws {
        let (clock, told) = (SettableClock(), LogRecorder())
        let home = try await TestNode.makeHome("jiangxi.ipr.example", region: "360000")
        let test = try await TestNode(opening: home, logger: told.logger, time: clock.time)
        let node = test.node
        let officer = try await TestOfficer().enrol(at: test, rank: "chief").officer
        let gate = Gate()
        node.setAppendGate { _ in if gate.isClosed { throw Refused() } }
        _ = try await Self.draft(at: test)
        clock.advance(by: Limits.draftSecondCountMax)
        let running = Task {
            try await Housekeeping(
                node: node,
                pause: .seconds(3_600),
                retryPause: .milliseconds(5)
            )
            .run()
        }
        // The first round has looked after revocations when it tells of the draft.
        try await eventually("the first round") {
            told.messages.contains("a draft expired that nobody approved")
        }
        gate.isClosed = true
        let refused = await Fault.code {
            _ = try await test.local.revoke(
                OfficerRevocation(officer: officer),
                caller: Self.caller
            )
        }
        #expect(refused != nil)
        let plans = try await node.store.read { try RevocationBook(transaction: $0).officers() }
        #expect(plans == [officer])
        gate.isClosed = false
        try await eventually("the node ends it") {
            try await node.store.read { try RevocationBook(transaction: $0).officers() }.isEmpty
        }
        let history = try await node.history(of: Origin("jiangxi.ipr.example/home"))
        #expect(history.officers.map(\.holds) == [false])
        running.cancel()
        try await running.value
        try await test.remove()
    }

    private final class Gate: Sendable {
        private let closed = Mutex(false)

        var isClosed: Bool {
            get { closed.withLock { $0 } }
            set { closed.withLock { $0 = newValue } }
        }
    }

    /// Rules out that ids of expired drafts stay known for ever at a node on which no other draft expires.
    @Test("an expired draft is known by its id for as long as a draft lives, and no second longer")
    func forgotten() async throws {
        let clock = SettableClock()
        let home = try await TestNode.makeHome("jiangxi.ipr.example", region: "360000")
        let node = try await TestNode(opening: home, time: clock.time)
        let chief = try TestOfficer()
        try await chief.enrol(at: node, rank: "chief")
        let draft = try await Self.draft(at: node).draft
        func isKnown() async throws -> Bool {
            try await node.node.store.read { try $0.meta("draft-expired/\(draft)") != nil }
        }
        let sweep = DraftSweep(node: node.node)
        clock.advance(by: Limits.draftSecondCountMax)
        try await sweep.run()
        #expect(try await isKnown())
        clock.advance(by: Limits.draftSecondCountMax - 1)
        try await sweep.run()
        #expect(try await isKnown())
        let expired = await Fault.code { _ = try await chief.prepare(draft, at: node) }
        #expect(expired == "node.draft_expired")
        clock.advance(by: 1)
        try await sweep.run()
        #expect(try await !isKnown())
        let unknown = await Fault.code { _ = try await chief.prepare(draft, at: node) }
        #expect(unknown == "node.draft_unknown")
        try await node.remove()
    }

    /// Rules out that the second of two clerks who chose one id at the same moment is given the other's draft as his own.
    @Test(
        "two drafts that come to be kept under one id are one where they are the same step of one office, and refused otherwise"
    )
    func sameID() async throws {
        let home = try await TestNode.makeHome(
            "jiangxi.ipr.example",
            region: "360000",
            offices: ["scjg": "市场监管", "gongan": "公安"]
        )
        let node = try await TestNode(opening: home)
        let (local, book) = (node.local, node.local.book)
        let ids = [try await Self.draft(at: node).draft, try await Self.draft(at: node).draft]
        let steps = try await node.node.store.read { transaction in
            try ids.map { try #require(try book.kept($0, in: transaction)?.step) }
        }
        #expect(try await local.keep(steps[0]).facts.digest == steps[0].facts.digest)
        var content = steps[1].facts
        content.request = ids[0]
        // A submission that names no office is that of whoever sends it.
        var office = steps[0].facts
        let text = try steps[0].text()
        var header = text.header
        header.office = OfficeID(unchecked: "gongan")
        office.text = String(
            decoding: ApprovalText(origin: text.origin, header: header).bytes,
            as: UTF8.self
        )
        for facts in [content, office] {
            let error = await #expect(throws: SequencingError.self) {
                _ = try await local.keep(PendingStep(facts: facts, body: steps[0].body))
            }
            #expect(error?.code == .requestConflict)
        }
        // By the front door: as many at once as there are, each is told or has its own.
        var submissions: [EntrySubmission] = []
        for _ in 0..<4 {
            let report = try await node.submit(HandoverSteps.step("report"))
            submissions.append(HandoverSteps.step("approve", record: report.entry))
        }
        let id = submissions[0].request
        let sent = submissions.map { submission in
            var submission = submission
            submission.request = id
            return submission
        }
        let answers = await withTaskGroup(of: String?.self) { group in
            for submission in sent {
                group.addTask {
                    do {
                        return try await local.draft(submission, caller: Self.caller).record
                    } catch {
                        #expect((error as? Problem)?.code == "sequencing.request_conflict")
                        return nil
                    }
                }
            }
            return await group.reduce(into: [String]()) { all, one in
                if let one { all.append(one) }
            }
        }
        #expect(answers.count == 1)
        #expect(sent.map(\.record).contains(answers.first))
        try await node.remove()
    }

    /// Rules out that an officer whose command was sent twice at the same moment is told that somebody had approved before.
    @Test(
        "one approval that is handed in several times at once is one entry, and each of them gets its acknowledgement"
    )
    func handedInAtOnce() async throws {
        let node = try await TestNode.make("jiangxi.ipr.example", region: "360000")
        let chief = try TestOfficer()
        try await chief.enrol(at: node, rank: "chief")
        let (local, key) = (node.local, "\(try chief.publicHalf().handedOver)")
        for round in 0..<12 {
            let draft = try await Self.draft(at: node).draft
            let note = try chief.note(try await chief.prepare(draft, at: node).text)
            let waits = await Fault.code {
                _ = try await local.approved(
                    ApprovalQuestion(draft: draft, key: key),
                    caller: Self.caller
                )
            }
            #expect(waits == "node.draft_waits")
            let size = try await node.size(of: "home")
            let tasks = (0..<4).map { _ in
                Task {
                    try await local.approve(
                        ApprovalDocument(draft: draft, note: note),
                        caller: Self.caller
                    )
                }
            }
            var entries: Set<String> = []
            for task in tasks { entries.insert(try await task.value.entry) }
            #expect(entries.count == 1, "round \(round)")
            #expect(try await node.size(of: "home") == size + 1, "round \(round)")
            let again = try await local.approved(
                ApprovalQuestion(draft: draft, key: key),
                caller: Self.caller
            )
            #expect(entries == [again.entry])
        }
        try await node.remove()
    }

    @Test(
        "what an officer has approved is acknowledged once more to him, and to nobody who asks with another key or for another office"
    )
    func acknowledgedAgain() async throws {
        let node = try await TestNode.make("jiangxi.ipr.example", region: "360000")
        let (chief, other) = (try TestOfficer(), try TestOfficer())
        for officer in [chief, other] { try await officer.enrol(at: node, rank: "chief") }
        let draft = try await Self.draft(at: node).draft
        let approved = try await chief.approve(draft, at: node)
        func ask(
            _ officer: TestOfficer,
            _ id: String,
            _ caller: Caller = TwoPersonEdgeTests.caller
        ) async throws -> LocalAPI.Acknowledgement {
            try await node.local.approved(
                ApprovalQuestion(draft: id, key: "\(try officer.publicHalf().handedOver)"),
                caller: caller
            )
        }
        let again = try await ask(chief, draft)
        #expect(again.entry == approved.entry && again.proof == approved.proof)
        let another = await Fault.code { _ = try await ask(other, draft) }
        #expect(another == "node.draft_approved")
        let stranger = Caller(
            credentials: PeerCredentials(pid: 1, uid: 7, gids: []),
            offices: .some([]),
            readOffices: .some(["gongan"]),
            rights: [.read]
        )
        let hidden = await Fault.code { _ = try await ask(chief, draft, stranger) }
        #expect(hidden == "node.draft_not_readable")
        let unknown = await Fault.code { _ = try await ask(chief, UUID().uuidString) }
        #expect(unknown == "node.draft_unknown")
        try await node.remove()
    }

    /// Rules out that a draft whose removal alone a kill cut off is told as expired, or as one that waits.
    @Test(
        "a draft whose entry is appended and of which only the removal was cut off is that entry, and goes without a word"
    )
    func removalCutOff() async throws {
        let (clock, told) = (SettableClock(), LogRecorder())
        let home = try await TestNode.makeHome("jiangxi.ipr.example", region: "360000")
        let node = try await TestNode(opening: home, logger: told.logger, time: clock.time)
        let chief = try TestOfficer()
        try await chief.enrol(at: node, rank: "chief")
        let draft = try await Self.draft(at: node).draft
        let book = node.local.book
        let step = try #require(
            try await node.node.store.read { try book.kept(draft, in: $0)?.step }
        )
        let note = try chief.note(try await chief.prepare(draft, at: node).text)
        let approval = ApprovalDocument(draft: draft, note: note)
        let approved = try await node.local.approve(approval, caller: Self.caller)
        // What a kill between the append and the removal leaves.
        try await node.node.store.write { try book.put(step, in: $0) }
        let again = try await node.local.approve(approval, caller: Self.caller)
        #expect(again.entry == approved.entry)
        clock.advance(by: Limits.draftSecondCountMax)
        #expect(try await node.local.drafts(after: nil, caller: Self.caller).items.isEmpty)
        #expect(!told.messages.contains("a draft expired that nobody approved"))
        let size = try await node.size(of: "home")
        let later = await Fault.code { _ = try await chief.prepare(draft, at: node) }
        #expect(later == "node.draft_approved")
        #expect(try await node.size(of: "home") == size)
        try await node.remove()
    }

    /// Rules out that a step that counts no more stands behind those that came after it.
    @Test(
        "an approval that a revocation voided stands in the timeline where it was signed, before the one that was given anew"
    )
    func order() async throws {
        let clock = SettableClock()
        let home = try await TestNode.makeHome("jiangxi.ipr.example", region: "360000")
        let node = try await TestNode(opening: home, time: clock.time)
        let (first, second) = (try TestOfficer(), try TestOfficer())
        let officer = try await first.enrol(at: node, rank: "chief").officer
        try await second.enrol(at: node, rank: "chief")
        let report = try await node.submit(HandoverSteps.step("report"))
        func approve(_ officer: TestOfficer) async throws {
            clock.advance(by: 60)
            let draft = try await node.local.draft(
                HandoverSteps.step("approve", record: report.entry),
                caller: Self.caller
            )
            _ = try await officer.approve(draft.draft, at: node)
        }
        try await approve(first)
        let since = try node.node.time.timestamp().text
        clock.advance(by: 60)
        _ = try await node.local.revoke(
            OfficerRevocation(officer: officer, since: since),
            caller: Self.caller
        )
        try await approve(second)
        let shown = try await node.local.record(report.entry, caller: Self.caller)
        #expect(shown.timeline.map(\.event) == ["report", "approve", "approve"])
        #expect(shown.timeline.map(\.verdict.class) == [.valid, .invalid, .valid])
        let times = shown.timeline.map(\.at)
        #expect(times == times.sorted())
        try await node.remove()
    }

    /// Rules out that what a dry run notes is first heard of after both have signed.
    @Test("what is odd in a step is told to whoever drafts it, and to the officer before he signs")
    func oddities() async throws {
        let (clock, told) = (SettableClock(), LogRecorder())
        let home = try await TestNode.makeHome("jiangxi.ipr.example", region: "360000")
        let node = try await TestNode(opening: home, logger: told.logger, time: clock.time)
        let chief = try TestOfficer()
        try await chief.enrol(at: node, rank: "chief")
        let report = try await node.submit(HandoverSteps.step("report"))
        // The 24 hours to send are over since long.
        let step = HandoverSteps.step("approve", record: report.entry)
        let preview = try await node.local.preview(step, caller: Self.caller)
        let code = "casework.clock_start_over"
        let expected = preview.findings.filter { $0.code == code }
        #expect(expected.count == 1)
        let draft = try await node.local.draft(step, caller: Self.caller)
        #expect(draft.findings.filter { $0.code == code } == expected)
        #expect(try await node.local.draft(step, caller: Self.caller) == draft)
        let shown = try await chief.prepare(draft.draft, at: node)
        #expect(shown.findings.filter { $0.code == code } == expected)
        // A matter that is still at home has no part that was sent.
        #expect(shown.sent == nil)
        // The operator's log says of which step and record an expired one was.
        clock.advance(by: Limits.draftSecondCountMax)
        try await DraftSweep(node: node.node).run()
        let message = "a draft expired that nobody approved"
        #expect(told.values(of: "step", with: message) == ["handover-criminal approve"])
        #expect(told.values(of: "record", with: message) == [report.entry])
        try await node.remove()
    }
}
