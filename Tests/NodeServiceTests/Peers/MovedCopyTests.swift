import Casework
import Cryptography
import Foundation
import Ledger
import LocalAPI
import LogStorage
import Replication
import SQLiteStorage
import Synchronization
import TestSupport
import Testing
import TransparencyLog
import Wording

@testable import NodeService

/// Two copies of one home of which one has an address of its own: it signs a card that says so, and from then on the sessions of the
/// peers go to it alone.
@Suite(.serialized) struct MovedCopyTests {
    private static let origin = "guizhou.ipr.example/exercise"
    private static let copyURL = "https://127.0.0.1:7444"
    private static let originalURL = "https://127.0.0.1:7443"

    @Test(
        "of two copies of a home with addresses of their own both are stopped, whichever history the peers hold",
        arguments: [(1, 1, true), (1, 1, false), (2, 1, true), (1, 2, false)]
    )
    func forked(ownCount: Int, copyCount: Int, isOwnShownFirst: Bool) async throws {
        var federation = try await Self.federation()
        let shared = try await federation[2].size(of: Self.origin)
        let copy = try await Self.copy(of: &federation) { federation, copy in
            try await Self.grow(copy, by: copyCount)
            try await federation.restart(2)
            try await Self.grow(federation[2], by: ownCount)
            if isOwnShownFirst {
                // The peers learn the one history before they ever hear of the other.
                try await copy.stop()
                try await federation.restart(0)
                try await federation.restart(1)
                for position in [0, 1] {
                    try await eventually("node \(position) holds what the original wrote") {
                        try await federation[position].size(of: Self.origin)
                            == shared + UInt64(ownCount)
                    }
                }
                return try await Self.startCopy(copy.test.home, federation)
            }
            try await federation.restart(0)
            try await federation.restart(1)
            return copy
        }
        for node in [federation[0], federation[1], federation[2], copy] {
            try await Self.requireEvidence(at: node)
        }
        for node in [federation[2], copy] { try await Self.requireStopped(node) }
        try await Self.end(federation, copy)
    }

    @Test(
        "a copy that was away while the proof was made is given it as soon as it comes back"
    )
    func late() async throws {
        var federation = try await Self.federation()
        let copy = try await Self.copy(of: &federation) { federation, copy in
            try await Self.grow(copy, by: 1)
            try await federation.restart(2)
            try await Self.grow(federation[2], by: 1)
            try await federation.stop(2)
            let home = federation[2].test.home.root
            try FileManager.default.copyItem(at: home, to: Self.kept(home))
            try await federation.restart(2)
            try await federation.restart(0)
            try await federation.restart(1)
            return copy
        }
        for node in [federation[0], federation[1], copy] {
            try await Self.requireEvidence(at: node)
        }
        // As if the original had been told nothing so far.
        try await federation.stop(2)
        let home = federation[2].test.home.root
        try FileManager.default.removeItem(at: home)
        try FileManager.default.moveItem(at: Self.kept(home), to: home)
        try await federation.restart(2)
        try await Self.requireStopped(federation[2])
        try await Self.requireEvidence(at: federation[2])
        try await Self.end(federation, copy)
    }

