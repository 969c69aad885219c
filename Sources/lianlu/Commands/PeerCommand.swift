import ArgumentParser
import LocalAPI

/// The command `lianlu peer`.
struct PeerCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        Help.command(
            "peer",
            text: "peer",
            subcommands: [
                PeerAddCommand.self, PeerListCommand.self, PeerShowCommand.self,
                PeerTestCommand.self, PeerRemoveCommand.self,
            ]
        )
    }
}

/// The command `lianlu peer list`.
struct PeerListCommand: LianluCommand {
    static var configuration: CommandConfiguration { Help.command("list", text: "peer_list") }

    @OptionGroup var common: CommonOptions

    func run(in context: CommandContext) async throws {
        try await context.list(
            .peers,
            columns: ["peer", "region", "url", "expires", "fingerprint"]
        ) { card, _ in
            [card.node, card.region, card.url, card.expires, card.fingerprint]
        }
    }
}

/// The command `lianlu peer show <node>`.
struct PeerShowCommand: LianluCommand {
    static var configuration: CommandConfiguration { Help.command("show", text: "peer_show") }

    @Argument(help: Help.option("peer_node")) var node: String
    @OptionGroup var common: CommonOptions

    func run(in context: CommandContext) async throws {
        let card = try await context.send(.peer(node))
        if context.json { return try context.renderer.line(card) }
        context.renderer.card(card)
    }
}

/// The command `lianlu peer remove <node>`.
struct PeerRemoveCommand: LianluCommand {
    static var configuration: CommandConfiguration { Help.command("remove", text: "peer_remove") }

    @Argument(help: Help.option("peer_node")) var node: String
    @OptionGroup var common: CommonOptions

    func run(in context: CommandContext) async throws {
        let done = try await context.send(.remove(peer: node))
        if context.json { return try context.renderer.line(done) }
        context.talk("talk_peer_removed", ["node": node])
    }
}

/// The command `lianlu peer test <node>`.
struct PeerTestCommand: LianluCommand {
    static var configuration: CommandConfiguration { Help.command("test", text: "peer_test") }

    @Argument(help: Help.option("peer_node")) var node: String
    @OptionGroup var common: CommonOptions

    func run(in context: CommandContext) async throws {
        let test = try await context.send(.test(peer: node))
        if context.json {
            try context.renderer.line(test)
        } else {
            context.renderer.checks(test.steps)
        }
        if test.steps.contains(where: { $0.outcome == .failed }) {
            throw Ending(exitCode: .unreachable)
        }
    }
}

extension Renderer {
    /// Checks with the fix for each that did not pass.
    func checks(_ checks: [CheckResult]) {
        table(
            ["outcome", "what", "remedy"],
            checks.map { check in
                [
                    label("outcome_\(check.outcome.rawValue)"), sentence(check.text),
                    check.outcome == .passed ? "" : remedy(check.text),
                ]
            }
        )
    }
}

extension CommandContext {
    /// Lists lines of a call: as JSON while they come, as a table once all are here.
    func list<Line>(
        _ call: LocalListCall<Line>,
        columns: [String],
        _ cells: (Line, Renderer) -> [String]
    ) async throws {
        let renderer = renderer
        var rows: [[String]] = []
        try await Waiting(context: self).during { _ in
            try await client.list(call) { line in
                if json { try renderer.line(line) } else { rows.append(cells(line, renderer)) }
            }
        }
        renderer.table(columns, rows)
        if rows.isEmpty { talk("talk_nothing") }
    }
}
