import Cryptography
import HummingbirdCore
import NIOCore
import NIOPosix
import Testing

@testable import TLSTransport

/// What outside programs get: OpenSSL's own client and curl.
@Suite struct StrangerTests {
    let jiangxi: Node
    let guizhou: Node
    let folder: TemporaryFolder

    init() throws {
        jiangxi = try Node(Node.jiangxi)
        guizhou = try Node(Node.guizhou)
        folder = try TemporaryFolder()
    }

    func configuration() throws -> PeerServerConfiguration {
        // A busy machine must not turn what is refused for its bytes into a handshake that took too long.
        PeerServerConfiguration(
            context: try jiangxi.context(),
            pins: registry(guizhou),
            timeouts: ServerTimeouts(connection: .init(handshake: .minutes(10)))
        )
    }

    static let request = "GET /secret HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"

    /// OpenSSL's client with its trace of every message; the request goes out as early as it can.
    func trace(
        _ server: TestServer,
        _ node: Node?,
        _ options: [String] = []
    ) async throws
        -> Trace
    {
        var arguments = [
            "s_client", "-connect", "127.0.0.1:\(server.port)", "-servername", Node.jiangxi,
            "-msg", "-ign_eof",
        ]
        if let node {
            let files = try node.files(in: folder)
            arguments += ["-cert", files.certificate, "-key", files.key]
        }
        if !options.contains("-alpn"), !options.contains("-no-alpn") {
            arguments += ["-alpn", "http/1.1"]
        }
        arguments += options.filter { $0 != "-no-alpn" }
        return Trace(try await run("openssl", arguments, input: Self.request).output)
    }

    @Test("a peer in the cards reads its answer through openssl, so the trace can show one")
    func positiveControl() async throws {
        try await TestServer.with(configuration()) { _, _ in
            text("the secret")
        } _: { server in
            let trace = try await trace(server, guizhou)
            #expect(trace.text.contains("the secret"))
            #expect(trace.receivedTypes.contains(.application))
            #expect(server.calls["requests"] == 1)
        }
    }

    @Test("a stranger receives handshake messages and an alert, and not one application byte")
    func stranger() async throws {
        let stranger = try Node("zhejiang.ipr.example")
        try await TestServer.with(configuration()) { _, _ in
            text("the secret")
        } _: { server in
            let trace = try await trace(server, stranger)
            #expect(trace.receivedTypes.contains(.handshake), "\(trace.text)")
            #expect(trace.receivedTypes.contains(.alert))
            #expect(!trace.receivedTypes.contains(.application))
            #expect(!trace.text.contains("secret"))
            #expect(trace.text.contains("unknown ca"))
            #expect(!trace.text.contains("NewSessionTicket"))
            #expect(await server.refusals.next()?.code == .peerUnknown)
            #expect(server.calls["requests"] == 0)
        }
    }

    @Test("a client without a certificate is refused by alert, without an application byte")
    func noCertificate() async throws {
        try await TestServer.with(configuration()) { _, _ in
            text("the secret")
        } _: { server in
            let trace = try await trace(server, nil)
            #expect(!trace.receivedTypes.contains(.application))
            #expect(trace.text.contains("certificate required"), "\(trace.text)")
            #expect(await server.refusals.next()?.code == .handshakeFailed)
            #expect(server.calls["requests"] == 0)
        }
    }

    @Test("TLS 1.2 is refused, also for a peer in the cards")
    func oldVersion() async throws {
        try await TestServer.with(configuration()) { _, _ in
            text("the secret")
        } _: { server in
            let trace = try await trace(server, guizhou, ["-tls1_2"])
            #expect(trace.text.contains("alert protocol version"), "\(trace.text)")
            #expect(!trace.receivedTypes.contains(.application))
            #expect(await server.refusals.next()?.code == .handshakeFailed)
            #expect(server.calls["requests"] == 0)
        }
    }

