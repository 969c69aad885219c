package import Wording
import Glibc
import NIOCore
import NIOHTTP1
import NIOPosix

/// A client of the LocalAPI on a Unix socket.
///
/// A node that cannot be reached is `local_api.node_unreachable`; what the node refuses is thrown as ``Problem``.
package struct LocalClient: Sendable {
    /// The path of the node's socket.
    package let socketPath: String
    private let language: Language
    private let answerSeconds: Int

    /// Makes a client; `answerSeconds` is how long it waits for the next bytes of an answer.
    package init(
        socketPath: String,
        language: Language,
        answerSeconds: Int = Limits.answerSecondsMax
    ) {
        self.socketPath = socketPath
        self.language = language
        self.answerSeconds = answerSeconds
    }

    /// Opens one connection for any number of calls, one after the other.
    package func withConnection<Result: Sendable>(
        _ body: (inout LocalConnection) async throws -> Result
    ) async throws -> Result {
        guard socketPath.utf8.count <= Limits.socketPathByteCountMax else {
            throw LocalAPIError(
                .socketPathTooLong,
                [
                    "path": socketPath, "length": String(socketPath.utf8.count),
                    "limit": String(Limits.socketPathByteCountMax),
                ]
            )
        }
        let channel = try await connect()
        return try await channel.executeThenClose { inbound, outbound in
            var connection = LocalConnection(
                channel: channel.channel,
                inbound: inbound.makeAsyncIterator(),
                outbound: outbound,
                language: language,
                answerSeconds: answerSeconds
            )
            return try await body(&connection)
        }
    }

    /// Connects; while the node's backlog is full, which the kernel answers with EAGAIN, it tries again.
    private func connect() async throws -> NIOAsyncChannel<
        HTTPClientResponsePart, HTTPClientRequestPart
    > {
        let deadline = ContinuousClock.now + .seconds(answerSeconds)
        while true {
            do {
                return try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                    .connect(unixDomainSocketPath: socketPath) { channel in
                        channel.eventLoop.makeCompletedFuture {
                            try channel.pipeline.syncOperations.addHTTPClientHandlers()
                            return try NIOAsyncChannel(wrappingChannelSynchronously: channel)
                        }
                    }
            } catch let error as IOError where error.errnoCode == EAGAIN {
                guard ContinuousClock.now < deadline else {
                    throw LocalAPIError(.answerLate, ["seconds": String(answerSeconds)])
                }
                try await Task.sleep(for: .milliseconds(20))
            } catch let error as IOError where [EACCES, EPERM].contains(error.errnoCode) {
                throw LocalAPIError(.nodeForbidden, ["path": socketPath])
            } catch {
                throw LocalAPIError(
                    .nodeUnreachable,
                    ["path": socketPath],
                    cause: SystemWords.of(error)
                )
            }
        }
    }

    /// Makes one call on a connection of its own.
    package func send<Answer>(_ call: LocalCall<Answer>) async throws -> Answer {
        try await withConnection { try await $0.send(call) }
    }

    /// Lists on a connection of its own; each line is handed over as it comes.
    package func list<Line>(
        _ call: LocalListCall<Line>,
        _ each: (Line) async throws -> Void
    ) async throws {
        try await withConnection { try await $0.list(call, each) }
    }

    /// Asks for bytes on a connection of its own.
    package func bytes(_ call: LocalBytesCall) async throws -> [UInt8] {
        try await withConnection { try await $0.bytes(call) }
    }
}
