import Cryptography
import Hummingbird
import HummingbirdCore
import NIOCore
import Testing

@testable import TLSTransport

/// Bytes in both directions: whole, ended in good order, or known to be cut.
@Suite struct TransferTests {
    let jiangxi: Node
    let guizhou: Node

    init() throws {
        jiangxi = try Node(Node.jiangxi)
        guizhou = try Node(Node.guizhou)
    }

    func configuration() throws -> PeerServerConfiguration {
        PeerServerConfiguration(
            context: try jiangxi.context(),
            pins: registry(guizhou),
            bodyByteCountMax: { _ in 32 << 20 }
        )
    }

    static let byteCount = 20 << 20

    @Test("20 MB up and 20 MB down, on four connections at once, arrive as they left")
    func integrity() async throws {
        try await TestServer.with(configuration()) { request, _ in
            let body = try await request.body.collect(upTo: 32 << 20)
            return Response(status: .ok, body: .init(byteBuffer: body))
        } _: { server in
            let client = try server.client(of: guizhou, pins: registry(jiangxi))
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<4 {
                    group.addTask {
                        let sent = try SecureRandom.bytes(count: Self.byteCount)
                        let response = try await client.response(
                            to: ClientRequest(
                                .post,
                                "/echo",
                                body: sent,
                                responseByteCountMax: Self.byteCount
                            )
                        )
                        #expect(
                            SHA256.digest(of: response.body) == SHA256.digest(of: sent)
                                && response.body.count == sent.count
                        )
                    }
                }
                try await group.waitForAll()
            }
            await client.close()
        }
    }

    @Test("an answer is read piece by piece, and the connection serves the next request")
    func streaming() async throws {
        try await TestServer.with(configuration()) { _, _ in
            Response(
                status: .ok,
                body: .init { writer in
                    for index in 0..<256 {
                        try await writer.write(ByteBuffer(repeating: UInt8(index), count: 4096))
                    }
                    try await writer.finish(nil)
                }
            )
        } _: { server in
            let client = try server.client(
                of: guizhou,
                pins: registry(jiangxi),
                connectionCountMax: 1
            )
            for _ in 0..<3 {
                let request = ClientRequest(path: "/stream", limit: 1 << 20)
                let count = try await client.withResponse(to: request) { _, body in
                    var count = 0
                    for try await part in body {
                        let expected = (count..<count + part.readableBytes).lazy
                            .map { UInt8($0 / 4096) }
                        #expect(part.readableBytesView.elementsEqual(expected))
                        count += part.readableBytes
                    }
                    return count
                }
                #expect(count == 1 << 20)
            }
            await client.close()
        }
    }

    @Test("an answer that is cut without close_notify is an error, never a short answer")
    func truncation() async throws {
        try await TestServer.with(configuration()) { _, _ in
            // Without a length: only the end of the connection ends it.
            Response(
                status: .ok,
                headers: [.connection: "close"],
                body: .init(byteBuffer: ByteBuffer(repeating: 7, count: 1 << 20))
            )
        } _: { server in
            let relay = try await Relay(to: server.port, cutAfter: 300_000)
            let address = try HTTPSAddress("https://127.0.0.1:\(relay.port)")
            let client = HTTPSClient.peer(
                Node.jiangxi,
                at: address,
                context: try guizhou.context(),
                pins: registry(jiangxi)
            )
            let request = ClientRequest(path: "/a", limit: 2 << 20)
            #expect(
                await code { _ = try await client.response(to: request) } == .connectionTruncated
            )
            try await relay.close()
        }
    }

    @Test(
        "an answer that only the end of the connection ends is whole with close_notify, cut without"
    )
    func endOfConnection() async throws {
        try await RawTLS.serve(jiangxi, pins: registry(guizhou)) { connection, number in
            try await connection.executeThenClose { input, output in
                var requests = input.makeAsyncIterator()
                _ = try await requests.next()
                try await output.write(ByteBuffer(string: "HTTP/1.1 200 OK\r\n\r\nhello"))
                if number == 1 {
                    output.finish()
                    _ = try await requests.next()
                } else {
                    // Below TLS, so that no close_notify goes out.
                    let context = try await connection.channel.pipeline.context(
                        handlerType: TLSHandler.self
                    ).map { NIOLoopBound($0, eventLoop: $0.eventLoop) }.get()
                    try await connection.channel.eventLoop.submit {
                        context.value.close(mode: .all, promise: nil)
                    }.get()
                }
            }
        } _: { port in
            let address = try HTTPSAddress("https://127.0.0.1:\(port)")
            let client = HTTPSClient.peer(
                Node.jiangxi,
                at: address,
                context: try guizhou.context(),
                pins: registry(jiangxi)
            )
            let request = ClientRequest(path: "/a", limit: 100)
            #expect(try await client.response(to: request).body == Array("hello".utf8))
            #expect(
                await code { _ = try await client.response(to: request) } == .connectionTruncated
            )
        }
    }

    @Test("a side that has ended its output still reads what the other one sends")
    func halfClosing() async throws {
        let question = [UInt8](repeating: 1, count: 300_000)
        let answer = [UInt8](repeating: 2, count: 700_000)
        try await RawTLS.serve(jiangxi, pins: registry(guizhou)) { connection, _ in
            try await connection.executeThenClose { input, output in
                var received: [UInt8] = []
                for try await part in input { received += part.readableBytesView }
                #expect(received == question)
                try await output.write(ByteBuffer(bytes: answer))
                output.finish()
            }
        } _: { port in
            let connection = try await RawTLS.connect(guizhou, to: port, pins: registry(jiangxi))
            let received = try await connection.executeThenClose { input, output in
                try await output.write(ByteBuffer(bytes: question))
                output.finish()
                var received: [UInt8] = []
                for try await part in input { received += part.readableBytesView }
                return received
            }
            #expect(received == answer)
        }
    }

    @Test(
        "a peer that never reads stops the sender after a bounded number of bytes, then loses its connection"
    )
    func neverReading() async throws {
        let written = Tally()
        let ended = Reports<Bool>()
        var configuration = try configuration()
        configuration.timeouts.stall = .milliseconds(500)
        configuration.timeouts.connection.flush = .milliseconds(100)
        try await TestServer.with(configuration) { _, _ in
            Response(
                status: .ok,
                body: .init { writer in
                    let piece = ByteBuffer(repeating: 3, count: 64 << 10)
                    do {
                        while true {
                            try await writer.write(piece)
                            written.add("bytes", piece.readableBytes)
                            try await EventLoops.catchUp()
                        }
                    } catch {
                        ended.add(true)
                        throw error
                    }
                }
            )
        } _: { server in
            let connection = try await RawTLS.connect(
                guizhou,
                to: server.port,
                pins: registry(jiangxi)
            )
            try await connection.channel.setOption(ChannelOptions.autoRead, value: false).get()
            try await connection.executeThenClose { input, output in
                try await output.write(
                    ByteBuffer(string: "GET /endless HTTP/1.1\r\nHost: a\r\n\r\n")
                )
                #expect(await ended.next() == true)
                // A dropped stream would be read and thrown away.
                withExtendedLifetime(input) {}
            }
            // What the two kernels buffer on loopback, and what waits in the channel.
            #expect(written["bytes"] <= 32 << 20)
            #expect(written["bytes"] > 0)
        }
    }

    @Test("new keys in the middle of a connection are answered and change nothing")
    func keyUpdates() async throws {
        try await TestServer.with(configuration()) { _, _ in
            text("hello")
        } _: { server in
            let connection = try await RawTLS.connect(
                guizhou,
                to: server.port,
                pins: registry(jiangxi)
            )
            try await connection.executeThenClose { input, output in
                var answers = input.makeAsyncIterator()
                for _ in 0..<8 {
                    try await connection.updateKeys(count: 3)
                    try await output.write(
                        ByteBuffer(string: "GET /a HTTP/1.1\r\nHost: a\r\n\r\n")
                    )
                    #expect(try await answers.next() != nil)
                }
            }
        }
    }

    @Test("a peer that asks for new keys without end, and reads nothing, loses its connection")
    func keyUpdateFlood() async throws {
        let reports = Reports<String>()
        try await TestServer.with(configuration()) { _, _ in
            Response(
                status: .ok,
                body: .init { writer in
                    do {
                        for index in 0... {
                            try await writer.write(ByteBuffer(repeating: 3, count: 64 << 10))
                            if index == 0 { reports.add("begun") }
                        }
                    } catch {
                        reports.add("ended")
                        throw error
                    }
                }
            )
        } _: { server in
            let connection = try await RawTLS.connect(
                guizhou,
                to: server.port,
                pins: registry(jiangxi)
            )
            try await connection.channel.setOption(ChannelOptions.autoRead, value: false).get()
            try await connection.executeThenClose { input, output in
                try await output.write(
                    ByteBuffer(string: "GET /endless HTTP/1.1\r\nHost: a\r\n\r\n")
                )
                #expect(await reports.next() == "begun")
                // Far below the times that could end the connection as well.
                let flood = Task {
                    while !Task.isCancelled { try await connection.updateKeys(count: 1000) }
                }
                #expect(await reports.next() == "ended")
                flood.cancel()
                withExtendedLifetime(input) {}
            }
        }
    }

    @Test("a request goes a second time when the kept connection has ended, and a POST does not")
    func staleConnection() async throws {
        let requests = Tally()
        try await RawTLS.serve(jiangxi, pins: registry(guizhou)) { connection, _ in
            try await connection.executeThenClose { input, output in
                var parts = input.makeAsyncIterator()
                // Answers once, says that the connection is kept, and closes at the next request.
                guard try await parts.next() != nil else { return }
                requests.add("answered")
                try await output.write(
                    ByteBuffer(string: "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
                )
                guard try await parts.next() != nil else { return }
                requests.add("dropped")
            }
        } _: { port in
            let address = try HTTPSAddress("https://127.0.0.1:\(port)")
            let client = HTTPSClient.peer(
                Node.jiangxi,
                at: address,
                context: try guizhou.context(),
                pins: registry(jiangxi)
            )
            let get = ClientRequest(path: "/a", limit: 100)
            #expect(try await client.response(to: get).body == Array("ok".utf8))
            #expect(try await client.response(to: get).body == Array("ok".utf8))
            #expect(requests["answered"] == 2)
            #expect(requests["dropped"] == 1)
            let post = ClientRequest(.post, "/a", responseByteCountMax: 100)
            #expect(
                [.connectionClosed, .connectionTruncated].contains(
                    await code { _ = try await client.response(to: post) }
                )
            )
            #expect(requests["answered"] == 2)
            #expect(requests["dropped"] == 2)
            await client.close()
        }
    }

    @Test("a stale entry in a thread's error queue breaks no connection")
    func staleErrors() async throws {
        try await TestServer.with(configuration()) { _, _ in
            text("hello")
        } _: { server in
            let connection = try await RawTLS.connect(
                guizhou,
                to: server.port,
                pins: registry(jiangxi)
            )
            try await connection.executeThenClose { input, output in
                var answers = input.makeAsyncIterator()
                for _ in 0..<8 {
                    // Every loop of the group, the server's and the client's, gets a stale entry.
                    try await EventLoops.onEach { StaleError.leave() }
                    try await output.write(
                        ByteBuffer(string: "GET /a HTTP/1.1\r\nHost: a\r\n\r\n")
                    )
                    #expect(try await answers.next() != nil)
                }
            }
        }
    }

    @Test("a cancelled request ends at once and gives its connection back")
    func cancellation() async throws {
        let arrived = Reports<Bool>()
        try await TestServer.with(configuration()) { request, _ in
            if request.uri.path == "/never" {
                arrived.add(true)
                try await Task.sleep(for: .seconds(3600))
            }
            return text("hello")
        } _: { server in
            let client = try server.client(
                of: guizhou,
                pins: registry(jiangxi),
                connectionCountMax: 1
            )
            let task = Task {
                try await client.response(to: ClientRequest(path: "/never", limit: 10))
            }
            _ = await arrived.next()
            let waiting = Task {
                try await client.response(to: ClientRequest(path: "/never", limit: 10))
            }
            waiting.cancel()
            await #expect(throws: CancellationError.self) { try await waiting.value }
            task.cancel()
            await #expect(throws: CancellationError.self) { try await task.value }
            let response = try await client.response(to: ClientRequest(path: "/a", limit: 10))
            #expect(response.body == Array("hello".utf8))
            await client.close()
        }
    }
}
