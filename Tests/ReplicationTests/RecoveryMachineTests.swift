import Cryptography
@testable import Replication
import Testing
import TransparencyLog

/// The refusal to append.
@Suite struct RecoveryMachineTests {
    static let origin = Fixture.originText

    static func machine(
        _ instance: [InstanceCheck] = [.matches],
        peers: [String] = ["a.x", "b.x"],
        stops: [Origin: RecoveryReason] = [:]
    ) throws -> RecoveryMachine {
        RecoveryMachine(
            instance: instance,
            heads: [HeadClaim(try Fixture.checkpoint(300))],
            stops: stops,
            peers: Set(try peers.map { try KeyName($0) }),
            now: .zero
        )
    }

    @Test("a plain start asks its peers for at most two seconds, then appends")
    func plainStart() throws {
        var machine = try Self.machine()
        let origin = try Fixture.origin()
        #expect(machine.refusals(toAppendTo: origin).map(\.code) == [.askingPeers])
        #expect(machine.deadline == .seconds(2))
        #expect(machine.onTick(now: .milliseconds(1_999)) == [])
        #expect(machine.onTick(now: .seconds(2)) == [.startAppending])
        #expect(machine.refusals(toAppendTo: origin).isEmpty)
        #expect(!machine.isInRecovery)
        var quick = try Self.machine()
        #expect(quick.onAsked(try KeyName("a.x")) == [])
        #expect(quick.onAsked(try KeyName("b.x")) == [.startAppending])
        #expect(quick.onTick(now: .seconds(9)) == [])
        #expect(try Self.machine(peers: []).refusals(toAppendTo: origin).isEmpty)
    }

    @Test(
        "a home that does not match its instance file appends to no log",
        arguments: [
            (InstanceCheck.missing, RecoveryReason.Code.instanceMissing),
            (.mismatch, .instanceMismatch),
        ]
    )
    func restored(check: InstanceCheck, code: RecoveryReason.Code) throws {
        var machine = try Self.machine([check])
        _ = machine.onTick(now: .seconds(5))
        #expect(machine.isInRecovery)
        for origin in [try Fixture.origin(), try Fixture.origin("x.example/home")] {
            #expect(machine.refusals(toAppendTo: origin).map(\.code) == [code])
        }
    }

    @Test("a head beyond the stored log is named with both sizes")
    func beyond() throws {
        let origin = try Fixture.origin()
        let machine = try Self.machine([.headBeyondLog(origin: origin, shown: 9, stored: 7)])
        let reason = RecoveryReason(
            .instanceHeadBeyondLog,
            ["origin": Self.origin, "shown": "9", "stored": "7"]
        )
        #expect(machine.refusals(toAppendTo: origin) == [reason])
    }

    @Test("a checkpoint that did not arrive is asked for again by itself, after pauses that grow")
    func retriedHead() throws {
        var machine = try Self.machine()
        let peer = try KeyName("a.x")
        let shown = try Fixture.checkpoint(400)
        let ask = RecoveryMachine.Directive.fetchOwnCheckpoint(shown.origin, peer: peer)
        #expect(machine.onHeads([HeadClaim(shown)], from: peer) == [ask])
        #expect(!machine.isRetrying(peer))
        machine.onFetchFailed(shown.origin, peer: peer, now: .zero, random: 0)
        #expect(machine.isRetrying(peer))
        #expect(machine.deadline == .milliseconds(125))
        #expect(machine.onTick(now: .milliseconds(124)) == [])
        #expect(machine.onTick(now: .milliseconds(125)) == [ask])
        #expect(!machine.isRetrying(peer), "it is on its way")
        machine.onFetchFailed(shown.origin, peer: peer, now: .seconds(3), random: 0)
        #expect(machine.onTick(now: .seconds(3)) == [.startAppending], "no claim holds it up")
        #expect(machine.deadline == .milliseconds(3_250))
        #expect(machine.onTick(now: .seconds(4)) == [ask])
        #expect(machine.onSignedHead(shown, from: peer, rootAtSize: nil).count == 2)
        #expect(machine.deadline == nil)
        machine.onFetchFailed(shown.origin, peer: peer, now: .seconds(5), random: 0)
        machine.onPeerGone(peer)
        #expect(machine.deadline == nil)
    }

