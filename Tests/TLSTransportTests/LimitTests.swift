import Cryptography
import Hummingbird
import HummingbirdCore
import NIOCore
import NIOEmbedded
import NIOPosix
import ServiceLifecycle
import Testing

@testable import TLSTransport

/// Peers that send too much, too slowly, or nothing at all.
@Suite struct LimitTests {
    let jiangxi: Node
    let guizhou: Node

    init() throws {
        jiangxi = try Node(Node.jiangxi)
        guizhou = try Node(Node.guizhou)
    }

    func configuration() throws -> PeerServerConfiguration {
        PeerServerConfiguration(context: try jiangxi.context(), pins: registry(guizhou))
    }

    /// Sends `bytes` on a connection of a known peer, then everything that `more` gives, and reads to the end.
    func exchange(
        _ server: TestServer,
        _ bytes: String,
        more: @escaping @Sendable (NIOAsyncChannelOutboundWriter<ByteBuffer>) async throws -> Void =
            { _ in }
    ) async throws -> String {
        let connection = try await RawTLS.connect(
            guizhou,
            to: server.port,
            pins: registry(jiangxi)
        )
        return try await connection.executeThenClose { input, output in
            try await output.write(ByteBuffer(string: bytes))
            return try await withThrowingTaskGroup(of: String?.self) { group in
                group.addTask {
                    // The server closes while we write: what it has answered is what counts.
                    try? await more(output)
                    return nil
                }
                group.addTask {
                    var received: [UInt8] = []
                    for try await part in input { received += part.readableBytesView }
                    return String(decoding: received, as: UTF8.self)
                }
                for try await result in group {
                    guard let result else { continue }
                    group.cancelAll()
                    return result
                }
                return ""
            }
        }
    }

    @Test("100 headers are read, 101 and 10,000 are answered by 400 and the end of the connection")
    func headerCount() async throws {
        try await TestServer.with(configuration()) { _, _ in
            text("hello")
        } _: { server in
            func request(_ count: Int) -> String {
                let fillers = (2..<count).map { "X-\($0): a\r\n" }.joined()
                return "GET /a HTTP/1.1\r\nHost: a\r\nConnection: close\r\n" + fillers + "\r\n"
            }
            let good = try await exchange(server, request(Limits.headerCountMax))
            #expect(good.hasPrefix("HTTP/1.1 200"), "\(good)")
            for count in [Limits.headerCountMax + 1, 10_000] {
                let bad = try await exchange(server, request(count))
                #expect(bad.hasPrefix("HTTP/1.1 400"), "\(bad)")
            }
            #expect(server.calls["requests"] == 1)
            let again = try await exchange(server, request(3))
            #expect(again.hasPrefix("HTTP/1.1 200"))
        }
    }

    @Test("one header as long as the limit is refused")
    func headerSize() async throws {
        try await TestServer.with(configuration()) { _, _ in
            text("hello")
        } _: { server in
            func request(_ count: Int) -> String {
                let value = String(repeating: "a", count: count)
                return "GET /a HTTP/1.1\r\nHost: a\r\nConnection: close\r\nX: \(value)\r\n\r\n"
            }
            let good = try await exchange(server, request(Limits.headerByteCountMax - 64))
            #expect(good.hasPrefix("HTTP/1.1 200"), "\(good)")
            let bad = try await exchange(server, request(Limits.headerByteCountMax + 1))
            #expect(bad.hasPrefix("HTTP/1.1 400"), "\(bad)")
        }
    }

    @Test("a body of the route's limit is read, one byte more is answered by 413, announced or not")
    func bodyLimit() async throws {
        var configuration = try configuration()
        configuration.bodyByteCountMax = { $0.path == "/large" ? 2000 : 1000 }
        try await TestServer.with(configuration) { request, _ in
            text("\(try await request.body.collect(upTo: 1 << 20).readableBytes)")
        } _: { server in
            func request(_ path: String, _ count: Int) -> String {
                "POST \(path) HTTP/1.1\r\nHost: a\r\nConnection: close\r\n"
                    + "Content-Length: \(count)\r\n\r\n" + String(repeating: "b", count: count)
            }
            for (path, count) in [("/a", 1000), ("/large", 1001), ("/large", 2000)] {
                let good = try await exchange(server, request(path, count))
                #expect(good.hasSuffix("\(count)"), "\(good)")
            }
            for (path, count) in [("/a", 1001), ("/large", 2001)] {
                let bad = try await exchange(server, request(path, count))
                #expect(bad.hasPrefix("HTTP/1.1 413"), "\(bad)")
            }
            #expect(server.calls["requests"] == 3)
            let chunked = "POST /a HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
            let endless = try await exchange(server, chunked) { output in
                let chunk = "100\r\n" + String(repeating: "c", count: 256) + "\r\n"
                while true { try await output.write(ByteBuffer(string: chunk)) }
            }
            #expect(endless.hasPrefix("HTTP/1.1 413"), "\(endless)")
        }
    }

