internal import Cryptography
internal import NIOCore
internal import NIOHTTP1
internal import NIOPosix
internal import Synchronization

/// Makes connections to one server.
struct Dialer: Sendable {
    let context: CurrentTLSContext
    let host: String
    let port: Int
    let serverName: String?
    let rule: CertificateCheck.Rule
    let requiresProtocol: Bool
    let timeouts: DialTimeouts
    let group: any EventLoopGroup

    /// Connects and completes the handshake; a cancelled task gives up at once.
    func dial() async throws -> ClientConnection {
        let loop = group.next()
        let answer = FirstResult(loop.makePromise(of: ClientConnection.self))
        let attempt = connect(on: loop)
        attempt.whenComplete { result in
            // Nobody waits any more: what was connected is closed again.
            if !answer.complete(result), case .success(let connection) = result {
                connection.close()
            }
        }
        return try await withTaskCancellationHandler {
            try await answer.future.get()
        } onCancel: {
            _ = answer.complete(.failure(CancellationError()))
        }
    }

    private func connect(on loop: any EventLoop) -> EventLoopFuture<ClientConnection> {
        let box = HandshakeBox()
        return ClientBootstrap(group: loop)
            .connectTimeout(timeouts.connect)
            .channelOption(ChannelOptions.autoRead, value: false)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try box.put(self.addHandlers(to: channel), for: channel)
                }
            }
            .connect(host: host, port: port)
            .flatMapErrorThrowing { throw self.connectFailure($0) }
            .flatMap { channel in
                guard let (handler, peer) = box.take(for: channel) else {
                    return loop.makeFailedFuture(TLSTransportError(.connectionClosed))
                }
                return peer.map {
                    ClientConnection(channel: channel, handler: handler, peer: $0)
                }
            }
    }

    private func addHandlers(to channel: any Channel) throws -> HandshakeBox.Parts {
        let promise = channel.eventLoop.makePromise(of: PeerIdentity.self)
        do {
            let tls = try TLSHandler(
                context.value,
                .init(
                    role: .client(serverName: serverName),
                    rule: rule,
                    timeouts: timeouts.connection,
                    counter: nil,
                    requiresProtocol: requiresProtocol
                ),
                handshake: promise
            )
            let exchange = ExchangeHandler(eventLoop: channel.eventLoop)
            var limits = NIOHTTPDecoderLimitConfiguration()
            limits.maxHeaderFieldSize = Limits.headerByteCountMax
            limits.maxHeaderListSize = Limits.headerByteCountMax
            limits.maxHeaderFieldCount = Limits.headerCountMax
            let pipeline = channel.pipeline.syncOperations
            try pipeline.addHandler(tls)
            try pipeline.addHTTPClientHandlers(decoderLimitConfiguration: limits)
            try pipeline.addHandler(exchange)
            let bound = NIOLoopBound(exchange, eventLoop: channel.eventLoop)
            return (bound, promise.futureResult)
        } catch {
            promise.fail(error)
            throw error
        }
    }

    private func connectFailure(_ error: any Error) -> TLSTransportError {
        if case ChannelError.connectTimeout(let amount) = error {
            return TLSTransportError(
                .connectTimedOut,
                ["host": host, "port": String(port), "seconds": amount.secondsText]
            )
        }
        let reason = (error as? NIOConnectionError).map(Self.reason) ?? SystemWords.of(error)
        return TLSTransportError(
            .connectFailed,
            ["host": host, "port": String(port), "reason": reason]
        )
    }

    /// The first reason among those that the addresses of a name have given.
    private static func reason(_ error: NIOConnectionError) -> String {
        if let failure = error.connectionErrors.first { return SystemWords.of(failure.error) }
        if let failure = error.dnsAAAAError ?? error.dnsAError { return SystemWords.of(failure) }
        return "\(error)"
    }
}

/// What each attempt at one of a name's addresses has prepared; the attempt that connects is taken, the others close.
private final class HandshakeBox: Sendable {
    typealias Parts = (
        handler: NIOLoopBound<ExchangeHandler>, peer: EventLoopFuture<PeerIdentity>
    )

    private let parts = Mutex<[ObjectIdentifier: Parts]>([:])

    func put(_ made: Parts, for channel: any Channel) {
        parts.withLock { $0[ObjectIdentifier(channel)] = made }
    }

    func take(for channel: any Channel) -> Parts? {
        parts.withLock { $0.removeValue(forKey: ObjectIdentifier(channel)) }
    }
}

/// A promise that several may try to complete: the first one does.
private final class FirstResult<Value: Sendable>: Sendable {
    private let promise: EventLoopPromise<Value>
    private let isComplete = Mutex(false)

    init(_ promise: EventLoopPromise<Value>) { self.promise = promise }

    var future: EventLoopFuture<Value> { promise.futureResult }

    /// Whether this call was the first.
    func complete(_ result: Result<Value, any Error>) -> Bool {
        let isFirst = isComplete.withLock { isComplete in
            defer { isComplete = true }
            return !isComplete
        }
        if isFirst { promise.completeWith(result) }
        return isFirst
    }
}
