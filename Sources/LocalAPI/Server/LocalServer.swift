package import Logging
import Hummingbird
import HummingbirdCore
import NIOCore
import Synchronization

/// The LocalAPI's server: HTTP/1.1 on one Unix socket, for callers of this machine (FORMATS.md §8).
package struct LocalServer: Sendable {
    /// How long the server waits for a client, in seconds; tests shorten it.
    package struct Patience: Hashable, Sendable {
        /// For a request's body to arrive whole.
        package var bodySeconds = Limits.bodySecondsMax
        /// For one page of an answer to be taken.
        package var writeSeconds = Limits.writeSecondsMax
        /// For the next request on an idle connection.
        package var idleSeconds = Limits.idleSecondsMax

        /// The limits of ``Limits``.
        package init() {}
    }

    private let service: any LocalService
    private let policy: CallerPolicy
    private let socket: SocketFile
    private let logger: Logger
    private let patience: Patience

    /// Makes a server for a socket path of at most 107 bytes; a longer one is refused.
    package init(
        service: any LocalService,
        policy: CallerPolicy,
        socketPath: String,
        logger: Logger,
        patience: Patience = Patience()
    ) throws(LocalAPIError) {
        self.service = service
        self.policy = policy
        socket = try SocketFile(path: socketPath)
        self.logger = logger
        self.patience = patience
    }

    /// Serves until the task is cancelled or its service group shuts down gracefully.
    ///
    /// A socket that a dead process left is replaced; a live one is refused with `socket_in_use`. `onRunning` is
    /// called once clients can connect.
    package func run(onRunning: @escaping @Sendable () async -> Void = {}) async throws {
        try socket.claim()
        let outcome = Mutex<Result<FileIdentity, LocalAPIError>?>(nil)
        let application = Application(
            router: RouteTable(service: service, logger: logger, patience: patience).router(),
            server: builder,
            configuration: ApplicationConfiguration(
                address: .unixDomainSocket(path: socket.stagingPath),
                serverName: nil,
                availableConnectionsDelegate: .maximum(
                    Limits.connectionCountMax,
                    logger: quietLogger
                )
            ),
            onServerRunning: { channel in
                let published = publish()
                outcome.withLock { $0 = published }
                switch published {
                case .success: await onRunning()
                case .failure: channel.close(promise: nil)
                }
            },
            logger: quietLogger
        )
        defer {
            if case .success(let identity) = outcome.withLock({ $0 }) {
                socket.remove(ifStill: identity)
            }
        }
        do {
            try await application.run()
        } catch {
            if case .failure(let fault) = outcome.withLock({ $0 }) { throw fault }
            guard let failure = error as? IOError else { throw error }
            throw LocalAPIError(
                .socketUnusable,
                ["path": socket.path],
                cause: SystemWords.of(failure)
            )
        }
        if case .failure(let fault) = outcome.withLock({ $0 }) { throw fault }
    }

    private func publish() -> Result<FileIdentity, LocalAPIError> {
        do throws(LocalAPIError) {
            try socket.publish()
        } catch {
            return .failure(error)
        }
        guard let identity = socket.identity() else {
            return .failure(LocalAPIError(.socketUnusable, ["path": socket.path]))
        }
        return .success(identity)
    }

    private var builder: HTTPServerBuilder {
        let policy = policy
        let idle = TimeAmount.seconds(Int64(patience.idleSeconds))
        let writeSeconds = patience.writeSeconds
        return HTTPServerBuilder { responder in
            CallerChannel(
                base: HTTP1Channel(
                    responder: responder,
                    configuration: HTTP1Channel.Configuration(
                        additionalChannelHandlers: [AnswerGuard(seconds: writeSeconds)],
                        idleTimeout: idle,
                        httpDecoderConfiguration: .init(
                            maxHeaderFieldSize: Limits.headerByteCountMax,
                            maxHeaderListSize: Limits.headerByteCountMax,
                            maxHeaderFieldCount: Limits.headerCountMax
                        )
                    )
                ),
                policy: policy
            )
        }
    }

    /// The framework's own lines say less than ours; only its warnings are kept.
    private var quietLogger: Logger {
        var quiet = logger
        quiet.logLevel = max(logger.logLevel, .warning)
        return quiet
    }
}
