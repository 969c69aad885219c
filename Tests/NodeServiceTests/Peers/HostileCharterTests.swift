import Casework
import Cryptography
import Foundation
import Ledger
import LocalAPI
import LogStorage
import PeerAPI
import Replication
import SQLiteStorage
import Synchronization
import Testing
import TransparencyLog

@testable import NodeService

/// Charters that a peer makes up, over real connections.
@Suite(.serialized) struct HostileCharterTests {
    private static let jiangxi = (name: "jiangxi", region: "360000")
    private static let fujian = (name: "fujian", region: "350000")
    private static let guizhou = (name: "guizhou", region: "520000")

    @Test(
        "revisions that lack signatures are refused a member, and neither kept nor passed on; the genuine one is taken after them"
    )
    func drafts() async throws {
        let federation = try await Federation.make([Self.jiangxi, Self.fujian, Self.guizhou])
        let line = try await Self.line(from: federation[0], to: federation[1])
        for number in 0..<20 {
            let draft = try Self.revision(in: federation, by: [0]) {
                $0.titleEn = "Draft \(number)"
            }
            let notice = try Notice(parsing: draft.note.encoded)
            let problem = try await Self.problem {
                try await line.inControl { try await $0.send(notice) }
            }
            #expect(problem?.status == 422)
            #expect(problem?.cause.hasPrefix("charter_lacks_signatures") == true)
        }
        let genuine = try Self.revision(in: federation, by: [0, 1, 2]) { $0.titleEn = "Two" }
        let notice = try Notice(parsing: genuine.note.encoded)
        try await line.inControl { try await $0.send(notice) }
        try await eventually("guizhou heard the genuine one from fujian") {
            federation[2].node.view.library.membership(of: genuine.digest) != nil
        }
        for position in [1, 2] {
            let stored = try await federation[position].node.store.read { try $0.charters() }
            #expect(stored.count == 2)
        }
        try await federation.remove()
    }

