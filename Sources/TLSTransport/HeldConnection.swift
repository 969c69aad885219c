internal import HummingbirdCore
internal import NIOCore

/// A TLS connection whose input is held back until somebody has set up what reads it.
///
/// Nothing above TLS exists before the peer is known: a stranger's connection never has an HTTP layer, and one that is
/// dropped on the way, as when a server stops, leaves nothing half made.
struct HeldConnection: ServerChildChannelValue {
    let channel: any Channel
    private let handler: NIOLoopBound<TLSHandler>
    /// Completed with the peer, or with the reason why there is none.
    let peer: EventLoopFuture<PeerIdentity>

    /// Adds TLS to a channel; call it on the channel's event loop.
    init(
        on channel: any Channel,
        _ context: TLSContext,
        _ configuration: TLSHandler.Configuration
    ) throws {
        let promise = channel.eventLoop.makePromise(of: PeerIdentity.self)
        do {
            var configuration = configuration
            configuration.holdsInput = true
            let handler = try TLSHandler(context, configuration, handshake: promise)
            try channel.pipeline.syncOperations.addHandler(handler)
            self.channel = channel
            self.handler = NIOLoopBound(handler, eventLoop: channel.eventLoop)
            peer = promise.futureResult
        } catch {
            promise.fail(error)
            throw error
        }
    }

    /// Waits for the peer; a cancelled task closes the connection.
    func authenticate() async throws -> PeerIdentity {
        try await withTaskCancellationHandler {
            try await peer.get()
        } onCancel: {
            channel.close(mode: .all, promise: nil)
        }
    }

    /// Lets `setup` add what reads the connection, then lets the input flow.
    func release<Value: Sendable>(
        _ setup: @escaping @Sendable (any Channel) -> EventLoopFuture<Value>
    ) async throws -> Value {
        try await channel.eventLoop.flatSubmit {
            guard channel.isActive else {
                return channel.eventLoop.makeFailedFuture(TLSTransportError(.connectionClosed))
            }
            return setup(channel).assumeIsolated().map { value in
                handler.value.release()
                return value
            }.nonisolated()
        }.get()
    }
}
