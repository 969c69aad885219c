import Casework
import Cryptography
import Foundation
import Ledger
import LocalAPI
import LogStorage
import Logging
import SQLiteStorage
import Synchronization
import TLSTransport
import Testing
import TransparencyLog

@testable import NodeService

/// Where the nodes of a test listen, by name.
final class Ports: Sendable {
    private let ports = Mutex<[String: Int]>([:])

    /// Says where a node listens; one of several copies by its card's URL.
    func set(_ name: String, url: String? = nil, _ port: Int?) {
        ports.withLock { $0[Self.key(name, url)] = port }
    }

    private static func key(_ name: String, _ url: String?) -> String {
        url.map { "\(name) \($0)" } ?? name
    }

    func address(of card: PeerCard) throws -> HTTPSAddress {
        let (name, url) = (card.node.text, card.content.url.text)
        // A port that nobody listens on stands for a node that is down.
        let port = ports.withLock { $0[Self.key(name, url)] ?? $0[name] } ?? 1
        return try HTTPSAddress("https://127.0.0.1:\(port)")
    }
}

/// A node that replicates over real TLS on loopback.
final class RunningNode {
    let name: String
    let test: TestNode
    let supervisor: PeerSupervisor
    /// The URL by which alone peers find this one.
    private let url: String?
    private let ports: Ports
    private let task: Task<Void, any Error>

    var node: Node { test.node }

    /// Opens a home and replicates; returns when peers can connect.
    ///
    /// The peers dial the node that was started last under a name, unless it is not `known` to them; one with a `url` of its own is
    /// dialled by those who hold a card with that URL.
    static func start(
        _ home: HomeDirectory,
        ports: Ports,
        known: Bool = true,
        url: String? = nil,
        logger: Logger? = nil,
        time: NodeTime = .system,
        freeByteCountMin: UInt64? = nil
    ) async throws -> RunningNode {
        let test = try await TestNode(
            opening: home,
            logger: logger,
            time: time,
            freeByteCountMin: freeByteCountMin
        )
        let name = test.node.view.node.text
        let supervisor = try PeerSupervisor(test.node, locate: { try ports.address(of: $0) })
        let (serving, input) = AsyncStream<Int>.makeStream()
        let task = Task {
            defer { input.finish() }
            try await supervisor.prepare()
            try await supervisor.run { input.yield($0) }
        }
        for await port in serving {
            if known { ports.set(name, url: url, port) }
            return RunningNode(name, test, supervisor, url, ports, task)
        }
        try await task.value
        throw CancellationError()
    }

    private init(
        _ name: String,
        _ test: TestNode,
        _ supervisor: PeerSupervisor,
        _ url: String?,
        _ ports: Ports,
        _ task: Task<Void, any Error>
    ) {
        self.name = name
        self.test = test
        self.supervisor = supervisor
        self.url = url
        self.ports = ports
        self.task = task
    }

    /// Stops replicating and closes the store; the home stays.
    func stop() async throws {
        ports.set(name, url: url, nil)
        task.cancel()
        if case .failure(let error) = await task.result, !(error is CancellationError) {
            Issue.record("\(name) ended with \(error)")
        }
        try await test.close()
    }

    /// The size of a log as it is stored here; 0 where it is not.
    func size(of origin: String) async throws -> UInt64 {
        let origin = try Origin(origin)
        return try await node.store.read { try $0.log(origin)?.size.rawValue ?? 0 }
    }

    /// How many others have cosigned the newest size of an own log.
    func receipts(of mechanism: String) async throws -> Int {
        let origin = try Origin("\(name)/\(mechanism)")
        let view = node.view
        return try await node.store.read { transaction in
            guard let log = try transaction.log(origin) else { return 0 }
            return try ReceiptCount(view: view, transaction: transaction)
                .receipts(of: origin, covering: log.size).count
        }
    }

    /// The holdings of one entry.
    func holdings(of origin: String, at index: UInt64) async throws -> [HoldingStatus] {
        let origin = try Origin(origin)
        let index = try #require(EntryIndex(index))
        return try await node.store.read { transaction in
            guard try transaction.log(origin) != nil else { return [] }
            return try transaction.holdingStatuses(of: origin, index: index).map(\.status)
        }
    }

    /// Whether this node has signed for one record, named by its first entry's digest in hex, that it came.
    func hasReceived(_ record: String, in mechanism: String = "exercise") async throws -> Bool {
        let origin = try Origin("\(name)/\(mechanism)")
        return try await node.store.read { transaction in
            guard let log = try transaction.log(origin) else { return false }
            return try transaction.projectedEntries(of: origin, from: 0, limit: log.size.int)
                .contains { $0.event == "receive" && $0.record?.hex == record }
        }
    }

    /// How many entries of one event an own log holds.
    func count(of event: String, in mechanism: String) async throws -> Int {
        let origin = try Origin("\(name)/\(mechanism)")
        return try await node.store.read { transaction in
            guard let log = try transaction.log(origin) else { return 0 }
            return try transaction.projectedEntries(of: origin, from: 0, limit: log.size.int)
                .count { $0.event == event }
        }
    }
}

/// Waits until something holds; a test that waits in vain says for what.
///
/// The limit is no measure of anything: a busy machine that runs all tests at once may need most of it.
func eventually(
    _ what: String,
    within limit: Duration = .seconds(300),
    _ condition: () async throws -> Bool
) async throws {
    let end = ContinuousClock.now.advanced(by: limit)
    while try await !condition() {
        guard ContinuousClock.now < end else {
            Issue.record("waited in vain: \(what)")
            throw CancellationError()
        }
        try await Task.sleep(for: .milliseconds(5))
    }
}

