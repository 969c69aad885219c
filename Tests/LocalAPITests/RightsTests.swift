import Glibc
import LocalAPI
import LocalAPITestSupport
import Logging
import Synchronization
import TestSupport
import Testing
import Wording

/// Who may do what, as the kernel and the configuration say.
@Suite struct RightsTests {
    /// A policy that knows the user of the tests by one rule only.
    static func policy(_ rights: Rights, offices: Set<String>) -> CallerPolicy {
        let rule = CallerPolicy.Rule(uid: geteuid(), offices: offices, rights: rights)
        return CallerPolicy(rules: [rule], nodeUser: geteuid() &+ 1)
    }

    /// The problem that a call ends with.
    static func problem(
        _ policy: CallerPolicy,
        _ call: @escaping @Sendable (LocalClient) async throws -> Void
    ) async throws -> Problem? {
        try await RunningNode.serving(policy: policy) { node in
            do {
                try await call(LocalClient(socketPath: node.socketPath, language: .en))
                return nil
            } catch let problem as Problem {
                #expect(node.service.script { $0.calls }.isEmpty)
                return problem
            }
        }
    }

    @Test(
        "a caller without any rule is refused on every route before the service hears of it",
        arguments: RouteTests.reading + RouteTests.signing + RouteTests.acting
    )
    func stranger(_ call: RouteTests.Call) async throws {
        let policy = CallerPolicy(rules: [], nodeUser: geteuid() &+ 1)
        let problem = try #require(try await Self.problem(policy, call.make))
        #expect(problem.code == "local_api.caller_unknown")
        #expect(problem.status == 403)
        #expect(problem.arguments == ["uid": "\(geteuid())"])
        #expect(problem.cause.contains("\(geteuid())"))
        #expect(!problem.remedy.isEmpty)
    }

    @Test(
        "a caller who may only read signs nothing",
        arguments: RouteTests.signing + RouteTests.acting
    )
    func readerSigns(_ call: RouteTests.Call) async throws {
        let policy = Self.policy(.read, offices: ["scjg", "system"])
        let problem = try #require(try await Self.problem(policy, call.make))
        #expect(problem.code == "local_api.right_missing")
        #expect(problem.arguments["right"] == "sign")
    }

    @Test("a caller who may only sign reads nothing", arguments: RouteTests.reading)
    func signerReads(_ call: RouteTests.Call) async throws {
        let policy = Self.policy(.sign, offices: ["scjg", "system"])
        let problem = try #require(try await Self.problem(policy, call.make))
        #expect(problem.code == "local_api.right_missing")
        #expect(problem.arguments["right"] == "read")
    }

    @Test(
        "a caller who does not stand for the node changes no peer, charter or office",
        arguments: RouteTests.acting
    )
    func officeActsForNode(_ call: RouteTests.Call) async throws {
        let policy = Self.policy([.read, .sign], offices: ["scjg"])
        let problem = try #require(try await Self.problem(policy, call.make))
        #expect(problem.code == "local_api.administrator_needed")
    }

    @Test("a caller signs for its own office and for no other")
    func offices() async throws {
        let policy = Self.policy([.read, .sign], offices: ["scjg"])
        let own = try await Self.problem(policy) {
            _ = try await $0.send(.submit(RouteTests.submission(office: "scjg")))
        }
        #expect(own == nil)
        let other = try await Self.problem(policy) {
            _ = try await $0.send(.submit(RouteTests.submission(office: "gongan")))
        }
        #expect(other?.code == "local_api.office_not_permitted")
        // The node's own signer is an office that is not his, and administration is not what he asked for.
        let node = try await Self.problem(policy) {
            _ = try await $0.send(.submit(RouteTests.submission(office: "system")))
        }
        #expect(node?.code == "local_api.office_not_permitted")
        #expect(node?.arguments["office"] == "system")
    }

    @Test("the kernel's uid, pid and groups of the connecting process reach the service")
    func credentials() async throws {
        try await RunningNode.serving { node in
            _ = try await LocalClient(socketPath: node.socketPath, language: .en).send(.health)
            let caller = try #require(node.service.script { $0.calls.first?.caller })
            #expect(caller.credentials.uid == geteuid())
            #expect(caller.credentials.pid == getpid())
            #expect(caller.credentials.gids.contains(getegid()))
            var groups = [gid_t](repeating: 0, count: 1_024)
            let count = getgroups(Int32(groups.count), &groups)
            let expected = Set(groups.prefix(Int(max(count, 0)))).subtracting([0])
            #expect(expected.isSubset(of: caller.credentials.gids))
        }
    }

