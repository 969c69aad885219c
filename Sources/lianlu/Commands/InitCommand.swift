import ArgumentParser
import LocalAPI

/// The command `lianlu init`.
struct InitCommand: LianluCommand {
    static var configuration: CommandConfiguration { Help.command("init", text: "init") }

    @Option(help: Help.option("node_name")) var node: String
    @Option(help: Help.option("node_region")) var region: String
    @Option(help: Help.option("node_url")) var url: String
    @Option(help: Help.option("node_listen")) var listen = "0.0.0.0:7443"
    @Option(parsing: .singleValue, help: Help.option("node_office")) var office: [String] = []
    @OptionGroup var common: CommonOptions

    func run(in context: CommandContext) async throws {
        let initialise = try Operations.require(context.operations.initialise)
        var offices: [String: String] = [:]
        for text in office {
            guard let (id, title) = Pair.split(text), offices.updateValue(title, forKey: id) == nil
            else { throw CommandError(.officeInvalid, ["text": text]) }
        }
        let request = InitRequest(
            home: context.home,
            node: node,
            region: region,
            url: url,
            listen: listen,
            offices: offices
        )
        let report = try await Waiting(context: context).during { _ in
            try await initialise(request)
        }
        if context.json { return try context.renderer.line(report) }
        context.renderer.pairs([("home", report.home)])
        context.renderer.card(report.card)
        context.talk("talk_initialised", ["home": report.home])
    }
}
