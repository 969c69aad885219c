import ArgumentParser
import LocalAPI

/// The command `lianlu doctor`.
struct DoctorCommand: LianluCommand {
    static var configuration: CommandConfiguration { Help.command("doctor", text: "doctor") }

    @OptionGroup var common: CommonOptions

    func run(in context: CommandContext) async throws {
        let examine = try Operations.require(context.operations.examine)
        let document = try await Waiting(context: context).during { _ in
            let local = try await examine(ExamineRequest(home: context.home))
            let (node, peers) = try await Self.askNode(
                context,
                mayStart: !local.contains { $0.outcome == .failed }
            )
            // What both the home and the node say is said once.
            let others = node.filter { check in !local.contains { $0.text == check.text } }
            return DoctorDocument(local: local + others, peers: peers)
        }
        let renderer = context.renderer
        if context.json {
            try renderer.line(document)
        } else {
            renderer.checks(document.local)
            for test in document.peers {
                context.streams.data("\n\(TextWidth.harmless(test.node))\n")
                renderer.checks(test.steps)
            }
        }
        guard document.isWell else { throw Ending(exitCode: .failed) }
    }

    private static let peerNotConnected = "node.peer_not_connected"

    /// What a running node says of itself and of each peer; a node that does not run is a check that failed.
    ///
    /// Whether it may be started is for the checks of the home to say.
    private static func askNode(
        _ context: CommandContext,
        mayStart: Bool
    ) async throws -> ([CheckResult], [PeerTest]) {
        do {
            return try await context.client.withConnection { connection in
                let health = try await connection.send(.health)
                var names: [String] = []
                try await connection.list(.peers) { names.append($0.node) }
                var tests: [PeerTest] = []
                for name in names { tests.append(try await connection.send(.test(peer: name))) }
                let ready = CheckResult(.passed, CodedText("command.check_node_ready"))
                let reasons = health.reasons.map { CheckResult(.failed, $0) }
                let status = try await connection.send(.status)
                let alarms = status.alarms.filter { !health.reasons.contains($0.text) }
                    .map { CheckResult($0.grave ? .failed : .warned, $0.text) }
                // A peer whose test failed is told with the cause.
                let failed = tests.filter { $0.steps.contains { $0.outcome == .failed } }
                    .map(\.node)
                let warnings = status.warnings.filter { warning in
                    // The certificate is among the local checks.
                    guard !warning.code.hasPrefix("node.certificate_") else { return false }
                    return warning.code != Self.peerNotConnected
                        || !failed.contains { $0 == warning.arguments["node"] }
                }
                .map { CheckResult(.warned, $0) }
                return ((health.ready ? [ready] : reasons) + alarms + warnings, tests)
            }
        } catch let error as LocalAPIError where error.code == .nodeUnreachable {
            // The local checks have said so.
            guard context.hasHome else { return ([], []) }
            let code = mayStart ? "local_api.node_unreachable" : "command.check_node_at_rest"
            let text = CodedText(code, error.arguments)
            return ([CheckResult(.failed, text)], [])
        }
    }
}

/// What `doctor` found.
struct DoctorDocument: LocalDocument, Hashable {
    /// Checks of this machine, this home and the node that runs on it.
    var local: [CheckResult]
    /// Checks of each peer.
    var peers: [PeerTest]
    var version = documentVersion

    /// Whether no check failed.
    var isWell: Bool {
        !(local + peers.flatMap(\.steps)).contains { $0.outcome == .failed }
    }
}
