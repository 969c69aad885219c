import NIOCore
import NIOHTTP1
import Synchronization
import Wording

/// One open connection to a node: calls go one after the other.
package struct LocalConnection {
    private let channel: any Channel
    private var inbound: NIOAsyncChannelInboundStream<HTTPClientResponsePart>.AsyncIterator
    private let outbound: NIOAsyncChannelOutboundWriter<HTTPClientRequestPart>
    private let language: Language
    private let answerSeconds: Int

    init(
        channel: any Channel,
        inbound: NIOAsyncChannelInboundStream<HTTPClientResponsePart>.AsyncIterator,
        outbound: NIOAsyncChannelOutboundWriter<HTTPClientRequestPart>,
        language: Language,
        answerSeconds: Int
    ) {
        self.channel = channel
        self.inbound = inbound
        self.outbound = outbound
        self.language = language
        self.answerSeconds = answerSeconds
    }

    /// Makes one call and reads its answer.
    package mutating func send<Answer>(_ call: LocalCall<Answer>) async throws -> Answer {
        let bytes = try await exchange(call.request)
        return try Self.answer(Answer.self, from: bytes)
    }

    /// Asks for bytes.
    package mutating func bytes(_ call: LocalBytesCall) async throws -> [UInt8] {
        try await exchange(call.request)
    }

    /// Lists; each line is handed over as it comes, and an incomplete list ends with `answer_cut`.
    package mutating func list<Line>(
        _ call: LocalListCall<Line>,
        _ each: (Line) async throws -> Void
    ) async throws {
        try await start(call.request)
        var rest: [UInt8] = []
        while let piece = try await body() {
            var remaining = piece[...]
            while let end = remaining.firstIndex(of: UInt8(ascii: "\n")) {
                rest += remaining[..<end]
                try await each(try Self.answer(Line.self, from: rest))
                rest = []
                remaining = remaining[remaining.index(after: end)...]
            }
            rest += remaining
            try Self.check(rest.count)
        }
        guard rest.isEmpty else {
            throw LocalAPIError(.answerInvalid, ["detail": "last line without LF"])
        }
    }

    private mutating func exchange(_ request: LocalRequest) async throws -> [UInt8] {
        try await start(request)
        return try await rest()
    }

    /// Sends a request and reads the answer's head; an answer that is no success is thrown.
    private mutating func start(_ request: LocalRequest) async throws {
        try await write(request)
        guard case .head(let head) = try await part() else {
            throw LocalAPIError(.answerInvalid, ["detail": "no head"])
        }
        guard (200..<300).contains(head.status.code) else {
            throw try Self.answer(Problem.self, from: try await rest())
        }
    }

    private func write(_ request: LocalRequest) async throws {
        let bytes = try request.body.map { try Wire.encode($0) } ?? []
        guard bytes.count <= request.byteCountMax else {
            throw LocalAPIError(.bodyTooLarge, ["limit": String(request.byteCountMax)])
        }
        var headers: HTTPHeaders = ["host": "localhost", "accept-language": language.rawValue]
        if request.method == "POST" {
            headers.add(name: "content-type", value: "application/json")
            headers.add(name: "content-length", value: String(bytes.count))
        }
        let head = HTTPRequestHead(
            version: .http1_1,
            method: HTTPMethod(rawValue: request.method),
            uri: request.path,
            headers: headers
        )
        do {
            try await outbound.write(contentsOf: [
                .head(head), .body(.byteBuffer(ByteBuffer(bytes: bytes))), .end(nil),
            ])
        } catch {
            throw LocalAPIError(.answerCut, ["detail": SystemWords.of(error)])
        }
    }

    /// The rest of an answer, within the limit of a document.
    private mutating func rest() async throws -> [UInt8] {
        var bytes: [UInt8] = []
        while let piece = try await body() {
            bytes += piece
            try Self.check(bytes.count)
        }
        return bytes
    }

    /// The next bytes of an answer; nil at its end.
    private mutating func body() async throws -> [UInt8]? {
        switch try await part() {
        case .body(let buffer): [UInt8](buffer.readableBytesView)
        case .end: nil
        case .head: throw LocalAPIError(.answerInvalid, ["detail": "two heads"])
        }
    }

    /// The next part of an answer, within the client's patience.
    private mutating func part() async throws -> HTTPClientResponsePart {
        let late = Late()
        let channel = channel
        let cut = channel.eventLoop.scheduleTask(in: .seconds(Int64(answerSeconds))) {
            late.value.store(true, ordering: .relaxed)
            channel.close(promise: nil)
        }
        defer { cut.cancel() }
        var detail = "closed"
        do {
            if let part = try await inbound.next() { return part }
        } catch {
            detail = SystemWords.of(error)
        }
        if late.value.load(ordering: .relaxed) {
            throw LocalAPIError(.answerLate, ["seconds": String(answerSeconds)])
        }
        throw LocalAPIError(.answerCut, ["detail": detail])
    }

    private static func check(_ byteCount: Int) throws(LocalAPIError) {
        guard byteCount <= Limits.documentByteCountMax else {
            throw LocalAPIError(
                .answerInvalid,
                ["detail": "longer than \(Limits.documentByteCountMax) bytes"]
            )
        }
    }

    /// Reads what the node sent; a fault in it is the answer's, not the request's.
    private static func answer<Document: LocalDocument>(
        _ type: Document.Type,
        from bytes: [UInt8]
    ) throws(LocalAPIError) -> Document {
        do {
            return try Wire.decode(type, from: bytes)
        } catch  where error.code == .bodyInvalid {
            throw LocalAPIError(.answerInvalid, ["detail": error.arguments["detail"] ?? ""])
        }
    }
}

/// Whether the client's patience ended, shared with the event loop.
private final class Late: Sendable {
    let value = Atomic(false)
}
