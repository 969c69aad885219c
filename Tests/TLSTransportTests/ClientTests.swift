import Cryptography
import Foundation
import NIOCore
import TestSupport
import Testing

@testable import TLSTransport

/// The client against servers that keep to no rules, and against plain web sites.
@Suite struct ClientTests {
    let jiangxi: Node
    let guizhou: Node

    init() throws {
        jiangxi = try Node(Node.jiangxi)
        guizhou = try Node(Node.guizhou)
    }

    /// What a client makes of a server that answers a request by what `answer` writes.
    ///
    /// Where time is not what is tested it is so long that a busy machine does not end the request.
    func outcome(
        limit: Int = 1000,
        timeouts: ExchangeTimeouts = .init(stall: .seconds(300), total: .seconds(600)),
        answer: @escaping @Sendable (NIOAsyncChannelOutboundWriter<ByteBuffer>) async throws -> Void
    ) async throws -> TLSTransportError.Code? {
        try await RawTLS.serve(jiangxi, pins: registry(guizhou)) { connection, _ in
            try await connection.executeThenClose { input, output in
                var parts = input.makeAsyncIterator()
                _ = try await parts.next()
                try await answer(output)
                _ = try await parts.next()
            }
        } _: { port in
            let client = HTTPSClient.peer(
                Node.jiangxi,
                at: try HTTPSAddress("https://127.0.0.1:\(port)"),
                context: try guizhou.context(),
                pins: registry(jiangxi)
            )
            let request = ClientRequest(path: "/a", limit: limit, timeouts: timeouts)
            return await code { _ = try await client.response(to: request) }
        }
    }

    @Test("a server that never answers ends the request at the stall's time")
    func neverAnswers() async throws {
        let timeouts = ExchangeTimeouts(stall: .milliseconds(200), total: .seconds(60))
        #expect(try await outcome(timeouts: timeouts) { _ in } == .responseStalled)
    }

    @Test("a server that answers byte by byte ends the request at its whole time")
    func bytewise() async throws {
        let timeouts = ExchangeTimeouts(stall: .seconds(60), total: .milliseconds(400))
        let code = try await outcome(timeouts: timeouts) { output in
            try await output.write(
                ByteBuffer(string: "HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n")
            )
            while true {
                try await output.write(ByteBuffer(string: "a"))
                try await Task.sleep(for: .milliseconds(20))
            }
        }
        #expect(code == .responseTimedOut)
    }

