package import Cryptography
package import NIOCore
internal import NIOPosix

/// An HTTP/1.1 client for one server, with a few connections that it keeps open.
///
/// A request waits for a connection in the order of its coming. The end of a handshake is not acceptance: a server that
/// does not know our certificate says so at the first read, as `certificate_refused_by_peer`.
package actor HTTPSClient {
    private let dialer: Dialer
    private let authority: String
    private let connectionCountMax: Int
    private var ready: [ClientConnection] = []
    private var openCount = 0
    private var waiters: [(id: UInt64, continuation: CheckedContinuation<Void, any Error>)] = []
    private var nextWaiter: UInt64 = 0
    private var isClosed = false
    /// Whether this client has ever read a byte of an answer: the server has accepted our certificate.
    package private(set) var isAccepted = false

    private init(dialer: Dialer, authority: String, connectionCountMax: Int) {
        self.dialer = dialer
        self.authority = authority
        self.connectionCountMax = connectionCountMax
    }

    /// A client for the node `nodeName` at `address`, which must show a certificate that `pins` give to that name.
    package static func peer(
        _ nodeName: String,
        at address: HTTPSAddress,
        context: CurrentTLSContext,
        pins: PinRegistry,
        timeouts: DialTimeouts = .init(),
        connectionCountMax: Int? = nil,
        group: any EventLoopGroup = .singletonMultiThreadedEventLoopGroup
    ) -> HTTPSClient {
        HTTPSClient(
            dialer: Dialer(
                context: context,
                host: address.host,
                port: address.port,
                serverName: nodeName,
                rule: .peer(pins, expected: nodeName),
                requiresProtocol: true,
                timeouts: timeouts,
                group: group
            ),
            authority: address.authority,
            connectionCountMax: connectionCountMax ?? Limits.clientConnectionCountMax
        )
    }

    /// A client for the plain web site at `address`: its certificate has this pin, or a chain to an authority.
    package static func site(
        at address: HTTPSAddress,
        context: CurrentTLSContext,
        pin: CertificatePin? = nil,
        timeouts: DialTimeouts = .init(),
        connectionCountMax: Int? = nil,
        group: any EventLoopGroup = .singletonMultiThreadedEventLoopGroup
    ) -> HTTPSClient {
        HTTPSClient(
            dialer: Dialer(
                context: context,
                host: address.host,
                port: address.port,
                serverName: address.serverName,
                rule: .site(host: address.host, pin: pin),
                requiresProtocol: false,
                timeouts: timeouts,
                group: group
            ),
            authority: address.authority,
            connectionCountMax: connectionCountMax ?? Limits.clientConnectionCountMax
        )
    }

    /// Sends a request, and lets `body` read the answer piece by piece.
    ///
    /// What `body` leaves unread closes the connection. A GET is sent a second time when a connection that was kept open
    /// turns out to have ended before any byte of the answer; nothing else is ever repeated. Throws a
    /// `TLSTransportError`, `CancellationError`, or what `body` throws.
    nonisolated package func withResponse<Result: Sendable>(
        to request: ClientRequest,
        _ body: (ClientResponseHead, ClientResponseBody) async throws -> Result
    ) async throws -> Result {
        let (connection, head) = try await begin(request)
        do {
            await accept()
            let result = try await body(head, ClientResponseBody(connection: connection))
            await release(connection)
            return result
        } catch {
            await discard(connection)
            throw error
        }
    }

    /// Sends a request and reads the whole answer.
    nonisolated package func response(to request: ClientRequest) async throws -> ClientResponse {
        try await withResponse(to: request) { head, body in
            ClientResponse(head: head, body: try await body.collect())
        }
    }

    /// Connects and completes a handshake without sending a request; says whose certificate was shown.
    package func handshake() async throws -> PeerIdentity {
        let connection = try await dialer.dial()
        connection.close()
        return connection.peer
    }

    /// Closes the connections that are not in use, and every other one after its answer; later requests fail.
    package func close() {
        isClosed = true
        for connection in ready { connection.close() }
        openCount -= ready.count
        ready = []
        for waiter in waiters {
            waiter.continuation.resume(throwing: TLSTransportError(.connectionClosed))
        }
        waiters = []
    }

    private func accept() { isAccepted = true }

    private func begin(
        _ request: ClientRequest
    ) async throws -> (
        ClientConnection, ClientResponseHead
    ) {
        while true {
            let (connection, isKept) = try await acquire()
            do {
                return (connection, try await connection.start(request, authority: authority))
            } catch {
                discard(connection)
                guard isKept, request.method == .get, Self.isStale(error) else { throw error }
            }
        }
    }

    /// Whether a failure is what a connection shows that the server has closed while it was idle.
    private static func isStale(_ error: any Error) -> Bool {
        guard let error = error as? TLSTransportError else { return false }
        return [.connectionClosed, .connectionTruncated, .connectionFailed].contains(error.code)
    }

    // MARK: Connections

    /// A kept connection, or a new one when there is room; waits for one otherwise.
    private func acquire() async throws -> (ClientConnection, isKept: Bool) {
        while true {
            guard !isClosed else { throw TLSTransportError(.connectionClosed) }
            if let connection = ready.popLast() {
                if await connection.isReady() { return (connection, true) }
                discard(connection)
            } else if openCount < connectionCountMax {
                openCount += 1
                do {
                    return (try await dialer.dial(), false)
                } catch {
                    openCount -= 1
                    wakeOne()
                    throw error
                }
            } else {
                try await waitForRoom()
            }
        }
    }

    private func waitForRoom() async throws {
        guard waiters.count < Limits.clientWaiterCountMax else {
            let limit = String(Limits.clientWaiterCountMax)
            throw TLSTransportError(.tooManyRequests, ["limit": limit])
        }
        nextWaiter += 1
        let id = nextWaiter
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation {
                (continuation: CheckedContinuation<Void, any Error>) in
                if Task.isCancelled {
                    continuation.resume(throwing: CancellationError())
                } else {
                    waiters.append((id, continuation))
                }
            }
        } onCancel: {
            Task { await self.giveUp(id) }
        }
    }

    private func giveUp(_ id: UInt64) {
        guard let index = waiters.firstIndex(where: { $0.id == id }) else { return }
        waiters.remove(at: index).continuation.resume(throwing: CancellationError())
    }

    private func wakeOne() {
        guard !waiters.isEmpty else { return }
        waiters.removeFirst().continuation.resume()
    }

    private func release(_ connection: ClientConnection) async {
        guard await connection.isReady(), !isClosed else {
            discard(connection)
            return
        }
        ready.append(connection)
        wakeOne()
    }

    private func discard(_ connection: ClientConnection) {
        connection.close()
        openCount -= 1
        wakeOne()
    }
}
