internal import Cryptography
internal import NIOCore
internal import NIOTLS

/// TLS on a SwiftNIO channel, over the system OpenSSL.
///
/// The states, in order: `idle` until the channel is active; `handshaking`; `active`; `lingering`, when our side is
/// shut and what the peer still sends is thrown away until it closes, so that no reset destroys our last bytes or
/// alert; `closed`. No byte of the application passes before `active`.
final class TLSHandler: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    enum State {
        case idle
        case handshaking
        case active
        case lingering
        case closed
    }

    /// Tells a connection that its peer's pin was withdrawn.
    struct PeerWithdrawnEvent: Sendable {}

    struct Configuration {
        var role: TLSSession.Role
        var rule: CertificateCheck.Rule
        var timeouts: ConnectionTimeouts
        var counter: ConnectionCounter?
        /// Whether a peer that does not agree on HTTP/1.1 by ALPN is refused.
        var requiresProtocol: Bool
        /// Whether input waits after the handshake until `release` is called.
        var holdsInput = false

        var registry: PinRegistry? {
            guard case .peer(let registry, _) = rule else { return nil }
            return registry
        }
    }

    let session: TLSSession
    let configuration: Configuration
    private let lease: ConnectionLease
    private var handshakePromise: EventLoopPromise<PeerIdentity>?
    private var handshakeTask: Scheduled<Void>?
    private var closeTask: Scheduled<Void>?
    private var closePromise: EventLoopPromise<Void>?
    /// Storage that is reused whenever downstream has let go of it: a fresh buffer for each read costs a third of the speed.
    private var inbound = ByteBuffer()
    private var context: ChannelHandlerContext?
    private var isHolding: Bool
    private var receivedCloseNotify = false
    private var receivedEnd = false
    private var endedInput = false
    private var controlByteCount = 0
    private var discardedByteCount = 0

    // Shared with the writing half of the handler.
    var state = State.idle
    var outbound = ByteBuffer()
    var pending = MarkedCircularBuffer<PendingWrite>(initialCapacity: 16)
    var pendingByteCount = 0
    var sentCloseNotify = false

    /// A handler for one connection; `handshake` is completed with the peer or with the reason why there is none.
    init(
        _ context: TLSContext,
        _ configuration: Configuration,
        handshake: EventLoopPromise<PeerIdentity>
    ) throws {
        session = try TLSSession(context, role: configuration.role, rule: configuration.rule)
        self.configuration = configuration
        isHolding = configuration.holdsInput
        lease = ConnectionLease(counter: configuration.counter, registry: configuration.registry)
        handshakePromise = handshake
    }

    // MARK: The channel's life

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        if context.channel.isActive { start(context) }
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        end(TLSTransportError(.closedDuringHandshake))
        self.context = nil
    }

    func channelActive(context: ChannelHandlerContext) {
        start(context)
        context.fireChannelActive()
    }

    func channelInactive(context: ChannelHandlerContext) {
        let error: TLSTransportError? =
            switch state {
            case .idle, .handshaking: TLSTransportError(.closedDuringHandshake)
            // Without close_notify nobody can tell a complete message from a cut one.
            case .active where !receivedCloseNotify && !sentCloseNotify:
                TLSTransportError(.connectionTruncated)
            case .active, .lingering, .closed: nil
            }
        end(error ?? TLSTransportError(.connectionClosed))
        if let error { context.fireErrorCaught(error) }
        context.fireChannelInactive()
    }

    /// Whether nothing above can know this connection yet.
    private var isBeforeApplication: Bool {
        switch state {
        case .idle, .handshaking: true
        case .active: isHolding
        case .lingering, .closed: false
        }
    }

    private func start(_ context: ChannelHandlerContext) {
        guard state == .idle else { return }
        state = .handshaking
        do {
            try lease.begin(from: ConnectionCounter.host(of: context.channel.remoteAddress))
        } catch {
            abort(context, error as? TLSTransportError ?? TLSTransportError(.connectionClosed))
            return
        }
        let limit = configuration.timeouts.handshake
        handshakeTask = context.eventLoop.assumeIsolated().scheduleTask(in: limit) {
            guard self.state == .handshaking else { return }
            let seconds = limit.secondsText
            self.abort(context, TLSTransportError(.handshakeTimedOut, ["seconds": seconds]))
        }
        if case .client = configuration.role {
            advanceHandshake(context)
        } else {
            context.read()
        }
    }

    /// Lets go of everything; what still waits fails with `error`.
    private func end(_ error: TLSTransportError) {
        state = .closed
        handshakeTask?.cancel()
        closeTask?.cancel()
        handshakeTask = nil
        closeTask = nil
        lease.end()
        handshakePromise?.fail(error)
        handshakePromise = nil
        failPendingWrites(ChannelError.ioOnClosedChannel)
        closePromise?.succeed()
        closePromise = nil
    }

    /// Ends the connection at once, without a word to the peer.
    private func abort(_ context: ChannelHandlerContext, _ error: TLSTransportError) {
        let promise = closePromise
        closePromise = nil
        end(error)
        context.fireErrorCaught(error)
        context.close(mode: .all, promise: promise)
    }

    /// Ends the connection after what OpenSSL has to say about `error`: an alert or a close_notify.
    func fail(_ context: ChannelHandlerContext, _ error: TLSTransportError) {
        sendOutput(context, promise: nil)
        context.flush()
        handshakePromise?.fail(error)
        handshakePromise = nil
        linger(context, after: error)
    }

    // MARK: Inbound

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let bytes = unwrapInboundIn(data)
        guard state == .handshaking || state == .active, !receivedCloseNotify else {
            discardedByteCount += bytes.readableBytes
            if discardedByteCount > Limits.lingerByteCountMax { finishLingering(context) }
            return
        }
        if case .failed(let error) = bytes.withUnsafeReadableBytes({ session.receive($0) }) {
            fail(context, error)
            return
        }
        if state == .handshaking { advanceHandshake(context) }
        if state == .active, !isHolding { decrypt(context, hint: bytes.readableBytes) }
    }

    func read(context: ChannelHandlerContext) {
        // What is held back stays with the kernel, which slows the peer down.
        if state == .active, isHolding { return }
        context.read()
    }

    /// Lets the input flow; what came with the end of the handshake comes now.
    func release() {
        guard isHolding, let context else { return }
        isHolding = false
        guard state == .active else { return }
        decrypt(context, hint: Limits.encryptionByteCountMax)
        if receivedEnd, !receivedCloseNotify, state == .active {
            peerHasEnded(context)
        } else {
            context.fireChannelReadComplete()
            context.read()
        }
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        if state == .lingering {
            context.read()
        } else {
            context.fireChannelReadComplete()
        }
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        if context.channel.isWritable { controlByteCount = 0 }
        context.fireChannelWritabilityChanged()
    }

    private func advanceHandshake(_ context: ChannelHandlerContext) {
        let progress = session.handshake()
        if case .failed(let error) = progress {
            fail(context, error)
            return
        }
        sendOutput(context, promise: nil)
        context.flush()
        switch progress {
        case .needsInput:
            context.read()
        case .closedByPeer:
            fail(context, TLSTransportError(.closedDuringHandshake))
        case .done(let identity):
            complete(context, identity)
        case .failed:
            break
        }
    }

    private func complete(_ context: ChannelHandlerContext, _ identity: PeerIdentity) {
        let channel = context.channel
        do {
            guard session.hasAgreedProtocol || !configuration.requiresProtocol else {
                throw TLSTransportError(.protocolNotAgreed)
            }
            try lease.establish(identity) {
                channel.pipeline.fireUserInboundEventTriggered(PeerWithdrawnEvent())
            }
        } catch {
            session.sendCloseNotify()
            fail(context, error as? TLSTransportError ?? TLSTransportError(.connectionClosed))
            return
        }
        handshakeTask?.cancel()
        handshakeTask = nil
        state = .active
        handshakePromise?.succeed(identity)
        handshakePromise = nil
        context.fireUserInboundEventTriggered(
            TLSUserEvent.handshakeCompleted(negotiatedProtocol: "http/1.1")
        )
        // A flush that came during the handshake is made good here.
        encryptPendingWrites(context)
        context.flush()
    }

    private func decrypt(_ context: ChannelHandlerContext, hint: Int) {
        let capacity = min(max(hint, 2048), Limits.encryptionByteCountMax)
        inbound.clear(minimumCapacity: capacity)
        var outcome = TLSSession.Progress<Int>.done(0)
        while case .done = outcome {
            if inbound.writableBytes == 0 {
                context.fireChannelRead(wrapInboundOut(inbound))
                // Downstream may have closed us.
                guard state == .active else { return }
                inbound.clear(minimumCapacity: capacity)
            }
            inbound.writeWithUnsafeMutableBytes(minimumWritableBytes: 1) { buffer in
                outcome = session.read(into: buffer)
                if case .done(let count) = outcome { return count }
                return 0
            }
        }
        if inbound.readableBytes > 0 { context.fireChannelRead(wrapInboundOut(inbound)) }
        guard state == .active else { return }
        switch outcome {
        case .failed(let error): fail(context, error)
        case .closedByPeer: peerHasClosed(context)
        case .needsInput, .done: answerControlMessages(context)
        }
    }

    /// Sends what OpenSSL answers to key updates, and goes on with writes that had to wait for them.
    private func answerControlMessages(_ context: ChannelHandlerContext) {
        let count = session.outputByteCount
        if count > 0 {
            controlByteCount = context.channel.isWritable ? 0 : controlByteCount + count
            guard controlByteCount <= Limits.controlByteCountMax else {
                let limit = String(Limits.controlByteCountMax)
                abort(context, TLSTransportError(.controlBytesExceeded, ["limit": limit]))
                return
            }
            sendOutput(context, promise: nil)
            context.flush()
        }
        guard pending.hasMark else { return }
        encryptPendingWrites(context)
        context.flush()
    }

    private func peerHasClosed(_ context: ChannelHandlerContext) {
        receivedCloseNotify = true
        context.fireUserInboundEventTriggered(ChannelEvent.inputClosed)
        guard state == .active else { return }
        guard !sentCloseNotify else {
            linger(context)
            return
        }
        // An option that the channel does not have means that it closes as a whole.
        let options = context.channel.syncOptions
        let isHalfClosing = (try? options?.getOption(.allowRemoteHalfClosure)) ?? false
        if !isHalfClosing { close(context: context, mode: .all, promise: nil) }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        switch event {
        case ChannelEvent.inputClosed:
            peerHasEnded(context)
        case ChannelEvent.outputClosed where state == .lingering:
            break  // Said already, when lingering began.
        case is PeerWithdrawnEvent:
            guard state != .closed else { return }
            let name = session.identity?.name ?? ""
            abort(context, TLSTransportError(.peerWithdrawn, ["name": name]))
        case is ChannelShouldQuiesceEvent where isBeforeApplication:
            // Shutting down would wait for it.
            abort(context, TLSTransportError(.closedDuringHandshake))
        default:
            context.fireUserInboundEventTriggered(event)
        }
    }

    /// The TCP connection has no more input; after close_notify the application knows already.
    private func peerHasEnded(_ context: ChannelHandlerContext) {
        receivedEnd = true
        // The close_notify may lie among the input that is held back.
        if state == .active, isHolding { return }
        switch state {
        case .active where receivedCloseNotify:
            if sentCloseNotify { linger(context) }
        case .active where endedInput:
            // Not the peer: we were told to read no more.
            context.fireUserInboundEventTriggered(ChannelEvent.inputClosed)
        case .active where sentCloseNotify:
            // Our close_notify was answered by closing: usual, and our message was complete.
            context.fireUserInboundEventTriggered(ChannelEvent.inputClosed)
            if state == .active { linger(context) }
        case .active:
            abort(context, TLSTransportError(.connectionTruncated))
        case .idle, .handshaking:
            abort(context, TLSTransportError(.closedDuringHandshake))
        case .lingering:
            finishLingering(context)
        case .closed:
            break
        }
    }

    // MARK: Closing

    func close(
        context: ChannelHandlerContext,
        mode: CloseMode,
        promise: EventLoopPromise<Void>?
    ) {
        switch (state, mode) {
        case (.active, .output):
            endOutput(context)
            guard state == .active else {
                promise?.succeed()
                return
            }
            if receivedCloseNotify || receivedEnd {
                keepClosePromise(promise)
                linger(context)
            } else {
                context.close(mode: .output, promise: promise)
            }
        case (.active, .all):
            endOutput(context)
            keepClosePromise(promise)
            if state == .active { linger(context) }
        case (.active, .input):
            endedInput = true
            context.close(mode: .input, promise: promise)
        case (.lingering, .all):
            keepClosePromise(promise)
        case (.lingering, .output):
            promise?.succeed()
        case (.handshaking, .all), (.handshaking, .output):
            end(TLSTransportError(.closedDuringHandshake))
            context.close(mode: .all, promise: promise)
        case (_, _):
            context.close(mode: mode, promise: promise)
        }
    }

    private func keepClosePromise(_ promise: EventLoopPromise<Void>?) {
        guard let promise else { return }
        guard let earlier = closePromise else {
            closePromise = promise
            return
        }
        earlier.futureResult.cascade(to: promise)
    }

    /// Encrypts what was flushed, refuses what was not, and says close_notify.
    private func endOutput(_ context: ChannelHandlerContext) {
        encryptPendingWrites(context)
        guard state == .active, !sentCloseNotify else { return }
        failPendingWrites(ChannelError.outputClosed)
        sentCloseNotify = true
        session.sendCloseNotify()
        sendOutput(context, promise: nil)
        context.flush()
    }

    /// Shuts our side once everything has left, then waits for the peer's end, each for a limited time.
    private func linger(_ context: ChannelHandlerContext, after error: TLSTransportError? = nil) {
        guard state != .lingering, state != .closed else { return }
        state = .lingering
        handshakeTask?.cancel()
        handshakeTask = nil
        failPendingWrites(ChannelError.ioOnClosedChannel)
        // Before the channel is touched: where the peer has closed already, it becomes inactive at once, and downstream
        // should hear the reason first. It also should stop writing, or it would write for nobody.
        if let error { context.fireErrorCaught(error) }
        context.fireUserInboundEventTriggered(ChannelEvent.outputClosed)
        guard state == .lingering else { return }
        scheduleFinish(context, in: configuration.timeouts.flush)
        let flushed = context.eventLoop.makePromise(of: Void.self)
        flushed.futureResult.assumeIsolated().whenComplete { _ in
            guard self.state == .lingering else { return }
            if self.receivedEnd {
                self.finishLingering(context)
            } else {
                self.scheduleFinish(context, in: self.configuration.timeouts.linger)
            }
        }
        if receivedEnd {
            // With its input shut, SwiftNIO would close the whole channel and drop what has not left yet.
            context.writeAndFlush(wrapOutboundOut(ByteBuffer()), promise: flushed)
        } else {
            context.close(mode: .output, promise: flushed)
            if state == .lingering { context.read() }
        }
    }

    private func scheduleFinish(_ context: ChannelHandlerContext, in amount: TimeAmount) {
        closeTask?.cancel()
        closeTask = context.eventLoop.assumeIsolated().scheduleTask(in: amount) {
            self.finishLingering(context)
        }
    }

    private func finishLingering(_ context: ChannelHandlerContext) {
        guard state == .lingering else { return }
        let promise = closePromise
        closePromise = nil
        end(TLSTransportError(.connectionClosed))
        context.close(mode: .all, promise: promise)
    }
}
