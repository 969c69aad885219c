internal import Cryptography
package import HTTPTypes
package import Hummingbird
package import HummingbirdCore
internal import Logging
package import NIOCore
internal import NIOHTTPTypes

/// The most bytes that the body of a request may have, by its head.
package typealias BodyLimit = @Sendable (HTTPRequest) -> Int

/// What a server for peers needs to know.
package struct PeerServerConfiguration: Sendable {
    /// The context of the connections that begin from now on.
    package var context: CurrentTLSContext
    /// The pins that are let in.
    package var pins: PinRegistry
    /// The connections that are held.
    package var counter: ConnectionCounter
    /// How long a client may take.
    package var timeouts: ServerTimeouts
    /// How large a body may be.
    package var bodyByteCountMax: BodyLimit
    /// Called for each connection that was refused or broke off before its handshake was complete.
    package var onRefusal: @Sendable (TLSTransportError, SocketAddress?) -> Void

    /// Puts a configuration together.
    package init(
        context: CurrentTLSContext,
        pins: PinRegistry,
        counter: ConnectionCounter = .init(),
        timeouts: ServerTimeouts = .init(),
        bodyByteCountMax: @escaping BodyLimit = { _ in Limits.requestBodyByteCountMax },
        onRefusal: @escaping @Sendable (TLSTransportError, SocketAddress?) -> Void = { _, _ in }
    ) {
        self.context = context
        self.pins = pins
        self.counter = counter
        self.timeouts = timeouts
        self.bodyByteCountMax = bodyByteCountMax
        self.onRefusal = onRefusal
    }
}

extension HTTPServerBuilder {
    /// HTTP/1.1 over TLS 1.3 with both sides authenticated, for `Application(router:server:)`.
    ///
    /// A request reaches the router only from a peer whose pin is registered; the router's context should be
    /// `PeerRequestContext`, or read `PeerIdentity.current`.
    package static func peers(_ configuration: PeerServerConfiguration) -> HTTPServerBuilder {
        .init { responder in
            PeerServerChannel(configuration: configuration, responder: responder)
        }
    }
}

/// One connection of a peer server: our TLS below Hummingbird's HTTP/1.1.
struct PeerServerChannel: ServerChildChannel {
    private let configuration: PeerServerConfiguration
    private let http: HTTP1Channel

    init(
        configuration: PeerServerConfiguration,
        responder: @escaping HTTPChannelHandler.Responder
    ) {
        self.configuration = configuration
        let (timeouts, bodyByteCountMax) = (configuration.timeouts, configuration.bodyByteCountMax)
        http = HTTP1Channel(
            responder: responder,
            configuration: .init(
                additionalChannelHandlers: [
                    RequestGuard(timeouts: timeouts, bodyByteCountMax: bodyByteCountMax)
                ],
                httpDecoderConfiguration: .init(
                    maxHeaderFieldSize: Limits.headerByteCountMax,
                    maxHeaderListSize: Limits.headerByteCountMax,
                    maxHeaderFieldCount: Limits.headerCountMax
                )
            )
        )
    }

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<HeldConnection> {
        channel.eventLoop.makeCompletedFuture {
            try HeldConnection(
                on: channel,
                configuration.context.value,
                .init(
                    role: .server,
                    rule: .peer(configuration.pins, expected: nil),
                    timeouts: configuration.timeouts.connection,
                    counter: configuration.counter,
                    requiresProtocol: true
                )
            )
        }
    }

    func handle(value: HeldConnection, logger: Logger) async {
        do {
            let peer = try await value.authenticate()
            let connection = try await value.release { http.setup(channel: $0, logger: logger) }
            await PeerIdentity.$current.withValue(peer) {
                await http.handle(value: connection, logger: logger)
            }
        } catch {
            if let error = error as? TLSTransportError {
                configuration.onRefusal(error, value.channel.remoteAddress)
            }
            logger.debug(
                "connection refused",
                metadata: [
                    "address": "\(value.channel.remoteAddress?.description ?? "")",
                    "error": "\(error)",
                ]
            )
            value.channel.close(mode: .all, promise: nil)
        }
    }
}

extension PeerIdentity {
    /// The peer whose request is being answered; nil outside of a peer server's connections.
    @TaskLocal package static var current: PeerIdentity?
}

/// The context of a request that a peer has sent.
package struct PeerRequestContext: RequestContext {
    /// What Hummingbird keeps for each request.
    package var coreContext: CoreRequestContextStorage
    /// Who has sent the request, proven by its certificate.
    package let peer: PeerIdentity

    /// Made by the router of a server that `HTTPServerBuilder.peers` has built; anywhere else it is a mistake.
    package init(source: ApplicationRequestContextSource) {
        guard let peer = PeerIdentity.current else {
            preconditionFailure("PeerRequestContext outside of a peer server's connection")
        }
        coreContext = .init(source: source)
        self.peer = peer
    }
}
