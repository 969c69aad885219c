import ArgumentParser
import LocalAPI

/// The command `lianlu clue`.
struct ClueCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        Help.command(
            "clue",
            text: "clue",
            subcommands: [
                EventCommand<ClueEvents.Create>.self, EventCommand<ClueEvents.Approve>.self,
                EventCommand<ClueEvents.Send>.self, EventCommand<ClueEvents.Accept>.self,
                EventCommand<ClueEvents.ReturnMisdirected>.self,
                EventCommand<ClueEvents.Redirect>.self,
                EventCommand<ClueEvents.StartVerification>.self,
                EventCommand<ClueEvents.Extend>.self, EventCommand<ClueEvents.Pause>.self,
                EventCommand<ClueEvents.Resume>.self, EventCommand<ClueEvents.File>.self,
                EventCommand<ClueEvents.DecideNotToFile>.self,
                EventCommand<ClueEvents.TellReporter>.self,
                EventCommand<ClueEvents.RecordDisposal>.self,
                EventCommand<ClueEvents.SendFeedback>.self, EventCommand<ClueEvents.Confirm>.self,
                EventCommand<ClueEvents.Supplement>.self, EventCommand<ClueEvents.Escalate>.self,
                EventCommand<ClueEvents.Urge>.self, EventCommand<ClueEvents.Cancel>.self,
                RecordListCommand.self, RecordShowCommand.self,
            ]
        )
    }
}

/// The steps of a clue that a person takes; `receive` is the node's own.
enum ClueEvents {
    enum Create: RecordEvent { static let event = "create" }
    enum Approve: RecordEvent { static let event = "approve" }
    enum Send: RecordEvent { static let event = "send" }
    enum Accept: RecordEvent { static let event = "accept" }
    enum ReturnMisdirected: RecordEvent { static let event = "return_misdirected" }
    enum Redirect: RecordEvent { static let event = "redirect" }
    enum StartVerification: RecordEvent { static let event = "start_verification" }
    enum Extend: RecordEvent { static let event = "extend" }
    enum Pause: RecordEvent { static let event = "pause" }
    enum Resume: RecordEvent { static let event = "resume" }
    enum File: RecordEvent { static let event = "file" }
    enum DecideNotToFile: RecordEvent { static let event = "decide_not_to_file" }
    enum TellReporter: RecordEvent { static let event = "tell_reporter" }
    enum RecordDisposal: RecordEvent { static let event = "record_disposal" }
    enum SendFeedback: RecordEvent { static let event = "send_feedback" }
    enum Confirm: RecordEvent { static let event = "confirm" }
    enum Supplement: RecordEvent { static let event = "supplement" }
    enum Escalate: RecordEvent { static let event = "escalate" }
    enum Urge: RecordEvent { static let event = "urge" }
    enum Cancel: RecordEvent { static let event = "cancel" }
}

/// One event of a machine as a command.
protocol RecordEvent: Sendable {
    /// The machine's id.
    static var machine: String { get }
    /// The event's id.
    static var event: String { get }
}

extension RecordEvent {
    static var machine: String { "clue" }
}

/// The command `lianlu clue list`.
struct RecordListCommand: LianluCommand {
    static var configuration: CommandConfiguration { Help.command("list", text: "clue_list") }

    @Option(help: Help.option("filter_state")) var state: String?
    @Option(help: Help.option("filter_mechanism")) var mechanism: String?
    @OptionGroup var common: CommonOptions

    func run(in context: CommandContext) async throws {
        let state = state.map(Identifier.event)
        try await context.list(
            .records(RecordQuery(machine: "clue", mechanism: mechanism, state: state)),
            columns: ["record", "state", "title", "opener", "addressees", "mechanism", "updated"]
        ) { record, renderer in
            var state = renderer.title(record.stateTitles, else: record.state)
            // A part at home stays as it was when it was sent: what became of it, the opened part says.
            if let opened = record.opened {
                state += " (\(renderer.label("goes_on_as")) \(renderer.short(opened)))"
            }
            return [
                renderer.short(record.record),
                record.alarms == nil ? state : "\(state) (\(renderer.label("in_doubt")))",
                record.title ?? "-",
                record.opener,
                record.addressees.isEmpty ? "-" : record.addressees.joined(separator: ","),
                record.mechanism ?? renderer.label("home_log"), record.updated,
            ]
        }
        if !context.json { await sayWhatIsMissing(context) }
    }

    /// Says of which logs not all is here: matters in them may be missing above, or stand further on than they are shown.
    private func sayWhatIsMissing(_ context: CommandContext) async {
        // The list stands, whether this can be asked or not.
        guard let status = try? await context.send(.status) else { return }
        for warning in status.warnings where warning.code == "node.log_behind" {
            let origin = warning.arguments["origin"] ?? ""
            if let mechanism, origin.split(separator: "/").dropFirst().first != mechanism[...] {
                continue
            }
            let parts = [context.renderer.sentence(warning), context.renderer.remedy(warning)]
            context.streams.talk(TextWidth.harmless(context.renderer.prose(parts)) + "\n")
        }
    }
}
