import Auditing
import Casework
import Cryptography
import Foundation
import Ledger
import LocalAPI
import LogStorage
import Testing
import TransparencyLog

@testable import NodeService
@testable import SQLiteStorage

/// A home from which the row of a charter was removed, with every checksum right: what the auditor, and the node that runs on it, say.
@Suite(.serialized) struct LackingCharterTests {
    private static let caller = Federation.caller
    private static let parties = [
        ("jiangxi", "360000"), ("fujian", "350000"), ("guizhou", "520000"), ("hunan", "430000"),
    ]
    private static let observers: Set<Int> = [3]

    /// The members and an observer, stopped, after a record under revision 1, revision 2, which these nodes have joined, and another record.
    private struct Scene {
        var federation: Federation
        let early: String
        let digest: Digest
        let cards: [String]

        static func make(joining: [Int] = [0, 1, 2]) async throws -> Scene {
            let federation = try await Federation.make(parties, observers: observers)
            let early = try await federation.handOver(from: 0, to: 1).entry
            var draft = Federation.draft(parties, observers: observers)
            draft.titleEn = "Second"
            var text = try await federation[0].test.local.create(draft, caller: caller).text
            for position in [1, 2] {
                text = try await federation[position].test.local
                    .sign(charter: text, caller: caller).text
            }
            for position in joining {
                _ = try await federation[position].test.local.join(charter: text, caller: caller)
            }
            let sent = try await federation.send(from: 0, to: "520000").entry
            try await eventually("guizhou has acknowledged") {
                try await federation[2].hasReceived(sent)
            }
            let digest = try Charter(parsing: Array(text.utf8)).digest
            for (log, author) in ["jiangxi", "fujian", "guizhou"].enumerated() {
                let origin = "\(author).ipr.example/exercise"
                let size = try await federation[log].size(of: origin)
                for position in 0..<4 {
                    try await eventually("\(origin) has come to node \(position)") {
                        let here = try await federation[position].size(of: origin)
                        let isKnown = try await federation[position].node.store.read {
                            try $0.charter(digest) != nil
                        }
                        return here == size && isKnown
                    }
                }
            }
            let cards = federation.nodes.map {
                String(decoding: $0.node.view.card.note.encoded, as: UTF8.self)
            }
            for position in 0..<4 { try await federation.stop(position) }
            return Scene(federation: federation, early: early, digest: digest, cards: cards)
        }

        func remove(_ digest: Digest, from position: Int) async throws {
            let home = federation[position].test.home
            let store = try SQLiteStore.open(.init(directory: home.data.path))
            try await store.write { try $0.removeDocument(.charter, digest.bytes) }
            try store.close()
        }

        func audit(
            _ position: Int
        ) async throws -> (report: AuditReport, records: [AuditedRecordDocument]) {
            // Far enough ahead, whenever this is run, that what is due now is over.
            let later = try NodeTime.timestamp(at: NodeTime.system.now() + 370 * 86_400)
            return try await federation[position].test.home.audited(
                by: cards,
                showing: AuditedRecordQuery(record: nil, at: later.text),
                in: "exercise"
            )
        }
    }

    private static func faults(_ report: AuditReport) -> [AuditFinding] {
        report.findings.filter { $0.weight == .fault }
    }

