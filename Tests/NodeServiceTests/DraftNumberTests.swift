import Casework
import Cryptography
import Foundation
import Ledger
import LocalAPI
import LogStorage
import SQLiteStorage
import Testing
import TransparencyLog

@testable import NodeService

/// Document numbers of steps that two people sign: given in the moment of the approval, without a gap, and signed by the officer.
@Suite struct DraftNumberTests {
    private static let caller = TestNode.operatorCaller
    private static let machine = "handover-administrative"

    /// A node whose office numbers one form of an approval at home; its responsible person is enrolled.
    private static func numbered(
        clock: SettableClock = SettableClock()
    ) async throws -> (TestNode, TestOfficer) {
        let home = try await TestNode.makeHome("jiangxi.ipr.example", region: "360000")
        let file = home.configuration
        let text =
            try String(contentsOf: file, encoding: .utf8)
            + "document-numbers:\n  scjg:\n    f8: 赣市监审\n"
        try Data(text.utf8).write(to: file)
        let node = try await TestNode(opening: home, time: clock.time)
        let officer = try TestOfficer()
        try await officer.enrol(at: node, rank: "responsible")
        return (node, officer)
    }

    private static func step(_ event: String, of record: String? = nil) -> EntrySubmission {
        var step = EntrySubmission(
            request: UUID().uuidString.lowercased(),
            machine: machine,
            event: event
        )
        (step.record, step.office) = (record, "scjg")
        if event == "create" {
            step.fields = [
                "cause": .text("销售侵犯注册商标专用权的商品"), "title": .text("【演练】移送"),
                "jurisdiction_rule": .text("行政处罚程序规定第十四条"),
                "subject_name": .text("某公司"), "ip_right": .text("trademark"),
                "goods": .text("运动鞋"), "handling_officers": .list([.text("甲"), .text("乙")]),
            ]
        }
        return step
    }

    /// The approval of a new matter, not sent yet.
    private static func approval(at node: TestNode) async throws -> EntrySubmission {
        step("approve", of: try await node.submit(step("create")).entry)
    }

    private static func draft(at node: TestNode) async throws -> DraftDocument {
        try await node.local.draft(try await approval(at: node), caller: caller)
    }

    private static func number(_ sequence: Int, at node: TestNode) throws -> String {
        "赣市监审〔\(try node.node.time.timestamp().text.prefix(4))〕\(sequence)号"
    }

