import Casework
import Cryptography
import Ledger
import LocalAPI
import PeerAPI
import Replication
import SQLiteStorage
import Testing
import TransparencyLog

@testable import NodeService

/// Whoever has a node's own TLS key: another copy of its home, or a thief of that one key.
@Suite struct OwnPinTests {
    @Test(
        "whoever calls with a node's own certificate is answered boot nonce, card and time, and nothing else"
    )
    func ownPin() async throws {
        let federation = try await Federation.make([("jiangxi", "360000"), ("fujian", "350000")])
        let sent = try await federation.send(from: 0, to: "350000")
        try await eventually("fujian's receipt is at jiangxi") {
            try await federation[0].test.local.record(sent.entry, caller: Federation.caller)
                .summary.state == "received"
        }
        let node = federation[0]
        let (view, own) = (node.node.view, try Origin("jiangxi.ipr.example/exercise"))
        let charter = try #require(view.library.chains.values.first?.newestInForce())
        let pack = try #require(charter.content.rules.first)
        let entry = try #require(Digest(hex: sent.entry))
        let line = try node.supervisor.line(toCopyAt: view.card)
        let client = line.session
        let document = try SessionDocument(
            boot: #require(BootNonce(bytes: [UInt8](repeating: 3, count: BootNonce.byteCount))),
            card: view.card.note.encoded,
            charters: [],
            logs: [],
            now: #require(WireTime("2026-11-20T09:00:00+08:00".utf8))
        )
        let answer = try await client.session(document)
        #expect(answer.card == view.card.note.encoded)
        #expect(answer.charters.isEmpty && answer.logs.isEmpty)
        #expect(try await client.heads(HeadsQuery(since: nil, waitSeconds: 1)) == nil)
        for origin in [own, try Origin("fujian.ipr.example/exercise")] {
            let log = LogID(origin)
            let tile = try #require(TileCoordinate(level: 0, index: 0, width: 1))
            let bundle = try #require(BundleCoordinate(index: 0, width: 1))
            let want = ObjectsRequest.Want(index: 1, object: entry)
            let questions: [() async throws -> Void] = [
                { _ = try await client.checkpoint(of: log) },
                { _ = try await client.keyEntries(of: log) },
                { _ = try await client.cosignatures(of: log, size: 1) },
                { _ = try await client.tile(tile, of: log) },
                { _ = try await client.bundle(bundle, of: log) },
                { _ = try await client.object(entry, at: 1, of: log) },
                { _ = try await client.objects(ObjectsRequest([want]), of: log) },
                { _ = try await client.charter(charter.digest) },
                { _ = try await client.rulePack(pack.digest) },
            ]
            for question in questions {
                await #expect(throws: PeerClientError.notFound) { try await question() }
            }
        }
        // What it brings counts for nothing: a charter that nobody else has signed neither.
        var content = charter.content
        (content.revision, content.predecessor) = (2, charter.digest)
        let next = try Charter(content, signers: [view.keyring.node])
        try await client.send(Notice(parsing: next.note.encoded))
        #expect(node.node.view.library.membership(of: next.digest) == nil)
        let alarms = try await node.test.local.status(caller: Federation.caller).alarms
        #expect(alarms.map(\.code) == ["replication.own_copy_live"])
        await line.close()
        try await federation.remove()
    }
}
