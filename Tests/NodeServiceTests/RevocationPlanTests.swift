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

/// A revocation reaches back to an entry in the middle of a log, and is one thing over all own logs, whatever is cut off when.
@Suite struct RevocationPlanTests {
    private static let caller = TestNode.operatorCaller
    private static let logs = ["home", "exercise"]

    private static func origin(_ log: String) throws -> Origin {
        try Origin("jiangxi.ipr.example/\(log)")
    }

    /// From which index on each own log does not trust an officer's key; nil where it does.
    private static func since(_ officer: String, at node: TestNode) async throws -> [UInt64?] {
        var found: [UInt64?] = []
        for log in logs {
            let history = try await node.node.history(of: origin(log))
            let known = try #require(history.officers.first { $0.officer.text == officer })
            found.append(history.revokedSince(known.key, before: history.size))
        }
        return found
    }

    private static func plans(at node: TestNode) async throws -> [RevocationPlan] {
        try await node.node.store.read {
            try RevocationBook(transaction: $0).all().compactMap(\.plan)
        }
    }

    @Test(
        "since a time in the middle of a log the first entry at that second is the first that counts no more"
    )
    func middle() async throws {
        let clock = SettableClock()
        let home = try await TestNode.makeHome("jiangxi.ipr.example", region: "360000")
        let node = try await TestNode(opening: home, time: clock.time)
        let (one, other) = (try TestOfficer(), try TestOfficer())
        let first = try await one.enrol(at: node, rank: "chief").officer
        let second = try await other.enrol(at: node, rank: "chief").officer
        var entries: [(index: UInt64, at: Int64)] = []
        for _ in 0..<5 {
            clock.advance(by: 10)
            let answer = try await node.submit(node.submission("create"))
            entries.append((answer.index, node.node.time.now()))
        }
        clock.advance(by: 10)
        let middle = entries[2]
        for (officer, second, index) in [
            (first, middle.at, middle.index), (second, middle.at + 1, entries[3].index),
        ] {
            let answer = try await node.local.revoke(
                OfficerRevocation(officer: officer, since: try NodeTime.timestamp(at: second).text),
                caller: Self.caller
            )
            #expect(answer.revokedIn == ["jiangxi.ipr.example/home"])
            let history = try await node.node.history(of: Self.origin("home"))
            let known = try #require(history.officers.first { $0.officer.text == officer })
            #expect(history.revokedSince(known.key, before: history.size) == index)
            // From when on it reaches is told, and not only when it was written.
            let at = try #require(entries.first { $0.index == index }?.at)
            #expect(try answer.revokedSince == NodeTime.timestamp(at: at).text)
            #expect(answer.revoked != answer.revokedSince)
        }
        try await node.remove()
    }

    @Test(
        "a step that an officer approved counts where he was revoked from later on, and not where from its own second on"
    )
    func approvals() async throws {
        let clock = SettableClock()
        let home = try await TestNode.makeHome("jiangxi.ipr.example", region: "360000")
        let node = try await TestNode(opening: home, time: clock.time)
        let chief = try TestOfficer()
        let officer = try await chief.enrol(at: node, rank: "chief").officer
        var approved: [(record: String, at: Int64)] = []
        for _ in 0..<2 {
            clock.advance(by: 60)
            let report = try await node.submit(HandoverSteps.step("report"))
            let draft = try await node.local.draft(
                HandoverSteps.step("approve", record: report.entry),
                caller: Self.caller
            )
            _ = try await chief.approve(draft.draft, at: node)
            approved.append((report.entry, node.node.time.now()))
        }
        let since = try NodeTime.timestamp(at: approved[1].at).text
        _ = try await node.local.revoke(
            OfficerRevocation(officer: officer, since: since),
            caller: Self.caller
        )
        let states = try await [approved[0], approved[1]].asyncMap {
            try await node.local.record($0.record, caller: Self.caller).summary.state
        }
        #expect(states == ["chief_approved", "reported"])
        try await node.remove()
    }

