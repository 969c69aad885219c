package import TransparencyLog

/// A request of an authenticated peer, free of any HTTP library.
package struct PeerRequest: Sendable {
    /// The methods of the protocol.
    package enum Method: String, Sendable {
        /// Reads.
        case get = "GET"
        /// Sends.
        case post = "POST"
    }

    /// The method; nil for any other, which is answered with 404.
    package let method: Method?
    /// The path as it came, without the query.
    package let path: String
    /// The query as it came; nil where there is none.
    package let query: String?
    /// The body, which the transport has limited to `PeerRouter.bodyByteCountMax(of:)`.
    package let body: [UInt8]
    /// The value of a `Range` header.
    package let range: String?
    /// The node that the connection's pin belongs to.
    package let peer: KeyName

    /// Makes a request.
    package init(
        method: Method?,
        path: String,
        query: String?,
        body: [UInt8],
        range: String?,
        peer: KeyName
    ) {
        self.method = method
        self.path = path
        self.query = query
        self.body = body
        self.range = range
        self.peer = peer
    }
}

/// An answer to a peer, free of any HTTP library.
package struct PeerResponse: Hashable, Sendable {
    /// The media types of the protocol.
    package enum MediaType: String, Sendable {
        /// Notes, charters, checkpoints.
        case text = "text/plain; charset=utf-8"
        /// Tiles, bundles, objects.
        case bytes = "application/octet-stream"
        /// Documents.
        case json = "application/json"
        /// Errors.
        case problem = "application/problem+json"
        /// The size in a conflict (c2sp.org/tlog-witness).
        case size = "text/x.tlog.size"
    }

    /// The HTTP status.
    package let status: Int
    /// The type of the body; nil where there is none.
    package let mediaType: MediaType?
    /// The body.
    package let body: [UInt8]
    /// Whether the bytes under this path never change.
    package let isImmutable: Bool
    /// The `Content-Range` of a partial answer.
    package let contentRange: String?

    /// Makes an answer.
    package init(
        status: Int,
        mediaType: MediaType?,
        body: [UInt8],
        isImmutable: Bool = false,
        contentRange: String? = nil
    ) {
        self.status = status
        self.mediaType = mediaType
        self.body = body
        self.isImmutable = isImmutable
        self.contentRange = contentRange
    }

    /// 204.
    static let noContent = PeerResponse(status: 204, mediaType: nil, body: [])
}
