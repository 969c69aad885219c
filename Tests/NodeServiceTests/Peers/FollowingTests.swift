import Cryptography
import Foundation
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

    @Test("hundreds of small questions at once wait for each other, and the session goes on")
    func manyQuestions() async throws {
        let federation = try await Federation.make([Self.jiangxi, Self.fujian])
        let session = try #require(federation[1].supervisor.sessions.first)
        try await eventually("a session") { session.line != nil }
        let line = try #require(session.line)
        let id = LogID(try Origin(Self.origin))
        let count = 600
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
