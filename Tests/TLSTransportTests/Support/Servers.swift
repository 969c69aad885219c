import Cryptography
import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import NIOPosix

@testable import TLSTransport

/// A peer server on a free port of loopback, with one route for everything.
struct TestServer: Sendable {
    typealias Handler =
        @Sendable (Request, PeerRequestContext) async throws -> Response

    let port: Int
    let calls: Tally
    let refusals: Reports<TLSTransportError>

    var address: HTTPSAddress {
        get throws { try HTTPSAddress("https://127.0.0.1:\(port)") }
    }

    /// A client of `node` for this server, which is `name`.
    func client(
        of node: Node,
        expecting name: String = Node.jiangxi,
        pins: PinRegistry,
        timeouts: DialTimeouts = .init(),
        connectionCountMax: Int? = nil
    ) throws -> HTTPSClient {
        HTTPSClient.peer(
            name,
            at: try address,
            context: try node.context(),
            pins: pins,
            timeouts: timeouts,
            connectionCountMax: connectionCountMax
        )
    }

    /// Runs a server as long as `body` runs.
    static func with<Result: Sendable>(
        _ configuration: PeerServerConfiguration,
        handler: @escaping Handler,
        _ body: @escaping @Sendable (TestServer) async throws -> Result
    ) async throws -> Result {
        let calls = Tally()
        let refusals = Reports<TLSTransportError>()
        let ports = Reports<Int>()
        var configuration = configuration
        configuration.onRefusal = { error, _ in refusals.add(error) }
        let router = Router(context: PeerRequestContext.self)
        for method in [HTTPRequest.Method.get, .post] {
            router.on("**", method: method) { request, context in
                calls.add("requests")
                return try await handler(request, context)
            }
        }
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        let application = Application(
            router: router,
            server: .peers(configuration),
            configuration: .init(address: .hostname("127.0.0.1", port: 0)),
            onServerRunning: { ports.add($0.localAddress?.port ?? 0) },
            logger: logger
        )
        return try await withThrowingTaskGroup(of: Result?.self) { group in
            group.addTask {
                try await application.run()
                return nil
            }
            group.addTask {
                guard let port = await ports.next() else { throw CancellationError() }
                return try await body(TestServer(port: port, calls: calls, refusals: refusals))
            }
            for try await result in group {
                guard let result else { continue }
                group.cancelAll()
                return result
            }
            throw CancellationError()
        }
    }
}

/// The event loops that all connections of the tests run on.
enum EventLoops {
    /// Runs `body` once on each loop.
    static func onEach(_ body: @escaping @Sendable () -> Void) async throws {
        for loop in MultiThreadedEventLoopGroup.singleton.makeIterator() {
            try await loop.submit(body).get()
        }
    }

    /// Waits until the loops have done what they were given.
    ///
    /// SwiftNIO's asynchronous writers hand their bytes to the loop without waiting for it; only behind the loop does a
    /// count of written bytes say what the channel has taken.
    static func catchUp() async throws { try await onEach {} }
}

/// A plain text answer.
func text(_ text: String) -> Response {
    Response(status: .ok, body: .init(byteBuffer: ByteBuffer(string: text)))
}

/// A TLS connection whose bytes a test reads and writes itself.
typealias RawConnection = NIOAsyncChannel<ByteBuffer, ByteBuffer>

/// Our TLS without HTTP, for peers that keep to no rules.
enum RawTLS {
    static let asyncConfiguration = RawConnection.Configuration(isOutboundHalfClosureEnabled: true)

