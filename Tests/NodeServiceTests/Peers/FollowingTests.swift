import Cryptography
import Foundation
import GRDB
import Ledger
import LocalAPI
import LogStorage
import PeerAPI
import Replication
import Sequencing
import Testing
import TransparencyLog

@testable import NodeService
@testable import SQLiteStorage

/// What following other nodes' logs survives.
@Suite(.serialized) struct FollowingTests {
    private static let jiangxi = (name: "jiangxi", region: "360000")
    private static let fujian = (name: "fujian", region: "350000")
    private static let guizhou = (name: "guizhou", region: "520000")
    private static let origin = "jiangxi.ipr.example/exercise"

    @Test("a full disk ends no node: it goes on trying, and has everything once there is room")
    func fullDisk() async throws {
        var federation = try await Federation.make([Self.jiangxi, Self.fujian])
        try await eventually("fujian holds jiangxi's log") {
            try await federation[1].size(of: Self.origin) == federation[0].size(of: Self.origin)
        }
        try await federation.stop(1)
        let sent = try await federation.send(from: 0, to: "350000")
        let recorder = LogRecorder()
        try await federation.restart(1, logger: recorder.logger, freeByteCountMin: .max)
        try await eventually("fujian could not even keep the alarm") {
            recorder.messages.contains("alarm not kept")
        }
        #expect(try await federation[1].size(of: Self.origin) <= sent.index)
        // Stopping it says if it has ended by itself.
        try await federation.stop(1)
        try await federation.restart(1)
        try await eventually("fujian holds the entry") {
            try await federation[1].size(of: Self.origin) > sent.index
        }
        try await federation.remove()
    }

    @Test(
        "a crash before all logs were looked through for what a new charter grants loses no object"
    )
    func scanCutOff() async throws {
        var federation = try await Federation.make([Self.jiangxi, Self.fujian])
        let sent = try await federation.send(from: 0, to: "350000")
        try await eventually("fujian has the body") {
            try await federation[1].holdings(of: Self.origin, at: sent.index) == [.stored]
        }
        try await federation.stop(1)
        // As a crash leaves it that comes after the verdicts and before the wants.
        let crashed = try await TestNode(opening: federation[1].test.home)
        try await crashed.node.store.write { transaction in
            try transaction.statement("DELETE FROM holding").run()
            try transaction.removeDocument(.meta, Array("scanned-parties".utf8))
        }
        try await crashed.close()
        try await federation.restart(1)
        try await eventually("fujian has the body again") {
            try await federation[1].holdings(of: Self.origin, at: sent.index) == [.stored]
        }
        try await federation.remove()
    }

    @Test(
        "a log that was shown before the mechanism was common is followed from then on, though it moves no more"
    )
    func shownTooEarly() async throws {
        let federation = try await Federation.make([Self.jiangxi, Self.fujian], late: [1])
        try await eventually("fujian has heard jiangxi") {
            federation[1].supervisor.sessions.first?.line != nil
        }
        let size = try await federation[0].size(of: Self.origin)
        _ = try await federation[1].test.local.join(
            charter: federation.charter,
            caller: Federation.caller
        )
        try await eventually("fujian holds jiangxi's log") {
            try await federation[1].size(of: Self.origin) == size
        }
        try await eventually("and has cosigned it") {
            try await federation[0].receipts(of: "exercise") == 1
        }
        try await federation.remove()
    }

