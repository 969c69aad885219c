import ArgumentParser

/// The command `lianlu serve`.
struct ServeCommand: LianluCommand {
    static var configuration: CommandConfiguration { Help.command("serve", text: "serve") }

    @OptionGroup var common: CommonOptions

    func run(in context: CommandContext) async throws {
        let serve = try Operations.require(context.operations.serve)
        try await serve(ServeRequest(home: context.home, language: context.language))
    }
}
