import Foundation
import Wording

/// Which language a process speaks: `--lang`, then LC_ALL, LC_MESSAGES and LANG, as gettext looks them up.
enum LanguageChoice {
    /// The language of this process, for help texts that stand before any argument is parsed.
    static let ofProcess = choose(
        arguments: CommandLine.arguments.dropFirst(),
        environment: ProcessInfo.processInfo.environment
    )

    /// The language that arguments and environment ask for; English for the C locale and where nothing is set.
    static func choose(
        arguments: some Collection<String>,
        environment: [String: String]
    ) -> Language {
        if let asked = option(in: Array(arguments)).flatMap(language) { return asked }
        for variable in ["LC_ALL", "LC_MESSAGES", "LANG"] {
            guard let value = environment[variable], !value.isEmpty else { continue }
            return language(value) ?? .en
        }
        return .en
    }

    /// The language of a tag such as `zh`, `zh-CN` or `en_GB.UTF-8`; nil for any other.
    static func language(_ tag: String) -> Language? {
        let name = tag.lowercased().prefix { $0.isASCII && $0.isLetter }
        return Language(rawValue: String(name))
    }

    private static func option(in arguments: [String]) -> String? {
        for (index, argument) in arguments.enumerated() {
            if argument == "--" { return nil }
            if argument == "--lang", index + 1 < arguments.count { return arguments[index + 1] }
            if argument.hasPrefix("--lang=") { return String(argument.dropFirst("--lang=".count)) }
        }
        return nil
    }
}
