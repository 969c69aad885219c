import LocalAPI
import Wording

/// A kind of record whose name stands where a command would: `lianlu clue …`, `lianlu 案件协查 …`.
///
/// The kinds are those of the rule packs that come with the program; those of an office's own packs are named behind
/// `lianlu record`.
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

    /// The kinds of the program's own packs.
    static let installed: [KindDocument] = Operations.installed.kinds()

    /// Reads the first two words of a command line; nil where they name a command or nothing that is known.
    init?(_ arguments: [String]) {
        var words = ArgumentOrder(arguments).withoutLeadingOptions.prefix { !$0.hasPrefix("-") }
        if words.first == "help" { words = words.dropFirst() }
        guard let word = words.first, !Lianlu.isCommand(word),
            let kind = Self.installed.first(where: { $0.isCalled(word) })
        else { return nil }
        self.word = word
        self.kind = kind
        let second = words.dropFirst().first
        step = second.flatMap { second in
            guard !Self.commands.contains(second) else { return nil }
            let id = Identifier.event(second)
            return kind.steps.first { $0.event == id || $0.titles.values.contains(second) }
                .map { (second, $0) }
        }
    }

    /// The steps as a help text lists them.
    func list(in language: Language) -> String {
        var lines: [String] = []
        var machine = ""
        let hasSeveral = Set(kind.steps.map(\.machine)).count > 1
        for step in kind.steps {
            if hasSeveral, step.machine != machine {
                machine = step.machine
                let titles = Self.installed.first { $0.kind == machine }?.titles
                lines.append("\(machine)  \(titles?[language.rawValue] ?? "")")
            }
            let word = step.event.replacing("_", with: "-")
            let title = step.titles[language.rawValue] ?? ""
            let isSame = title.lowercased() == word.replacing("-", with: " ")
            // A step that is called as a command below every kind is taken by the general command.
            let isHidden = Self.commands.contains(step.event)
            let remark = isHidden ? "  (\(Help.text("kind_by_record", in: language)))" : ""
            lines.append("  \(word)\(isSame ? "" : "  \(title)")\(remark)")
        }
        return lines.joined(separator: "\n")
    }
}
