import ArgumentParser
import LocalAPI

/// The command `lianlu mechanism create <id>`.
struct MechanismCreateCommand: LianluCommand {
    static var configuration: CommandConfiguration {
        Help.command("create", text: "mechanism_create")
    }

    @Argument(help: Help.option("mechanism_id")) var mechanism: String
    @Option(help: Help.option("title_zh")) var titleZh: String
    @Option(help: Help.option("title_en")) var titleEn: String
    @Option(parsing: .singleValue, help: Help.option("member")) var member: [String]
    @Option(parsing: .singleValue, help: Help.option("observer")) var observer: [String] = []
    @Option(parsing: .singleValue, help: Help.option("role")) var role: [String] = []
    @Option(parsing: .singleValue, help: Help.option("rules")) var rules: [String] = []
    @Option(help: Help.option("threshold")) var threshold: Int?
    @Option(parsing: .singleValue, help: Help.option("ended")) var ended: [String] = []
    @OptionGroup var common: CommonOptions

    func run(in context: CommandContext) async throws {
        try context.hand(over: try await context.send(.create(try draft())))
    }

    /// The draft that the options describe.
    func draft() throws(CommandError) -> CharterDraft {
        var members: [CharterDraft.Member] = []
        for text in member { members.append(try Self.party(text)) }
        var draft = CharterDraft(
            mechanism: mechanism,
            titleZh: titleZh,
            titleEn: titleEn,
            members: members
        )
        for text in observer { draft.observers.append(try Self.party(text)) }
        for text in role {
            guard let (name, address) = Pair.split(text) else {
                throw CommandError(.roleInvalid, ["text": text])
            }
            draft.roles[name, default: []].append(address)
        }
        draft.rules = rules
        draft.threshold = threshold
        var ends: [CharterDocument.End] = []
        for text in ended {
            guard let (log, number) = Pair.split(text), number.utf8.allSatisfy({ 48...57 ~= $0 }),
                let size = UInt64(number)
            else { throw CommandError(.endedInvalid, ["text": text]) }
            ends.append(.init(log: log, size: size))
        }
        if !ends.isEmpty { draft.ended = ends }
        return draft
    }

    /// A party given as `<address>=<node>[,cross-border]`.
    private static func party(_ text: String) throws(CommandError) -> CharterDraft.Member {
        let mark = ",cross-border"
        let crossBorder = text.hasSuffix(mark)
        let plain = crossBorder ? String(text.dropLast(mark.count)) : text
        guard let (address, node) = Pair.split(plain), !node.contains(",") else {
            throw CommandError(.memberInvalid, ["text": text])
        }
        return CharterDraft.Member(address: address, node: node, crossBorder: crossBorder)
    }
}

/// A text of the form `<name>=<value>`.
enum Pair {
    /// The two sides of the first `=`, neither empty.
    static func split(_ text: String) -> (String, String)? {
        guard let sign = text.firstIndex(of: "=") else { return nil }
        let name = text[..<sign]
        let value = text[text.index(after: sign)...]
        return name.isEmpty || value.isEmpty ? nil : (String(name), String(value))
    }
}
