package import Cryptography
internal import NIOCore
package import Replication
package import TLSTransport
package import TransparencyLog

/// Asks one peer, over one long-lived connection or a few: the typed counterpart of ``PeerRouter``.
///
/// Every answer has a limit and is read strictly. What the peer refuses is a ``PeerClientError``, what the connection fails
/// at a `TLSTransportError`, and what an answer's form is wrong with a `ReplicationError` or a `TransparencyLogError`.
package struct PeerClient: Sendable {
    /// Charters, the largest of the texts, are at most 48 KiB.
    private static let textByteCountMax = 64 * 1_024
    /// A full tile of 256 hashes.
    private static let tileByteCountMax = 256 * Digest.byteCount
    /// Entries of a log are at most 16 KiB, with two bytes of length each.
    private static let bundleByteCountMax = 256 * (16_384 + 2)
    /// Rule packs.
    private static let packByteCountMax = 16 * 1_024 * 1_024
    /// One object of this edition, salt and all.
    private static let objectByteCountMax = 1_024 * 1_024
    /// What a held poll may take beyond its waiting time.
    private static let pollMarginSecondCount: Int64 = 15

    private let connection: HTTPSClient

    /// Asks over a client that expects this peer's name and pin.
    package init(_ connection: HTTPSClient) {
        self.connection = connection
    }

    /// Ends all connections.
    package func close() async { await connection.close() }

    /// Connects and completes a handshake, and asks nothing; says whose certificate was shown.
    package func handshake() async throws -> PeerIdentity { try await connection.handshake() }

    // MARK: Sessions

    /// Tells our state and hears the peer's.
    package func session(_ document: SessionDocument) async throws -> SessionDocument {
        try SessionDocument(
            parsing: await post(
                "/v1/session",
                document.encoded(),
                limit: Limits.sessionByteCountMax
            )
        )
    }

    /// Waits for changed heads; nil when none changed in the query's time.
    package func heads(_ query: HeadsQuery) async throws -> HeadsDocument? {
        let seconds = Int64(query.waitSeconds) + Self.pollMarginSecondCount
        let timeouts = ExchangeTimeouts(stall: .seconds(seconds), total: .seconds(seconds * 2))
        let request = ClientRequest(
            .get,
            "/v1/heads?\(query.text)",
            responseByteCountMax: Limits.headsByteCountMax,
            timeouts: timeouts
        )
        let response = try await connection.response(to: request)
        if response.head.status == 204 { return nil }
        return try HeadsDocument(parsing: Self.body(of: response))
    }

    /// Passes on a card, a charter or fork evidence.
    package func send(_ notice: Notice) async throws {
        _ = try await post("/v1/notices", notice.bytes, limit: 0)
    }

    /// A charter's note.
    package func charter(_ digest: Digest) async throws -> [UInt8] {
        try await get("/v1/charter/\(digest)", limit: Self.textByteCountMax)
    }

    /// A rule pack's bytes; the caller compares their digest.
    package func rulePack(_ digest: Digest) async throws -> [UInt8] {
        try await get("/v1/rules/\(digest)", limit: Self.packByteCountMax)
    }

    // MARK: Logs

    /// The entries that name a log's keys.
    package func keyEntries(of log: LogID) async throws -> KeyEntries {
        try KeyEntries(
            parsing: await get("/log/\(log)/keys", limit: Limits.keysByteCountMax)
        )
    }

    /// The newest checkpoint, not verified.
    package func checkpoint(of log: LogID) async throws -> [UInt8] {
        try await get("/log/\(log)/checkpoint", limit: Self.textByteCountMax)
    }

    /// All cosignature lines for one size, not verified.
    package func cosignatures(of log: LogID, size: TreeSize) async throws -> [UInt8] {
        try await get("/log/\(log)/cosignatures?size=\(size)", limit: Self.textByteCountMax)
    }

    /// Sends storage receipts to the log's origin.
    package func send(
        _ submission: CosignatureSubmission,
        to log: LogID
    ) async throws -> ReceiptOutcome {
        let request = ClientRequest(
            .post,
            "/log/\(log)/cosignatures",
            body: submission.encoded,
            responseByteCountMax: Limits.problemByteCountMax
        )
        let response = try await connection.response(to: request)
        if response.head.status == 409, let size = SizeConflict.decode(response.body) {
            return .sizeUnknown(size)
        }
        _ = try Self.body(of: response)
        return .stored
    }

    /// The hashes of a tile, not authenticated.
    package func tile(_ tile: TileCoordinate, of log: LogID) async throws -> UnauthenticatedTile {
        let bytes = try await get("/log/\(log)/\(tile.path)", limit: Self.tileByteCountMax)
        return try UnauthenticatedTile(tile, bytes: bytes)
    }

    /// The entries of a bundle, not authenticated; their number is the coordinate's.
    package func bundle(_ bundle: BundleCoordinate, of log: LogID) async throws -> EntryBundle {
        let bytes = try await get("/log/\(log)/\(bundle.path)", limit: Self.bundleByteCountMax)
        return try EntryBundle(parsing: bytes, for: bundle)
    }

    // MARK: Objects

    /// The salted bytes of one object; the caller compares their digest.
    package func object(
        _ object: Digest,
        at index: EntryIndex,
        of log: LogID
    ) async throws -> [UInt8] {
        try await get("/log/\(log)/object/\(index)/\(object)", limit: Self.objectByteCountMax)
    }

    /// Up to 256 small objects, each answered singly.
    package func objects(_ request: ObjectsRequest, of log: LogID) async throws -> ObjectsAnswer {
        let bytes = try await post(
            "/log/\(log)/objects",
            request.encoded(),
            limit: Limits.objectsAnswerByteCountMax
        )
        return try ObjectsAnswer(parsing: bytes, wantCount: request.wants.count)
    }

    // MARK: Parts

    private func get(_ path: String, limit: Int) async throws -> [UInt8] {
        let request = ClientRequest(
            .get,
            path,
            responseByteCountMax: max(limit, Limits.problemByteCountMax)
        )
        return try Self.body(of: await connection.response(to: request), limit: limit)
    }

    private func post(_ path: String, _ body: [UInt8], limit: Int) async throws -> [UInt8] {
        let request = ClientRequest(
            .post,
            path,
            body: body,
            responseByteCountMax: max(limit, Limits.problemByteCountMax)
        )
        return try Self.body(of: await connection.response(to: request), limit: limit)
    }

    private static func body(of response: ClientResponse, limit: Int = .max) throws -> [UInt8] {
        switch response.head.status {
        case 200:
            guard response.body.count <= limit else {
                throw ReplicationError(
                    .documentTooLong,
                    ["document": "answer", "limit": "\(limit)"]
                )
            }
            return response.body
        case 204: return []
        case 404: throw PeerClientError.notFound
        case let status:
            // An answer that is no problem document is told by its status alone.
            guard let problem = try? Problem(parsing: response.body) else {
                throw PeerClientError.unexpectedStatus(status)
            }
            throw PeerClientError.refused(problem)
        }
    }
}
