import Auditing
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
import TestSupport
import Testing
import TransparencyLog
import Wording

@testable import NodeService

@Suite(.serialized) struct ForkTests {
    private static let origin = "guizhou.ipr.example/exercise"

    /// Both other nodes have quarantined the log, by evidence that convinces a program which shares no code with ours.
    private static func requireEvidence(in federation: Federation) async throws {
        for position in [0, 1] {
            try await eventually("node \(position) has quarantined the log") {
                try await Self.evidence(at: federation[position]) != nil
            }
            let bytes = try #require(try await Self.evidence(at: federation[position]))
            let evidence = try ForkEvidence(parsing: bytes)
            #expect("\(evidence.origin)" == origin)
            #expect(evidence.node.name.bytes == Array("guizhou.ipr.example".utf8))
            // A program that shares no code with ours is convinced as well, by the key on guizhou's card alone.
            let key = federation[2].node.view.card.key.description
            let answer = try await IndependentReader.check(fork: bytes, vkey: key)
            #expect(answer.status == 0, "\(answer.complaint)")
            #expect(answer.output.hasSuffix("log \(origin)\n"))
            // A changed bit convinces nobody.
            let changes = try await IndependentReader.check(changesOf: bytes, vkey: key)
            #expect(changes.output == "changes \(8 * bytes.count)\n", "\(changes.complaint)")
        }
    }

