import Casework
import Cryptography
import Foundation
import GRDB
import Ledger
import LocalAPI
import LogStorage
import SQLiteStorage
import Testing
import TransparencyLog

@testable import NodeService

/// Drafts that are damaged, that expire, that are thrown away while they are approved, and whom the node tells of them.
@Suite struct DraftTests {
    private static let caller = TestNode.operatorCaller

    /// A node with a chief and a matter that was reported.
    fileprivate struct Desk {
        let node: TestNode
        let chief: TestOfficer
        let record: String
        let clock: SettableClock
        let told: LogRecorder

        static func make() async throws -> Desk {
            let (clock, told) = (SettableClock(), LogRecorder())
            let home = try await TestNode.makeHome("jiangxi.ipr.example", region: "360000")
            let node = try await TestNode(opening: home, logger: told.logger, time: clock.time)
            let chief = try TestOfficer()
            try await chief.enrol(at: node, rank: "chief")
            let report = try await node.submit(HandoverSteps.step("report"))
            return Desk(
                node: node,
                chief: chief,
                record: report.entry,
                clock: clock,
                told: told
            )
        }

        func draft() async throws -> DraftDocument {
            try await node.local.draft(
                HandoverSteps.step("approve", record: record),
                caller: DraftTests.caller
            )
        }

        func listed() async throws -> [DraftDocument] {
            try await node.local.drafts(after: nil, caller: DraftTests.caller).items
        }
    }

    private static func reader(of offices: Set<String>) -> Caller {
        Caller(
            credentials: PeerCredentials(pid: 1, uid: 7, gids: []),
            offices: .some([]),
            readOffices: .some(offices),
            rights: [.read]
        )
    }

    @Test(
        "one draft that is damaged is named and can be thrown away, and the others are listed and approved"
    )
    func damaged() async throws {
        let desk = try await Desk.make()
        let node = desk.node
        let (first, second, whole) = (
            try await desk.draft(), try await desk.draft(), try await desk.draft()
        )
        // One row is not what was written; the other one is, and its contents are not.
        try await node.home.openDatabase().write { database in
            try database.execute(
                sql:
                    "UPDATE document SET bytes = CAST(substr(bytes, 1, length(bytes) - 1) || x'00' AS BLOB) "
                    + "WHERE key = ?",
                arguments: [Data("draft/\(first.draft)".utf8)]
            )
        }
        try await node.node.store.write { transaction in
            try transaction.putMeta("draft/\(second.draft)", [UInt8](repeating: 7, count: 200))
        }
        let listed = try await desk.listed()
        #expect(Set(listed.map(\.draft)) == [first.draft, second.draft, whole.draft])
        for draft in listed {
            let isWhole = draft.draft == whole.draft
            #expect(draft.event == (isWhole ? "approve" : ""))
            #expect(draft.findings.map(\.code).contains("node.draft_damaged") != isWhole)
        }
        // Another draft can be made beside them.
        let another = try await desk.draft()
        for draft in [first, second] {
            let code = await Fault.code {
                _ = try await desk.chief.approve(draft.draft, at: node)
            }
            #expect(code == "node.draft_damaged")
            let forbidden = await Fault.code {
                try await node.local.cancel(
                    DraftName(draft.draft),
                    caller: Self.reader(of: ["scjg"])
                )
            }
            #expect(forbidden == "local_api.right_missing")
            try await node.local.cancel(DraftName(draft.draft), caller: Self.caller)
        }
        // Two of one second have no order but that of their ids.
        #expect(Set(try await desk.listed().map(\.draft)) == [whole.draft, another.draft])
        _ = try await desk.chief.approve(whole.draft, at: node)
        try await node.remove()
    }

    @Test("who asks is looked at before anything is said of a draft, approved and expired ones too")
    func access() async throws {
        let desk = try await Desk.make()
        let node = desk.node
        let (approved, waits) = (try await desk.draft(), try await desk.draft())
        let text = try await desk.chief.prepare(approved.draft, at: node).text
        let note = try desk.chief.note(text)
        let approval = ApprovalDocument(draft: approved.draft, note: note)
        let first = try await node.local.approve(approval, caller: Self.caller)
        let stranger = Self.reader(of: ["gongan"])
        let key = "\(try desk.chief.publicHalf().handedOver)"
        func hidden(_ draft: String) async {
            let approves = await Fault.code {
                _ = try await node.local.approve(
                    ApprovalDocument(draft: draft, note: note),
                    caller: stranger
                )
            }
            #expect(approves == "node.draft_not_readable")
            let asks = await Fault.code {
                _ = try await node.local.prepare(
                    ApprovalQuestion(draft: draft, key: key),
                    caller: stranger
                )
            }
            #expect(asks == "node.draft_not_readable")
            let cancels = await Fault.code {
                try await node.local.cancel(
                    DraftName(draft),
                    caller: Caller(
                        credentials: stranger.credentials,
                        offices: .some(["gongan"]),
                        rights: [.read, .sign]
                    )
                )
            }
            #expect(cancels == "local_api.office_not_permitted")
        }
        await hidden(approved.draft)
        await hidden(waits.draft)
        // Sent again by somebody who may read it, the same approval gets the same answer, and no other text does.
        let again = try await node.local.approve(approval, caller: Self.reader(of: ["scjg"]))
        #expect(again.entry == first.entry)
        let other = try await desk.chief.prepare(
            try await desk.draftOfAnotherMatter().draft,
            at: node
        )
        let differs = await Fault.code {
            _ = try await node.local.approve(
                ApprovalDocument(draft: approved.draft, note: try desk.chief.note(other.text)),
                caller: Self.caller
            )
        }
        #expect(differs == "node.approval_text_differs")
        desk.clock.advance(by: Limits.draftSecondCountMax)
        await hidden(waits.draft)
        // The same once it was forgotten and its id alone is known.
        #expect(try await desk.listed().isEmpty)
        await hidden(waits.draft)
        try await node.remove()
    }

