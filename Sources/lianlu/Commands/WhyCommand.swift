import ArgumentParser
import LocalAPI

/// The command `lianlu why <entry> --peer <address>`.
struct WhyCommand: LianluCommand {
    static var configuration: CommandConfiguration { Help.command("why", text: "why") }

    @Argument(help: Help.option("entry")) var entry: String
    @Option(help: Help.option("why_peer")) var peer: String
    @OptionGroup var common: CommonOptions

    func run(in context: CommandContext) async throws {
        let prefix = try Identifier.digestPrefix(entry)
        let answer = try await context.send(.why(entry: prefix, peer: peer))
        let renderer = context.renderer
        if renderer.json { return try renderer.line(answer) }
        renderer.pairs([
            ("entry", answer.entry), ("log", answer.origin), ("index", String(answer.index)),
            ("peer", answer.peer), ("node", answer.node),
            ("scope", renderer.label(answer.scope.allowed ? "allowed" : "denied")),
            ("reason", renderer.sentence(answer.scope.reason)),
        ])
        guard !answer.decisions.isEmpty else { return }
        renderer.heading("objects")
        renderer.table(
            ["object", "role", "decision", "reason"],
            answer.decisions.map { decision in
                [
                    renderer.short(decision.object), renderer.role(decision.role),
                    renderer.label(decision.allowed ? "allowed" : "denied"),
                    renderer.sentence(decision.reason),
                ]
            }
        )
    }
}
