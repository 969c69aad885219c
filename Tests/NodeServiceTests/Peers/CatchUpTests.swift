import Casework
import Cryptography
import Foundation
import Ledger
import LocalAPI
import LogStorage
import PeerAPI
import Replication
import SQLiteStorage
import Sequencing
import Testing
import TransparencyLog

@testable import NodeService

@Suite(.serialized) struct CatchUpTests {
    private static let origin = "jiangxi.ipr.example/exercise"

    @Test(
        "a log of several slices is stored whole, and what is no entry is marked invalid and never folded"
    )
    func slices() async throws {
        var federation = try await Federation.make([("jiangxi", "360000"), ("fujian", "350000")])
        try await federation.stop(1)
        try await federation.stop(0)
        try await Self.fill(federation[0].test.home, count: 2_500)
        try await federation.restart(0)
        try await federation.restart(1)
        let size = try await federation[0].size(of: Self.origin)
        #expect(size > 2_500)
        try await eventually("fujian holds the whole log") {
            try await federation[1].size(of: Self.origin) == size
        }
        try await eventually("and has cosigned it") {
            try await federation[0].receipts(of: "exercise") == 1
        }
        let (own, copy) = try await (
            Self.head(at: federation[0]), Self.head(at: federation[1])
        )
        #expect(own == copy)
        let verdicts = try await federation[1].node.store.read { transaction in
            try transaction.entriesNotValid(of: Origin(Self.origin))
        }
        #expect(verdicts.values.reduce(0, +) == 2_500)
        try await federation.remove()
    }

    @Test("a charter revision that all have signed reaches the others without a new session")
    func charter() async throws {
        let federation = try await Federation.make([
            ("jiangxi", "360000"), ("fujian", "350000"), ("guizhou", "520000"),
        ])
        for node in federation.nodes {
            try await eventually("\(node.name) has its sessions") {
                node.supervisor.sessions.allSatisfy { $0.line != nil }
            }
        }
        let draft = CharterDraft(
            mechanism: "exercise",
            titleZh: "演练二",
            titleEn: "Exercise two",
            members: [
                .init(address: "360000", node: "jiangxi.ipr.example"),
                .init(address: "350000", node: "fujian.ipr.example"),
                .init(address: "520000", node: "guizhou.ipr.example"),
            ]
        )
        let caller = Federation.caller
        var revision = try await federation[0].test.local.create(draft, caller: caller)
        for node in federation.nodes.dropFirst() {
            revision = try await node.test.local.sign(charter: revision.text, caller: caller)
        }
        #expect(revision.revision == 2)
        _ = try await federation[0].test.local.join(charter: revision.text, caller: caller)
        for node in federation.nodes {
            try await eventually("\(node.name) knows revision 2") {
                try await node.test.local.mechanism("exercise", caller: caller).revision == 2
            }
        }
        // What was written under revision 2 is valid at once where only revision 1 was adopted.
        let sent = try await federation.send(from: 0, to: "350000")
        try await eventually("fujian acknowledges") {
            try await federation[1].count(of: "receive", in: "exercise") == 1
        }
        try await eventually("guizhou holds it as valid") {
            try await federation[2].node.store.read { transaction in
                try transaction.projectedEntry(
                    of: Origin(Self.origin),
                    at: EntryIndex(unchecked: sent.index)
                )?
                .verdictClass == .valid
            }
        }
        try await federation.remove()
    }