    @Test("a running node forgets drafts whose time is over by itself, at its start and later")
    func swept() async throws {
        let desk = try await Desk.make()
        let message = "a draft expired that nobody approved"
        let first = try await desk.draft()
        desk.clock.advance(by: Limits.draftSecondCountMax)
        #expect(try await Housekeeping(node: desk.node.node).round())
        #expect(desk.told.values(of: "draft", with: message) == [first.draft])
        let second = try await desk.draft()
        let node = desk.node.node
        let running = Task {
            try await Housekeeping(
                node: node,
                pause: .milliseconds(10),
                retryPause: .milliseconds(10)
            )
            .run()
        }
        desk.clock.advance(by: Limits.draftSecondCountMax - 1)
        #expect(try await desk.listed().map(\.draft) == [second.draft])
        desk.clock.advance(by: 1)
        try await eventually("the second one is told of") {
            desk.told.values(of: "draft", with: message) == [first.draft, second.draft]
        }
        running.cancel()
        try await running.value
        try await desk.node.remove()
    }

    @Test(
        "a draft that is thrown away, or that expires, while it is approved is one or the other, and never both or neither"
    )
    func turnstile() async throws {
        let seed = UInt64.random(in: 0 ... .max)
        print("seed \(seed)")
        var random = SplitMix(state: seed)
        let desk = try await Desk.make()
        let (local, chief, node) = (desk.node.local, desk.chief, desk.node)
        let store = node.node
        var counts: [String: Int] = [:]
        for round in 0..<60 {
            let draft = try await desk.draftOfAnotherMatter().draft
            let note = try chief.note(try await chief.prepare(draft, at: node).text)
            let size = try await node.size(of: "home")
            // In the first rounds one side strictly follows the other, so that each outcome comes about on any machine.
            let isDrawn = round >= 4
            let expires = isDrawn ? random.next() % 3 == 0 : round % 2 == 0
            let (one, other) = (random.next() % 30_000, random.next() % 30_000)
            @Sendable func approve() async -> String? {
                await Fault.code {
                    if isDrawn { try await Task.sleep(for: .microseconds(one)) }
                    _ = try await local.approve(
                        ApprovalDocument(draft: draft, note: note),
                        caller: Self.caller
                    )
                }
            }
            @Sendable func endDraft() async -> String? {
                await Fault.code {
                    if isDrawn { try await Task.sleep(for: .microseconds(other)) }
                    guard expires else {
                        return try await local.cancel(DraftName(draft), caller: Self.caller)
                    }
                    // Past its life, but the text that was signed is not too old.
                    try await Self.age(draft, at: store)
                    try await DraftSweep(node: store).run()
                }
            }
            let (approval, end): (String?, String?)
            if isDrawn {
                async let approved = approve()
                async let ended = endDraft()
                (approval, end) = await (approved, ended)
            } else if round < 2 {
                approval = await approve()
                end = await endDraft()
            } else {
                end = await endDraft()
                approval = await approve()
            }
            let comment: Comment = "seed \(seed), round \(round): \(approval ?? "-") \(end ?? "-")"
            let isAppended = try await node.size(of: "home") == size + 1
            #expect(isAppended == (approval == nil), comment)
            #expect(try await desk.listed().isEmpty, comment)
            let told = desk.told.values(
                of: "draft",
                with: "a draft expired that nobody approved"
            )
            if expires {
                #expect(told.contains(draft) != isAppended, comment)
                if !isAppended { #expect(approval == "node.draft_expired", comment) }
            } else if isAppended {
                #expect(end == "node.draft_approved", comment)
            } else {
                #expect(approval == "node.draft_unknown" && end == nil, comment)
            }
            counts["\(expires) \(isAppended)", default: 0] += 1
        }
        print("turnstile: \(counts)")
        #expect(counts.count == 4, "\(counts)")
        try await node.remove()
    }

    /// Makes a draft as old as drafts may be, where it is still there.
    private static func age(_ draft: String, at node: Node) async throws {
        let book = DraftBook(storageKey: node.view.keyring.storageKey)
        let now = node.time.now()
        try await node.store.write { transaction in
            guard let step = try book.kept(draft, in: transaction)?.step else { return }
            var facts = step.facts
            facts.expires = now
            try book.put(PendingStep(facts: facts, body: step.body), in: transaction)
        }
    }
}

extension DraftTests.Desk {
    /// A draft of a matter of its own.
    fileprivate func draftOfAnotherMatter() async throws -> DraftDocument {
        let report = try await node.submit(HandoverSteps.step("report"))
        return try await node.local.draft(
            HandoverSteps.step("approve", record: report.entry),
            caller: TestNode.operatorCaller
        )
    }
}

/// SplitMix64, so that a seed names every choice of a test.
private struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
