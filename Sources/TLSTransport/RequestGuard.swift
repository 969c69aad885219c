internal import HTTPTypes
internal import NIOCore
internal import NIOHTTPTypes

/// Holds a client to its times and to the size of its bodies, whatever the routes do.
///
/// A head must be complete, a body must be complete, and an answer must be read, each within its time, however many
/// single bytes arrive meanwhile. A body beyond its route's limit is answered by 413 and ends the connection, also where
/// no route reads it.
final class RequestGuard: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    private enum Reading {
        case head
        case body(byteCount: Int, limit: Int)
        case refused(TLSTransportError)
    }

    private let timeouts: ServerTimeouts
    private let bodyByteCountMax: BodyLimit
    private var reading = Reading.head
    private var requestCount = 0
    private var hasBegunAnswer = false
    private var readTask: Scheduled<Void>?
    private var stallTask: Scheduled<Void>?

    init(timeouts: ServerTimeouts, bodyByteCountMax: @escaping BodyLimit) {
        self.timeouts = timeouts
        self.bodyByteCountMax = bodyByteCountMax
    }

    func handlerAdded(context: ChannelHandlerContext) {
        // Added once the handshake is complete: until then a connection is under the handshake's own time.
        awaitHead(context)
    }

    func handlerRemoved(context: ChannelHandlerContext) { cancelTasks() }

    func channelInactive(context: ChannelHandlerContext) {
        cancelTasks()
        context.fireChannelInactive()
    }

    private func cancelTasks() {
        readTask?.cancel()
        stallTask?.cancel()
    }

    // MARK: What the client sends

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        if case .refused = reading { return }
        switch unwrapInboundIn(data) {
        case .head(let request):
            requestCount += 1
            let limit = bodyByteCountMax(request)
            let announced = request.headerFields[.contentLength].map { Int($0) ?? Int.max }
            guard announced ?? 0 <= limit else {
                refuseBody(context, limit: limit)
                return
            }
            reading = .body(byteCount: 0, limit: limit)
            awaitBody(context)
        case .body(let bytes):
            guard case .body(let earlier, let limit) = reading else { return }
            let byteCount = earlier + bytes.readableBytes
            guard byteCount <= limit else {
                refuseBody(context, limit: limit)
                return
            }
            reading = .body(byteCount: byteCount, limit: limit)
        case .end:
            reading = .head
            readTask?.cancel()
            readTask = nil
        }
        context.fireChannelRead(data)
    }

    private func awaitHead(_ context: ChannelHandlerContext) {
        readTask?.cancel()
        readTask = context.eventLoop.assumeIsolated().scheduleTask(in: timeouts.head) {
            context.close(mode: .all, promise: nil)
        }
    }

    private func awaitBody(_ context: ChannelHandlerContext) {
        readTask?.cancel()
        readTask = context.eventLoop.assumeIsolated().scheduleTask(in: timeouts.body) {
            let seconds = self.timeouts.body.secondsText
            self.refuse(
                context,
                .requestTimeout,
                TLSTransportError(.requestTimedOut, ["seconds": seconds])
            )
        }
    }

    private func refuseBody(_ context: ChannelHandlerContext, limit: Int) {
        refuse(
            context,
            .contentTooLarge,
            TLSTransportError(.requestBodyTooLarge, ["limit": String(limit)])
        )
    }

    /// Answers, where an answer can still be given, and ends the connection.
    private func refuse(
        _ context: ChannelHandlerContext,
        _ status: HTTPResponse.Status,
        _ error: TLSTransportError
    ) {
        reading = .refused(error)
        if !hasBegunAnswer, requestCount == 1 {
            let fields: HTTPFields = [.connection: "close", .contentLength: "0"]
            let head = HTTPResponse(status: status, headerFields: fields)
            context.write(wrapOutboundOut(.head(head)), promise: nil)
            context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
        }
        context.fireErrorCaught(error)
        context.close(mode: .all, promise: nil)
    }

    // MARK: What the client is sent

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        if case .refused(let error) = reading {
            promise?.fail(error)
            return
        }
        switch unwrapOutboundIn(data) {
        case .head(let response):
            hasBegunAnswer = response.status.kind != .informational
        case .body:
            break
        case .end:
            hasBegunAnswer = false
            requestCount -= 1
            if requestCount <= 0, case .head = reading { awaitHead(context) }
        }
        context.write(data, promise: promise)
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        stallTask?.cancel()
        stallTask = nil
        if !context.channel.isWritable {
            stallTask = context.eventLoop.assumeIsolated().scheduleTask(in: timeouts.stall) {
                context.close(mode: .all, promise: nil)
            }
        }
        context.fireChannelWritabilityChanged()
    }
}
