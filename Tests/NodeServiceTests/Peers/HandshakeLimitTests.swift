import Foundation
import Glibc
import TLSTransport
import Testing

@testable import NodeService

/// How many strangers of one host a node listens to at a time.
@Suite struct HandshakeLimitTests {
    /// A connection to a port of this machine on which nothing is ever said.
    private static func connect(_ port: Int) throws -> CInt {
        let socket = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(port).bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        let result = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Glibc.connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        try #require(result == 0)
        return socket
    }

    @Test("lianlu.yaml says how many handshakes one host may have, as behind a gateway")
    func configured() async throws {
        let home = try await TestNode.makeHome("jiangxi.ipr.example", region: "360000")
        let text = try String(contentsOf: home.configuration, encoding: .utf8)
        try Data((text + "handshakes-per-host: 2\n").utf8).write(to: home.configuration)
        let recorder = LogRecorder()
        let ports = Ports()
        let node = try await RunningNode.start(home, ports: ports, logger: recorder.logger)
        let port = try ports.address(of: node.node.view.card).port
        var strangers: [CInt] = []
        try await eventually("one more than two is refused") {
            // Those that were silent for too long make room again.
            if strangers.count < 64 { strangers.append(try Self.connect(port)) }
            return recorder.values(of: "limit", with: "connection refused").contains("2")
        }
        for stranger in strangers { close(stranger) }
        try await node.stop()
        try FileManager.default.removeItem(at: home.root)
    }
}