    @Test(
        "a copy whose keys were lost or cut short asks for them anew, and goes on",
        arguments: [true, false]
    )
    func lostKeys(isCut: Bool) async throws {
        var federation = try await Federation.make([Self.jiangxi, Self.fujian])
        try await eventually("fujian holds jiangxi's log") {
            try await federation[1].size(of: Self.origin) == federation[0].size(of: Self.origin)
        }
        let size = try await federation[1].size(of: Self.origin)
        try await federation.stop(1)
        let damaged = try await TestNode(opening: federation[1].test.home)
        try await damaged.node.store.write { transaction in
            let name = "mirror-keys/\(Self.origin)"
            let keys = try KeyEntries(parsing: try #require(try transaction.meta(name)))
            try transaction.removeDocument(.meta, Array(name.utf8))
            guard isCut else { return }
            // Entries that are no keys of this log.
            let text = "no key"
            let cut = try KeyEntries(keys.entries.map { _ in Array(text.utf8) })
            try transaction.putMeta(name, cut.encoded)
        }
        try await damaged.close()
        try await federation.restart(1)
        let sent = try await federation.send(from: 0, to: "350000")
        #expect(sent.index >= size)
        try await eventually("fujian holds the entry") {
            try await federation[1].size(of: Self.origin) > sent.index
        }
        try await eventually("and has cosigned it") {
            try await federation[0].receipts(of: "exercise") == 1
        }
        let status = try await federation[1].test.local.status(caller: Federation.caller)
        #expect(status.alarms.isEmpty)
        try await federation.remove()
    }

    @Test("logs that cannot be yet are not followed, however many a peer shows")
    func manyGenerations() async throws {
        let federation = try await Federation.make([Self.jiangxi, Self.fujian])
        let fujian = federation[1]
        try await eventually("fujian holds jiangxi's log") {
            try await fujian.size(of: Self.origin) > 0
        }
        let count = fujian.supervisor.followers.count
        let peer = try KeyName("jiangxi.ipr.example")
        let claims = try (3...2_000).map { generation in
            HeadClaim(
                origin: try Origin("\(Self.origin)/\(generation)"),
                size: 4_503_599_627_370_496,
                root: SHA256.digest(of: [])
            )
        }
        fujian.supervisor.hear(claims, from: peer)
        #expect(fujian.supervisor.followers.count == count)
        // Of the log that is verified here there may be a successor.
        let next = HeadClaim(
            origin: try Origin("\(Self.origin)/2"),
            size: 1,
            root: SHA256.digest(of: [])
        )
        try await eventually("the successor is followed, once the supervisor knows of the log") {
            fujian.supervisor.hear([next], from: peer)
            return fujian.supervisor.followers.count == count + 1
        }
        try await federation.remove()
    }

    @Test("an observer that a charter makes a member cosigns what it holds, without a restart")
    func observerBecomesMember() async throws {
        let members = [Self.jiangxi, Self.fujian]
        let federation = try await Federation.make(members + [Self.guizhou], observers: [2])
        try await eventually("guizhou holds jiangxi's log") {
            try await federation[2].size(of: Self.origin) > 0
        }
        try await eventually("fujian has cosigned it, and guizhou has not") {
            try await federation[0].receipts(of: "exercise") == 1
        }
        let caller = Federation.caller
        let (_, send) = try await federation[2].test.approved(to: "350000")
        let refusal = await #expect(throws: LocalAPI.Problem.self, "an observer takes no steps") {
            try await federation[2].test.submit(send)
        }
        // Beside it, the sender's office of the exercise is none of this node.
        let told = [refusal?.code ?? ""] + (refusal?.reasons ?? []).map(\.code)
        #expect(told.contains("node.sender_no_member"), "\(told)")
        let draft = Federation.draft(members + [Self.guizhou])
        var text = try await federation[0].test.local.create(draft, caller: caller).text
        text = try await federation[1].test.local.sign(charter: text, caller: caller).text
        text = try await federation[2].test.local.sign(charter: text, caller: caller).text
        for node in federation.nodes {
            _ = try await node.test.local.join(charter: text, caller: caller)
        }
        try await eventually("guizhou has cosigned the log that it held") {
            let cosigner = CosignerID(federation[2].node.view.keyring.mirror.verifierKey)
            return try await federation[2].node.store.read { transaction in
                try transaction.newestCosignature(of: Origin(Self.origin), by: cosigner) != nil
            }
        }
        try await federation.remove()
    }

