import ArgumentParser
import LocalAPI

/// The command `lianlu record list`, and `lianlu <kind> list`.
struct RecordListCommand: LianluCommand {
    static var configuration: CommandConfiguration { Help.command("list", text: "record_list") }

    @Option(help: Help.option("filter_kind")) var kind: String?
    @Option(help: Help.option("filter_state")) var state: String?
    @Option(help: Help.option("filter_mechanism")) var mechanism: String?
    @OptionGroup var common: CommonOptions

    private let invoked = InvokedKind.current

    private enum CodingKeys: CodingKey {
        case kind, state, mechanism, common
    }

    func run(in context: CommandContext) async throws {
        if kind != nil, invoked != nil {
            throw CommandError(.usageUnexpectedArgument, ["argument": "--kind"])
        }
        let query = RecordQuery(
            machine: kind ?? invoked?.kind.kind,
            mechanism: mechanism,
            state: state.map(Identifier.event)
        )
        try await context.list(
            .records(query),
            columns: [
                "record", "record_kind", "state", "due", "title", "opener", "addressees",
                "mechanism",
                "updated",
            ],
            Self.row
        )
        if !context.json { await sayWhatIsMissing(context) }
    }

    private static func row(_ record: RecordSummary, _ renderer: Renderer) -> [String] {
        var state =
            record.state.isEmpty ? renderer.label("state_not_judged") : renderer.state(of: record)
        // A part at home stays as it was when it was sent: what became of it, the opened part says.
        if let opened = record.opened {
            state += " (\(renderer.label("goes_on_as")) \(renderer.short(opened)))"
        }
        return [
            renderer.short(record.record),
            record.machine.isEmpty
                ? "-" : renderer.title(record.machineTitles ?? [:], else: record.machine),
            record.alarms == nil ? state : "\(state) (\(renderer.label("in_doubt")))",
            ClockRendering(renderer: renderer).cell(
                due: record.due,
                overdue: record.overdue,
                paused: record.paused,
                provisional: record.provisional
            ),
            record.title ?? "-",
            renderer.place(record.opener, record.names, isBare: true),
            record.addressees.isEmpty
                ? "-"
                : renderer.list(
                    record.addressees.map { renderer.place($0, record.names, isBare: true) }
                ),
            record.mechanism.map { renderer.place($0, record.names, isBare: true) }
                ?? renderer.label("home_log"),
            record.updated.isEmpty ? "-" : record.updated,
        ]
    }

    private static let lacking: Set<String> = [
        "node.charter_gone", "node.charter_awaited", "node.pack_gone", "node.calendar_gone",
    ]

    private static let missing: Set<String> = ["node.log_behind", "node.derived_rows_left"]

    /// Says of which logs or rules not all is here: matters may be missing above, or stand further on than they are shown, and what is due
    /// may be left out.
    private func sayWhatIsMissing(_ context: CommandContext) async {
        // The list stands, whether this can be asked or not.
        guard let status = try? await context.send(.status) else { return }
        for warning in status.warnings
        where Self.missing.contains(warning.code) || Self.lacking.contains(warning.code) {
            let origin = warning.arguments["origin"] ?? ""
            let about =
                warning.arguments["mechanism"]
                ?? origin.split(separator: "/").dropFirst().first.map(String.init)
            // What is damaged may be of any mechanism.
            if let mechanism, let about, about != mechanism { continue }
            let parts = [context.renderer.sentence(warning), context.renderer.remedy(warning)]
            context.streams.talk(TextWidth.harmless(context.renderer.prose(parts)) + "\n")
        }
    }
}