    @Test("another protocol, or none, is refused without an application byte")
    func otherProtocol() async throws {
        try await TestServer.with(configuration()) { _, _ in
            text("the secret")
        } _: { server in
            let other = try await trace(server, guizhou, ["-alpn", "h2"])
            #expect(other.text.contains("no application protocol"), "\(other.text)")
            #expect(!other.receivedTypes.contains(.application))
            #expect(await server.refusals.next()?.code == .handshakeFailed)
            try folder.clear()
            let none = try await trace(server, guizhou, ["-no-alpn"])
            #expect(!none.receivedTypes.contains(.application))
            #expect(await server.refusals.next()?.code == .protocolNotAgreed)
            #expect(server.calls["requests"] == 0)
        }
    }

    @Test("no session ticket is sent, so no later connection skips the certificate")
    func noTickets() async throws {
        try await TestServer.with(configuration()) { _, _ in
            text("hello")
        } _: { server in
            let trace = try await trace(server, guizhou)
            #expect(!trace.text.contains("NewSessionTicket"))
        }
    }

    @Test("curl reads an answer, checks the name in the certificate, and fails without its own")
    func curl() async throws {
        let files = try guizhou.files(in: folder)
        let authority = folder.path + "/jiangxi.crt"
        try CertificateFile.create([jiangxi.certificate], at: authority)
        try await TestServer.with(configuration()) { request, _ in
            text("hello \(request.uri.path)")
        } _: { server in
            let common = [
                "--silent", "--show-error", "--http1.1", "--cacert", authority,
                "--resolve", "\(Node.jiangxi):\(server.port):127.0.0.1",
                "https://\(Node.jiangxi):\(server.port)/a",
            ]
            let good = try await run(
                "curl",
                ["--cert", files.certificate, "--key", files.key] + common
            )
            #expect(good.output == "hello /a")
            let bad = try await run("curl", common)
            #expect(bad.status != 0)
            #expect(bad.output.contains("alert"), "the alert must not be lost: \(bad.output)")
        }
    }

    @Test("bytes that are no TLS end the connection with an alert and nothing else")
    func noise() async throws {
        try await TestServer.with(configuration()) { _, _ in
            text("hello")
        } _: { server in
            let received = try await Plain.exchange(
                server.port,
                Array("GET / HTTP/1.1\r\nHost: a\r\n\r\n".utf8)
            )
            // One alert record at most: type 21, version, length 2.
            #expect(received.isEmpty || received.first == 21 && received.count == 7)
            #expect(await server.refusals.next()?.code == .handshakeFailed)
            #expect(server.calls["requests"] == 0)
        }
    }
}

/// The messages in the trace of `openssl s_client -msg`.
struct Trace {
    enum ContentType: UInt8 {
        case alert = 0x15
        case handshake = 0x16
        case application = 0x17
    }

    let text: String

    init(_ text: String) { self.text = text }

    /// The types of all records received, those inside encrypted records where there are any.
    var receivedTypes: Set<ContentType> {
        var types: Set<ContentType> = []
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        for (index, line) in lines.enumerated() where line.hasPrefix("<<<") {
            if line.contains("InnerContent") || line.contains("Inner Content") {
                let byte = lines[index + 1].split(separator: " ").first ?? ""
                if let value = UInt8(byte, radix: 16), let type = ContentType(rawValue: value) {
                    types.insert(type)
                }
            } else if line.contains(", Handshake") {
                types.insert(.handshake)
            } else if line.contains(", Alert") {
                types.insert(.alert)
            }
        }
        return types
    }
}

/// TCP without TLS.
enum Plain {
    /// Sends bytes and reads until the other side closes.
    static func exchange(_ port: Int, _ bytes: [UInt8]) async throws -> [UInt8] {
        let connection = try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .channelOption(ChannelOptions.allowRemoteHalfClosure, value: true)
            .connect(host: "127.0.0.1", port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, ByteBuffer>(
                        wrappingChannelSynchronously: channel
                    )
                }
            }
        return try await connection.executeThenClose { input, output in
            if !bytes.isEmpty { try await output.write(ByteBuffer(bytes: bytes)) }
            var received: [UInt8] = []
            for try await part in input { received += part.readableBytesView }
            return received
        }
    }
}
