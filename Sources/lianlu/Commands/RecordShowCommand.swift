import ArgumentParser
import LocalAPI

/// The command `lianlu record show <record>`.
struct RecordShowCommand: LianluCommand {
    static var configuration: CommandConfiguration { Help.command("show", text: "record_show") }

    @Argument(help: Help.option("record")) var record: String
    @Flag(help: Help.option("record_full")) var full = false
    @OptionGroup var common: CommonOptions

    func run(in context: CommandContext) async throws {
        let prefix = try Identifier.digestPrefix(record)
        let detail = try await context.send(.record(prefix, full: full))
        let renderer = context.renderer
        if renderer.json { return try renderer.line(detail) }
        let summary = detail.summary
        var pairs: [(String, String?)] = [
            ("record", summary.record),
            ("record_kind", renderer.official(summary.machineTitles ?? [:], else: summary.machine)),
            ("title", summary.title),
            ("state", renderer.state(of: summary)),
        ]
        pairs += renderer.places(of: summary)
        pairs += [
            ("notes", detail.findings.isEmpty ? nil : renderer.sentences(detail.findings)),
            ("next", Self.noNext(detail, renderer)),
        ]
        renderer.pairs(pairs)
        if let next = detail.next, !next.isEmpty {
            renderer.heading("next")
            renderer.table(
                ["event", "who", "here", "notes"],
                next.map { Self.row($0, summary.names, renderer) }
            )
        }
        ClockRendering(renderer: renderer, names: summary.names).show(detail.clocks)
        renderer.heading("timeline")
        renderer.table(
            [
                "at", "event", "who", "verdict", "state", "body", "receipts", "log", "index",
                "entry", "notes",
            ],
            detail.timeline.map { Self.row($0, summary.names, renderer) }
        )
        PrintableRendering(renderer: renderer).show(detail)
        for entry in detail.timeline {
            let facts = entry.facts ?? [:]
            let fields = (entry.body?.fields ?? [:]).merging(facts) { own, _ in own }
            guard !fields.isEmpty else { continue }
            let event = renderer.title(entry.eventTitles, else: entry.event)
            context.streams.data("\n\(TextWidth.harmless(event)) \(renderer.short(entry.entry))\n")
            let labels = (entry.body?.labels ?? []) + (entry.factLabels ?? [])
            renderer.rawPairs(renderer.fields(fields, labels))
        }
        if detail.timeline.contains(where: { $0.body?.masked != nil }) {
            context.talk("talk_masked")
        }
    }

    /// Why there are no next steps to show; nil where there are.
    private static func noNext(_ detail: RecordDetail, _ renderer: Renderer) -> String? {
        // What its part at home still lacks stands below.
        if let opened = detail.summary.opened {
            return "\(renderer.label("goes_on_as")) \(renderer.short(opened))"
        }
        guard let next = detail.next else { return renderer.label("next_unknown") }
        return next.isEmpty ? renderer.label("no_next") : nil
    }

    /// A step by its command and its name, and whoever may take it.
    private static func row(
        _ step: NextStep,
        _ names: [String: [String: String]]?,
        _ renderer: Renderer
    ) -> [String] {
        let who = step.signers.map { signer in
            ([renderer.title(signer.titles, else: signer.role)]
                + signer.addresses.map { renderer.place($0, names) })
                .joined(separator: " ")
        }
        let notes =
            (step.automatic == nil ? [] : [renderer.label("by_itself")])
            + [renderer.approver(of: step)].compactMap(\.self)
            + step.conditions.map { renderer.title($0, else: "") }
        return [
            renderer.named(step.titles, step.event),
            who.joined(separator: " / "), renderer.yes(step.here),
            notes.isEmpty ? "-" : notes.joined(separator: " · "),
        ]
    }

    private static func row(
        _ entry: TimelineEntry,
        _ names: [String: [String: String]]?,
        _ renderer: Renderer
    ) -> [String] {
        let signer = entry.signer.map { renderer.place($0, names, isBare: true) }
        let who = [signer, entry.officer].compactMap { $0 }
        let texts =
            entry.verdict.reasons + entry.verdict.findings + (entry.body?.findings ?? [])
        var notes = texts.map(renderer.sentence)
        if entry.verdict.disputed { notes.append(renderer.label("disputed")) }
        if entry.provenAfter != nil || entry.provenBefore != nil {
            let interval = "\(entry.provenAfter ?? "…") – \(entry.provenBefore ?? "…")"
            notes.append("\(renderer.label("proven")) \(interval)")
        }
        let body = entry.body.map { body in
            [renderer.label("body_\(body.state.rawValue)"), body.since].compactMap { $0 }
                .joined(separator: " ")
        }
        return [
            entry.at, renderer.title(entry.eventTitles, else: entry.event),
            who.isEmpty ? "-" : who.joined(separator: " / "),
            renderer.label("class_\(entry.verdict.class.rawValue)"),
            entry.state.map { renderer.title(entry.stateTitles, else: $0) } ?? "-",
            body ?? "-", renderer.tally(entry.receipts), entry.origin, String(entry.index),
            renderer.short(entry.entry),
            notes.isEmpty ? "-" : notes.joined(separator: " · "),
        ]
    }
}

extension FieldValue {
    /// The value as a person reads it; `name` says what a listed value is called.
    func text(_ renderer: Renderer, _ name: (String) -> String = { $0 }) -> String {
        switch self {
        case .boolean(let value): renderer.yes(value)
        case .integer(let value): String(value)
        case .text(let value): name(value)
        case .list(let values): renderer.items(values.map { $0.text(renderer, name) })
        // An attachment of which only the title is known.
        case .object(let members) where Set(members.keys) == ["title"]:
            members.values.map { $0.text(renderer) }.joined()
        case .object(let members):
            renderer.list(
                members.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value.text(renderer))" }
            )
        }
    }
}
