import Foundation
package import LocalAPI
package import Logging

/// A LocalAPI on a socket in a folder of its own, for the time of a test.
package struct RunningNode: Sendable {
    /// The node's home: the socket is `run/lianlu.sock` below it.
    package let home: String
    /// What answers.
    package let service: ScriptedService

    /// The path of the socket.
    package var socketPath: String { home + "/run/lianlu.sock" }

    /// A policy under which the user that runs the tests has all rights.
    package static var ownPolicy: CallerPolicy { CallerPolicy(rules: [], nodeUser: geteuid()) }

    /// Makes a home with a folder for the socket; the caller removes it.
    package static func makeHome() throws -> String {
        let home = "/tmp/lianlu-\(UInt32.random(in: 0 ... .max))"
        try FileManager.default.createDirectory(
            atPath: home + "/run",
            withIntermediateDirectories: true
        )
        return home
    }

    /// Runs a server, then the body, then stops the server.
    package static func serving<Result: Sendable>(
        policy: CallerPolicy = ownPolicy,
        patience: LocalServer.Patience = .init(),
        logger: Logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
        _ body: @Sendable (RunningNode) async throws -> Result
    ) async throws -> Result {
        let node = RunningNode(home: try makeHome(), service: ScriptedService())
        // What is left of a folder in /tmp harms nobody.
        defer { try? FileManager.default.removeItem(atPath: node.home) }
        let server = try LocalServer(
            service: node.service,
            policy: policy,
            socketPath: node.socketPath,
            logger: logger,
            patience: patience
        )
        let (running, isRunning) = AsyncStream<Void>.makeStream()
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                defer { isRunning.finish() }
                try await server.run { isRunning.yield() }
            }
            var waiting = running.makeAsyncIterator()
            if await waiting.next() == nil { try await group.next() }
            do {
                let result = try await body(node)
                group.cancelAll()
                // The server ends by the cancellation that was just asked for.
                try? await group.next()
                return result
            } catch {
                group.cancelAll()
                throw error
            }
        }
    }
}