    @Test("a body of the limit is read; one byte more, announced, counted or endless, is refused")
    func bodyLimit() async throws {
        @Sendable func answer(_ count: Int, announced: Bool) -> String {
            (announced
                ? "HTTP/1.1 200 OK\r\nContent-Length: \(count)\r\n\r\n"
                : "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                    + String(count, radix: 16) + "\r\n")
                + String(repeating: "a", count: count) + (announced ? "" : "\r\n0\r\n\r\n")
        }
        for announced in [true, false] {
            for (count, expected) in [
                (1000, nil), (1001, TLSTransportError.Code.responseBodyTooLarge),
            ] {
                let code = try await outcome { output in
                    try await output.write(ByteBuffer(string: answer(count, announced: announced)))
                }
                #expect(code == expected)
            }
        }
        let endless = try await outcome { output in
            try await output.write(ByteBuffer(string: "HTTP/1.1 200 OK\r\n\r\n"))
            while true { try await output.write(ByteBuffer(repeating: 1, count: 4096)) }
        }
        #expect(endless == .responseBodyTooLarge)
    }

    @Test("10,000 headers, an oversized head and no HTTP at all are malformed answers")
    func heads() async throws {
        let answers = [
            "HTTP/1.1 200 OK\r\n" + String(repeating: "X: a\r\n", count: 10_000) + "\r\n",
            "HTTP/1.1 200 OK\r\nX: " + String(repeating: "a", count: 20_000) + "\r\n\r\n",
            "SSH-2.0-OpenSSH\r\n",
        ]
        for answer in answers {
            let code = try await outcome { try await $0.write(ByteBuffer(string: answer)) }
            #expect(code == .responseMalformed)
        }
    }

    @Test("an answer that nobody asked for ends the connection")
    func unasked() async throws {
        try await RawTLS.serve(jiangxi, pins: registry(guizhou)) { connection, number in
            try await connection.executeThenClose { input, output in
                var parts = input.makeAsyncIterator()
                _ = try await parts.next()
                let answer = "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n\(number)"
                try await output.write(ByteBuffer(string: answer + answer))
                _ = try await parts.next()
            }
        } _: { port in
            let client = HTTPSClient.peer(
                Node.jiangxi,
                at: try HTTPSAddress("https://127.0.0.1:\(port)"),
                context: try guizhou.context(),
                pins: registry(jiangxi)
            )
            let request = ClientRequest(path: "/a", limit: 10)
            #expect(try await client.response(to: request).body == Array("1".utf8))
            // The second answer came with the first: the connection is not used again, and a new one answers.
            #expect(try await client.response(to: request).body == Array("2".utf8))
        }
    }

    @Test("the end of an answer is read also after its connection has closed")
    func lateReader() async throws {
        let (waiting, closed) = (Reports<Bool>(), Reports<Bool>())
        try await RawTLS.serve(jiangxi, pins: registry(guizhou)) { connection, _ in
            try await connection.executeThenClose { input, output in
                var parts = input.makeAsyncIterator()
                _ = try await parts.next()
                let head = "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\n"
                try await output.write(ByteBuffer(string: head))
                #expect(await waiting.next() == true)
                try await EventLoops.catchUp()
                try await output.write(ByteBuffer(string: "ok"))
                output.finish()
                while try await parts.next() != nil {}
            }
            closed.add(true)
        } _: { port in
            let client = HTTPSClient.peer(
                Node.jiangxi,
                at: try HTTPSAddress("https://127.0.0.1:\(port)"),
                context: try guizhou.context(),
                pins: registry(jiangxi)
            )
            let request = ClientRequest(path: "/a", limit: 10)
            for readsEarly in [true, false] {
                try await client.withResponse(to: request) { _, body in
                    var parts = body.makeAsyncIterator()
                    waiting.add(true)
                    if readsEarly { #expect(try await parts.next() == ByteBuffer(string: "ok")) }
                    #expect(await closed.next() == true)
                    try await EventLoops.catchUp()
                    if !readsEarly { #expect(try await parts.next() == ByteBuffer(string: "ok")) }
                    #expect(try await parts.next() == nil)
                }
            }
        }
    }

    @Test("a port that nobody listens on is named with the reason")
    func unreachable() async throws {
        let port = try await RawTLS.serve(jiangxi, pins: registry()) { _, _ in
        } _: {
            $0
        }
        let client = HTTPSClient.peer(
            Node.jiangxi,
            at: try HTTPSAddress("https://127.0.0.1:\(port)"),
            context: try guizhou.context(),
            pins: registry(jiangxi)
        )
        do {
            _ = try await client.handshake()
            Issue.record("nobody listens there")
        } catch let error as TLSTransportError {
            #expect(error.code == .connectFailed)
            #expect(error.arguments["reason"] == "Connection refused")
            #expect(error.arguments["host"] == "127.0.0.1")
            #expect(error.arguments["port"] == String(port))
        }
    }

    @Test("a host that has no address is told in the resolver's own words")
    func unknownHost() async throws {
        // No resolver asks another machine for a name with a label of more than 63 bytes (RFC 1035 §2.3.4).
        let host = String(repeating: "a", count: 64) + ".invalid"
        let client = HTTPSClient.peer(
            Node.jiangxi,
            at: try HTTPSAddress("https://\(host):7443"),
            context: try guizhou.context(),
            pins: registry(jiangxi)
        )
        let error = await #expect(throws: TLSTransportError.self) {
            _ = try await client.handshake()
        }
        let reason = try #require(error?.arguments["reason"])
        #expect(error?.code == .connectFailed)
        // Which words depends on the machine's resolver.
        #expect(!reason.contains("Error") && !reason.contains(host), "\(reason)")
    }

    @Test("a server that accepts and says nothing ends the handshake at its time")
    func silentServer() async throws {
        let relay = try await Relay(silent: true)
        var timeouts = DialTimeouts()
        timeouts.connection.handshake = .milliseconds(200)
        let client = HTTPSClient.peer(
            Node.jiangxi,
            at: try HTTPSAddress("https://127.0.0.1:\(relay.port)"),
            context: try guizhou.context(),
            pins: registry(jiangxi),
            timeouts: timeouts
        )
        #expect(await code { _ = try await client.handshake() } == .handshakeTimedOut)
        let patient = HTTPSClient.peer(
            Node.jiangxi,
            at: try HTTPSAddress("https://127.0.0.1:\(relay.port)"),
            context: try guizhou.context(),
            pins: registry(jiangxi)
        )
        let task = Task { try await patient.handshake() }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        try await relay.close()
    }

    @Test(
        "a path or a header that could end its line is never sent",
        arguments: [
            "a", "", "/a b", "/a\r\nX: y", "/省", "/" + String(repeating: "a", count: 2048),
        ]
    )
    func badPaths(path: String) {
        #expect(throws: TLSTransportError(.requestMalformed)) {
            try ClientRequest(path: path, limit: 1).head(authority: "a")
        }
        #expect(throws: TLSTransportError(.requestMalformed)) {
            try ClientRequest(.get, "/", headers: [("X", path + "\n")], responseByteCountMax: 1)
                .head(authority: "a")
        }
    }

