import Casework
import Foundation
import Ledger
import LocalAPI
import Logging
import NodeService
import SQLiteStorage
import Synchronization
import TLSTransport
import TransparencyLog

/// A real node in a home of its own, opened as `serve` opens it.
struct BenchNode {
    let name: String
    let home: HomeDirectory
    let node: Node

    /// The user that runs the node, who may do everything.
    static let caller = Caller(
        credentials: PeerCredentials(pid: 1, uid: geteuid(), gids: []),
        offices: .all,
        rights: [.read, .sign]
    )

    /// Makes a home with one office.
    static func makeHome(
        _ name: String,
        region: String,
        in folder: String
    ) async throws
        -> HomeDirectory
    {
        let home = HomeDirectory("\(folder)/\(name)")
        let configuration = NodeConfiguration(
            node: "\(name).ipr.example",
            region: region,
            listen: "127.0.0.1:0",
            url: "https://127.0.0.1:7443",
            offices: ["scjg": "市场监管"]
        )
        _ = try await HomeInitializer(home: home, configuration: configuration).run()
        return home
    }

    init(opening home: HomeDirectory) async throws {
        var logger = Logger(label: "bench")
        logger.logLevel = .critical
        self.home = home
        node = try await Node.open(home, logger: logger)
        name = node.view.node.text
    }

    var local: NodeLocalService { NodeLocalService(node) }

    /// Runs writers, replication and whatever `body` measures; stops them and closes the store afterwards.
    func replicating<Result: Sendable>(
        at ports: Ports,
        _ body: @escaping @Sendable () async throws -> Result
    ) async throws -> Result {
        let supervisor = try PeerSupervisor(node, locate: { try ports.address(of: $0.node.text) })
        let (serving, input) = AsyncStream<Int>.makeStream()
        let (node, name) = (node, name)
        let writers = Task { try await node.runWriters() }
        let peers = Task {
            defer { input.finish() }
            try await supervisor.prepare()
            try await supervisor.run { input.yield($0) }
        }
        for await port in serving {
            ports.set(name, port)
            break
        }
        let result: Swift.Result<Result, any Error>
        do {
            result = .success(try await body())
        } catch {
            result = .failure(error)
        }
        for task in [peers, writers] {
            task.cancel()
            if case .failure(let error) = await task.result, !(error is CancellationError) {
                throw error
            }
        }
        try node.close()
        return try result.get()
    }
}

/// Where the nodes of a run listen, by name.
final class Ports: Sendable {
    private let ports = Mutex<[String: Int]>([:])

    func set(_ name: String, _ port: Int) { ports.withLock { $0[name] = port } }

    func address(of name: String) throws -> HTTPSAddress {
        // A port that nobody listens on stands for a node that is down.
        try HTTPSAddress("https://127.0.0.1:\(ports.withLock { $0[name] } ?? 1)")
    }
}

/// The homes of three offices that share the mechanism `exercise`; none of them runs.
struct BenchFederation {
    /// Writes the log.
    let author: HomeDirectory
    /// Mirrors it.
    let mirror: HomeDirectory

    static let mechanism = "exercise"
    /// The third member, to whom the entries are addressed, so that the mirror has nothing to sign for them.
    static let addressee = "520000"

    static func make(in folder: String) async throws -> BenchFederation {
        let members = [("jiangxi", "360000"), ("fujian", "350000"), ("guizhou", addressee)]
        var nodes: [BenchNode] = []
        for (name, region) in members {
            let home = try await BenchNode.makeHome(name, region: region, in: folder)
            nodes.append(try await BenchNode(opening: home))
        }
        let writers = nodes.map { node in Task { [node = node.node] in try await node.runWriters() }
        }
        for node in nodes {
            for other in nodes where other.name != node.name {
                let card = try await other.local.card(caller: BenchNode.caller)
                _ = try await node.local.add(
                    PeerAddition(card: card.card, fingerprint: card.fingerprint),
                    caller: BenchNode.caller
                )
            }
        }
        try await join(nodes, addresses: members.map(\.1))
        for (node, task) in zip(nodes, writers) {
            task.cancel()
            // Ending by cancellation is what was asked for.
            _ = await task.result
            try node.node.close()
        }
        return BenchFederation(author: nodes[0].home, mirror: nodes[1].home)
    }

    private static func join(_ nodes: [BenchNode], addresses: [String]) async throws {
        let draft = CharterDraft(
            mechanism: mechanism,
            titleZh: "演练",
            titleEn: "Exercise",
            members: zip(nodes, addresses).map { .init(address: $1, node: $0.name) }
        )
        var text = try await nodes[0].local.create(draft, caller: BenchNode.caller).text
        for node in nodes.dropFirst() {
            text = try await node.local.sign(charter: text, caller: BenchNode.caller).text
        }
        for node in nodes {
            _ = try await node.local.join(charter: text, caller: BenchNode.caller)
        }
    }
}
