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
                RecordPrintCommand.self, RecordKindsCommand.self, RecordSentCommand.self,
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
