package import NIOCore
internal import NIOHTTP1

/// A request of the client.
package struct ClientRequest: Sendable {
    /// The methods of the peer protocol.
    package enum Method: String, Sendable {
        case get = "GET"
        case post = "POST"
    }

    /// The method; only GET is sent a second time when a kept connection turns out to be stale.
    package var method: Method
    /// Path and query, beginning with a slash.
    package var path: String
    /// Headers besides Host, Content-Length and Connection.
    package var headers: [(name: String, value: String)]
    /// The body of a POST.
    package var body: [UInt8]
    /// The most bytes that the answer's body may have.
    package var responseByteCountMax: Int
    /// How long to wait.
    package var timeouts: ExchangeTimeouts

    /// A request for at most `responseByteCountMax` bytes.
    package init(
        _ method: Method = .get,
        _ path: String,
        headers: [(name: String, value: String)] = [],
        body: [UInt8] = [],
        responseByteCountMax: Int,
        timeouts: ExchangeTimeouts = .init()
    ) {
        self.method = method
        self.path = path
        self.headers = headers
        self.body = body
        self.responseByteCountMax = responseByteCountMax
        self.timeouts = timeouts
    }

    /// The head for the wire; throws `request_malformed` for a path or a header that could end its line.
    func head(authority: String) throws -> HTTPRequestHead {
        guard path.utf8.first == UInt8(ascii: "/"),
            path.utf8.count <= Limits.requestTargetByteCountMax,
            path.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7f }),
            headers.count < Limits.headerCountMax,
            headers.allSatisfy({ Self.isPlain($0.name) && Self.isPlain($0.value) })
        else { throw TLSTransportError(.requestMalformed) }
        var fields = HTTPHeaders([("Host", authority)])
        for header in headers { fields.add(name: header.name, value: header.value) }
        if method == .post { fields.add(name: "Content-Length", value: String(body.count)) }
        return HTTPRequestHead(
            version: .http1_1,
            method: HTTPMethod(rawValue: method.rawValue),
            uri: path,
            headers: fields
        )
    }

    private static func isPlain(_ text: String) -> Bool {
        text.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7f }
    }
}

/// Status and headers of an answer.
package struct ClientResponseHead: Sendable {
    /// The status code.
    package let status: Int
    private let headers: HTTPHeaders

    init(_ head: HTTPResponseHead) {
        status = Int(head.status.code)
        headers = head.headers
    }

    /// The value of the first header of this name, in any case.
    package func header(_ name: String) -> String? { headers.first(name: name) }
}

/// A whole answer.
package struct ClientResponse: Sendable {
    /// Status and headers.
    package let head: ClientResponseHead
    /// The whole body.
    package let body: [UInt8]
}

/// The body of an answer, piece by piece, read from the network no faster than it is asked for.
package struct ClientResponseBody: AsyncSequence, Sendable {
    /// Some bytes of the body.
    package typealias Element = ByteBuffer

    let connection: ClientConnection

    /// Reads the rest of the body.
    package struct AsyncIterator: AsyncIteratorProtocol {
        let connection: ClientConnection

        /// The next bytes, or nil after the last ones.
        ///
        /// Throws `response_body_too_large`, `response_stalled`, `response_timed_out`, `connection_truncated` or
        /// `connection_closed`.
        package mutating func next() async throws -> ByteBuffer? {
            try await connection.nextBodyPart()
        }
    }

    /// Goes on where the last iterator stopped: a body can be read once.
    package func makeAsyncIterator() -> AsyncIterator { AsyncIterator(connection: connection) }

    /// The whole rest of the body.
    package func collect() async throws -> [UInt8] {
        var bytes: [UInt8] = []
        for try await part in self { bytes += part.readableBytesView }
        return bytes
    }
}