    /// The node of the log says after a restart why it appends nothing, as before.
    private static func requireStoppedAfterRestart(_ federation: inout Federation) async throws {
        try await federation.stop(0)
        try await federation.stop(2)
        try await federation.restart(2)
        try await federation.restart(0)
        let restarted = federation
        await #expect(throws: (any Error).self) {
            _ = try await restarted.send(from: 2, to: "360000")
        }
        let stopped = federation[2].test
        let refusal = await #expect(throws: Problem.self, "its home log would fork unseen") {
            try await stopped.submit(stopped.submission("create"))
        }
        #expect(refusal?.code == "sequencing.appending_refused")
        let health = try await stopped.local.health(caller: Federation.caller)
        #expect(!health.ready && !health.reasons.isEmpty)
        #expect(health.reasons.allSatisfy { $0.code.hasPrefix("replication.own_head_") })
        let own = try await stopped.local.status(caller: Federation.caller)
        #expect(Set(own.alarms.map(\.text)).isSuperset(of: health.reasons))
        #expect(own.alarms.count == Set(own.alarms.map(\.text)).count)
    }

    /// A node holds proof of the fork, and tells a person.
    private static func requireProof(at node: RunningNode, ofLogBy key: String) async throws {
        try await eventually(
            "\(node.name) at \(node.test.home.root.lastPathComponent) has proof"
        ) {
            try await node.node.store.read { try !$0.forkEvidence().isEmpty }
        }
        let kept = try await node.node.store.read { try $0.forkEvidence() }
        for document in kept {
            #expect(try ForkEvidence(parsing: document.bytes).origin == Origin(origin))
            let answer = try await IndependentReader.check(fork: document.bytes, vkey: key)
            #expect(answer.status == 0, "\(answer.complaint)")
        }
        try await eventually("\(node.name) tells a person") {
            try await node.test.local.status(caller: Federation.caller).alarms.contains {
                ["replication.fork_detected", "replication.own_head_conflicting"]
                    .contains($0.code)
                    && $0.notes.contains {
                        (try? ForkEvidence(parsing: Array($0.utf8))) != nil
                    }
            }
        }
    }

    @Test(
        "a log that was signed twice is quarantined with evidence everywhere, the others go on, and its own node stops",
        arguments: [1, 2]
    )
    func forked(clueCount: Int) async throws {
        var federation = try await Federation.make([
            ("jiangxi", "360000"), ("fujian", "350000"), ("guizhou", "520000"),
        ])
        let home = federation[2].test.home.root
        try await federation.stop(2)
        let copy = home.deletingLastPathComponent().appending(
            path: home.lastPathComponent + "-copy"
        )
        try FileManager.default.copyItem(at: home, to: copy)
        try await federation.restart(2)
        let sent = try await federation.send(from: 2, to: "360000")
        for position in [0, 1] {
            try await eventually("node \(position) holds guizhou's entry") {
                try await federation[position].size(of: Self.origin) > sent.index
            }
        }
        try await eventually("jiangxi receives the clue") {
            try await federation[0].count(of: "receive", in: "exercise") == 1
        }
        // A copy of the home goes on by itself, as after a restore that nobody noticed.
        try await federation.stop(2)
        try FileManager.default.removeItem(at: home)
        try FileManager.default.moveItem(at: copy, to: home)
        try await Self.growAlone(HomeDirectory(home.path), clueCount)
        try await federation.restart(2)
        try await Self.requireEvidence(in: federation)
        // The node itself is told by what its peers hold.
        try await eventually("guizhou appends nothing more") {
            do {
                try await federation[2].node.requireAppending(
                    to: Origin(Self.origin)
                )
                return false
            } catch {
                return true
            }
        }
        try await eventually("nothing is missed of a log that goes on no more") {
            let observed = federation[0].supervisor.observed.current
            return try observed.logs[Origin(Self.origin)]?.gap == nil
        }
        let next = try await federation.send(from: 0, to: "350000")
        try await eventually("other logs go on") {
            try await federation[1].size(of: "jiangxi.ipr.example/exercise") > next.index
        }
        try await Self.requireDoubt(about: sent.entry, at: federation[0].test)
        let before = try await federation[0].size(of: Self.origin)
        let status = try await federation[0].test.local.status(caller: Federation.caller)
        let alarm = try #require(
            status.alarms.first { $0.code == "replication.fork_detected" }
        )
        #expect(alarm.arguments["origin"] == Self.origin && alarm.at != nil)
        let shown = try #require(alarm.notes.first)
        #expect(try ForkEvidence(parsing: Array(shown.utf8)).origin == Origin(Self.origin))
        #expect(Catalogue.message(alarm.code, alarm.arguments, in: .en) != nil)
        try await Self.requireStoppedAfterRestart(&federation)
        #expect(try await Self.evidence(at: federation[0]) != nil)
        #expect(try await federation[0].size(of: Self.origin) == before)
        try await federation.remove()
    }

    @Test(
        "two copies of one home that run at once are both stopped, and every node holds the proof",
        arguments: [
            (1, 1, true), (1, 1, false), (2, 1, true), (1, 2, false), (2, 1, false), (1, 2, true),
        ]
    )
    func liveCopies(ownCount: Int, copyCount: Int, isCopyDialled: Bool) async throws {
        var federation = try await Federation.make([
            ("jiangxi", "360000"), ("fujian", "350000"), ("guizhou", "520000"),
        ])
        let first = try await federation.send(from: 2, to: "360000")
        for position in [0, 1] {
            try await eventually("node \(position) holds guizhou's entry") {
                try await federation[position].size(of: Self.origin) > first.index
            }
        }
        let common = try await federation[2].size(of: Self.origin)
        for position in [2, 0, 1] { try await federation.stop(position) }
        let home = federation[2].test.home.root
        let root = home.deletingLastPathComponent().appending(
            path: home.lastPathComponent + "-copy"
        )
        try FileManager.default.copyItem(at: home, to: root)
        try await federation.restart(2)
        let copy = try await RunningNode.start(
            HomeDirectory(root.path),
            ports: federation.ports,
            known: isCopyDialled
        )
        // Nobody can tell either of them: all peers are down.
        for (node, count) in [(federation[2], ownCount), (copy, copyCount)] {
            for _ in 0..<count {
                let (_, send) = try await node.test.approved(to: "350000")
                _ = try await node.test.submit(send)
            }
        }
        try await federation.restart(0)
        try await federation.restart(1)
        let key = federation[2].node.view.card.key.description
        for node in [federation[0], federation[1], federation[2], copy] {
            try await Self.requireProof(at: node, ofLogBy: key)
        }
        for node in [federation[2], copy] {
            try await eventually("\(node.test.home.root.lastPathComponent) appends nothing more") {
                do {
                    try await node.node.requireAppending(to: Origin(Self.origin))
                    return false
                } catch {
                    return true
                }
            }
        }
        for position in [0, 1] {
            try await eventually("node \(position) has quarantined the log") {
                try await Self.evidence(at: federation[position]) != nil
            }
        }
        try await Self.requireForkInExports(of: [federation[0], federation[2], copy])
        for position in [0, 1] {
            var codes: Set<String> = []
            for node in [federation[2], copy] {
                codes.insert(try await Self.requireForkInProbe(of: federation[position], by: node))
            }
            // Beyond what both copies share, a peer holds the history of one of them at most.
            if try await federation[position].size(of: Self.origin) > common {
                #expect(codes != ["peer_api.check_view_forked"])
            }
        }
        try await copy.stop()
        try FileManager.default.removeItem(at: root)
        try await federation.remove()
    }

    @Test("of all the evidence that an author can make against its own log, one proof is kept")
    func manyProofs() async throws {
        let federation = try await Federation.make([
            ("jiangxi", "360000"), ("fujian", "350000"), ("guizhou", "520000"),
        ])
        let (author, target) = (federation[2], federation[1])
        let origin = try Origin(Self.origin)
        let peer = try KeyName(target.name)
        try await eventually("a session of guizhou with fujian") {
            author.supervisor.session(with: peer)?.line != nil
        }
        let line = try author.supervisor.line(to: peer)
        let mechanism = try #require(MechanismID("exercise"))
        let signer = try #require(author.node.view.keyring.logs[mechanism])
        let open = try await author.node.store.read { transaction in
            try #require(try transaction.entryBytes(of: origin, at: 0))
        }
        for number in UInt8(1)..<20 {
            let evidence = try ForkEvidence.sameSize(
                node: author.node.view.card.key,
                keys: [open],
                Checkpoint(size: 9, root: SHA256.digest(of: [0]), signer: signer),
                Checkpoint(size: 9, root: SHA256.digest(of: [number]), signer: signer)
            )
            let notice = try Notice(parsing: evidence.encoded)
            try await line.inControl { try await $0.send(notice) }
        }
        try await eventually("fujian has quarantined the log") {
            try await Self.evidence(at: target) != nil
        }
        for node in [target, federation[0]] {
            let count = try await node.node.store.read { try $0.forkEvidence().count }
            #expect(count <= 1)
        }
        try await federation.remove()
    }

    /// Whoever gets one of the two histories learns that there is another.
    private static func requireForkInExports(of nodes: [RunningNode]) async throws {
        let card = String(decoding: nodes[1].node.view.card.note.encoded, as: UTF8.self)
        for node in nodes {
            let folder = FileManager.default.temporaryDirectory
                .appending(path: "lianlu-export-\(UUID().uuidString)")
            let outcome = try LogExport(of: Origin(origin), in: node.test.home, to: folder.path)
                .run { _, _ in }
            #expect(outcome.forkCount == 1)
            let report = await ExportAudit(
                of: try ExportedDirectory(folder.path),
                trusting: try TrustReader.read([card])
            )
            .run()
            let faults = report.findings.filter { $0.weight == .fault }
            #expect(faults.map(\.code) == [.logForked], "\(faults)")
            try FileManager.default.removeItem(at: folder)
        }
    }

    /// Whoever lists or shows a record of the forked log, or takes a step on it, is told so.
    private static func requireDoubt(about record: String, at test: TestNode) async throws {
        let doubt = CodedText("node.record_in_doubt", ["origin": origin])
        let caller = Federation.caller
        let detail = try await test.local.record(record, caller: caller)
        #expect(detail.findings.contains(doubt))
        let list = try await test.local.records(
            RecordQuery(machine: "clue"),
            after: nil,
            caller: caller
        )
        for summary in list.items {
            #expect(summary.alarms == (summary.record == record ? [doubt] : nil), "\(summary)")
        }
        #expect(list.items.contains { $0.record == record })
        #expect(list.items.contains { $0.record != record })
        let accept = test.submission("accept", record: record)
        let preview = try await test.local.preview(accept, caller: caller)
        #expect(preview.findings.contains(doubt))
        let answer = try await test.submit(accept)
        #expect(answer.warnings?.contains(doubt) == true)
    }

    /// Whoever asks what a peer holds is never told that all is well, and learns whether it is the history on its own disk;
    /// returns what was told.
    private static func requireForkInProbe(
        of peer: RunningNode,
        by node: RunningNode
    ) async throws -> String {
        let origin = try Origin(origin)
        let name = try #require(NodeName(peer.name))
        var found: CheckResult?
        try await eventually("\(peer.name) is asked for its view") {
            found = try await node.supervisor.probe(name)
                .first { $0.text.code.hasPrefix("peer_api.check_view") }
            return found != nil
        }
        let held = try await peer.node.store.read { try #require(try $0.log(origin)) }
        let (size, root) = try await node.node.store.read { transaction in
            let tree = StoredTree(origin: origin, reader: transaction)
            return (try #require(try transaction.log(origin)).size, try tree.head(at: held.size))
        }
        let check = try #require(found)
        #expect(check.outcome == .failed, "\(check)")
        let expected =
            held.size > size ? "_longer" : root?.root != held.root ? "_other" : "_forked"
        #expect(check.text.code == "peer_api.check_view\(expected)", "\(check)")
        #expect(check.text.arguments["size"] == "\(held.size)", "\(check)")
        for language in [Language.zh, .en] {
            let text = Catalogue.message(check.text.code, check.text.arguments, in: language)
            #expect(text?.sentence.contains("{") == false, "\(check)")
        }
        return check.text.code
    }

    private static func growAlone(_ home: HomeDirectory, _ clueCount: Int) async throws {
        let alone = try await TestNode(opening: home)
        for _ in 0..<clueCount {
            let (_, send) = try await alone.approved(to: "350000")
            _ = try await alone.submit(send)
        }
        try await alone.close()
    }

    /// The evidence under which a node has quarantined guizhou's log; nil while it has not.
    private static func evidence(at node: RunningNode) async throws -> [UInt8]? {
        try await node.node.store.read { transaction in
            guard let hex = try transaction.quarantine(of: Origin(origin)),
                let digest = Digest(hexBytes: hex)
            else { return nil }
            return try transaction.document(.forkEvidence, digest.bytes)
        }
    }
}
