import Cryptography
import Foundation
import Logging
import PeerAPI
import Replication
import Synchronization
import TLSTransport
import Testing
import TransparencyLog

/// The client against the listener, over real TLS on loopback.
@Suite struct PeerLoopbackTests {
    private struct Party {
        let name: String
        let identity: TLSIdentity

        init(_ name: String) throws {
            self.name = name
            let key = try P256.PrivateKey()
            let now = Int64(Date().timeIntervalSince1970)
            let certificate = try NodeCertificate.selfSigned(
                nodeName: name,
                key: key,
                notBefore: now - 3_600,
                notAfter: now + 86_400
            )
            identity = try TLSIdentity(certificates: [certificate], key: key)
        }

        func context() throws -> CurrentTLSContext {
            CurrentTLSContext(try TLSContext(identity: identity))
        }
    }

    /// Serves `OneLog` as jiangxi and asks it as fujian, whose pin is known there unless it is a stranger.
    private static func asking(
        isStranger: Bool = false,
        answering bytes: [UInt8]? = nil,
        onObjects: @escaping @Sendable () async -> Void = {},
        _ body: @escaping @Sendable (PeerClient, LogID) async throws -> Void
    ) async throws {
        let (jiangxi, fujian) = (
            try Party("jiangxi.ipr.example"), try Party("fujian.ipr.example")
        )
        let known = isStranger ? [:] : [fujian.identity.pin: fujian.name]
        let transport = PeerServerConfiguration(
            context: try jiangxi.context(),
            pins: PinRegistry(known)
        )
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        var service = try OneLog()
        service.onObjects = onObjects
        if let bytes { service.bytes = bytes }
        let log = service.log
        let listener = PeerListener(
            service,
            transport: transport,
            host: "127.0.0.1",
            port: 0,
            logger: logger
        )
        let (ports, input) = AsyncStream<Int>.makeStream()
        let context = try fujian.context()
        let pins = PinRegistry([jiangxi.identity.pin: jiangxi.name])
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await listener.run { input.yield($0) } }
            group.addTask {
                var iterator = ports.makeAsyncIterator()
                guard let port = await iterator.next() else { return }
                let client = PeerClient(
                    HTTPSClient.peer(
                        jiangxi.name,
                        at: try HTTPSAddress("https://127.0.0.1:\(port)"),
                        context: context,
                        pins: pins,
                        connectionCountMax: 8
                    )
                )
                try await body(client, log)
                await client.close()
            }
            try await group.next()
            group.cancelAll()
            while !group.isEmpty {
                // The listener ends by cancellation.
                _ = await group.nextResult()
            }
        }
    }

    @Test("every kind of question gets its typed answer")
    func questions() async throws {
        try await Self.asking { client, log in
            let bytes: [UInt8] = Array(0..<100)
            let digest = try #require(Digest(hex: String(repeating: "ab", count: 32)))
            #expect(try await client.checkpoint(of: log) == bytes)
            #expect(try await client.cosignatures(of: log, size: 7) == bytes)
            #expect(try await client.rulePack(digest) == bytes)
            #expect(try await client.object(digest, at: 5, of: log) == bytes)
            #expect(try await client.keyEntries(of: log).entries == [bytes])
            #expect(try await client.heads(HeadsQuery(since: nil, waitSeconds: 1)) == nil)
            let answer = try await client.objects(
                ObjectsRequest([.init(index: 1, object: digest)]),
                of: log
            )
            #expect(answer.items == [.denied])
            let document = try SessionDocument(
                boot: #require(BootNonce(bytes: [UInt8](repeating: 3, count: 16))),
                card: Array("card\n".utf8),
                charters: [],
                logs: [],
                now: #require(WireTime("2026-11-20T09:00:00+08:00".utf8))
            )
            #expect(try await client.session(document) == document)
        }
    }

    @Test(
        "what is absent is not found, what is refused has its code, and what is malformed is not believed"
    )
    func refusals() async throws {
        try await Self.asking { client, log in
            let other = LogID(try Origin("nobody.example/exercise"))
            let digest = try #require(Digest(hex: String(repeating: "cd", count: 32)))
            await #expect(throws: PeerClientError.notFound) {
                _ = try await client.checkpoint(of: other)
            }
            await #expect(throws: PeerClientError.notFound) { _ = try await client.charter(digest) }
            let refused = await #expect(throws: PeerClientError.self) {
                try await client.send(Notice(parsing: Array("lianlu/card/v1\n".utf8)))
            }
            guard case .refused(let problem)? = refused else {
                Issue.record("not refused: \(String(describing: refused))")
                return
            }
            #expect(problem.code == "not_verifiable" && problem.status == 422)
            // A hundred bytes are no bundle of two entries and no tile of four hashes.
            let bundle = try #require(BundleCoordinate(index: 0, width: 2))
            await #expect(throws: TransparencyLogError.self) {
                _ = try await client.bundle(bundle, of: log)
            }
            let tile = try #require(TileCoordinate(level: 0, index: 0, width: 4))
            await #expect(throws: TransparencyLogError.self) {
                _ = try await client.tile(tile, of: log)
            }
        }
    }

    @Test(
        "a peer has four answers with objects on their way; one more is refused until one of them was given, and all else is answered"
    )
    func answersAtOnce() async throws {
        let (entered, input) = AsyncStream<Void>.makeStream()
        let (closed, opening) = AsyncStream<Void>.makeStream()
        let gate = Task { for await _ in closed {} }
        try await Self.asking(
            onObjects: {
                input.yield()
                await gate.value
            },
            { client, log in
                let digest = try #require(Digest(hex: String(repeating: "ab", count: 32)))
                let request = try ObjectsRequest([.init(index: 1, object: digest)])
                try await withThrowingTaskGroup(of: [ObjectsAnswer.Item].self) { group in
                    for _ in 0..<4 {
                        group.addTask { try await client.objects(request, of: log).items }
                    }
                    var iterator = entered.makeAsyncIterator()
                    for _ in 0..<4 { await iterator.next() }
                    let refused = await #expect(throws: PeerClientError.self) {
                        _ = try await client.objects(request, of: log)
                    }
                    guard case .refused(let problem)? = refused else {
                        Issue.record("not refused: \(String(describing: refused))")
                        return
                    }
                    #expect(problem.code == "too_many_requests" && problem.status == 429)
                    #expect(try await client.checkpoint(of: log).count == 100)
                    opening.finish()
                    for try await items in group { #expect(items == [.denied]) }
                }
                #expect(try await client.objects(request, of: log).items == [.denied])
            }
        )
    }

    @Test(
        "an answer of many pieces comes whole",
        arguments: [262_144, 262_145, 524_288, 1_000_001]
    )
    func pieces(count: Int) async throws {
        let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 8) }
        try await Self.asking(answering: bytes) { client, _ in
            let digest = try #require(Digest(hex: String(repeating: "ab", count: 32)))
            #expect(try await client.rulePack(digest) == bytes)
        }
    }

    @Test("a stranger gets no answer at all")
    func stranger() async throws {
        try await Self.asking(isStranger: true) { client, log in
            let error = await #expect(throws: TLSTransportError.self) {
                _ = try await client.checkpoint(of: log)
            }
            #expect(error?.code == .certificateRefusedByPeer)
        }
    }
}
