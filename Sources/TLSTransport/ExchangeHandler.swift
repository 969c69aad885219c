internal import NIOCore
internal import NIOHTTP1

/// One request and its answer at a time, at the end of a client's pipeline.
///
/// The channel reads only when this handler asks for it: while a head is awaited, or while less than
/// `Limits.readAheadByteCountMax` of a body lie here. An idle connection keeps one read outstanding, so that its end is seen.
final class ExchangeHandler: ChannelInboundHandler {
    typealias InboundIn = HTTPClientResponsePart
    typealias OutboundOut = HTTPClientRequestPart

    private enum State {
        case idle
        case awaitingHead(EventLoopPromise<ClientResponseHead>)
        case body
        case closed(any Error)
    }

    // Beside the state, not in it: appending to a buffer that an enum also holds would copy it.

    private struct Body {
        var bytes = ByteBuffer()
        var byteCount = 0
        var isComplete = false
        var waiter: EventLoopPromise<ByteBuffer?>?
    }

    private var state = State.idle
    private var body = Body()
    private let eventLoop: any EventLoop
    private var context: ChannelHandlerContext?
    private var responseByteCountMax = 0
    private var timeouts = ExchangeTimeouts()
    private var isKeptAlive = true
    /// Whether the last answer came to its end: its reader may learn so after the connection has closed.
    private var isWhole = false
    private var stallTask: Scheduled<Void>?
    private var totalTask: Scheduled<Void>?

    init(eventLoop: any EventLoop) { self.eventLoop = eventLoop }

    /// Whether another request can be sent.
    var isReady: Bool {
        if case .idle = state { return isKeptAlive }
        return false
    }

    func handlerAdded(context: ChannelHandlerContext) { self.context = context }

    func handlerRemoved(context: ChannelHandlerContext) {
        fail(TLSTransportError(.connectionClosed))
        self.context = nil
    }

    // MARK: For the connection

    /// Sends a request and gives the answer's head.
    func start(
        _ request: ClientRequest,
        _ head: HTTPRequestHead
    )
        -> EventLoopFuture<ClientResponseHead>
    {
        if case .closed(let error) = state { return eventLoop.makeFailedFuture(error) }
        guard let context, case .idle = state else {
            return eventLoop.makeFailedFuture(TLSTransportError(.connectionClosed))
        }
        let promise = eventLoop.makePromise(of: ClientResponseHead.self)
        state = .awaitingHead(promise)
        isWhole = false
        responseByteCountMax = request.responseByteCountMax
        timeouts = request.timeouts
        totalTask = eventLoop.assumeIsolated().scheduleTask(in: timeouts.total) {
            let seconds = self.timeouts.total.secondsText
            self.fail(TLSTransportError(.responseTimedOut, ["seconds": seconds]))
        }
        awaitBytes()
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        if !request.body.isEmpty {
            let bytes = context.channel.allocator.buffer(bytes: request.body)
            context.write(wrapOutboundOut(.body(.byteBuffer(bytes))), promise: nil)
        }
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
        context.read()
        return promise.futureResult
    }

    /// The next bytes of the answer's body, nil after the last ones.
    func nextBodyPart() -> EventLoopFuture<ByteBuffer?> {
        let promise = eventLoop.makePromise(of: ByteBuffer?.self)
        switch state {
        case .idle:
            promise.succeed(nil)
        case .closed where isWhole:
            promise.succeed(nil)
        case .closed(let error):
            promise.fail(error)
        case .awaitingHead:
            promise.fail(TLSTransportError(.requestMalformed))
        case .body:
            if body.bytes.readableBytes > 0 {
                promise.succeed(body.bytes)
                body.bytes = ByteBuffer()
                context?.read()
            } else if body.isComplete {
                promise.succeed(nil)
                finish()
            } else {
                body.waiter?.fail(TLSTransportError(.requestMalformed))
                body.waiter = promise
                awaitBytes()
                context?.read()
            }
        }
        return promise.futureResult
    }

    /// Ends the connection; what waits fails with `error`, but an answer that is here whole can still be read.
    func fail(_ error: any Error) {
        stallTask?.cancel()
        totalTask?.cancel()
        let last = state
        switch last {
        case .closed:
            return
        case .body where body.isComplete:
            isKeptAlive = false
            context?.close(mode: .all, promise: nil)
            return
        case .idle, .awaitingHead, .body:
            state = .closed(error)
        }
        switch last {
        case .awaitingHead(let promise): promise.fail(error)
        case .body: body.waiter?.fail(error)
        case .idle, .closed: break
        }
        body = Body()
        context?.close(mode: .all, promise: nil)
    }

    /// The answer was read to its end.
    private func finish() {
        stallTask?.cancel()
        totalTask?.cancel()
        state = .idle
        isWhole = true
        body = Body()
        if isKeptAlive {
            context?.read()
        } else {
            fail(TLSTransportError(.connectionClosed))
        }
    }

    private func awaitBytes() {
        stallTask?.cancel()
        stallTask = eventLoop.assumeIsolated().scheduleTask(in: timeouts.stall) {
            let seconds = self.timeouts.stall.secondsText
            self.fail(TLSTransportError(.responseStalled, ["seconds": seconds]))
        }
    }

    // MARK: From the peer

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch (unwrapInboundIn(data), state) {
        case (.head(let head), .awaitingHead(let promise)):
            readHead(head, promise)
        case (.body(let bytes), .body):
            readBody(bytes)
        case (.end, .body):
            stallTask?.cancel()
            body.isComplete = true
            // Without bytes that somebody must still take, the connection is free at once.
            guard body.bytes.readableBytes == 0 else { return }
            let waiter = body.waiter
            finish()
            waiter?.succeed(nil)
        case (_, .closed):
            break
        default:
            fail(TLSTransportError(.responseMalformed, ["reason": "an answer to no request"]))
        }
    }

    private func readHead(
        _ head: HTTPResponseHead,
        _ promise: EventLoopPromise<ClientResponseHead>
    ) {
        let announced = head.headers.first(name: "content-length").map { Int($0) ?? Int.max }
        guard announced ?? 0 <= responseByteCountMax else {
            failBody()
            return
        }
        stallTask?.cancel()
        isKeptAlive = head.isKeepAlive
        state = .body
        promise.succeed(ClientResponseHead(head))
    }

    private func readBody(_ bytes: ByteBuffer) {
        body.byteCount += bytes.readableBytes
        guard body.byteCount <= responseByteCountMax else {
            failBody()
            return
        }
        if let waiter = body.waiter {
            body.waiter = nil
            stallTask?.cancel()
            waiter.succeed(bytes)
        } else if body.bytes.readableBytes == 0 {
            body.bytes = bytes
        } else {
            body.bytes.writeImmutableBuffer(bytes)
        }
    }

    private func failBody() {
        let limit = String(responseByteCountMax)
        fail(TLSTransportError(.responseBodyTooLarge, ["limit": limit]))
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        switch state {
        case .idle, .awaitingHead: context.read()
        case .body:
            if !body.isComplete, body.bytes.readableBytes < Limits.readAheadByteCountMax {
                context.read()
            }
        case .closed: break
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        fail(TLSTransportError(.connectionClosed))
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        switch error {
        case let error as TLSTransportError:
            fail(error)
        case is IOError, is ChannelError:
            fail(TLSTransportError(.connectionFailed, ["reason": "\(error)"]))
        default:
            fail(TLSTransportError(.responseMalformed, ["reason": "\(error)"]))
        }
    }
}