    @Test(
        "a charter that a peer brings counts as soon as it is stored, and is passed on, also where its file cannot be written; a rival is an alarm there, too"
    )
    func fileFails() async throws {
        let federation = try await Federation.make([Self.jiangxi, Self.fujian, Self.guizhou])
        let line = try await Self.line(from: federation[0], to: federation[1])
        let folder = federation[1].test.home.charters
        try FileManager.default.removeItem(at: folder)
        try Data().write(to: folder)
        let revision = try Self.revision(in: federation, by: [0, 1, 2]) { $0.titleEn = "Two" }
        let rival = try Self.revision(in: federation, by: [0, 1, 2]) { $0.titleEn = "Other" }
        let notice = try Notice(parsing: revision.note.encoded)
        await #expect(throws: (any Error).self) {
            try await line.inControl { try await $0.send(notice) }
        }
        let stored = try await federation[1].node.store.read { try $0.charter(revision.digest) }
        #expect(stored != nil)
        #expect(federation[1].node.view.library.membership(of: revision.digest) != nil)
        try await eventually("guizhou heard it from fujian") {
            federation[2].node.view.library.membership(of: revision.digest) != nil
        }
        let second = try Notice(parsing: rival.note.encoded)
        let problem = try await Self.problem {
            try await line.inControl { try await $0.send(second) }
        }
        #expect(
            problem?.cause.hasPrefix("charters_rival") == true,
            "\(String(describing: problem))"
        )
        let alarms = try await federation[1].test.local.status(caller: Federation.caller).alarms
        #expect(alarms.contains { $0.code == "ledger_parties.charters_rival" })
        try await federation.remove()
    }

    @Test("a node that a charter has removed is told nothing of what became of its charters")
    func outsider() async throws {
        let federation = try await Federation.make([Self.jiangxi, Self.fujian, Self.guizhou])
        let line = try await Self.line(from: federation[2], to: federation[1])
        let removal = try Self.revision(in: federation, by: [0, 1]) {
            $0.members.removeAll { $0.node.text == "guizhou.ipr.example" }
            $0.ended = [.init(origin: try Origin("guizhou.ipr.example/exercise"), size: 2)]
        }
        // Two of three are more than half.
        try await Self.line(from: federation[0], to: federation[1])
            .inControl { try await $0.send(Notice(parsing: removal.note.encoded)) }
        let genuine = try Self.revision(in: federation, at: 1, by: [0, 1]) { $0.titleEn = "Three" }
        let draft = try Self.revision(in: federation, at: 1, by: [2]) { $0.titleEn = "Draft" }
        for charter in [draft, genuine] {
            let notice = try Notice(parsing: charter.note.encoded)
            try await line.inControl { try await $0.send(notice) }
            #expect(federation[1].node.view.library.membership(of: charter.digest) == nil)
        }
        try await federation.remove()
    }

    @Test(
        "a peer that shows a charter and serves something else for its ancestor leaves nothing here that keeps the node from starting"
    )
    func ancestorWithheld() async throws {
        var federation = try await Federation.make([Self.jiangxi, Self.fujian])
        let (one, two) = try Self.trap(in: federation)
        let asked = Mutex<Set<Digest>>([])
        let liar = try await LyingPeer.start(
            inPlaceOf: federation[0],
            ports: federation.ports
        ) { service in
            service.changeSession = { honest in
                try SessionDocument(
                    boot: honest.boot,
                    card: honest.card,
                    charters: [.init(digest: two.digest, mechanism: "exercise")],
                    logs: honest.logs,
                    now: honest.now
                )
            }
            service.charter = { digest in
                asked.withLock { _ = $0.insert(digest) }
                return two.note.encoded
            }
        }
        federation[1].supervisor.session(with: try KeyName("jiangxi.ipr.example"))?.post(.redial)
        try await eventually("fujian asks for both") {
            asked.withLock { $0 == [one.digest, two.digest] }
        }
        let notice = try Notice(parsing: one.note.encoded)
        let line = try await Self.line(from: federation[0], to: federation[1])
        _ = try await Self.problem { try await line.inControl { try await $0.send(notice) } }
        await liar.stop()
        try await federation.stop(1)
        try await federation.restart(1)
        #expect(federation[1].node.view.library.chains.values.first?.all.count == 1)
        try await federation.remove()
    }

    @Test(
        "while a peer is slow to give the ancestor of a charter that is to be joined, peers can be added"
    )
    func slowAncestor() async throws {
        let federation = try await Federation.make([Self.jiangxi, Self.fujian])
        let fujian = federation[1]
        let asked = Mutex(false)
        @Sendable func isAsked() -> Bool { asked.withLock { $0 } }
        let slow = try await LyingPeer.start(
            inPlaceOf: federation[0],
            ports: federation.ports
        ) { service in
            service.charter = { _ in
                asked.withLock { $0 = true }
                // Answered never: it ends when the asker gives up, or with the liar.
                let (silence, input) = AsyncStream<Never>.makeStream()
                for await _ in silence {}
                input.finish()
                return nil
            }
        }
        fujian.supervisor.session(with: try KeyName("jiangxi.ipr.example"))?.post(.redial)
        var content = try Self.revision(in: federation, at: 1, by: [0, 1]) { _ in }.content
        content.mechanism = try #require(MechanismID("other"))
        content.predecessor = SHA256.digest(of: [1])
        let charter = try Charter(
            content,
            signers: federation.nodes.map { $0.node.view.keyring.node }
        )
        let text = String(decoding: charter.note.encoded, as: UTF8.self)
        let hasEnded = Mutex(false)
        try await eventually("the slow peer has a session") {
            fujian.supervisor.sessions.contains { $0.line != nil }
        }
        let local = fujian.test.local
        let joining = Task { @Sendable in
            defer { hasEnded.withLock { $0 = true } }
            while true {
                do {
                    _ = try await local.join(charter: text, caller: Federation.caller)
                    return
                } catch {
                    // The line to the node that was there before may still be in use: the slow one was not asked.
                    guard !isAsked() else { throw error }
                    try await Task.sleep(for: .milliseconds(10))
                }
            }
        }
        try await eventually("the slow peer is asked for the ancestor") { isAsked() }
        let hainan = try await TestNode.make("hainan.ipr.example", region: "460000")
        let card = try await hainan.local.card(caller: Federation.caller)
        _ = try await fujian.test.local.add(
            .init(card: card.card, fingerprint: card.fingerprint),
            caller: Federation.caller
        )
        #expect(!hasEnded.withLock { $0 })
        await slow.stop()
        await #expect(throws: (any Error).self) { try await joining.value }
        try await hainan.remove()
        try await federation.remove()
    }

    @Test("a node starts, whatever charters and in whatever order lie in its store")
    func storedTrap() async throws {
        var federation = try await Federation.make([Self.jiangxi, Self.fujian])
        let (one, two) = try Self.trap(in: federation)
        try await federation[1].node.store.write { transaction in
            for charter in [two, one] {
                try transaction.putCharter(charter.digest, note: charter.note.encoded)
            }
        }
        try await federation.stop(1)
        try await federation.restart(1)
        let chain = try #require(federation[1].node.view.library.chains.values.first)
        #expect(chain.newestInForce()?.content.revision == 1)
        try await federation.remove()
    }

    // MARK: Parts

    /// A revision with a member of an unknown key, and one after it with a bad signature under that key.
    private static func trap(in federation: Federation) throws -> (Charter, Charter) {
        let stranger = try Ed25519Signer(
            name: KeyName("hainan.ipr.example"),
            seed: [UInt8](repeating: 7, count: 32)
        )
        let one = try revision(in: federation, by: [0]) { content in
            let address = try #require(Address("460000"))
            content.members.append(
                try #require(CharterContent.Member(address: address, key: stranger.verifierKey))
            )
        }
        var content = one.content
        content.revision += 1
        content.predecessor = one.digest
        content.members.removeLast()
        let bad = try SignatureLine(
            name: stranger.verifierKey.name,
            keyID: stranger.verifierKey.id,
            signature: [UInt8](repeating: 1, count: 64)
        )
        return (one, try Charter(parsing: Note(text: content.text, signatures: [bad]).encoded))
    }

    /// A next revision as `position` knows the chain, signed by the nodes at these positions.
    private static func revision(
        in federation: Federation,
        at position: Int = 0,
        by signers: [Int],
        _ change: (inout CharterContent) throws -> Void
    ) throws -> Charter {
        let library = federation[position].node.view.library
        let last = try #require(library.chains.values.first?.newestInForce())
        var content = last.content
        content.revision += 1
        content.predecessor = last.digest
        try change(&content)
        return try Charter(content, signers: signers.map { federation[$0].node.view.keyring.node })
    }

    private static func line(from node: RunningNode, to other: RunningNode) async throws -> PeerLine
    {
        let peer = try KeyName("\(other.name)")
        try await eventually("a session of \(node.name) with \(other.name)") {
            node.supervisor.session(with: peer)?.line != nil
        }
        return try node.supervisor.line(to: peer)
    }

    /// The problem that a question is refused with; nil where it is not.
    private static func problem(_ ask: () async throws -> Void) async throws -> Replication.Problem?
    {
        do {
            try await ask()
            return nil
        } catch PeerClientError.refused(let problem) {
            return problem
        }
    }
}
