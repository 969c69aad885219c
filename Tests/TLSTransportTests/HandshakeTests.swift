import Cryptography
import NIOCore
import Testing

@testable import TLSTransport

/// Who is let in, judged from both sides.
@Suite struct HandshakeTests {
    let jiangxi: Node
    let guizhou: Node

    init() throws {
        jiangxi = try Node(Node.jiangxi)
        guizhou = try Node(Node.guizhou)
    }

    func configuration(_ pins: PinRegistry? = nil) throws -> PeerServerConfiguration {
        PeerServerConfiguration(
            context: try jiangxi.context(),
            pins: pins ?? registry(jiangxi, guizhou)
        )
    }

    static let get = ClientRequest(path: "/a", limit: 1024)

    @Test("two nodes that know each other exchange a request, and the route knows the peer")
    func mutual() async throws {
        try await TestServer.with(configuration()) { _, context in
            text("hello \(context.peer.name) \(context.peer.pin)")
        } _: { server in
            let client = try server.client(of: guizhou, pins: registry(jiangxi))
            let response = try await client.response(to: Self.get)
            #expect(response.head.status == 200)
            #expect(
                String(decoding: response.body, as: UTF8.self)
                    == "hello \(Node.guizhou) \(guizhou.pin)"
            )
            #expect(await client.isAccepted)
            await client.close()
        }
    }

    @Test("a client that the server does not know learns so at its first read")
    func unknownClient() async throws {
        try await TestServer.with(configuration(registry(jiangxi))) { _, _ in
            text("secret")
        } _: { server in
            let client = try server.client(of: guizhou, pins: registry(jiangxi))
            do {
                _ = try await client.response(to: Self.get)
                Issue.record("a stranger was answered")
            } catch let error as TLSTransportError {
                #expect(error.code == .certificateRefusedByPeer)
                #expect(error.arguments == ["alert": "unknown_ca"])
            }
            #expect(await !client.isAccepted)
            let refusal = await server.refusals.next()
            #expect(refusal?.code == .peerUnknown)
            #expect(refusal?.arguments == ["pin": guizhou.pin.description])
            #expect(server.calls["requests"] == 0)
            await client.close()
        }
    }

    @Test("a server whose pin is in no card is refused before a request leaves")
    func unknownServer() async throws {
        try await TestServer.with(configuration()) { _, _ in
            text("hello")
        } _: { server in
            let client = try server.client(of: guizhou, pins: registry(guizhou))
            #expect(await code { _ = try await client.response(to: Self.get) } == .peerUnknown)
            #expect(server.calls["requests"] == 0)
        }
    }

    @Test("a server that is another peer than the one called is refused")
    func otherServer() async throws {
        try await TestServer.with(configuration()) { _, _ in
            text("hello")
        } _: { server in
            let client = try server.client(
                of: guizhou,
                expecting: "fujian.ipr.example",
                pins: registry(jiangxi)
            )
            #expect(await code { _ = try await client.response(to: Self.get) } == .peerUnexpected)
        }
    }

    @Test("a pinned certificate that does not carry its node's name is refused on both sides")
    func wrongName() async throws {
        let misnamed = try Node(Node.guizhou, certificateName: "zhejiang.ipr.example")
        try await TestServer.with(configuration(registry(misnamed))) { _, _ in
            text("hello")
        } _: { server in
            let client = try server.client(of: misnamed, pins: registry(jiangxi))
            #expect(
                await code { _ = try await client.response(to: Self.get) }
                    == .certificateRefusedByPeer
            )
            #expect(await server.refusals.next()?.code == .peerNameMissing)
        }
        try await RawTLS.serve(misnamed, pins: registry(jiangxi)) { connection, _ in
            try await connection.executeThenClose { input, _ in
                for try await _ in input {}
            }
        } _: { port in
            let client = HTTPSClient.peer(
                Node.guizhou,
                at: try HTTPSAddress("https://127.0.0.1:\(port)"),
                context: try jiangxi.context(),
                pins: registry(misnamed)
            )
            #expect(await code { _ = try await client.response(to: Self.get) } == .peerNameMissing)
        }
    }

    @Test("without a CA file an expired certificate passes by its pin; with one it is refused")
    func dates() async throws {
        let expired = try Node(Node.guizhou, from: -7200, to: -3600)
        let authorities = try CertificateAuthorities([
            expired.certificate, guizhou.certificate, jiangxi.certificate,
        ])
        var configuration = try configuration(registry(expired, guizhou))
        try await TestServer.with(configuration) { _, _ in
            text("hello")
        } _: { server in
            let client = try server.client(of: expired, pins: registry(jiangxi))
            #expect(try await client.response(to: Self.get).head.status == 200)
            await client.close()
        }
        configuration.context = try jiangxi.context(authorities: authorities)
        try await TestServer.with(configuration) { _, _ in
            text("hello")
        } _: { server in
            let client = try server.client(of: expired, pins: registry(jiangxi))
            #expect(
                await code { _ = try await client.response(to: Self.get) }
                    == .certificateRefusedByPeer
            )
            #expect(await server.refusals.next()?.code == .chainRefused)
            let good = try server.client(of: guizhou, pins: registry(jiangxi))
            #expect(try await good.response(to: Self.get).head.status == 200)
            await good.close()
        }
    }

    @Test("a certificate of another authority is refused where a CA file is configured")
    func chain() async throws {
        var configuration = try configuration()
        configuration.context = try jiangxi.context(
            authorities: CertificateAuthorities([jiangxi.certificate])
        )
        try await TestServer.with(configuration) { _, _ in
            text("hello")
        } _: { server in
            let client = try server.client(of: guizhou, pins: registry(jiangxi))
            #expect(
                await code { _ = try await client.response(to: Self.get) }
                    == .certificateRefusedByPeer
            )
            #expect(await server.refusals.next()?.code == .chainRefused)
        }
    }

    @Test("withdrawing a pin closes its connections at once and no others")
    func withdrawal() async throws {
        let zhejiang = try Node("zhejiang.ipr.example")
        let pins = registry(guizhou, zhejiang)
        try await TestServer.with(configuration(pins)) { _, _ in
            text("hello")
        } _: { server in
            let stays = try await RawTLS.connect(
                zhejiang,
                to: server.port,
                pins: registry(jiangxi)
            )
            let goes = try await RawTLS.connect(guizhou, to: server.port, pins: registry(jiangxi))
            // An answer shows that the server has completed its side of the handshake.
            try await stays.executeThenClose { input, output in
                var answers = input.makeAsyncIterator()
                try await output.write(ByteBuffer(string: "GET /a HTTP/1.1\r\nHost: a\r\n\r\n"))
                #expect(try await answers.next() != nil)
                await #expect(throws: (any Error).self) {
                    try await goes.executeThenClose { input, output in
                        var answers = input.makeAsyncIterator()
                        try await output.write(
                            ByteBuffer(string: "GET /a HTTP/1.1\r\nHost: a\r\n\r\n")
                        )
                        #expect(try await answers.next() != nil)
                        #expect(pins.connectionCount == 2)
                        pins.replace([zhejiang.pin: zhejiang.name])
                        while try await answers.next() != nil {}
                    }
                }
                #expect(pins.connectionCount == 1)
                try await output.write(ByteBuffer(string: "GET /a HTTP/1.1\r\nHost: a\r\n\r\n"))
                #expect(try await answers.next() != nil)
            }
            let again = try server.client(of: guizhou, pins: registry(jiangxi))
            #expect(
                await code { _ = try await again.response(to: Self.get) }
                    == .certificateRefusedByPeer
            )
        }
    }

    @Test("new connections show the new certificate, old ones go on with the old")
    func rotation() async throws {
        let configuration = try configuration()
        let next = try Node(Node.jiangxi)
        try await TestServer.with(configuration) { _, _ in
            text("hello")
        } _: { server in
            let both = registry(jiangxi, next)
            let old = try server.client(of: guizhou, pins: both, connectionCountMax: 1)
            #expect(try await old.response(to: Self.get).head.status == 200)
            configuration.context.replace(try TLSContext(identity: next.identity))
            let new = try server.client(of: guizhou, pins: both)
            #expect(try await new.handshake().pin == next.pin)
            #expect(try await old.response(to: Self.get).head.status == 200)
            let stale = try server.client(of: guizhou, pins: registry(jiangxi))
            #expect(await code { _ = try await stale.handshake() } == .peerUnknown)
            await old.close()
        }
    }

    @Test("a certificate is not shown with another one's key")
    func mismatch() throws {
        #expect(throws: TLSTransportError(.identityMismatch)) {
            try TLSIdentity(certificates: [jiangxi.certificate], key: guizhou.identity.key)
        }
        #expect(throws: TLSTransportError(.identityMismatch)) {
            try TLSIdentity(certificates: [], key: guizhou.identity.key)
        }
    }
}

extension ClientRequest {
    /// A GET for at most `limit` bytes.
    init(path: String, limit: Int, timeouts: ExchangeTimeouts = .init()) {
        self.init(.get, path, responseByteCountMax: limit, timeouts: timeouts)
    }
}