    @Test("an endless body that no route reads is cut as well")
    func unreadBody() async throws {
        try await TestServer.with(configuration()) { _, _ in
            text("not interested")
        } _: { server in
            let chunked = "POST /a HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
            let sent = Tally()
            _ = try await exchange(server, chunked) { output in
                let chunk = "1000\r\n" + String(repeating: "c", count: 4096) + "\r\n"
                while true {
                    try await output.write(ByteBuffer(string: chunk))
                    sent.add("bytes", 4096)
                    try await EventLoops.catchUp()
                }
            }
            // What the server throws away, and what the two kernels buffer on loopback.
            #expect(sent["bytes"] < 32 << 20)
        }
    }

    @Test(
        "a head that comes byte by byte, and a connection that asks nothing, end at the head's time"
    )
    func slowHead() async throws {
        var configuration = try configuration()
        configuration.timeouts.head = .milliseconds(300)
        try await TestServer.with(configuration) { _, _ in
            text("hello")
        } _: { server in
            let slow = try await exchange(server, "GET /a HTTP/1.1\r\nX: ") { output in
                while true {
                    try await output.write(ByteBuffer(string: "a"))
                    try await Task.sleep(for: .milliseconds(20))
                }
            }
            #expect(slow == "")
            #expect(try await exchange(server, "") == "")
            #expect(server.calls["requests"] == 0)
        }
    }

    @Test("a body that comes byte by byte is answered by 408 at the body's time")
    func slowBody() async throws {
        var configuration = try configuration()
        configuration.timeouts.body = .milliseconds(300)
        try await TestServer.with(configuration) { request, _ in
            _ = try await request.body.collect(upTo: 1 << 20)
            return text("hello")
        } _: { server in
            let head = "POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 60000\r\n\r\n"
            let slow = try await exchange(server, head) { output in
                while true {
                    try await output.write(ByteBuffer(string: "b"))
                    try await Task.sleep(for: .milliseconds(20))
                }
            }
            #expect(slow.hasPrefix("HTTP/1.1 408"), "\(slow)")
        }
    }

    @Test("a connection that never begins its handshake is closed at the handshake's time")
    func handshakeTimeout() async throws {
        var configuration = try configuration()
        configuration.timeouts.connection.handshake = .milliseconds(200)
        try await TestServer.with(configuration) { _, _ in
            text("hello")
        } _: { server in
            let received = try await Plain.exchange(server.port, [])
            #expect(received == [])
            #expect(await server.refusals.next()?.code == .handshakeTimedOut)
        }
    }

