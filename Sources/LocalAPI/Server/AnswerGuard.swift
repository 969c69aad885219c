import NIOCore
import NIOHTTPTypes

/// Cuts off a client that has not taken an answer in its time: it holds a connection, and the answer.
///
/// The framework's own time is for idle connections alone; one on which an answer is being written is never idle.
final class AnswerGuard: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart

    private let patience: TimeAmount
    private var cut: Scheduled<Void>?

    init(seconds: Int) { patience = .seconds(Int64(seconds)) }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        cut?.cancel()
        cut = nil
        if !context.channel.isWritable {
            cut = context.eventLoop.assumeIsolated().scheduleTask(in: patience) {
                context.close(mode: .all, promise: nil)
            }
        }
        context.fireChannelWritabilityChanged()
    }

    func channelInactive(context: ChannelHandlerContext) {
        cut?.cancel()
        context.fireChannelInactive()
    }

    func handlerRemoved(context: ChannelHandlerContext) { cut?.cancel() }
}
