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

/// One row of the node's own state that cannot be read stops only itself, is told with what to do, and ends in time.
@Suite struct StoredStateTests {
    private static let operatorCaller = TestNode.operatorCaller

    /// A node with two offices, a chief of the first one, and a matter that he is to approve.
    private struct Desk {
        let node: TestNode
        let chief: TestOfficer
        let officer: String
        let record: String
        let clock: SettableClock
        let told: LogRecorder

        static func make() async throws -> Desk {
            let (clock, told) = (SettableClock(), LogRecorder())
            let home = try await TestNode.makeHome(
                "jiangxi.ipr.example",
                region: "360000",
                offices: ["scjg": "市场监管", "gongan": "公安"]
            )
            let node = try await TestNode(opening: home, logger: told.logger, time: clock.time)
            let chief = try TestOfficer()
            let officer = try await chief.enrol(at: node, rank: "chief").officer
            let report = try await node.submit(HandoverSteps.step("report"))
            return Desk(
                node: node,
                chief: chief,
                officer: officer,
                record: report.entry,
                clock: clock,
                told: told
            )
        }

        func draft() async throws -> String {
            try await node.local.draft(
                HandoverSteps.step("approve", record: record),
                caller: StoredStateTests.operatorCaller
            ).draft
        }

        func listed(
            _ caller: Caller = StoredStateTests.operatorCaller
        ) async throws -> [DraftDocument] {
            try await node.local.drafts(after: nil, caller: caller).items
        }

        func cancel(_ draft: String, _ caller: Caller) async throws {
            try await node.local.cancel(DraftName(draft), caller: caller)
        }

        /// What the node and a check of its home say, by code.
        func warnings(_ code: String) async throws -> [CodedText] {
            let status = try await node.local.status(caller: StoredStateTests.operatorCaller)
            let said = status.warnings.filter { $0.code == code }
            let checked = NodeExamination(home: node.home).results()
                .filter { $0.text.code == code }
            #expect(checked == said.map { CheckResult(.warned, $0) })
            return said
        }

        /// Lays other bytes in a row, as a program would that wrote them so.
        func put(_ name: String, _ bytes: [UInt8]) async throws {
            try await node.node.store.write { try $0.putMeta(name, bytes) }
        }

        /// Changes a row behind the node's back: its checksum holds no more.
        func damage(_ name: String) async throws {
            try await node.home.openDatabase().write { database in
                try database.execute(
                    sql: "UPDATE document SET bytes = CAST(bytes || x'00' AS BLOB) WHERE key = ?",
                    arguments: [Data(name.utf8)]
                )
                #expect(database.changesCount == 1)
            }
        }

        func remove(_ name: String) async throws {
            try await node.home.openDatabase().write { database in
                try database.execute(
                    sql: "DELETE FROM document WHERE key = ?",
                    arguments: [Data(name.utf8)]
                )
                #expect(database.changesCount == 1)
            }
        }
    }

    private static func clerk(of office: String) -> Caller {
        Caller(
            credentials: PeerCredentials(pid: 1, uid: 7, gids: []),
            offices: .some([office]),
            rights: [.read, .sign]
        )
    }

    /// The clerk who administers the node, and reads for nobody.
    private static var administrator: Caller {
        Caller(
            credentials: PeerCredentials(pid: 1, uid: 8, gids: []),
            offices: .some([Caller.nodeOffice]),
            readOffices: .some([]),
            rights: [.read, .sign]
        )
    }

