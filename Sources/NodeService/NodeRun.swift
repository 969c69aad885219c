package import Logging

/// One run of a node from a home on disk, until a signal or a failure ends it: `lianlu serve`.
package struct NodeRun: Sendable {
    private let home: HomeDirectory
    private let logger: Logger

    /// Prepares a run.
    package init(home: HomeDirectory, logger: Logger) {
        self.home = home
        self.logger = logger
    }

    /// Opens the home and serves it; returns after SIGTERM or SIGINT, and throws what ended the node otherwise.
    package func run() async throws {
        let node = try await Node.open(home, logger: logger)
        let logger = logger
        let peers = try PeerSupervisor(node)
        try await peers.prepare()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                let replicating: NodeServer.Part = {
                    try await peers.run { port in
                        let shown: Logger.Metadata = [
                            "node": "\(node.view.node)", "port": "\(port)",
                        ]
                        logger.info("the node is running", metadata: shown)
                    }
                }
                try await NodeServer(node, parts: [replicating]).run()
            }
            group.addTask { await StopSignal.wait() }
            try await group.next()
            group.cancelAll()
            try await group.waitForAll()
        }
    }
}
