import HTTPTypes
import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import PeerAPI
import Synchronization
import TLSTransport
import TransparencyLog

@testable import NodeService

/// A listener with a node's own certificate that peers dial in its place, and that answers as a test tells it.
///
/// It answers honestly, from the node's own store, whatever the test does not change.
final class Door: Sendable {
    /// How the door answers.
    enum Manner: Sendable {
        /// As the node would, its bodies changed; the path says what was asked for.
        case changed(@Sendable (_ path: String, _ body: [UInt8]) throws -> [UInt8])
        /// Not at all.
        case silent
        /// With a byte now and then.
        case dripping
        /// With a body that does not end.
        case endless
        /// With 10,000 headers.
        case manyHeaders

        /// As the node itself.
        static let honest = Manner.changed { _, body in body }
    }

    private let manner = Mutex(Manner.honest)
    private let router: PeerRouter
    private let task = Mutex<Task<Void, any Error>?>(nil)

    private init(_ node: RunningNode) {
        router = PeerRouter(NodePeerService(node.supervisor))
    }

    /// Opens a door; from now on whoever dials the node comes to it.
    static func open(before node: RunningNode, ports: Ports) async throws -> Door {
        let door = Door(node)
        let routes = Router(context: PeerRequestContext.self)
        for method in [HTTPRequest.Method.get, .post] {
            routes.on("**", method: method) { request, context in
                try await door.answer(request, to: context.peer.name)
            }
        }
        var quiet = Logger(label: "door")
        quiet.logLevel = .critical
        let (serving, input) = AsyncStream<Int>.makeStream()
        let transport = PeerServerConfiguration(
            context: node.supervisor.context,
            pins: node.supervisor.pins,
            bodyByteCountMax: { _ in 1 << 22 }
        )
        let application = Application(
            router: routes,
            server: .peers(transport),
            configuration: .init(address: .hostname("127.0.0.1", port: 0), serverName: nil),
            onServerRunning: { channel in input.yield(channel.localAddress?.port ?? 0) },
            logger: quiet
        )
        door.task.withLock { task in
            task = Task {
                defer { input.finish() }
                try await application.run()
            }
        }
        for await port in serving {
            ports.set(node.name, port)
            break
        }
        return door
    }

    /// Answers so from now on.
    func answer(_ manner: Manner) { self.manner.withLock { $0 = manner } }

    /// Answers nobody any more.
    func close() async {
        let task = task.withLock { $0 }
        task?.cancel()
        // It ends by cancellation, which is what was asked for.
        _ = await task?.result
    }

    private func answer(_ request: Request, to peer: String) async throws -> Response {
        switch manner.withLock({ $0 }) {
        case .silent:
            // Ends with the task alone: nobody ever writes into it.
            for await _ in AsyncStream<Never>.makeStream().stream {}
            throw CancellationError()
        case .dripping:
            return Self.body { writer in
                while true {
                    try await writer.write(ByteBuffer(string: " "))
                    try await Task.sleep(for: .milliseconds(50))
                }
            }
        case .endless:
            return Self.body { writer in
                let part = ByteBuffer(repeating: UInt8(ascii: " "), count: 1 << 16)
                while true { try await writer.write(part) }
            }
        case .manyHeaders:
            var headers = HTTPFields()
            let name = HTTPField.Name("X-A")
            for _ in 0..<10_000 {
                if let name { headers.append(HTTPField(name: name, value: "a")) }
            }
            return Response(status: .ok, headers: headers)
        case .changed(let change):
            return try await honest(request, to: peer, change)
        }
    }

    private static func body(
        _ write: @escaping @Sendable (inout any ResponseBodyWriter) async throws -> Void
    ) -> Response {
        Response(status: .ok, body: ResponseBody { writer in try await write(&writer) })
    }

    private func honest(
        _ request: Request,
        to peer: String,
        _ change: (String, [UInt8]) throws -> [UInt8]
    ) async throws -> Response {
        var body: [UInt8] = []
        for try await part in request.body { body += part.readableBytesView }
        let target = (request.head.path ?? "").split(separator: "?", maxSplits: 1)
        let asked = PeerRequest(
            method: PeerRequest.Method(rawValue: request.method.rawValue),
            path: target.first.map(String.init) ?? "",
            query: target.count > 1 ? String(target[1]) : nil,
            body: body,
            range: request.headers[.range],
            peer: try KeyName(peer)
        )
        let answer = await router.respond(to: asked) { _ in }
        let bytes = answer.status == 200 ? try change(asked.path, answer.body) : answer.body
        return Response(
            status: .init(code: answer.status),
            body: .init(byteBuffer: ByteBuffer(bytes: bytes))
        )
    }
}
