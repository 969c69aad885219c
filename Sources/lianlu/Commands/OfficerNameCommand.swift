import ArgumentParser
import LocalAPI

/// The command `lianlu officer name <pseudonym>`: who it is, given or corrected after the enrolment.
struct OfficerNameCommand: LianluCommand {
    static var configuration: CommandConfiguration {
        Help.command("name", text: "officer_rename")
    }

    @Argument(help: Help.option("officer")) var officer: String
    @Option(help: Help.option("name_file")) var nameFile: String?
    @OptionGroup var common: CommonOptions

    func run(in context: CommandContext) async throws {
        let name = try await OfficerName(file: nameFile).ask(in: context)
        let named = try await context.send(.name(OfficerNaming(officer: officer, name: name)))
        if context.json { return try context.renderer.line(named) }
        context.renderer.officer(named)
        context.talk("talk_officer_renamed", ["officer": named.officer])
    }
}