    @Test(
        "a charter that a member or an observer had is one finding with a count, no record of its mechanism has a verdict, and nothing is said of membership"
    )
    func gone() async throws {
        let scene = try await Scene.make()
        for position in [1, 3] {
            let whole = try await scene.audit(position)
            #expect(whole.report.isSound, "\(Self.faults(whole.report))")
            let before = try #require(
                whole.records.first { $0.summary.record == scene.early }
            )
            #expect(before.clocks?.isEmpty == false && before.summary.overdue == true)
            try await scene.remove(scene.digest, from: position)
            let (report, records) = try await scene.audit(position)
            let faults = Self.faults(report)
            #expect(faults.map(\.code) == [.charterGone], "\(faults)")
            let finding = try #require(faults.first)
            #expect(finding.arguments["digest"] == scene.digest.hex)
            // The file that the node wrote when it joined is a trace.
            let traces = report.findings.filter { $0.code == .charterFileAlone }
            let digests: [String] = traces.compactMap { $0.arguments["digest"] }
            #expect(digests == [scene.digest.hex])
            #expect(finding.arguments["revision"] == traces.first?.arguments["revision"])
            #expect(!whole.report.findings.contains { $0.code == .charterFileAlone })
            let pending = report.logs.reduce(0) { $0 + $1.verdicts.pending }
            #expect(pending > 0 && finding.arguments["count"] == "\(pending)")
            let told: Set<AuditCode> = [.receiptsNotKept, .memberLeft, .receiptsNone]
            #expect(report.findings.allSatisfy { !told.contains($0.code) })
            #expect(records.count == whole.records.count)
            for record in records {
                #expect(record.clocks == nil && record.summary.state == "")
                #expect(record.summary.due == nil && record.summary.overdue == nil)
                let codes = record.findings.map(\.code)
                #expect(codes.first == "auditing.record_not_judged")
                #expect(codes.contains("auditing.record_charter_gone"))
                #expect(codes.contains("auditing.record_logs_short"), "\(codes)")
            }
        }
        try await scene.federation.remove(stopped: [0, 1, 2, 3])
    }

    @Test(
        "the first revision that is not here is no foreign row, and is one finding"
    )
    func first() async throws {
        let scene = try await Scene.make()
        let first = try ReadOnlyStore(directory: scene.federation[1].test.home.data.path)
            .read { try $0.charters().map(\.digest) }
            .first { $0 != scene.digest }
        try await scene.remove(try #require(first), from: 1)
        let (report, records) = try await scene.audit(1)
        let faults = Self.faults(report)
        #expect(faults.map(\.code) == [.charterGone], "\(faults)")
        #expect(faults.first?.arguments["digest"] == first?.hex)
        #expect(!records.isEmpty && records.allSatisfy { $0.clocks == nil })
        try await scene.federation.remove(stopped: [0, 1, 2, 3])
    }

    @Test(
        "the node that runs on such a home says so in status, doctor, mechanism and record, writes no revision beside what is gone, and the audit afterwards still says that it was removed"
    )
    func running() async throws {
        var scene = try await Scene.make()
        try await scene.remove(scene.digest, from: 1)
        let home = scene.federation[1].test.home
        let examined = NodeExamination(home: home).results().filter {
            $0.text.code == "node.charter_gone"
        }
        #expect(examined.map(\.outcome) == [.warned])
        try await scene.federation.restart(1)
        let local = scene.federation[1].test.local
        let name = "charter \(scene.digest.hex)"
        try await eventually("all is judged without the charter") {
            try await scene.federation[1].node.store.read { transaction in
                let facts = try transaction.meta(CharterLibrary.projectedFactsName) ?? []
                return !String(decoding: facts, as: UTF8.self).contains(name)
            }
        }
        let status = try await local.status(caller: Self.caller).warnings
        let warning = try #require(status.first { $0.code == "node.charter_gone" })
        #expect(warning.arguments["digest"] == scene.digest.hex)
        let shown = try await local.record(scene.early, caller: Self.caller)
        #expect(shown.findings.contains { $0.code == "node.charter_gone" })
        let clocks = try #require(shown.clocks)
        #expect(!clocks.isEmpty && clocks.allSatisfy { $0.standing == "casework.clock_rules_gone" })
        #expect(clocks.allSatisfy { !$0.overdue && $0.secondsLeft == nil })
        #expect(shown.summary.due == nil && shown.summary.overdue == nil)
        let mechanism = try await local.mechanism("exercise", caller: Self.caller)
        #expect(mechanism.revision == 1)
        #expect(mechanism.warnings?.contains { $0.code == "node.charter_gone" } == true)
        var draft = Federation.draft(Self.parties, observers: Self.observers)
        draft.titleEn = "Rival"
        let refused = await #expect(throws: Problem.self) {
            _ = try await local.create(draft, caller: Self.caller)
        }
        #expect(refused?.code == "node.charter_not_here")
        #expect(refused?.arguments["digest"] == scene.digest.hex)
        try await scene.federation.stop(1)
        let faults = Self.faults(try await scene.audit(1).report)
        #expect(faults.map(\.code) == [.charterGone], "\(faults)")
        // Whoever has the charter gives it, and nothing is missing any more.
        try await scene.federation.restart(0)
        try await scene.federation.restart(1)
        let again = scene.federation[1]
        try await eventually("the charter has come back") {
            try await again.test.local.status(caller: Self.caller).warnings
                .allSatisfy { $0.code != "node.charter_gone" }
        }
        #expect(
            try await again.test.local.mechanism("exercise", caller: Self.caller).revision == 2
        )
        try await scene.federation.remove(stopped: [2, 3])
    }

    @Test(
        "where a charter is gone nothing is said of who left its mechanism, and of others all is"
    )
    func memberships() {
        let ended = ["exercise", "other"].map {
            CodedText("node.membership_ended", ["mechanism": $0])
        }
        let gone = CodedText("node.charter_gone", ["mechanism": "exercise"])
        let awaited = CodedText("node.charter_awaited", ["mechanism": "exercise"])
        #expect(AwaitedCharter.withoutMemberships(ended + [gone]) == [ended[1], gone])
        #expect(AwaitedCharter.withoutMemberships(ended + [awaited]) == ended + [awaited])
    }

    @Test(
        "a revision that others alone have adopted is waited for; only one that leaves all of them out may be written before it comes"
    )
    func awaited() async throws {
        let scene = try await Scene.make(joining: [0, 2])
        try await scene.remove(scene.digest, from: 1)
        let node = try await TestNode(opening: scene.federation[1].test.home)
        let warnings = try await node.local.status(caller: Self.caller).warnings
        let warning = try #require(warnings.first { $0.code == "node.charter_awaited" })
        let logs = ["guizhou", "jiangxi"].map { "\($0).ipr.example/exercise" }
        #expect(warning.arguments["logs"] == logs.joined(separator: ", "))
        let mechanism = try #require(MechanismID("exercise"))
        for (members, isRefused) in [
            (["fujian", "jiangxi"], true), (["guizhou"], true), (["fujian"], false), ([], false),
        ] {
            var code: NodeError.Code?
            do {
                try await node.node.store.read { transaction in
                    try AwaitedCharter.requireNone(
                        of: mechanism,
                        besides: members.compactMap { NodeName("\($0).ipr.example") },
                        in: transaction
                    )
                }
            } catch let error as NodeError {
                code = error.code
            }
            #expect(code == (isRefused ? .charterNotHere : nil), "\(members)")
        }
        try await node.close()
        try await scene.federation.remove(stopped: [0, 1, 2, 3])
    }
}