    @Test(
        "a damaged draft is seen by its office and the operator, is ended by these alone, and expires when its time is over"
    )
    func damagedDraft() async throws {
        let desk = try await Desk.make()
        let (first, second, third) = (
            try await desk.draft(), try await desk.draft(), try await desk.draft()
        )
        try await desk.damage("draft/\(first)")
        try await desk.put("draft/\(second)", [UInt8](repeating: 7, count: 300))
        try await desk.remove("draft/\(third)")
        let all = Set([first, second, third])
        let (own, other) = (Self.clerk(of: "scjg"), Self.clerk(of: "gongan"))
        for caller in [own, Self.administrator] {
            let listed = try await desk.listed(caller)
            #expect(Set(listed.map(\.draft)) == all)
            #expect(listed.allSatisfy { $0.office == "scjg" && !$0.expires.isEmpty })
            #expect(listed.flatMap(\.findings).allSatisfy { $0.code == "node.draft_damaged" })
        }
        #expect(try await desk.listed(other).isEmpty)
        let warned = try await desk.warnings("node.draft_damaged")
        #expect(Set(warned.compactMap { $0.arguments["draft"] }) == all)
        // Before, whoever might sign for any office threw it away, and nobody else's time ended it.
        let foreign = await Fault.code { try await desk.cancel(first, other) }
        #expect(foreign == "local_api.office_not_permitted")
        try await desk.cancel(first, own)
        try await desk.cancel(second, Self.administrator)
        desk.clock.advance(by: Limits.draftSecondCountMax - 1)
        #expect(try await desk.listed().map(\.draft) == [third])
        desk.clock.advance(by: 1)
        let early = await Fault.code { _ = try await desk.chief.prepare(third, at: desk.node) }
        #expect(early == "node.draft_expired")
        #expect(try await desk.listed().isEmpty)
        let message = "a draft expired that nobody approved"
        #expect(desk.told.values(of: "draft", with: message) == [third])
        #expect(desk.told.values(of: "office", with: message) == ["scjg"])
        let late = await Fault.code { _ = try await desk.chief.prepare(third, at: desk.node) }
        #expect(late == "node.draft_expired")
        #expect(try await desk.warnings("node.draft_damaged").isEmpty)
        try await desk.node.remove()
    }

    @Test(
        "of a damaged draft whose end is lost too the operator alone decides, and it gets one more life; a whole one gets its end back"
    )
    func lostEnd() async throws {
        let desk = try await Desk.make()
        let (lost, whole) = (try await desk.draft(), try await desk.draft())
        try await desk.damage("draft/\(lost)")
        try await desk.damage("draft-due/\(lost)")
        try await desk.damage("draft-due/\(whole)")
        let refused = await Fault.code { try await desk.cancel(lost, Self.clerk(of: "scjg")) }
        #expect(refused == "local_api.administrator_needed")
        desk.clock.advance(by: 60)
        // The list sweeps first.
        let listed = try await desk.listed()
        #expect(Set(listed.map(\.draft)) == [lost, whole])
        let name = "draft-due/\(whole)"
        let due = try await desk.node.node.store.read { transaction in
            try transaction.meta(name).map { try DraftBook.Due(row: $0, name) }
        }
        #expect(due?.office == "scjg")
        let still = await Fault.code { try await desk.cancel(lost, Self.clerk(of: "scjg")) }
        #expect(still == "local_api.administrator_needed")
        desk.clock.advance(by: Limits.draftSecondCountMax - 1)
        #expect(try await desk.listed().map(\.draft) == [lost])
        desk.clock.advance(by: 1)
        #expect(try await desk.listed().isEmpty)
        try await desk.node.remove()
    }

