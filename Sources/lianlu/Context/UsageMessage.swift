import ArgumentParser
import Foundation
import LocalAPI
import Wording

/// What the parser of arguments says, in the language of the process: help, or why a command line is wrong.
struct UsageMessage {
    private let text: String
    private let isHelp: Bool
    private let arguments: [String]
    private let message: String

    /// Takes what parsing threw.
    init(_ error: any Error, arguments: [String]) {
        isHelp = Lianlu.exitCode(for: error) == .success
        text = Lianlu.fullMessage(for: error)
        message = Lianlu.message(for: error)
        self.arguments = arguments
    }

    /// Prints help as data, anything else as an error with the usage line.
    func print(to streams: any Streams) -> ExitCode {
        let language = LanguageChoice.ofProcess
        if isHelp {
            streams.data(HelpTranslation.translate(text, to: language) + "\n")
            return .done
        }
        let json = arguments.contains("--json")
        let renderer = Renderer(language: language, json: json, streams: streams)
        renderer.failure(Failure(Self.unknownCommand(arguments) ?? Self.fault(message)))
        if !json, let usage = text.split(separator: "\n").first(where: { $0.hasPrefix("Usage: ") })
        {
            streams.talk("  " + HelpTranslation.translate(String(usage), to: language) + "\n")
        }
        return .usage
    }

    /// The error for a word that is no command of its group; nil where all words that stand for commands are known.
    static func unknownCommand(_ arguments: [String]) -> CommandError? {
        InvokedKind.$current.withValue(InvokedKind(arguments)) {
            unknownWord(arguments)
        }
    }

    private static func unknownWord(_ arguments: [String]) -> CommandError? {
        var group: any ParsableCommand.Type = Lianlu.self
        for word in ArgumentOrder(arguments).withoutLeadingOptions {
            let commands = group.configuration.subcommands
            guard !commands.isEmpty, !word.hasPrefix("-"), word != "help" else { return nil }
            let named = commands.first { command in
                let configuration = command.configuration
                return configuration.commandName == word || configuration.aliases.contains(word)
            }
            guard let named else {
                var names = commands.compactMap { $0.configuration.commandName }
                if group == KindCommand.self, let kind = InvokedKind.current?.kind {
                    names += kind.steps.map { $0.event.replacing("_", with: "-") }
                } else if group == Lianlu.self {
                    // A node may have another edition of a pack that comes with the program.
                    for kind in InvokedKind.known.map(\.kind) where !names.contains(kind) {
                        names.append(kind)
                    }
                }
                return CommandError(
                    .commandUnknown,
                    ["command": word, "commands": names.joined(separator: ", ")]
                )
            }
            group = named
        }
        return nil
    }

    /// The code that stands for a message of the parser.
    static func fault(_ message: String) -> CommandError {
        let parts = message.split(separator: "'", omittingEmptySubsequences: false).map(String.init)
        let first = parts.count > 1 ? parts[1] : ""
        if message.hasPrefix("Missing expected argument"), parts.count > 1 {
            return CommandError(.usageMissingArgument, ["argument": first])
        }
        if message.hasPrefix("Missing value for"), parts.count > 1 {
            return CommandError(.usageMissingValue, ["option": first])
        }
        if message.hasPrefix("Unknown option"), parts.count > 1 {
            return CommandError(.usageUnknownOption, ["option": first])
        }
        if message.hasPrefix("Unexpected argument") || message.contains("unexpected arguments: '"),
            parts.count > 1
        {
            return CommandError(.usageUnexpectedArgument, ["argument": first])
        }
        if message.hasPrefix("The value '"), parts.count > 3 {
            return CommandError(.usageInvalidValue, ["value": first, "option": parts[3]])
        }
        return CommandError(.usageOther, ["detail": message])
    }
}

/// The headings of help texts, which the library writes in English only.
enum HelpTranslation {
    /// What stands at the beginning of a line, and its Chinese.
    private static let headings: [(String, String)] = [
        ("OVERVIEW: ", "概述："), ("USAGE: ", "用法："), ("Usage: ", "用法："),
        ("ARGUMENTS:", "参数："), ("OPTIONS:", "选项："), ("SUBCOMMANDS:", "命令："),
    ]

    /// What stands at the end of a line, and its Chinese.
    private static let endings: [(String, String)] = [
        ("Show help information.", "显示本帮助。"), ("Show the version.", "显示版本。"),
        ("Show subcommand help information.", "显示某一命令的帮助。"),
        ("<subcommand>' for detailed help.", "<命令>' 查看详细说明。"),
    ]

    /// The text with its headings in a language.
    static func translate(_ text: String, to language: Language) -> String {
        guard language == .zh else { return text }
        return text.split(separator: "\n", omittingEmptySubsequences: false)
            .map { translate(line: String($0)) }
            .joined(separator: "\n")
    }

    private static func translate(line: String) -> String {
        var line = line
        for (english, chinese) in headings where line.hasPrefix(english) {
            line = chinese + line.dropFirst(english.count)
        }
        for (english, chinese) in endings where line.hasSuffix(english) {
            line = line.dropLast(english.count) + chinese
        }
        // On lines of usage alone: elsewhere they may be an argument's own name.
        if line.hasPrefix("用法：") {
            line = line.replacing("<options>", with: "<选项>")
                .replacing("<subcommand>", with: "<命令>")
        }
        let see = "  See 'lianlu "
        if line.hasPrefix(see) { line = "  运行 'lianlu " + line.dropFirst(see.count) }
        return line
    }
}
