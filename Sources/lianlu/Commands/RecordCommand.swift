import ArgumentParser
import LocalAPI

/// The command `lianlu record`: every step of every kind that the rule packs have.
struct RecordCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        Help.command(
            "record",
            text: "record",
            subcommands: [
                RecordNewCommand.self, RecordActCommand.self, RecordListCommand.self,
                RecordShowCommand.self, RecordTimelineCommand.self, RecordFormCommand.self,
                RecordPrintCommand.self, RecordKindsCommand.self,
                RecordApproveCommand.self, RecordDraftsCommand.self, RecordCancelCommand.self,
            ]
        )
    }
}

/// The command `lianlu record new <kind> [<step>]`.
struct RecordNewCommand: LianluCommand {
    static var configuration: CommandConfiguration { Help.command("new", text: "record_new") }

    @Argument(help: Help.option("kind")) var kind: String
    @Argument(help: Help.option("first_step")) var step: String?
    @OptionGroup var options: StepOptions
    @OptionGroup var common: CommonOptions

    func run(in context: CommandContext) async throws {
        try await StepSubmission(
            context: context,
            options: options,
            kind: kind,
            event: step,
            record: nil
        )
        .run()
    }
}

/// The command `lianlu record act <record> <step>`.
struct RecordActCommand: LianluCommand {
    static var configuration: CommandConfiguration { Help.command("act", text: "record_act") }

    @Argument(help: Help.option("record")) var record: String
    @Argument(help: Help.option("step")) var step: String
    @OptionGroup var options: StepOptions
    @OptionGroup var common: CommonOptions

    func run(in context: CommandContext) async throws {
        try await StepSubmission(
            context: context,
            options: options,
            kind: nil,
            event: step,
            record: record
        )
        .run()
    }
}

/// The command `lianlu record kinds`: what the rule packs of this program have, without a node.
struct RecordKindsCommand: LianluCommand {
    static var configuration: CommandConfiguration { Help.command("kinds", text: "record_kinds") }

    @OptionGroup var common: CommonOptions

    func run(in context: CommandContext) async throws {
        let renderer = context.renderer
        if context.json {
            for kind in InvokedKind.installed { try renderer.line(kind) }
            return
        }
        for (number, kind) in InvokedKind.installed.enumerated() {
            if number > 0 { context.streams.data("\n") }
            let several = Set(kind.steps.map(\.machine)).count > 1
            let width = (context.streams.columnCount ?? Limits.listColumnCount) - 4
            let purpose = TextWidth.wrapped(renderer.title(kind.summary, else: ""), to: width)
            // A kind of several machines is followed by each of them, with its steps.
            let first = several ? [] : kind.steps.filter(\.first)
            renderer.paragraph(
                "\(renderer.official(kind.titles, else: kind.kind))  \(kind.kind)",
                purpose
                    + first.map { step in
                        let word = step.event.replacing("_", with: "-")
                        // A step that is called as a command below every kind is taken by the general command.
                        let isHidden = InvokedKind.commands.contains(step.event)
                        let command = "lianlu \(isHidden ? "record new " : "")\(kind.kind) \(word)"
                        let isSame = renderer.named(step.titles, step.event) == word
                        let title = renderer.title(step.titles, else: "")
                        return isSame ? command : "\(command)  \(title)"
                    }
            )
        }
    }
}
