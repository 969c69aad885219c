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

/// Cards that a peer makes up, over real connections.
@Suite(.serialized) struct HostileCardTests {
    private static let members = [
        (name: "jiangxi", region: "360000"), (name: "fujian", region: "350000"),
        (name: "guizhou", region: "520000"),
    ]

    @Test("a node of no common mechanism cannot find out by cards which nodes a peer knows")
    func probing() async throws {
        var federation = try await Federation.make(Self.members)
        try await federation.admit("hainan", region: "460000")
        let target = federation[0]
        let known = target.node.view.registry
        let stranger = try Ed25519Signer(
            name: KeyName("fujian.ipr.example"),
            seed: [UInt8](repeating: 9, count: 32)
        )
        var content = federation[1].node.view.card.content
        content.key = stranger.verifierKey
        let forged = try PeerCard(content, signer: stranger)
        // A card in the name of a known node is answered as one of an unknown node is: with nothing.
        #expect(try await Self.problem(sending: forged, from: federation[3], to: target) == nil)
        // So is its own card with what another node uses already.
        var own = federation[3].node.view.card.content
        own.serial += 1
        own.pins = federation[1].node.view.card.content.pins
        let reused = try PeerCard(own, signer: federation[3].node.view.keyring.node)
        #expect(try await Self.problem(sending: reused, from: federation[3], to: target) == nil)
        #expect(target.node.view.registry.peers == known.peers)
        // A member learns what is wrong with the card of another member.
        let problem = try await Self.problem(sending: forged, from: federation[2], to: target)
        #expect(problem?.cause.hasPrefix("card_key_changed") == true)
        try await federation.remove()
    }

    @Test(
        "a node key that a log proves to be rotated is not followed by cards, and the operator is told by an alarm what to do; one that nothing proves raises none"
    )
    func rotation() async throws {
        let federation = try await Federation.make(Array(Self.members.prefix(2)))
        let (jiangxi, fujian) = (federation[0], federation[1])
        let new = try Ed25519Signer(
            name: KeyName("jiangxi.ipr.example"),
            seed: [UInt8](repeating: 7, count: 32)
        )
        var content = jiangxi.node.view.card.content
        content.serial += 1
        content.key = new.verifierKey
        let card = try PeerCard(content, signer: new)
        let before = try await Self.problem(sending: card, from: jiangxi, to: fujian)
        #expect(before?.cause.hasPrefix("card_key_changed") == true)
        #expect(try await Self.alarms(at: fujian).isEmpty)
        let origin = try Origin("jiangxi.ipr.example/exercise")
        let rotation = try EntryBuilder.entry(
            .rotateNode(at: jiangxi.node.time.timestamp(), key: new.verifierKey),
            of: origin,
            signers: [jiangxi.node.view.keyring.node, new]
        )
        let appended = try await jiangxi.node.append(rotation, to: origin)
        try await eventually("fujian holds the rotation") {
            try await fujian.size(of: "\(origin)") > appended.location.index.rawValue
        }
        let after = try await Self.problem(sending: card, from: jiangxi, to: fujian)
        #expect(after?.cause.hasPrefix("card_key_changed") == true)
        let alarms = try await Self.alarms(at: fujian)
        #expect(alarms.map(\.code) == ["replication.node_key_rotated"])
        #expect(alarms.first?.arguments["fingerprint"] == card.fingerprint.text)
        #expect(fujian.node.view.registry[card.node]?.key != new.verifierKey)
        try await federation.remove()
    }

    @Test(
        "a newer card counts as soon as it is stored, and is passed on, also where its file cannot be written"
    )
    func fileFails() async throws {
        let federation = try await Federation.make(Self.members)
        let (jiangxi, fujian) = (federation[0], federation[1])
        let folder = fujian.test.home.peers
        try FileManager.default.removeItem(at: folder)
        try Data().write(to: folder)
        var content = jiangxi.node.view.card.content
        content.serial += 1
        let card = try PeerCard(content, signer: jiangxi.node.view.keyring.node)
        await #expect(throws: (any Error).self) {
            let problem = try await Self.problem(sending: card, from: jiangxi, to: fujian)
            if let problem { throw Refused(problem) }
        }
        #expect(fujian.node.view.registry[card.node] == card)
        try await eventually("guizhou heard it from fujian") {
            federation[2].node.view.registry[card.node] == card
        }
        try await federation.remove()
    }

    private struct Refused: Error {
        let problem: Replication.Problem

        init(_ problem: Replication.Problem) { self.problem = problem }
    }

    private static func alarms(at node: RunningNode) async throws -> [AlarmDocument] {
        try await node.node.store.read { transaction in
            try transaction.alarms().compactMap { AlarmDocument.decode($0.bytes) }
        }
    }

    private static func problem(
        sending card: PeerCard,
        from node: RunningNode,
        to other: RunningNode
    ) async throws -> Replication.Problem? {
        let peer = try KeyName(other.name)
        try await eventually("a session of \(node.name) with \(other.name)") {
            node.supervisor.session(with: peer)?.line != nil
        }
        let notice = try Notice(parsing: card.note.encoded)
        do {
            try await node.supervisor.line(to: peer).inControl { try await $0.send(notice) }
            return nil
        } catch PeerClientError.refused(let problem) {
            return problem
        }
    }
}
