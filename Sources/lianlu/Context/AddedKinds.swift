import Foundation
import LocalAPI

/// Kinds of record of the rule packs that were added to a node: the node alone has them.
enum AddedKinds {
    /// Those that a command line may mean: asked for only where the words say nothing by what comes with the program.
    static func meant(by arguments: [String]) async -> [KindDocument] {
        guard InvokedKind.isOpen(arguments) else { return [] }
        // Where nobody answers, the word is told as unknown, with where further ones are known.
        return (try? await read(in: CommandContext(askingFor: arguments))) ?? []
    }

    /// Those that the node of a home has; throws what keeps it from answering.
    static func read(in context: CommandContext) async throws -> [KindDocument] {
        let client = context.client
        var packs: [RulePackDocument] = []
        try await client.list(.rules) { if !$0.builtIn { packs.append($0) } }
        var files: [[UInt8]] = []
        for pack in packs.sorted(by: { ($0.pack, $0.edition) < ($1.pack, $1.edition) }) {
            files.append(try await client.bytes(.rulePack(pack.digest)))
        }
        return try context.operations.rules.kinds(files)
    }
}

extension CommandContext {
    /// The context for a question that comes before the arguments can be parsed.
    fileprivate init(askingFor arguments: [String]) {
        let words = arguments.prefix { $0 != "--" }
        var home: String?
        for (place, word) in words.enumerated() {
            if word.hasPrefix("--home=") { home = String(word.dropFirst("--home=".count)) }
            if word == "--home", place + 1 < words.count { home = words[place + 1] }
        }
        self.init(
            language: LanguageChoice.ofProcess,
            home: Self.home(option: home, environment: ProcessInfo.processInfo.environment),
            json: false,
            streams: StandardStreams(),
            operations: .installed
        )
    }
}
