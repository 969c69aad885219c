internal import NIOCore

/// One connection of a client, on which requests follow one another.
final class ClientConnection: Sendable {
    private let channel: any Channel
    private let handler: NIOLoopBound<ExchangeHandler>
    /// Who the server is, proven by its certificate; whether it takes ours, only its first answer shows.
    let peer: PeerIdentity

    init(channel: any Channel, handler: NIOLoopBound<ExchangeHandler>, peer: PeerIdentity) {
        self.channel = channel
        self.handler = handler
        self.peer = peer
    }

    /// Sends a request and waits for the head of its answer; a cancelled task closes the connection.
    func start(_ request: ClientRequest, authority: String) async throws -> ClientResponseHead {
        let head = try request.head(authority: authority)
        return try await perform { $0.start(request, head) }
    }

    /// The next bytes of the answer's body, nil after the last ones; a cancelled task closes the connection.
    func nextBodyPart() async throws -> ByteBuffer? {
        try await perform { $0.nextBodyPart() }
    }

    /// Whether another request can be sent: the last answer was read whole, and the connection stands.
    func isReady() async -> Bool {
        // A loop that is shut down has no connection that stands.
        (try? await channel.eventLoop.submit { self.handler.value.isReady }.get()) ?? false
    }

    /// Closes the connection without waiting for its end.
    func close() { channel.close(mode: .all, promise: nil) }

    private func perform<Value: Sendable>(
        _ step: @escaping @Sendable (ExchangeHandler) -> EventLoopFuture<Value>
    ) async throws -> Value {
        let loop = channel.eventLoop
        return try await withTaskCancellationHandler {
            try Task.checkCancellation()
            return try await loop.flatSubmit { step(self.handler.value) }.get()
        } onCancel: {
            loop.execute { self.handler.value.fail(CancellationError()) }
        }
    }
}