    @Test(
        "a member that a later revision names gets the revisions before it from the others, and judges old entries by them"
    )
    func newcomer() async throws {
        var federation = try await Federation.make([("jiangxi", "360000"), ("fujian", "350000")])
        let caller = Federation.caller
        let sent = try await federation.send(from: 0, to: "350000")
        try await federation.admit("guizhou", region: "520000")
        let draft = CharterDraft(
            mechanism: "exercise",
            titleZh: "演练",
            titleEn: "Exercise",
            members: [
                .init(address: "360000", node: "jiangxi.ipr.example"),
                .init(address: "350000", node: "fujian.ipr.example"),
                .init(address: "520000", node: "guizhou.ipr.example"),
            ]
        )
        var revision = try await federation[0].test.local.create(draft, caller: caller)
        for node in federation.nodes.dropFirst() {
            revision = try await node.test.local.sign(charter: revision.text, caller: caller)
        }
        let guizhou = federation[2].test.local
        let early = await #expect(throws: Problem.self) {
            _ = try await guizhou.join(charter: revision.text, caller: caller)
        }
        #expect(early?.code == "ledger_parties.charter_predecessor_unknown")
        for position in [0, 1] {
            _ = try await federation[position].test.local.join(
                charter: revision.text,
                caller: caller
            )
        }
        try await eventually("guizhou has a session") {
            federation[2].supervisor.sessions.contains { $0.line != nil }
        }
        let joined = try await guizhou.join(charter: revision.text, caller: caller)
        #expect(joined.adopted && joined.inForce)
        try await eventually("guizhou holds jiangxi's older entry as valid") {
            try await federation[2].node.store.read { transaction in
                let origin = try Origin(Self.origin)
                guard try transaction.log(origin) != nil else { return false }
                let entry = try transaction.projectedEntry(
                    of: origin,
                    at: EntryIndex(unchecked: sent.index)
                )
                return entry?.verdictClass == .valid
            }
        }
        #expect(try await federation[2].holdings(of: Self.origin, at: sent.index).isEmpty)
        // After a restart the chain is whole without anybody's help.
        for position in [0, 1, 2] { try await federation.stop(position) }
        try await federation.restart(2)
        let kept = try await federation[2].test.local.mechanism("exercise", caller: caller)
        #expect(kept.revision == 2 && kept.inForce)
        try await federation.remove(stopped: [0, 1])
    }

    @Test("a new card is told to the peers and counts there by its serial")
    func card() async throws {
        let federation = try await Federation.make([("jiangxi", "360000"), ("fujian", "350000")])
        let caller = Federation.caller
        try await eventually("a session") {
            federation[0].supervisor.sessions.first?.line != nil
        }
        _ = try await federation[0].test.local.add(
            OfficeDocument(office: "hg", title: "海关"),
            caller: caller
        )
        try await eventually("fujian knows the new card") {
            try await federation[1].test.local.peer("jiangxi.ipr.example", caller: caller).card
                == federation[0].test.local.card(caller: caller).card
        }
        try await federation.remove()
    }

    @Test(
        "offices that are added at the same time get cards with serials of their own, and the peer takes the last one"
    )
    func concurrentOffices() async throws {
        let federation = try await Federation.make([("jiangxi", "360000"), ("fujian", "350000")])
        let caller = Federation.caller
        let before = federation[0].node.view.card.content.serial
        let local = federation[0].test.local
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<8 {
                group.addTask {
                    let office = OfficeDocument(office: "office-\(number)", title: "部门 \(number)")
                    _ = try await local.add(office, caller: caller)
                }
            }
            try await group.waitForAll()
        }
        let card = federation[0].node.view.card.content
        #expect(card.serial >= before + 8, "each card has a serial of its own")
        #expect(card.offices.count { $0.id.text.hasPrefix("office-") } == 8)
        try await eventually("fujian knows the last card") {
            try await federation[1].test.local.peer("jiangxi.ipr.example", caller: caller).serial
                == card.serial
        }
        let status = try await federation[1].test.local.status(caller: caller)
        #expect(status.alarms.isEmpty)
        try await federation.remove()
    }

    @Test("dialling a peer says what each step found")
    func probe() async throws {
        let federation = try await Federation.make([("jiangxi", "360000"), ("fujian", "350000")])
        let caller = Federation.caller
        try await eventually("fujian holds jiangxi's log") {
            try await federation[1].size(of: Self.origin) == federation[0].size(of: Self.origin)
        }
        let found = try await federation[0].test.local.test(
            peer: "fujian.ipr.example",
            caller: caller
        )
        let codes = [
            "check_tls", "check_accepted", "check_view", "check_clock", "check_mechanisms",
        ]
        #expect(found.steps.map(\.text.code) == codes.map { "peer_api.\($0)" })
        #expect(found.steps.allSatisfy { $0.outcome == .passed })
        try await federation.stop(1)
        let down = try await federation[0].test.local.test(
            peer: "fujian.ipr.example",
            caller: caller
        )
        #expect(down.steps.map(\.outcome) == [.failed])
        #expect(down.steps.first?.text.code == "tls_transport.connect_failed")
        try await federation.remove(stopped: [1])
    }

    /// Appends bytes that are no entries to jiangxi's log, past everything that judges them, as a faulty node might.
    private static func fill(_ home: HomeDirectory, count: Int) async throws {
        let test = try await TestNode(opening: home)
        let mechanism = try #require(MechanismID("exercise"))
        let signer = try #require(test.node.view.keyring.logs[mechanism])
        let sequencer = Sequencer<SQLiteStore, Int>(
            store: test.node.store,
            origin: try Origin(origin),
            signer: signer,
            plan: test.node.store.plan
        )
        for start in stride(from: 0, to: count, by: 250) {
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in start..<min(start + 250, count) {
                    group.addTask {
                        let text = Array("\(number) ".utf8)
                        let entry = text + [UInt8](repeating: 0x2e, count: 16_384 - text.count)
                        _ = try await sequencer.submit(Submission(entry: entry, payload: 0))
                    }
                }
                try await group.waitForAll()
            }
        }
        try await test.close()
    }

    private static func head(at node: RunningNode) async throws -> LogHead? {
        try await node.node.store.read { try $0.log(Origin(origin))?.head }
    }
}