    @Test(
        "a revocation that was cut off is in force for approvals at once, and the node ends it in every log at its next start",
        arguments: [[], ["home"], ["exercise"]]
    )
    func cutOff(_ written: [String]) async throws {
        let nodes = try await TwoNodes.make()
        let node = nodes.jiangxi
        let chief = try TestOfficer()
        let officer = try await chief.enrol(at: node, rank: "chief").officer
        let report = try await node.submit(HandoverSteps.step("report"))
        let draft = try await node.local.draft(
            HandoverSteps.step("approve", record: report.entry),
            caller: Self.caller
        )
        let note = try chief.note(try await chief.prepare(draft.draft, at: node).text)
        // What a node that is killed leaves: the plan, and the entries of some logs.
        var since: [String: UInt64] = [:]
        for log in Self.logs {
            let history = try await node.node.history(of: Self.origin(log))
            since["\(history.origin)"] = history.size
        }
        let plan = RevocationPlan(officer: officer, since: since)
        try await node.node.store.write { try RevocationBook(transaction: $0).put(plan) }
        for log in written {
            let history = try await node.node.history(of: Self.origin(log))
            let known = try #require(history.officers.first { $0.officer.text == officer })
            let signer = try #require(node.node.view.keyring.offices[known.office])
            let header = EntryHeader.revokeOfficer(
                at: try node.node.time.timestamp(),
                key: known.key,
                office: known.office,
                since: try #require(EntryIndex(history.size))
            )
            let entry = try EntryBuilder.entry(header, of: history.origin, signers: [signer])
            _ = try await node.node.append(entry, to: history.origin)
        }
        let refused = await Fault.code {
            _ = try await node.local.approve(
                ApprovalDocument(draft: draft.draft, note: note),
                caller: Self.caller
            )
        }
        #expect(refused == "node.approver_revoked")
        try await node.close()
        let told = LogRecorder()
        let again = try await TestNode(opening: node.home, logger: told.logger)
        #expect(try await Housekeeping(node: again.node).round())
        let found = try await Self.since(officer, at: again)
        #expect(found == Self.logs.map { since["jiangxi.ipr.example/\($0)"] })
        #expect(try await Self.plans(at: again).isEmpty)
        #expect(
            told.values(of: "officer", with: "a revocation that was cut off was ended")
                == [officer]
        )
        // It is done: asked again nothing is left.
        let twice = await Fault.code {
            _ = try await again.local.revoke(
                OfficerRevocation(officer: officer),
                caller: Self.caller
            )
        }
        #expect(twice == "node.officer_revoked")
        try await again.remove()
        try await nodes.fujian.remove()
    }

    @Test(
        "a log that is opened while a revocation is cut off enrols nobody whom it concerns, and one that did has him revoked from there"
    )
    func openedMeanwhile() async throws {
        let nodes = try await TwoNodes.make()
        let node = nodes.jiangxi
        let officer = try await TestOfficer().enrol(at: node, rank: "chief").officer
        // The plan is older than the log of the mechanism, which has enrolled him since.
        let plan = RevocationPlan(officer: officer, since: ["jiangxi.ipr.example/home": 2])
        try await node.node.store.write { try RevocationBook(transaction: $0).put(plan) }
        let draft = Federation.draft([("jiangxi", "360000"), ("fujian", "350000")])
        var second = draft
        second.mechanism = "exercise2"
        let created = try await node.local.create(second, caller: Self.caller)
        let signed = try await nodes.fujian.local.sign(charter: created.text, caller: Self.caller)
        _ = try await node.local.join(charter: signed.text, caller: Self.caller)
        let opened = try await node.node.history(of: Self.origin("exercise2"))
        #expect(opened.officers.isEmpty)
        #expect(try await Housekeeping(node: node.node).round())
        let history = try await node.node.history(of: Self.origin("exercise"))
        let known = try #require(history.officers.first { $0.officer.text == officer })
        #expect(try await Self.since(officer, at: node) == [2, known.index])
        #expect(try await Self.plans(at: node).isEmpty)
        try await nodes.remove()
    }

    @Test(
        "whoever asks again for a revocation that was cut off ends it, with the earlier of both times"
    )
    func askedAgain() async throws {
        let nodes = try await TwoNodes.make()
        let node = nodes.jiangxi
        let officer = try await TestOfficer().enrol(at: node, rank: "chief").officer
        let plan = RevocationPlan(
            officer: officer,
            since: ["jiangxi.ipr.example/home": 2, "jiangxi.ipr.example/exercise": 3]
        )
        try await node.node.store.write { try RevocationBook(transaction: $0).put(plan) }
        let answer = try await node.local.revoke(
            OfficerRevocation(officer: officer),
            caller: Self.caller
        )
        #expect(Set(answer.revokedIn) == Set(plan.since.keys))
        #expect(try await Self.since(officer, at: node) == [2, 3])
        #expect(try await Self.plans(at: node).isEmpty)
        try await nodes.remove()
    }
}

extension Array {
    /// Maps one element after the other.
    fileprivate func asyncMap<Value>(
        _ transform: (Element) async throws -> Value
    ) async rethrows -> [Value] {
        var values: [Value] = []
        for element in self { values.append(try await transform(element)) }
        return values
    }
}
