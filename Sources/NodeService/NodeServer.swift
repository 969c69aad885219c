import Casework
import Foundation
import Ledger
import LocalAPI
import Logging
import SQLiteStorage
import TransparencyLog

/// Runs a node until it is told to stop: its writers, the LocalAPI and whatever serves peers.
///
/// When one part fails, all stop: a writer that does not know what the disk holds must not leave the rest running.
package struct NodeServer: Sendable {
    /// A part of a node that runs until its task is cancelled.
    package typealias Part = @Sendable () async throws -> Void

    private let node: Node
    private let parts: [Part]

    /// Prepares a node; `parts` run besides the writers and the LocalAPI.
    package init(_ node: Node, parts: [Part] = []) {
        self.node = node
        self.parts = parts
    }

    /// Runs until the task is cancelled, then closes the store.
    ///
    /// `onRunning` is called once local clients can connect. Throws what the first part that failed threw.
    package func run(onRunning: @escaping @Sendable () async -> Void = {}) async throws {
        let local = try LocalServer(
            service: NodeLocalService(node),
            policy: node.configuration.callerPolicy,
            socketPath: node.home.socket.path,
            logger: node.logger
        )
        do {
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await node.runWriters() }
                // A commit may fail while a peer or a local user is answered, where no part would hear of it.
                group.addTask { try await node.store.watch() }
                group.addTask { try await local.run(onRunning: onRunning) }
                group.addTask { try await IdentifierKeeper(node).run() }
                group.addTask { try await DerivedRowKeeper(node).run() }
                group.addTask { try await Housekeeping(node: node).run() }
                for part in parts { group.addTask { try await part() } }
                // The first part that ends, by failure or by cancellation, ends the others.
                try await group.next()
                group.cancelAll()
                try await group.waitForAll()
            }
        } catch is CancellationError {
            // Stopping was asked for.
        }
        try node.close()
    }
}
