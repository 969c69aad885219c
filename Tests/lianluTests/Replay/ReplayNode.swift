import Casework
import Foundation
import Ledger
import LocalAPI
import Logging
import Synchronization
import TLSTransport
import Testing
import Wording

@testable import NodeService

/// The one clock of all nodes of a replay, which stands until it is set.
final class ReplayClock: Sendable {
    private let second: Mutex<Int64>

    init(_ second: Int64) { self.second = Mutex(second) }

    /// Sets the clock; it never goes back.
    func set(_ second: Int64) { self.second.withLock { $0 = max($0, second) } }

    /// The time as commands take it.
    var text: String {
        get throws { try NodeTime.timestamp(at: second.withLock { $0 }).text }
    }

    var time: NodeTime {
        NodeTime(now: { self.second.withLock { $0 } }, isSynchronised: { true })
    }
}

/// Where the nodes of a replay listen, by name.
final class ReplayPorts: Sendable {
    private let ports = Mutex<[String: Int]>([:])

    func set(_ name: String, _ port: Int) { ports.withLock { $0[name] = port } }

    func address(of name: String) throws -> HTTPSAddress {
        // A port that nobody listens on stands for a node that is not up yet.
        try HTTPSAddress("https://127.0.0.1:\(ports.withLock { $0[name] ?? 1 })")
    }
}

/// A whole node of this process: its home on disk, its socket, its peers over TLS; only its clock is the test's.
final class ReplayNode: Sendable {
    let name: String
    let home: HomeDirectory
    private let task: Task<Void, any Error>

    /// Makes a home and serves it; returns once commands and peers can connect.
    static func start(
        _ name: String,
        region: String,
        offices: [String: String],
        clock: ReplayClock,
        ports: ReplayPorts
    ) async throws -> ReplayNode {
        let home = HomeDirectory("/tmp/lianlu-replay-\(UInt32.random(in: 0 ... .max))")
        let configuration = NodeConfiguration(
            node: name,
            region: region,
            listen: "127.0.0.1:0",
            url: "https://127.0.0.1:7443",
            offices: offices
        )
        _ = try await HomeInitializer(home: home, configuration: configuration, time: clock.time)
            .run()
        var quiet = Logger(label: "replay")
        quiet.logLevel = .critical
        let node = try await Node.open(home, time: clock.time, logger: quiet)
        let supervisor = try PeerSupervisor(node) { try ports.address(of: $0.node.text) }
        let (running, input) = AsyncStream<Int?>.makeStream()
        let task = Task {
            defer { input.finish() }
            try await supervisor.prepare()
            let replicating: NodeServer.Part = {
                try await supervisor.run { input.yield($0) }
            }
            try await NodeServer(node, parts: [replicating]).run { input.yield(nil) }
        }
        var waiting = 2
        for await port in running {
            if let port { ports.set(name, port) }
            waiting -= 1
            if waiting == 0 { return ReplayNode(name, home, task) }
        }
        try await task.value
        throw CancellationError()
    }

    private init(_ name: String, _ home: HomeDirectory, _ task: Task<Void, any Error>) {
        self.name = name
        self.home = home
        self.task = task
    }

    /// A client of the node's socket.
    var client: LocalClient {
        LocalClient(socketPath: home.socket.path, language: .en)
    }

    /// Stops the node and removes its home.
    func remove() async throws {
        task.cancel()
        if case .failure(let error) = await task.result, !(error is CancellationError) {
            Issue.record("\(name) ended with \(error)")
        }
        try FileManager.default.removeItem(at: home.root)
    }
}
