internal import Cryptography
internal import Replication
internal import TransparencyLog

/// Maps the requests of FORMATS.md §5 to a ``PeerService``.
///
/// What is not there, what this peer may not know of and what no route matches gets the same answer, byte for byte.
package struct PeerRouter: Sendable {
    private let service: any PeerService

    /// Serves a service.
    package init(_ service: any PeerService) {
        self.service = service
    }

    /// The one answer to everything that is absent or denied.
    package static let notFound = problem(
        .notFound,
        cause: "There is nothing here for this peer.",
        remedy: "Compare charters and cards with the operator of this node."
    )

    /// Whether an answer may have as many bytes as fit into an answer with objects.
    static func isLarge(_ path: String) -> Bool { path.hasSuffix("/objects") }

    /// The answer to more large questions than a peer may have open.
    static func tooMany(limit: Int) -> PeerResponse {
        problem(
            .tooManyRequests,
            cause: "\(limit) answers with objects are on their way to this peer.",
            remedy: "Read those first, and ask again."
        )
    }

    /// How many bytes the body of a request may have, by its path.
    package static func bodyByteCountMax(of path: String) -> Int {
        if path == "/v1/session" { return Limits.sessionByteCountMax }
        if path == "/v1/notices" { return Limits.noticeByteCountMax }
        if path.hasSuffix("/objects") { return Limits.objectsRequestByteCountMax }
        if path.hasSuffix("/cosignatures") { return Limits.cosignaturesByteCountMax }
        return 0
    }

    /// Answers one request; never throws, so that a failure inside is an answer too.
    ///
    /// The error is handed to `report`, for the log of this node; the peer learns that the node is not ready.
    package func respond(
        to request: PeerRequest,
        report: (any Error) -> Void
    ) async -> PeerResponse {
        guard request.body.count <= Self.bodyByteCountMax(of: request.path) else {
            return Self.tooLarge(limit: Self.bodyByteCountMax(of: request.path))
        }
        do {
            return try await route(request) ?? Self.notFound
        } catch let refusal as PeerRefusal {
            return Self.problem(refusal.code, cause: refusal.cause, remedy: refusal.remedy)
        } catch let error as ReplicationError {
            return Self.malformed(error)
        } catch {
            report(error)
            return Self.problem(
                .notReady,
                cause: "The node could not answer.",
                remedy: "Ask again later."
            )
        }
    }

    private func route(_ request: PeerRequest) async throws -> PeerResponse? {
        let parts = request.path.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count >= 3, parts[0].isEmpty else { return nil }
        switch (parts[1], request.method) {
        case ("v1", .post?): return try await post(parts[2...], request)
        case ("v1", .get?): return try await get(parts[2...], request)
        case ("log", let method?):
            guard let log = LogID(hex: parts[2]) else { return nil }
            let rest = parts.dropFirst(3)
            return method == .get
                ? try await getLog(log, rest, request) : try await postLog(log, rest, request)
        default: return nil
        }
    }

    private func post(
        _ path: ArraySlice<Substring>,
        _ request: PeerRequest
    ) async throws -> PeerResponse? {
        guard path.count == 1, let name = path.first else { return nil }
        switch name {
        case "session":
            let document = try SessionDocument(parsing: request.body)
            let answer = try await service.session(document, from: request.peer)
            return PeerResponse(status: 200, mediaType: .json, body: try answer.encoded())
        case "notices":
            try await service.receive(Notice(parsing: request.body), from: request.peer)
            return .noContent
        default: return nil
        }
    }

    private func get(
        _ path: ArraySlice<Substring>,
        _ request: PeerRequest
    ) async throws -> PeerResponse? {
        guard let name = path.first else { return nil }
        if name == "heads", path.count == 1 {
            let query = try Self.headsQuery(request.query)
            guard let heads = try await service.heads(query, for: request.peer) else {
                return .noContent
            }
            return PeerResponse(status: 200, mediaType: .json, body: try heads.encoded())
        }
        guard path.count == 2, let digest = path.last.flatMap({ Digest(hex: $0) }) else {
            return nil
        }
        switch name {
        case "charter":
            return try await service.charter(digest, for: request.peer)
                .map { PeerResponse(status: 200, mediaType: .text, body: $0, isImmutable: true) }
        case "rules":
            return try await service.rulePack(digest, for: request.peer)
                .map { PeerResponse(status: 200, mediaType: .bytes, body: $0, isImmutable: true) }
        default: return nil
        }
    }

    private func getLog(
        _ log: LogID,
        _ path: ArraySlice<Substring>,
        _ request: PeerRequest
    ) async throws -> PeerResponse? {
        let peer = request.peer
        switch path.first {
        case "keys" where path.count == 1:
            return try await service.keyEntries(of: log, for: peer)
                .map { PeerResponse(status: 200, mediaType: .bytes, body: $0.encoded) }
        case "checkpoint" where path.count == 1:
            return try await service.checkpoint(of: log, for: peer)
                .map { PeerResponse(status: 200, mediaType: .text, body: $0) }
        case "cosignatures" where path.count == 1:
            guard let size = Self.size(request.query) else { return nil }
            return try await service.cosignatures(of: log, size: size, for: peer)
                .map { PeerResponse(status: 200, mediaType: .text, body: $0) }
        case "tile":
            return try await tile(log, path, peer)
        case "object" where path.count == 3:
            return try await object(log, path, request)
        default: return nil
        }
    }

    private func tile(
        _ log: LogID,
        _ path: ArraySlice<Substring>,
        _ peer: KeyName
    ) async throws -> PeerResponse? {
        let text = path.joined(separator: "/")
        let bytes: [UInt8]?
        if let bundle = BundleCoordinate(path: text) {
            bytes = try await service.bundle(bundle, of: log, for: peer)
        } else if let tile = TileCoordinate(path: text) {
            bytes = try await service.tile(tile, of: log, for: peer)
        } else {
            return nil
        }
        return bytes.map {
            PeerResponse(status: 200, mediaType: .bytes, body: $0, isImmutable: true)
        }
    }

    private func object(
        _ log: LogID,
        _ path: ArraySlice<Substring>,
        _ request: PeerRequest
    ) async throws -> PeerResponse? {
        let parts = Array(path)
        guard let index = Decimal.decode(Array(parts[1].utf8)).flatMap({ EntryIndex($0) }),
            let digest = Digest(hex: parts[2]),
            let bytes = try await service.object(digest, at: index, of: log, for: request.peer)
        else { return nil }
        guard let range = request.range.flatMap({ ByteRange($0) }) else {
            return PeerResponse(status: 200, mediaType: .bytes, body: bytes)
        }
        guard let part = range.resolved(in: bytes.count) else {
            return PeerResponse(
                status: 416,
                mediaType: nil,
                body: [],
                contentRange: "bytes */\(bytes.count)"
            )
        }
        return PeerResponse(
            status: 206,
            mediaType: .bytes,
            body: Array(bytes[part]),
            contentRange: "bytes \(part.lowerBound)-\(part.upperBound - 1)/\(bytes.count)"
        )
    }

    private func postLog(
        _ log: LogID,
        _ path: ArraySlice<Substring>,
        _ request: PeerRequest
    ) async throws -> PeerResponse? {
        guard path.count == 1 else { return nil }
        switch path.first {
        case "cosignatures":
            let submission = try CosignatureSubmission(parsing: request.body)
            switch try await service.store(submission, of: log, from: request.peer) {
            case .stored?: return .noContent
            case .sizeUnknown(let size)?:
                return PeerResponse(status: 409, mediaType: .size, body: SizeConflict.encode(size))
            case nil: return nil
            }
        case "objects":
            let wanted = try ObjectsRequest(parsing: request.body)
            return try await service.objects(wanted, of: log, for: request.peer)
                .map { PeerResponse(status: 200, mediaType: .bytes, body: $0.encoded()) }
        default: return nil
        }
    }
}

