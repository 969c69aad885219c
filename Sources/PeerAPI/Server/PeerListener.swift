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
    private let places = AnswerPlaces()

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
        let name = try KeyName(peer)
        let place = PeerRouter.isLarge(path) ? places.take(for: name) : nil
        guard place != nil || !PeerRouter.isLarge(path) else {
            return Self.response(
                PeerRouter.tooMany(limit: PeerListenerLimits.objectsAnswerCountMax)
            )
        }
        let asked = PeerRequest(
            method: PeerRequest.Method(rawValue: request.method.rawValue),
            path: path,
            query: query,
            body: body,
            range: request.headers[.range],
            peer: name
        )
        let logger = logger
        return Self.response(
            await router.respond(to: asked) { error in
                logger.error(
                    "a peer could not be answered",
                    metadata: ["error": "\(error)", "path": "\(path)", "peer": "\(peer)"]
                )
            },
            keeping: place
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

    /// An answer that keeps the peer's place until it is written.
    private static func response(
        _ answer: PeerResponse,
        keeping place: AnswerPlace? = nil
    ) -> Response {
        var headers = HTTPFields()
        if let type = answer.mediaType { headers[.contentType] = type.rawValue }
        if let range = answer.contentRange { headers[.contentRange] = range }
        headers[.cacheControl] =
            answer.isImmutable ? "private, max-age=604800, immutable" : "no-store"
        return Response(
            status: .init(code: answer.status),
            headers: headers,
            body: body(answer.body, keeping: place)
        )
    }

    /// The bytes in pieces, each when the connection has taken the one before.
    private static func body(_ bytes: [UInt8], keeping place: AnswerPlace?) -> ResponseBody {
        let size = PeerListenerLimits.answerPieceByteCountMax
        guard bytes.count > size || place != nil else {
            return ResponseBody(byteBuffer: ByteBuffer(bytes: bytes))
        }
        return ResponseBody(contentLength: bytes.count) { writer in
            for start in stride(from: 0, to: bytes.count, by: size) {
                let piece = bytes[start..<min(start + size, bytes.count)]
                try await writer.write(ByteBuffer(bytes: piece))
            }
            try await writer.finish(nil)
            // The last piece is on its way: until then the bytes take memory.
            withExtendedLifetime(place) {}
        }
    }
}