    @Test("a larger signed head of an own log stops that log at once")
    func largerHead() throws {
        var machine = try Self.machine()
        let peer = try KeyName("a.x")
        let shown = try Fixture.checkpoint(400)
        #expect(
            machine.onHeads([HeadClaim(shown)], from: peer)
                == [.fetchOwnCheckpoint(shown.origin, peer: peer)]
        )
        #expect(machine.onHeads([HeadClaim(shown)], from: peer) == [], "asked already")
        let stopped = machine.onSignedHead(shown, from: peer, rootAtSize: nil)
        let reason = RecoveryReason(
            .ownHeadLarger,
            ["origin": Self.origin, "peer": "a.x", "shown": "400", "stored": "300"]
        )
        let prove = RecoveryMachine.Directive.prove(shown, peer: peer)
        #expect(stopped == [.stopAppending(shown.origin, reason, checkpoint: shown), prove])
        #expect(machine.refusals(toAppendTo: shown.origin) == [reason])
        #expect(machine.onSignedHead(shown, from: peer, rootAtSize: nil) == [prove], "said once")
        _ = machine.onTick(now: .seconds(9))
        #expect(machine.refusals(toAppendTo: shown.origin) == [reason], "for good")
        #expect(machine.refusals(toAppendTo: try Fixture.origin("x.example/other")).isEmpty)
    }

    @Test("a log of ours that a peer holds and this home does not have must not be opened anew")
    func lostLog() throws {
        var machine = try Self.machine()
        let peer = try KeyName("a.x")
        let shown = try Fixture.checkpoint(7, origin: "x.example/lost")
        #expect(
            machine.onHeads([HeadClaim(shown)], from: peer)
                == [.fetchOwnCheckpoint(shown.origin, peer: peer)]
        )
        let reason = RecoveryReason(
            .ownHeadLarger,
            ["origin": "x.example/lost", "peer": "a.x", "shown": "7", "stored": "0"]
        )
        #expect(
            machine.onSignedHead(shown, from: peer, rootAtSize: nil)
                == [
                    .stopAppending(shown.origin, reason, checkpoint: shown),
                    .prove(shown, peer: peer),
                ]
        )
        #expect(machine.refusals(toAppendTo: shown.origin) == [reason])
        let empty = HeadClaim(origin: shown.origin, size: 0, root: MerkleTree.emptyRoot)
        #expect(machine.onHeads([empty], from: try KeyName("b.x")) == [], "nothing was lost")
    }

    @Test("a proof that could not be made is tried again; once there is one, no more are made")
    func proven() throws {
        var machine = try Self.machine()
        let peer = try KeyName("a.x")
        let shown = try Fixture.checkpoint(400, of: SimTree(fork: 50))
        let prove = RecoveryMachine.Directive.prove(shown, peer: peer)
        #expect(machine.onSignedHead(shown, from: peer, rootAtSize: nil).last == prove)
        machine.onFetchFailed(shown.origin, peer: peer, now: .zero, random: 0)
        #expect(
            machine.onTick(now: .milliseconds(125))
                == [.fetchOwnCheckpoint(shown.origin, peer: peer)]
        )
        #expect(machine.onSignedHead(shown, from: peer, rootAtSize: nil) == [prove])
        _ = machine.onForked(shown.origin, size: 300, from: peer)
        #expect(
            machine.refusals(toAppendTo: shown.origin).map(\.code)
                == [.ownHeadLarger, .ownHeadConflicting]
        )
        #expect(machine.onSignedHead(shown, from: peer, rootAtSize: nil) == [])
    }

    @Test("evidence that an own log began twice stops it for good")
    func begunTwice() throws {
        var machine = try Self.machine()
        let origin = try Fixture.origin()
        let reason = RecoveryReason(
            .ownHeadConflicting,
            ["origin": Self.origin, "peer": "a.x", "shown": "1"]
        )
        let stop = machine.onForked(origin, size: 1, from: try KeyName("a.x"))
        #expect(stop == [.stopAppending(origin, reason, checkpoint: nil)])
        #expect(machine.onForked(origin, size: 1, from: try KeyName("b.x")) == [], "said once")
        #expect(machine.refusals(toAppendTo: origin) == [reason])
    }

    @Test("a conflicting head stops the log, a smaller one that is ours does not")
    func conflictingHead() throws {
        var machine = try Self.machine()
        let peer = try KeyName("a.x")
        let older = try Fixture.checkpoint(200)
        let rival = try Fixture.checkpoint(200, of: SimTree(fork: 50))
        #expect(
            machine.onHeads([HeadClaim(older)], from: peer)
                == [.readOwnRoot(older.origin, size: 200, claim: HeadClaim(older), peer: peer)]
        )
        #expect(machine.onOwnRoot(older.root, claim: HeadClaim(older), peer: peer) == [])
        #expect(
            machine.onOwnRoot(older.root, claim: HeadClaim(rival), peer: peer)
                == [.fetchOwnCheckpoint(older.origin, peer: peer)]
        )
        #expect(machine.onSignedHead(older, from: peer, rootAtSize: older.root) == [])
        #expect(machine.refusals(toAppendTo: older.origin).map(\.code) == [.askingPeers])
        #expect(machine.onSignedHead(rival, from: peer, rootAtSize: older.root).count == 2)
        #expect(machine.refusals(toAppendTo: older.origin).map(\.code) == [.ownHeadConflicting])
    }

    @Test("a stop that an earlier run kept still holds; our own head means nothing")
    func keptStop() throws {
        let origin = try Fixture.origin()
        let reason = RecoveryReason(
            .ownHeadConflicting,
            ["origin": Self.origin, "peer": "a.x", "shown": "200"]
        )
        var machine = try Self.machine(stops: [origin: reason])
        #expect(machine.refusals(toAppendTo: origin) == [reason])
        let peer = try KeyName("a.x")
        #expect(machine.onHeads([HeadClaim(try Fixture.checkpoint(300))], from: peer) == [])
        let grown = HeadClaim(try Fixture.checkpoint(301))
        machine.onAppended(grown)
        #expect(machine.onHeads([grown], from: peer) == [])
    }
}
