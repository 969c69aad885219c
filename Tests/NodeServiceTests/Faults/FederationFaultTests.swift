import Casework
import Cryptography
import Foundation
import Ledger
import LocalAPI
import LogStorage
import PeerAPI
import Replication
import SQLiteStorage
import Testing
import TransparencyLog

@testable import NodeService

/// What a member of a mechanism may try against the others, between real nodes.
@Suite(.serialized) struct FederationFaultTests {
    private static let members = [
        (name: "jiangxi", region: "360000"), (name: "fujian", region: "350000"),
        (name: "guizhou", region: "520000"),
    ]
    private static let caller = Federation.caller
    private static let guizhou = "guizhou.ipr.example/exercise"

    private static func requireWhole(
        _ federation: Federation,
        _ positions: [Int],
        invalid: [String: Set<UInt64>] = [:],
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        for position in positions {
            try await Fault.requireWhole(
                federation[position].test.home,
                trusting: federation.nodes.map(\.node),
                invalid: invalid,
                sourceLocation: sourceLocation
            )
        }
    }

    // MARK: Somebody else's object

    @Test("naming somebody else's object in an entry of one's own releases not one byte of it")
    func foreignObject() async throws {
        var federation = try await Federation.make(Self.members)
        let sent = try await federation.send(from: 0, to: "350000")
        let source = "jiangxi.ipr.example/exercise"
        try await eventually("fujian holds the body") {
            try await federation[1].holdings(of: source, at: sent.index) == [.stored]
        }
        let header = try await federation[0].node.store.read { transaction in
            let bytes = try transaction.entryBytes(
                of: Origin(source),
                at: EntryIndex(unchecked: sent.index)
            )
            return try UnverifiedEntry(parsing: #require(bytes)).header
        }
        let object = try #require(header.objects.first)
        try await federation.stop(2)
        // Once as a clue of its own to both holders, once to itself.
        let places = try await TestNode.forge(federation[2].test.home) { forger in
            try [["350000", "360000"], ["520000"]].map { addressees in
                var own = try forger.send(to: addressees)
                own.objects = [object]
                return try forger.entry(own, forger.office())
            }
        }
        try await federation.restart(2)
        let end = try #require(places.last)
        for position in [0, 1] {
            try await eventually("node \(position) holds guizhou's entries") {
                try await federation[position].size(of: Self.guizhou) == end + 1
            }
        }
        try await Self.requireNothingReleased(object.sha256, at: places, to: federation[2])
        // At its own place it is released to whom it is for, and to nobody else.
        for (position, isFor) in [(1, true), (2, false)] {
            let released = try await Self.released(
                object.sha256,
                of: source,
                at: [sent.index],
                by: "jiangxi.ipr.example",
                to: federation[position]
            )
            #expect(released == [isFor])
        }
        // Neither holder takes its own copy for the one that guizhou would have to send.
        for position in [0, 1] {
            let holdings = try await federation[position].holdings(of: Self.guizhou, at: places[0])
            #expect(!holdings.contains(.stored))
        }
        for place in places {
            #expect(
                try await !federation[2].holdings(of: Self.guizhou, at: place).contains(.stored)
            )
        }
        try await Self.requireWhole(federation, [0, 1])
        try await federation.remove()
    }

    private static func requireNothingReleased(
        _ object: Digest,
        at places: [UInt64],
        to asker: RunningNode
    ) async throws {
        for holder in ["jiangxi.ipr.example", "fujian.ipr.example"] {
            let released = try await released(
                object,
                of: guizhou,
                at: places,
                by: holder,
                to: asker
            )
            #expect(released == places.map { _ in false }, "\(holder)")
        }
    }

    /// Which of the same object's places a holder answers with bytes.
    private static func released(
        _ object: Digest,
        of log: String,
        at places: [UInt64],
        by holder: String,
        to asker: RunningNode
    ) async throws -> [Bool] {
        let peer = try KeyName(holder)
        try await eventually("a session with \(holder)") {
            asker.supervisor.session(with: peer)?.line != nil
        }
        let line = try asker.supervisor.line(to: peer)
        let wants = places.map {
            ObjectsRequest.Want(index: EntryIndex(unchecked: $0), object: object)
        }
        let answer = try await line.inBulk {
            try await $0.objects(ObjectsRequest(wants), of: LogID(Origin(log)))
        }
        return answer.items.map { if case .bytes = $0 { true } else { false } }
    }