    @Test(
        "the rights of another user come from its supplementary group",
        .enabled(if: geteuid() == 0, "only root can become another user")
    )
    func supplementaryGroup() async throws {
        let rule = CallerPolicy.Rule(gid: 54_321, offices: ["scjg"], rights: .read)
        let policy = CallerPolicy(rules: [rule], nodeUser: geteuid())
        try await RunningNode.serving(policy: policy) { node in
            chmod(node.home, 0o755)
            chmod(node.socketPath, 0o666)
            let curl = "curl -s -o /dev/null -w '%{http_code}' --unix-socket \(node.socketPath)"
            let member = try await Shell.run(
                "setpriv --reuid 65534 --regid 65534 --groups 54321 \(curl) http://x/v1/health"
            )
            #expect(member.output == "200")
            let stranger = try await Shell.run(
                "setpriv --reuid 65534 --regid 65534 --clear-groups \(curl) http://x/v1/health"
            )
            #expect(stranger.output == "403")
            let caller = try #require(node.service.script { $0.calls.first?.caller })
            #expect(caller.credentials.uid == 65_534)
            #expect(caller.credentials.gids == [54_321, 65_534])
            #expect(caller.readOffices == .some(["scjg"]))
            #expect(caller.offices == .some([]))
        }
    }

    @Test("rules add up, and an office counts for a right only through a rule that grants it")
    func policyAddsUp() {
        let policy = CallerPolicy(
            rules: [
                .init(uid: 7, offices: ["scjg"], rights: .read),
                .init(gid: 30, offices: ["gongan"], rights: [.read, .sign]),
                .init(gid: 31, offices: ["haiguan"], rights: .sign),
            ],
            nodeUser: 1
        )
        func caller(_ uid: UInt32, _ gids: [UInt32]) -> Caller {
            policy.caller(PeerCredentials(pid: 1, uid: uid, gids: gids))
        }
        #expect(caller(7, []).offices == .some([]))
        #expect(caller(7, []).readOffices == .some(["scjg"]))
        #expect(caller(7, []).rights == .read)
        #expect(caller(7, [30, 31]).offices == .some(["gongan", "haiguan"]))
        #expect(caller(7, [30, 31]).readOffices == .some(["scjg", "gongan"]))
        #expect(caller(8, [31]).rights == .sign)
        #expect(caller(8, [99]).rights == [])
        #expect(caller(8, [31]).readOffices == .some([]))
        #expect(caller(1, []).offices == .all)
        #expect(caller(1, []).readOffices == .all)
    }

    @Test("every call is logged with the caller, the route and the outcome")
    func logged() async throws {
        let lines = LogLines()
        let logger = Logger(label: "test") { _ in LogLines.Handler(lines: lines) }
        try await RunningNode.serving(logger: logger) { node in
            let client = LocalClient(socketPath: node.socketPath, language: .en)
            _ = try await client.send(.health)
            node.service.script { $0.crashes = true }
            let error = await #expect(throws: Problem.self) { try await client.send(.status) }
            #expect(error?.code == "local_api.internal_failure")
            #expect(error?.detail == nil)
        }
        let seen = lines.all.filter { $0.message == "local call" }.map(\.metadata)
        #expect(seen.map { $0["path"] } == ["/v1/health", "/v1/status"])
        #expect(seen.map { $0["status"] } == ["200", "500"])
        #expect(seen.allSatisfy { $0["uid"] == "\(geteuid())" && $0["rights"] == "read,sign" })
        #expect(seen.last?["detail"]?.description.contains("the-secret-of-the-node") == true)
    }
}

/// Log lines that a test can read.
final class LogLines: Sendable {
    private let lines = Mutex<[(message: String, metadata: Logger.Metadata)]>([])

    /// All lines so far.
    var all: [(message: String, metadata: Logger.Metadata)] { lines.withLock { $0 } }

    /// Hands every line to a ``LogLines``.
    struct Handler: LogHandler {
        let lines: LogLines
        var metadata: Logger.Metadata = [:]
        var logLevel: Logger.Level = .info

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            lines.lines.withLock { $0.append(("\(event.message)", event.metadata ?? [:])) }
        }
    }
}
