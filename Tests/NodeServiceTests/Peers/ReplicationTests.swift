import Cryptography
import Foundation
import Ledger
import LocalAPI
import LogStorage
import PeerAPI
import Replication
import SQLiteStorage
import TLSTransport
import Testing
import TransparencyLog

@testable import NodeService

@Suite(.serialized) struct ReplicationTests {
    private static let jiangxi = (name: "jiangxi", region: "360000")
    private static let fujian = (name: "fujian", region: "350000")
    private static let guizhou = (name: "guizhou", region: "520000")
    private static let origin = "jiangxi.ipr.example/exercise"

    @Test("an entry reaches the peer, is cosigned there, and is acknowledged in law exactly once")
    func replicated() async throws {
        var federation = try await Federation.make([Self.jiangxi, Self.fujian])
        let (jiangxi, fujian) = (federation[0], federation[1])
        let sent = try await federation.send(from: 0, to: "350000")
        try await eventually("fujian holds the entry") {
            try await fujian.size(of: Self.origin) > sent.index
        }
        try await eventually("fujian's storage receipt") {
            try await jiangxi.receipts(of: "exercise") == 1
        }
        try await eventually("the body") {
            try await fujian.holdings(of: Self.origin, at: sent.index) == [.stored]
        }
        try await eventually("the receipt in law") {
            try await fujian.count(of: "receive", in: "exercise") == 1
        }
        try await eventually("jiangxi holds it") {
            try await jiangxi.size(of: "fujian.ipr.example/exercise")
                == fujian.size(of: "fujian.ipr.example/exercise")
        }
        #expect(try await fujian.count(of: "receive", in: "exercise") == 1)
        let status = try await jiangxi.test.local.status(caller: Federation.caller)
        #expect(status.peers.map(\.connected) == [true])
        #expect(status.alarms.isEmpty)
        // After a restart the time of the cosignature says when a mirrored log was verified.
        try await federation.stop(0)
        try await federation.stop(1)
        try await federation.restart(1)
        let mirrored = try await federation[1].test.local.status(caller: Federation.caller).logs
            .first { $0.origin == Self.origin }
        #expect(mirrored?.verifiedAt != nil)
        try await federation.remove(stopped: [0])
    }

    @Test("a body goes to its addressee alone, headers to every member")
    func audience() async throws {
        let federation = try await Federation.make([Self.jiangxi, Self.fujian, Self.guizhou])
        let (fujian, guizhou) = (federation[1], federation[2])
        let sent = try await federation.send(from: 0, to: "350000")
        for member in [fujian, guizhou] {
            try await eventually("\(member.name) holds the header") {
                try await member.size(of: Self.origin) > sent.index
            }
        }
        try await eventually("the addressee's body") {
            try await fujian.holdings(of: Self.origin, at: sent.index) == [.stored]
        }
        try await eventually("both storage receipts") {
            try await federation[0].receipts(of: "exercise") == 2
        }
        #expect(try await guizhou.holdings(of: Self.origin, at: sent.index).isEmpty)
        #expect(try await guizhou.count(of: "receive", in: "exercise") == 0)
        // Asked directly, each holder gives guizhou the denial that it gives for what is not there.
        let entry = try await guizhou.node.store.read { transaction in
            try transaction.entryBytes(
                of: Origin(Self.origin),
                at: EntryIndex(unchecked: sent.index)
            )
        }
        let bytes = try #require(entry)
        let header = try UnverifiedEntry(parsing: bytes).header
        let object = try #require(header.objects.first?.sha256)
        for holder in ["jiangxi.ipr.example", "fujian.ipr.example"] {
            let line = try guizhou.supervisor.line(to: KeyName(holder))
            let wants = [
                ObjectsRequest.Want(index: EntryIndex(unchecked: sent.index), object: object)
            ]
            let answer = try await line.inBulk {
                try await $0.objects(ObjectsRequest(wants), of: LogID(Origin(Self.origin)))
            }
            #expect(answer.items == [.denied])
        }
        try await federation.remove()
    }

    @Test("a node that was away catches up from a member that holds the log, its origin being down")
    func relay() async throws {
        var federation = try await Federation.make([Self.jiangxi, Self.fujian, Self.guizhou])
        try await federation.stop(0)
        let sent = try await federation.send(from: 1, to: "520000")
        let origin = "fujian.ipr.example/exercise"
        try await eventually("guizhou holds and has cosigned it") {
            guard try await federation[2].size(of: origin) > sent.index else { return false }
            return try await federation[1].receipts(of: "exercise") == 1
        }
        let size = try await federation[2].size(of: origin)
        try await federation.stop(1)
        try await federation.restart(0)
        try await eventually("jiangxi reaches fujian's head by way of guizhou") {
            try await federation[0].size(of: origin) == size
        }
        try await federation.remove(stopped: [1])
    }

    @Test("a removed peer learns nothing more, and catches up when it is added again")
    func removed() async throws {
        let federation = try await Federation.make([Self.jiangxi, Self.fujian])
        let (jiangxi, fujian) = (federation[0], federation[1])
        try await eventually("a session") { jiangxi.supervisor.sessions.first?.line != nil }
        _ = try await federation.send(from: 0, to: "350000")
        try await eventually("fujian holds the log") {
            try await fujian.size(of: Self.origin) == jiangxi.size(of: Self.origin)
        }
        try await jiangxi.test.local.remove(peer: fujian.name, caller: Federation.caller)
        #expect(jiangxi.supervisor.sessions.isEmpty && jiangxi.supervisor.pins.connectionCount == 0)
        let before = try await fujian.size(of: Self.origin)
        _ = try await federation.send(from: 0, to: "350000")
        try await eventually("fujian's connection is refused") {
            fujian.supervisor.observed.current.peers.values.contains {
                $0.lastError?.code == "tls_transport.certificate_refused_by_peer"
            }
        }
        #expect(try await fujian.size(of: Self.origin) == before)
        let card = try await fujian.test.local.card(caller: Federation.caller)
        _ = try await jiangxi.test.local.add(
            PeerAddition(card: card.card, fingerprint: card.fingerprint),
            caller: Federation.caller
        )
        try await eventually("fujian has caught up") {
            try await fujian.size(of: Self.origin) == jiangxi.size(of: Self.origin)
        }
        try await federation.remove()
    }

    @Test(
        "stopped and started again at any moment, the addressee signs one receipt",
        arguments: [1, 2, 3]
    )
    func exactlyOnce(seed: Int) async throws {
        var federation = try await Federation.make([Self.jiangxi, Self.fujian])
        _ = try await federation.send(from: 0, to: "350000")
        for step in 0..<6 {
            try await Task.sleep(for: .milliseconds((step * 17 + seed * 29) % 120))
            try await federation.stop(1)
            try await federation.restart(1)
        }
        try await eventually("the receipt in law") {
            try await federation[1].count(of: "receive", in: "exercise") == 1
        }
        try await eventually("jiangxi holds it") {
            try await federation[0].size(of: "fujian.ipr.example/exercise")
                == federation[1].size(of: "fujian.ipr.example/exercise")
        }
        #expect(try await federation[1].count(of: "receive", in: "exercise") == 1)
        try await federation.remove()
    }
}
