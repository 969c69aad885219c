import ArgumentParser
import LocalAPI
import Wording

/// A kind of record as a command, such as `lianlu clue`; which one, the command line says.
struct KindCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        guard let invoked = InvokedKind.current else {
            return CommandConfiguration(commandName: "kind", shouldDisplay: false)
        }
        let language = LanguageChoice.ofProcess
        let steps: [any ParsableCommand.Type] =
            invoked.step == nil ? [] : [KindStepCommand.self]
        // A step that is called as a command stands in its place where the command line asks for it.
        let lists: [any ParsableCommand.Type] =
            invoked.step?.word == InvokedKind.listWord ? [] : [RecordListCommand.self]
        return CommandConfiguration(
            commandName: invoked.word,
            abstract: invoked.kind.titles[language.rawValue] ?? invoked.kind.kind,
            discussion: [
                invoked.kind.summary[language.rawValue] ?? "", Help.text("kind_steps"),
                invoked.list(in: language), Help.text("kind_words"),
            ]
            .filter { !$0.isEmpty }.joined(separator: "\n"),
            subcommands: steps + [KindNewCommand.self] + lists + [
                RecordShowCommand.self, RecordTimelineCommand.self,
            ]
        )
    }
}

/// One step of a kind as a command, such as `lianlu clue send <record>`.
struct KindStepCommand: LianluCommand {
    static var configuration: CommandConfiguration {
        let invoked = InvokedKind.current
        let titles = invoked?.step?.event.titles ?? [:]
        return CommandConfiguration(
            commandName: invoked?.step?.word ?? "step",
            abstract: titles[LanguageChoice.ofProcess.rawValue] ?? ""
        )
    }

    @Argument(help: Help.option("record")) var record: String?
    @OptionGroup var options: StepOptions
    @OptionGroup var common: CommonOptions

    /// What the words of the command stand for.
    private let invoked = InvokedKind.current

    private enum CodingKeys: CodingKey {
        case record, options, common
    }

    func run(in context: CommandContext) async throws {
        guard let invoked, let step = invoked.step?.event else {
            throw CommandError(.usageMissingArgument, ["argument": "<step>"])
        }
        if step.first, let record {
            throw CommandError(.usageUnexpectedArgument, ["argument": record])
        }
        guard step.first || record != nil else {
            throw CommandError(.usageMissingArgument, ["argument": "<record>"])
        }
        try await StepSubmission(
            context: context,
            options: options,
            kind: invoked.kind.kind,
            event: step.event,
            record: record
        )
        .run()
    }
}

/// The command `lianlu <kind> new [<step>]`.
struct KindNewCommand: LianluCommand {
    static var configuration: CommandConfiguration { Help.command("new", text: "record_new") }

    @Argument(help: Help.option("first_step")) var step: String?
    @OptionGroup var options: StepOptions
    @OptionGroup var common: CommonOptions

    private let invoked = InvokedKind.current

    private enum CodingKeys: CodingKey {
        case step, options, common
    }

    func run(in context: CommandContext) async throws {
        try await StepSubmission(
            context: context,
            options: options,
            kind: invoked?.kind.kind,
            event: step,
            record: nil
        )
        .run()
    }
}
