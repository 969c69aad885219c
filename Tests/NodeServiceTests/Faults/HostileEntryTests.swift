import Casework
import Cryptography
import Ledger
import LocalAPI
import LogStorage
import PeerAPI
import Replication
import SQLiteStorage
import Testing
import TransparencyLog

@testable import NodeService

/// Well signed entries and receipts that a member makes to spoil what others see: one of them must not hide anything else.
@Suite(.serialized) struct HostileEntryTests {
    private static let liar = "guizhou.ipr.example/exercise"

    @Test(
        "a far date, a copy of another's entry and bytes that are no body spoil no list, no record and no matter at home"
    )
    func spoilers() async throws {
        var federation = try await Federation.make([
            ("jiangxi", "360000"), ("fujian", "350000"), ("guizhou", "520000"),
        ])
        let (created, send) = try await federation[0].test.approved(to: "350000")
        let sent = try await federation[0].test.submit(send)
        let index = try #require(EntryIndex(sent.index))
        let copied = try await federation[0].node.store.read {
            try #require(
                try $0.entryBytes(of: Origin("jiangxi.ipr.example/exercise"), at: index)
            )
        }
        try await eventually("the receipt in law") {
            try await federation[1].count(of: "receive", in: "exercise") == 1
        }
        try await federation.stop(2)
        let object = try SaltedObject(
            salt: [UInt8](repeating: 7, count: 32),
            content: Array("x".utf8)
        )
        let places = try await TestNode.forge(federation[2].test.home) { forger in
            var far = try forger.send()
            far.at = try #require(Timestamp("9999-12-31T23:59:59-12:00"))
            var bad = try forger.send()
            bad.objects = [object.reference(role: .body, label: .internal, audience: .addressees)]
            return [
                try forger.entry(far, forger.office()), copied,
                try forger.entry(bad, forger.office()),
            ]
        }
        try await Self.hold(object, at: places[2], federation[2].test.home)
        try await federation.restart(2)
        for position in [0, 1] {
            try await eventually("node \(position) holds the hostile log") {
                try await federation[position].size(of: Self.liar) == places[2] + 1
            }
        }
        try await eventually("fujian holds the bytes") {
            try await federation[1].holdings(of: Self.liar, at: places[2]) == [.stored]
        }
        for position in [0, 1] {
            let local = federation[position].test.local
            let list = try await local.records(
                RecordQuery(),
                after: nil,
                caller: Federation.caller
            )
            #expect(list.items.count >= 3, "node \(position)")
            for item in list.items {
                let detail = try await local.record(item.record, caller: Federation.caller)
                #expect(!detail.timeline.isEmpty)
            }
        }
        // The matter at home stays the one that was sent, whoever copied its opening.
        let home = try await federation[0].test.local.record(
            created.entry,
            caller: Federation.caller
        )
        #expect(home.summary.opened == sent.entry)
        let late = federation[0].test.submission("approve", record: created.entry)
        await #expect(throws: Problem.self) { _ = try await federation[0].test.submit(late) }
        let bad = try await Self.record(at: places[2], of: federation[1])
        #expect(bad.timeline.first?.body?.state == .unreadable)
        let finding = try #require(bad.timeline.first?.body?.findings?.first)
        try Fault.requireTold(finding.code, finding.arguments)
        try await federation.remove()
    }

    /// Stores an object under an entry, as its sender would.
    private static func hold(
        _ object: SaltedObject,
        at index: UInt64,
        _ home: HomeDirectory
    ) async throws {
        let test = try await TestNode(opening: home)
        let sealed = try SealedObject(
            name: object.name,
            key: SecureRandom.bytes(count: AESGCM.keyByteCount)
        )
        let storageKey = test.node.view.keyring.storageKey
        let holding = (try sealed.wrappedKey(under: storageKey), try sealed.seal(object))
        let place = try #require(EntryIndex(index))
        let key = HoldingKey(origin: try Origin(liar), index: place, object: object.name)
        let view = test.node.view
        try await test.node.store.write { transaction in
            _ = try transaction.putHolding(
                Holding(stored: key, wrappedKey: holding.0, sealed: holding.1)
            )
            // What it serves it must have judged.
            let history = try #require(
                try view.projector.history(of: key.origin, in: transaction)
            )
            let start = try #require(EntryIndex(history.size))
            let entries = try transaction.entries(of: key.origin, from: start, count: 100)
            _ = try view.projector.append(
                entries.map { EntryVerifier(history).check($0) },
                of: key.origin,
                from: start,
                trusted: [view.card.key],
                in: transaction
            )
        }
        try await test.close()
    }

    private static func record(
        at index: UInt64,
        of node: RunningNode
    ) async throws -> RecordDetail {
        let place = try #require(EntryIndex(index))
        let digest = try await node.node.store.read {
            try #require(try $0.projectedEntry(of: Origin(liar), at: place)).digest
        }
        return try await node.test.local.record(digest.hex, caller: Federation.caller)
    }

    @Test("a record's digest that is named in another mechanism keeps nobody from working on it")
    func namedElsewhere() async throws {
        var federation = try await Federation.make([
            ("jiangxi", "360000"), ("fujian", "350000"), ("guizhou", "520000"),
        ])
        // A second mechanism, which sorts before the one in which the matter lives.
        let members = [("jiangxi", "360000"), ("fujian", "350000"), ("guizhou", "520000")]
        var draft = Federation.draft(members.map { (name: $0.0, region: $0.1) })
        draft.mechanism = "another"
        var text = try await federation[0].test.local.create(draft, caller: Federation.caller).text
        for position in [1, 2] {
            text = try await federation[position].test.local
                .sign(charter: text, caller: Federation.caller).text
        }
        for position in [0, 1, 2] {
            _ = try await federation[position].test.local
                .join(charter: text, caller: Federation.caller)
        }
        let sent = try await federation.send(from: 0, to: "350000")
        try await eventually("the receipt in law") {
            try await federation[1].count(of: "receive", in: "exercise") == 1
        }
        try await federation.stop(2)
        let places = try await TestNode.forge(federation[2].test.home, in: "another") { forger in
            var step = try forger.step("accept")
            step.record = Digest(hex: sent.entry)
            return [try forger.entry(step, forger.office())]
        }
        try await federation.restart(2)
        try await eventually("fujian holds the hostile log") {
            try await federation[1].size(of: "guizhou.ipr.example/another") == places[0] + 1
        }
        let test = federation[1].test
        let detail = try await test.local.record(sent.entry, caller: Federation.caller)
        #expect(detail.summary.mechanism == "exercise")
        let accepted = try await test.submit(test.submission("accept", record: sent.entry))
        #expect(accepted.origin == "fujian.ipr.example/exercise")
        try await federation.remove()
    }

    @Test(
        "a receipt by a retired mirror key counts up to the second of the key's end, and not after it"
    )
    func retiredMirror() async throws {
        let federation = try await Federation.make([
            ("jiangxi", "360000"), ("fujian", "350000"),
        ])
        let (jiangxi, fujian) = (federation[0], federation[1])
        try await eventually("a session of fujian with jiangxi") {
            fujian.supervisor.sessions.contains { $0.line != nil }
        }
        let retired = try CosignatureSigner(
            name: KeyName("fujian.ipr.example/mirror"),
            privateKey: Ed25519.PrivateKey(seed: [UInt8](repeating: 5, count: 32))
        )
        var content = fujian.node.view.card.content
        content.serial += 1
        let end = UInt64(jiangxi.node.time.now()) - 100
        content.retiredMirrors = [.init(key: retired.verifierKey, end: end)]
        let card = try PeerCard(content, signer: fujian.node.view.keyring.node)
        jiangxi.node.update { $0.registry.keep(card) }
        let origin = try Origin("jiangxi.ipr.example/exercise")
        let note = try await jiangxi.node.store.read { transaction in
            try #require(try transaction.log(origin)?.checkpoint)
        }
        let mechanism = try #require(MechanismID("exercise"))
        let key = try #require(jiangxi.node.view.keyring.logs[mechanism]).verifierKey
        let checkpoint = try UnverifiedCheckpoint(parsing: note).verified(by: key)
        let line = try fujian.supervisor.line(to: KeyName("jiangxi.ipr.example"))
        for (time, isAccepted) in [(end + 1, false), (end, true)] {
            let submission = try CosignatureSubmission(
                checkpoint,
                lines: [retired.cosign(checkpoint, at: time)]
            )
            do {
                let outcome = try await line.inControl {
                    try await $0.send(submission, to: LogID(origin))
                }
                #expect(isAccepted && outcome == .stored, "\(time)")
            } catch PeerClientError.refused(let problem) {
                #expect(!isAccepted && problem.status == 422, "\(time)")
            }
        }
        try await federation.remove()
    }

    @Test("a receipt whose time no clock can show is refused, and status goes on")
    func farReceipt() async throws {
        let federation = try await Federation.make([
            ("jiangxi", "360000"), ("fujian", "350000"),
        ])
        let sent = try await federation.send(from: 0, to: "350000")
        try await eventually("fujian's receipt") {
            try await federation[0].receipts(of: "exercise") == 1
        }
        let origin = try Origin("jiangxi.ipr.example/exercise")
        let note = try await federation[0].node.store.read { transaction in
            try #require(try transaction.log(origin)?.checkpoint)
        }
        let mechanism = try #require(MechanismID("exercise"))
        let key = try #require(federation[0].node.view.keyring.logs[mechanism]).verifierKey
        let checkpoint = try UnverifiedCheckpoint(parsing: note).verified(by: key)
        let mirror = federation[1].node.view.keyring.mirror
        let peer = try KeyName("jiangxi.ipr.example")
        let line = try federation[1].supervisor.line(to: peer)
        for time in [UInt64(1) << 60, UInt64(Int64.max)] {
            let submission = try CosignatureSubmission(
                checkpoint,
                lines: [mirror.cosign(checkpoint, at: time)]
            )
            let error = await #expect(throws: PeerClientError.self) {
                _ = try await line.inControl { try await $0.send(submission, to: LogID(origin)) }
            }
            guard case .refused(let problem)? = error else {
                Issue.record("\(String(describing: error))")
                continue
            }
            #expect(problem.status == 422)
        }
        #expect(sent.index > 0)
        let status = try await federation[0].test.local.status(caller: Federation.caller)
        #expect(status.logs.contains { $0.origin == "\(origin)" })
        try await federation.remove()
    }
}
