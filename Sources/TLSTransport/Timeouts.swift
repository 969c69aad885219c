package import NIOCore

/// How long a connection may take for its own affairs; the same on both sides.
package struct ConnectionTimeouts: Sendable {
    /// From the TCP connection to the end of the handshake.
    package var handshake: TimeAmount
    /// For what was written to leave, once the connection is being closed.
    package var flush: TimeAmount
    /// For the peer to close in turn, after everything has left; closing earlier could destroy the last bytes.
    package var linger: TimeAmount

    /// Ten seconds, thirty seconds, two seconds.
    package init(
        handshake: TimeAmount = .seconds(10),
        flush: TimeAmount = .seconds(30),
        linger: TimeAmount = .seconds(2)
    ) {
        self.handshake = handshake
        self.flush = flush
        self.linger = linger
    }
}

/// How long a server waits for a client.
package struct ServerTimeouts: Sendable {
    /// The connection's own.
    package var connection: ConnectionTimeouts
    /// From the end of an answer, or the connection's beginning, to the end of the next request's head.
    package var head: TimeAmount
    /// From the end of a request's head to the end of its body.
    package var body: TimeAmount
    /// For a client to read some of an answer that is ready for it.
    package var stall: TimeAmount

    /// Ninety seconds between requests, a minute for a body, a minute without reading.
    package init(
        connection: ConnectionTimeouts = .init(),
        head: TimeAmount = .seconds(90),
        body: TimeAmount = .seconds(60),
        stall: TimeAmount = .seconds(60)
    ) {
        self.connection = connection
        self.head = head
        self.body = body
        self.stall = stall
    }
}

/// How long a client waits for a server to become reachable.
package struct DialTimeouts: Sendable {
    /// For the TCP connection, the name's look-up included.
    package var connect: TimeAmount
    /// The connection's own.
    package var connection: ConnectionTimeouts

    /// Ten seconds to connect.
    package init(connect: TimeAmount = .seconds(10), connection: ConnectionTimeouts = .init()) {
        self.connect = connect
        self.connection = connection
    }
}

/// How long a client waits for an answer.
package struct ExchangeTimeouts: Sendable {
    /// Without any byte of an answer that somebody waits for.
    package var stall: TimeAmount
    /// For the whole answer, from the request on.
    package var total: TimeAmount

    /// Thirty seconds without a byte, five minutes in all; a long poll or a large object needs more.
    package init(stall: TimeAmount = .seconds(30), total: TimeAmount = .minutes(5)) {
        self.stall = stall
        self.total = total
    }
}

extension TimeAmount {
    /// Seconds for a message, with a fraction only where there is one.
    var secondsText: String {
        let seconds = Double(nanoseconds) / 1e9
        return seconds == seconds.rounded() ? String(Int64(seconds)) : String(seconds)
    }
}
