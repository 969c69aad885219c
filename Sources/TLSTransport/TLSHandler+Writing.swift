internal import NIOCore

/// Bytes that wait to be encrypted.
struct PendingWrite {
    var bytes: ByteBuffer
    let promise: EventLoopPromise<Void>?
}

/// The writing half of the handler: plaintext waits in `pending` until it was flushed and the handshake is complete.
///
/// Afterwards its ciphertext is passed on at once, so that the channel's writability speaks for all of it.
extension TLSHandler {
    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        guard state != .closed, state != .lingering, !sentCloseNotify else {
            promise?.fail(ChannelError.outputClosed)
            return
        }
        let bytes = unwrapOutboundIn(data)
        pending.append(PendingWrite(bytes: bytes, promise: promise))
        pendingByteCount += bytes.readableBytes
        // While active, what waits is bounded by whoever writes without flushing.
        guard state != .active, pendingByteCount > Limits.pendingWriteByteCountMax else { return }
        refusePendingWrites(context)
    }

    func flush(context: ChannelHandlerContext) {
        pending.mark()
        encryptPendingWrites(context)
        context.flush()
    }

    /// Encrypts all that was flushed, as far as OpenSSL takes it.
    func encryptPendingWrites(_ context: ChannelHandlerContext) {
        while state == .active, !sentCloseNotify, pending.hasMark {
            let index = pending.startIndex
            guard pending[index].bytes.readableBytes > 0 else {
                sendOutput(context, promise: pending.removeFirst().promise)
                continue
            }
            let slice = pending[index].bytes.readableBytesView.prefix(Limits.encryptionByteCountMax)
            switch slice.withUnsafeBytes({ session.write($0) }) {
            case .done(let count):
                pending[index].bytes.moveReaderIndex(forwardBy: count)
                pendingByteCount -= count
                if session.outputByteCount >= Limits.encryptionByteCountMax {
                    sendOutput(context, promise: nil)
                }
            case .needsInput:
                // Half of a key update has arrived; it goes on when the rest has.
                if pendingByteCount > Limits.pendingWriteByteCountMax {
                    refusePendingWrites(context)
                }
                context.read()
                return
            case .closedByPeer:
                fail(context, TLSTransportError(.connectionClosed))
            case .failed(let error):
                fail(context, error)
            }
        }
    }

    /// Passes the bytes that OpenSSL has for the peer on to the channel; without any the promise succeeds.
    func sendOutput(_ context: ChannelHandlerContext, promise: EventLoopPromise<Void>?) {
        let count = session.outputByteCount
        guard count > 0 else {
            promise?.succeed()
            return
        }
        outbound.clear(minimumCapacity: count)
        session.takeOutput(into: &outbound)
        context.write(wrapOutboundOut(outbound), promise: promise)
    }

    func failPendingWrites(_ error: any Error) {
        while let write = pending.popFirst() { write.promise?.fail(error) }
        pendingByteCount = 0
    }

    private func refusePendingWrites(_ context: ChannelHandlerContext) {
        let limit = String(Limits.pendingWriteByteCountMax)
        let error = TLSTransportError(.pendingWritesExceeded, ["limit": limit])
        failPendingWrites(error)
        fail(context, error)
    }
}