    @Test(
        "one object that is damaged, or whose row or entry is, keeps no other from being given, and is an alarm",
        arguments: DamagedPart.allCases
    )
    func damagedObject(part: DamagedPart) async throws {
        var federation = try await Federation.make([Self.jiangxi, Self.fujian])
        try await federation.stop(1)
        var sent: [LocalAPI.Acknowledgement] = []
        for _ in 0..<3 { sent.append(try await federation.send(from: 0, to: "350000")) }
        let broken = try #require(EntryIndex(sent[1].index))
        let origin = try Origin(Self.origin)
        try Self.damage(part, of: broken, in: federation[0].node)
        try await federation[0].node.store.write { transaction in
            guard part == .object else { return }
            let object = try #require(
                try transaction.holdingStatuses(of: origin, index: broken).first?.object
            )
            let key = HoldingKey(origin: origin, index: broken, object: object)
            let holding = try #require(try transaction.holding(key))
            var sealed = holding.sealed
            sealed[sealed.count - 1] ^= 1
            let damaged = Holding(stored: key, wrappedKey: holding.wrappedKey, sealed: sealed)
            #expect(try transaction.putHolding(damaged))
        }
        try await federation.restart(1)
        for position in [0, 2] {
            try await eventually("fujian has the other bodies") {
                try await federation[1].holdings(of: Self.origin, at: sent[position].index)
                    == [.stored]
            }
        }
        try await eventually("jiangxi knows") {
            try await federation[0].test.local.status(caller: Federation.caller).alarms
                .map(\.code) == [part.alarm]
        }
        #expect(
            try await federation[1].holdings(of: Self.origin, at: sent[1].index) == [.wanted]
        )
        try await federation.remove()
    }

    /// What is wrong with one of three objects.
    enum DamagedPart: CaseIterable {
        /// Its sealed bytes, in a row that is whole.
        case object
        /// Its row.
        case row
        /// The row that says what its entry grants.
        case decision

        var alarm: String {
            "replication.\(self == .decision ? "own_copy_damaged" : "object_damaged")"
        }
    }

    /// Changes what the disk holds of an entry behind the store's back, as a failing disk does.
    private static func damage(
        _ part: DamagedPart,
        of index: EntryIndex,
        in node: Node
    ) throws {
        let change: String
        switch part {
        case .object: return
        case .row: change = "holding SET sealed = zeroblob(length(sealed))"
        case .decision: change = "projected_entry SET digest = zeroblob(32)"
        }
        let database = try node.home.openDatabase()
        try database.write { db in
            try db.execute(
                sql: """
                    UPDATE \(change)
                    WHERE position = ((SELECT id FROM log WHERE origin = ?) << 40) + ?
                    """,
                arguments: [Data(origin.utf8), Int64(index.rawValue)]
            )
            #expect(db.changesCount == 1)
        }
        try database.close()
    }

    @Test("a step that fails keeps no other step from being signed")
    func steps() async throws {
        var signed: [Int] = []
        var errors = 0
        let isLeft = try await ReceiptSigner.attempt([1, 2, 3, 4]) { step in
            if step == 1 { throw SourceGone() }
            signed.append(step)
            return step != 3
        } onError: { _ in
            errors += 1
        }
        #expect(isLeft && errors == 1 && signed == [2, 3, 4])
        let isNothingLeft = try await !ReceiptSigner.attempt([1]) { _ in
            true
        } onError: { _ in
        }
        #expect(isNothingLeft)
        await #expect(throws: LogStorageError.self) {
            _ = try await ReceiptSigner.attempt([1]) { _ in
                throw LogStorageError(.storageClosed, [:])
            } onError: { _ in
            }
        }
    }

    @Test("hundreds of small questions at once wait for each other, and the session goes on")
    func manyQuestions() async throws {
        let federation = try await Federation.make([Self.jiangxi, Self.fujian])
        let session = try #require(federation[1].supervisor.sessions.first)
        try await eventually("a session") { session.line != nil }
        let line = try #require(session.line)
        let id = LogID(try Origin(Self.origin))
        // Far more than a session takes at a time; a busy machine must be done before its connection is given up.
        let count = 300
        let answered = try await withThrowingTaskGroup(of: Bool.self) { group in
            for _ in 0..<count {
                group.addTask {
                    try await !line.inControl { try await $0.checkpoint(of: id) }.isEmpty
                }
            }
            return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(answered == count)
        #expect(session.line?.id == line.id)
        try await federation.remove()
    }

    @Test("what is told while the store is read is heard by the life that begins")
    func toldWhileReading() async throws {
        let origin = try Origin(Self.origin)
        let author = try KeyName("jiangxi.ipr.example")
        let name = try #require(LogName(origin))
        let follower = FollowerShell(origin: origin, author: author, name: name)
        follower.forkReported(SHA256.digest(of: [0]), form: "growth")
        let digest = SHA256.digest(of: [1])
        _ = await follower.begin {
            follower.forkReported(digest, form: "open")
            return FollowerState(origin: origin, author: author)
        }
        let heard = follower.inbox.takeAll().compactMap { event in
            if case .forkReported(let digest, _) = event { digest } else { nil }
        }
        #expect(heard == [digest])
    }

    @Test(
        "the pause after a failure doubles, and begins anew after a life that went well for a minute"
    )
    func pauses() {
        var pause = LifePause()
        #expect(pause.next(after: .zero) == .seconds(1))
        #expect(pause.next(after: .seconds(59)) == .seconds(2))
        for _ in 0..<10 { _ = pause.next(after: .zero) }
        #expect(pause.next(after: .zero) == .seconds(60))
        #expect(pause.next(after: .seconds(60)) == .seconds(1))
        #expect(pause.next(after: .zero) == .seconds(2))
    }

    @Test("logs that are behind share the memory for entries, and give it back")
    func sharedWindow() async throws {
        let test = try await TestNode.make("jiangxi.ipr.example", region: "360000")
        let supervisor = try PeerSupervisor(test.node)
        let peer = try KeyName("fujian.ipr.example")
        let origins = try (0..<1_000).map { try Origin("n\($0).ipr.example/exercise") }
        #expect(supervisor.windowByteCountMax >= Replication.Limits.windowByteCountMax)
        for origin in origins { supervisor.setBehind(origin, sources: [peer]) }
        #expect(supervisor.windowByteCountMax * origins.count <= Limits.windowsByteCountMax)
        for origin in origins { supervisor.setBehind(origin, sources: []) }
        #expect(supervisor.windowByteCountMax >= Replication.Limits.windowByteCountMax)
        try await test.remove()
    }

    @Test("what still comes of a slice that was dropped does not take the place of the current one")
    func lateSlice() async throws {
        let source = try KeyName("jiangxi.ipr.example")
        let origin = try Origin(Self.origin)
        let history = try #require(KeyHistory(origin: origin, trusted: []))
        func slice(_ number: UInt64) -> Slice {
            let id = RequestID(rawValue: number)
            let run = Run(id: id, start: 0, end: 1, source: source)
            return Slice(id: id, start: CompactRange(), runs: [run])
        }
        let entries: [ArraySlice<UInt8>] = [[1, 2, 3]]
        var mirror = MirrorState(headSize: 0, stagedSize: 0)
        mirror.begin(slice(1))
        mirror.begin(slice(2))
        for number: UInt64 in [2, 1] {
            let id = RequestID(rawValue: number)
            var verifier = SliceVerifier(history)
            let checked = await verifier.check(entries)
            mirror.take(await HashedSlice(id, entries, onto: GrowingTree()))
            mirror.take(
                CheckedSlice(start: 0, entries: checked, verifier: verifier),
                of: id
            )
        }
        let part = try #require(mirror.part(of: slice(2)))
        #expect(part.hashed.id == RequestID(rawValue: 2))
    }
}