    // MARK: A removed member

    @Test("what a removed member goes on writing is kept where it had arrived, and never counts")
    func removedMember() async throws {
        let federation = try await Federation.make(Self.members)
        try await eventually("all hold guizhou's log") {
            let size = try await federation[2].size(of: Self.guizhou)
            return try await federation[0].size(of: Self.guizhou) == size
        }
        let draft = CharterDraft(
            mechanism: "exercise",
            titleZh: "演练",
            titleEn: "Without guizhou",
            members: Self.members.prefix(2).map {
                .init(address: $0.region, node: "\($0.name).ipr.example")
            }
        )
        // The revision says at which size guizhou's log ends; then guizhou writes once more.
        let created = try await federation[0].test.local.create(draft, caller: Self.caller)
        let revision = try await federation[1].test.local.sign(
            charter: created.text,
            caller: Self.caller
        )
        let late = try await federation.send(from: 2, to: "350000")
        for position in [0, 1] {
            try await eventually("node \(position) holds the late entry") {
                try await federation[position].size(of: Self.guizhou) > late.index
            }
        }
        for position in [0, 1] {
            _ = try await federation[position].test.local.join(
                charter: revision.text,
                caller: Self.caller
            )
        }
        for position in [0, 1] {
            try await eventually("node \(position) shows that the log has ended") {
                let entry = try await Self.entry(
                    late.index,
                    of: Self.guizhou,
                    at: federation[position]
                )
                return entry?.verdict.reasons.map(\.code) == ["casework.log_ended"]
            }
            let entry = try await Self.entry(late.index, of: Self.guizhou, at: federation[position])
            for reason in entry?.verdict.reasons ?? [] {
                try Fault.requireTold(reason.code, reason.arguments)
            }
        }
        // Guizhou goes on alone; nobody takes it, and the others go on.
        let size = try await federation[0].size(of: Self.guizhou)
        _ = try await federation.send(from: 2, to: "350000")
        let sent = try await federation.send(from: 0, to: "350000")
        try await eventually("the others go on") {
            guard try await federation[0].receipts(of: "exercise") == 1 else { return false }
            return try await federation[1].size(of: "jiangxi.ipr.example/exercise") > sent.index
        }
        #expect(try await federation[0].size(of: Self.guizhou) == size)
        #expect(try await federation[1].size(of: Self.guizhou) == size)
        try await Self.requireWhole(federation, [0, 1, 2])
        try await federation.remove()
    }

    private static func entry(
        _ index: UInt64,
        of origin: String,
        at node: RunningNode
    ) async throws -> LogEntryDocument? {
        try await node.test.local.entries(
            EntryRange(log: origin, from: index, count: 1),
            after: nil,
            caller: caller
        )
        .items.first
    }

    // MARK: False evidence

    @Test("false fork evidence is refused by name, and nobody is quarantined")
    func falseEvidence() async throws {
        let federation = try await Federation.make(Array(Self.members))
        let origin = "jiangxi.ipr.example/exercise"
        try await eventually("guizhou holds jiangxi's log") {
            let size = try await federation[0].size(of: origin)
            return try await federation[2].size(of: origin) == size
        }
        let accused = federation[0].node.view
        let (open, honest) = try await federation[0].node.store.read { transaction in
            (
                try #require(try transaction.entryBytes(of: Origin(origin), at: 0)),
                try #require(try transaction.log(Origin(origin))?.checkpoint)
            )
        }
        let stranger = try Ed25519Signer(name: Origin(origin), privateKey: .init())
        let size = try #require(TreeSize(try await federation[0].size(of: origin)))
        let forged = try Checkpoint(size: size, root: SHA256.digest(of: [1]), signer: stranger)
        let files: [(String, [UInt8])] = [
            ("fork_proves_nothing", Self.evidence(accused.card.key, open, [honest, honest])),
            (
                "fork_checkpoint_key_unnamed",
                Self.evidence(accused.card.key, open, [honest, forged.note.encoded])
            ),
            (
                "fork_form_unknown",
                Array(
                    String(decoding: Self.evidence(accused.card.key, open, [honest]), as: UTF8.self)
                        .replacing("same-size", with: "suspicion").utf8
                )
            ),
        ]
        for target in [federation[0], federation[1]] {
            for (code, bytes) in files {
                try await Fault.requireRefused(code, notice: bytes, from: federation[2], to: target)
            }
        }
        let sent = try await federation.send(from: 0, to: "350000")
        try await eventually("the accused log goes on") {
            guard try await federation[0].receipts(of: "exercise") == 2 else { return false }
            return try await federation[1].size(of: origin) > sent.index
        }
        for node in federation.nodes {
            let status = try await node.test.local.status(caller: Self.caller)
            #expect(status.alarms.isEmpty && status.logs.allSatisfy { $0.alarms.isEmpty })
        }
        try await Self.requireWhole(federation, [0, 1, 2])
        try await federation.remove()
    }

