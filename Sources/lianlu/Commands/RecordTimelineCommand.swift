import ArgumentParser
import LocalAPI

/// The command `lianlu record timeline <record>`: home and mechanism as one line of time.
struct RecordTimelineCommand: LianluCommand {
    static var configuration: CommandConfiguration {
        Help.command("timeline", text: "record_timeline")
    }

    @Argument(help: Help.option("record")) var record: String
    @OptionGroup var common: CommonOptions

    func run(in context: CommandContext) async throws {
        let detail = try await context.send(.record(Identifier.digestPrefix(record)))
        let renderer = context.renderer
        if renderer.json {
            for entry in detail.timeline { try renderer.line(entry) }
            return
        }
        let summary = detail.summary
        renderer.pairs([
            ("record", summary.record),
            ("record_kind", renderer.official(summary.machineTitles ?? [:], else: summary.machine)),
            ("title", summary.title),
            ("state", renderer.state(of: summary)),
        ])
        renderer.heading("timeline")
        for entry in detail.timeline { Self.say(entry, summary.names, renderer) }
    }

    /// A step in a line, and below it what is to be said of it.
    private static func say(
        _ entry: TimelineEntry,
        _ names: [String: [String: String]]?,
        _ renderer: Renderer
    ) {
        let event = renderer.title(entry.eventTitles, else: entry.event)
        let state = entry.state.map { renderer.title(entry.stateTitles, else: $0) }
        var signer = [entry.signer.map { renderer.place($0, names) }, entry.officer]
            .compactMap { $0 }.joined(separator: " / ")
        if !entry.to.isEmpty {
            signer += " → \(renderer.list(entry.to.map { renderer.place($0, names) }))"
        }
        var lines: [String] = []
        if entry.verdict.class != .valid {
            lines.append(renderer.label("class_\(entry.verdict.class.rawValue)"))
        }
        lines += renderer.fields(entry.facts ?? [:], entry.factLabels ?? []).map { name, value in
            "\(name.trimmingPrefix { $0 == " " })  \(value)"
        }
        let texts =
            entry.verdict.reasons + entry.verdict.findings + (entry.body?.findings ?? [])
        lines += texts.map(renderer.sentence)
        let place = entry.receipts == nil ? renderer.label("home_log") : entry.origin
        lines.append("\(place) #\(entry.index) \(renderer.short(entry.entry))")
        renderer.paragraph(
            [entry.at, event, signer, state.map { "⇒ \($0)" } ?? ""].filter { !$0.isEmpty }
                .joined(separator: "  "),
            lines
        )
    }
}