    @Test(
        "two copies with addresses of their own are told of before they have written anything, at the peers and at the one that they dial no more"
    )
    func idle() async throws {
        var federation = try await Self.federation()
        let copy = try await Self.copy(of: &federation) { federation, copy in
            try await federation.restart(2)
            try await federation.restart(0)
            try await federation.restart(1)
            return copy
        }
        for position in [0, 1] {
            _ = try await Self.alarm("replication.two_live_copies", at: federation[position])
        }
        let alarm = try await Self.alarm("replication.own_card_newer", at: federation[2])
        #expect(alarm.grave)
        #expect(alarm.arguments["url"] == Self.copyURL)
        let shown = try PeerCard(parsing: Array(try #require(alarm.notes.first).utf8))
        #expect(shown.note.text == copy.node.view.card.note.text)
        for language in [Language.zh, .en] {
            let text = try #require(Catalogue.message(alarm.code, alarm.arguments, in: language))
            #expect(text.sentence.contains(Self.copyURL))
        }
        // The one that all peers dial is told by the other one.
        let told = try await Self.alarm("replication.own_copy_live", at: copy)
        #expect(told.grave)
        #expect(told.arguments == ["node": "guizhou.ipr.example", "url": Self.originalURL])
        // Whoever takes a step is told at both, and at nobody else.
        for (node, url) in [(federation[2], Self.copyURL), (copy, Self.originalURL)] {
            let create = try node.test.foundNow()
            let preview = try await node.test.local.preview(create, caller: Federation.caller)
            let text = CodedText("node.other_copy_lives", ["url": url])
            #expect(preview.findings.contains(text))
            #expect(try await node.test.submit(create).warnings == [text])
        }
        let honest = federation[0].test
        #expect(try await honest.submit(honest.foundNow()).warnings == nil)
        // It is no proof of a fork: whoever is right may go on.
        _ = try await federation.send(from: 2, to: "360000")
        try await Self.end(federation, copy)
    }

    @Test(
        "whoever can take no notice at a former address, as with a full disk, is asked there who it is all the same"
    )
    func deaf() async throws {
        var federation = try await Self.federation()
        let copy = try await Self.copy(of: &federation) { federation, copy in
            for position in [0, 1] { try await federation.restart(position) }
            for position in [0, 1] {
                try await Self.requireCard(of: copy, at: federation[position])
            }
            try await federation.restart(2, known: false)
            return copy
        }
        let asked = Mutex((notices: 0, sessions: 0))
        let full = try await LyingPeer.start(
            inPlaceOf: federation[2],
            ports: federation.ports
        ) { service in
            service.onNotice = { _ in
                asked.withLock { $0.notices += 1 }
                throw LogStorageError(.diskFull, ["free": "0", "path": "/", "reserve": "1"])
            }
            service.changeSession = { document in
                asked.withLock { $0.sessions += 1 }
                return document
            }
        }
        // Sessions go to the newest address: whoever dials this one is a call to a former one.
        try await eventually("notices were refused there, and sessions asked for") {
            asked.withLock { $0.notices > 0 && $0.sessions > 0 }
        }
        await full.stop()
        try await Self.end(federation, copy)
    }

    @Test(
        "a former address is called, too, after other cards have come and the peer has begun anew"
    )
    func remembered() async throws {
        var federation = try await Self.federation()
        let home = federation[2].test.home
        try await federation.stop(2)
        try Self.setURL(home)
        let moved = try await Self.startCopy(home, federation)
        for name in ["customs", "police"] {
            let office = OfficeDocument(office: name, title: name, key: "")
            _ = try await moved.test.local.add(office, caller: Federation.caller)
            try await Self.requireCard(of: moved, at: federation[0])
        }
        try await federation.stop(0)
        try await federation.restart(0)
        let name = try #require(NodeName("guizhou.ipr.example"))
        try await eventually("the former address is called") {
            federation[0].supervisor.formerAddresses.callCount(of: name) > 0
        }
        try await moved.stop()
        try await federation.remove(stopped: [2])
    }

    @Test("a node that moves to another address, with everything that it has, alarms nobody")
    func moved() async throws {
        let federation = try await Self.federation()
        let home = federation[2].test.home
        try await federation.stop(2)
        try Self.setURL(home)
        let moved = try await Self.startCopy(home, federation)
        let sent = try await moved.test.approved(to: "350000").send
        let entry = try await moved.test.submit(sent)
        for position in [0, 1] {
            try await eventually("node \(position) follows to the new address") {
                try await federation[position].size(of: Self.origin) > entry.index
            }
            let name = try #require(NodeName("guizhou.ipr.example"))
            try await eventually("node \(position) has looked at the former address") {
                federation[position].supervisor.formerAddresses.callCount(of: name) > 0
            }
            #expect(
                try await federation[position].test.local.status(caller: Federation.caller)
                    .alarms.isEmpty
            )
        }
        #expect(try await moved.test.local.status(caller: Federation.caller).alarms.isEmpty)
        try await moved.stop()
        try await federation.remove(stopped: [2])
    }

    // MARK: Parts

    private static func federation() async throws -> Federation {
        let federation = try await Federation.make([
            ("jiangxi", "360000"), ("fujian", "350000"), ("guizhou", "520000"),
        ])
        let first = try await federation.send(from: 2, to: "360000")
        for position in [0, 1] {
            try await eventually("node \(position) holds guizhou's entry") {
                try await federation[position].size(of: origin) > first.index
            }
        }
        return federation
    }

    /// Stops everything, copies guizhou's home to one with another address, and starts that; `begin` starts the others.
    private static func copy(
        of federation: inout Federation,
        _ begin: (inout Federation, RunningNode) async throws -> RunningNode
    ) async throws -> RunningNode {
        for position in [2, 0, 1] { try await federation.stop(position) }
        let home = federation[2].test.home.root
        let root = home.deletingLastPathComponent()
            .appending(path: home.lastPathComponent + "-copy")
        try FileManager.default.copyItem(at: home, to: root)
        try setURL(HomeDirectory(root.path))
        return try await begin(
            &federation,
            try await startCopy(HomeDirectory(root.path), federation)
        )
    }

    /// Waits until a node holds the newest card of another one.
    private static func requireCard(of node: RunningNode, at holder: RunningNode) async throws {
        let card = node.node.view.card
        try await eventually("\(holder.name) holds card \(card.content.serial)") {
            holder.node.view.registry[card.node]?.content.serial == card.content.serial
        }
    }

    private static func startCopy(
        _ home: HomeDirectory,
        _ federation: Federation
    ) async throws -> RunningNode {
        let node = try await RunningNode.start(home, ports: federation.ports, url: copyURL)
        #expect(node.node.view.card.content.url.text == copyURL)
        return node
    }

    private static func kept(_ home: URL) -> URL {
        home.deletingLastPathComponent().appending(path: home.lastPathComponent + "-kept")
    }

    private static func setURL(_ home: HomeDirectory) throws {
        let file = home.configuration
        let text = try String(contentsOf: file, encoding: .utf8)
        let changed = text.replacing("https://127.0.0.1:7443", with: copyURL)
        try #require(changed != text)
        try changed.write(to: file, atomically: true, encoding: .utf8)
    }

    private static func grow(_ node: RunningNode, by count: Int) async throws {
        for _ in 0..<count {
            let (_, send) = try await node.test.approved(to: "350000")
            _ = try await node.test.submit(send)
        }
    }

    private static func requireEvidence(at node: RunningNode) async throws {
        let place = node.test.home.root.lastPathComponent
        try await eventually("\(node.name) at \(place) has proof") {
            try await node.node.store.read { try !$0.forkEvidence().isEmpty }
        }
        for document in try await node.node.store.read({ try $0.forkEvidence() }) {
            #expect(try ForkEvidence(parsing: document.bytes).origin == Origin(origin))
        }
    }

    private static func requireStopped(_ node: RunningNode) async throws {
        let place = node.test.home.root.lastPathComponent
        try await eventually("\(place) appends nothing more") {
            do {
                try await node.node.requireAppending(to: Origin(origin))
                return false
            } catch {
                return true
            }
        }
        _ = try await alarm("replication.own_head_conflicting", at: node)
    }

    private static func alarm(_ code: String, at node: RunningNode) async throws -> AlarmStatus {
        var found: AlarmStatus?
        try await eventually("\(node.name) at \(node.test.home.root.lastPathComponent): \(code)") {
            found = try await node.test.local.status(caller: Federation.caller).alarms
                .first { $0.code == code }
            return found != nil
        }
        return try #require(found)
    }

    private static func end(_ federation: Federation, _ copy: RunningNode) async throws {
        try await copy.stop()
        try await federation.remove()
        try FileManager.default.removeItem(at: copy.test.home.root)
    }
}
