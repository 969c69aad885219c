import Foundation
import LocalAPI
import LocalAPITestSupport
import Logging
import Testing
import Wording

/// The socket's file: its path, its mode, and who was there before.
@Suite struct SocketTests {
    static let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    static func server(_ path: String) throws -> LocalServer {
        try LocalServer(
            service: ScriptedService(),
            policy: RunningNode.ownPolicy,
            socketPath: path,
            logger: quiet
        )
    }

    @Test("a path of 107 bytes is taken and one of 108 is refused with its length")
    func pathLength() throws {
        let folder = "/tmp/" + String(repeating: "a", count: 90) + "/"
        let longest = folder + String(repeating: "b", count: 107 - folder.utf8.count)
        _ = try Self.server(longest)
        let error = #expect(throws: LocalAPIError.self) { try Self.server(longest + "b") }
        #expect(error?.code == .socketPathTooLong)
        #expect(error?.arguments["length"] == "108")
        #expect(error?.arguments["limit"] == "107")
    }

    @Test("the socket has mode 0660 and is gone once the server has stopped")
    func mode() async throws {
        let path = try await RunningNode.serving { node in
            let file = try FileManager.default.attributesOfItem(atPath: node.socketPath)
            #expect(file[.posixPermissions] as? NSNumber == 0o660)
            #expect(file[.type] as? FileAttributeType == .typeSocket)
            return node.socketPath
        }
        #expect(!FileManager.default.fileExists(atPath: path))
    }

    @Test("a second server on a live socket is refused, and the first goes on")
    func live() async throws {
        try await RunningNode.serving { node in
            let error = await #expect(throws: LocalAPIError.self) {
                try await Self.server(node.socketPath).run()
            }
            #expect(error?.code == .socketInUse)
            _ = try await LocalClient(socketPath: node.socketPath, language: .en).send(.health)
        }
    }

    @Test("a socket that a dead process left is replaced")
    func stale() async throws {
        let home = try RunningNode.makeHome()
        defer { try? FileManager.default.removeItem(atPath: home) }
        let path = home + "/run/lianlu.sock"
        try RawSocket.bound(to: path).close()
        #expect(FileManager.default.fileExists(atPath: path))
        let server = try Self.server(path)
        let (running, isRunning) = AsyncStream<Void>.makeStream()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await server.run { isRunning.yield() } }
            var waiting = running.makeAsyncIterator()
            await waiting.next()
            _ = try await LocalClient(socketPath: path, language: .en).send(.health)
            group.cancelAll()
        }
    }

    @Test("a server that stops while clients connect stops in order, and the next one serves")
    func stopsWhileClientsConnect() async throws {
        let home = try RunningNode.makeHome()
        defer { try? FileManager.default.removeItem(atPath: home) }
        let path = home + "/run/lianlu.sock"
        for _ in 0..<30 {
            let server = try Self.server(path)
            let (running, isRunning) = AsyncStream<Void>.makeStream()
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await server.run { isRunning.yield() } }
                var waiting = running.makeAsyncIterator()
                await waiting.next()
                for _ in 0..<16 {
                    group.addTask {
                        do {
                            _ = try await LocalClient(socketPath: path, language: .en)
                                .send(.health)
                        } catch let error as LocalAPIError {
                            let codes: [LocalAPIError.Code] = [.nodeUnreachable, .answerCut]
                            #expect(codes.contains(error.code), "\(error)")
                        }
                    }
                }
                await Task.yield()
                group.cancelAll()
                do { try await group.waitForAll() } catch is CancellationError {}
            }
        }
        #expect(!FileManager.default.fileExists(atPath: path))
    }

    @Test("a file that is no socket is refused and left alone")
    func notASocket() async throws {
        let home = try RunningNode.makeHome()
        defer { try? FileManager.default.removeItem(atPath: home) }
        let path = home + "/run/lianlu.sock"
        try Data("precious".utf8).write(to: URL(filePath: path))
        let error = await #expect(throws: LocalAPIError.self) { try await Self.server(path).run() }
        #expect(error?.code == .socketNotSocket)
        #expect(try Data(contentsOf: URL(filePath: path)) == Data("precious".utf8))
    }

    @Test("a folder that does not exist is named in the error")
    func noFolder() async throws {
        let error = await #expect(throws: LocalAPIError.self) {
            try await Self.server("/tmp/lianlu-none/run/lianlu.sock").run()
        }
        #expect(error?.code == .socketUnusable)
        #expect(error?.arguments["path"] == "/tmp/lianlu-none/run/lianlu.sock")
    }

    @Test("a client finds no node where none listens, with the remedy")
    func unreachable() async throws {
        let client = LocalClient(socketPath: "/tmp/lianlu-none/lianlu.sock", language: .en)
        let error = await #expect(throws: LocalAPIError.self) { try await client.send(.health) }
        #expect(error?.code == .nodeUnreachable)
        #expect(error?.arguments["path"] == "/tmp/lianlu-none/lianlu.sock")
    }
}
