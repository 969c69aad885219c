import ArgumentParser
import LocalAPI

/// The command `lianlu record sent <record>`: what a matter at home was sent as whose link is gone, or that it was not sent.
struct RecordSentCommand: LianluCommand {
    static var configuration: CommandConfiguration { Help.command("sent", text: "record_sent") }

    /// What stands for the opening of a matter that was not sent.
    private static let none = "none"

    @Argument(help: Help.option("record")) var record: String
    @Option(name: .customLong("as"), help: Help.option("sent_as")) var opening: String
    @Option(help: Help.option("sent_reason")) var reason: String
    @OptionGroup var common: CommonOptions

    func run(in context: CommandContext) async throws {
        let statement = HomeLinkStatement(
            record: record,
            sentAs: opening == Self.none ? nil : opening,
            reason: reason
        )
        let answer = try await context.send(.state(statement))
        if context.json { return try context.renderer.line(answer) }
        var arguments = ["open": String(answer.openCount), "record": answer.record]
        arguments["opening"] = answer.sentAs
        context.talk(
            answer.sentAs == nil ? "talk_record_not_sent" : "talk_record_sent",
            arguments
        )
    }
}
