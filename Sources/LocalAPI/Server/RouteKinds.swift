import HTTPTypes
import Hummingbird
import Logging
import NIOCore

/// The few kinds of routes: read one, list many, hand in a document, act for the node.
extension RouteTable {
    /// A route that answers one document to whoever may read.
    func read(
        _ router: Router<LocalContext>,
        _ path: RouterPath,
        _ body: @escaping @Sendable (RequestParameters, Caller) async throws -> some LocalDocument
    ) {
        router.get(path) { request, context in
            let caller = try context.requireCaller()
            try caller.requireRead()
            let parameters = RequestParameters(request: request, context: context)
            return try Self.answer(try await body(parameters, caller))
        }
    }

    /// A route that answers bytes to whoever may read.
    func bytes(
        _ router: Router<LocalContext>,
        _ path: RouterPath,
        _ type: String,
        _ body: @escaping @Sendable (RequestParameters, Caller) async throws -> [UInt8]
    ) {
        router.get(path) { request, context in
            let caller = try context.requireCaller()
            try caller.requireRead()
            let parameters = RequestParameters(request: request, context: context)
            let bytes = try await body(parameters, caller)
            return Response(
                status: .ok,
                headers: [.contentType: type],
                body: .init(byteBuffer: ByteBuffer(bytes: bytes))
            )
        }
    }

    /// A route that looks at a document without changing anything, for whoever may read.
    func inspect<Document: LocalDocument>(
        _ router: Router<LocalContext>,
        _ path: RouterPath,
        _ body: @escaping @Sendable (Document, Caller) async throws -> some LocalDocument
    ) {
        take(
            router,
            path,
            status: .ok,
            { (caller) throws(LocalAPIError) in try caller.requireRead() },
            body
        )
    }

    /// A route that signs for an office of the caller; the body settles which.
    func sign<Document: LocalDocument>(
        _ router: Router<LocalContext>,
        _ path: RouterPath,
        status: HTTPResponse.Status = .ok,
        _ body: @escaping @Sendable (Document, Caller) async throws -> some LocalDocument
    ) {
        take(
            router,
            path,
            status: status,
            { (caller) throws(LocalAPIError) in
                try caller.requireSign(for: nil)
            },
            body
        )
    }

    /// A route that changes peers, charters, rule packs or offices, for whoever may sign for the node itself.
    func act<Document: LocalDocument>(
        _ router: Router<LocalContext>,
        _ path: RouterPath,
        status: HTTPResponse.Status = .ok,
        byteCountMax: Int = Limits.requestByteCountMax,
        _ body: @escaping @Sendable (Document, Caller) async throws -> some LocalDocument
    ) {
        take(
            router,
            path,
            status: status,
            { (caller) throws(LocalAPIError) in
                try caller.requireAdministration()
            },
            byteCountMax: byteCountMax,
            body
        )
    }

    private func take<Document: LocalDocument>(
        _ router: Router<LocalContext>,
        _ path: RouterPath,
        status: HTTPResponse.Status,
        _ permit: @escaping @Sendable (Caller) throws(LocalAPIError) -> Void,
        byteCountMax: Int = Limits.requestByteCountMax,
        _ body: @escaping @Sendable (Document, Caller) async throws -> some LocalDocument
    ) {
        let seconds = patience.bodySeconds
        router.post(path) { request, context in
            let caller = try context.requireCaller()
            try permit(caller)
            let bytes = try await Self.collect(request, seconds: seconds, byteCountMax)
            let document = try Wire.decode(Document.self, from: bytes)
            return try Self.answer(try await body(document, caller), status: status)
        }
    }

    /// A list: the first page decides the status, each further one is asked for when the client took the last.
    func list<Item: LocalDocument>(
        _ router: Router<LocalContext>,
        _ path: RouterPath,
        _ page:
            @escaping @Sendable (RequestParameters, String?, Caller) async throws -> Page<Item>
    ) {
        let seconds = Int64(patience.writeSeconds)
        let logger = logger
        router.get(path) { request, context in
            let caller = try context.requireCaller()
            try caller.requireRead()
            let parameters = RequestParameters(request: request, context: context)
            let first = try await page(parameters, nil, caller)
            let channel = context.channel
            let body = ResponseBody { writer in
                var current = first
                while true {
                    var lines = ByteBuffer()
                    for item in current.items {
                        lines.writeBytes(try Wire.encode(item))
                        lines.writeInteger(UInt8(ascii: "\n"))
                    }
                    if lines.readableBytes > 0 {
                        // A client that has not taken a page in its time is cut off: it holds a connection and a page.
                        let cut = channel.eventLoop.scheduleTask(in: .seconds(seconds)) {
                            channel.close(promise: nil)
                        }
                        defer { cut.cancel() }
                        try await writer.write(lines)
                    }
                    guard let next = current.next else { break }
                    do {
                        current = try await page(parameters, next, caller)
                    } catch {
                        // The status is sent: only a cut connection still says that the list is incomplete.
                        logger.error("local list cut off", metadata: ["error": "\(error)"])
                        throw error
                    }
                }
                try await writer.finish(nil)
            }
            return Response(
                status: .ok,
                headers: [.contentType: "application/x-ndjson"],
                body: body
            )
        }
    }

    /// One document as an answer.
    static func answer(
        _ document: some LocalDocument,
        status: HTTPResponse.Status = .ok
    ) throws -> Response {
        Response(
            status: status,
            headers: [.contentType: "application/json"],
            body: .init(byteBuffer: ByteBuffer(bytes: try Wire.encode(document)))
        )
    }

    /// The whole body of a request, within its limit and its time.
    private static func collect(
        _ request: Request,
        seconds: Int,
        _ byteCountMax: Int
    ) async throws -> [UInt8] {
        let tooLarge = LocalAPIError(.bodyTooLarge, ["limit": String(byteCountMax)])
        if let announced = request.headers[.contentLength].flatMap({ Int($0) }),
            announced > byteCountMax
        {
            throw tooLarge
        }
        return try await withThrowingTaskGroup(of: [UInt8]?.self) { group in
            let body = request.body
            group.addTask {
                var bytes: [UInt8] = []
                for try await piece in body {
                    bytes.append(contentsOf: piece.readableBytesView)
                    guard bytes.count <= byteCountMax else { throw tooLarge }
                }
                return bytes
            }
            group.addTask {
                try await Task.sleep(for: .seconds(seconds))
                return nil
            }
            defer { group.cancelAll() }
            guard let bytes = try await group.next() ?? nil else {
                throw LocalAPIError(.bodyLate, ["seconds": String(seconds)])
            }
            return bytes
        }
    }
}