/// Nodes that have added each other and share the mechanism `exercise`.
struct Federation {
    let ports = Ports()
    private(set) var nodes: [RunningNode] = []
    /// The charter, as everybody has signed it.
    private(set) var charter = ""

    static let caller = TestNode.operatorCaller

    /// Makes homes, exchanges cards and charter, and starts replicating.
    ///
    /// Those of `late` have not joined when they start; what they are to join is `charter`, which binds `roles` to addresses, and
    /// whose title says that it is an exercise unless told otherwise. `offices` names those of a member by its place; others have one.
    static func make(
        _ members: [(name: String, region: String)],
        late: Set<Int> = [],
        observers: Set<Int> = [],
        roles: [String: [String]] = [:],
        isExercise: Bool = true,
        name: String? = nil,
        offices: [Int: [String: String]] = [:]
    ) async throws -> Federation {
        var federation = Federation()
        var tests: [TestNode] = []
        for (position, (name, region)) in members.enumerated() {
            let home = try await TestNode.makeHome(
                "\(name).ipr.example",
                region: region,
                offices: offices[position] ?? ["scjg": "市场监管"]
            )
            tests.append(try await TestNode(opening: home))
        }
        try await introduce(tests)
        var draft = draft(members, observers: observers)
        draft.roles = roles
        if !isExercise { (draft.titleZh, draft.titleEn) = ("协作机制", "Cooperation") }
        if let name { draft.titleZh = name }
        var text = try await tests[0].local.create(draft, caller: caller).text
        for (position, test) in tests.enumerated().dropFirst() where !observers.contains(position) {
            text = try await test.local.sign(charter: text, caller: caller).text
        }
        federation.charter = text
        for (position, test) in tests.enumerated() {
            if !late.contains(position) {
                _ = try await test.local.join(charter: text, caller: caller)
            }
            try await test.close()
        }
        for test in tests {
            federation.nodes.append(
                try await RunningNode.start(test.home, ports: federation.ports)
            )
        }
        return federation
    }

    /// Starts one more node; all add each other, and it is in no mechanism yet.
    mutating func admit(_ name: String, region: String) async throws {
        let test = try await TestNode.make("\(name).ipr.example", region: region)
        for node in nodes {
            for (one, other) in [(node.test, test), (test, node.test)] {
                let card = try await other.local.card(caller: Self.caller)
                _ = try await one.local.add(
                    PeerAddition(card: card.card, fingerprint: card.fingerprint),
                    caller: Self.caller
                )
            }
        }
        try await test.close()
        nodes.append(try await RunningNode.start(test.home, ports: ports))
    }

    /// A charter of the mechanism `exercise`.
    static func draft(
        _ parties: [(name: String, region: String)],
        observers: Set<Int> = []
    ) -> CharterDraft {
        let all = parties.map {
            CharterDraft.Member(address: $0.region, node: "\($0.name).ipr.example")
        }
        var draft = CharterDraft(
            mechanism: "exercise",
            titleZh: "演练",
            titleEn: "Exercise",
            members: all.indices.filter { !observers.contains($0) }.map { all[$0] }
        )
        draft.observers = observers.sorted().map { all[$0] }
        return draft
    }

    static func introduce(_ tests: [TestNode]) async throws {
        for test in tests {
            for other in tests where other !== test {
                let card = try await other.local.card(caller: caller)
                _ = try await test.local.add(
                    PeerAddition(card: card.card, fingerprint: card.fingerprint),
                    caller: caller
                )
            }
        }
    }

    subscript(position: Int) -> RunningNode { nodes[position] }

    /// Stops a node.
    func stop(_ position: Int) async throws { try await nodes[position].stop() }

    /// Starts a stopped node again.
    mutating func restart(
        _ position: Int,
        known: Bool = true,
        logger: Logger? = nil,
        time: NodeTime = .system,
        freeByteCountMin: UInt64? = nil
    ) async throws {
        nodes[position] = try await RunningNode.start(
            nodes[position].test.home,
            ports: ports,
            known: known,
            logger: logger,
            time: time,
            freeByteCountMin: freeByteCountMin
        )
    }

    /// Stops the nodes that run and removes all homes.
    func remove(stopped: Set<Int> = []) async throws {
        for (position, node) in nodes.enumerated() {
            if !stopped.contains(position) { try await node.stop() }
            try FileManager.default.removeItem(at: node.test.home.root)
        }
    }

    /// Drafts, approves and sends a clue from one node to a region.
    func send(from position: Int, to region: String) async throws -> LocalAPI.Acknowledgement {
        let test = nodes[position].test
        var (_, send) = try await test.approved(to: region)
        send.fields["receiver_offices"] = .list([.text(region)])
        return try await test.submit(send)
    }

    /// Sends a clue from one node to another, and waits until that one has acknowledged it by itself.
    func handOver(
        from position: Int,
        to receiver: Int
    ) async throws -> LocalAPI.Acknowledgement {
        let node = nodes[receiver]
        let sent = try await send(
            from: position,
            to: node.test.node.view.card.content.region.text
        )
        try await eventually("\(node.name) has acknowledged what was sent") {
            try await node.hasReceived(sent.entry)
        }
        return sent
    }
}