extension PeerRouter {
    private static let textCharacterCountMax = 1_000

    private static func headsQuery(_ text: String?) throws -> HeadsQuery {
        let values = queryValues(text)
        return try HeadsQuery(since: values["since"], wait: values["wait"])
    }

    private static func size(_ text: String?) -> TreeSize? {
        queryValues(text)["size"].flatMap { Decimal.decode(Array($0.utf8)) }.flatMap {
            TreeSize($0)
        }
    }

    /// The parameters of a query; the values of this protocol need no escapes, so none are read.
    private static func queryValues(_ text: String?) -> [String: String] {
        var values: [String: String] = [:]
        for pair in (text ?? "").split(separator: "&") {
            let parts = pair.split(separator: "=", maxSplits: 1)
            if parts.count == 2 { values[String(parts[0])] = String(parts[1]) }
        }
        return values
    }

    /// The answer to a body over its limit.
    package static func tooLarge(limit: Int) -> PeerResponse {
        problem(
            .tooLarge,
            cause: "The body is over its limit of \(limit) bytes.",
            remedy: "Send less at a time."
        )
    }

    private static func malformed(_ error: ReplicationError) -> PeerResponse {
        let detail = error.arguments.sorted { $0.key < $1.key }
            .map { "\($0.key) \($0.value)" }.joined(separator: ", ")
        let code: Problem.Code =
            switch error.code {
            case .documentTooLong: .tooLarge
            case .cosignatureMissing: .notVerifiable
            default: .requestMalformed
            }
        return problem(
            code,
            cause: "\(error.code.rawValue): \(detail)",
            remedy: "Compare the program versions of both nodes."
        )
    }

    private static func problem(
        _ code: Problem.Code,
        cause: String,
        remedy: String
    ) -> PeerResponse {
        let whole = Problem(
            code,
            cause: String(cause.prefix(textCharacterCountMax)),
            remedy: String(remedy.prefix(textCharacterCountMax))
        )
        // Texts cut to a thousand characters always fit their document; should they ever not, the status alone is binding.
        let body = (try? whole.encoded()) ?? []
        return PeerResponse(status: code.status, mediaType: .problem, body: body)
    }
}