    private static func evidence(
        _ node: VerifierKey,
        _ key: [UInt8],
        _ checkpoints: [[UInt8]]
    ) -> [UInt8] {
        var file = Array("lianlu/fork/v1\nsame-size\nnode \(node)\nkey \(key.count)\n".utf8)
        file += key + [0x0A]
        for checkpoint in checkpoints {
            file += Array("checkpoint \(checkpoint.count)\n".utf8) + checkpoint + [0x0A]
        }
        return file
    }

    // MARK: Two copies, and clocks

    @Test("a second live copy of a node is an alarm at its peers, told in both languages")
    func twoCopies() async throws {
        let federation = try await Federation.make(Array(Self.members.prefix(2)))
        try await eventually("a session") { federation[0].supervisor.sessions.first?.line != nil }
        let home = federation[1].test.home.root
        try await federation.stop(1)
        let copy = HomeDirectory(home.path + "-copy")
        try FileManager.default.copyItem(at: home, to: copy.root)
        var running = federation
        try await running.restart(1)
        try await Self.requireHeard(running[1])
        let second = try await RunningNode.start(copy, ports: federation.ports)
        try await Self.requireHeard(second)
        // The first one comes once more, after the second: neither is a restart of the other.
        running[1].supervisor.sessions.first?.post(.redial)
        try await eventually("jiangxi is alarmed") {
            try await running[0].test.local.status(caller: Self.caller).alarms
                .contains { $0.code.hasSuffix("two_live_copies") }
        }
        let alarms = try await running[0].test.local.status(caller: Self.caller).alarms
        for alarm in alarms { try Fault.requireTold(alarm.code, alarm.arguments) }
        // An alarm and no stop: who is right is for people to say.
        _ = try await running.send(from: 0, to: "350000")
        try await second.stop()
        try await Self.requireWhole(running, [0, 1])
        try await running.remove()
        try FileManager.default.removeItem(at: copy.root)
    }

    @Test(
        "a copy that nobody dials is told of as soon as it dials, though it says nothing and the sessions of the other one stand"
    )
    func silentCopy() async throws {
        let federation = try await Federation.make(Array(Self.members.prefix(2)))
        let home = federation[1].test.home.root
        try await federation.stop(1)
        let copy = HomeDirectory(home.path + "-copy")
        try FileManager.default.copyItem(at: home, to: copy.root)
        var running = federation
        try await running.restart(1)
        try await Self.requireHeard(running[1])
        try await eventually("jiangxi dials the one that it knows") {
            running[0].supervisor.sessions.first?.line != nil
        }
        let second = try await RunningNode.start(copy, ports: federation.ports, known: false)
        try await eventually("jiangxi is alarmed") {
            try await running[0].test.local.status(caller: Self.caller).alarms
                .contains { $0.code == "replication.two_live_copies" }
        }
        try await second.stop()
        // Its stop has taken the other's address from the list.
        try await running.stop(1)
        try await running.remove(stopped: [1])
        try FileManager.default.removeItem(at: copy.root)
    }

    /// The other node has answered this one's session document.
    private static func requireHeard(_ node: RunningNode) async throws {
        try await eventually("\(node.test.home.root.lastPathComponent) was heard") {
            node.supervisor.sessions.first?.line != nil
        }
    }