    @Test(
        "a draft takes the number that its series has come to when the officer asks, and what he signed is what is appended"
    )
    func moves() async throws {
        let (node, officer) = try await Self.numbered()
        let draft = try await Self.draft(at: node)
        #expect(try draft.documentNumber == Self.number(1, at: node))
        #expect(draft.findings.map(\.code).contains("node.document_number_provisional"))
        // Another step takes the number meanwhile.
        let other = try await node.submit(try await Self.approval(at: node))
        #expect(try other.documentNumber == Self.number(1, at: node))
        let prepared = try await officer.prepare(draft.draft, at: node)
        let second = try Self.number(2, at: node)
        #expect(prepared.documentNumber == second && prepared.body.contains(second))
        #expect(prepared.draft == draft.draft && prepared.created == draft.created)
        // Asked again nothing changes: the salt is the same.
        #expect(try await officer.prepare(draft.draft, at: node).salt == prepared.salt)
        let acknowledgement = try await node.local.approve(
            ApprovalDocument(draft: draft.draft, note: try officer.note(prepared.text)),
            caller: Self.caller
        )
        #expect(acknowledgement.documentNumber == second)
        let origin = try Origin(acknowledgement.origin)
        let index = try #require(EntryIndex(acknowledgement.index))
        let bytes = try await node.node.store.read { try $0.entryBytes(of: origin, at: index) }
        let entry = try UnverifiedEntry(parsing: try #require(bytes))
        let text = UnverifiedEntry.text(origin: origin, header: entry.header)
        #expect(String(decoding: text, as: UTF8.self) == prepared.text)
        #expect(entry.note.signatures.count == 2)
        try await node.remove()
    }

    @Test(
        "a number that was taken after the officer had signed is refused by name; he signs once more, with the next one"
    )
    func taken() async throws {
        let (node, officer) = try await Self.numbered()
        let draft = try await Self.draft(at: node)
        let stale = try officer.note(try await officer.prepare(draft.draft, at: node).text)
        _ = try await node.submit(try await Self.approval(at: node))
        let size = try await node.size(of: "home")
        func approve(_ note: String) async throws -> LocalAPI.Acknowledgement {
            try await node.local.approve(
                ApprovalDocument(draft: draft.draft, note: note),
                caller: Self.caller
            )
        }
        let refused = await Fault.code { _ = try await approve(stale) }
        #expect(refused == "node.draft_number_taken")
        let again = try await officer.prepare(draft.draft, at: node)
        // What he signed first is no longer the draft's text.
        let differs = await Fault.code { _ = try await approve(stale) }
        #expect(differs == "node.approval_text_differs")
        #expect(try await node.size(of: "home") == size)
        let approved = try await approve(officer.note(again.text))
        #expect(try approved.documentNumber == Self.number(2, at: node))
        try await node.remove()
    }

    @Test("a draft that is cancelled or expires leaves no gap in its series")
    func gaps() async throws {
        let clock = SettableClock()
        let (node, officer) = try await Self.numbered(clock: clock)
        let (cancelled, expires) = (try await Self.draft(at: node), try await Self.draft(at: node))
        for draft in [cancelled, expires] {
            #expect(try draft.documentNumber == Self.number(1, at: node))
            _ = try await officer.prepare(draft.draft, at: node)
        }
        try await node.local.cancel(DraftName(cancelled.draft), caller: Self.caller)
        let waits = try await Self.draft(at: node)
        #expect(
            try await officer.approve(waits.draft, at: node).documentNumber == waits.documentNumber
        )
        clock.advance(by: Limits.draftSecondCountMax)
        #expect(try await node.local.drafts(after: nil, caller: Self.caller).items.isEmpty)
        let last = try await node.submit(try await Self.approval(at: node))
        let sequence = last.documentNumber.flatMap { DocumentNumber($0)?.sequence }
        // The first of its year where the 30 days went into a new one.
        let isNewYear = try waits.documentNumber != Self.number(1, at: node)
        #expect(sequence == (isNewYear ? 1 : 2))
        try await node.remove()
    }

    @Test(
        "drafts and steps that are approved and taken at once get every number of the series once"
    )
    func concurrent() async throws {
        let (node, officer) = try await Self.numbered()
        var drafts: [String] = []
        for _ in 0..<6 { drafts.append(try await Self.draft(at: node).draft) }
        var steps: [EntrySubmission] = []
        for _ in 0..<6 { steps.append(try await Self.approval(at: node)) }
        let local = node.local
        let numbers = try await withThrowingTaskGroup(of: String?.self) { group in
            for draft in drafts {
                let (officer, key) = (officer, "\(try officer.publicHalf().handedOver)")
                group.addTask {
                    while true {
                        let prepared = try await local.prepare(
                            ApprovalQuestion(draft: draft, key: key),
                            caller: Self.caller
                        )
                        let note = try officer.note(prepared.text)
                        do {
                            let approval = ApprovalDocument(draft: draft, note: note)
                            return try await local.approve(approval, caller: Self.caller)
                                .documentNumber
                        } catch let problem as Problem {
                            // As a person does: he reads it again and signs it again.
                            guard problem.code == "node.draft_number_taken" else { throw problem }
                        }
                    }
                }
            }
            for step in steps {
                group.addTask { try await local.submit(step, caller: Self.caller).documentNumber }
            }
            var numbers: [String?] = []
            for try await number in group { numbers.append(number) }
            return numbers
        }
        let sequences = numbers.compactMap { $0.flatMap { DocumentNumber($0)?.sequence } }
        #expect(sequences.sorted() == Array(1...12))
        try await node.remove()
    }

    @Test("a draft of which more than the number would be different now is outdated all the same")
    func outdated() async throws {
        let (node, officer) = try await Self.numbered()
        let draft = try await Self.draft(at: node)
        let record = try #require(draft.record)
        _ = try await node.submit(try await Self.approval(at: node))
        _ = try await node.submit(Self.step("approve", of: record))
        let code = await Fault.code { _ = try await officer.prepare(draft.draft, at: node) }
        #expect(code == "node.draft_outdated")
        try await node.remove()
    }
}