    @Test("strangers can fill only the share of the handshakes, a peer only its own")
    func connectionLimits() async throws {
        var configuration = try configuration()
        let counter = ConnectionCounter(
            connectionCountMax: 4,
            handshakeCountMax: 2,
            perPinCountMax: 1
        )
        configuration.counter = counter
        try await TestServer.with(configuration) { _, _ in
            text("hello")
        } _: { server in
            let first = try await RawTLS.connect(
                guizhou,
                to: server.port,
                pins: registry(jiangxi)
            )
            try await first.executeThenClose { input, output in
                var answers = input.makeAsyncIterator()
                try await output.write(ByteBuffer(string: "GET /a HTTP/1.1\r\nHost: a\r\n\r\n"))
                #expect(try await answers.next() != nil)
                let second = try server.client(of: guizhou, pins: registry(jiangxi))
                let get = ClientRequest(path: "/a", limit: 10)
                #expect(await code { _ = try await second.response(to: get) } != nil)
                #expect(await server.refusals.next()?.arguments == ["limit": "1"])
            }
            // Two silent strangers; the third one is turned away at once.
            await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<3 { group.addTask { _ = try await Plain.exchange(server.port, []) } }
                let refusal = await server.refusals.next()
                #expect(refusal?.code == .tooManyConnections)
                #expect(refusal?.arguments == ["limit": "2"])
                group.cancelAll()
                // A cancelled wait ends by its error.
                while let result = await group.nextResult() { _ = result }
            }
        }
        #expect(counter.total == 0)
    }

    @Test(
        "a server takes 32 handshakes of a host, 256 in all, 16 connections of a pin and 4,096 in all"
    )
    func defaults() throws {
        func refused(_ limit: Int, _ body: () throws -> Void) {
            let error = #expect(throws: TLSTransportError.self) { try body() }
            #expect(error == TLSTransportError(.tooManyConnections, ["limit": "\(limit)"]))
        }
        let strangers = ConnectionCounter()
        for host in 0..<8 {
            for _ in 0..<32 { try strangers.begin(from: "10.0.0.\(host)") }
            if host < 7 { refused(32) { try strangers.begin(from: "10.0.0.\(host)") } }
        }
        refused(256) { try strangers.begin(from: "10.0.1.1") }
        // A handshake that ends makes room for another one of its host, and for any.
        strangers.end(nil, from: "10.0.0.0")
        refused(32) { try strangers.begin(from: "10.0.0.1") }
        try strangers.begin(from: "10.0.0.0")
        let peers = ConnectionCounter()
        for number in 0..<256 {
            let pin = CertificatePin(digest: SHA256.digest(of: Array("\(number)".utf8)))
            for _ in 0..<16 {
                try peers.begin(from: "10.0.0.1")
                try peers.establish(pin, from: "10.0.0.1")
            }
            if number < 255 {
                try peers.begin(from: "10.0.0.1")
                refused(16) { try peers.establish(pin, from: "10.0.0.1") }
                peers.end(nil, from: "10.0.0.1")
            }
        }
        refused(4_096) { try peers.begin(from: "10.0.0.1") }
    }

    @Test("all addresses of an IPv6 network of 64 bits are one host, and each IPv4 address is one")
    func hosts() throws {
        func host(_ address: String) throws -> String {
            ConnectionCounter.host(of: try SocketAddress(ipAddress: address, port: 1))
        }
        #expect(try host("2001:db8:0:1::1") == host("2001:db8:0:1:ffff::2"))
        #expect(try host("2001:db8:0:1::1") != host("2001:db8:0:2::1"))
        #expect(try host("10.0.0.1") != host("10.0.0.2"))
        #expect(try host("::ffff:10.0.0.1") == host("10.0.0.1"))
        #expect(try host("::ffff:10.0.0.1") != host("::ffff:10.0.0.2"))
    }

    @Test("shutting down does not wait for a connection that is still in its handshake")
    func quiescing() async throws {
        var configuration = try configuration()
        let counter = ConnectionCounter()
        configuration.counter = counter
        configuration.timeouts.connection.handshake = .hours(1)
        let router = Router(context: PeerRequestContext.self)
        let ports = Reports<Int>()
        let application = Application(
            router: router,
            server: .peers(configuration),
            configuration: .init(address: .hostname("127.0.0.1", port: 0)),
            onServerRunning: { ports.add($0.localAddress?.port ?? 0) }
        )
        let group = ServiceGroup(
            configuration: .init(services: [application], logger: application.logger)
        )
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await group.run() }
            let port = try #require(await ports.next())
            tasks.addTask {
                // How the connection ends does not matter here.
                _ = try? await Plain.exchange(port, [0x16])
            }
            while counter.total == 0 { await Task.yield() }
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
        }
        #expect(counter.total == 0)
    }

    @Test("what is written before the handshake is kept up to its limit, and one byte more ends it")
    func pendingWrites() throws {
        let channel = EmbeddedChannel(loop: EmbeddedEventLoop())
        let promise = channel.eventLoop.makePromise(of: PeerIdentity.self)
        let handler = try TLSHandler(
            jiangxi.context().value,
            .init(
                role: .client(serverName: "a"),
                rule: .peer(registry(), expected: "a"),
                timeouts: .init(),
                counter: nil,
                requiresProtocol: true
            ),
            handshake: promise
        )
        try channel.pipeline.syncOperations.addHandler(handler)
        channel.pipeline.fireChannelActive()
        let limit = ByteBuffer(repeating: 0, count: Limits.pendingWriteByteCountMax)
        let kept = channel.write(limit)
        #expect(handler.state == .handshaking)
        let refused = channel.write(ByteBuffer(bytes: [0]))
        #expect(throws: TLSTransportError.self) { try promise.futureResult.wait() }
        #expect(throws: (any Error).self) { try kept.wait() }
        #expect(throws: (any Error).self) { try refused.wait() }
        _ = try? channel.finish()  // The channel's errors were looked at above.
    }
}
