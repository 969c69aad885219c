import ArgumentParser
import Wording

/// The options that every command takes.
struct CommonOptions: ParsableArguments {
    @Option(help: Help.option("lang"))
    var lang: Language?

    @Option(help: Help.option("home"))
    var home: String?

    @Flag(help: Help.option("json"))
    var json = false
}

extension Language: ExpressibleByArgument {
    /// Takes a tag such as `zh` or `zh-CN`.
    package init?(argument: String) {
        guard let language = LanguageChoice.language(argument) else { return nil }
        self = language
    }

    /// None: the help of the option names them in the user's language, and the parser would in English only.
    package static var allValueStrings: [String] { [] }
}

/// Help texts from the catalogue, in the language of the process.
enum Help {
    /// The text of an option or argument.
    static func option(_ name: String) -> ArgumentHelp { ArgumentHelp(text("option_\(name)")) }

    /// A command's configuration.
    static func command(
        _ name: String,
        text key: String,
        subcommands: [any ParsableCommand.Type] = [],
        aliases: [String] = []
    ) -> CommandConfiguration {
        CommandConfiguration(
            commandName: name,
            abstract: text("help_\(key)"),
            discussion: discussion(key),
            subcommands: subcommands,
            aliases: aliases
        )
    }

    /// A text of this module; a test holds that each exists.
    static func text(_ key: String, in language: Language = LanguageChoice.ofProcess) -> String {
        let message = Catalogue.message("command.\(key)", in: language)
        assert(message != nil, "no text for command.\(key)")
        return message?.sentence ?? key
    }

    /// What stands below the abstract: the remedy part of the same text.
    private static func discussion(_ key: String) -> String {
        Catalogue.message("command.help_\(key)", in: LanguageChoice.ofProcess)?.remedy ?? ""
    }
}
