import LocalAPI
import Wording

/// A kind of record whose name stands where a command would: `lianlu clue …`, `lianlu 案件协查 …`.
///
/// The kinds are those of the rule packs that come with the program; where a word is none of them, also those of the packs that were
/// added to the node (``AddedKinds``).
struct InvokedKind: Sendable {
    /// What stands on the command line.
    let word: String
    /// The kind, or one machine of a kind that has several.
    let kind: KindDocument
    /// The second word, where it is a step of the kind.
    let step: (word: String, event: KindDocument.Step)?

    /// The kind of the command line that is being parsed.
    @TaskLocal static var current: InvokedKind?

    /// The words that are commands below a kind, whatever its steps are called.
    static let commands = ["new", "list", "show", "timeline", "help"]

    /// The one of them as which a step may be called: without what a step takes it lists records.
    static let listWord = "list"

    /// The kinds of the program's own packs.
    static let installed: [KindDocument] = Operations.installed.kinds()

    /// Those of the packs that were added to the node, where they were asked for.
    @TaskLocal static var added: [KindDocument] = []

    /// The kinds that can be named now.
    static var known: [KindDocument] { installed + added }

    /// Reads the first two words of a command line; nil where they name a command or nothing that is known.
    init?(_ arguments: [String]) {
        let words = Self.words(arguments)
        guard let word = words.first, !Lianlu.isCommand(word) else { return nil }
        let kinds = Self.known.filter { $0.isCalled(word) }
        let second = words.dropFirst().first
        let isStep = Self.asksForStep(arguments, words)
        // An office's own pack may have a kind of the program's packs with steps of its own.
        let both = kinds.lazy.compactMap { kind in
            Self.step(second, of: kind, isStep: isStep).map { (kind, $0) }
        }
        .first
        guard let kind = both?.0 ?? kinds.first else { return nil }
        self.word = word
        self.kind = kind
        step = both?.1
    }

    /// Whether the words of a command line say nothing by what comes with the program alone.
    static func isOpen(_ arguments: [String]) -> Bool {
        let words = words(arguments)
        guard let word = words.first, !Lianlu.isCommand(word) else { return false }
        guard let invoked = InvokedKind(arguments) else { return true }
        guard let second = words.dropFirst().first else { return false }
        return invoked.step == nil && !commands.contains(second)
    }

    private static func words(_ arguments: [String]) -> [String] {
        let words = ArgumentOrder(arguments).withoutLeadingOptions.prefix { !$0.hasPrefix("-") }
        return Array(words.first == "help" ? words.dropFirst() : words)
    }

    /// What a step takes and the commands below a kind do not.
    private static let stepOptions: Set<String> = [
        "--ask", "--audience", "--dry-run", "--field", "--file", "--for-approval", "--from",
        "--label", "--office", "--parent", "--request", "--rules", "--to",
    ]

    /// Whether a command line whose second word is both a command below every kind and a step of the kind asks for the step: it names a
    /// record, or says what only a step takes.
    private static func asksForStep(_ arguments: [String], _ words: [String]) -> Bool {
        guard words.dropFirst().first == listWord else { return false }
        return words.count > 2
            || arguments.contains { argument in
                stepOptions.contains(String(argument.prefix { $0 != "=" }))
            }
    }

    private static func step(
        _ word: String?,
        of kind: KindDocument,
        isStep: Bool
    ) -> (word: String, event: KindDocument.Step)? {
        guard let word, isStep || !commands.contains(word) else { return nil }
        let id = Identifier.event(word)
        return kind.steps.first { $0.event == id || $0.titles.values.contains(word) }
            .map { (word, $0) }
    }

    /// The steps as a help text lists them.
    func list(in language: Language) -> String {
        var lines: [String] = []
        var machine = ""
        let hasSeveral = Set(kind.steps.map(\.machine)).count > 1
        for step in kind.steps {
            if hasSeveral, step.machine != machine {
                machine = step.machine
                let titles = Self.known.first { $0.kind == machine }?.titles
                lines.append("\(machine)  \(titles?[language.rawValue] ?? "")")
            }
            let word = step.event.replacing("_", with: "-")
            let title = step.titles[language.rawValue] ?? ""
            let isSame = title.lowercased() == word.replacing("-", with: " ")
            // A step that is called as a command below every kind is taken by the general command.
            let isHidden = Self.commands.contains(step.event)
            let key = step.event == Self.listWord ? "kind_or_list" : "kind_by_record"
            let remark = isHidden ? "  (\(Help.text(key, in: language)))" : ""
            lines.append("  \(word)\(isSame ? "" : "  \(title)")\(remark)")
        }
        return lines.joined(separator: "\n")
    }
}
