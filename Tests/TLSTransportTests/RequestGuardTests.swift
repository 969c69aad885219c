import HTTPTypes
import NIOCore
import NIOEmbedded
import NIOHTTPTypes
import Testing

@testable import TLSTransport

/// The times of a request, by a clock that the test moves.
@Suite struct RequestGuardTests {
    let loop = EmbeddedEventLoop()
    let channel: EmbeddedChannel

    init() throws {
        channel = EmbeddedChannel(loop: loop)
        let timeouts = ServerTimeouts(head: .seconds(90), body: .seconds(60), stall: .seconds(30))
        try channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 1)).wait()
        try channel.pipeline.syncOperations.addHandler(
            RequestGuard(timeouts: timeouts) { _ in 10 }
        )
    }

    static let get = HTTPRequest(method: .get, scheme: nil, authority: nil, path: "/")
    static let ok = HTTPResponse(status: .ok)

    func answer() throws {
        try channel.writeOutbound(HTTPResponsePart.head(Self.ok))
        try channel.writeOutbound(HTTPResponsePart.end(nil))
    }

    @Test("a connection without a request ends at the head's time, not before")
    func idle() {
        loop.advanceTime(by: .seconds(89))
        #expect(channel.isActive)
        loop.advanceTime(by: .seconds(1))
        #expect(!channel.isActive)
    }

    @Test("an answer may take any time, and the head's time begins anew after it")
    func longPoll() throws {
        for _ in 0..<2 {
            try channel.writeInbound(HTTPRequestPart.head(Self.get))
            try channel.writeInbound(HTTPRequestPart.end(nil))
            loop.advanceTime(by: .hours(1))
            #expect(channel.isActive)
            try answer()
            loop.advanceTime(by: .seconds(89))
            #expect(channel.isActive)
        }
        loop.advanceTime(by: .seconds(1))
        #expect(!channel.isActive)
    }

    @Test("single bytes of a body do not prolong its time; it ends by 408")
    func slowBody() throws {
        try channel.writeInbound(HTTPRequestPart.head(Self.get))
        for _ in 0..<5 {
            loop.advanceTime(by: .seconds(11))
            try channel.writeInbound(HTTPRequestPart.body(ByteBuffer(bytes: [1])))
        }
        #expect(channel.isActive)
        loop.advanceTime(by: .seconds(5))
        #expect(!channel.isActive)
        let head = try channel.readOutbound(as: HTTPResponsePart.self)
        guard case .head(let response) = head else {
            Issue.record("no answer: \(String(describing: head))")
            return
        }
        #expect(response.status == .requestTimeout)
        #expect(throws: TLSTransportError(.requestTimedOut, ["seconds": "60"])) {
            try channel.throwIfErrorCaught()
        }
    }

    @Test(
        "a body of ten bytes passes, the eleventh is refused, and the route's answer comes too late"
    )
    func bodyLimit() throws {
        try channel.writeInbound(HTTPRequestPart.head(Self.get))
        try channel.writeInbound(HTTPRequestPart.body(ByteBuffer(repeating: 1, count: 10)))
        #expect(channel.isActive)
        #expect(throws: TLSTransportError(.requestBodyTooLarge, ["limit": "10"])) {
            try channel.writeInbound(HTTPRequestPart.body(ByteBuffer(bytes: [1])))
        }
        #expect(!channel.isActive)
        #expect(throws: (any Error).self) { try answer() }
    }

    @Test(
        "a client that reads nothing for the stall's time loses its connection; one that reads keeps it"
    )
    func stall() {
        channel.isWritable = false
        channel.pipeline.fireChannelWritabilityChanged()
        loop.advanceTime(by: .seconds(29))
        #expect(channel.isActive)
        channel.isWritable = true
        channel.pipeline.fireChannelWritabilityChanged()
        loop.advanceTime(by: .seconds(29))
        #expect(channel.isActive)
        channel.isWritable = false
        channel.pipeline.fireChannelWritabilityChanged()
        loop.advanceTime(by: .seconds(30))
        #expect(!channel.isActive)
    }
}