    /// Connects `node` to a server and completes the handshake.
    static func connect(
        _ node: Node,
        to port: Int,
        expecting name: String = Node.jiangxi,
        pins: PinRegistry,
        timeouts: ConnectionTimeouts = .init()
    ) async throws -> RawConnection {
        let context = try node.context().value
        let held = try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .channelOption(ChannelOptions.allowRemoteHalfClosure, value: true)
            .connect(host: "127.0.0.1", port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try HeldConnection(
                        on: channel,
                        context,
                        .init(
                            role: .client(serverName: name),
                            rule: .peer(pins, expected: name),
                            timeouts: timeouts,
                            counter: nil,
                            requiresProtocol: true
                        )
                    )
                }
            }
        return try await open(held)
    }

    /// Waits for the handshake, and gives the connection's bytes to the test.
    private static func open(_ held: HeldConnection) async throws -> RawConnection {
        _ = try await held.authenticate()
        return try await held.release { channel in
            channel.eventLoop.makeCompletedFuture {
                try RawConnection(
                    wrappingChannelSynchronously: channel,
                    configuration: asyncConfiguration
                )
            }
        }
    }

    /// Runs a server that hands each connection to `handler`, as long as `body` runs.
    static func serve<Result: Sendable>(
        _ node: Node,
        pins: PinRegistry,
        handler: @escaping @Sendable (RawConnection, Int) async throws -> Void,
        _ body: @escaping @Sendable (Int) async throws -> Result
    ) async throws -> Result {
        let context = try node.context().value
        let server = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .childChannelOption(ChannelOptions.allowRemoteHalfClosure, value: true)
            .bind(host: "127.0.0.1", port: 0) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try HeldConnection(
                        on: channel,
                        context,
                        .init(
                            role: .server,
                            rule: .peer(pins, expected: nil),
                            timeouts: .init(),
                            counter: nil,
                            requiresProtocol: true
                        )
                    )
                }
            }
        return try await withThrowingTaskGroup(of: Result?.self) { group in
            let port = server.channel.localAddress?.port ?? 0
            group.addTask {
                try await server.executeThenClose { connections in
                    try await withThrowingTaskGroup(of: Void.self) { handlers in
                        var number = 0
                        for try await connection in connections {
                            number += 1
                            let current = number
                            handlers.addTask {
                                // A connection that the client breaks off is part of several tests.
                                try? await handler(open(connection), current)
                            }
                        }
                    }
                }
                return nil
            }
            group.addTask { try await body(port) }
            for try await result in group {
                guard let result else { continue }
                group.cancelAll()
                return result
            }
            throw CancellationError()
        }
    }
}

extension RawConnection {
    /// Asks the peer for new keys `count` times, in one flight.
    func updateKeys(count: Int) async throws {
        let context = try await channel.pipeline.context(handlerType: TLSHandler.self)
            .map { NIOLoopBound($0, eventLoop: $0.eventLoop) }.get()
        try await channel.eventLoop.submit {
            let handler = context.value.handler as? TLSHandler
            for _ in 0..<count { handler.map { KeyUpdate.request($0.session.pointer) } }
            handler?.sendOutput(context.value, promise: nil)
            context.value.flush()
        }.get()
    }
}

/// Forwards one TCP connection after another to a port, keeps what the server sends, and can cut it off.
final class Relay: Sendable {
    let port: Int
    private let channel: any Channel

    /// With `cutAfter` both sides see the end of the connection once the server has sent so many bytes.
    init(to target: Int, cutAfter: Int? = nil) async throws {
        channel = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .childChannelOption(ChannelOptions.autoRead, value: false)
            .childChannelInitializer { client in
                ClientBootstrap(group: client.eventLoop)
                    .channelInitializer { server in
                        server.eventLoop.makeCompletedFuture {
                            try server.pipeline.syncOperations.addHandler(
                                Forwarder(client, cutAfter: cutAfter)
                            )
                            try client.pipeline.syncOperations.addHandler(
                                Forwarder(server, cutAfter: nil)
                            )
                        }
                    }
                    .connect(host: "127.0.0.1", port: target)
                    .flatMap { _ in client.setOption(ChannelOptions.autoRead, value: true) }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        port = channel.localAddress?.port ?? 0
    }

    /// Accepts connections and never says a word.
    init(silent: Bool) async throws {
        channel = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .bind(host: "127.0.0.1", port: 0).get()
        port = channel.localAddress?.port ?? 0
    }

    func close() async throws { try await channel.close() }

    private final class Forwarder: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        private let other: any Channel
        private var rest: Int?

        init(_ other: any Channel, cutAfter: Int?) {
            self.other = other
            rest = cutAfter
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            var bytes = unwrapInboundIn(data)
            guard let limit = rest else {
                other.writeAndFlush(bytes, promise: nil)
                return
            }
            rest = max(0, limit - bytes.readableBytes)
            if let part = bytes.readSlice(length: min(limit, bytes.readableBytes)) {
                other.writeAndFlush(part).assumeIsolated().whenComplete { _ in
                    if self.rest == 0 { self.other.close(promise: nil) }
                }
            }
        }

        func channelInactive(context: ChannelHandlerContext) {
            other.close(promise: nil)
            context.fireChannelInactive()
        }
    }
}