    @Test(
        "a node whose clock is wrong goes on, is told so by its peers, and its order by clock is a finding"
    )
    func wrongClock() async throws {
        var federation = try await Federation.make(Array(Self.members.prefix(2)))
        let origin = "jiangxi.ipr.example/exercise"
        try await federation.stop(0)
        let ahead = NodeTime(now: { NodeTime.system.now() + 7_200 }, isSynchronised: { false })
        try await federation.restart(0, time: ahead)
        let sent = try await federation.send(from: 0, to: "350000")
        try await eventually("the receipt in law") {
            try await federation[1].count(of: "receive", in: "exercise") == 1
        }
        let steps = try await federation[1].test.local.test(
            peer: "jiangxi.ipr.example",
            caller: Self.caller
        ).steps
        let clock = try #require(steps.first { $0.text.code == "peer_api.check_clock" })
        #expect(clock.outcome == .warned)
        #expect((clock.text.arguments["seconds"].flatMap { Int($0) } ?? 0) > 7_000)
        try Fault.requireTold(clock.text.code, clock.text.arguments)
        // With the right time again, its next entry seems older than the one before.
        try await federation.stop(0)
        try await federation.restart(0)
        let next = try await federation.send(from: 0, to: "350000")
        for node in federation.nodes {
            try await eventually("\(node.name) holds it") {
                try await node.size(of: origin) > next.index
            }
            let before = try await Self.entry(sent.index, of: origin, at: node)
            #expect(before?.verdict.class == .valid)
            let entry = try #require(try await Self.entry(next.index, of: origin, at: node))
            #expect(entry.verdict.class == .valid)
            let finding = entry.verdict.findings.first { $0.code.hasSuffix(".clock_went_back") }
            let told = try #require(finding)
            try Fault.requireTold(told.code, told.arguments)
        }
        try await Self.requireWhole(federation, [0, 1])
        try await federation.remove()
    }

    @Test(
        "a node whose clock was two days ahead gives receipts that count as soon as it is right, and both sides were warned"
    )
    func clockAhead() async throws {
        var federation = try await Federation.make(Array(Self.members.prefix(2)))
        let origin = "jiangxi.ipr.example/exercise"
        try await federation.stop(1)
        let ahead = NodeTime(now: { NodeTime.system.now() + 172_800 }, isSynchronised: { true })
        try await federation.restart(1, time: ahead)
        let sent = try await federation.send(from: 0, to: "350000")
        try await eventually("fujian holds the entry") {
            try await federation[1].size(of: origin) > sent.index
        }
        try await eventually("the receipt is refused") {
            try await federation[1].test.local.status(caller: Self.caller).alarms
                .contains { $0.code == "replication.receipt_refused" }
        }
        let expected = ["node.peer_clock_ahead", "node.peer_clock_behind"]
        for (node, code) in zip(federation.nodes, expected) {
            var found: CodedText?
            try await eventually("\(node.name) is connected and warns") {
                found = try await node.test.local.status(caller: Self.caller).warnings
                    .first { $0.code == code }
                return found != nil
            }
            let warning = try #require(found)
            let seconds = try #require(warning.arguments["seconds"].flatMap { Int($0) })
            #expect(abs(seconds - 172_800) < 3_600)
            try Fault.requireTold(warning.code, warning.arguments)
        }
        #expect(try await federation[0].receipts(of: "exercise") == 0)
        try await federation.stop(1)
        try await federation.restart(1)
        try await eventually("the receipt counts, of what was there already") {
            try await federation[0].receipts(of: "exercise") == 1
        }
        let next = try await federation.send(from: 0, to: "350000")
        try await eventually("so does that of what comes next") {
            guard try await federation[1].size(of: origin) > next.index else { return false }
            return try await federation[0].receipts(of: "exercise") == 1
        }
        for node in federation.nodes {
            let warnings = try await node.test.local.status(caller: Self.caller).warnings
            #expect(!warnings.contains { expected.contains($0.code) })
        }
        try await Self.requireWhole(federation, [0, 1])
        try await federation.remove()
    }
}