    @Test("a plain web site is read with a CA file or a pin, and refused without either")
    func site() async throws {
        let folder = try TemporaryFolder()
        let host = try Node("localhost")
        let files = try host.files(in: folder)
        try Data("a static file".utf8).write(to: URL(filePath: folder.path + "/checkpoint"))
        try await StaticSite.serving(
            folder,
            certificate: files.certificate,
            key: files.key
        ) { port in try await readSite(at: port, of: host, trusting: files.certificate) }
    }

    private func readSite(at port: Int, of host: Node, trusting file: String) async throws {
        let address = try HTTPSAddress("https://localhost:\(port)/checkpoint")
        let request = ClientRequest(path: address.path, limit: 4096)
        func context(_ authorities: CertificateAuthorities) throws -> CurrentTLSContext {
            CurrentTLSContext(try TLSContext(siteAuthorities: authorities))
        }
        let trusting = HTTPSClient.site(
            at: address,
            context: try context(CertificateAuthorities(file: file))
        )
        #expect(
            try await trusting.response(to: request).body == Array("a static file".utf8)
        )
        let stranger = HTTPSClient.site(at: address, context: try context(.system()))
        #expect(await code { _ = try await stranger.response(to: request) } == .chainRefused)
        let pinned = HTTPSClient.site(at: address, context: try context(.system()), pin: host.pin)
        #expect(try await pinned.response(to: request).body == Array("a static file".utf8))
        let wrong = HTTPSClient.site(at: address, context: try context(.system()), pin: guizhou.pin)
        #expect(await code { _ = try await wrong.response(to: request) } == .peerUnknown)
        let byNumber = HTTPSClient.site(
            at: try HTTPSAddress("https://127.0.0.1:\(port)"),
            context: try context(CertificateAuthorities(file: file))
        )
        #expect(await code { _ = try await byNumber.response(to: request) } == .chainRefused)
    }

    @Test("an https address is read in its parts")
    func addresses() throws {
        let plain = try HTTPSAddress("https://node.jiangxi.ipr.example")
        #expect(plain.host == "node.jiangxi.ipr.example")
        #expect(plain.port == 443)
        #expect(plain.path == "")
        #expect(plain.authority == "node.jiangxi.ipr.example")
        #expect(plain.serverName == "node.jiangxi.ipr.example")
        let full = try HTTPSAddress("https://[::1]:7443/log/a?b=c")
        #expect(full.host == "::1")
        #expect(full.port == 7443)
        #expect(full.path == "/log/a?b=c")
        #expect(full.authority == "[::1]:7443")
        #expect(full.serverName == nil)
        #expect(try HTTPSAddress("https://127.0.0.1:1").serverName == nil)
        #expect(try HTTPSAddress("https://a?b").path == "/?b")
    }

    @Test(
        "anything else is no address",
        arguments: [
            "", "http://a", "https://", "https:///a", "https://a:", "https://a:0",
            "https://a:65536",
            "https://a:+5", "https://u@a", "https://a/b c", "https://a/#b", "https://[a",
            "https://[a]",
            "https://省", "HTTPS://a", "https://" + String(repeating: "a", count: 2041),
        ]
    )
    func badAddresses(text: String) {
        #expect(throws: TLSTransportError.self) { try HTTPSAddress(text) }
    }
}

/// `openssl s_server -WWW` over the files of a folder, on a port of its own choice.
enum StaticSite {
    static func serving(
        _ folder: TemporaryFolder,
        certificate: String,
        key: String,
        _ body: (_ port: Int) async throws -> Void
    ) async throws {
        let server = OutsideProgram(
            "openssl",
            [
                "s_server", "-accept", "127.0.0.1:0", "-WWW", "-cert", certificate, "-key", key,
            ],
            directory: folder.path
        )
        let status = try await server.follow { process, output in
            var text = ""
            for try await part in output {
                text += String(decoding: part, as: UTF8.self)
                guard let accepting = text.range(of: "ACCEPT"),
                    text[accepting.upperBound...].contains("\n")
                else { continue }
                let digits = text.split(separator: ":").last?.prefix { $0.isNumber } ?? ""
                defer { _ = kill(process, SIGTERM) }
                return try await body(try #require(Int(digits)))
            }
            Issue.record("openssl s_server printed no port: \(text)")
        }
        #expect(status == -SIGTERM)
    }
}
