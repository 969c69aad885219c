/// What a connection, a server or a client throws.
///
/// Its texts, Chinese and English, stand in Wording under `tls_transport.<code>`.
package struct TLSTransportError: Error, Hashable, Sendable {
    /// Stable codes.
    package enum Code: String, CaseIterable, Sendable {
        case identityMismatch = "identity_mismatch"
        case contextNotMade = "context_not_made"
        case addressMalformed = "address_malformed"
        case listenFailed = "listen_failed"
        case connectFailed = "connect_failed"
        case connectTimedOut = "connect_timed_out"
        case handshakeFailed = "handshake_failed"
        case handshakeTimedOut = "handshake_timed_out"
        case closedDuringHandshake = "closed_during_handshake"
        case protocolNotAgreed = "protocol_not_agreed"
        case certificateRefusedByPeer = "certificate_refused_by_peer"
        case peerUnknown = "peer_unknown"
        case peerUnexpected = "peer_unexpected"
        case peerNameMissing = "peer_name_missing"
        case peerWithdrawn = "peer_withdrawn"
        case chainRefused = "chain_refused"
        case connectionFailed = "connection_failed"
        case connectionTruncated = "connection_truncated"
        case connectionClosed = "connection_closed"
        case pendingWritesExceeded = "pending_writes_exceeded"
        case controlBytesExceeded = "control_bytes_exceeded"
        case tooManyConnections = "too_many_connections"
        case requestBodyTooLarge = "request_body_too_large"
        case requestTimedOut = "request_timed_out"
        case requestMalformed = "request_malformed"
        case tooManyRequests = "too_many_requests"
        case responseBodyTooLarge = "response_body_too_large"
        case responseMalformed = "response_malformed"
        case responseStalled = "response_stalled"
        case responseTimedOut = "response_timed_out"

        /// The names of the arguments that every error of this code carries.
        package var argumentNames: [String] {
            switch self {
            case .identityMismatch, .closedDuringHandshake, .protocolNotAgreed,
                .connectionTruncated, .connectionClosed, .requestMalformed:
                []
            case .contextNotMade, .handshakeFailed, .connectionFailed, .responseMalformed:
                ["reason"]
            case .addressMalformed: ["address"]
            case .listenFailed, .connectFailed: ["host", "port", "reason"]
            case .connectTimedOut: ["host", "port", "seconds"]
            case .handshakeTimedOut, .requestTimedOut, .responseStalled, .responseTimedOut:
                ["seconds"]
            case .certificateRefusedByPeer: ["alert"]
            case .peerUnknown: ["pin"]
            case .peerUnexpected: ["expected", "found", "pin"]
            case .peerNameMissing: ["name", "pin"]
            case .peerWithdrawn: ["name"]
            case .chainRefused: ["pin", "reason"]
            case .pendingWritesExceeded, .controlBytesExceeded, .tooManyConnections,
                .requestBodyTooLarge, .tooManyRequests, .responseBodyTooLarge:
                ["limit"]
            }
        }
    }

    /// The stable code.
    package let code: Code
    /// Values for the text, by argument name; never a secret.
    package let arguments: [String: String]
    /// What the layer below said; nil where nothing did.
    package let cause: String?

    /// Makes an error; the arguments must be exactly those that the code names.
    package init(_ code: Code, _ arguments: [String: String] = [:], cause: String? = nil) {
        assert(
            Set(arguments.keys) == Set(code.argumentNames),
            "\(code): arguments \(arguments.keys)"
        )
        self.code = code
        self.arguments = arguments
        self.cause = cause
    }
}
