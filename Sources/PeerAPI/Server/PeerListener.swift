internal import Cryptography
internal import HTTPTypes
internal import Hummingbird
internal import HummingbirdCore
package import Logging
internal import NIOCore
package import TLSTransport
internal import TransparencyLog

/// Serves a ``PeerService`` to authenticated peers: HTTP/1.1 over TLS 1.3, whoever has no pin gets no application byte.
package struct PeerListener: Sendable {
    private let router: PeerRouter
    private let transport: PeerServerConfiguration
    private let host: String
    private let port: Int
    private let logger: Logger

    /// Prepares a listener on a host and a port; port 0 lets the kernel choose.
    ///
    /// The limits of bodies are the router's, whatever `transport` says of them.
    package init(
        _ service: any PeerService,
        transport: PeerServerConfiguration,
        host: String,
        port: Int,
        logger: Logger
    ) {
        router = PeerRouter(service)
        var transport = transport
        transport.bodyByteCountMax = { request in
            PeerRouter.bodyByteCountMax(of: Self.split(request.path ?? "").path)
        }
        self.transport = transport
        self.host = host
        self.port = port
        self.logger = logger
    }

    /// Serves until the task is cancelled; `onRunning` gets the port once peers can connect.
    ///
    /// Throws `listen_failed` where the address is in use, not this machine's, or not ours to take.
    package func run(onRunning: @escaping @Sendable (Int) async -> Void = { _ in }) async throws {
        let routes = Router(context: PeerRequestContext.self)
        for method in [HTTPRequest.Method.get, .post] {
            routes.on("**", method: method) { request, context in
                try await answer(request, context.peer.name)
            }
        }
        let application = Application(
            router: routes,
            server: .peers(transport),
            configuration: .init(address: .hostname(host, port: port), serverName: nil),
            onServerRunning: { channel in await onRunning(channel.localAddress?.port ?? 0) },
            logger: logger
        )
        do {
            try await application.run()
        } catch {
            throw TLSTransportError.listening(error, host: host, port: port)
        }
    }

    private func answer(_ request: Request, _ peer: String) async throws -> Response {
        let (path, query) = Self.split(request.head.path ?? "")
        var body: [UInt8] = []
        let limit = PeerRouter.bodyByteCountMax(of: path)
        for try await part in request.body {
            body += part.readableBytesView
            guard body.count <= limit else {
                return Self.response(PeerRouter.tooLarge(limit: limit))
            }
        }
        let asked = PeerRequest(
            method: PeerRequest.Method(rawValue: request.method.rawValue),
            path: path,
            query: query,
            body: body,
            range: request.headers[.range],
            peer: try KeyName(peer)
        )
        let logger = logger
        return Self.response(
            await router.respond(to: asked) { error in
                logger.error(
                    "a peer could not be answered",
                    metadata: ["error": "\(error)", "path": "\(path)", "peer": "\(peer)"]
                )
            }
        )
    }

    private static func split(_ target: String) -> (path: String, query: String?) {
        let parts = target.split(
            separator: "?",
            maxSplits: 1,
            omittingEmptySubsequences: false
        )
        return (String(parts[0]), parts.count > 1 ? String(parts[1]) : nil)
    }

    private static func response(_ answer: PeerResponse) -> Response {
        var headers = HTTPFields()
        if let type = answer.mediaType { headers[.contentType] = type.rawValue }
        if let range = answer.contentRange { headers[.contentRange] = range }
        headers[.cacheControl] =
            answer.isImmutable ? "private, max-age=604800, immutable" : "no-store"
        return Response(
            status: .init(code: answer.status),
            headers: headers,
            body: .init(byteBuffer: ByteBuffer(bytes: answer.body))
        )
    }
}
