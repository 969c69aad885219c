import ArgumentParser
import LocalAPI

/// The command `lianlu record sent <record>`: what a matter at home was sent as whose link is gone, or that it was not sent.
///
/// What both sides say is shown beside each other first, and only a yes states it.
struct RecordSentCommand: LianluCommand {
    static var configuration: CommandConfiguration { Help.command("sent", text: "record_sent") }

    /// What stands for the opening of a matter that was not sent.
    private static let none = "none"

    @Argument(help: Help.option("record")) var record: String
    @Option(name: .customLong("as"), help: Help.option("sent_as")) var opening: String
    @Option(help: Help.option("sent_reason")) var reason: String
    @Flag(help: Help.option("sent_yes")) var yes = false
    @OptionGroup var common: CommonOptions

    func run(in context: CommandContext) async throws {
        guard yes || context.streams.canAsk else {
            throw CommandError(.statementNeedsYes, ["record": record])
        }
        let asked = HomeLinkStatement(
            record: record,
            sentAs: opening == Self.none ? nil : opening,
            reason: reason
        )
        let compared = try await context.send(.compare(asked))
        // A script that takes JSON finds it in the answer.
        if !(yes && context.json) { HomeLinkRendering(context: context).show(compared, asked) }
        try confirm(context)
        // What was shown, and nothing that a prefix means by now.
        let statement = HomeLinkStatement(
            record: compared.matter.entry,
            sentAs: asked.sentAs == nil ? nil : compared.openings.first?.entry,
            reason: reason
        )
        var answer = try await context.send(.state(statement))
        if context.json {
            answer.compared = compared
            return try context.renderer.line(answer)
        }
        var arguments = ["open": String(answer.openCount), "record": answer.record]
        arguments["opening"] = answer.sentAs
        context.talk(
            answer.sentAs == nil ? "talk_record_not_sent" : "talk_record_sent",
            arguments
        )
    }

    private func confirm(_ context: CommandContext) throws {
        guard !yes else { return }
        context.streams.talk(context.text("ask_statement"))
        guard context.streams.readYes() else {
            throw CommandError(.statementDeclined, ["record": record])
        }
    }
}

/// Shows what a matter at home and the entries that may have sent it say, one table for each entry.
private struct HomeLinkRendering {
    let context: CommandContext

    private var renderer: Renderer {
        Renderer(
            language: context.language,
            json: false,
            streams: TalkOnly(base: context.streams)
        )
    }

    func show(_ compared: HomeLinkComparison, _ asked: HomeLinkStatement) {
        for opening in compared.openings { show(compared.matter, opening) }
        let left = compared.openingCount - compared.openings.count
        if asked.sentAs == nil, left > 0 {
            let hidden = left - (compared.leftCount ?? 0)
            if hidden > 0 {
                say(CodedText("command.talk_openings_left", ["count": "\(hidden)"]))
            }
        }
        if let count = compared.leftCount, asked.sentAs == nil {
            let named = (compared.left ?? []).map(renderer.short)
            say(
                CodedText(
                    "command.talk_openings_not_compared",
                    ["count": "\(count)", "openings": renderer.list(named)]
                )
            )
        }
        for text in compared.openings.flatMap(\.findings) { say(text) }
        let agree = compared.openings.filter(\.agrees).map(\.entry)
        if asked.sentAs == nil, !agree.isEmpty {
            say(
                CodedText(
                    "command.talk_agrees_not_sent",
                    ["openings": renderer.list(agree.map(renderer.short))]
                )
            )
        }
    }

    private func say(_ text: CodedText) {
        let said = renderer.prose([renderer.sentence(text), renderer.remedy(text)])
        context.streams.talk(TextWidth.harmless(said) + "\n")
    }

    private func show(_ matter: HomeLinkSide, _ opening: HomeLinkSide) {
        var rows = [
            row("record_kind", "machine", matter, opening) {
                renderer.official($0.machineTitles, else: $0.machine)
            },
            row("office", "office", matter, opening) {
                $0.office.isEmpty ? "-" : renderer.place($0.office, $0.names)
            },
            row("link_begun", nil, matter, opening) { $0.begun ?? "-" },
            row("link_signed", nil, matter, opening) { $0.at.isEmpty ? "-" : $0.at },
            row("digest", nil, matter, opening) { $0.entry },
            row("link_body", nil, matter, opening) { $0.body ?? "-" },
        ]
        var known: Set<String> = []
        let labels = (opening.labels + matter.labels).filter { known.insert($0.field).inserted }
        // What the matter said when the entry was made, and nothing that it says since.
        let said = opening.matterFields ?? matter.fields
        let others = Set(opening.fields.keys).union(said.keys).subtracting(known).sorted()
        for field in labels.map(\.field) + others {
            let name = labels.first { $0.field == field }
                .map { renderer.title($0.titles, else: field) }
            rows.append(
                [
                    name ?? field, value(field, said, matter.labels),
                    value(field, opening.fields, opening.labels), mark(field, opening),
                ]
            )
        }
        context.streams.talk("\n")
        renderer.table(["field", "link_matter", "link_opening", "link_differs"], rows)
    }

    private func row(
        _ label: String,
        _ id: String?,
        _ matter: HomeLinkSide,
        _ opening: HomeLinkSide,
        _ text: (HomeLinkSide) -> String
    ) -> [String] {
        [
            renderer.label(label), text(matter), text(opening),
            id.map { mark($0, opening) } ?? "-",
        ]
    }

    private func mark(_ id: String, _ opening: HomeLinkSide) -> String {
        opening.differs.contains(id) ? renderer.label("link_differs_mark") : "-"
    }

    private func value(
        _ field: String,
        _ fields: [String: FieldValue],
        _ labels: [FieldLabel]
    ) -> String {
        guard let value = fields[field] else { return "-" }
        return renderer.fields([field: value], labels).first?.1 ?? "-"
    }
}

extension HomeLinkSide {
    /// Whether it says what the matter says, as far as both state it.
    fileprivate var agrees: Bool { findings.contains { $0.code == "node.home_link_agrees" } }
}
