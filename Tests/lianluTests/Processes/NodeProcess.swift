import Foundation
import LocalAPI
import LocalAPITestSupport
import TestSupport
import Testing
import Wording

/// A node that `lianlu serve` runs as a process of its own.
final class NodeProcess {
    /// A node that was to run and has ended.
    struct Ended: Error {
        let talk: String
    }

    let home: String
    let name: String
    let port: UInt16
    private var process: RunningProgram?

    private init(home: String, name: String, port: UInt16) {
        self.home = home
        self.name = name
        self.port = port
    }

    /// Makes a home by `lianlu init`, with one office, on a port that nobody else is given.
    static func make(_ name: String, region: String) async throws -> NodeProcess {
        let node = NodeProcess(
            home: "/tmp/lianlu-node-\(UInt32.random(in: 0 ... .max))",
            name: name,
            port: try freePort()
        )
        let made = try await node.run(
            [
                "init", "--node", name, "--region", region, "--office", "scjg=市场监管",
                "--listen", "127.0.0.1:\(node.port)", "--url", "https://127.0.0.1:\(node.port)",
            ]
        )
        #expect(made.code == 0, "\(made.talk)")
        return node
    }

    deinit { signal(SIGKILL) }

    /// A client of the node's socket.
    var client: LocalClient {
        LocalClient(socketPath: home + "/run/lianlu.sock", language: .en)
    }

    /// Runs one command on the home.
    func run(
        _ arguments: [String],
        language: Language = .en
    ) async throws -> ProgramTests.Outcome {
        try await ProgramTests.run(
            ProgramTests.program(),
            arguments + ["--home", home, "--lang", language.rawValue]
        )
    }

    /// Starts the node and waits until it answers.
    func start() async throws {
        let log = URL(filePath: home + ".log")
        // A node that outlives its test holds none of the test's own streams.
        let process = try await OutsideProgram(
            ProgramTests.program(),
            ["serve", "--home", home],
            environment: ["PATH": "/usr/bin:/bin", "SWIFT_BACKTRACE": "enable=no"],
            inheriting: false
        ).start(complaintsTo: log.path)
        self.process = process
        while true {
            do {
                _ = try await client.send(.health)
                return
            } catch {
                guard process.isRunning else {
                    throw Ended(talk: try String(contentsOf: log, encoding: .utf8))
                }
                try await Task.sleep(for: .milliseconds(5))
            }
        }
    }

    /// The process's id, while it runs.
    var processID: pid_t? { process?.processID }

    /// Sends a signal; returns at once.
    func signal(_ number: Int32) {
        process?.signal(number)
    }

    /// Waits until the process has gone.
    func waitUntilEnded() async {
        // How it ended is no matter here.
        _ = try? await process?.ended()
        process = nil
    }

    func kill() async {
        signal(SIGKILL)
        await waitUntilEnded()
    }

    /// Asks the process to stop, and waits until it did; one that does not stop fails the test.
    func stop() async {
        signal(SIGTERM)
        if (try? await process?.ended()) == -SIGKILL {
            let log = try? String(contentsOf: URL(filePath: home + ".log"), encoding: .utf8)
            Issue.record("the node did not stop when it was asked to: \(log ?? "no log")")
        }
        process = nil
    }

    /// Ends the process and removes the home with what lies beside it.
    func remove() async throws {
        await kill()
        for path in [home, home + ".log", home + ".card"]
        where FileManager.default.fileExists(atPath: path) {
            try FileManager.default.removeItem(atPath: path)
        }
    }

    /// All entries of one log that the node holds.
    func entries(of origin: String) async throws -> [LogEntryDocument] {
        var id: String?
        try await client.list(.logs) { if $0.origin == origin { id = $0.id } }
        guard let id else { return [] }
        var entries: [LogEntryDocument] = []
        let range = EntryRange(log: id, from: 0, count: 100_000)
        try await client.list(.entries(range)) { entries.append($0) }
        return entries
    }

    /// Writes the node's card beside its home, where others may read it.
    func publishCard() async throws -> String {
        try Data(try await client.send(.card).card.utf8).write(to: URL(filePath: home + ".card"))
        return home + ".card"
    }

    /// The whole home is read again, anchored by the cards of those who write in it: no fault.
    func requireSound(
        trusting trusted: [String],
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        let audit = try await ProgramTests.run(
            ProgramTests.program(),
            ["audit", home, "--lang", "en"] + trusted.flatMap { ["--trust", $0] }
        )
        #expect(audit.code == 0, "\(audit.data)\(audit.talk)", sourceLocation: sourceLocation)
    }

    /// A port of loopback that nobody listens on, and that nobody is given while this node is down.
    static func freePort() throws -> UInt16 { try TestPorts.next() }

    /// Listens on a port of loopback that the kernel chooses; who gets the descriptor closes it.
    static func listen() throws -> (descriptor: Int32, port: UInt16) {
        try #require(TestPorts.listen(on: 0))
    }
}

extension NodeProcess {
    /// Two running nodes add each other and adopt the charter of the mechanism `exercise`; returns where their cards lie.
    static func introduce(_ one: NodeProcess, _ other: NodeProcess) async throws -> [String] {
        var cards: [String] = []
        for (node, peer) in [(one, other), (other, one)] {
            cards.append(try await node.publishCard())
            let card = try await peer.client.send(.card)
            let addition = PeerAddition(card: card.card, fingerprint: card.fingerprint)
            _ = try await node.client.send(.add(addition))
        }
        var members: [(region: String, node: String)] = []
        for node in [one, other] {
            members.append((try await node.client.send(.card).region, node.name))
        }
        let draft = CharterDraft.exercise(members)
        let created = try await one.client.send(.create(draft))
        let signed = try await other.client.send(.sign(charter: created.text))
        for node in [one, other] { _ = try await node.client.send(.join(charter: signed.text)) }
        return cards
    }
}

/// SplitMix64, so that a seed names every choice of a test.
struct SeededRandom: RandomNumberGenerator {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
