import Glibc
import HummingbirdCore
import Logging
import NIOCore

/// The caller of the connection that the current task serves.
enum CurrentCaller {
    /// Set for every request of a connection by ``CallerChannel``.
    @TaskLocal static var caller: Caller?
}

/// A connection that knows who is on the other end before its first byte is read.
///
/// Nothing above the socket is made before somebody handles the connection, and nothing is read: one that is dropped on the way, as
/// when the server stops while a client connects, leaves nothing half made, which NIO would end the process for.
struct CallerChannel<Base: ServerChildChannel>: ServerChildChannel {
    /// The connection with its caller.
    struct Value: ServerChildChannelValue {
        let channel: any Channel
        let caller: Caller
    }

    let base: Base
    let policy: CallerPolicy

    /// Asks the kernel for the caller; a connection whose caller cannot be known is closed.
    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Value> {
        let policy = policy
        return channel.setOption(.autoRead, value: false)
            .flatMap { CredentialReader.credentials(of: channel) }
            .map { Value(channel: channel, caller: policy.caller($0)) }
    }

    /// Serves the connection with its caller at hand.
    func handle(value: Value, logger: Logger) async {
        let (base, channel) = (base, value.channel)
        do {
            let connection = try await channel.eventLoop.flatSubmit {
                base.setup(channel: channel, logger: logger)
            }
            .get()
            // On a closed channel this fails, and the connection is still to be handled to its end.
            _ = channel.setOption(.autoRead, value: true)
            await CurrentCaller.$caller.withValue(value.caller) {
                await base.handle(value: connection, logger: logger)
            }
        } catch {
            // The client is gone before anything was asked.
            logger.debug("connection closed", metadata: ["error": "\(error)"])
            channel.close(mode: .all, promise: nil)
        }
    }
}

/// Reads the credentials of a Unix socket's peer from the kernel (unix(7)).
enum CredentialReader {
    /// `struct ucred`.
    struct PeerCredential: Sendable {
        var pid: Int32 = 0
        var uid: UInt32 = .max
        var gid: UInt32 = .max
    }

    /// SO_PEERGROUPS of Linux 4.13 (asm-generic/socket.h), which Swift's Glibc does not name.
    private static let peerGroups: CInt = 59

    /// The process, user and groups on the other end.
    static func credentials(of channel: any Channel) -> EventLoopFuture<PeerCredentials> {
        guard let options = channel as? any SocketOptionProvider else {
            return channel.eventLoop.makeFailedFuture(ChannelError.operationUnsupported)
        }
        let process: EventLoopFuture<PeerCredential> = options.unsafeGetSocketOption(
            level: .socket,
            name: .init(rawValue: SO_PEERCRED)
        )
        let groups: EventLoopFuture<[UInt32]> = options.unsafeGetSocketOption(
            level: .socket,
            name: .init(rawValue: peerGroups)
        )
        .map(supplementary)
        // Too many groups, or a kernel that cannot say: fewer groups mean fewer rights, never more.
        .recover { _ in [] }
        return process.and(groups).map { process, groups in
            let gids = Set(groups).union([process.gid]).sorted()
            return PeerCredentials(pid: process.pid, uid: process.uid, gids: gids)
        }
    }

    /// The groups that the kernel wrote; the rest of the room is zero.
    ///
    /// Group 0 cannot be told from that rest and is left out; as a primary group it comes with SO_PEERCRED.
    private static func supplementary(_ room: Limits.CallerGroups) -> [UInt32] {
        var groups: [UInt32] = []
        for index in room.indices where room[index] != 0 { groups.append(room[index]) }
        return groups
    }
}