    @Test(
        "an expired draft of which nothing can be read hides no other draft, and is forgotten with a word"
    )
    func damagedExpiry() async throws {
        let desk = try await Desk.make()
        let (one, other) = (try await desk.draft(), try await desk.draft())
        desk.clock.advance(by: Limits.draftSecondCountMax)
        #expect(try await desk.listed().isEmpty)
        let waits = try await desk.draft()
        try await desk.damage("draft-expired/\(one)")
        // As homes of an earlier head have it.
        try await desk.put("draft-expired/\(other)", Array("1790000000 scjg".utf8))
        // Before, this list and every sweep failed.
        #expect(try await desk.listed().map(\.draft) == [waits])
        let message = "what was known of an expired draft could not be read and is forgotten"
        #expect(
            Set(desk.told.values(of: "row", with: message))
                == ["draft-expired/\(one)", "draft-expired/\(other)"]
        )
        try await desk.node.remove()
    }

    @Test("a row of a form that this program does not know is told as such and not read")
    func versions() async throws {
        let desk = try await Desk.make()
        let (id, fine) = (try await desk.draft(), try await desk.draft())
        let book = desk.node.local.book
        let step = try #require(
            try await desk.node.node.store.read { try book.kept(id, in: $0)?.step }
        )
        var facts = step.facts
        facts.version = storedRowVersion + 1
        let later = PendingStep(facts: facts, body: step.body)
        try await desk.node.node.store.write { try book.put(later, in: $0) }
        var plan = RevocationPlan(officer: "o-1", since: [:])
        plan.version = storedRowVersion + 1
        let planned = plan
        try await desk.node.node.store.write { try RevocationBook(transaction: $0).put(planned) }
        let code = "node.stored_row_version"
        let refused = await Fault.code { _ = try await desk.chief.prepare(id, at: desk.node) }
        #expect(refused == code)
        let findings = try await desk.listed().filter { $0.draft == id }.flatMap(\.findings)
        #expect(findings.map(\.code) == [code])
        let warned = try await desk.warnings(code)
        #expect(warned.map { $0.arguments["row"] } == ["draft/\(id)", "revocation/o-1"])
        #expect(warned.allSatisfy { $0.arguments["found"] == "2" && $0.arguments["known"] == "1" })
        _ = try await desk.chief.approve(fine, at: desk.node)
        try await desk.node.remove()
    }

    @Test(
        "a revocation that cannot be read keeps no other from its end; its officer approves nothing, enters no new log, and is revoked when somebody asks again"
    )
    func damagedRevocation() async throws {
        let nodes = try await TwoNodes.make()
        let node = nodes.jiangxi
        let (chief, thief) = (try TestOfficer(), try TestOfficer())
        let damaged = try await chief.enrol(at: node, rank: "chief").officer
        let other = try await thief.enrol(at: node, rank: "chief").officer
        let report = try await node.submit(HandoverSteps.step("report"))
        let draft = try await node.local.draft(
            HandoverSteps.step("approve", record: report.entry),
            caller: Self.operatorCaller
        )
        try await node.node.store.write { transaction in
            let book = RevocationBook(transaction: transaction)
            try book.put(RevocationPlan(officer: other, since: ["jiangxi.ipr.example/home": 3]))
            try transaction.putMeta("revocation/\(damaged)", [1, 2, 3])
        }
        func warnings(_ code: String) async throws -> [String?] {
            try await node.local.status(caller: Self.operatorCaller).warnings
                .filter { $0.code == code }.map { $0.arguments["officer"] }
        }
        #expect(try await warnings("node.revocation_unfinished") == [other])
        // Before, the one that cannot be read stopped both.
        #expect(try await Housekeeping(node: node.node).round())
        #expect(try await warnings("node.revocation_unfinished").isEmpty)
        #expect(try await warnings("node.revocation_damaged") == [damaged])
        let checks = NodeExamination(home: node.home).results()
            .filter { $0.text.code == "node.revocation_damaged" }
        #expect(checks.map(\.outcome) == [.warned])
        let home = try Origin("jiangxi.ipr.example/home")
        func holds(_ officer: String, in origin: Origin) async throws -> Bool {
            try await node.node.history(of: origin).officers
                .contains { $0.officer.text == officer && $0.holds }
        }
        #expect(try await !holds(other, in: home))
        #expect(try await holds(damaged, in: home))
        let refused = await Fault.code { _ = try await chief.prepare(draft.draft, at: node) }
        #expect(refused == "node.approver_revoked")
        // No log that is opened meanwhile trusts him.
        var second = Federation.draft([("jiangxi", "360000"), ("fujian", "350000")])
        second.mechanism = "exercise2"
        let created = try await node.local.create(second, caller: Self.operatorCaller)
        let signed = try await nodes.fujian.local.sign(
            charter: created.text,
            caller: Self.operatorCaller
        )
        _ = try await node.local.join(charter: signed.text, caller: Self.operatorCaller)
        let opened = try Origin("jiangxi.ipr.example/exercise2")
        #expect(try await !holds(damaged, in: opened))
        let answer = try await node.local.revoke(
            OfficerRevocation(officer: damaged),
            caller: Self.operatorCaller
        )
        #expect(
            Set(answer.revokedIn) == ["jiangxi.ipr.example/home", "jiangxi.ipr.example/exercise"]
        )
        #expect(try await warnings("node.revocation_damaged").isEmpty)
        // One that stands in all logs already: asked again the row goes, and nothing is written.
        try await node.node.store.write { try $0.putMeta("revocation/\(damaged)", [1]) }
        let size = try await node.size(of: "home")
        let again = try await node.local.revoke(
            OfficerRevocation(officer: damaged),
            caller: Self.operatorCaller
        )
        #expect(again.revokedIn.isEmpty)
        #expect(try await warnings("node.revocation_damaged").isEmpty)
        #expect(try await node.size(of: "home") == size)
        try await nodes.remove()
    }
}
