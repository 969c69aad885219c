import ArgumentParser
import LocalAPI

/// The command `lianlu office`.
struct OfficeCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        Help.command(
            "office",
            text: "office",
            subcommands: [OfficeAddCommand.self, OfficeListCommand.self]
        )
    }
}

/// The command `lianlu office add <id>`.
struct OfficeAddCommand: LianluCommand {
    static var configuration: CommandConfiguration { Help.command("add", text: "office_add") }

    @Argument(help: Help.option("office_id")) var office: String
    @Option(help: Help.option("office_title")) var title: String
    @OptionGroup var common: CommonOptions

    func run(in context: CommandContext) async throws {
        let added = try await context.send(.add(OfficeDocument(office: office, title: title)))
        if context.json { return try context.renderer.line(added) }
        context.renderer.pairs([
            ("office", added.office), ("title", added.title), ("key", added.key),
            ("enrolled_in", context.renderer.list(added.enrolledIn)),
        ])
    }
}

/// The command `lianlu office list`.
struct OfficeListCommand: LianluCommand {
    static var configuration: CommandConfiguration { Help.command("list", text: "office_list") }

    @OptionGroup var common: CommonOptions

    func run(in context: CommandContext) async throws {
        try await context.list(.offices, columns: ["office", "title", "key"]) { office, _ in
            [office.office, office.title, office.key ?? "-"]
        }
    }
}
